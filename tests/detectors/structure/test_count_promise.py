from __future__ import annotations

import pytest

from proofer.detectors.structure.count_promise import DETECTOR
from proofer.findings.finding import Applicability
from proofer.language.numerals import numeral
from tests.detectors.findings import find, quotes
from tests.documents import document


def points(count: int, mark: str = "要") -> str:
    return "，".join(f"{numeral(number)}{mark}抓好工作" for number in range(1, count + 1)) + "。"


ANNOUNCED = [
    "会议部署了{}项工作。",
    "抓好{}个方面：",
    "提出{}点要求，",
    "突出抓好“{}个坚持”。",
    "主要有{}个方面的原因：",
]


@pytest.mark.parametrize("words", ANNOUNCED)
@pytest.mark.parametrize("count", [3, 6, 7])
def test_the_last_number_is_the_one_announced(words: str, count: int) -> None:
    assert not find(DETECTOR, words.format(numeral(count)) + points(count))
    for other in (count - 1, count + 2):
        (finding,) = find(DETECTOR, words.format(numeral(other)) + points(count))
        assert finding.quote == numeral(other)
        assert [each.applicability for each in finding.suggestions] == [Applicability.MANUAL], (
            "either may be wrong"
        )
        assert finding.replacement(finding.suggestions[0]) == numeral(count)


def test_a_sequence_with_a_gap_is_not_counted() -> None:
    assert not find(DETECTOR, "会议部署了四项工作。一要抓安全，二要抓质量，四要抓成本。")


def test_the_points_may_stand_in_the_next_paragraphs() -> None:
    text = "会议部署了三项工作。\n\n（一）抓安全，责任到人。\n\n（二）抓质量，层层把关。\n"
    (finding,) = find(DETECTOR, text)
    assert finding.related[0].of(document(text).text) == "二"


@pytest.mark.parametrize(
    "text",
    [
        "第三个方面。" + points(2, "是"),
        "第二十四条 禁止下列行为：（一）乱停。（二）乱放。（三）乱倒。",
        "六部门出台20项重点任务。" + points(6, "是"),
        "条例共52条，主要规定了以下内容。" + points(5, "是"),
        "有三点要素：一是内容，二是形式，三就是媒介。",
        "主要有三个方面：一是需求，二是供给。第三是预期。",
        "五个工作日内处理：一是受理，二是答复，三是归档。",
        "重点检查安全、质量、进度等五个方面。",
        "检查“老、中、青”、产、学、研等四个方面。",
        "引进甲厂、乙厂、丙厂等一大批企业。",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not find(DETECTOR, text)


def test_a_list_is_not_longer_than_the_number_behind_it() -> None:
    assert quotes(DETECTOR, "重点检查安全、质量、进度、成本、作风等四个方面。") == ["四"]
    assert not find(DETECTOR, "重点检查安全、质量、进度、成本、作风等五个方面。")
