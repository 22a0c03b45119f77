"""The review without a screen: deciding, undoing, resuming, and what is on disk at each moment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.document.edits import Edit, apply
from proofer.document.spans import Span
from proofer.errors import DecisionError, EditConflictError, UsageError
from proofer.findings.finding import fingerprinted
from proofer.findings.report import DocumentReport
from proofer.review.decision_factory import smallest_edit
from proofer.review.decisions import Decision, Verdict
from proofer.review.history import History
from proofer.review.placement import rejected_fingerprints
from proofer.review.session import ReviewSession
from proofer.review.store import DecisionStore, decisions_path, read_decisions
from tests.review.pages import (
    CHANGES,
    PAGE,
    alone,
    clock,
    document,
    finding,
    quoting,
    report,
    reviewing,
)


def after(session: ReviewSession) -> str:
    """Return the text with the plan made."""
    return apply(session.document.text, session.plan())


def verdicts(session: ReviewSession) -> dict[str, tuple[Verdict, str]]:
    """Return what is decided, without the times."""
    held = {each.fingerprint: session.decision(each) for each in session.findings}
    return {
        key: (decision.verdict, decision.replacement) for key, decision in held.items() if decision
    }


def test_accepting_plans_the_suggestion_and_writes_it_first(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        session.accept(quoting(session, "规矩矩"))
        assert "规规矩矩做事" in after(session)
        records = read_decisions(tmp_path, page.path)
    assert [(each.verdict, each.replacement, each.suggestion) for each in records] == [
        ("accepted", "规规矩矩", 0)
    ]
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
        assert (decision.verdict, decision.replacement, decision.suggestion) == (
            Verdict.EDITED,
            "规行矩步",
            None,
        )
        assert [(each.offset, each.old, each.new) for each in decision.changes] == [
            (1, "矩矩", "行矩步")
        ]
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
    with alone(tmp_path, report(document(tmp_path / "page.md"))) as (pages, session):
        first, second, third = (quoting(session, "锆", number) for number in range(3))
        assert list(session.same_series(second)) == [first, second, third]
        session.reject(second)
        step = session.accept_all(session.open_series(first))
        assert [move.finding for move in step] == [first, third], (
            "a place that was decided singly keeps its decision"
        )
        assert [session.verdict(each) for each in (first, second, third)] == [
            "accepted",
            "rejected",
            "accepted",
        ]
        pages.undo()
        assert [session.verdict(each) for each in (first, second, third)] == [
            None,
            "rejected",
            None,
        ]
        pages.redo()
        session.reject_all(session.open_series(second))
        assert [session.verdict(each) for each in (first, second, third)] == [
            "accepted",
            "rejected",
            "accepted",
        ]


def test_a_series_may_leave_places_out(tmp_path: Path) -> None:
    with alone(tmp_path, report(document(tmp_path / "page.md"))) as (pages, session):
        first, second, third = (quoting(session, "锆", number) for number in range(3))
        session.accept_all([each for each in session.open_series(first) if each != second])
        assert [session.verdict(each) for each in (first, second, third)] == [
            "accepted",
            None,
            "accepted",
        ]
        pages.undo()
        session.reject_all([first])
        assert [session.verdict(each) for each in (first, second, third)] == [
            "rejected",
            None,
            None,
        ]


def test_an_error_of_the_original_stays_in_the_text_and_on_record(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        session.mark_as_printed(quoting(session, "规矩矩"))
        session.mark_as_printed(quoting(session, "认真真"), "认真")
        session.mark_as_printed(quoting(session, "三号高炉"))
        assert session.plan() == ()
        assert session.progress.decided == 3
    with reviewing(tmp_path, report(page)) as session:
        assert session.plan() == (), "what the original says must not be corrected by coming back"
        held = [
            session.decision(quoting(session, quote)) for quote in ("规矩矩", "认真真", "三号高炉")
        ]
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
        assert [move.finding for move in step] == [
            quoting(session, "锆"),
            quoting(session, "锆", 2),
        ]
    later = document(tmp_path / "page.md", PAGE + "\n库存的锆不多。\n")
    with reviewing(tmp_path, report(later)) as session:
        assert session.verdict(quoting(session, "锆", 3)) == Verdict.REJECTED
        assert session.verdict(quoting(session, "锆", 1)) == Verdict.ACCEPTED
    with reviewing(tmp_path, report(later, fewer)) as session:
        assert all(session.is_unreported(each) for each in session.findings if each.quote == "锆")
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
        assert [(each.verdict, each.note) for each in held if each] == [
            ("accepted", "据手稿"),
            ("deferred", "问作者"),
        ]


def test_deferred_findings_wait_behind_the_undecided(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "page.md"))) as session:
        session.defer(session.findings[1])
        session.accept(session.findings[0])
        assert session.next_undecided(0) == 2
        assert (session.progress.decided, session.progress.deferred) == (1, 1)
        for each in session.findings[2:]:
            session.reject(each)
        assert (session.next_undecided(4), session.next_deferred(4)) == (None, 1)
        session.reject(session.findings[1])
        assert session.next_deferred(4) is None
        assert session.progress.decided == session.progress.total == len(session.findings)


def test_overlapping_acceptances_are_refused_naming_both(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    overlapping = (*CHANGES, ("G002", "矩矩做事", ("矩形做事",), 0.5))
    with alone(tmp_path, report(page, overlapping)) as (pages, session):
        session.accept(quoting(session, "规矩矩"))
        with pytest.raises(EditConflictError) as caught:
            session.accept(quoting(session, "矩矩做事"))
        for message in (caught.value.message.zh, caught.value.message.en):
            assert all(part in message for part in ("3", "矩矩做事", "规规矩矩", "矩形做事")), (
                message
            )
        assert session.verdict(quoting(session, "矩矩做事")) is None
        assert len(read_decisions(tmp_path, page.path)) == 1, (
            "a refused decision must not be on disk"
        )
        pages.undo()
        session.accept(quoting(session, "矩矩做事"))


def test_a_change_over_a_paragraphs_end_is_refused(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    at = page.text.index("\n", page.text.index("任务。"))
    torn = finding(page, Span(at - 1, at + 1), Edit(Span(at - 1, at + 1), ""))
    with (
        reviewing(tmp_path, DocumentReport(page, (torn,))) as session,
        pytest.raises(UsageError, match="by hand"),
    ):
        session.accept(torn)


def test_paired_edits_outside_the_quote_are_kept_and_found_again(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    start, end = page.text.index("“安全"), page.text.index("随后")
    pair = finding(
        page, Span(start, start + 1), Edit(Span(start, start + 1), "「"), Edit(Span(end, end), "」")
    )
    with reviewing(tmp_path, DocumentReport(page, (pair,))) as session:
        session.accept(pair)
        expected = after(session)
    assert "「安全是第一位的。」随后" in expected
    with reviewing(tmp_path, DocumentReport(page, (pair,))) as session:
        assert after(session) == expected


def test_reopening_resumes(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with alone(tmp_path, report(page)) as (pages, session):
        session.accept(session.findings[0])
        session.accept_with(session.findings[1], "规行矩步")
        session.reject(session.findings[2])
        session.defer(session.findings[3])
        session.accept_all(session.open_series(quoting(session, "锆")))
        pages.undo()
        expected = verdicts(session), after(session)
    with alone(tmp_path, report(page)) as (pages, session):
        assert (verdicts(session), after(session)) == expected
        assert session.orphans == []
        assert any("4" in notice.en and "resum" in notice.en for notice in session.notices)


def test_decisions_find_their_places_in_a_changed_file(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with alone(tmp_path, report(page)) as (_, session):
        session.accept(quoting(session, "己经"))
        session.accept(quoting(session, "锆", 1))
        session.reject(quoting(session, "的的"))
        session.accept_with(quoting(session, "三号高炉"), "三号转炉")
    changed = (
        PAGE.replace("# 青岗", "# 新的一行\n\n# 青岗")
        .replace("全年任务", "全年各项任务")
        .replace("三号高炉", "")
    )
    page = document(tmp_path / "page.md", changed)
    with alone(tmp_path, report(page)) as (_, session):
        assert session.verdict(quoting(session, "己经")) == "accepted"
        assert session.verdict(quoting(session, "锆", 1)) == "accepted"
        assert session.verdict(quoting(session, "锆", 0)) is None
        assert session.verdict(quoting(session, "的的")) == "rejected"
        assert [each.anchor.exact for each in session.orphans] == ["三号高炉"]
        assert "已经完成全年各项任务" in after(session)
        told = " ".join(notice.en for notice in session.notices)
        assert "changed" in told
        assert "1 decisions have lost their place" in told
        session.reject(quoting(session, "己经"))
    with alone(tmp_path, report(page)) as (_, session):
        assert session.verdict(quoting(session, "己经")) == "rejected", (
            "the newer record holds for the same place"
        )
        assert not any("changed" in notice.en for notice in session.notices)


def test_a_place_no_longer_found_keeps_its_decision(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        session.accept(quoting(session, "己经"))
        session.reject(quoting(session, "的的"))
        session.mark_as_printed(quoting(session, "规矩矩"))
        rate = session.error_rate
    with reviewing(tmp_path, DocumentReport(page, ())) as session:
        assert [(each.quote, session.verdict(each)) for each in session.findings] == [
            ("的的", "rejected"),
            ("规矩矩", "printed"),
            ("己经", "accepted"),
        ]
        assert all(
            session.is_unreported(each) and each.span.of(page.text) == each.quote
            for each in session.findings
        )
        assert session.error_rate == rate
        assert "已经完成" in after(session)
        session.reject(quoting(session, "己经"))
        assert after(session) == page.text
    with reviewing(tmp_path, report(page)) as session:
        assert session.verdict(quoting(session, "己经")) == "rejected"


def test_a_withdrawn_decision_stays_withdrawn(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with alone(tmp_path, report(page)) as (pages, session):
        session.accept(quoting(session, "己经"))
        pages.undo()
        assert after(session) == page.text
    for checked in (report(page), DocumentReport(page, ())):
        with alone(tmp_path, checked) as (pages, session):
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
    with (
        DecisionStore.open(tmp_path, page) as store,
        pytest.raises(ValueError, match="fingerprint"),
    ):
        ReviewSession(DocumentReport(page, (one, one)), store)


def test_nothing_changes_when_the_decision_cannot_be_written(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with alone(tmp_path, report(page)) as (pages, session):
        session.accept(session.findings[0])
        file = decisions_path(tmp_path, page.path)
        file.write_bytes(file.read_bytes() + b"{}\n")
        before = verdicts(session), after(session)
        for key in (pages.undo, lambda: session.accept(session.findings[1])):
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


def test_undo_goes_on_after_a_restart_and_redo_too(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with alone(tmp_path, report(page)) as (pages, session):
        session.accept_all(session.open_series(quoting(session, "锆")))
        session.reject(quoting(session, "的的"))
    with alone(tmp_path, report(page)) as (pages, session):
        pages.undo()
        operation = pages.undo()
        assert operation is not None
        assert len(operation.moves) == 3, "the series is one step, though it was another session's"
        assert verdicts(session) == {}
    with alone(tmp_path, report(page)) as (pages, session):
        pages.redo()
        assert len(verdicts(session)) == 3
        session.defer(quoting(session, "的的"))
        assert pages.redo() is None, "a new step ends what can be redone"
    with alone(tmp_path, report(page)) as (pages, session):
        assert pages.redo() is None, "also after a restart"
        assert pages.undo() is not None
        assert pages.undo() is not None
        assert (verdicts(session), pages.undo()) == ({}, None)


def test_deciding_the_same_again_is_no_step(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with alone(tmp_path, report(page)) as (pages, session):
        session.accept(quoting(session, "己经"))
        session.accept(quoting(session, "的的"))
        pages.undo()
        session.accept(quoting(session, "己经"))
        assert len(read_decisions(tmp_path, page.path)) == 3
        pages.redo()
        assert session.verdict(quoting(session, "的的")) is Verdict.ACCEPTED


def test_a_log_of_an_older_version_is_undone_record_by_record(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with alone(tmp_path, report(page)) as (pages, session):
        session.accept_all(session.open_series(quoting(session, "锆")))
        session.accept(quoting(session, "的的"))
    file = decisions_path(tmp_path, page.path)
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for record in records:
        record.pop("step", None)
    file.write_text("".join(f"{json.dumps(each)}\n" for each in records), encoding="utf-8")
    with alone(tmp_path, report(page)) as (pages, session):
        assert [
            len(operation.moves) for operation in (pages.undo(), pages.undo()) if operation
        ] == [1, 1]
        assert list(verdicts(session)) == [
            quoting(session, "锆", number).fingerprint for number in range(2)
        ]
    with alone(tmp_path, report(page)) as (pages, session):
        pages.undo()
        pages.redo()
        pages.undo()
        pages.undo()
        assert (verdicts(session), pages.undo()) == ({}, None)


def test_what_another_editor_did_is_not_undone(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with DecisionStore.open(tmp_path, page) as store:
        theirs = ReviewSession(report(page), store, History("another"))
        theirs.accept(quoting(theirs, "规矩矩"))
    with alone(tmp_path, report(page)) as (pages, session):
        session.accept(quoting(session, "的的"))
        session.accept(quoting(session, "己经"))
    with DecisionStore.open(tmp_path, page) as store:
        theirs = ReviewSession(report(page), store, History("another"))
        theirs.reject(quoting(theirs, "己经"))
    with alone(tmp_path, report(page)) as (pages, session):
        with pytest.raises(UsageError, match="cannot be undone"):
            pages.undo()
        assert session.verdict(quoting(session, "己经")) == "rejected", "another decided it anew"
        assert pages.undo() is not None
        assert session.verdict(quoting(session, "的的")) is None
        assert pages.undo() is None
        assert session.verdict(quoting(session, "规矩矩")) == "accepted"


def test_logs_that_git_joined_keep_each_editors_steps(tmp_path: Path) -> None:
    logs = []
    for minute, author, quotes in (
        (1, "tester", ("的的", "己经")),
        (2, "another", ("规矩矩", "认真真")),
    ):
        history = History(author, clock(minute))
        page = document(tmp_path / author / "page.md")
        with DecisionStore.open(tmp_path / author, page) as store:
            session = ReviewSession(report(page), store, history)
            session.reject_all([quoting(session, quote) for quote in quotes])
            session.accept_all(session.open_series(quoting(session, "锆")))
        logs.append(store.file.read_text(encoding="utf-8").splitlines(keepends=True))
    ours, theirs = logs
    page = document(tmp_path / "page.md")
    file = decisions_path(tmp_path, page.path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join([ours[0], *theirs[1:], *ours[1:]]), encoding="utf-8")
    with alone(tmp_path, report(page)) as (pages, session):
        held = {each.quote for each in session.findings if not session.is_open(each)}
        assert held == {"的的", "己经", "规矩矩", "认真真", "锆"}
        with pytest.raises(UsageError, match="3 places"):
            pages.undo()
        assert session.verdict(quoting(session, "锆")) == "accepted", (
            "the other editor accepted the series later"
        )
        assert pages.undo() is not None
        assert pages.undo() is None
        held = {each.quote for each in session.findings if not session.is_open(each)}
        assert held == {"规矩矩", "认真真", "锆"}


def test_what_lost_its_place_is_not_undone_by_guess(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with alone(tmp_path, report(page)) as (pages, session):
        session.accept(quoting(session, "的的"))
        session.reject_all([quoting(session, "己经"), quoting(session, "三号高炉")])
        session.reject(quoting(session, "好好"))
    changed = document(
        tmp_path / "page.md", PAGE.replace("好好", "好").replace("三号高炉", "六号转炉")
    )
    with alone(tmp_path, report(changed)) as (pages, session):
        with pytest.raises(UsageError, match="cannot be undone"):
            pages.undo()
        operation = pages.undo()
        assert operation is not None
        assert ([move.finding.quote for _, move in operation.moves], operation.skipped) == (
            ["己经"],
            1,
        )
        pages.undo()
        assert verdicts(session) == {}
        assert [each.anchor.exact for each in session.orphans] == ["三号高炉", "好好"]


def test_what_is_no_longer_found_can_be_undone(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with alone(tmp_path, report(page)) as (pages, session):
        session.accept(quoting(session, "己经"))
    with alone(tmp_path, DocumentReport(page, ())) as (pages, session):
        pages.undo()
        assert after(session) == page.text
    with alone(tmp_path, report(page)) as (pages, session):
        assert verdicts(session) == {}
        pages.redo()
        assert "已经完成" in after(session)


def test_a_rejection_for_the_file_is_undone_wherever_it_holds(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with alone(tmp_path, report(page)) as (pages, session):
        session.reject(quoting(session, "锆"), scope="file")
    later = document(tmp_path / "page.md", PAGE + "\n库存的锆不多。\n")
    with alone(tmp_path, report(later)) as (pages, session):
        session.accept(quoting(session, "锆", 3))
        pages.undo()
        assert session.verdict(quoting(session, "锆", 3)) == "rejected"
        pages.undo()
        assert verdicts(session) == {}
        pages.redo()
        assert len(verdicts(session)) == 4


def test_a_clock_that_is_set_back_loses_nothing(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with alone(tmp_path, report(page)) as (_, session):  # by the clock of today
        session.accept(quoting(session, "己经"))
    with reviewing(tmp_path, report(page)) as session:  # by one of years ago
        session.reject(quoting(session, "己经"))
    with reviewing(tmp_path, report(page)) as session:
        assert session.verdict(quoting(session, "己经")) == "rejected"


def test_a_decision_survives_json(tmp_path: Path) -> None:
    with reviewing(tmp_path, report(document(tmp_path / "page.md"))) as session:
        session.accept_with(session.findings[0], "𠮷\ud842的")
        decision = session.decision(session.findings[0])
    assert decision is not None
    assert Decision.from_json(json.loads(json.dumps(decision.to_json()))) == decision
    assert read_decisions(tmp_path, tmp_path / "page.md") == [decision]
