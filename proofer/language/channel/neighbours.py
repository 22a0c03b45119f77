"""What could stand at a place: the likeliest characters after and before another one, and look-alikes, by id.

``tools/build_neighbours.py`` makes the table from the language model and the shapes. It exists because a hashed table
answers questions but cannot be listed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.model import CharacterModel

WIDTH = 96
"""Characters kept after and before each one."""
LOOK_ALIKES = 8
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
"""One row an id: what follows it and what stands before it, likeliest first, -log10 P(second | first), look-alikes."""
_CHUNK = 2048


class Neighbours:
    """Lists of characters that fit between two others."""

    def __init__(self, table: NDArray[np.void], model: CharacterModel) -> None:
        """Take ``table``, one `ROW` for each id of ``model``.

        Raises:
            ValueError: the two do not belong together.
        """
        if table.dtype != ROW or table.shape != (model.vocabulary.size,):
            msg = f"neighbours of another model: {table.dtype} {table.shape}"
            raise ValueError(msg)
        self._table = table
        self.alike: NDArray[np.uint16] = np.ascontiguousarray(table["alike"])
        self._single = model.unigrams.astype(np.float32)
        self._back = model.unigram_backoffs.astype(np.float32)

    def between(self, left: NDArray[np.uint16], right: NDArray[np.uint16], best: int) -> NDArray[np.uint16]:
        """The ``best`` characters between each ``left`` and ``right`` by the bigrams alone, shape (n, best).

        0 fills up where a character stands in both lists.
        """
        result = np.empty((left.size, best), np.uint16)
        for start in range(0, left.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            result[part] = self._between(left[part], right[part], best)
        return result

    def _between(self, left: NDArray[np.uint16], right: NDArray[np.uint16], best: int) -> NDArray[np.uint16]:
        rows = np.arange(left.size)[:, None]
        follows, left_row = self._dense(left, "after")
        precedes, right_row = self._dense(right, "before")
        pool = np.concatenate((self._table["after"][left], self._table["before"][right]), 1).astype(np.int64)
        cost = follows[left_row[:, None], pool] + precedes[right_row[:, None], pool]
        # What stands in both lists counts once.
        seen = np.zeros((left.size, follows.shape[1]), np.bool_)
        seen[rows, pool[:, :WIDTH]] = True
        cost[:, WIDTH:][seen[rows, pool[:, WIDTH:]]] = np.inf
        pool[~np.isfinite(cost)] = 0
        order = np.argpartition(cost, best, axis=1)[:, :best]
        return np.take_along_axis(pool, order, 1).astype(np.uint16)

    def _dense(self, ids: NDArray[np.uint16], side: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Costs of all characters next to each distinct id, and the row of each id."""
        distinct, row = np.unique(ids, return_inverse=True)
        rows = self._table[distinct]
        if side == "after":
            cost = -(self._back[distinct][:, None] + self._single[None, :])
        else:
            cost = -(self._single[distinct][:, None] + self._back[None, :])
        stored = rows[f"{side}_cost"].astype(np.float32) * np.float32(STEP)
        np.put_along_axis(cost, rows[side].astype(np.int64), stored, 1)
        return cost, row


def load(path: Path, model: CharacterModel) -> Neighbours:
    """Map the table in ``path``.

    Raises:
        OSError: the file cannot be read.
        ValueError: it belongs to another model.
    """
    return Neighbours(np.load(path, mmap_mode="r"), model)
