"""Who a bibliography names is a name: there, and wherever the page has it again."""

from __future__ import annotations

import pytest

from proofer.detectors.cited_names import cited_parts
from proofer.document.document import Document
from tests.detectors.findings import context
from tests.documents import document


def page(*entries: str, before: str = "") -> Document:
    return document(before + "\n\n## 参考文献\n\n" + "\n\n".join(entries) + "\n", "page.md")


@pytest.mark.parametrize(
    ("entry", "cited"),
    [
        ("[1] 周维祥,郑志辉,等.数字农业[J].水利,2020(3):1-9.", ["周维祥,郑志辉,等"]),
        ("周维祥，郑志辉，2020：《数字农业》，北京：山乡出版社。", ["周维祥，郑志辉"]),
        ("鲁平：《小说史略》，北京：人民出版社，1973年。", ["鲁平"]),
        ("3. 水利标准化委员会. 管理规范[S]. 北京: 山乡出版社, 2015.", ["水利标准化委员会"]),
        ("[2] 江河. 水利通论[M]. 王亚南译. 北京: 山乡出版社, 1983.", ["江河", "王亚南"]),
        ("《水利通论》，商务出版社，1983年版。", []),
    ],
)
def test_authors_and_translators_are_cited(entry: str, cited: list[str]) -> None:
    shown = page(entry)
    assert [each.of(shown.text) for each in cited_parts(shown)] == cited


def test_a_cited_name_is_protected_wherever_it_stands() -> None:
    shown = page("[1] 周维祥.数字农业[J].水利,2020.", before="周维祥（2020）认为，产量会提高。")
    facts = context().page(shown)
    protected = [each.of(shown.text) for each in facts.name_spans]
    assert protected == ["周维祥", "周维祥"]


def test_a_title_is_not_protected() -> None:
    shown = page("[1] 周维祥.己经完成的工程[J].水利,2020.")
    span = next(iter(context().page(shown).occurrences("己经")))
    assert not context().page(shown).touches_name(span)


def test_prose_cites_nobody() -> None:
    assert not list(cited_parts(document("周维祥,郑志辉,等.这不是参考文献。", "page.md")))
