from __future__ import annotations

import pytest

from proofer.detectors.characters.doubled_marks import DETECTOR
from tests.detectors.findings import context, find, mended, quotes
from tests.documents import document


@pytest.mark.parametrize("mark", ["，", "。", "、", "；", "：", ","])
def test_doubled_marks_are_found_and_one_stays(mark: str) -> None:
    page = document(f"大家一致认为{mark}{mark}这是好事。")
    findings = list(DETECTOR.detect(page, context()))
    assert [finding.quote for finding in findings] == [mark * 2]
    assert mended(page, findings) == f"大家一致认为{mark}这是好事。"


@pytest.mark.parametrize("pair", ["，,", ",，"])
def test_the_width_makes_no_difference(pair: str) -> None:
    assert quotes(DETECTOR, f"大家一致认为{pair}这是好事。") == [pair]


@pytest.mark.parametrize(
    "text",
    [
        "他沉默了……后来走了——头也不回。",
        "他沉默了。。。后来走了。。。。。。头也不回。",
        "太好了！！真的吗？？",
        "调用 std::string 和数组 a[1,,2]。",
        "- - -\n，，",
    ],
)
def test_legitimate_sequences_are_left_alone(text: str) -> None:
    assert quotes(DETECTOR, text) == []


def test_tables_are_not_read() -> None:
    assert quotes(DETECTOR, "| 甲，，乙 |\n| --- |\n| 丙 |\n", "page.md") == []
    assert quotes(DETECTOR, "甲说，，乙也说。\n", "page.md") == ["，，"]


def test_two_places_are_two_findings() -> None:
    assert len(find(DETECTOR, "开会，，学习，，讨论。")) == 2
