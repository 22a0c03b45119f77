"""Where a text has a set phrase but for one or two characters.

A phrase with at most k edits, cut into k + 1 pieces, has one piece that is intact: the pieces of
all phrases are indexed by their first characters, and only where one stands the rest is aligned
(Levenshtein, semi-global on both sides). Marks, quotes and blanks are left aside on both sides; a
sentence's end is not crossed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST = 6
"""Characters of the shortest phrases that are aligned: many shorter ones differ by just one."""
_TWO_EDITS = 10
"""Characters from which a phrase may have two errors."""
_GRAM = 3
"""Characters by which pieces are indexed: no piece is shorter (six in two, ten in three)."""
_BITS = 21
"""A code point has no more."""
_STOP = "\n"
_LETTER = lazy_regex(r"[\p{Han}\w]")
_DROPPED = lazy_regex(r"[^\p{Han}\w\n]+")
_STOPS = str.maketrans(dict.fromkeys("。！？!?；;", _STOP))


@dataclass(frozen=True, slots=True)
class Difference:
    """Characters as printed and as the phrase has them, `at` an offset of its letters."""

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
    """A text without marks and blanks, a line feed behind each sentence, with the way back."""

    def __init__(self, text: str) -> None:
        stopped = text.translate(_STOPS)
        dropped = 0
        self._starts, self._shifts = [-1], [0]
        for match in _DROPPED.finditer(stopped):
            self._starts.append(match.start() - dropped)
            dropped += match.end() - match.start()
            self._shifts.append(dropped)
        self.text = _DROPPED.sub("", stopped)

    def _source(self, at: int) -> int:
        """Return where letter `at` stands in the source."""
        return at + self._shifts[bisect_right(self._starts, at) - 1]

    def span(self, start: int, end: int, *, before_next: bool = False) -> Span:
        """Return where the letters `start` to `end` stand in the source.

        An empty range follows the letter before, or with `before_next` the marks behind that one.
        """
        if start < end:
            return Span(self._source(start), self._source(end - 1) + 1)
        if before_next and start < len(self.text):
            at = self._source(start)
        else:
            at = self._source(start - 1) + 1 if start else 0
        return Span(at, at)


class _Piece(NamedTuple):
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
        """Yield the places that are a phrase but for one or two characters; they may overlap."""
        text = letters.text
        grams: dict[str, list[int]] = defaultdict(list)
        for at in self._known_grams(text):
            grams[text[at : at + _GRAM]].append(at)
        seen: set[tuple[str, int, int]] = set()
        for gram, places in grams.items():
            for piece in self._by_gram[gram]:
                for at in places:
                    if text.startswith(piece.letters, at):
                        new = {(piece.phrase, *found) for found in _aligned(text, at, piece)} - seen
                        seen |= new
                        yield from (self._damaged(letters, *found) for found in sorted(new))

    def _known_grams(self, text: str) -> list[int]:
        """Return where the first characters of a piece stand in `text`."""
        import numpy as np

        from proofer.language.arrays import is_among

        found: list[int] = np.flatnonzero(is_among(_packed(text), self._packed)).tolist()
        return found

    @cached_property
    def _packed(self) -> NDArray[np.uint64]:
        import numpy as np

        return np.sort(_packed("".join(self._by_gram))[::_GRAM])

    def _damaged(self, letters: Letters, phrase: str, start: int, end: int) -> Damaged:
        differences = []
        behind_marks = _behind_marks(self._printed[phrase])
        for op in Levenshtein.opcodes(letters.text[start:end], phrase):
            if op.tag != "equal":
                printed = letters.text[start + op.src_start : start + op.src_end]
                marked = op.dest_start in behind_marks
                span = letters.span(start + op.src_start, start + op.src_end, before_next=marked)
                differences.append(
                    Difference(span, printed, phrase[op.dest_start : op.dest_end], op.dest_start)
                )
        return Damaged(self._printed[phrase], phrase, letters.span(start, end), tuple(differences))


def _behind_marks(phrase: str) -> set[int]:
    """Return which letters of a phrase begin it or follow a mark: 四 in 增强“四个意识”."""
    starts = [match.start() for match in _LETTER.finditer(phrase)]
    return {number for number, at in enumerate(starts) if not at or starts[number - 1] < at - 1}


def _packed(text: str) -> NDArray[np.uint64]:
    """Return the characters of every gram of `text` in one number."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    count = max(0, len(codes) - _GRAM + 1)
    packed = np.zeros(count, np.uint64)
    for place in range(_GRAM):
        packed = (packed << np.uint64(_BITS)) | codes[place : place + count]
    return packed


def _pieces(letters: str) -> Iterator[_Piece]:
    edits = 2 if len(letters) >= _TWO_EDITS else 1
    size, rest = divmod(len(letters), edits + 1)
    at = 0
    for number in range(edits + 1):
        length = size + (number < rest)
        yield _Piece(letters[at : at + length], letters, at, edits)
        at += length


def _aligned(text: str, at: int, piece: _Piece) -> Iterator[tuple[int, int]]:
    """Yield the ranges of `text` that fit the whole phrase best, but not as it is.

    There are several where the first or last character may be lost or may be what stands in its
    place, and none where nothing fits or nothing differs.
    """
    phrase, end = piece.phrase, at + len(piece.letters)
    before, after = phrase[: piece.at], phrase[piece.at + len(piece.letters) :]
    reach = piece.edits
    left = text[max(0, at - len(before) - reach) : at].rpartition(_STOP)[2]
    right = text[end : end + len(after) + reach].partition(_STOP)[0]
    taken_left, edits_left = _fits(before[::-1], left[::-1], reach)
    taken_right, edits_right = _fits(after, right, reach)
    if 0 < edits_left + edits_right <= reach:
        yield from (
            (at - leftwards, end + rightwards)
            for leftwards in taken_left
            for rightwards in taken_right
        )


def _fits(part: str, text: str, most: int) -> tuple[list[int], int]:
    """Return how much of the beginning of `text` fits `part`, and with how many edits.

    With `most` + 1 edits nothing fits.

    Of what fits equally well: whatever ends in the last character of `part` (a stray character
    inside is likelier than its loss), else up to the place where it is lost, and as much as `part`
    has.
    """
    if not part or text.startswith(part):
        return [len(part)], 0
    lengths = range(max(0, len(part) - most), min(len(text), len(part) + most) + 1)
    edits = {
        length: Levenshtein.distance(part, text[:length], score_cutoff=most) for length in lengths
    }
    least = min(edits.values(), default=most + 1)
    best = [length for length in lengths if edits[length] == least <= most]
    whole = [length for length in best if length and text[length - 1] == part[-1]]
    return whole or [length for length in best if length <= len(part)], least
