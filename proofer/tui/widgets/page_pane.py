"""The page in reading order: all findings marked, the current one with its new text inserted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import ClassVar

from rich.segment import Segment
from textual import events, message
from textual.binding import Binding, BindingType

from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.findings.finding import Finding
from proofer.review.decisions import Verdict
from proofer.review.session import ReviewSession
from proofer.tui.kinds import kind_style
from proofer.tui.widgets.cells import joined, visible
from proofer.tui.widgets.page_cursor import PageCursor, nearest_character
from proofer.tui.widgets.page_layout import Display, PageLayout
from proofer.tui.widgets.rows_view import FindingClicked, RowsView
from proofer.tui.widgets.view import View
from proofer.tui.wording import new_texts, shown_edits

_SPACIOUS = 20
"""Rows of a pane that has room for an empty row between paragraphs."""
_NUMBERED = 44
"""Terminal cells of a pane that has room for the numbers of the lines."""

_STATE_STYLES: Mapping[Verdict | None, str] = {
    None: "page--open",
    Verdict.DEFERRED: "page--deferred",
    Verdict.ACCEPTED: "page--changed",
    Verdict.EDITED: "page--changed",
    Verdict.REJECTED: "page--rejected",
    Verdict.AS_PRINTED: "page--rejected",
}


class PagePane(RowsView, can_focus=True, inherit_bindings=False):
    """Shows the document of a session. It has the focus while there is a cursor in it."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        *(
            Binding(f"{shift}{key}", f"{action}({argument}, {bool(shift)})", show=False)
            for shift in ("", "shift+")
            for key, action, argument in (
                ("left", "step", -1),
                ("right", "step", 1),
                ("up", "row", -1),
                ("down", "row", 1),
                ("home", "edge", 0),
                ("end", "edge", 1),
            )
        ),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "page--heading",
        "page--number",
        "page--match",
        "page--open",
        "page--deferred",
        "page--changed",
        "page--rejected",
        "page--old",
        "page--new",
        "page--selection",
    }

    class CursorMoved(message.Message):
        """The cursor was put into the page, or taken away."""

    def __init__(self, session: ReviewSession, *, id: str) -> None:
        super().__init__(id=id)
        self._session = session
        self._view: View = "difference"
        self._plain = Display.of(session.document)
        self._marked: Sequence[Span] = ()
        self._headings = [
            each.span for each in session.document.paragraphs if each.kind is BlockKind.HEADING
        ]
        self._gutter = 0
        self.take_findings()
        self._layout: PageLayout | None = None
        self._current: Finding | None = None
        self.cursor: PageCursor | None = None
        """The editor's cursor, set by keys, the mouse or a search."""
        self._pressed: int | None = None
        self._dragged = False

    def take_findings(self) -> None:
        """Take the findings to mark from the session."""
        self._findings = sorted(self._session.findings, key=lambda finding: finding.span)
        self._starts = [finding.span.start for finding in self._findings]
        self._reach = list(
            accumulate((_shown(finding.span).end for finding in self._findings), max)
        )

    def show(self, finding: Finding | None) -> None:
        """Make `finding` the current one, bring it into sight and draw the decision on it."""
        self._current = finding
        if self._view == "corrected" and self._layout is not None:
            self._lay_out_rows()
        if (layout := self._layout) is None:
            return
        layout.without_inset()
        if finding is not None and self._view == "difference":
            edits = shown_edits(self._session, finding)
            layout.inset(finding.span.start, new_texts(finding, edits))
        self.set_count(len(layout))
        if finding is not None:
            self._reveal(finding.span)

    def show_view(self, view: View) -> None:
        """Show the original text, the corrected one, or (difference) the new beside the old."""
        self._view = view
        self._lay_out_rows()
        self.show(self._current)

    def mark(self, spans: Sequence[Span], at: Span | None = None) -> None:
        """Mark the sorted `spans` of a search or of evidence, and bring `at` into sight."""
        if spans or self._marked:
            self._marked = spans
            self.refresh()
        if at is not None:
            self._reveal(at)

    def screen_rows(self, span: Span) -> tuple[int, int] | None:
        """Return the first and last row of the screen that show `span`; None if out of sight."""
        if self._layout is None:
            return None
        top, region = self.scroll_offset.y, self.content_region
        first, last = (self._layout.row_at(at) - top for at in (span.start, _shown(span).end - 1))
        if last < 0 or first >= region.height:
            return None
        return region.y + max(0, first), region.y + min(last, region.height - 1)

    def reveal_heading(self, number: int) -> None:
        """Scroll to a headline of `headings`."""
        self._reveal(self._headings[number])

    def lay_out(self) -> None:
        """Wrap for the new width, keeping the current finding in sight."""
        self._lay_out_rows()
        self.show(self._current)

    def _lay_out_rows(self) -> None:
        document = self._session.document
        edits = self._session.plan() if self._view == "corrected" else ()
        display = Display.of(document, edits) if edits else self._plain
        spacious = self.content_size.height >= _SPACIOUS
        last = self._session.line_of(len(document.text))
        wanted = last > 1 and self.row_width >= _NUMBERED
        self._gutter = len(str(last)) + 1 if wanted else 0
        width = self.row_width - self._gutter
        self._layout = PageLayout(document, display, width, spacious=spacious)

    @property
    def headings(self) -> Sequence[Span]:
        """The headlines of the page, in its order."""
        return self._headings

    def heading_at(self, offset: int) -> str:
        """Return the headline above `offset`, as it is shown; nothing before the first."""
        above = bisect_right(self._headings, offset, key=lambda span: span.start) - 1
        if above < 0:
            return ""
        return joined(visible(self._headings[above].of(self._session.document.text)))

    def _reveal(self, span: Span) -> None:
        if self._layout is not None:
            first, last = span.start, _shown(span).end - 1
            self.reveal(self._layout.row_at(first), self._layout.row_at(last))

    def row(self, number: int) -> Iterator[Segment]:
        """Yield one row, cut where the style changes."""
        if self._layout is None:
            return
        text, origins, new = self._layout.row(number)
        if self._gutter:
            yield Segment(self._number(number, origins), self.style_of("page--number"))
        names: list[str] = [""] * len(text)
        if text and self._session.document.paragraph_at(origins[0]).kind is BlockKind.HEADING:
            names = ["page--heading"] * len(text)
        for finding in self._findings_in(origins):
            self._paint(names, origins, _shown(finding.span), self._style_name(finding))
        for span in self._marked_in(origins):
            self._paint(names, origins, span, "page--match")
        if self._current is not None:
            self._paint(names, origins, _shown(self._current.span), "page--old")
        if self.cursor is not None:
            self._paint(names, origins, self.cursor.span, "page--selection")
        for span in new:
            names[span.start : span.end] = ["page--new"] * len(span)
        for name, run in groupby(zip(names, text, strict=True), key=lambda pair: pair[0]):
            yield Segment(
                "".join(character for _, character in run), self.style_of(name) if name else None
            )

    def _number(self, row: int, origins: Sequence[int]) -> str:
        """Return what stands before a row: the number of its line, where that begins."""
        line_of = self._session.line_of
        line = line_of(origins[0]) if origins else 0
        before = self._layout.row(row - 1)[1] if self._layout is not None and row else ()
        if not line or (before and line_of(before[0]) == line):
            return " " * self._gutter
        return f"{line:>{self._gutter - 1}} "

    # The cursor

    def set_cursor(self, cursor: PageCursor | None) -> None:
        """Put the cursor there and bring it into sight; None takes it away."""
        if cursor == self.cursor:
            return
        if (cursor is None) is not (self.cursor is None):
            self.post_message(self.CursorMoved())
        self.cursor = cursor
        self.refresh()
        if cursor is None:
            if self.has_focus:
                self.screen.set_focus(None)
            return
        self.focus(scroll_visible=False)
        self._reveal(Span(cursor.caret, cursor.caret + 1))

    def begin(self) -> None:
        """Set a cursor at the current finding, or at the top if that is out of sight.

        If there is a cursor, let it select from here on.
        """
        if self.cursor is not None:
            caret = self.cursor.caret
            self.set_cursor(PageCursor(caret, caret, selecting=True))
            return
        layout, top = self._layout, self.scroll_offset.y
        start = self._current.span.start if self._current is not None else 0
        if layout is not None and not 0 <= layout.row_at(start) - top < self.content_size.height:
            shown = (layout.offset_at(top + y, 0) for y in range(self.content_size.height))
            start = next((each for each in shown if each is not None), start)
        start = nearest_character(self._session.document.text, start)
        self.set_cursor(PageCursor(start, start))

    def action_leave(self) -> None:
        """Take the cursor away."""
        self.set_cursor(None)

    def action_step(self, by: int, extend: bool) -> None:
        """Move the cursor by characters."""
        if self.cursor is not None:
            self._move(self.cursor.caret + by, extend=extend)

    def action_row(self, by: int, extend: bool) -> None:
        """Move the cursor by rows."""
        if self.cursor is not None and self._layout is not None:
            self._move(self._layout.beside(self.cursor.caret, by), extend=extend)

    def action_edge(self, end: int, extend: bool) -> None:
        """Move the cursor to the first or the last character of its row."""
        if self.cursor is not None and self._layout is not None:
            self._move(self._layout.edges(self.cursor.caret)[end], extend=extend)

    def _move(self, to: int, *, extend: bool) -> None:
        if self.cursor is not None:
            self.set_cursor(self.cursor.moved(to, self._session.document, extend=extend))

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember where a selection may begin."""
        self._pressed = self._offset_of(event)
        self._dragged = False
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select as far as the pointer is drawn with the button pressed."""
        if self._pressed is None or (to := self._offset_of(event)) is None:
            return
        if self._dragged or to != self._pressed:
            self._dragged = True
            start = PageCursor(self._pressed, self._pressed)
            self.set_cursor(start.moved(to, self._session.document, extend=True))

    def on_mouse_up(self) -> None:
        """End the selection."""
        self._pressed = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Post which finding was clicked, or put the cursor there; with Shift, select up to it."""
        offset = self._offset_of(event)
        if self._dragged or offset is None:
            return
        if event.shift and self.cursor is not None:
            self._move(offset, extend=True)
        elif (found := self.finding_at(offset)) is not None:
            self.post_message(FindingClicked(found))
        else:
            self.set_cursor(PageCursor(offset, offset))

    def _offset_of(self, event: events.MouseEvent) -> int | None:
        """Return the offset of the text under the pointer, None where there is none."""
        at = event.get_content_offset(self)
        if at is None or self._layout is None:
            return None
        return self._layout.offset_at(at.y + self.scroll_offset.y, max(0, at.x - self._gutter))

    def finding_at(self, offset: int) -> Finding | None:
        """Return the first finding that is marked at `offset`, None if none is."""
        found = (each for each in self._findings_in([offset]) if offset in _shown(each.span))
        return next(found, None)

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


def _shown(span: Span) -> Span:
    """Return the span to mark; an empty one is shown at the character behind it."""
    return span if len(span) else Span(span.start, span.start + 1)
