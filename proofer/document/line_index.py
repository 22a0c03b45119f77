"""Lines end at LF, CRLF or CR only.

`str.splitlines` also splits at form feeds, U+0085 and U+2028, all of which occur inside the lines
of OCR text.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span

_LINE_END = lazy_pattern(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place as people count: line and column in code points, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class LineIndex:
    """Offsets to lines and columns, in O(log lines)."""

    text: str
    first: int = 1
    """The number of the first line, more than 1 if the text is a later part of a file."""
    _spans: tuple[Span, ...] = field(init=False, repr=False)
    _starts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        spans: list[Span] = []
        start = 0
        for match in _LINE_END.finditer(self.text):
            spans.append(Span(start, match.start()))
            start = match.end()
        spans.append(Span(start, len(self.text)))
        object.__setattr__(self, "_spans", tuple(spans))
        object.__setattr__(self, "_starts", tuple(span.start for span in spans))

    @property
    def lines(self) -> tuple[Span, ...]:
        """The lines without their ends; the last one is empty when the text ends in a line end."""
        return self._spans

    def position(self, offset: int) -> Position:
        """Return the line and column of `offset` (0..len(text)).

        Raises:
            ValueError: if the offset is outside the text.
        """
        if not 0 <= offset <= len(self.text):
            raise ValueError(f"offset {offset} outside a text of {len(self.text)} code points")
        line = bisect_right(self._starts, offset)
        return Position(line + self.first - 1, offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> Span:
        """Return the span of line `number` (from `first` on) without its end."""
        return self._spans[number - self.first]
