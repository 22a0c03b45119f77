"""A second reading of the same print: where it agrees, and what it has instead.

Both texts are aligned by Levenshtein distance, white space, line feeds and the width of marks not
counted. What one has and the other lacks in runs of more than `LONGEST` characters says nothing
about single characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.channel.edits import edit_keys
from proofer.language.channel.sureness import Confidences, Sureness
from proofer.language.encoding import END, FIRST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.channel.edits import Edits
    from proofer.language.channel.reading import Reading

LONGEST = 3
ENGINES = {"rapidocr": 1, "tesseract": -1}
"""Engines whose own errors and confidences count; which one is the first says which one is the second."""
_DOUBTS = (
    *(
        "own doubt known",
        "other doubt known",
        "own doubt",
        "other doubt",
        "own doubt if other says so",
    ),
    *("other doubt if it says so", "other doubt if it agrees"),
    *("own doubt if other agrees", "other doubt if it differs"),
)
NAMES = (
    *("other says so", "other agrees with the print", "other differs"),
    *(
        "gain if other says so",
        "better and says so",
        "better and agrees",
        "better and differs",
        "gain if better",
    ),
    *(
        "engine",
        "engine if other says so",
        "engine if other agrees",
        "engine if other differs",
        "engine by gain",
    ),
    *(f"{engine}: {name}" for engine in ENGINES for name in _DOUBTS),
)
"""Columns; "better" is how much likelier the other reading is as a whole, log10 a character; "engine" is its number."""
_REACH = 1.0
_SUREST = 1e-3


@dataclass(frozen=True, slots=True)
class Other:
    """What another reading says, by characters of the first one.

    Attributes:
        start, end, new: the edits that would turn the first into the second, one character each.
        agrees: whether the second has the same character, shape (n + 1,). adjoins: whether it has
        nothing else between this character and the one before it, shape (n + 1,). better: mean
        log10 P of the second less that of the first. engine: the number of the first engine in
        `ENGINES`; 0 if it is another one. own: doubt of the first engine, orders of magnitude from
        0 to 3, in each character; NaN if it says nothing. others: that of the second engine in what
        it has for each character, shape (n + 1,). inserted: the same in what it has before each
        character.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    new: NDArray[np.uint16]
    agrees: NDArray[np.bool_]
    adjoins: NDArray[np.bool_]
    better: float
    engine: int
    own: NDArray[np.float64]
    others: NDArray[np.float64]
    inserted: NDArray[np.float64]

    @property
    def keys(self) -> NDArray[np.int64]:
        """`edit_keys` of the edits."""
        return edit_keys(self.start, self.end, self.new)

    def columns(self, edits: Edits) -> list[NDArray[np.float32]]:
        """Columns for `NAMES`."""
        says = np.isin(edit_keys(edits.start, edits.end, edits.new), self.keys)
        agrees = ~says & np.where(
            edits.end > edits.start, self.agrees[edits.start], self.adjoins[edits.start]
        )
        differs = ~says & ~agrees
        gain = np.clip(edits.gain, -4, 12) * says
        better = self.better
        columns = [
            says,
            agrees,
            differs,
            gain,
            better * says,
            better * agrees,
            better * differs,
            better * gain,
        ]
        columns += [
            self.engine * each for each in (np.ones(len(edits)), says, agrees, differs, gain)
        ]
        for engine in ENGINES.values():
            columns += [
                (self.engine == engine) * each
                for each in self._doubts(edits, says, agrees, differs)
            ]
        return [np.asarray(column, np.float32) for column in columns]

    def _doubts(self, edits: Edits, *stances: NDArray[np.bool_]) -> list[NDArray[np.float64]]:
        """Columns for `_DOUBTS`; of a gap the doubt in what stands around it."""
        says, agrees, differs = stances
        start, there = edits.start, edits.end > edits.start
        own = np.where(there, self.own[start], _around(self.own, start))
        lost = np.where(
            np.isnan(self.inserted[start]), _around(self.others, start), self.inserted[start]
        )
        other = np.where(there, self.others[start], lost)
        known, others_known = ~np.isnan(own), ~np.isnan(other)
        own, other = np.nan_to_num(own), np.nan_to_num(other)
        return [
            *(known, others_known, own, other, own * says),
            *(other * says, other * agrees, own * agrees, other * differs),
        ]


def _around(doubts: NDArray[np.float64], start: NDArray[np.int64]) -> NDArray[np.float64]:
    """The greater doubt of the characters before and behind each gap."""
    greater: NDArray[np.float64] = np.fmax(doubts[np.maximum(start - 1, 0)], doubts[start])
    return greater


def compare(reading: Reading, other: Reading, sure: Sureness | None = None) -> Other:
    """Align ``other`` with ``reading``; ``sure`` is what the engines of both say of themselves."""
    from rapidfuzz.distance import Levenshtein

    sure = sure or Sureness()
    here, there = (np.flatnonzero(each.ids != END) for each in (reading, other))
    first, second = (each.points[kept].tolist() for each, kept in ((reading, here), (other, there)))
    own, said = _doubts_of(reading, sure.own), _doubts_of(other, sure.other)[there]
    agrees, adjoins = np.zeros(reading.size + 1, np.bool_), np.zeros(reading.size + 1, np.bool_)
    others, inserted = np.full((2, reading.size + 1), np.nan)
    gaps = []
    edits: list[tuple[int, int, int]] = []
    place = np.r_[here, reading.size - 1]
    for op in Levenshtein.opcodes(first, second):
        at = place[op.src_start : op.src_end]
        new = other.ids[there[op.dest_start : op.dest_end]].tolist()
        gap = int(place[op.src_start])
        adjoins[at] = op.tag != "delete"
        if op.tag == "insert":
            gaps.append(gap)
            inserted[gap] = np.fmax.reduce(said[op.dest_start : op.dest_end])
        elif op.tag == "delete":
            others[at] = np.fmax.reduce(
                said[max(op.dest_start - 1, 0) : op.dest_start + 1], initial=np.nan
            )
        else:
            others[at] = said[op.dest_start : op.dest_end]
        if op.tag == "equal":
            agrees[at] = True
        elif max(at.size, len(new)) > LONGEST:
            continue
        elif op.tag == "insert":
            edits.append((gap, gap, new[0]))
        else:
            edits += [
                (start, start + 1, (new or [0] * at.size)[row])
                for row, start in enumerate(at.tolist())
            ]
    adjoins[gaps] = False
    known = [edit for edit in edits if edit[2] == 0 or edit[2] >= FIRST]
    start, end, ids = np.array(known, np.int64).reshape(-1, 3).T
    better = float(np.clip(reading.surprise.mean() - other.surprise.mean(), -_REACH, _REACH))
    engine = ENGINES.get(sure.engine, 0)
    return Other(
        start, end, ids.astype(np.uint16), agrees, adjoins, better, engine, own, others, inserted
    )


def _doubts_of(reading: Reading, confidences: Confidences) -> NDArray[np.float64]:
    """Doubt in each character as an order of magnitude: 0 for none, 3 for all; NaN where nothing is said."""
    doubts = np.full(reading.size + 1, np.nan)
    given = np.array([np.nan if each is None else each for each in confidences], np.float64)
    said = np.flatnonzero(reading.offsets < given.size)
    doubts[said] = 3 + np.log10(np.maximum(1 - given[reading.offsets[said]], _SUREST))
    return doubts
