"""Features as columns, filled by name and found by name by the weights that were fitted to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Columns = dict[str, "NDArray[np.float32]"]
"""A number for each row (edit or character) by the feature's name; all of the same shape (n,)."""


def float32(columns: Mapping[str, ArrayLike]) -> Columns:
    """Return the columns as 32-bit numbers."""
    return {name: np.asarray(column, np.float32) for name, column in columns.items()}


def matrix(columns: Columns, names: Iterable[str], rows: int) -> NDArray[np.float32]:
    """Return the columns of these names in this order, shape (rows, len(names)).

    Raises:
        ValueError: a feature of that name does not exist; the weights are of another version.
    """
    chosen = [*names]
    if not rows:
        return np.zeros((0, len(chosen)), np.float32)
    unknown = [name for name in chosen if name not in columns]
    if unknown:
        msg = f"no such feature: {', '.join(unknown)}"
        raise ValueError(msg)
    together = np.concatenate([columns[name] for name in chosen])
    return np.ascontiguousarray(together.reshape(len(chosen), rows).T)
