from __future__ import annotations

import pytest

from proofer.detectors.dates.anniversary import DETECTOR
from proofer.findings.finding import Applicability
from tests.detectors.findings import find, mended, quotes
from tests.documents import document

MASTHEAD = "2026年2月4日 星期三 第十期\n\n"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2021年是中国共产党成立90周年。", "100"),
        ("2024年正值新中国成立70周年。", "75"),
        ("２０２５年是抗战胜利７０周年。", "８０"),
        ("二〇一八年恰逢改革开放三十周年。", "四十"),
        ("2017年迎来建军８０周年。", "９０"),
        ("2022年是香港回归祖国20周年。", "25"),
        ("2025年是中国人民抗日战争暨世界反法西斯战争胜利81周年。", "80"),
    ],
)
def test_the_number_is_that_of_the_year_in_the_sentence(text: str, right: str) -> None:
    (finding,) = find(DETECTOR, text)
    edit = finding.suggestions[0].edits[0]
    assert edit.replacement == right
    assert not find(DETECTOR, mended(document(text), [finding]))


def test_this_year_and_the_next_are_those_of_the_masthead() -> None:
    assert quotes(DETECTOR, MASTHEAD + "今年是建党104周年，各支部都有活动。\n") == ["建党104周年"]
    assert not find(DETECTOR, MASTHEAD + "今年是建党105周年，明年是建军100周年。\n")
    assert not find(DETECTOR, "今年是建党104周年，各支部都有活动。"), (
        "no date, nothing to compare with"
    )


def test_an_anniversary_far_from_all_years_of_its_paragraph_is_a_question() -> None:
    text = MASTHEAD + "1958年，化验室炼出样品，献给建党70周年。1964年，样品装上设备。\n"
    (finding,) = find(DETECTOR, text)
    assert finding.quote == "建党70周年"
    assert finding.confidence < 0.8
    assert all(each.applicability is Applicability.MANUAL for each in finding.suggestions)
    assert "1921 + 70 = 1991" in finding.evidence[0].detail.zh
    assert "1958、1964" in finding.evidence[1].detail.zh


@pytest.mark.parametrize(
    "text",
    [
        "1958年，化验室炼出样品。1991年建党70周年展览展出了它。",
        "1958年立下的目标，到新中国成立100周年时一定实现。",
        "面向新中国成立100周年，1958年的精神不能丢。",
        "建党70周年的纪念章，他一直留着。",
        "1958年的样品，今年建党105周年之际再次展出。",
    ],
    ids=["named later", "ahead", "towards", "no year", "year of the page"],
)
def test_anniversaries_that_have_their_year_are_left_alone(text: str) -> None:
    assert not find(DETECTOR, MASTHEAD + text + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "2023年是朝鲜国庆75周年。",
        "2025年是越南建国80周年。",
        "2025年是朝鲜劳动党建党80周年。",
        "2015年是两国建交50周年，公司成立10周年。",
    ],
)
def test_other_countries_have_other_years(text: str) -> None:
    assert not find(DETECTOR, text)
