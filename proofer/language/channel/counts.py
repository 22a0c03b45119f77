"""How often a document has a run of characters: what it writes elsewhere speaks for a reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FACTOR, _FOLD = np.uint64(0x9E3779B97F4A7C15), np.uint64(31)
_HASH_BITS = 16
"""Of a key, by which most runs are known not to be there: 64 kB for each length."""
_UNHASHED = np.uint64(64 - _HASH_BITS)
LENGTHS = (2, 3, 5)
"""Characters of the runs that are counted."""


def run_keys(columns: NDArray[np.uint16]) -> NDArray[np.uint64]:
    """Hash of each row of ids, shape (n, length) to (n,)."""
    keys = np.full(columns.shape[0], columns.shape[1], np.uint64)
    for column in columns.T:
        keys ^= column
        keys *= _FACTOR
        keys ^= keys >> _FOLD
    return keys


class RunCounts:
    """Counts of all runs of 2, 3 and 5 characters in one or several texts."""

    def __init__(self, ids: NDArray[np.uint16]) -> None:
        """Count the runs in `ids`, shape (n,)."""
        self._tables = {}
        for length in LENGTHS:
            size = max(0, ids.size - length + 1)
            columns = np.stack([ids[shift : shift + size] for shift in range(length)], 1)
            keys, counts = np.unique(run_keys(columns), return_counts=True)
            there = np.zeros(1 << _HASH_BITS, np.bool_)
            there[keys >> _UNHASHED] = True
            self._tables[length] = keys, counts, there

    def __call__(self, columns: NDArray[np.uint16]) -> NDArray[np.int64]:
        """How often each row of ids stands in the text, shape (n, length) to (n,)."""
        keys, counts, there = self._tables[columns.shape[1]]
        found = np.zeros(columns.shape[0], np.int64)
        wanted = run_keys(columns)
        rows = there.take((wanted >> _UNHASHED).view(np.int64)).nonzero()[0]
        wanted = wanted.take(rows)
        place = keys.searchsorted(wanted)
        hit = (keys.take(place, mode="clip") == wanted).nonzero()[0]
        found[rows.take(hit)] = counts.take(place.take(hit))
        return found
