"""Offsets in a text as positions of a client, which counts in the unit that was agreed on."""

from __future__ import annotations

from lsprotocol import types

from proofer.document.line_index import LineIndex
from proofer.document.spans import Span

_CODECS = {
    types.PositionEncodingKind.Utf8: ("utf-8", 1),
    types.PositionEncodingKind.Utf16: ("utf-16-le", 2),
}


class Positions:
    """Positions in a text, in the unit of `encoding`: bytes, UTF-16 code units or code points."""

    def __init__(self, text: str, encoding: str) -> None:
        self._text = text
        self._lines = LineIndex(text)
        self._codec = _CODECS.get(types.PositionEncodingKind(encoding))

    def position(self, offset: int) -> types.Position:
        """Return the client's position of `offset`, in code points."""
        at = self._lines.position(offset)
        start = self._lines.line(at.line).start
        return types.Position(at.line - 1, self._units(self._text[start:offset]))

    def range(self, span: Span) -> types.Range:
        """Return the client's range of `span`, in code points."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """Return the offset of a position in code points; one behind an end is that end."""
        if position.line >= len(self._lines.lines):
            return len(self._text)
        line = self._lines.lines[position.line]
        units = 0
        for offset in range(line.start, line.end):
            units += self._units(self._text[offset])
            if units > position.character:
                return offset
        return line.end

    def span(self, place: types.Range) -> Span:
        """Return the span of a client's range, in code points."""
        start = self.offset(place.start)
        return Span(start, max(start, self.offset(place.end)))

    def _units(self, text: str) -> int:
        if self._codec is None:
            return len(text)
        codec, size = self._codec
        return len(text.encode(codec, "surrogatepass")) // size
