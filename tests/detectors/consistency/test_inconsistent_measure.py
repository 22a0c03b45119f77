from __future__ import annotations

from proofer.detectors.consistency.inconsistent_measure import DETECTOR
from tests.detectors.findings import find, mended
from tests.documents import document


def test_the_rarer_measure_word_is_reported_with_the_usual_one() -> None:
    text = "坚持三大工作方法。三大工作方法来自实践。有人说是三类工作方法。"
    (finding,) = find(DETECTOR, text)
    assert finding.quote == "三类工作方法"
    assert mended(document(text), [finding]) == text.replace("三类", "三大")
    assert finding.related[0].of(text) == "大"


def test_equally_frequent_forms_are_no_better_than_a_coin() -> None:
    (finding,) = find(DETECTOR, "坚持三大工作方法。有人说是三类工作方法。")
    assert finding.confidence <= 0.5


def test_other_numbers_and_other_nouns_are_left_alone() -> None:
    assert not find(
        DETECTOR, "三大工作方法、四种工作方法、三类重点项目，第二十三项工作方案和三个工作方案。"
    )
