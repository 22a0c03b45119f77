"""A second reading of the same print: where it agrees, and what it has instead.

Both texts are aligned by Levenshtein distance, white space, line feeds and the width of marks not counted. What one has
and the other lacks in runs of more than `LONGEST` characters says nothing about single characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.channel.propose import edit_keys
from proofer.language.encoding import END, FIRST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.channel.propose import Edits
    from proofer.language.channel.reading import Reading

LONGEST = 3
NAMES = (
    *("other says so", "other agrees with the print", "other differs"),
    *("gain if other says so", "better and says so", "better and agrees", "better and differs", "gain if better"),
)
"""Columns; "better" is how much likelier the other reading is as a whole, log10 a character."""
_REACH = 1.0


@dataclass(frozen=True, slots=True)
class Other:
    """What another reading says, by characters of the first one.

    Attributes:
        start, end, new: the edits that would turn the first into the second, one character each.
        agrees: whether the second has the same character, shape (n + 1,).
        adjoins: whether it has nothing else between this character and the one before it, shape (n + 1,).
        better: mean log10 P of the second less that of the first.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    new: NDArray[np.uint16]
    agrees: NDArray[np.bool_]
    adjoins: NDArray[np.bool_]
    better: float

    @property
    def keys(self) -> NDArray[np.int64]:
        """`edit_keys` of the edits."""
        return edit_keys(self.start, self.end, self.new)

    def columns(self, edits: Edits) -> list[NDArray[np.float32]]:
        """Columns for `NAMES`."""
        says = np.isin(edit_keys(edits.start, edits.end, edits.new), self.keys)
        agrees = ~says & np.where(edits.end > edits.start, self.agrees[edits.start], self.adjoins[edits.start])
        differs = ~says & ~agrees
        gain = np.clip(edits.gain, -4, 12) * says
        better = self.better
        columns = [says, agrees, differs, gain, better * says, better * agrees, better * differs, better * gain]
        return [np.asarray(column, np.float32) for column in columns]


def compare(reading: Reading, other: Reading) -> Other:
    """Align ``other`` with ``reading``."""
    from rapidfuzz.distance import Levenshtein

    here, there = (np.flatnonzero(each.ids != END) for each in (reading, other))
    first, second = (each.points[kept].tolist() for each, kept in ((reading, here), (other, there)))
    agrees, adjoins = np.zeros(reading.size + 1, np.bool_), np.zeros(reading.size + 1, np.bool_)
    gaps = []
    edits: list[tuple[int, int, int]] = []
    place = np.r_[here, reading.size - 1]
    for op in Levenshtein.opcodes(first, second):
        at = place[op.src_start : op.src_end]
        new = other.ids[there[op.dest_start : op.dest_end]].tolist()
        gaps += [int(place[op.src_start])] * (op.tag == "insert")
        adjoins[at] = op.tag != "delete"
        if op.tag == "equal":
            agrees[at] = True
        elif max(at.size, len(new)) > LONGEST:
            continue
        elif op.tag == "insert":
            edits.append((int(place[op.src_start]), int(place[op.src_start]), new[0]))
        else:
            edits += [(start, start + 1, (new or [0] * at.size)[row]) for row, start in enumerate(at.tolist())]
    adjoins[gaps] = False
    known = [edit for edit in edits if edit[2] == 0 or edit[2] >= FIRST]
    start, end, ids = np.array(known, np.int64).reshape(-1, 3).T
    better = float(np.clip(reading.surprise.mean() - other.surprise.mean(), -_REACH, _REACH))
    return Other(start, end, ids.astype(np.uint16), agrees, adjoins, better)
