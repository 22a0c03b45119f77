"""The likeliest characters after and before each other one, and look-alikes, by id.

`tools.channel.neighbours` makes the table from the language model and the shapes. It exists
because a hashed table answers questions but cannot be listed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.arrays import grouped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.model import CharacterModel

WIDTH = 96
"""Characters kept after and before each one."""
LOOK_ALIKES = 8
"""Look-alikes kept of each character."""
STEP = 0.035
"""Quantum of a stored -log10 probability."""
ROW = np.dtype(
    [
        ("after", "<u2", (WIDTH,)),
        ("before", "<u2", (WIDTH,)),
        ("after_cost", "u1", (WIDTH,)),
        ("before_cost", "u1", (WIDTH,)),
        ("alike", "<u2", (LOOK_ALIKES,)),
    ]
)
"""One row an id: what follows and precedes it, likeliest first, -log10 P(second | first)."""
_ID_BITS, _NO_KEY = np.uint64(16), np.uint64(0xFFFFFFFFFFFF0000)
"""Bits of an id below those of its cost, and what comes after every key, of id 0."""
_CHUNK = 512
"""Places compared at once, so that the arrays stay in the cache."""


class Neighbours:
    """Lists of characters that fit between two others."""

    def __init__(self, table: NDArray[np.void], model: CharacterModel) -> None:
        """Take `table`, one `ROW` for each id of `model`.

        Raises:
            ValueError: the two do not belong together.
        """
        if table.dtype != ROW or table.shape != (model.vocabulary.size,):
            msg = f"neighbours of another model: {table.dtype} {table.shape}"
            raise ValueError(msg)
        self._table = np.asarray(table)  # a memory map is slow to index
        self.alike: NDArray[np.uint16] = np.ascontiguousarray(table["alike"])
        self._single = model.unigrams.astype(np.float32)
        self._back = model.unigram_backoffs.astype(np.float32)

    def between(
        self, left: NDArray[np.uint16], right: NDArray[np.uint16], best: int
    ) -> NDArray[np.uint16]:
        """The `best` characters between each `left` and `right` by the bigrams, shape (n, best).

        0 fills up where a character stands in both lists.
        """
        result = np.empty((left.size, best), np.uint16)
        for start in range(0, left.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            result[part] = self._between(left[part], right[part], best)
        return result

    def _between(
        self, left: NDArray[np.uint16], right: NDArray[np.uint16], best: int
    ) -> NDArray[np.uint16]:
        after, before = self._table[left], self._table[right]
        pool = np.concatenate((after["after"], before["before"]), 1)
        follows, precedes = pool[:, :WIDTH], pool[:, WIDTH:]
        after_cost, before_cost = (
            each.astype(np.float32) * np.float32(STEP)
            for each in (after["after_cost"], before["before_cost"])
        )
        cost = np.concatenate(
            (
                after_cost - (self._single[right][:, None] + self._back[follows]),
                before_cost - (self._back[left][:, None] + self._single[precedes]),
            ),
            1,
        )
        # What stands in both lists counts once, with both costs.
        place = self._place_after(left, precedes)
        row, there = np.divmod((place.reshape(-1) > 0).nonzero()[0], WIDTH)
        here = place[row, there] - 1
        cost[row, here] = after_cost[row, here] + before_cost[row, there]
        # Numbers in the order of the costs, then of the ids: equal costs are no matter of chance.
        keys = np.maximum(cost, 0).view(np.uint32).astype(np.uint64)
        keys <<= _ID_BITS
        keys |= pool
        keys[row, WIDTH + there] = _NO_KEY
        keys.partition(best, axis=1)
        found: NDArray[np.uint16] = keys[:, :best].astype(np.uint16)
        return found

    def _place_after(
        self, left: NDArray[np.uint16], precedes: NDArray[np.uint16]
    ) -> NDArray[np.uint8]:
        """Where each of `precedes`, shape (n, WIDTH), is in the list behind `left`, shape (n,).

        Counted from 1, the first place if there are several; 0 for nowhere.
        """
        first, row = grouped(left)
        places = np.zeros((first.size, self._single.size), np.uint8)
        backwards = np.arange(WIDTH, 0, -1, dtype=np.uint8)
        after = self._table["after"][left.take(first), ::-1]
        places[np.arange(first.size)[:, None], after] = backwards
        place: NDArray[np.uint8] = places[row[:, None], precedes]
        return place


def load(path: Path, model: CharacterModel) -> Neighbours:
    """Map the table in `path`.

    Raises:
        OSError: the file cannot be read.
        ValueError: it belongs to another model.
    """
    return Neighbours(np.load(path, mmap_mode="r"), model)
