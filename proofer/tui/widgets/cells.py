"""Text in terminal cells: widths, wrapping by Chinese rules, and characters made harmless."""

from __future__ import annotations

import string
from array import array
from bisect import bisect_right
from itertools import accumulate

from rich.cells import cell_len

from proofer.document.opaque import OPAQUE

NOT_FIRST = frozenset("，。、；：？！）》」』】〕〉”’…—·％‰℃,.;:?!)]}%")
"""Marks that must not begin a line."""
NOT_LAST = frozenset("（《「『【〔〈“‘([{")
"""Marks that must not end a line."""
HALF = 0.5
"""Confidence below which a correction is shown faintly: it is more likely wrong than right."""
_LOOK_BACK = 6
"""Characters by which a row may be shortened to keep marks with their neighbour."""
NO_BREAK = "\xa0"
"""A blank at which no row ends."""
_WORD = frozenset(string.ascii_letters + string.digits)


def _visible() -> dict[int, int]:
    """Map control characters to their pictures, others that affect a line to U+FFFD.

    What is no text is a box, as in reports.
    """
    table = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421, ord(OPAQUE): ord("□")}
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
    """Return `text` with a harmless character in place of each dangerous one; offsets stay."""
    return text.translate(_VISIBLE)


def joined(paragraph: str) -> str:
    """Return the lines of a paragraph as one, with a blank only between ASCII characters."""
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
    """Return `text` in at most `width` cells, with an ellipsis in the middle if it is longer."""
    measured = Measured(text)
    length = len(text)
    if measured.cells(0, length) <= width:
        return text
    head = measured.at_cell(0, length, max(0, width // 2))
    room = max(0, width - 1 - measured.cells(0, head))
    tail = next(at for at in range(head, length + 1) if measured.cells(at, length) <= room)
    return f"{text[:head]}…{text[tail:]}"


def cropped(text: str, width: int) -> str:
    """Return `text` in at most `width` cells, with an ellipsis at the end if it is longer."""
    measured = Measured(text)
    length = len(text)
    if measured.cells(0, length) <= width:
        return text
    return f"{text[: measured.at_cell(0, length, max(0, width - 1))]}…"


class Measured:
    """A text with the number of cells before each code point, so one bisection finds a row."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._before = array("i", accumulate(map(_WIDTHS.__getitem__, text), initial=0))

    def cells(self, start: int, end: int) -> int:
        """Return the width of a part of the text in cells."""
        return self._before[end] - self._before[start]

    def at_cell(self, start: int, end: int, cell: int) -> int:
        """Return the offset of the code point that is drawn at `cell` of a row start..end."""
        return min(
            max(start, bisect_right(self._before, self._before[start] + cell, start, end + 1) - 1),
            end,
        )

    def wrap(self, start: int, end: int, width: int) -> list[int]:
        """Return the offsets at which the rows of the part start..end begin; an empty part has one.

        A row has at most `width` cells. Marks that must not begin or end a line stay with their
        neighbour if moving six characters is enough (避头尾).
        """
        rows = [start]
        while self.cells(rows[-1], end) > width:
            row = rows[-1]
            stop = bisect_right(self._before, self._before[row] + width, row, end + 1) - 1
            # Even a pane narrower than a character gets one in each row.
            stop = self._good_break(row, max(stop, row + 1))
            if stop >= end:
                break
            rows.append(stop)
        return rows

    def _good_break(self, row: int, stop: int) -> int:
        """Return where to break: behind blanks, before a word, or where both marks allow it."""
        if self.text[stop] == " ":
            return stop + 1
        if (gap := self.text.rfind("  ", max(row + 1, stop - _LOOK_BACK), stop)) != -1:
            return gap + 2
        for at in range(stop, max(row, stop - _LOOK_BACK - 1), -1):
            before, behind = self.text[at - 1], self.text[at]
            if _hold(before, behind):
                return self._word_start(row, at)
            if behind not in NOT_FIRST and before not in NOT_LAST:
                return at
        return stop

    def _word_start(self, row: int, at: int) -> int:
        start = at
        while start > row and _hold(self.text[start - 1], self.text[start]):
            start -= 1
        while start > row and self.text[start - 1] in NOT_LAST:
            start -= 1
        return start if start > row else at


def _hold(before: str, behind: str) -> bool:
    """Return whether two characters stand in one row: in a word, or beside a blank that holds."""
    return NO_BREAK in (before, behind) or (before in _WORD and behind in _WORD)
