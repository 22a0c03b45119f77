"""Find new words: frequent strings that hold together and stand between varied neighbours.

Cohesion: the least, over all ways to cut the string in two, of log10 c(w) N / (c(a) c(b)). Freedom:
    the lesser of the entropies (bits) of what stands to its left and to its right. After Bouma 2009
    (pointwise mutual information) and Jin and Tanaka-Ishii 2006 (branching entropy).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proofer.language.lexicon import LONGEST, code_points, word_keys

ALIGNED = 0.8
"""Share of its occurrences that must begin and end where dictionaries cut the text."""
EDGES = frozenset(
    "的了着过是在和与及或也都就而且又还将把被给对从向到以为于之其有没不会能可要想让使用由等这那此该各每并但则所很更最再我你他她它们个"
    "年月日时分称已却正愿至赴遭仍均约近曾未须应需据因经按如若虽既即刚才先同随沿零〇一二三四五六七八九十百千万亿两第几"
)
INNER = frozenset("的了着和与及或在将把被是等")
ENDINGS = frozenset("上中里内前后下")
STARTS = frozenset("名家枚架艘起场届次项条座位站号款")
"""Characters no new word starts or ends with, holds, ends with, or starts with."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What tells a word, for strings of one length: each field has shape (n,).

    Attributes:
        rows: which rows of the `Grams` these are.
        counts: occurrences.
        cohesion: see the module.
        freedom: see the module.
        singles: characters inside that no dictionary word explains, on average.
    """

    rows: NDArray[np.int64]
    counts: NDArray[np.int64]
    cohesion: NDArray[np.float64]
    freedom: NDArray[np.float64]
    singles: NDArray[np.float64]

    def words(self, length: int) -> NDArray[np.int64]:
        """Rows of the strings that are words: the less dictionaries explain, the less is asked."""
        count, cohesion, freedom = self.counts, self.cohesion, self.freedom
        phrase = (count >= 20) & (cohesion >= 2.1) & (freedom >= 2.3) & (length <= 6)
        partly = (self.singles >= 0.5) & (count >= 8) & (cohesion >= 1.6) & (freedom >= 1.8)
        wholly = (self.singles >= 1.5) & (count >= 10) & (cohesion >= 2.3) & (freedom >= 1.2)
        return self.rows[phrase | partly | wholly]


@dataclass(frozen=True, slots=True)
class Grams:
    """Distinct strings of a length: sorted keys, counts, first place, and the row of each place."""

    keys: NDArray[np.uint64]
    counts: NDArray[np.int64]
    first: NDArray[np.int64]
    rows: NDArray[np.int64]
    places: NDArray[np.int64]


def mine(
    lines: Iterable[str], known: Container[str], cut: Callable[[str], list[tuple[int, int]]]
) -> dict[str, float]:
    """Words of 2 to 8 Han characters that `known` lacks, with their frequency a character read.

    `cut` segments a text with the words of `known`.
    """
    text = "\n" + "\n".join(lines) + "\n"
    codes = code_points(text)
    breaks = np.zeros(codes.size + 1, np.bool_)
    breaks[np.array([start for start, _ in cut(text)], np.int64)] = True
    han = (codes >= 0x4E00) & (codes <= 0x9FFF)
    grams = {length: _count(codes, han, length) for length in range(1, LONGEST + 1)}
    size = int(np.count_nonzero(han))
    found = {}
    for length in range(2, LONGEST + 1):
        gram = grams[length]
        rows = _measure(codes, breaks, grams, length, size).words(length)
        for start, count in zip(gram.first[rows].tolist(), gram.counts[rows].tolist(), strict=True):
            word = text[start : start + length]
            if word not in known and _plausible(word):
                found[word] = count / size
    return found


def _measure(
    codes: NDArray[np.uint32],
    breaks: NDArray[np.bool_],
    grams: dict[int, Grams],
    length: int,
    size: int,
) -> Measures:
    """Measures of the strings of `length` that are not rare and begin and end between words.

    Args:
        codes: code points of the text.
        breaks: whether a word may begin at each of them.
        grams: where the strings of each length stand, and how often.
        length: code points of the strings.
        size: code points of the text that count.
    """
    gram = grams[length]
    stops = gram.places + length
    aligned = np.bincount(gram.rows, breaks[gram.places] & breaks[stops])
    rows = np.flatnonzero((gram.counts >= 8) & (aligned >= ALIGNED * gram.counts))
    alone = np.cumsum(np.r_[False, breaks[:-1] & breaks[1:]])
    singles = np.bincount(gram.rows, alone[stops] - alone[gram.places])[rows] / gram.counts[rows]
    cohesion, freedom = _cohesion(grams, length, rows, size), _freedom(codes, gram, length, rows)
    return Measures(rows, gram.counts[rows], cohesion, freedom, singles)


def _plausible(word: str) -> bool:
    """Whether `word` does not look like a piece of a sentence."""
    first, last = word[0], word[-1]
    return not (
        first in EDGES or first in STARTS or last in EDGES or last in ENDINGS or INNER & set(word)
    )


def _count(codes: NDArray[np.uint32], han: NDArray[np.bool_], length: int) -> Grams:
    """Count the strings of `length` Han characters."""
    size = codes.size - length + 1
    whole = np.ones(size, np.bool_)
    for shift in range(length):
        whole &= han[shift : shift + size]
    places = np.flatnonzero(whole)
    keys, first, rows, counts = np.unique(
        word_keys(codes, length)[places], return_index=True, return_inverse=True, return_counts=True
    )
    return Grams(keys, counts, places[first], rows, places)


def _cohesion(
    grams: dict[int, Grams], length: int, rows: NDArray[np.int64], size: int
) -> NDArray[np.float64]:
    """Cohesion of the strings in `rows`, shape (len(rows),)."""
    own = np.log10(grams[length].counts[rows] * float(size))
    starts = grams[length].first[rows]
    least = np.full(rows.size, np.inf)
    for cut in range(1, length):
        parts = _counts_at(grams[cut], starts), _counts_at(grams[length - cut], starts + cut)
        least = np.minimum(least, own - np.log10(parts[0]) - np.log10(parts[1]))
    return least


def _counts_at(gram: Grams, starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Counts of the strings that start at `starts`."""
    return gram.counts[gram.rows[np.searchsorted(gram.places, starts)]].astype(np.float64)


def _freedom(
    codes: NDArray[np.uint32], gram: Grams, length: int, rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Lesser entropy (bits) of the neighbours of the strings in `rows`, shape (len(rows),)."""
    wanted = np.zeros(gram.keys.size, np.bool_)
    wanted[rows] = True
    chosen = wanted[gram.rows]
    owner, places = gram.rows[chosen], gram.places[chosen]
    left = _entropy(owner, codes[places - 1], gram.keys.size)
    right = _entropy(owner, codes[places + length], gram.keys.size)
    return np.minimum(left, right)[rows]


def _entropy(
    owner: NDArray[np.int64], neighbours: NDArray[np.uint32], size: int
) -> NDArray[np.float64]:
    """Entropy (bits) of the neighbours of each owner, shape (size,)."""
    pairs, counts = np.unique(
        owner.astype(np.uint64) << np.uint64(21) | neighbours, return_counts=True
    )
    who = (pairs >> np.uint64(21)).astype(np.int64)
    total = np.bincount(who, counts, size)
    share = counts / total[who]
    return np.bincount(who, -share * np.log2(share), size).astype(np.float64)
