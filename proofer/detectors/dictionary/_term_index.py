"""Terms and what is near them: the candidate search behind `garbled-term`.

Terms of the same length are found by an inverted index of pairs of characters at their places,
terms with one character more by the strings that are left when one is taken out (Mor and Fraenkel
1982). An index is one sorted array of keys, so that it is built in no time and all strings of a
page are looked up at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.arrays import distinct
from proofer.language.lexicon import code_points, row_keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHORTEST, LONGEST = 2, 8
"""Characters of the terms that are indexed."""
_LEAST_EQUAL = {2: 1, 3: 2, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4}
"""Characters that must be unchanged, by length; with fewer, most matches are chance."""
_LEAST_FOR_LOSS = 4
"""A term of three characters less one is any word of two."""
_MOST = 60
"""Terms that are compared with one string; the nearest come first."""
_BITS = np.uint64(21)
"""Of a code point."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SPARSE = 2
"""Bits of a hash beyond those that number the keys: at most one other key in four has the hash."""


@dataclass(frozen=True, slots=True)
class Change:
    """One character that a misreading changed: `at` counts from the start of what is printed.

    `printed` is empty where the character was lost. Added ones are copies, which is what `doubled`
    looks for.
    """

    at: int
    printed: str
    right: str


class TermIndex:
    """Terms of 2 to 8 characters, searchable for those that a string may be a misreading of."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = frozenset(term for term in terms if SHORTEST <= len(term) <= LONGEST)
        self.heads = frozenset(term[:2] for term in self.terms)
        """The first two characters of the terms."""
        lists: dict[int, list[str]] = defaultdict(list)
        for term in sorted(self.terms):
            lists[len(term)].append(term)
        self._by_length = {length: _OneLength(terms) for length, terms in lists.items()}

    def near(self, printed: Iterable[str]) -> dict[str, list[str]]:
        """Return the terms of which each string may be a misreading, nearest first, by string.

        A string that is itself a term is none.
        """
        lists: dict[int, list[str]] = defaultdict(list)
        for string in dict.fromkeys(printed):
            if string not in self.terms:
                lists[len(string)].append(string)
        found: dict[str, list[str]] = defaultdict(list)
        for length, strings in lists.items():
            if length in self._by_length:
                for string, term in self._by_length[length].near(
                    strings, _LEAST_EQUAL[length], _MOST
                ):
                    found[string].append(term)
            if length + 1 >= _LEAST_FOR_LOSS and length + 1 in self._by_length:
                for string, term in self._by_length[length + 1].shortened(strings):
                    found[string].append(term)
        return found

    def alike(self, printed: str, least_equal: int) -> list[str]:
        """Return the terms of the same length with `least_equal` or more equal characters."""
        same = self._by_length.get(len(printed))
        return same.alike(printed, least_equal, _MOST) if same else []


@dataclass(frozen=True, slots=True)
class _Keys:
    """Keys in ascending order, and the row that each comes from.

    `hashed` tells of most keys that they are not there, in less time than a search.
    """

    ordered: NDArray[np.uint64]
    rows: NDArray[np.int64]
    hashed: NDArray[np.bool_]

    @classmethod
    def of(cls, keys: NDArray[np.uint64]) -> _Keys:
        """Sort the keys of each row, shape (rows, n)."""
        order = np.argsort(keys, axis=None, kind="stable")
        hashed = np.zeros(1 << (keys.size.bit_length() + _SPARSE), np.bool_)
        hashed[_hash(keys, hashed.size)] = True
        return cls(keys.reshape(-1)[order], order // keys.shape[1], hashed)

    def matches(self, wanted: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of `wanted`, shape (rows, n), and rows here that have a key in common."""
        flat = wanted.reshape(-1)
        known = self.hashed.take(_hash(flat, self.hashed.size)).nonzero()[0]
        keys = flat.take(known)
        start = self.ordered.searchsorted(keys)
        sizes = self.ordered.searchsorted(keys, side="right") - start
        owner = np.repeat(known, sizes)
        place = np.repeat(start - (np.cumsum(sizes) - sizes), sizes) + np.arange(owner.size)
        return owner // wanted.shape[1], self.rows[place]


def _hash(keys: NDArray[np.uint64], size: int) -> NDArray[np.int64]:
    """Numbers below `size`, a power of two."""
    hashes: NDArray[np.uint64] = keys * _FACTOR
    hashes >>= np.uint64(65 - size.bit_length())
    return hashes.view(np.int64)


class _OneLength:
    """Sorted terms of one length."""

    def __init__(self, terms: Sequence[str]) -> None:
        self.terms = terms
        self._codes = _matrix(terms)

    @cached_property
    def _by_pair(self) -> _Keys:
        return _Keys.of(_pair_keys(self._codes))

    @cached_property
    def _by_rest(self) -> _Keys:
        length = self._codes.shape[1]
        rests = [np.delete(self._codes, at, 1) for at in range(length)]
        return _Keys.of(np.stack([row_keys(rest) for rest in rests], 1))

    def near(
        self, printed: Sequence[str], least_equal: int, most: int
    ) -> Iterator[tuple[str, str]]:
        """Yield each string with the terms that have so many equal characters, nearest first."""
        codes = _matrix(printed)
        first, second = self._by_pair.matches(_pair_keys(codes))
        both = distinct(first * len(self.terms) + second)
        first, second = both // len(self.terms), both % len(self.terms)
        distance = (codes[first] != self._codes[second]).sum(1)
        close = (distance <= codes.shape[1] - least_equal).nonzero()[0]
        close = close[np.lexsort((second[close], distance[close], first[close]))]
        rank = np.arange(close.size) - first[close].searchsorted(first[close])
        for row in close[rank < most].tolist():
            yield printed[int(first[row])], self.terms[int(second[row])]

    def shortened(self, printed: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield each string with the terms that it is when one character is taken out."""
        first, second = self._by_rest.matches(row_keys(_matrix(printed))[:, None])
        for both in distinct(first * len(self.terms) + second).tolist():
            string, term = printed[both // len(self.terms)], self.terms[both % len(self.terms)]
            if any(term[:at] + term[at + 1 :] == string for at in range(len(term))):
                yield string, term

    def alike(self, printed: str, least_equal: int, most: int) -> list[str]:
        """Return the terms with so many characters in their places, nearest first."""
        equal = (self._codes == code_points(printed)).sum(1)
        rows = (equal >= least_equal).nonzero()[0]
        nearest = rows[np.argsort(-equal[rows], kind="stable")]
        return [self.terms[row] for row in nearest[:most].tolist()]


def _matrix(strings: Sequence[str]) -> NDArray[np.uint32]:
    """Code points of strings of one length, a row each."""
    return code_points("".join(strings)).reshape(len(strings), -1)


def _pair_keys(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Keys of the pairs of characters of each row, with their places."""
    wide = codes.astype(np.uint64)
    pairs = _pairs(codes.shape[1])
    keys = [(wide[:, first] << _BITS) | wide[:, second] for first, second in pairs]
    return np.stack(
        [key | (np.uint64(number) << np.uint64(42)) for number, key in enumerate(keys)], 1
    )


def _pairs(length: int) -> list[tuple[int, int]]:
    """Return pairs of places of which one stays unchanged wherever `_LEAST_EQUAL` characters do.

    From five characters on, so many unchanged ones cannot all stand three or more apart. Of two
    characters each is its own pair.
    """
    if length == 2:
        return [(0, 0), (1, 1)]
    apart = 3 if length == 4 else 2
    return [
        (first, second)
        for first, second in combinations(range(length), 2)
        if second - first <= apart
    ]


def changes(printed: str, right: str) -> list[Change]:
    """Return the characters of `right` that are printed otherwise, or the one that was lost."""
    if len(printed) == len(right):
        return [
            Change(at, a, b) for at, (a, b) in enumerate(zip(printed, right, strict=True)) if a != b
        ]
    at = next(
        (at for at, (a, b) in enumerate(zip(printed, right, strict=False)) if a != b), len(printed)
    )
    return [Change(at, "", right[at])]
