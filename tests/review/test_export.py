"""From decisions to the file: only what was decided changes, and nothing is overwritten unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.errors import EditConflictError, OutputError
from proofer.findings.report import DocumentReport
from proofer.formats import parse
from proofer.review.export import accept_above, corrected, write_corrected
from tests.review.pages import CHANGES, PAGE, alone, document, finding, quoting, report, reviewing


def test_without_decisions_the_bytes_are_the_same(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode() + "没有换行的末行。\f".encode()
    page = parse(data, tmp_path / "page.md")
    assert corrected(page, ()) == data


def test_only_what_was_accepted_changes(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with alone(tmp_path, report(page)) as (pages, session):
        session.accept(quoting(session, "规矩矩"))
        session.accept_all(session.open_series(quoting(session, "锆")))
        session.reject(quoting(session, "的的"))
        session.defer(quoting(session, "己经"))
        expected = PAGE.replace("规矩矩", "规规矩矩").replace("锆", "锗")
        assert corrected(page, session.plan()).decode() == expected
        pages.undo()
        pages.undo()
        pages.undo()
        assert corrected(page, session.plan()).decode() == expected.replace("锗", "锆")


def test_overlapping_edits_are_an_error_that_names_both_with_their_lines(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    at = page.text.index("锆价")
    edits = [Edit(Span(at, at + 2), "锗价"), Edit(Span(at + 1, at + 3), "价格")]
    with pytest.raises(EditConflictError) as caught:
        corrected(page, edits)
    for message in (caught.value.message.zh, caught.value.message.en):
        assert all(part in message for part in ("5", "锆价", "锗价", "价回", "价格")), message


def test_accept_above_takes_the_sure_and_respects_the_editor(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    with reviewing(tmp_path, report(page)) as session:
        session.reject(quoting(session, "认真真"))
        session.accept(quoting(session, "锆"))
        session.defer(quoting(session, "己经"))
        selection = accept_above(session, 0.9)
        assert [each.quote for each in selection.accepted] == ["的的", "规矩矩"]
        text = corrected(page, selection.edits).decode()
    expected = PAGE.replace("的的", "的").replace("规矩矩", "规规矩矩").replace("锆合金", "锗合金")
    assert text == expected


def test_accept_above_makes_the_surer_of_two_overlapping_and_reports_the_other(
    tmp_path: Path,
) -> None:
    page = document(tmp_path / "page.md")
    overlapping = (*CHANGES, ("G002", "矩矩做事", ("矩形做事",), 0.99))
    with reviewing(tmp_path, report(page, overlapping)) as session:
        selection = accept_above(session, 0.9)
    assert "规矩形做事" in corrected(page, selection.edits).decode()
    assert [each.finding.quote for each in selection.skipped] == ["规矩矩"]
    assert "矩形做事" in selection.skipped[0].reason.zh


def test_accept_above_makes_the_likelier_of_two_guesses_about_one_place(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    at = page.text.index("的的")
    doubled = finding(page, Span(at, at + 2), Edit(Span(at + 1, at + 2), ""), confidence=0.8)
    plural = finding(page, Span(at, at + 1), Edit(Span(at, at + 1), "地"), confidence=0.7)
    with reviewing(tmp_path, DocumentReport(page, (plural, doubled))) as session:
        selection = accept_above(session, 0.5)
        assert corrected(page, selection.edits).decode() == PAGE.replace("的的", "的")
        (skipped,) = selection.skipped
        assert skipped.finding == plural
        assert "another guess about the same place" in skipped.reason.en
        session.accept(plural)
        assert accept_above(session, 0.5).accepted == (), "what an editor took comes first"


def test_accept_above_leaves_manual_suggestions(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    at = page.text.index("三号")
    manual = finding(page, Span(at, at + 2), Edit(Span(at, at + 2), "四号"), manual=True)
    with reviewing(tmp_path, DocumentReport(page, (manual,))) as session:
        assert accept_above(session, 0.0).edits == ()


def test_the_source_is_never_overwritten_unasked(tmp_path: Path) -> None:
    page = document(tmp_path / "page.md")
    edits = [Edit(Span(0, 1), "新")]
    link = tmp_path / "link.md"
    link.symlink_to(page.path)
    for path in (page.path, tmp_path / "." / "page.md", link):
        with pytest.raises(OutputError, match="the source itself"):
            write_corrected(page, edits, path)
    assert page.path.read_text(encoding="utf-8") == PAGE
    page.path.write_text(PAGE + "后来加的一行\n", encoding="utf-8")
    with pytest.raises(OutputError, match="changed since"):
        write_corrected(page, edits, page.path, in_place=True)
    page.path.write_text(PAGE, encoding="utf-8")
    write_corrected(page, edits, link, in_place=True)
    assert link.is_symlink()
    assert page.path.read_bytes() == corrected(page, edits)
