"""Places of a source that repeat a text: a correction of it is made in them too.

White space does not count: between two words there may be a blank in one place and none in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from proofer.document.blocks import Piece
from proofer.document.spans import Span
from proofer.formats._syntax.escaped_text import characters, together

_KEY = 4
"""Code points by which the start of a copy is looked up; a shorter one counts only in its turn."""
_CANDIDATES = 20
"""Places with the same start from which on none is told from the others."""


def in_step(
    source: str, text: Iterable[Piece], other: Iterable[Piece], *, finer: bool = False
) -> list[Piece] | None:
    """Return the characters of `text` with their echoes in `other`; None if its text is another.

    Where `other` is `finer`, what the engine says of its characters counts, too.
    """
    found = characters(text)
    visible = [number for number, each in enumerate(found) if not each.of(source).isspace()]
    copies = [each for each in characters(other) if not each.of(source).isspace()]
    same = len(visible) == len(copies) and all(
        found[number].of(source) == copy.of(source)
        for number, copy in zip(visible, copies, strict=True)
    )
    if not visible or not same:
        return None
    for number, copy in zip(visible, copies, strict=True):
        found[number] = _with_echo(found[number], copy, finer=finer)
    return found


def _with_echo(piece: Piece, copy: Piece, *, finer: bool) -> Piece:
    ocr = copy.ocr if finer and copy.ocr is not None else piece.ocr
    return replace(piece, ocr=ocr, echoes=(*piece.echoes, Span(copy.start, copy.end)))


def repeated(
    source: str, runs: Sequence[Sequence[Piece]], copies: Iterable[Iterable[Sequence[Piece]]]
) -> list[list[Piece]]:
    """Return the pieces of the runs of a document with their echoes in copies of it.

    Args:
        source: the source of the document.
        runs: its lines or words, in the order of the file.
        copies: the lines or words of each copy. One that does not say the same as what is next in
            the document, in whole or between its blanks, is taken for what says it, if that is a
            single place, or has no echo.
    """
    found = [characters(run) for run in runs]
    places = [
        (row, column)
        for row, run in enumerate(found)
        for column, piece in enumerate(run)
        if not piece.of(source).isspace()
    ]
    text = "".join(found[row][column].of(source) for row, column in places)
    for copy in copies:
        finder = _Finder(text)
        for part in copy:
            for start, pieces in finder.places(source, characters(part)):
                there = places[start : start + len(pieces)]
                for (row, column), each in zip(there, pieces, strict=True):
                    found[row][column] = _with_echo(found[row][column], each, finer=True)
    return [together(run) for run in found]


class _Finder:
    """Finds the parts of a copy in a text, one after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.next: int | None = 0
        """Where the last part ended; None if it was not found."""
        self.starts: dict[str, list[int]] | None = None

    def places(self, source: str, part: Sequence[Piece]) -> Iterator[tuple[int, list[Piece]]]:
        """Yield where a part of a copy stands in the text, or else what is between its blanks."""
        before = self.next
        words = [
            list(group)
            for blank, group in groupby(part, key=lambda each: each.of(source).isspace())
            if not blank
        ]
        whole = [piece for word in words for piece in word]
        start = self._find("".join(each.of(source) for each in whole))
        if start is not None:
            yield start, whole
        elif len(words) > 1:
            self.next = before
            for word in words:
                start = self._find("".join(each.of(source) for each in word))
                if start is not None:
                    yield start, word

    def _find(self, part: str) -> int | None:
        """Return where in the text `part` is meant; None if that is nowhere or not sure."""
        start = 0 if self.next == len(self.text) else self.next  # it may be there twice
        if start is None or not self.text.startswith(part, start):
            start = self._only_place(part)
        self.next = None if start is None else start + len(part)
        return start

    def _only_place(self, part: str) -> int | None:
        if len(part) < _KEY:
            return None
        if self.starts is None:
            self.starts = {}
            for at in range(len(self.text) - _KEY + 1):
                self.starts.setdefault(self.text[at : at + _KEY], []).append(at)
        candidates = self.starts.get(part[:_KEY], [])
        if len(candidates) > _CANDIDATES:
            return None
        found = [at for at in candidates if self.text.startswith(part, at)]
        return found[0] if len(found) == 1 else None
