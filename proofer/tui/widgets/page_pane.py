"""The page in reading order: all findings marked, the current one with its new text inserted."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import ClassVar

from rich.segment import Segment
from textual import events

from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.findings.finding import Finding
from proofer.review.decisions import Verdict
from proofer.review.session import ReviewSession
from proofer.tui.kinds import kind_style
from proofer.tui.widgets.cells import Measured, visible
from proofer.tui.widgets.rows_view import FindingClicked, RowsView
from proofer.tui.widgets.view import View
from proofer.tui.wording import new_texts, shown_edits

_SPACIOUS = 20
"""Rows of a pane that has room for an empty row between paragraphs."""


_STATE_STYLES: Mapping[Verdict | None, str] = {
    None: "page--open",
    Verdict.DEFERRED: "page--deferred",
    Verdict.ACCEPTED: "page--changed",
    Verdict.EDITED: "page--changed",
    Verdict.REJECTED: "page--rejected",
    Verdict.AS_PRINTED: "page--rejected",
}


@dataclass(frozen=True, slots=True)
class Display:
    """The text that is shown, and the ascending offsets of its characters in the document."""

    measured: Measured
    origins: Sequence[int]

    @classmethod
    def of(cls, text: str, edits: Sequence[Edit] = ()) -> Display:
        """Return `text` with sorted `edits` made; new text has the offset of what it replaces."""
        if not edits:
            return cls(Measured(visible(text)), range(len(text)))
        pieces: list[str] = []
        origins = array("q")
        done = 0
        for edit in edits:
            pieces += [text[done : edit.span.start], edit.replacement]
            origins.extend(range(done, edit.span.start))
            origins.extend([edit.span.start] * len(edit.replacement))
            done = edit.span.end
        pieces.append(text[done:])
        origins.extend(range(done, len(text)))
        return cls(Measured(visible("".join(pieces))), origins)

    def at(self, offset: int) -> int:
        """Return where the character at `offset` is shown, or the next one that is left."""
        return bisect_left(self.origins, offset)


@dataclass(frozen=True, slots=True)
class _Inset:
    """The paragraph of the current finding with its new text inserted."""

    first: int
    """Row of the page at which the inset begins."""
    replaced: int
    """Rows of the page that it replaces."""
    rows: list[Span]
    measured: Measured
    origins: list[int]
    """The offset in the document of each character; new text has that of the next character."""
    new: list[Span]
    """Where its new text is."""


class PagePane(RowsView):
    """Shows the document of a session."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "page--heading",
        "page--match",
        "page--open",
        "page--deferred",
        "page--changed",
        "page--rejected",
        "page--old",
        "page--new",
    }

    def __init__(self, session: ReviewSession, *, id: str) -> None:
        super().__init__(id=id)
        self._session = session
        self._view: View = "difference"
        self._display = self._plain = Display.of(session.document.text)
        self._marked: Sequence[Span] = ()
        self.take_findings()
        self._rows: list[Span] = []
        self._row_starts: list[int] = []
        self._current: Finding | None = None
        self._inset: _Inset | None = None

    def take_findings(self) -> None:
        """Take the findings to mark from the session."""
        self._findings = sorted(self._session.findings, key=lambda finding: finding.span)
        self._starts = [finding.span.start for finding in self._findings]
        self._reach = list(
            accumulate((_shown(finding.span).end for finding in self._findings), max)
        )

    def show(self, finding: Finding) -> None:
        """Make `finding` the current one, bring it into sight and draw the decision on it."""
        self._current = finding
        if self._view == "corrected" and self._rows:
            self._lay_out_rows()
        self._inset = self._inset_of(finding) if self._rows and self._view == "difference" else None
        self.set_count(self._count())
        if self._rows:
            self.reveal(
                self._row_at(finding.span.start), self._row_at(_shown(finding.span).end - 1)
            )

    def show_view(self, view: View) -> None:
        """Show the original text, the corrected one, or (difference) the new beside the old."""
        self._view = view
        self._lay_out_rows()
        if self._current is not None:
            self.show(self._current)

    def mark(self, spans: Sequence[Span], at: Span | None = None) -> None:
        """Mark the sorted `spans` of a search or of evidence, and bring `at` into sight."""
        if spans or self._marked:
            self._marked = spans
            self.refresh()
        if at is not None and self._rows:
            self.reveal(self._row_at(at.start), self._row_at(_shown(at).end - 1))

    def lay_out(self) -> None:
        """Wrap for the new width, keeping the current finding in sight."""
        self._lay_out_rows()
        if self._current is not None:
            self.show(self._current)
        else:
            self.set_count(self._count())

    def _lay_out_rows(self) -> None:
        document = self._session.document
        edits = self._session.plan() if self._view == "corrected" else ()
        self._display = display = Display.of(document.text, edits) if edits else self._plain
        self._inset = None
        self._rows = []
        for paragraph in document.paragraphs:
            first, end = display.at(paragraph.span.start), display.at(paragraph.span.end)
            starts = display.measured.wrap(first, end, self.row_width)
            self._rows += [Span(*pair) for pair in zip(starts, [*starts[1:], end], strict=True)]
            if self.content_size.height >= _SPACIOUS:
                self._rows.append(Span(end, end))
        self._row_starts = [row.start for row in self._rows]

    def row(self, number: int) -> Iterator[Segment]:
        """Yield one row, cut where the style changes."""
        text, origins, new = self._row(number)
        names: list[str] = [""] * len(text)
        if text and self._session.document.paragraph_at(origins[0]).kind is BlockKind.HEADING:
            names = ["page--heading"] * len(text)
        for finding in self._findings_in(origins):
            self._paint(names, origins, _shown(finding.span), self._style_name(finding))
        for span in self._marked_in(origins):
            self._paint(names, origins, span, "page--match")
        if self._current is not None:
            self._paint(names, origins, _shown(self._current.span), "page--old")
        for span in new:
            names[span.start : span.end] = ["page--new"] * len(span)
        for name, run in groupby(zip(names, text, strict=True), key=lambda pair: pair[0]):
            yield Segment(
                "".join(character for _, character in run), self.style_of(name) if name else None
            )

    def on_click(self, event: events.Click) -> None:
        """Post which finding was clicked, if one was."""
        at = event.get_content_offset(self)
        if at is None or (number := at.y + self.scroll_offset.y) >= self._count():
            return
        text, origins, _ = self._row(number)
        if text and (cell := Measured(text).at_cell(0, len(text), at.x)) < len(text):
            found = [
                each for each in self._findings_in(origins) if origins[cell] in _shown(each.span)
            ]
            if found:
                self.post_message(FindingClicked(found[0]))

    def _style_name(self, finding: Finding) -> str:
        return f"{kind_style(finding.code)} {_STATE_STYLES[self._session.verdict(finding)]}"

    def _paint(self, names: list[str], origins: Sequence[int], span: Span, name: str) -> None:
        start, end = bisect_left(origins, span.start), bisect_left(origins, span.end)
        names[start:end] = [name] * (end - start)

    def _findings_in(self, origins: Sequence[int]) -> list[Finding]:
        if not origins:
            return []
        first = bisect_right(self._reach, origins[0])
        behind = bisect_right(self._starts, origins[-1])
        return [
            finding
            for finding in self._findings[first:behind]
            if _shown(finding.span).end > origins[0]
        ]

    def _marked_in(self, origins: Sequence[int]) -> Sequence[Span]:
        if not origins or not self._marked:
            return ()
        first = bisect_left(self._marked, origins[0], key=lambda span: span.end)
        behind = bisect_right(self._marked, origins[-1], key=lambda span: span.start)
        return self._marked[first:behind]

    def _count(self) -> int:
        inset = self._inset
        return len(self._rows) + (len(inset.rows) - inset.replaced if inset else 0)

    def _row(self, number: int) -> tuple[str, Sequence[int], list[Span]]:
        """Return the text of a row, the offsets of its characters, and the spans of new text."""
        inset = self._inset
        if inset is not None and inset.first <= number < inset.first + len(inset.rows):
            row = inset.rows[number - inset.first]
            new = [
                Span(max(span.start, row.start) - row.start, min(span.end, row.end) - row.start)
                for span in inset.new
                if span.overlaps(row)
            ]
            return row.of(inset.measured.text), inset.origins[row.start : row.end], new
        if inset is not None and number >= inset.first:
            number += inset.replaced - len(inset.rows)
        row = self._rows[number]
        return row.of(self._display.measured.text), self._display.origins[row.start : row.end], []

    def _row_at(self, offset: int) -> int:
        """Return the row that shows `offset`."""
        inset = self._inset
        plain = max(0, bisect_right(self._row_starts, self._display.at(offset)) - 1)
        if inset is None or plain < inset.first:
            return plain
        if plain >= inset.first + inset.replaced:
            return plain + len(inset.rows) - inset.replaced
        at = bisect_left(inset.origins, offset)
        within = bisect_right([row.start for row in inset.rows], at) - 1
        return inset.first + max(0, within)

    def _inset_of(self, finding: Finding) -> _Inset:
        paragraph = self._session.document.paragraph_at(finding.span.start).span
        pieces: list[str] = []
        origins: list[int] = []
        new: list[Span] = []
        done = paragraph.start
        for span, text in new_texts(finding, shown_edits(self._session, finding)):
            if not paragraph.start <= span.end <= paragraph.end:
                continue
            pieces += [self._display.measured.text[done : span.end], visible(text)]
            origins += range(done, span.end)
            new.append(Span(len(origins), len(origins) + len(text)))
            origins += [span.end] * len(text)
            done = span.end
        pieces.append(self._display.measured.text[done : paragraph.end])
        origins += range(done, paragraph.end)
        measured = Measured("".join(pieces))
        starts = measured.wrap(0, len(measured.text), self.row_width)
        rows = [
            Span(start, end)
            for start, end in zip(starts, [*starts[1:], len(measured.text)], strict=True)
        ]
        first = bisect_left(self._row_starts, paragraph.start)
        replaced = bisect_left(self._row_starts, max(paragraph.end, paragraph.start + 1)) - first
        return _Inset(first, replaced, rows, measured, origins, new)


def _shown(span: Span) -> Span:
    """Return the span to mark; an empty one is shown at the character behind it."""
    return span if len(span) else Span(span.start, span.start + 1)
