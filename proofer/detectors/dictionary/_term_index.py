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
from itertools import chain
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
_MOST_CHANGED = np.array([length - _LEAST_EQUAL.get(length, 0) for length in range(LONGEST + 1)])
_LEAST_FOR_LOSS = 4
"""A term of three characters less one is any word of two."""
_MOST = 60
"""Terms that are compared with one string; the nearest come first."""
_BITS, _ROW = np.uint64(21), 32
"""Bits of a code point, and of the number of a term."""
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
        self._sought = {len(term) - fewer for term in self.terms for fewer in (0, 1)}
        self._ordered = sorted(self.terms, key=lambda term: (len(term), term))
        self._codes, self._lengths = _matrix(self._ordered)

    @cached_property
    def _by_pair(self) -> _Keys:
        return _Keys.of(*_pair_keys(self._codes, self._lengths))

    @cached_property
    def _by_rest(self) -> _Keys:
        return _Keys.of(*_rest_keys(self._codes, self._lengths))

    def near(self, printed: Iterable[str]) -> dict[str, list[str]]:
        """Return the terms of which each string may be a misreading, nearest first, by string.

        A string that is itself a term is none. The strings have `LONGEST` characters at most.
        """
        strings = [
            string
            for string in dict.fromkeys(printed)
            if len(string) in self._sought and string not in self.terms
        ]
        codes, lengths = _matrix(strings)
        found: dict[str, list[str]] = defaultdict(list)
        for row, term in chain(self._changed(codes, lengths), self._shortened(strings, codes)):
            found[strings[row]].append(self._ordered[term])
        return found

    def _changed(
        self, codes: NDArray[np.uint32], lengths: NDArray[np.int64]
    ) -> Iterator[tuple[int, int]]:
        """Yield rows of `codes` with terms of their length, nearest first."""
        first, second = self._by_pair.matches(*_pair_keys(codes, lengths))
        distance = np.count_nonzero(codes.take(first, 0) != self._codes.take(second, 0), axis=1)
        close = (distance <= _MOST_CHANGED[lengths[first]]).nonzero()[0]
        close = close[np.lexsort((second[close], distance[close], first[close]))]
        first, second = first[close], second[close]
        nearest = np.arange(close.size) - first.searchsorted(first) < _MOST
        yield from zip(first[nearest].tolist(), second[nearest].tolist(), strict=True)

    def _shortened(
        self, strings: Sequence[str], codes: NDArray[np.uint32]
    ) -> Iterator[tuple[int, int]]:
        """Yield rows of `codes`, which stand for `strings`, with terms of one character more."""
        first, second = self._by_rest.matches(np.arange(len(strings)), row_keys(codes))
        for row, number in zip(first.tolist(), second.tolist(), strict=True):
            term = self._ordered[number]
            if any(term[:at] + term[at + 1 :] == strings[row] for at in range(len(term))):
                yield row, number

    def alike(self, printed: str, least_equal: int) -> list[str]:
        """Return the terms of the same length with `least_equal` or more equal characters."""
        length = len(printed)
        begin, end = self._lengths.searchsorted((length, length + 1)).tolist()
        equal = (self._codes[begin:end, :length] == code_points(printed)).sum(1)
        rows = (equal >= least_equal).nonzero()[0]
        nearest = rows[np.argsort(-equal[rows], kind="stable")] + begin
        return [self._ordered[row] for row in nearest[:_MOST].tolist()]


@dataclass(frozen=True, slots=True)
class _Keys:
    """Keys in ascending order, and the row that each comes from.

    `hashed` tells of most keys that they are not there, in less time than a search.
    """

    ordered: NDArray[np.uint64]
    rows: NDArray[np.int64]
    hashed: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: NDArray[np.int64], keys: NDArray[np.uint64]) -> _Keys:
        """Sort `keys`, shape (n,), each of one of `rows`."""
        order = np.argsort(keys, kind="stable")
        hashed = np.zeros(1 << (keys.size.bit_length() + _SPARSE), np.bool_)
        hashed[_hash(keys, hashed.size)] = True
        return cls(keys[order], rows[order], hashed)

    def matches(
        self, rows: NDArray[np.int64], keys: NDArray[np.uint64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The `rows` whose keys, shape (n,), are here, and the rows here: each pair once."""
        known = self.hashed.take(_hash(keys, self.hashed.size)).nonzero()[0]
        rows, keys = rows.take(known), keys.take(known)
        start = self.ordered.searchsorted(keys)
        sizes = self.ordered.searchsorted(keys, side="right") - start
        place = np.repeat(start - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
        both = distinct(np.repeat(rows, sizes) << _ROW | self.rows[place])
        return both >> _ROW, both & ((1 << _ROW) - 1)


def _hash(keys: NDArray[np.uint64], size: int) -> NDArray[np.int64]:
    """Numbers below `size`, a power of two."""
    hashes: NDArray[np.uint64] = keys * _FACTOR
    hashes >>= np.uint64(65 - size.bit_length())
    return hashes.view(np.int64)


def _matrix(strings: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Code points of strings, a row each, 0 behind their ends; and their lengths."""
    joined = "".join([string.ljust(LONGEST, "\0") for string in strings])
    return code_points(joined).reshape(-1, LONGEST), np.array(list(map(len, strings)), np.int64)


def _pair_keys(
    codes: NDArray[np.uint32], lengths: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Rows and keys of the pairs of characters of each row, with its length and their places."""
    rows, pair = _PAIRED.take(lengths, 0).nonzero()
    begin, each = rows * LONGEST, codes.reshape(-1).astype(np.uint64)
    keys = each.take(begin + _PAIRS[0].take(pair)) << _BITS
    keys |= each.take(begin + _PAIRS[1].take(pair))
    keys |= (lengths.take(rows) * _PAIRS.shape[1] + pair).view(np.uint64) << (_BITS + _BITS)
    return rows, keys


def _rest_keys(
    codes: NDArray[np.uint32], lengths: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Rows and keys of what is left of each row when one of its characters is taken out."""
    filled = np.pad(codes, ((0, 0), (0, 1)))
    rows, keys = [], []
    for at in range(LONGEST):
        long = ((lengths > at) & (lengths >= _LEAST_FOR_LOSS)).nonzero()[0]
        rows.append(long)
        keys.append(row_keys(np.delete(filled[long], at, 1)))
    return np.concatenate(rows), np.concatenate(keys)


def _are_paired(length: int, first: int, second: int) -> bool:
    """Return whether two places are a pair in terms of a length.

    Wherever as many characters as `_LEAST_EQUAL` says stay unchanged, both of one pair do: from
    five characters on, so many cannot all stand three or more apart. Of two characters each is its
    own pair.
    """
    if length == SHORTEST:
        return first == second < length
    return 0 < second - first <= (3 if length == 4 else 2) and second < length


_PAIRS = np.array(
    [(first, first + apart) for first in range(LONGEST) for apart in range(4)], np.int64
).T
_PAIRED = np.array(
    [[_are_paired(length, *pair) for pair in _PAIRS.T.tolist()] for length in range(LONGEST + 1)]
)
"""First and second place of pairs, and which of them count in terms of each length."""


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
