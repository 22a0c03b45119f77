"""Edits of one character as arrays: what they are made of, their kinds, their order in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HAN, MARK, EXTRA, LOST = 0, 1, 2, 3
"""Kinds: Han for Han; anything with a mark; a Han character too much; one lost."""
MATE = np.dtype([("net", "<f8"), ("id", "<u2"), ("point", "<u4"), ("side", "<i8")])
"""The other half of a pair, before (side -1) or after (1), 0 for none; gain less cost of both."""
_GAINS = -4.0, 12.0
"""log10; gains below and above are counted as these."""
_KEY = 1 << 14
"""Beyond the largest id, which has 13 bits."""


@dataclass(frozen=True, slots=True)
class Edits:
    """Edits of a reading, one a row: characters `start` to `end` become `new` (an id; 0: nothing).

    A word of two characters becomes `new` and `second`, which is 0 in all other edits;
    `points` and `second_points` are the same as code points.
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
    """A `MATE` each."""
    sound: NDArray[np.float32]
    second: NDArray[np.uint16]
    second_points: NDArray[np.uint32]

    @classmethod
    def none(cls) -> Edits:
        """Return no edits."""
        return deletions(np.zeros(0, np.int64))

    def __len__(self) -> int:
        return self.start.size

    @property
    def net(self) -> NDArray[np.float64]:
        """Gain less cost of each edit."""
        return self.gain - self.cost

    @property
    def clipped_gain(self) -> NDArray[np.float64]:
        """Gain of each edit as evidence: what lies further out says no more."""
        return np.clip(self.gain, *_GAINS)

    def take(self, rows: NDArray[np.int64]) -> Edits:
        """The edits of `rows`."""
        return Edits(*(getattr(self, name)[rows] for name in self.__slots__))


def deletions(positions: NDArray[np.int64]) -> Edits:
    """Return deletions of the characters at `positions`, with nothing known of them."""
    size = positions.size
    floats, ids = np.zeros(size), np.zeros(size, np.uint16)
    points, small = np.zeros(size, np.uint32), np.zeros(size, np.float32)
    return Edits(
        start=positions,
        end=positions + 1,
        new=ids,
        points=points,
        kind=np.zeros(size, np.int64),
        gain=floats,
        likeness=small,
        count=small,
        cost=floats,
        mate=np.zeros(size, MATE),
        sound=small,
        second=ids,
        second_points=points,
    )


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
