"""Scores: every number by hand on small texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proofer.checking.pipeline import check
from proofer.config import Config
from proofer.document.edits import SourceEdit, apply
from proofer.document.normalise import counted
from proofer.document.projection import project
from proofer.document.spans import Span
from proofer.evaluation.matching import (
    Passage,
    Proposal,
    accepted,
    gain,
    proposals,
    rewriting,
    score,
)
from proofer.evaluation.rates import Score
from proofer.formats import read
from proofer.review.export import accept_above
from proofer.review.session import ReviewSession
from proofer.review.store import DecisionStore

SHORT = st.text("一二三四", max_size=12)
BLANKS_AND_MARKS = st.text("一二，, \n", max_size=12)


def proposal(
    start: int, end: int, replacement: str, confidence: float = 1.0, p_error: float = 1.0
) -> Proposal:
    span = Span(start, end)
    return Proposal((span,), p_error, (SourceEdit(span, replacement),), confidence)


def outcome(source: str, target: str, *said: Proposal, threshold: float = 0.5) -> Score:
    return score(Passage.sentence(source, target), said, threshold)


def test_a_right_correction_counts_everywhere() -> None:
    total = outcome("他们己经到了", "他们已经到了", proposal(2, 3, "已"))
    assert (total.sentences, total.wrong, total.changed, total.located, total.corrected) == (
        1,
        1,
        1,
        1,
        1,
    )
    assert (total.detection.f1, total.correction.f1, total.common.f1, total.any_flag.f1) == (
        1,
        1,
        1,
        1,
    )
    assert (total.right, total.harmful, total.neutral) == (1, 0, 0)
    assert (total.distance_before, total.distance_after, total.gone) == (1, 0, 1)
    assert (total.places, total.places_flagged, total.alarms) == (1, 1, 0)


def test_a_wrong_correction_in_the_right_place_is_detected_and_not_corrected() -> None:
    total = outcome("他们己经到了", "他们已经到了", proposal(2, 3, "巳"))
    assert (total.located, total.corrected, total.changed) == (1, 0, 1)
    assert (total.correction.precision, total.correction.recall) == (0, 0)
    assert total.common.precision is None, (
        "a wrong change of a sentence with an error is no false alarm there"
    )
    assert (total.right, total.harmful, total.neutral) == (0, 0, 1)


def test_a_place_too_many_spoils_the_sentence_and_not_the_edit() -> None:
    total = outcome("他们己经到了", "他们已经到了", proposal(2, 3, "已"), proposal(5, 6, "子"))
    assert (total.located, total.corrected) == (0, 0)
    assert (total.right, total.harmful) == (1, 1)
    assert total.edits_right == 0.5
    assert total.distance_after == 1
    assert (total.places_flagged, total.alarms) == (1, 1)
    assert total.alarm_rate == pytest.approx(1000 / 6)


def test_a_change_of_a_clean_sentence_is_a_false_positive() -> None:
    total = outcome("一切正常", "一切正常", proposal(0, 1, "二")) + outcome("今天很好", "今天很好")
    assert (total.wrong, total.changed_clean, total.false_positive_rate, total.clean_flagged) == (
        0,
        1,
        0.5,
        0.5,
    )
    assert total.common.precision == 0
    assert total.detection.recall is total.detection.f1 is total.gone is None


def test_what_is_less_sure_than_the_threshold_does_not_count() -> None:
    sure, unsure = (
        proposal(2, 3, "已", confidence=0.9, p_error=0.9),
        proposal(5, 6, "子", confidence=0.4, p_error=0.6),
    )
    at_half = outcome("他们己经到了", "他们已经到了", sure, unsure)
    assert (at_half.corrected, at_half.alarms, at_half.flagged) == (1, 1, 1)
    assert outcome("他们己经到了", "他们已经到了", sure, unsure, threshold=0.9).alarms == 0
    nothing = outcome("他们己经到了", "他们已经到了", sure, unsure, threshold=0.95)
    assert (nothing.changed, nothing.flagged, nothing.distance_after) == (0, 0, 1)


def test_a_flag_without_a_correction_is_found_and_changes_nothing() -> None:
    total = outcome("他们己经到了", "他们已经到了", Proposal((Span(2, 4),), 0.7))
    assert (total.changed, total.flagged, total.flagged_wrong, total.places_flagged) == (0, 1, 1, 1)
    beside = outcome("他们己经到了", "他们已经到了", Proposal((Span(3, 4),), 0.7))
    assert (beside.places_flagged, beside.alarms) == (0, 0), (
        "a flag beside an error neither finds it nor is false"
    )
    assert outcome("他们己经到了", "他们已经到了", Proposal((Span(4, 6),), 0.7)).alarms == 1


def test_white_space_and_the_width_of_marks_do_not_count() -> None:
    total = outcome("他 们到了,很好", "他们到了，很好", proposal(1, 2, ""), proposal(5, 6, "，"))
    assert (total.wrong, total.changed, total.distance_before, total.places) == (0, 0, 0, 0)
    assert counted("他 们:到　了?\n") == "他们：到了？"


@pytest.mark.parametrize("taken", [(0, 2), (1, 3), (2, 4)])
def test_any_copy_of_a_doubled_word_may_be_taken(taken: tuple[int, int]) -> None:
    total = outcome("机制机制好", "机制好", proposal(*taken, ""))
    assert (total.located, total.corrected, total.right, total.places_flagged, total.alarms) == (
        1,
        1,
        1,
        1,
        0,
    )


@pytest.mark.parametrize("at", [0, 1])
def test_a_lost_character_may_be_put_on_either_side_of_its_twin(at: int) -> None:
    total = outcome("妈来了", "妈妈来了", proposal(at, at, "妈"))
    assert (total.located, total.corrected, total.places_flagged, total.alarms) == (1, 1, 1, 0)


def test_of_corrections_that_overlap_the_surer_is_made() -> None:
    less, more, apart = (
        proposal(0, 2, "甲", 0.6),
        proposal(1, 3, "乙", 0.8),
        proposal(3, 4, "丙", 0.7),
    )
    assert accepted([less, more, apart], 0.5) == [more, apart]
    assert accepted([less, more, apart], 0.75) == [more]


def test_edits_that_belong_together_are_judged_together() -> None:
    passage = Passage.sentence("甲乙丙丁", "子乙丙丑")
    both = Proposal((), 1.0, (SourceEdit(Span(0, 1), "子"), SourceEdit(Span(3, 4), "丑")), 1.0)
    half = Proposal((), 1.0, (SourceEdit(Span(0, 1), "子"), SourceEdit(Span(2, 3), "寅")), 1.0)
    assert (gain(passage, both), gain(passage, half)) == (2, 0)
    assert score(passage, [both], 0.5).right == 1
    assert score(passage, [half], 0.5).neutral == 1


def test_a_page_is_scored_by_paragraphs() -> None:
    source = "第一段己经\n写好了。\n\n第二段写好了。\n\n\n第三段己经写好。"
    target = "第一段已经\n写好了。\n\n第二段写好了。\n\n\n第三段已经写好。"
    passage = Passage.page(source, target)
    assert [span.of(source) for span, _ in passage.parts] == [
        "第一段己经\n写好了。",
        "第二段写好了。",
        "第三段己经写好。",
    ]
    at = source.rindex("己")
    total = score(
        passage, [proposal(at, at + 1, "已"), proposal(3, 4, "已"), proposal(14, 15, "中")], 0.5
    )
    assert (total.sentences, total.wrong, total.corrected, total.changed_clean) == (3, 2, 2, 1)
    assert (total.right, total.harmful, total.places_flagged, total.alarms) == (2, 1, 2, 1)
    assert (total.characters, total.distance_before, total.distance_after) == (24, 2, 1)


def test_a_page_with_other_lines_than_its_truth_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        Passage.page("一\n二", "一")


@given(SHORT, SHORT)
def test_a_rewriting_leads_to_its_output_and_corrects_all(source: str, target: str) -> None:
    said = rewriting(source, target)
    assert apply(source, [edit for each in said for edit in each.edits]) == target
    total = outcome(source, target, *said)
    assert total.distance_after == 0
    assert total.located == total.corrected == total.wrong
    assert total.places_flagged == total.places


@given(BLANKS_AND_MARKS, BLANKS_AND_MARKS)
def test_a_rewriting_makes_all_that_counts(source: str, target: str) -> None:
    said = rewriting(source, target)
    made = apply(source, [edit for each in said for edit in each.edits])
    assert counted(made) == counted(target)
    assert all(
        counted(edit.span.of(source)) != counted(edit.replacement)
        for each in said
        for edit in each.edits
    )


@given(st.lists(st.tuples(SHORT, SHORT, SHORT), max_size=5))
@example([("一三二", "三一三一三二一", "")])
def test_scores_of_parts_add_up(rows: list[tuple[str, str, str]]) -> None:
    scores = [
        outcome(source, target, *rewriting(source, output)) for source, target, output in rows
    ]
    total = sum(scores, Score())
    assert total.sentences == len(rows)
    assert total.corrected <= total.located <= total.wrong
    assert total.corrected <= total.changed <= total.sentences
    assert total.places_flagged <= total.places
    assert all(type(getattr(total, name)) is int for name in total.__dataclass_fields__)


PAGE = (
    "# 年度总结\n\n他们的的工作做得很好,这项工作己经\n全面完成。大家老实实地做事。\n\n"
    "我们也己经完成了了。\n"
)


def test_findings_are_taken_as_the_export_takes_them(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    report = check([path], Config(root=tmp_path)).documents[0]
    assert len(report.findings) >= 4
    with DecisionStore.open(tmp_path, read(path), read_only=True) as store:
        session = ReviewSession(report, store)
        for threshold in (0.0, 0.5, 0.8, 0.9, 0.99):
            edits = [edit for each in accepted(proposals(report), threshold) for edit in each.edits]
            exported = [
                projected
                for edit in accept_above(session, threshold).edits
                for projected in project(report.document, edit)
            ]
            assert counted(apply(PAGE, edits)) == counted(apply(PAGE, exported)), f"at {threshold}"


def test_findings_on_width_only_say_nothing(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("大家都很高兴,会议开得很好。代表们都说,今年的收成不错。\n", encoding="utf-8")
    report = check([path], Config(root=tmp_path, select=("P001",))).documents[0]
    assert report.findings
    assert proposals(report) == []


def test_places_are_those_of_the_source(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    report = check([path], Config(root=tmp_path, select=("K001",))).documents[0]
    assert sorted(place.of(PAGE) for each in proposals(report) for place in each.places) == [
        "己经",
        "己经",
    ]
