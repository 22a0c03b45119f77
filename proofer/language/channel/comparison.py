"""A second reading compared with the first: where they agree, and what it has instead.

Both texts are aligned by Levenshtein distance; white space, line feeds and the width of marks do
not count. Where one has more than `LONGEST` characters and the other none of them, that says
nothing about single characters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.channel.columns import Columns, float32
from proofer.language.channel.edits import Edits, edit_keys
from proofer.language.channel.ocr_confidences import Confidences, OcrConfidences
from proofer.language.encoding import END, FIRST
from proofer.language.ocr_habits import SIGNS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from rapidfuzz.distance import Opcode

    from proofer.language.channel.reading import Reading

LONGEST = 3
"""Characters of a difference beyond which it is not taken apart into edits."""
_REACH = 1.0
"""log10 a character; one reading is never believed to be better than the other by more."""
_LEAST_DOUBT = 1e-3
"""1 - confidence below which a confidence says no more, as of `probability.doubt`."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a second reading says, by characters of the first one, of which there are n.

    Doubts are orders of magnitude of 1 - confidence, as of `proofer.document.probability.doubt`;
    NaN where an engine says nothing.

    Attributes:
        start: first character of each edit that would turn the first reading into the second.
        end: the character behind it; an edit is of one character or a gap.
        new: id of what the second reading has, 0 for nothing.
        agrees: whether the second has the same character, shape (n + 1,).
        adjoins: whether it has nothing between this character and the one before, shape (n + 1,).
        better: mean log10 P of the second less that of the first.
        engine: the sign of the first engine (`ocr_habits.SIGNS`); 0 if it has none.
        own_doubt: that of the first engine in each character, shape (n + 1,).
        other_doubt: that of the second engine in what it has for each character, shape (n + 1,).
        inserted_doubt: the same in what it has before each character.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    new: NDArray[np.uint16]
    agrees: NDArray[np.bool_]
    adjoins: NDArray[np.bool_]
    better: float
    engine: int
    own_doubt: NDArray[np.float64]
    other_doubt: NDArray[np.float64]
    inserted_doubt: NDArray[np.float64]

    @classmethod
    def unknown(cls, size: int) -> Comparison:
        """Return the comparison with a reading of which nothing is known yet."""
        none, nowhere = np.zeros(0, np.int64), np.zeros(size + 1, np.bool_)
        own, other, inserted = np.full((3, size + 1), np.nan)
        return cls(
            *(none, none, none.astype(np.uint16), nowhere, nowhere.copy()),
            *(0.0, 0, own, other, inserted),
        )

    @property
    def keys(self) -> NDArray[np.int64]:
        """`edit_keys` of the edits."""
        return edit_keys(self.start, self.end, self.new)

    def features(self, edits: Edits) -> Columns:
        """Return what the second reading says of each of `edits`.

        "better" is how much likelier it is as a whole, "engine" the number of the first engine.
        """
        says = np.isin(edit_keys(edits.start, edits.end, edits.new), self.keys)
        here = np.where(
            edits.end > edits.start, self.agrees[edits.start], self.adjoins[edits.start]
        )
        agrees = ~says & here
        differs = ~says & ~agrees
        gain = edits.clipped_gain * says
        columns = {
            "other says so": says,
            "other agrees with the print": agrees,
            "other differs": differs,
            "gain if other says so": gain,
            "better and says so": self.better * says,
            "better and agrees": self.better * agrees,
            "better and differs": self.better * differs,
            "gain if better": self.better * gain,
            "engine": self.engine * np.ones(len(edits)),
            "engine if other says so": self.engine * says,
            "engine if other agrees": self.engine * agrees,
            "engine if other differs": self.engine * differs,
            "engine by gain": self.engine * gain,
        }
        doubts = self._doubts(edits, says, agrees, differs)
        for name, sign in SIGNS.items():
            is_first = self.engine == sign
            columns |= {f"{name}: {what}": is_first * column for what, column in doubts.items()}
        return float32(columns)

    def _doubts(
        self,
        edits: Edits,
        says: NDArray[np.bool_],
        agrees: NDArray[np.bool_],
        differs: NDArray[np.bool_],
    ) -> dict[str, NDArray[np.generic]]:
        """Doubts of both engines; of a gap, in what stands around it."""
        start, there = edits.start, edits.end > edits.start
        own = np.where(there, self.own_doubt[start], _around(self.own_doubt, start))
        inserted = self.inserted_doubt[start]
        lost = np.where(np.isnan(inserted), _around(self.other_doubt, start), inserted)
        other = np.where(there, self.other_doubt[start], lost)
        own_known, other_known = ~np.isnan(own), ~np.isnan(other)
        own, other = np.nan_to_num(own), np.nan_to_num(other)
        return {
            "own doubt known": own_known,
            "other doubt known": other_known,
            "own doubt": own,
            "other doubt": other,
            "own doubt if other says so": own * says,
            "other doubt if it says so": other * says,
            "other doubt if it agrees": other * agrees,
            "own doubt if other agrees": own * agrees,
            "other doubt if it differs": other * differs,
        }


def _around(doubts: NDArray[np.float64], start: NDArray[np.int64]) -> NDArray[np.float64]:
    """The greater doubt of the characters before and behind each gap."""
    greater: NDArray[np.float64] = np.fmax(doubts[np.maximum(start - 1, 0)], doubts[start])
    return greater


def compare(
    reading: Reading, other: Reading, confidences: OcrConfidences | None = None
) -> Comparison:
    """Align `other` with `reading`; `confidences` are those of both engines in what they read."""
    from rapidfuzz.distance import Levenshtein

    confidences = confidences or OcrConfidences()
    here, there = (np.flatnonzero(each.ids != END) for each in (reading, other))
    first, second = reading.points[here].tolist(), other.points[there].tolist()
    other_doubt = _doubts_of(other, confidences.other)[there]
    found = Comparison.unknown(reading.size)
    found.own_doubt[:] = _doubts_of(reading, confidences.own)
    edits: list[tuple[int, int, int]] = []
    position = np.r_[here, reading.size - 1]
    ops = Levenshtein.opcodes(first, second)
    for op in ops:
        at = position[op.src_start : op.src_end]
        _note(found, op, at, int(position[op.src_start]), other_doubt)
        new = other.ids[there[op.dest_start : op.dest_end]].tolist()
        if op.tag != "equal" and max(at.size, len(new)) <= LONGEST:
            edits += _edits(at.tolist(), int(position[op.src_start]), new)
    found.adjoins[[position[op.src_start] for op in ops if op.tag == "insert"]] = False
    known = [edit for edit in edits if edit[2] == 0 or edit[2] >= FIRST]
    start, end, ids = np.array(known, np.int64).reshape(-1, 3).T
    better = float(np.clip(reading.surprise.mean() - other.surprise.mean(), -_REACH, _REACH))
    return replace(
        found,
        start=start,
        end=end,
        new=ids.astype(np.uint16),
        better=better,
        engine=SIGNS.get(confidences.engine, 0),
    )


def _note(
    found: Comparison,
    op: Opcode,
    at: NDArray[np.int64],
    gap: int,
    other_doubt: NDArray[np.float64],
) -> None:
    """Note what the second reading has at one difference.

    Args:
        found: what is known so far; changed in place.
        op: the difference, in numbers of characters of both readings.
        at: the characters of the first reading that it covers; none for an insertion.
        gap: the character before which an insertion stands.
        other_doubt: doubt of the second engine by its characters, NaN where it says none.
    """
    found.agrees[at] = op.tag == "equal"
    found.adjoins[at] = op.tag != "delete"
    if op.tag == "insert":
        found.inserted_doubt[gap] = np.fmax.reduce(other_doubt[op.dest_start : op.dest_end])
    elif op.tag == "delete":
        beside = other_doubt[max(op.dest_start - 1, 0) : op.dest_start + 1]
        found.other_doubt[at] = np.fmax.reduce(beside, initial=np.nan)
    else:
        found.other_doubt[at] = other_doubt[op.dest_start : op.dest_end]


def _edits(at: list[int], gap: int, new: list[int]) -> list[tuple[int, int, int]]:
    """Start, end and id of the edits of a difference; of several lost characters the first one."""
    if not at:
        return [(gap, gap, new[0])]
    ids = new or [0] * len(at)
    return [(start, start + 1, ids[row]) for row, start in enumerate(at)]


def _doubts_of(reading: Reading, confidences: Confidences) -> NDArray[np.float64]:
    """Doubt in each character as an order of magnitude, 0 to 3; NaN where nothing is said."""
    doubts = np.full(reading.size + 1, np.nan)
    given = np.array([np.nan if each is None else each for each in confidences], np.float64)
    said = np.flatnonzero(reading.offsets < given.size)
    doubts[said] = 3 + np.log10(np.maximum(1 - given[reading.offsets[said]], _LEAST_DOUBT))
    return doubts


def features(edits: Edits, compared: Comparison | None) -> Columns:
    """Return what a second reading says of each of `edits`; zeros if there is none."""
    if compared is not None:
        return compared.features(edits)
    return dict.fromkeys(_NAMES, np.zeros(len(edits), np.float32))


_NAMES = tuple(Comparison.unknown(0).features(Edits.none()))
"""Last, because all of the above must be there to be asked."""
