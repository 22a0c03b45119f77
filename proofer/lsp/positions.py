"""Offsets of a text as the positions of a client, which counts in the units that were agreed on."""

from __future__ import annotations

from lsprotocol import types

from proofer.document.line_index import LineIndex
from proofer.document.spans import Span

_CODECS = {
    types.PositionEncodingKind.Utf8: ("utf-8", 1),
    types.PositionEncodingKind.Utf16: ("utf-16-le", 2),
}


class Positions:
    """The positions of a text in the units of `encoding`: UTF-8 bytes, UTF-16 code units, or code points."""

    def __init__(self, text: str, encoding: str) -> None:
        self._text = text
        self._lines = LineIndex(text)
        self._codec = _CODECS.get(types.PositionEncodingKind(encoding))

    def position(self, offset: int) -> types.Position:
        """Return the place of `offset`, in code points, for the client."""
        at = self._lines.position(offset)
        start = self._lines.line(at.line).start
        return types.Position(at.line - 1, self._units(self._text[start:offset]))

    def range(self, span: Span) -> types.Range:
        """Return `span`, in code points, for the client."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """Return the offset of a position; one behind the end of a line or of the text is that end."""
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
        """Return a range of the client in code points."""
        start = self.offset(place.start)
        return Span(start, max(start, self.offset(place.end)))

    def _units(self, text: str) -> int:
        if self._codec is None:
            return len(text)
        codec, size = self._codec
        return len(text.encode(codec, "surrogatepass")) // size
