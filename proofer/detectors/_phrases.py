"""Where a text has a set phrase but for one or two characters.

A phrase with at most k edits, cut into k + 1 pieces, has one piece that is intact: the pieces of all phrases are
indexed by their first characters, and only where one stands the rest is aligned (Levenshtein, semi-global on both
sides). Marks, quotes and blanks are left aside on both sides; a sentence's end is not crossed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex
from rapidfuzz.distance import Levenshtein

from proofer.document.spans import Span

SHORTEST = 6
"""Characters of the shortest phrases that are aligned: in shorter ones a difference is another phrase."""
_TWO_EDITS = 10
"""Characters from which a phrase may have two errors."""
_GRAM = 3
_STOP = "\n"
_LETTER = regex.compile(r"[\p{Han}\w]")
_KEPT = regex.compile(r"[\p{Han}\w\n]")
_STOPS = str.maketrans(dict.fromkeys("。！？!?；;", _STOP))


@dataclass(frozen=True, slots=True)
class Difference:
    """Characters of a phrase as printed and as they should be, and where they stand in the phrase."""

    span: Span
    printed: str
    right: str
    at: int


@dataclass(frozen=True, slots=True)
class Damaged:
    """A place that reads like `phrase` but for the differences."""

    phrase: str
    letters: str
    """The phrase without marks."""
    span: Span
    differences: tuple[Difference, ...]


class Letters:
    """A text without marks and blanks, a line feed at the end of each sentence, with the way back."""

    def __init__(self, text: str) -> None:
        stopped = text.translate(_STOPS)
        self._index = [match.start() for match in _KEPT.finditer(stopped)]
        self.text = "".join(map(stopped.__getitem__, self._index))

    def span(self, start: int, end: int) -> Span:
        """Return where the letters `start` to `end` stand in the source; an empty range follows the letter before."""
        if start < end:
            return Span(self._index[start], self._index[end - 1] + 1)
        at = self._index[start - 1] + 1 if start else 0
        return Span(at, at)


@dataclass(frozen=True, slots=True)
class _Piece:
    letters: str
    phrase: str
    at: int
    edits: int


class PhraseIndex:
    """The long phrases of a dictionary, by the first characters of their pieces."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_gram: dict[str, list[_Piece]] = defaultdict(list)
        self._printed: dict[str, str] = {}
        for phrase in phrases:
            letters = "".join(_LETTER.findall(phrase))
            if len(letters) >= SHORTEST and letters not in self._printed:
                self._printed[letters] = phrase
                for piece in _pieces(letters):
                    self._by_gram[piece.letters[:_GRAM]].append(piece)

    def damaged(self, letters: Letters) -> Iterator[Damaged]:
        """Yield the places of the text that are a phrase but for one or two characters; several may overlap."""
        text = letters.text
        grams: dict[str, list[int]] = defaultdict(list)
        for at in range(len(text) - _GRAM + 1):
            gram = text[at : at + _GRAM]
            if gram in self._by_gram:
                grams[gram].append(at)
        seen: set[tuple[str, int, int]] = set()
        for gram, places in grams.items():
            for piece in self._by_gram[gram]:
                for at in places:
                    if text.startswith(piece.letters, at):
                        found = _aligned(text, at, piece)
                        if found is not None and (piece.phrase, *found) not in seen:
                            seen.add((piece.phrase, *found))
                            yield self._damaged(letters, piece.phrase, *found)

    def _damaged(self, letters: Letters, phrase: str, start: int, end: int) -> Damaged:
        differences = []
        for op in Levenshtein.opcodes(letters.text[start:end], phrase):
            if op.tag != "equal":
                printed = letters.text[start + op.src_start : start + op.src_end]
                span = letters.span(start + op.src_start, start + op.src_end)
                differences.append(Difference(span, printed, phrase[op.dest_start : op.dest_end], op.dest_start))
        return Damaged(self._printed[phrase], phrase, letters.span(start, end), tuple(differences))


def _pieces(letters: str) -> Iterator[_Piece]:
    edits = 2 if len(letters) >= _TWO_EDITS else 1
    size, rest = divmod(len(letters), edits + 1)
    at = 0
    for number in range(edits + 1):
        length = size + (number < rest)
        yield _Piece(letters[at : at + length], letters, at, edits)
        at += length


def _aligned(text: str, at: int, piece: _Piece) -> tuple[int, int] | None:
    """Return the range of `text` that fits the whole phrase best, None if it fits as it stands or not at all."""
    phrase, end = piece.phrase, at + len(piece.letters)
    before, after = phrase[: piece.at], phrase[piece.at + len(piece.letters) :]
    reach = piece.edits
    left = text[max(0, at - len(before) - reach) : at].rpartition(_STOP)[2]
    right = text[end : end + len(after) + reach].partition(_STOP)[0]
    taken_left, edits_left = _fit(before[::-1], left[::-1], reach)
    taken_right, edits_right = _fit(after, right, reach)
    if not 0 < edits_left + edits_right <= reach:
        return None
    return at - taken_left, end + taken_right


def _fit(part: str, text: str, most: int) -> tuple[int, int]:
    """Return how much of the beginning of `text` fits `part` best, and with how many edits (most + 1: not at all)."""
    if not part or text.startswith(part):
        return len(part), 0
    lengths = range(max(0, len(part) - most), min(len(text), len(part) + most) + 1)
    return min(
        ((length, Levenshtein.distance(part, text[:length], score_cutoff=most)) for length in lengths),
        # A stray character inside is likelier than the loss of the last one and a chance letter in its place.
        key=lambda fit: (fit[1], text[fit[0] - 1 : fit[0]] != part[-1], abs(fit[0] - len(part)), fit[0]),
        default=(0, most + 1),
    )
