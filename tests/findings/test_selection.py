"""Edits that are made together: what `lint --fix`, the export and the evaluation select by."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from proofer.document.document import Document
from proofer.document.edits import Edit, conflict
from proofer.document.projection import project
from proofer.document.spans import Span
from proofer.evaluation.matching import accepted, proposals
from proofer.findings.finding import Applicability, Finding, Severity, Suggestion
from proofer.findings.report import DocumentReport
from proofer.findings.selection import EditGroup, planned, select
from proofer.messages import Message
from proofer.review.export import accept_above
from tests.documents import document
from tests.review.pages import reviewing

TEXT = "甲乙丙丁戊己庚辛"


def edit(start: int, end: int, new: str) -> Edit:
    return Edit(Span(start, end), new)


def group(
    owner: str, *edits: Edit, confidence: float = 0.5, independent: bool = False
) -> EditGroup[str, Edit]:
    return EditGroup(owner, edits, confidence, independent)


def owners(groups: list[EditGroup[str, Edit]], made: tuple[Edit, ...] = ()) -> list[str]:
    return [owner for owner, _ in select(groups, made).accepted]


def test_of_groups_in_conflict_the_surer_is_made_and_of_equals_the_first() -> None:
    less, more = group("less", edit(0, 2, "一")), group("more", edit(1, 3, "二"), confidence=0.6)
    assert owners([less, more]) == ["more"]
    assert select([less, more]).rejected == (("less", edit(1, 3, "二")),)
    assert owners([less, replace(more, confidence=0.5)]) == ["less"]
    assert owners([replace(more, confidence=0.5), less]) == ["more"]


def test_a_group_is_made_whole_or_not_at_all() -> None:
    both = group("both", edit(0, 1, "一"), edit(4, 5, "二"))
    other = group("other", edit(4, 6, "三"), confidence=0.9)
    assert select([both, other]).edits == (edit(4, 6, "三"),)


def test_groups_may_share_an_edit_and_it_is_made_once() -> None:
    shared, place = edit(2, 3, "一"), edit(3, 4, "二")
    selected = select([group("one", shared), group("two", shared, place), group("three", shared)])
    assert selected.edits == (shared, place)
    assert [owner for owner, _ in selected.accepted] == ["one", "two", "three"]


def test_what_is_made_already_comes_before_all_groups() -> None:
    sure = group("sure", edit(0, 2, "一"), confidence=0.99)
    selected = select([sure], made=[edit(1, 2, "二")])
    assert selected.edits == (edit(1, 2, "二"),)
    assert selected.rejected == (("sure", edit(1, 2, "二")),)


def test_independent_edits_give_way_one_by_one() -> None:
    marks = [edit(at, at + 1, "，") for at in (1, 3, 5)]
    width = group("width", *marks, confidence=0.9, independent=True)
    word = group("word", edit(3, 5, "一"), confidence=0.1)
    selected = select([width, word])
    assert selected.edits == (marks[0], edit(3, 5, "一"), marks[2])
    assert selected.accepted[-1] == ("width", (marks[0], marks[2]))
    none_left = select([replace(width, edits=(marks[1],)), word])
    assert none_left.accepted[-1] == ("width", ()), "it holds, and nothing is left to make"


def test_of_independent_groups_in_conflict_one_is_made() -> None:
    one = group("one", edit(1, 2, "，"), edit(3, 4, "，"), independent=True)
    other = group("other", edit(3, 4, "；"), edit(5, 6, "；"), confidence=0.6, independent=True)
    assert owners([one, other]) == ["other"]


def finding(page: Document, *edits: Edit, confidence: float, independent: bool = False) -> Finding:
    span = Span(edits[0].span.start, max(edits[-1].span.end, edits[0].span.start + 1))
    suggestion = Suggestion(edits, confidence, independent=independent)
    return Finding(
        "K001",
        "fake",
        span,
        span.of(page.text),
        Message("", ""),
        Severity.ERROR,
        0.9,
        (suggestion,),
        fingerprint=f"{span} {edits} {confidence} {independent}",
    )


def test_nothing_is_planned_that_the_encoding_of_the_file_cannot_write() -> None:
    page = document(TEXT)
    page = replace(page, origin=replace(page.origin, encoding="gb2312"))
    beyond, within = (
        finding(page, edit(at, at + 1, new), confidence=0.9) for at, new in ((0, "镕"), (2, "荣"))
    )
    assert planned([beyond, within], page, lambda _: True).findings == (within,)


def test_manual_suggestions_are_planned_only_where_they_are_wanted() -> None:
    page = document(TEXT)
    one = finding(page, edit(0, 1, "一"), confidence=0.9)
    manual = replace(
        one, suggestions=(replace(one.suggestions[0], applicability=Applicability.MANUAL),)
    )
    assert planned([manual], page, lambda _: False).findings == ()
    assert planned([manual], page, lambda _: True).findings == (manual,)


def test_a_finding_of_which_nothing_is_left_to_make_is_not_corrected() -> None:
    page = document(TEXT)
    width = finding(page, edit(2, 3, "，"), confidence=0.9, independent=True)
    word = finding(page, edit(1, 3, "一"), confidence=0.5)
    assert planned([width, word], page, lambda _: True).findings == (word,)


def test_of_two_guesses_about_one_place_the_likelier_is_made_whatever_corrects() -> None:
    page = document("村民的的合作社")
    doubled = finding(page, edit(3, 4, ""), confidence=0.8)
    doubled = replace(doubled, span=Span(2, 4), quote="的的")
    plural = finding(page, edit(2, 3, "们"), confidence=0.7)
    assert planned([plural, doubled], page, lambda _: True).findings == (doubled,)
    assert planned([plural, doubled], page, lambda each: each is plural).findings == (plural,)
    report = DocumentReport(page, (plural, doubled))
    assert [each.edits for each in accepted(proposals(report), 0.5)] == [
        tuple(project(page, edit(3, 4, "")))
    ]
    manual = replace(
        doubled, suggestions=(replace(doubled.suggestions[0], applicability=Applicability.MANUAL),)
    )
    report = DocumentReport(page, (plural, manual))
    assert len(accepted(proposals(report), 0.5)) == 1, "what is never made is in nobody's way"


def test_a_guess_that_cannot_be_written_is_in_nobodys_way() -> None:
    page = document("村民的的合作社")
    page = replace(page, origin=replace(page.origin, encoding="gb2312"))
    beyond = replace(finding(page, edit(3, 4, "镕"), confidence=0.8), span=Span(2, 4), quote="的的")
    plural = finding(page, edit(2, 3, "们"), confidence=0.7)
    assert planned([plural, beyond], page, lambda _: True).findings == (plural,)


@st.composite
def groups_of_edits(draw: st.DrawFn) -> tuple[tuple[Edit, ...], float, bool]:
    starts = sorted(draw(st.sets(st.integers(0, len(TEXT) - 2), min_size=1, max_size=3)))
    ends = [*starts[1:], len(TEXT)]
    edits = tuple(
        edit(
            start, draw(st.integers(start + 1, min(end, start + 3))), draw(st.sampled_from("一二"))
        )
        for start, end in zip(starts, ends, strict=True)
    )
    return edits, draw(st.sampled_from([0.3, 0.5, 0.9])), draw(st.booleans())


@given(st.lists(groups_of_edits(), max_size=6))
def test_what_is_selected_can_be_made_and_is_what_fix_and_evaluation_make(
    made: list[tuple[tuple[Edit, ...], float, bool]],
) -> None:
    page = document(TEXT)
    findings = [
        finding(page, *edits, confidence=confidence, independent=independent)
        for edits, confidence, independent in made
    ]
    edits = planned(findings, page, lambda each: each.suggestions[0].confidence >= 0.5).edits
    assert not any(conflict(one, other) for one, other in combinations(edits, 2))
    report = DocumentReport(page, tuple(findings))
    measured = {edit for each in accepted(proposals(report), 0.5) for edit in each.edits}
    assert measured == set(edits)


def test_the_export_makes_what_fix_makes(tmp_path: Path) -> None:
    page = document(TEXT)
    findings = (
        finding(page, edit(0, 1, "一"), edit(2, 3, "一"), confidence=0.9, independent=True),
        finding(page, edit(2, 4, "二"), confidence=0.6),
        finding(page, edit(3, 5, "三"), confidence=0.5),
        finding(page, edit(4, 5, "四"), edit(6, 7, "四"), confidence=0.4),
    )
    fixed = planned(findings, page, lambda _: True)
    with reviewing(tmp_path, DocumentReport(page, findings)) as session:
        selection = accept_above(session, 0.0)
    projected = {each for edit in selection.edits for each in project(page, edit)}
    assert projected == set(fixed.edits)
    assert [each.finding for each in selection.skipped] == [findings[2]]
