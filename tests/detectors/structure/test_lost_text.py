"""Headings that have no text below them."""

from __future__ import annotations

from pathlib import Path

from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.formats import parse

PAGE = """## 报名

### 时间

各单位于月底前报名，过期不再受理。

### 地点

报名处设在办公楼一层，周末照常办理。

### 每单位限报三人{stop}

## 报到

代表于会前一天报到，凭证件领取材料。

## 食宿

会议期间食宿由大会统一安排，费用自理。
"""

BODY = "水渠修好以后，两岸的农田都能按时浇上水了。\n\n"


def without_body(page: str) -> list[str]:
    config = Config(select=("S006",))
    document = parse(page.encode(), Path("page.md"))
    return [each.quote for each in check_document(document, make_context(config), config).findings]


def chapter(number: int, *, written: bool) -> str:
    body = BODY if written else ""
    return f"## 第{number}章 水渠\n\n### {number}.1 测量\n\n{BODY}### {number}.2 施工\n\n{body}"


def test_one_subheading_without_text_has_lost_it() -> None:
    page = "".join(chapter(each, written=each != 2) for each in (1, 2, 3))
    assert without_body(page) == ["2.2 施工"]


def test_subheadings_of_a_draft_are_yet_to_be_written() -> None:
    page = "".join(chapter(each, written=each in (1, 5)) for each in range(1, 6))
    assert without_body(page) == []


def test_a_heading_that_is_a_sentence_is_its_own_body() -> None:
    [quote] = without_body(PAGE.format(stop=""))
    assert quote.startswith("每单位")
    assert not without_body(PAGE.format(stop="。"))


def test_the_title_of_a_list_that_is_made_later_has_lost_nothing() -> None:
    page = PAGE.format(stop="")
    assert without_body(page)
    assert not without_body(page.replace("### 每单位限报三人", "### 目录"))


def test_a_mark_and_a_bound_word_at_the_start_have_reasons_of_their_own() -> None:
    config = Config(select=("S006",))
    told = {}
    for start in ("，有力推动了", "的工作人员介绍"):
        page = f"水渠昨天通水。\n\n{start}今年的各项工作，两岸的农田都能按时浇上水了。\n"
        document = parse(page.encode(), Path("page.txt"))
        [finding] = check_document(document, make_context(config), config).findings
        told[finding.quote] = finding.evidence[0].detail.en + finding.message.en
    assert "stands first" in told["，"]
    assert "needs a word before it" in told["的"]


def test_what_only_looks_like_a_heading_is_the_text_below_one() -> None:
    page = "".join(f"## {each}\n\n{{}}{BODY}" for each in ("1. 报名", "2. 报到", "3. 食宿"))
    assert without_body(page.format("", "【甲】本市代表\n\n", "")) == []
    assert without_body(page.format("", "## 附则\n\n", "")) == ["2. 报到"]


def test_a_formula_of_its_own_line_is_what_the_sentence_begins_with() -> None:
    page = f"{BODY}{{}}\n\n的输出结果有点像正弦，写括号的目的在于方便解析。\n\n{BODY}"
    assert without_body(page.format("水渠两岸种满了柳树。")) == ["的"]
    assert without_body(page.format("$$y$$")) == []
