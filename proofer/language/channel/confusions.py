"""What OCR engines read for what, counted on aligned pages by `tools.channel.confusions`.

0 stands for nothing: a lost character has 0 as what was read, a stray one 0 as what is right.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.encoding import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from proofer.language.encoding import Vocabulary

ROW = np.dtype([("read", "<u4"), ("right", "<u4"), ("count", "<u2")])
_SHIFT = np.uint64(32)


class Confusions:
    """Counts of (read, right) pairs of characters; full-width marks stand for half-width ones."""

    def __init__(self, rows: NDArray[np.void], vocabulary: Vocabulary) -> None:
        """Take `rows`, each a `ROW`; pairs with a right side that the model lacks are left out."""
        right = (
            vocabulary.encode("".join(map(chr, rows["right"].tolist())))
            if rows.size
            else np.zeros(0, np.uint16)
        )
        known = (right >= 5) | (rows["right"] == 0)
        rows, right = (
            rows[known],
            np.where(rows["right"][known] == 0, 0, right[known]).astype(np.uint64),
        )
        keys = (rows["read"].astype(np.uint64) << _SHIFT) | right
        order = np.argsort(keys, kind="stable")
        self._keys, self._counts = keys[order], rows["count"][order].astype(np.float32)

    def plus(self, rows: NDArray[np.void], vocabulary: Vocabulary) -> Confusions:
        """Return these counts with those of `rows`, each a `ROW`, added."""
        more = Confusions(rows, vocabulary)
        both = Confusions(rows[:0], vocabulary)
        keys = np.concatenate((self._keys, more._keys))
        both._keys, place = np.unique(keys, return_inverse=True)
        counts = np.concatenate((self._counts, more._counts))
        both._counts = np.bincount(place, counts, both._keys.size).astype(np.float32)
        return both

    def counts(self, read: NDArray[np.uint32], right: NDArray[np.uint16]) -> NDArray[np.float32]:
        """How often each `right` (id) was read as `read` (code point); 0 stands for nothing."""
        keys = (read.astype(np.uint64) << _SHIFT) | right.astype(np.uint64)
        if not self._keys.size:
            return np.zeros(keys.size, np.float32)
        place = self._keys.searchsorted(keys)
        counts = self._counts.take(place, mode="clip")
        counts[self._keys.take(place, mode="clip") != keys] = 0
        return counts

    def totals(self, read: NDArray[np.uint32]) -> NDArray[np.float32]:
        """How often each of `read` was seen wrong."""
        first, sizes = self._rows(read)
        return self._running.take(first + sizes) - self._running.take(first)

    @cached_property
    def _running(self) -> NDArray[np.float32]:
        return np.concatenate((np.zeros(1, np.float32), np.cumsum(self._counts)))

    @cached_property
    def _reads(self) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
        """What was read, in order, where its rows begin, and how many they are."""
        reads = (self._keys >> _SHIFT).astype(np.uint32)
        first = (np.diff(reads, prepend=reads[:1] + 1) != 0).nonzero()[0]
        return reads[first], first, np.diff(first, append=reads.size)

    def _rows(self, read: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First row of each of `read`, and how many there are; (0, 0) where there is none."""
        reads, first, sizes = self._reads
        if not reads.size:
            return np.zeros(read.size, np.int64), np.zeros(read.size, np.int64)
        place = reads.searchsorted(read)
        there = reads.take(place, mode="clip") == read
        return first.take(place, mode="clip") * there, sizes.take(place, mode="clip") * there

    def candidates(self, read: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
        """What each of `read` was misread from, without deletions: indices into `read`, and ids."""
        first, sizes = self._rows(read)
        owner = np.repeat(np.arange(read.size), sizes)
        place = np.repeat(first - (np.cumsum(sizes) - sizes), sizes) + np.arange(owner.size)
        ids = (self._keys[place] & np.uint64(0xFFFF)).astype(np.uint16)
        return owner[ids > 0], ids[ids > 0]


def rows_of(counts: Mapping[tuple[str, str], int]) -> NDArray[np.void]:
    """Sorted rows for counts of (read, right), either one empty for nothing."""
    table = np.zeros(len(counts), ROW)
    for row, ((read, right), count) in enumerate(sorted(counts.items())):
        table[row] = (ord(read) if read else 0, ord(right) if right else 0, min(count, 65535))
    return table


def folded(text: str) -> str:
    """`text` without white space and with marks of one width; digits and letters as they are."""
    return "".join(
        normalise(char) if char in ",;:?!()" else char
        for char in text
        if char.isprintable() and not char.isspace()
    )


def load(path: Path, vocabulary: Vocabulary) -> Confusions:
    """Read the table in `path`.

    Raises:
        OSError: the file cannot be read.
    """
    return Confusions(np.load(path), vocabulary)
