from __future__ import annotations

import pytest

from proofer.detectors.dates.issue_number import DETECTOR
from proofer.findings.finding import Applicability
from tests.detectors.findings import find, mended, quotes
from tests.documents import document

FIRST = "2025年9月10日 星期三 第36期（总第1212期）\n\n会议召开，大家都来了，讨论十分热烈。\n\n"
SECOND = "2025年9月17日 星期三 第37期（总第{}期）\n\n会议闭幕，大家都走了，会场十分安静。\n\n"


def test_heads_of_one_date_have_one_number() -> None:
    text = FIRST + "2025年9月10日 总第1212期 第2版\n\n2025年9月10日 总第1221期 第3版\n"
    (finding,) = find(DETECTOR, text)
    assert finding.quote == "1221"
    assert mended(document(text), [finding]) == document(text.replace("1221", "1212")).text
    assert finding.suggestions[0].applicability is Applicability.MANUAL, "the printed page decides"
    assert finding.evidence[0].span in finding.related


def test_a_head_without_a_date_belongs_to_the_one_before() -> None:
    assert quotes(DETECTOR, FIRST + "总第1221期 第3版\n") == ["1221"]
    assert not find(
        DETECTOR, FIRST + "总第1212期 第3版\n\n" + SECOND.format(1213) + "总第1213期 第3版\n"
    )


@pytest.mark.parametrize(
    ("number", "expected"), [(1213, []), (1231, ["1231"]), (1211, ["1211"]), (1212, ["1212"])]
)
def test_the_next_issue_goes_on_from_the_one_before(number: int, expected: list[str]) -> None:
    assert quotes(DETECTOR, FIRST + SECOND.format(number)) == expected


def test_the_issue_that_both_neighbours_contradict_is_wrong() -> None:
    third = "2025年9月24日 星期三 第38期（总第1214期）\n"
    assert quotes(DETECTOR, FIRST.replace("1212", "1122") + SECOND.format(1213) + third) == ["1122"]
    assert quotes(DETECTOR, FIRST + SECOND.format(1231) + third) == ["1231"]


@pytest.mark.parametrize(
    "text",
    [
        "本报总第1000期出版时，读者来信很多，编辑部一一作了答复。",
        "第三期培训班开班\n\n第五期培训班结业",
        "2025年9月17日 星期三 第37—38期（总第1213—1214期）",
        "2026年1月7日 星期三 第1期（总第1229期）",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not find(DETECTOR, FIRST + text + "\n")


def test_chinese_numerals() -> None:
    text = FIRST.replace("1212", "一二一二") + "2025年9月10日 总第一二二一期 第3版\n"
    (finding,) = find(DETECTOR, text)
    assert finding.replacement(finding.suggestions[0]) == "一二一二"
