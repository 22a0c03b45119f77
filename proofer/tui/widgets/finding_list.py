"""The list of findings, grouped into series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events

from proofer.findings.finding import Finding, percent
from proofer.messages import Language
from proofer.review.decisions import Verdict
from proofer.review.filters import confidence
from proofer.review.session import ReviewSession
from proofer.tui.kinds import kind_name, kind_style
from proofer.tui.widgets.cells import HALF, shorten
from proofer.tui.widgets.outline import Outline, Row
from proofer.tui.widgets.rows_view import FindingClicked, RowsView
from proofer.tui.wording import MIXED, SIGNS, change, shown_edits, surroundings

_KIND: Mapping[Language, int] = {"zh": 4, "en": 5}
"""Terminal cells of the name of a kind."""
_STYLES: Mapping[Verdict | None, str] = {
    None: "list--open",
    Verdict.DEFERRED: "list--deferred",
    Verdict.ACCEPTED: "list--changed",
    Verdict.EDITED: "list--changed",
    Verdict.REJECTED: "list--other",
    Verdict.AS_PRINTED: "list--other",
}
_AROUND = 6
"""Code points of context that tell the places of a series apart."""


class FindingList(RowsView):
    """A row for each series or finding: verdict, kind, change, and confidence or number decided."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--open",
        "list--changed",
        "list--deferred",
        "list--other",
        "list--current",
        "list--faint",
    }

    def __init__(self, session: ReviewSession, language: Language, *, id: str) -> None:
        super().__init__(id=id)
        self._language: Language = language
        self._session = session
        self._current = 0
        self._texts: dict[tuple[str, int, bool], str] = {}
        self.outline = Outline(session, range(len(session.findings)))

    def show(self, index: int) -> None:
        """Make the finding with the number `index` the current one."""
        self._current = index
        self.outline.unfold(index)
        self.set_count(len(self.outline))
        at = self.outline.row_of(index)
        self.reveal(at, at)

    def show_only(self, indices: Sequence[int]) -> None:
        """List only the findings with these numbers."""
        self.outline = Outline(self._session, indices)
        self.set_count(len(self.outline))

    def lay_out(self) -> None:
        """Keep the current finding in sight."""
        self.show(self._current)

    def row(self, number: int) -> Iterator[Segment]:
        """Yield a row: a series with its count, or a place, which is indented in a series."""
        row = self.outline.row(number)
        finding = self._session.findings[row.index]
        inside = not row.is_head and len(row.members) > 1
        name = kind_name(finding.code, self._language)
        end = self._count(row) if row.is_head else _sure(finding)
        sign = f"{self._sign(row)} "
        kind = "  " if inside else f"{name}{' ' * (_KIND[self._language] - cell_len(name))} "
        left = len(sign) + cell_len(kind)
        width = max(1, self.row_width - left - max(5, len(end) + 1))
        what = self._what(finding, width, inside=inside)
        gap = " " * (width - cell_len(what))
        end = f"{end:>{self.row_width - left - width}}"
        style = self.style_of(self._style_name(row))
        yield Segment(sign, style)
        yield Segment(
            kind, style + self.style_of(kind_style(finding.code)) if self._is_plain(row) else style
        )
        yield Segment(f"{what}{gap}", style)
        faint = not row.is_head and confidence(finding) < HALF and self._is_plain(row)
        yield Segment(end, style + self.style_of("list--faint") if faint else style)

    def on_click(self, event: events.Click) -> None:
        """Post which finding was clicked."""
        at = event.get_content_offset(self)
        if at is not None and (number := at.y + self.scroll_offset.y) < len(self.outline):
            clicked = self._session.findings[self.outline.row(number).index]
            self.post_message(FindingClicked(clicked))

    def _what(self, finding: Finding, width: int, *, inside: bool) -> str:
        """Return what a row says of a finding, in `width` cells; of an open one it stays."""
        if self._session.decision(finding) is not None:
            return self._worded(finding, width, inside=inside)
        key = (finding.fingerprint, width, inside)
        if (known := self._texts.get(key)) is None:
            known = self._texts[key] = self._worded(finding, width, inside=inside)
        return known

    def _worded(self, finding: Finding, width: int, *, inside: bool) -> str:
        if inside:
            return shorten(self._surroundings(finding), width)
        edits = shown_edits(self._session, finding)
        return change(finding, edits, self._session.document.text, width)

    def _surroundings(self, finding: Finding) -> str:
        return "".join(surroundings(self._session.document, finding.span, _AROUND))

    def _count(self, row: Row) -> str:
        decided = sum(
            not self._session.is_open(self._session.findings[each]) for each in row.members
        )
        return f"{decided}/{len(row.members)}" if decided else f"×{len(row.members)}"

    def _verdict(self, row: Row) -> Verdict | None:
        """Return the verdict on a place, or the one that all places of a series share."""
        members = row.members if row.is_head else (row.index,)
        verdicts = {self._session.verdict(self._session.findings[each]) for each in members}
        return verdicts.pop() if len(verdicts) == 1 else None

    def _sign(self, row: Row) -> str:
        verdict = self._verdict(row)
        if verdict is None and self._is_decided(row):
            return MIXED
        return SIGNS[verdict]

    def _is_decided(self, row: Row) -> bool:
        findings = self._session.findings
        return all(not self._session.is_open(findings[each]) for each in row.members)

    def _is_plain(self, row: Row) -> bool:
        """Return whether the code has the colour of its kind, as the style of the row allows."""
        return self._style_name(row) in ("list--open", "list--deferred")

    def _style_name(self, row: Row) -> str:
        if row.index == self._current and not row.is_head:
            return "list--current"
        return _STYLES[self._verdict(row)]


def _sure(finding: Finding) -> str:
    """Return how sure the correction is, nothing without one."""
    return percent(finding.suggestions[0].confidence) if finding.suggestions else ""
