"""One correction of many places gives way, place by place, to what is decided for a place alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from proofer.document.edits import Edit, apply
from proofer.document.spans import Span
from proofer.errors import EditConflictError
from proofer.findings.report import DocumentReport
from proofer.findings.selection import planned
from proofer.review.export import accept_above, corrected
from proofer.review.reviewed import gather
from proofer.review.session import ReviewSession
from tests.review.pages import alone, document, finding, reviewing

PAGE = "会议要求,各单位抓好安全,不得松懈,确保全年目标。\n"
FULL = PAGE.replace(",", "，")
"""What the correction of all marks makes."""
RIGHT = FULL.replace("安全，", "安全；")
"""With the second mark decided otherwise."""


def marks(folder: Path, *, sure: float = 0.5) -> DocumentReport:
    page = document(folder / "page.md", PAGE)
    places = [Span(at, at + 1) for at, each in enumerate(page.text) if each == ","]
    all_of_them = finding(page, places[0], *(Edit(span, "，") for span in places))
    suggestion = replace(all_of_them.suggestions[0], independent=True)
    second = replace(
        finding(page, places[1], Edit(places[1], "；"), confidence=sure),
        code="M002",
        fingerprint="second",
    )
    return DocumentReport(page, (replace(all_of_them, suggestions=(suggestion,)), second))


def text(session: ReviewSession) -> str:
    return corrected(session.document, session.plan()).decode()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_decision_on_one_place_holds_whichever_comes_first(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    checked = marks(tmp_path)
    with alone(tmp_path, checked) as (pages, session):
        for number in order:
            pages.accept_everywhere([(pages.files[0], session.findings[number])])
        assert text(session) == RIGHT
        assert [len(session.edits(each)) for each in session.findings] == [2, 1]
        assert corrected(session.document, gather(session, ()).edits).decode() == RIGHT, (
            "the exports agree"
        )
    with alone(tmp_path, checked) as (pages, session):
        assert text(session) == RIGHT, "after a restart too"
        pages.undo()
        assert text(session) == (FULL if order == (0, 1) else PAGE.replace("安全,", "安全；"))
        pages.undo()
        assert text(session) == PAGE


@pytest.mark.parametrize("sure", [0.5, 0.95])
def test_what_is_taken_by_itself_gives_way_too(tmp_path: Path, sure: float) -> None:
    checked = marks(tmp_path, sure=sure)
    with reviewing(tmp_path, checked) as session:
        selection = accept_above(session, 0.4)
        assert not selection.skipped
        assert apply(checked.document.text, selection.edits) == RIGHT.rstrip("\n")
        assert gather(session, (), selection.accepted).edits == selection.edits
    fixed = planned(checked.findings, checked.document, lambda finding: True)
    assert apply(checked.document.source, fixed.edits) == RIGHT


def test_corrections_of_many_places_do_not_overlap_each_other(tmp_path: Path) -> None:
    checked = marks(tmp_path)
    every = checked.findings[0]
    other = replace(
        every,
        code="P002",
        fingerprint="other",
        suggestions=(
            replace(
                every.suggestions[0],
                edits=tuple(replace(edit, replacement="、") for edit in every.suggestions[0].edits),
            ),
        ),
    )
    with reviewing(tmp_path, replace(checked, findings=(every, other))) as session:
        session.accept(every)
        with pytest.raises(EditConflictError):
            session.accept(other)
