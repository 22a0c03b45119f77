"""How often a document has a run of characters: what it writes elsewhere speaks for a reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FACTOR, _FOLD = np.uint64(0x9E3779B97F4A7C15), np.uint64(31)
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
            self._tables[length] = np.unique(run_keys(columns), return_counts=True)

    def __call__(self, columns: NDArray[np.uint16]) -> NDArray[np.int64]:
        """How often each row of ids stands in the text, shape (n, length) to (n,)."""
        keys, counts = self._tables[columns.shape[1]]
        if not keys.size:
            return np.zeros(columns.shape[0], np.int64)
        wanted = run_keys(columns)
        place = keys.searchsorted(wanted)
        found = counts.take(place, mode="clip")
        found[keys.take(place, mode="clip") != wanted] = 0
        return found
