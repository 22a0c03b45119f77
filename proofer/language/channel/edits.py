"""Edits of one character as arrays: what they are made of, their kinds, their order in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HAN, MARK, EXTRA, LOST = 0, 1, 2, 3
"""Kinds: one Han character for another; anything with a mark; a Han character too much; one lost."""
_KEY = 1 << 14


@dataclass(frozen=True, slots=True)
class Edits:
    """Edits of a reading, one a row: characters ``start`` to ``end`` become ``new`` (an id, 0 for nothing).

    A word of two characters becomes ``new`` and ``second``, which is 0 in all other edits;
    ``points`` and ``second_points`` are the same as code points.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    new: NDArray[np.uint16]
    points: NDArray[np.uint32]
    kind: NDArray[np.int64]
    gain: NDArray[np.float64]
    likeness: NDArray[np.float32]
    count: NDArray[np.float32]
    cost: NDArray[np.float64]
    mate: NDArray[np.void]
    """A `joint.MATE` each."""
    sound: NDArray[np.float32]
    second: NDArray[np.uint16]
    second_points: NDArray[np.uint32]

    def __len__(self) -> int:
        return self.start.size

    def take(self, rows: NDArray[np.int64]) -> Edits:
        """The edits of ``rows``."""
        return Edits(*(getattr(self, name)[rows] for name in self.__slots__))


def edit_keys(
    start: NDArray[np.int64], end: NDArray[np.int64], new: NDArray[np.uint16]
) -> NDArray[np.int64]:
    """A number for each edit, in the order of the text."""
    keys: NDArray[np.int64] = ((start << 1) | (end - start)) * _KEY + new
    return keys


def edits_of(
    keys: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint16]]:
    """The starts, ends and new ids behind the numbers of `edit_keys`."""
    spans = keys // _KEY
    return spans >> 1, (spans >> 1) + (spans & 1), (keys % _KEY).astype(np.uint16)


def is_han(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Whether each code point is a Han character."""
    result: NDArray[np.bool_] = (
        ((points >= 0x3400) & (points <= 0x9FFF)) | (points >= 0x20000) | (points == 0x3007)
    )
    return result
