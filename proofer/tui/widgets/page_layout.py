"""The rows of a page: wrapped text, the paragraph with new text in it, and offsets of cells."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span, overlaps_any
from proofer.tui.widgets.cells import Measured, shorten, visible

_SOURCE_CELLS = 40
"""Width at which what is no text is shortened: a formula may be longer than a screen."""


@dataclass(frozen=True, slots=True)
class Display:
    """The text that is shown, and the ascending offsets of its characters in the document."""

    measured: Measured
    origins: Sequence[int]

    @classmethod
    def of(cls, document: Document, edits: Sequence[Edit] = ()) -> Display:
        """Return the text of `document` with sorted `edits` made; of what is no text, its source.

        New text has the offset of what it replaces.
        """
        text = document.text
        if OPAQUE in text:
            edits = sorted([*edits, *_sources(document, edits)], key=lambda edit: edit.span)
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


def _sources(document: Document, edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield what is shown of formulas, code and links that no edit takes out."""
    gone = [edit.span for edit in edits]
    for at, character in enumerate(document.text):
        if character == OPAQUE and not overlaps_any(span := Span(at, at + 1), gone):
            yield Edit(span, shorten(document.shown(span), _SOURCE_CELLS))


@dataclass(frozen=True, slots=True)
class _Inset:
    """A paragraph with new text inserted."""

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


class PageLayout:
    """The rows of `display` for a width in cells; `spacious` puts an empty one after paragraphs."""

    def __init__(self, document: Document, display: Display, width: int, *, spacious: bool) -> None:
        self._document = document
        self._display = display
        self._width = width
        self._inset: _Inset | None = None
        self._rows: list[Span] = []
        for paragraph in document.paragraphs:
            first, end = display.at(paragraph.span.start), display.at(paragraph.span.end)
            starts = display.measured.wrap(first, end, width)
            self._rows += [Span(*pair) for pair in zip(starts, [*starts[1:], end], strict=True)]
            if spacious:
                self._rows.append(Span(end, end))
        self._row_starts = [row.start for row in self._rows]

    def __len__(self) -> int:
        inset = self._inset
        return len(self._rows) + (len(inset.rows) - inset.replaced if inset else 0)

    def row(self, number: int) -> tuple[str, Sequence[int], list[Span]]:
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

    def row_at(self, offset: int) -> int:
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

    def offset_at(self, number: int, cell: int) -> int | None:
        """Return the offset that is drawn at `cell` of a row; None outside of its text."""
        if not 0 <= number < len(self):
            return None
        text, origins, _ = self.row(number)
        at = Measured(text).at_cell(0, len(text), cell) if text else 0
        return origins[at] if at < len(text) else None

    def beside(self, offset: int, rows: int) -> int:
        """Return the offset that stands `rows` rows of text below (or above) `offset`."""
        number = self.row_at(offset)
        cell = self._cell_of(number, offset)
        step = 1 if rows > 0 else -1
        for _ in range(abs(rows)):
            following = number + step
            while 0 <= following < len(self) and not self.row(following)[0]:
                following += step
            if not 0 <= following < len(self):
                break
            number = following
        text, origins, _ = self.row(number)
        at = Measured(text).at_cell(0, len(text), cell) if text else 0
        return origins[min(at, len(text) - 1)] if text else offset

    def edges(self, offset: int) -> tuple[int, int]:
        """Return the first and the last offset of the row that shows `offset`."""
        _, origins, _ = self.row(self.row_at(offset))
        return (origins[0], origins[-1]) if origins else (offset, offset)

    def _cell_of(self, number: int, offset: int) -> int:
        text, origins, _ = self.row(number)
        return Measured(text).cells(0, min(bisect_left(origins, offset), len(text)))

    def inset(self, offset: int, new_texts: Sequence[tuple[Span, str]]) -> None:
        """Insert each text behind its span into the paragraph at `offset`, in place of others."""
        paragraph = self._document.paragraph_at(offset).span
        display, at = self._display, self._display.at
        shown = display.measured.text
        pieces: list[str] = []
        origins: list[int] = []
        new: list[Span] = []
        done = paragraph.start
        for span, text in new_texts:
            if not paragraph.start <= span.end <= paragraph.end:
                continue
            pieces += [shown[at(done) : at(span.end)], visible(text)]
            origins += display.origins[at(done) : at(span.end)]
            new.append(Span(len(origins), len(origins) + len(text)))
            origins += [span.end] * len(text)
            done = span.end
        pieces.append(shown[at(done) : at(paragraph.end)])
        origins += display.origins[at(done) : at(paragraph.end)]
        measured = Measured("".join(pieces))
        starts = measured.wrap(0, len(measured.text), self._width)
        rows = [
            Span(start, end)
            for start, end in zip(starts, [*starts[1:], len(measured.text)], strict=True)
        ]
        start, end = at(paragraph.start), at(paragraph.end)
        first = bisect_left(self._row_starts, start)
        replaced = bisect_left(self._row_starts, max(end, start + 1)) - first
        self._inset = _Inset(first, replaced, rows, measured, origins, new)

    def without_inset(self) -> None:
        """Show the paragraph as it is again."""
        self._inset = None
