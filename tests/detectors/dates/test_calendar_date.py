from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.detectors.dates import _lunar_calendar as _lunar
from proofer.detectors.dates._dates import WEEKDAYS, issue_date
from proofer.detectors.dates.calendar_date import DETECTOR
from proofer.findings.finding import Applicability
from tests.detectors.findings import find, mended, quotes
from tests.documents import document

MASTHEAD = "国内统一刊号 CN 00-0001 星期三 2026年2月4日 乙巳年十二月十七"


@pytest.mark.parametrize(
    "text",
    [
        "2024年2月29日是闰年才有的日子。",
        "2000年2月29日",
        "二〇二六年二月二十八日",
        "２０２６年１２月３１日",
        "道光二年二月三十日立碑。",
        "农历2月30日",
        "光绪20年2月30日",
        "1898年2月30日（当时用农历）",
        "程序不接受2月30日这样不存在的日期。",
        "3个月13日",
    ],
)
def test_days_that_exist_or_are_lunar_are_left_alone(text: str) -> None:
    assert not find(DETECTOR, text)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("工程于2月30日完工。", "2月30日"),
        ("工程于2025年2月29日完工。", "2025年2月29日"),
        ("工程于1900年2月29日完工。", None),
        ("工程于2100年2月29日完工。", "2100年2月29日"),
        ("二〇二六年十一月三十一日", "二〇二六年十一月三十一日"),
        ("二零二五年二月二十九日", "二零二五年二月二十九日"),
        ("４月３１日开工。", "４月３１日"),
        ("2026年13月5日", "2026年13月5日"),
        ("2026 年 6 月 31 日", "2026 年 6 月 31 日"),
        ("民国二十六年二月二十九日", "民国二十六年二月二十九日"),
    ],
)
def test_days_that_do_not_exist_are_found(text: str, quote: str | None) -> None:
    assert quotes(DETECTOR, text) == ([quote] if quote else [])
    for finding in find(DETECTOR, text):
        assert all(each.applicability is Applicability.MANUAL for each in finding.suggestions), (
            "several are possible"
        )


def test_the_evidence_shows_how_many_days_the_month_has() -> None:
    (finding,) = find(DETECTOR, "工程于2025年2月29日完工。")
    assert "2025年2月只有 28 天" in finding.evidence[0].detail.zh


@given(
    st.dates(datetime.date(1912, 1, 1), datetime.date(2199, 12, 31)),
    st.integers(0, 6),
    st.booleans(),
)
def test_exactly_the_right_weekday_passes(day: datetime.date, printed: int, brackets: bool) -> None:
    weekday = f"星期{WEEKDAYS[printed]}"
    text = f"{day.year}年{day.month}月{day.day}日" + (
        f"（{weekday}）" if brackets else f" {weekday}"
    )
    findings = find(DETECTOR, text)
    assert bool(findings) == (printed != day.weekday())
    if findings:
        assert mended(document(text), findings) == text.replace(
            weekday, f"星期{WEEKDAYS[day.weekday()]}"
        )


@pytest.mark.parametrize(
    "text",
    [
        "会期从2026年2月2日（周一）至2月6日（周五）。",
        "会期为周一至周五（2026年2月2日至2月6日）。",
        "2026年2月4日起，每周五开放。",
        "2026年2月4日、星期五、星期六都有演出。",
        "星期三 2026年2月4日 星期四 2026年2月5日",
        "2026年2月4日，周天勇教授到场。",
        "2026年2月8日（周日）",
        "2026年2月8日（星期天）",
    ],
)
def test_weekdays_of_other_days_are_left_alone(text: str) -> None:
    assert not find(DETECTOR, text)


def test_a_date_without_a_year_takes_that_of_the_masthead() -> None:
    assert not find(
        DETECTOR, MASTHEAD + "\n\n大会于1月30日（星期五）召开，12月31日（星期三）报名。\n"
    )
    assert quotes(DETECTOR, MASTHEAD + "\n\n大会于1月30日（星期四）召开，随后分组讨论。\n") == [
        "星期四"
    ]
    assert not find(DETECTOR, "大会于1月30日（星期四）召开。"), "without a year nothing can be said"


def test_a_date_without_a_year_takes_that_of_the_sentence() -> None:
    assert quotes(DETECTOR, "2024年大会从1月30日（星期三）开到2月1日（星期四）。") == ["星期三"]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-02-04", "乙巳年十二月十七"),
        ("2026-02-16", "乙巳年十二月二十九"),
        ("2026-02-17", "丙午年正月初一"),
        ("2025-07-25", "乙巳年闰六月初一"),
        ("2033-12-22", "癸丑年闰十一月初一"),
        ("1949-10-01", "己丑年八月初十"),
    ],
)
def test_the_lunar_calendar(day: str, name: str) -> None:
    moon = _lunar.lunar(datetime.date.fromisoformat(day))
    assert moon is not None
    assert _lunar.spoken(moon) == name
    date = datetime.date.fromisoformat(day)
    assert not find(DETECTOR, f"{date.year}年{date.month}月{date.day}日 农历{name}")


def test_the_year_changes_at_lunar_new_year_and_not_before() -> None:
    (finding,) = find(DETECTOR, "2026年2月4日 星期三 丙午年十二月十七")
    assert (finding.quote, finding.replacement(finding.suggestions[0])) == ("丙午", "乙巳")
    assert "按农历是乙巳年十二月十七" in [each.detail.zh for each in finding.evidence]


@pytest.mark.parametrize("printed", ["十二月十七", "腊月十七", "十二月大十七"])
def test_the_names_of_a_month_are_the_same(printed: str) -> None:
    assert not find(DETECTOR, f"2026年2月4日 乙巳年{printed}")


def test_a_look_alike_in_the_name_of_the_year_is_put_right() -> None:
    text = "2026年2月4日 星期三 乙已年十二月十七"
    assert mended(document(text), find(DETECTOR, text)) == text.replace("已", "巳")
    lonely = "碑文刻于戊戍年三月初三。"
    assert mended(document(lonely), find(DETECTOR, lonely)) == "碑文刻于戊戌年三月初三。"
    assert not find(DETECTOR, "甲、乙已年满十八岁，自己年年都来。")


def test_of_three_that_disagree_the_one_is_wrong_that_two_contradict() -> None:
    (date,) = find(DETECTOR, "2026年2月14日 星期三 乙巳年十二月十七")
    assert date.quote == "2026年2月14日"
    assert date.replacement(date.suggestions[0]) == "2026年2月4日"
    (weekday,) = find(DETECTOR, "2026年2月4日 星期四 乙巳年十二月十七")
    assert weekday.quote == "星期四"
    assert weekday.suggestions[0].confidence > 0.85
    (moon,) = find(DETECTOR, "2026年2月4日 星期三 乙巳年十二月十一")
    assert moon.replacement(moon.suggestions[0]) == "十七"


def test_a_masthead_of_several_lines_is_read_as_one() -> None:
    text = "# 山海日报\n\n2026年2月4日\n\n星期四\n\n乙巳年十二月十七\n"
    assert quotes(DETECTOR, text, "page.md") == ["星期四"]
    assert issue_date(document(text, "page.md")) == datetime.date(2026, 2, 4)
    assert not find(DETECTOR, "合同签于2026年2月4日\n\n星期四的早晨，天下着雨。\n"), (
        "a sentence is no masthead"
    )


def test_a_lunar_date_beside_the_next_date_is_not_its_own() -> None:
    assert not find(DETECTOR, "假期至2020年2月2日（农历正月初九，星期日），2月3日（星期一）上班。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("民国二十六年（1937年）", []),
        ("民国26年（1938年）", ["26"]),
        ("1937年（民国二十七年）", ["二十七"]),
        ("中華民國十五年五月三日 星期一", []),
        ("中華民國十五年五月三日 星期二", ["星期二"]),
        ("丙午年（2026年）", []),
        ("乙巳年（2026年）", []),
        ("2026己巳年春", ["己巳"]),
        ("农历丁丑年（1936年）", ["丁丑"]),
    ],
)
def test_years_under_other_names(text: str, expected: list[str]) -> None:
    assert quotes(DETECTOR, text) == expected
