"""Lines of text to read, in runs of one style, wrapped by Chinese rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment

from proofer.document.spans import Span
from proofer.tui.widgets.cells import Measured
from proofer.tui.widgets.rows_view import RowsView

Line = Sequence[tuple[str, str]]
"""Runs of text, each with its component class (empty for none)."""


class LinesView(RowsView):
    """Shows `lines`; the rows of a line after its first are indented."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--title",
        "line--number",
        "line--new",
        "line--faint",
        "line--open",
        "line--changed",
        "line--rejected",
        "line--deferred",
    }

    def __init__(self, lines: Sequence[Line] = (), *, id: str) -> None:
        super().__init__(id=id)
        self.lines = lines
        self._rows: list[tuple[int, Span]] = []

    def indent(self, text: str) -> int:
        """Return the indentation, in cells, of the further rows of the line `text`."""
        return 2

    def lay_out(self) -> None:
        """Wrap the lines for the new width."""
        self._rows = []
        for number, line in enumerate(self.lines):
            measured = Measured("".join(text for text, _ in line))
            end = len(measured.text)
            starts = measured.wrap(0, end, self.row_width)[:2]
            if len(starts) > 1:
                further = max(2, self.row_width - self.indent(measured.text))
                starts = [0, *measured.wrap(starts[1], end, further)]
            self._rows += [
                (number, Span(*pair)) for pair in zip(starts, [*starts[1:], end], strict=True)
            ]
        self.set_count(len(self._rows))

    def row(self, number: int) -> Iterator[Segment]:
        """Yield one row."""
        line, row = self._rows[number]
        if row.start:
            yield Segment(" " * self.indent("".join(text for text, _ in self.lines[line])))
        at = 0
        for text, name in self.lines[line]:
            part = text[max(0, row.start - at) : max(0, row.end - at)]
            at += len(text)
            if part:
                yield Segment(part, self.style_of(name) if name else None)

    @property
    def row_count(self) -> int:
        """Number of rows of all lines."""
        return len(self._rows)

    def line_at(self, y: int) -> int | None:
        """Return the number of the line at row `y` of the visible part, None below the last."""
        number = y + self.scroll_offset.y
        return self._rows[number][0] if number < len(self._rows) else None
