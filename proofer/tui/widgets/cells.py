"""Text in terminal cells: widths, wrapping as Chinese is set, and what must not reach the terminal."""

from __future__ import annotations

import string
from array import array
from bisect import bisect_right
from itertools import accumulate

from rich.cells import cell_len

NOT_FIRST = frozenset("，。、；：？！）》」』】〕〉”’…—·％‰℃,.;:?!)]}%")
"""Marks that do not begin a line."""
NOT_LAST = frozenset("（《「『【〔〈“‘([{")
"""Marks that do not end a line."""
_LOOK_BACK = 2
_WORD = frozenset(string.ascii_letters + string.digits)


def _visible() -> dict[int, int]:
    """Map control characters to signs for them, and what would turn the line round or break it to U+FFFD."""
    table = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
    unsafe = [
        *range(0x80, 0xA0),
        0x061C,
        0x200E,
        0x200F,
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
    ]
    unsafe += range(0xD800, 0xE000)
    return table | dict.fromkeys(unsafe, 0xFFFD)


_VISIBLE = _visible()


def visible(text: str) -> str:
    """Return `text` with one harmless character for each character, so that offsets hold."""
    return text.translate(_VISIBLE)


def joined(paragraph: str) -> str:
    """Return the lines of a paragraph as one: with a blank only between Latin letters."""
    lines = paragraph.strip().split("\n")
    text = lines[0]
    for line in lines[1:]:
        text += (" " if text[-1:].isascii() and line[:1].isascii() else "") + line
    return text


class _Widths(dict[str, int]):
    def __missing__(self, character: str) -> int:
        width = self[character] = cell_len(character)
        return width


_WIDTHS = _Widths()


def shorten(text: str, width: int) -> str:
    """Return `text` in at most `width` cells, its middle left out if it is longer."""
    measured = Measured(text)
    length = len(text)
    if measured.cells(0, length) <= width:
        return text
    head = measured.at_cell(0, length, max(0, width // 2))
    room = max(0, width - 1 - measured.cells(0, head))
    tail = next(at for at in range(head, length + 1) if measured.cells(at, length) <= room)
    return f"{text[:head]}…{text[tail:]}"


class Measured:
    """A text with the cells before each of its code points, so that a row is found by one bisection."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._before = array("i", accumulate(map(_WIDTHS.__getitem__, text), initial=0))

    def cells(self, start: int, end: int) -> int:
        """Return the width of a part of the text."""
        return self._before[end] - self._before[start]

    def at_cell(self, start: int, end: int, cell: int) -> int:
        """Return the code point of a row start..end that is drawn at `cell`."""
        return min(
            max(start, bisect_right(self._before, self._before[start] + cell, start, end + 1) - 1),
            end,
        )

    def wrap(self, start: int, end: int, width: int) -> list[int]:
        """Return where the rows of the part start..end begin, at most `width` cells each; an empty part is one row.

        Marks that must not begin or end a line are kept with their neighbour where two characters
        suffice (避头尾).
        """
        rows = [start]
        while self.cells(rows[-1], end) > width:
            row = rows[-1]
            stop = bisect_right(self._before, self._before[row] + width, row, end + 1) - 1
            stop = self._good_break(
                row, max(stop, row + 1)
            )  # a pane narrower than one character still goes on
            if stop >= end:
                break
            rows.append(stop)
        return rows

    def _good_break(self, row: int, stop: int) -> int:
        """Return where to break: behind a blank, before a word or number, or between two characters that may part."""
        if self.text[stop] == " ":
            return stop + 1
        for at in range(stop, max(row, stop - _LOOK_BACK - 1), -1):
            before, behind = self.text[at - 1], self.text[at]
            if before in _WORD and behind in _WORD:
                return self._word_start(row, at)
            if behind not in NOT_FIRST and before not in NOT_LAST:
                return at
        return stop

    def _word_start(self, row: int, at: int) -> int:
        start = at
        while start > row and self.text[start - 1] in _WORD:
            start -= 1
        while start > row and self.text[start - 1] in NOT_LAST:
            start -= 1
        return start if start > row else at
