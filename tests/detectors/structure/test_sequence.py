from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.detectors.structure.sequence import DETECTOR
from proofer.language.numerals import numeral
from tests.detectors.findings import find, mended, quotes
from tests.documents import document

STYLES: dict[str, tuple[str, str, Callable[[int], str]]] = {
    "N是": ("{}是抓好工作", "；", numeral),
    "N要": ("{}要抓好工作", "，", numeral),
    "第N，": ("第{}，抓好工作", "。", numeral),
    "N、": ("{}、抓好工作。", "\n\n", numeral),
    "（N）": ("（{}）抓好工作。", "\n\n", numeral),
    "D.": ("{}. 抓好工作。", "\n\n", str),
    "（D）": ("（{}）抓好工作。", "\n\n", str),
}


def page(style: str, numbers: list[int]) -> str:
    point, between, name = STYLES[style]
    return (
        "会议提出：" * (between != "\n\n")
        + between.join(point.format(name(number)) for number in numbers)
        + "。\n"
    )


@pytest.mark.parametrize("style", STYLES)
@given(length=st.integers(2, 7), data=st.data())
def test_a_whole_sequence_passes_and_one_with_a_gap_does_not(
    style: str, length: int, data: st.DataObject
) -> None:
    numbers = list(range(1, length + 3))
    assert not find(DETECTOR, page(style, numbers))
    lost = data.draw(st.integers(2, length + 1))
    numbers.remove(lost)
    findings = find(DETECTOR, page(style, numbers))
    assert [finding.message.zh[2:].split("”")[0].lstrip("“") for finding in findings] == [
        STYLES[style][2](lost)
    ]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("wrong", [2, 5, 9])
def test_a_number_that_fits_neither_neighbour_is_put_right(style: str, wrong: int) -> None:
    text = page(style, [1, 2, wrong, 4, 5])
    (finding,) = find(DETECTOR, text)
    assert mended(document(text), [finding]) == document(page(style, [1, 2, 3, 4, 5])).text


@pytest.mark.parametrize("style", STYLES)
def test_points_the_wrong_way_round_are_one_finding(style: str) -> None:
    (finding,) = find(DETECTOR, page(style, [1, 2, 4, 3, 5]))
    assert not finding.suggestions, "lines have to be moved, not numbers changed"
    assert " ".join(map(STYLES[style][2], [1, 2, 4, 3, 5])) in finding.evidence[0].detail.zh


def test_the_sequence_goes_on_over_paragraphs() -> None:
    points = [f"{numeral(number)}要抓好第一线的工作，不能有丝毫放松。" for number in (1, 2, 3, 5)]
    assert quotes(DETECTOR, "\n\n".join(points) + "\n") == ["五"]


def test_the_next_article_begins_anew() -> None:
    first, second = "一要抓安全，二要抓质量。", "三要抓进度，四要抓成本。"
    assert not find(DETECTOR, f"{first}\n\n# 下一篇\n\n一要抓安全，二要抓质量。\n", "page.md")
    assert not find(DETECTOR, f"{first}\n\n# 下一篇\n\n四要抓成本，五要抓作风。\n", "page.md")
    assert not find(DETECTOR, f"{first}{second}\n")


@pytest.mark.parametrize(
    "text",
    [
        "参加演出的是六、七、八号选手。",
        "违反第十条第（二）（三）（五）项的，从重处罚。",
        "一、目标\n1. 产量。\n2. 质量。\n二、措施\n1. 培训。\n2. 检查。\n3. 考核。\n三、要求",
        "1. 外层。\n2. 外层。\n1. 里层。\n2. 里层。\n3. 里层。\n3. 外层。",
        "一是一，二是二，三是数得清的。",
        "一是影响需求，二是影响供给。二是影响供给，这又分两方面。",
        "一是稳需求，二是一些地方要快，第三是要好。",
        "（一）甲。\n（二）乙。\n（三）丙。\n第五条 另有规定的除外。\n（五）其他。",
        "增长1.5倍。\n2.5倍。\n4.1倍。",
        "3. 上接第一版。\n4. 抓进度。\n6. 抓成本。",
    ],
)
def test_references_nesting_and_other_beginnings_are_left_alone(text: str) -> None:
    assert not find(DETECTOR, text)


def test_a_selection_of_the_news_is_no_damaged_list() -> None:
    assert not find(DETECTOR, page("D.", [1, 2, 3, 5, 6, 7, 9, 10]))
    assert not find(DETECTOR, page("D.", [1, 2, 3, 4, 5, 6, 7, 8, 9, 11]))


def test_a_paragraph_that_lost_its_number_is_shown() -> None:
    text = "1. 抓安全。\n\n2. 抓质量。\n\n3 抓进度。\n\n4. 抓成本。\n"
    (finding,) = find(DETECTOR, text)
    assert finding.evidence[1].span is not None
    assert finding.evidence[1].span.of(document(text).text) == "3 抓进度。"


def test_figures_are_numbered_through() -> None:
    captions = ["图1 厂区全景", "图2 车间一角", "图4 工人合影"]
    assert quotes(DETECTOR, "\n\n".join(captions)) == ["4"]
    assert not find(DETECTOR, "\n\n".join(captions[:2]))


def test_a_figure_whose_caption_is_in_the_line_of_another_is_not_missing() -> None:
    assert find(DETECTOR, "图1 厂区全景\n\n图2 车间\n\n图4 工人合影")
    assert not find(DETECTOR, "图1 厂区全景\n\n图2 车间 图3 食堂\n\n图4 工人合影")
    assert not find(DETECTOR, "图一：厂区\n\n图二：车间 图三：食堂\n\n图四：工人合影")


@pytest.mark.parametrize(
    ("inside", "lost"),
    [
        ("2.第二道题目。（）3.第三道题目。（）", "2.第二道题目，分数为3分。（）"),
        ("2.第二道题目（略）3.第三道题目。（）", "2.第二道题目的13.5分。（）"),
    ],
)
def test_a_point_that_begins_inside_a_line_is_not_missing(inside: str, lost: str) -> None:
    text = "1.第一道题目。（）\n\n{}\n\n4.第四道题目。（）\n\n5.第五道题目。（）\n"
    assert not find(DETECTOR, text.format(inside))
    assert quotes(DETECTOR, text.format(lost)) == ["4"]


def test_a_circled_number_that_begins_inside_a_line_is_not_missing() -> None:
    text = "①甲说的话（的）\n\n②乙说的话（的）{}\n\n④丁说的话（的）\n\n⑤戊说的话（的）\n"
    assert not find(DETECTOR, text.format("③丙说的话"))
    assert quotes(DETECTOR, text.format("丙说的话")) == ["④"]
