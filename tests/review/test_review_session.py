"""The review without a screen: deciding, undoing, resuming, and what is on disk at each moment."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofer.document.edits import Edit, apply
from proofer.document.spans import Span
from proofer.errors import DecisionError, EditConflictError, UsageError
from proofer.findings import Finding, fingerprinted
from proofer.report import DocumentReport
from proofer.review.decisions import Decision, Verdict
from proofer.review.making import smallest_edit
from proofer.review.placement import rejected_fingerprints
from proofer.review.session import ReviewSession
from proofer.review.store import DecisionStore, decisions_path, read_decisions
from tests.review.pages import CHANGES, PAGE, document, finding, quoting, report, reviewing


def after(session: ReviewSession) -> str:
    """Return the text with the plan made."""
    return apply(session.document.text, session.plan())


def verdicts(session: ReviewSession) -> dict[str, tuple[Verdict, str]]:
    """Return what is decided, without the times."""
    held = {each.fingerprint: session.decision(each) for each in session.findings}
    return {key: (decision.verdict, decision.replacement) for key, decision in held.items() if decision}


def test_accepting_plans_the_suggestion_and_writes_it_first(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        session.accept(quoting(session, "规矩矩"))
        assert "规规矩矩做事" in after(session)
        records = read_decisions(tmp_path, page.path)
    assert [(each.verdict, each.replacement, each.suggestion) for each in records] == [("accepted", "规规矩矩", 0)]
    assert records[0].author == "tester"
    assert records[0].time.startswith("2026-01-01T")


def test_the_second_suggestion_replaces_the_first(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "page.md"))) as session:
        place = quoting(session, "规矩矩")
        session.accept(place)
        session.accept(place, 1)
        assert "职工规矩做事" in after(session)
        with pytest.raises(UsageError, match="no suggestion 3"):
            session.accept(place, 2)


def test_an_own_replacement_keeps_only_what_differs(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "page.md"))) as session:
        place = quoting(session, "规矩矩")
        session.accept_with(place, "规行矩步")
        decision = session.decision(place)
        assert decision is not None
        assert (decision.verdict, decision.replacement, decision.suggestion) == (Verdict.EDITED, "规行矩步", None)
        assert [(each.offset, each.old, each.new) for each in decision.changes] == [(1, "矩矩", "行矩步")]
        assert "规行矩步做事" in after(session)


def test_typing_a_suggestion_is_accepting_it(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "page.md"))) as session:
        place = quoting(session, "规矩矩")
        session.accept_with(place, "规矩")
        decision = session.decision(place)
        assert decision is not None
        assert (decision.verdict, decision.suggestion) == (Verdict.ACCEPTED, 1)


@pytest.mark.parametrize("replacement", ["规矩矩", "规矩\n矩", "规\x1b[31m矩", "规\u2028矩"])
def test_a_replacement_that_makes_no_sense_is_refused(tmp_path: Path, replacement: str) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "page.md"))) as session:
        with pytest.raises(UsageError):
            session.accept_with(quoting(session, "规矩矩"), replacement)
        assert session.progress.decided == 0


def test_a_finding_without_suggestion_can_be_edited_or_rejected_only(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "page.md"))) as session:
        place = quoting(session, "三号高炉")
        with pytest.raises(UsageError, match="no suggestion here"):
            session.accept(place)
        session.accept_with(place, "三号转炉")
        assert "检查了三号转炉" in after(session)


def test_a_series_is_one_step(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "page.md"))) as session:
        first, second, third = (quoting(session, "锆", number) for number in range(3))
        assert list(session.same_series(second)) == [first, second, third]
        session.reject(second)
        step = session.accept_series(first)
        assert [move.finding for move in step] == [first, third], "a place that was decided singly keeps its decision"
        assert [session.verdict(each) for each in (first, second, third)] == ["accepted", "rejected", "accepted"]
        session.undo()
        assert [session.verdict(each) for each in (first, second, third)] == [None, "rejected", None]
        session.redo()
        session.reject_series(second)
        assert [session.verdict(each) for each in (first, second, third)] == ["accepted", "rejected", "accepted"]


def test_a_series_may_leave_places_out(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "page.md"))) as session:
        first, second, third = (quoting(session, "锆", number) for number in range(3))
        session.accept_series(first, without=[second])
        assert [session.verdict(each) for each in (first, second, third)] == ["accepted", None, "accepted"]
        session.undo()
        session.reject_series(second, without=[second, third])
        assert [session.verdict(each) for each in (first, second, third)] == ["rejected", None, None]


def test_an_error_of_the_original_stays_in_the_text_and_on_record(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        session.mark_printed(quoting(session, "规矩矩"))
        session.mark_printed(quoting(session, "认真真"), "认真")
        session.mark_printed(quoting(session, "三号高炉"))
        assert session.plan() == ()
        assert session.progress.decided == 3
    with reviewing(tmp_path, report(page)) as session:
        assert session.plan() == (), "what the original says must not be corrected by coming back"
        held = [session.decision(quoting(session, quote)) for quote in ("规矩矩", "认真真", "三号高炉")]
        assert [(each.verdict, each.replacement) for each in held if each] == [
            ("printed", "规规矩矩"),
            ("printed", "认真"),
            ("printed", ""),
        ]


def test_rejecting_for_the_file_reaches_what_is_found_only_later(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    fewer = tuple(change for change in CHANGES if change[1] != "锆")
    with reviewing(tmp_path, report(page)) as session:
        session.accept(quoting(session, "锆", 1))
        step = session.reject(quoting(session, "锆"), scope="file")
        assert [move.finding for move in step] == [quoting(session, "锆"), quoting(session, "锆", 2)]
    later = document(tmp_path / "page.md", PAGE + "\n库存的锆不多。\n")
    with reviewing(tmp_path, report(later)) as session:
        assert session.verdict(quoting(session, "锆", 3)) == Verdict.REJECTED
        assert session.verdict(quoting(session, "锆", 1)) == Verdict.ACCEPTED
    with reviewing(tmp_path, report(later, fewer)) as session:
        assert "锆" not in [each.quote for each in session.findings]
    with reviewing(tmp_path, report(later)) as session:
        assert session.verdict(quoting(session, "锆", 3)) == Verdict.REJECTED


def test_a_note_is_kept_with_the_decision(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        place, other = quoting(session, "规矩矩"), quoting(session, "己经")
        session.accept(place)
        session.annotate(place, " 据手稿 ")
        session.annotate(other, "问作者")
        assert "规规矩矩" in after(session)
    with reviewing(tmp_path, report(page)) as session:
        held = session.decision(place), session.decision(other)
        assert [(each.verdict, each.note) for each in held if each] == [("accepted", "据手稿"), ("deferred", "问作者")]


def test_deferred_findings_wait_behind_the_undecided(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "page.md"))) as session:
        session.defer(session.findings[1])
        session.accept(session.findings[0])
        assert session.next_undecided(0) == 2
        assert (session.progress.decided, session.progress.deferred) == (1, 1)
        for each in session.findings[2:]:
            session.reject(each)
        assert session.next_undecided(4) == 1, "the deferred one comes when nothing else is open"
        session.reject(session.findings[1])
        assert session.next_undecided(4) is None
        assert session.progress.decided == session.progress.total == len(session.findings)


def test_overlapping_acceptances_are_refused_naming_both(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    overlapping = (*CHANGES, ("G002", "矩矩做事", ("矩形做事",), 0.5))
    with reviewing(tmp_path, report(page, overlapping)) as session:
        session.accept(quoting(session, "规矩矩"))
        with pytest.raises(EditConflictError) as caught:
            session.accept(quoting(session, "矩矩做事"))
        for message in (caught.value.message.zh, caught.value.message.en):
            assert all(part in message for part in ("3", "矩矩做事", "规规矩矩", "矩形做事")), message
        assert session.verdict(quoting(session, "矩矩做事")) is None
        assert len(read_decisions(tmp_path, page.path)) == 1, "a refused decision must not be on disk"
        session.undo()
        session.accept(quoting(session, "矩矩做事"))


def test_a_change_over_a_paragraphs_end_is_refused(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    at = page.text.index("\n", page.text.index("任务。"))
    torn = finding(page, Span(at - 1, at + 1), Edit(Span(at - 1, at + 1), ""))
    with reviewing(tmp_path, DocumentReport(page, (torn,))) as session, pytest.raises(UsageError, match="by hand"):
        session.accept(torn)


def test_paired_edits_outside_the_quote_are_kept_and_found_again(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    start, end = page.text.index("“安全"), page.text.index("随后")
    pair = finding(page, Span(start, start + 1), Edit(Span(start, start + 1), "「"), Edit(Span(end, end), "」"))
    with reviewing(tmp_path, DocumentReport(page, (pair,))) as session:
        session.accept(pair)
        expected = after(session)
    assert "「安全是第一位的。」随后" in expected
    with reviewing(tmp_path, DocumentReport(page, (pair,))) as session:
        assert after(session) == expected


def test_reopening_resumes(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        session.accept(session.findings[0])
        session.accept_with(session.findings[1], "规行矩步")
        session.reject(session.findings[2])
        session.defer(session.findings[3])
        session.accept_series(quoting(session, "锆"))
        session.undo()
        expected = verdicts(session), after(session)
    with reviewing(tmp_path, report(page)) as session:
        assert (verdicts(session), after(session)) == expected
        assert session.orphans == []
        assert any("4" in notice.en and "resum" in notice.en for notice in session.notices)


def test_decisions_find_their_places_in_a_changed_file(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        session.accept(quoting(session, "己经"))
        session.accept(quoting(session, "锆", 1))
        session.reject(quoting(session, "的的"))
        session.accept_with(quoting(session, "三号高炉"), "三号转炉")
    changed = PAGE.replace("# 青岗", "# 新的一行\n\n# 青岗").replace("全年任务", "全年各项任务").replace("三号高炉", "")
    page = document(tmp_path / "page.md", changed)
    with reviewing(tmp_path, report(page)) as session:
        assert session.verdict(quoting(session, "己经")) == "accepted"
        assert session.verdict(quoting(session, "锆", 1)) == "accepted"
        assert session.verdict(quoting(session, "锆", 0)) is None
        assert session.verdict(quoting(session, "的的")) == "rejected"
        assert [each.anchor.exact for each in session.orphans] == ["三号高炉"]
        assert "已经完成全年各项任务" in after(session)
        told = " ".join(notice.en for notice in session.notices)
        assert "changed" in told
        assert "1 decisions have lost their place" in told
        session.undo()
        session.reject(quoting(session, "己经"))
    with reviewing(tmp_path, report(page)) as session:
        assert session.verdict(quoting(session, "己经")) == "rejected", "the newer record holds for the same place"
        assert not any("changed" in notice.en for notice in session.notices)


def test_a_place_no_longer_found_keeps_its_decision(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        session.accept(quoting(session, "己经"))
        session.reject(quoting(session, "的的"))
    with reviewing(tmp_path, DocumentReport(page, ())) as session:
        assert "已经完成" in after(session)
        assert [each.anchor.exact for each in session.loose] == ["己经"]


def test_a_withdrawn_decision_stays_withdrawn(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        session.accept(quoting(session, "己经"))
        session.undo()
        assert after(session) == page.text
    for checked in (report(page), DocumentReport(page, ())):
        with reviewing(tmp_path, checked) as session:
            assert after(session) == page.text
            assert session.notices == []


def test_lint_can_ask_for_rejected_findings(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    checked = report(page)
    with reviewing(tmp_path, checked) as session:
        session.reject(session.findings[0])
        session.accept(session.findings[1])
    rejected = rejected_fingerprints(checked, read_decisions(tmp_path, page.path))
    assert rejected == {checked.findings[0].fingerprint}


def test_two_findings_with_one_fingerprint_are_a_bug(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    one = fingerprinted(report(page).findings[:1], page)[0]
    with DecisionStore.open(tmp_path, page) as store, pytest.raises(ValueError, match="fingerprint"):
        ReviewSession(DocumentReport(page, (one, one)), store)


def test_nothing_changes_when_the_decision_cannot_be_written(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        session.accept(session.findings[0])
        file = decisions_path(tmp_path, page.path)
        file.write_bytes(file.read_bytes() + b"{}\n")
        before = verdicts(session), after(session)
        for key in (session.undo, lambda: session.accept(session.findings[1])):
            with pytest.raises(DecisionError, match="another program"):
                key()
            assert (verdicts(session), after(session)) == before


def test_unknown_fields_of_a_decision_are_read_over(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        session.accept(session.findings[0])
    file = decisions_path(tmp_path, page.path)
    first, second = file.read_text(encoding="utf-8").splitlines()
    record = json.loads(second) | {"tag": "printed-error"}
    file.write_text(f"{first}\n{json.dumps(record)}\n", encoding="utf-8")
    with reviewing(tmp_path, report(page)) as session:
        assert session.verdict(session.findings[0]) == "accepted"
        session.reject(session.findings[1])
    assert "printed-error" in file.read_text(encoding="utf-8")


@given(st.text("规矩做事", max_size=6), st.text("规矩做事", max_size=6))
def test_the_smallest_edit_makes_the_new_text(old: str, new: str) -> None:
    edit = smallest_edit(Span(2, 2 + len(old)), old, new)
    assert apply(f"前前{old}后", [edit]) == f"前前{new}后"
    if old and new and old[0] == new[0]:
        assert edit.span.start > 2


DEEDS: dict[str, Callable[[ReviewSession, Finding], object]] = {
    "accept": lambda session, place: session.accept(place),
    "second": lambda session, place: session.accept(place, 1),
    "own": lambda session, place: session.accept_with(place, f"{place.quote}甲"),
    "reject": lambda session, place: session.reject(place),
    "reject in the file": lambda session, place: session.reject(place, scope="file"),
    "defer": lambda session, place: session.defer(place),
    "printed": lambda session, place: session.mark_printed(place),
    "note": lambda session, place: session.annotate(place, "看原件"),
    "accept series": lambda session, place: session.accept_series(place),
    "reject series": lambda session, place: session.reject_series(place),
}
TURNS: dict[str, Callable[[ReviewSession], object]] = {"undo": ReviewSession.undo, "redo": ReviewSession.redo}
KEYS = st.lists(st.tuples(st.sampled_from([*DEEDS, *TURNS]), st.integers(0, 8)), max_size=25)


def press(session: ReviewSession, key: str, number: int) -> bool:
    """Do what a key does; return whether it was a new step."""
    if key in TURNS:
        TURNS[key](session)
        return False
    try:
        DEEDS[key](session, session.findings[number % len(session.findings)])
    except (UsageError, EditConflictError):
        return False
    return True


@settings(max_examples=40, deadline=None)
@given(keys=KEYS)
def test_undoing_everything_gives_the_empty_state(
    tmp_path_factory: pytest.TempPathFactory, keys: list[tuple[str, int]]
) -> None:
    root = tmp_path_factory.mktemp("undo")
    page = document(root / "page.md")
    overlapping = (*CHANGES, ("G002", "矩矩做", ("矩形做",), 0.5))
    with reviewing(root, report(page, overlapping)) as session:
        for key, number in keys:
            press(session, key, number)
        decided = verdicts(session), session.plan()
        steps = 0
        while session.undo() is not None:
            steps += 1
        assert verdicts(session) == {}
        assert session.plan() == ()
        for _ in range(steps):
            assert session.redo() is not None
        assert (verdicts(session), session.plan()) == decided
    with reviewing(root, report(page, overlapping)) as session:
        assert (verdicts(session), session.plan()) == decided, "what is on disk is what was shown"


@settings(max_examples=60, deadline=None)
@given(keys=KEYS)
def test_each_undo_restores_the_state_before(
    tmp_path_factory: pytest.TempPathFactory, keys: list[tuple[str, int]]
) -> None:
    root = tmp_path_factory.mktemp("undo")
    with reviewing(root, report(document(root / "page.md"))) as session:
        for key, number in keys:
            before = verdicts(session), session.plan()
            if press(session, key, number):
                now = verdicts(session), session.plan()
                session.undo()
                assert (verdicts(session), session.plan()) == before, (key, number)
                session.redo()
                assert (verdicts(session), session.plan()) == now, (key, number)


def test_a_decision_survives_json(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "page.md"))) as session:
        session.accept_with(session.findings[0], "𠮷\ud842的")
        decision = session.decision(session.findings[0])
    assert decision is not None
    assert Decision.from_json(json.loads(json.dumps(decision.to_json()))) == decision
    assert read_decisions(tmp_path, tmp_path / "page.md") == [decision]
