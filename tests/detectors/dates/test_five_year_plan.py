from __future__ import annotations

import pytest

from proofer.detectors.dates.five_year_plan import _NAMES, _STARTS, DETECTOR
from tests.detectors.findings import find, mended, quotes
from tests.documents import document

MASTHEAD = "2026年2月4日 星期三 第十期\n\n"


def test_the_plans_are_those_of_the_chronicles() -> None:
    known = {
        "一五": 1953,
        "二五": 1958,
        "三五": 1966,
        "十五": 2001,
        "十一五": 2006,
        "十四五": 2021,
        "十五五": 2026,
    }
    assert {name: _STARTS[name] for name in known} == known
    assert len(set(_NAMES)) == len(_NAMES)


@pytest.mark.parametrize("name", ["六五", "十五", "十三五", "十五五"])
def test_exactly_its_own_years_fit_a_plan(name: str) -> None:
    start = _STARTS[name]
    assert not find(DETECTOR, f"“{name}”（{start}—{start + 4}年）规划")
    assert not find(DETECTOR, f"“{name}”时期（{start}年至{start + 4}年）")
    assert find(DETECTOR, f"“{name}”（{start - 1}—{start + 4}年）规划")


def test_a_plan_that_the_years_name_is_the_suggestion() -> None:
    (finding,) = find(DETECTOR, "“十三五”（2021-2025年）规划")
    assert [each.edits[0].replacement for each in finding.suggestions] == ["十四五"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2025年是“十四五”收官之年。", False),
        ("2025年是“十四五”规划的收官之年，也是“十五五”规划谋篇布局之年。", False),
        ("2025年是“十五五”收官之年。", True),
        ("2026年是“十五五”开局起步之年。", False),
        ("2026年，“十四五”开局之年。", True),
        ("二〇二六年是“十五五”第一年。", False),
        ("2024年是“十四五”第三年。", True),
        ("2024年是“十四五”收官前的关键一年。", False),
        ("2026年新年贺词回顾“十四五”收官之年。", False),
        ("2026年是老挝“十五”开局之年。", False),
    ],
)
def test_the_place_of_a_year_in_its_plan(text: str, wrong: bool) -> None:
    assert bool(find(DETECTOR, text)) == wrong


def test_this_year_is_that_of_the_masthead() -> None:
    assert quotes(DETECTOR, MASTHEAD + "今年是“十四五”开局之年，任务很重。\n") == [
        "今年是“十四五”开局之年"
    ]
    assert not find(DETECTOR, MASTHEAD + "今年是“十五五”开局之年，去年是“十四五”收官之年。\n")


def test_a_plan_that_lies_ahead_is_not_looked_back_upon() -> None:
    text = MASTHEAD + "“十五五”时期是公司发展重要、不平凡、极富成效的五年。\n"
    (finding,) = find(DETECTOR, text)
    assert mended(document(text), [finding]).endswith(
        "“十四五”时期是公司发展重要、不平凡、极富成效的五年。"
    )
    assert "2026—2030" in finding.evidence[0].detail.zh


@pytest.mark.parametrize(
    "text",
    [
        "“十四五”时期是极不平凡的五年，“十四五”圆满收官。",
        "确保“十五五”圆满收官是全厂的目标。",
        "“十五五”时期将是极不平凡的五年。",
        "“十五五”开局良好，在“十四五”圆满收官的基础上再上台阶。",
    ],
)
def test_hopes_and_finished_plans_are_left_alone(text: str) -> None:
    assert not find(DETECTOR, MASTHEAD + text + "\n")
