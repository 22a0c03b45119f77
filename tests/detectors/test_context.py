"""What is computed once and kept: facts of the latest page, tables made of dictionaries."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from proofer.checking.pipeline import make_context
from proofer.checking.registry import selected
from proofer.config import Config
from proofer.detectors.context import Context, Page, page_fact
from proofer.formats import parse
from proofer.language.dictionaries import Dictionaries
from proofer.language.dictionary_format import KINDS
from tests.detectors.findings import context
from tests.documents import document


def test_the_facts_of_the_latest_page_are_computed_once() -> None:
    computed = []

    @page_fact
    def size(page: Page) -> int:
        computed.append(page.text)
        return len(page.text)

    run, one, other = Context(context().dictionaries), document("一二"), document("三")
    assert [size(run.page(each)) for each in (one, one, other)] == [2, 2, 1]
    assert computed == ["一二", "三"]


def test_a_page_is_that_of_its_document_and_not_of_an_equal_one() -> None:
    run, one, other = Context(context().dictionaries), document("一二"), document("一二")
    assert run.page(one) is run.page(one)
    assert run.page(other).document is other


def test_a_changed_context_does_not_answer_with_the_pages_of_the_first() -> None:
    page = document("会议召开。（记者 邹梓涵）")
    assert context().page(page).names == {"邹梓涵"}
    empty = Dictionaries("", MappingProxyType({kind: MappingProxyType({}) for kind in KINDS}))
    assert replace(context(), dictionaries=empty).page(page).names == frozenset()


def test_tables_of_many_dictionaries_are_each_made_once() -> None:
    made = []

    def table(dictionaries: Dictionaries) -> str:
        made.append(dictionaries.digest)
        return f"table of {dictionaries.digest}"

    several = [Dictionaries(str(number), MappingProxyType({})) for number in range(12)]
    for _ in range(2):
        for each in several:
            assert each.derived(table) == f"table of {each.digest}"
    assert made == [each.digest for each in several]


def test_what_is_known_of_a_page_is_free_as_soon_as_the_next_one_is_asked_for() -> None:
    page_context = make_context(Config())
    text = "今天，工人们在在车间里检修机器。昨天他们也在在车间里。\n\n一、安全\n\n二、质量\n"
    first, second = (parse(text.encode(), Path(name)) for name in ("a.md", "b.md"))
    for detector in selected(Config()):
        list(detector.detect(first, page_context))
    kept = weakref.ref(page_context.page(first))
    gc.disable()
    try:
        page_context.page(second)
        assert kept() is None, "it waits for the garbage collector: 200 kB a page"
    finally:
        gc.enable()
