from __future__ import annotations

import pytest

from proofer.detectors.consistency._variants import Skeleton, variants
from proofer.detectors.consistency.inconsistent_clause import DETECTOR
from proofer.document.edits import apply
from tests.detectors.findings import find, mended
from tests.documents import document

FRAME = "他们以兢兢业业做事的态度，发扬{}的创业精神，把工厂办好。"


def page(*readings: str) -> str:
    return "".join(
        f"第{name}家也说：" + FRAME.format(reading)
        for name, reading in zip("甲乙丙丁戊己", readings, strict=False)
    )


@pytest.mark.parametrize(
    "readings",
    [
        ("迎难而上", "迎难而上", "迎难而上", "知难而上", "逆流而上", "勇攀而上"),
        ("城东北部", "城东北部", "城东北部", "城东南部"),
    ],
)
def test_what_is_filled_in_otherwise_each_time_is_no_slip(readings: tuple[str, ...]) -> None:
    assert not find(DETECTOR, page(*readings))


def test_the_rarer_reading_is_found_with_both_places() -> None:
    text = page("迎难而上", "迎难而上", "迎难而土", "迎难而上")
    (finding,) = find(DETECTOR, text)
    assert "土" in finding.quote
    assert mended(document(text), [finding]) == page(*["迎难而上"] * 4)
    place = finding.evidence[0].span
    assert place is not None, "the evidence does not name the other place"
    assert "上" in place.of(document(text).text)
    assert finding.evidence[0].score == 3


def test_a_lost_character_is_put_back_with_one_insertion() -> None:
    text = page("迎难而上", "迎难而上", "迎而上", "迎难而上")
    (finding,) = find(DETECTOR, text)
    (edit,) = finding.suggestions[0].edits
    assert (len(edit.span), edit.replacement) == (0, "难")


def test_marks_between_two_slips_are_not_touched() -> None:
    right, wrong = "踏踏实实、兢兢业业", "踏踏实实在、兢业业"
    frame = "广大职工都要保持{}做事的优良作风，"
    text = "。".join(
        frame.format(each) + f"第{n}家也这么说"
        for each, n in zip((right, right, wrong, right), "一二三四", strict=True)
    )
    (finding,) = find(DETECTOR, text)
    assert wrong not in apply(text, finding.suggestions[0].edits)
    assert all(
        "、" not in edit.span.of(text) + edit.replacement for edit in finding.suggestions[0].edits
    )


@pytest.mark.parametrize(
    "readings",
    [
        ("迎难而上", "迎难而上", "不怕困难", "迎难而上"),
        ("艰苦奋斗", "艰苦奋斗", "艰苦创业", "艰苦奋斗"),
        ("迎难而上", "迎难而土"),
        ("迎难而上", "迎难而土", "迎难而上", "迎难而土"),
    ],
    ids=["other words", "word for word", "too few to judge", "as frequent"],
)
def test_variation_of_the_writer_is_left_alone(readings: tuple[str, ...]) -> None:
    assert not find(DETECTOR, page(*readings))


@pytest.mark.parametrize(
    "changed", ["今年完成产值八百万元", "今年完成产值六百万吨"], ids=["number", "number and word"]
)
def test_numbers_are_left_alone(changed: str) -> None:
    text = "".join(
        f"据{name}厂介绍，{each}，比去年同期增长两成。"
        for name, each in zip("甲乙丙", ["今年完成产值六百万元"] * 3, strict=True)
    )
    assert not find(
        DETECTOR, text + f"据丁厂介绍，{changed.replace('六', '七')}，比去年同期增长两成。"
    )


def test_a_law_is_not_compared_with_itself() -> None:
    articles = "".join(f"第{number}条 {FRAME.format('迎难而上')}" for number in "一二三四五")
    assert not find(DETECTOR, articles + "第六条 " + FRAME.format("迎难而土"))


def test_quotation_marks_and_widths_do_not_hide_the_agreement() -> None:
    text = page("“迎难而上”", "迎难而上", "“迎难而土”", "迎难而上").replace("，", ",", 1)
    assert len(find(DETECTOR, text)) == 1


def test_the_search_yields_each_place_once() -> None:
    text = page("迎难而上", "迎难而上", "迎难而土", "迎难而上")
    found = list(variants(Skeleton(text)))
    assert [(each.found, each.usual, each.others) for each in found] == [("土", "上", 3)]
    assert found[0].span.of(text) == "土"


def test_texts_too_short_to_repeat_themselves_are_no_trouble() -> None:
    assert [list(variants(Skeleton(text))) for text in ("", "短", "\n\n", "一二三四五六七八")] == [
        []
    ] * 4
