"""Candidates: the edits of one character that are worth a look, and what each gains.

Where the model is not surprised nothing is proposed. Elsewhere a character may become one of its
look-alikes, one it was seen to be misread from, one that fits between its neighbours, or another
mark; it may be too much, and one that fits may have been lost before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from proofer.language.arrays import distinct, is_among
from proofer.language.channel import joint
from proofer.language.channel.edits import (
    EXTRA,
    HAN,
    LOST,
    MARK,
    MATE,
    Edits,
    edit_keys,
    edits_of,
    is_han,
)
from proofer.language.encoding import END, FIRST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.channel.comparison import Comparison
    from proofer.language.channel.confusions import Confusions
    from proofer.language.channel.homophones import Homophones
    from proofer.language.channel.neighbours import Neighbours
    from proofer.language.channel.profiles import Profile
    from proofer.language.channel.reading import Reading

UNKNOWN = 2.6
"""Mean -log10 P of text in a language that the model does not know: all would pass the gate."""
MARKS = "。，、：；“”（）《》·—？！"
LOST_MARKS = "。，、：”“）（《》"
LOST_BETWEEN = 10
"""Characters tried as lost between two others, those that fit best."""
FLOOR = -1.5
"""Gain less cost below which a candidate is dropped."""
_LEAST_COST = -1.5
"""Lowest cost of any edit: what gains less than `FLOOR` and this is hopeless."""
_FEW = 40
"""Characters of a text that is too short to tell whether the model knows its language."""
_SURELY = 100.0
"""Added to the gain of what is wanted in any case; beyond all gains."""
_MISREAD = 12
"""Misreadings of each half of a pair that are tried."""

Likeness = Callable[["NDArray[np.uint16]", "NDArray[np.uint16]"], "NDArray[np.float32]"]
"""Cosines of the shapes of two arrays of ids."""


class Proposer:
    """Proposes edits with the tables of one language model."""

    def __init__(
        self,
        neighbours: Neighbours,
        confusions: Confusions,
        points: NDArray[np.uint32],
        likeness: Likeness,
        *,
        profile: Profile,
        homophones: Homophones | None = None,
    ) -> None:
        """Take the tables.

        Args:
            neighbours: what stands beside what.
            confusions: which characters are confused, and how often.
            points: code points by id of the model's vocabulary.
            likeness: how alike two characters look, by id.
            profile: which kinds of edits are proposed.
            homophones: words that sound alike; for typed text.
        """
        self.profile, self.homophones = profile, homophones
        self.neighbours, self.confusions = neighbours, confusions
        self._points = points
        self._likeness = likeness
        self._han = is_han(points)
        ids = {chr(point): number for number, point in enumerate(points.tolist())}
        self._marks = np.array([ids[mark] for mark in MARKS if mark in ids], np.uint16)
        self._lost_marks = np.array([ids[mark] for mark in LOST_MARKS if mark in ids], np.uint16)
        # Which pair of quotes is the house's choice, not an error of a character.
        self._double, self._single_quotes, self._plain = (
            np.sort(np.array([ids[char] for char in pair], np.uint16))
            for pair in ("“”", "‘’", "0A")
        )

    def propose(
        self,
        reading: Reading,
        other: Comparison | None = None,
        alternatives: Sequence[tuple[int, str]] = (),
    ) -> Edits:
        """The candidates of `reading`, by place, with what an `other` reading or the engine has."""
        pair = (reading.surprise + np.r_[reading.surprise[1:], 0]) / 2
        is_known = reading.size < _FEW or reading.surprise.mean() < UNKNOWN
        odd = pair > (self.profile.gate if is_known else self.profile.strict_gate)
        # Where sounds are tried, the words of the lexicon take the place of the pairs.
        paired = is_han(reading.points) & (self.homophones is None)
        pairs = joint.pairs(reading, paired, partial(self._options, reading))
        wanted = np.concatenate(
            (
                edit_keys(pairs.start, pairs.start + 1, pairs.first),
                edit_keys(pairs.start + 1, pairs.start + 2, pairs.second),
                self._alternatives(reading, alternatives),
                other.keys if other else np.zeros(0, np.int64),
            )
        )
        keys = distinct(np.concatenate((*self._single(reading, odd), wanted)))
        start, end, new = edits_of(keys)
        allowed = self._is_allowed(reading, start, end, new)
        start, end, new, keys = start[allowed], end[allowed], new[allowed], keys[allowed]
        edits = self._kept(*self._scored(reading, start, end, new, is_among(keys, np.sort(wanted))))
        self._mated(edits, pairs)
        if self.homophones is None:
            return edits
        return joined(edits, self._words(reading, odd, self.homophones))

    def _single(self, reading: Reading, odd: NDArray[np.bool_]) -> Iterator[NDArray[np.int64]]:
        """Keys of replacements and deletions of `odd` characters, and of insertions before them."""
        is_tried = odd & (reading.ids != END) & (self.profile.marks | is_han(reading.points))
        gated = np.flatnonzero(is_tried)
        yield edit_keys(*self._replacements(reading, gated))
        yield edit_keys(gated, gated + 1, np.zeros(gated.size, np.uint16))
        lost, new = self._lost(reading, np.flatnonzero(odd))
        yield edit_keys(lost, lost, new)

    def _is_allowed(
        self,
        reading: Reading,
        start: NDArray[np.int64],
        end: NDArray[np.int64],
        new: NDArray[np.uint16],
    ) -> NDArray[np.bool_]:
        """Which edits change something, into a known character, as far as the profile allows."""
        old = np.where(end > start, reading.ids[start], 0)
        allowed: NDArray[np.bool_] = (
            (new != old) & ((new == 0) | (new >= FIRST)) & ~is_among(new, self._plain)
        )
        allowed &= ~(is_among(old, self._single_quotes) & is_among(new, self._double))
        allowed &= self.profile.marks | (new == 0) | self._han[new]
        return allowed

    def _alternatives(
        self, reading: Reading, alternatives: Sequence[tuple[int, str]]
    ) -> NDArray[np.int64]:
        """Keys of the replacements by characters that the engine had as other choices."""
        offsets = np.array([offset for offset, _ in alternatives], np.int64)
        new = reading.model.vocabulary.encode("".join([char for _, char in alternatives]))
        start = np.minimum(np.searchsorted(reading.offsets, offsets), reading.size - 1)
        known = (reading.offsets[start] == offsets) & (new >= FIRST) & (reading.ids[start] != END)
        return edit_keys(start[known], start[known] + 1, new[known])

    def _options(self, reading: Reading, places: NDArray[np.int64]) -> joint.Options:
        """Look-alikes of the characters at `places`, and what these were misread from."""
        owner, misread = self.confusions.candidates(reading.points[places])
        row = np.arange(owner.size) - np.searchsorted(owner, owner)
        alike = self.neighbours.alike[reading.ids[places]]
        ids = np.zeros((places.size, alike.shape[1] + _MISREAD), np.uint16)
        ids[:, : alike.shape[1]] = alike
        few = row < _MISREAD
        twice = (alike[owner] == misread[:, None]).any(1)
        ids[owner[few], alike.shape[1] + row[few]] = np.where(twice, 0, misread)[few]
        ids[~self._han[ids]] = 0
        old = np.repeat(places, ids.shape[1])
        count = self.confusions.counts(reading.points[old], ids.reshape(-1))
        likeness = self._likeness(reading.ids[old], ids.reshape(-1))
        return joint.Options(
            ids,
            (2.5 - 2 * likeness - 2 * np.minimum(count, 1)).reshape(ids.shape).astype(np.float64),
        )

    def _mated(self, edits: Edits, pairs: joint.Pairs) -> None:
        """Note the best pair of each edit."""
        order = np.argsort(pairs.net, kind="stable")
        own = np.stack((pairs.first, pairs.second), 1)[order]
        start = pairs.start[order, None] + np.array([0, 1])
        place = np.searchsorted(
            edit_keys(edits.start, edits.end, edits.new), edit_keys(start, start + 1, own)
        )
        mates = np.zeros(place.shape, MATE)
        mates["net"], mates["side"], mates["id"] = pairs.net[order, None], (1, -1), own[:, ::-1]
        mates["point"] = self._points[mates["id"]]
        better = mates["net"] > (edits.gain - edits.cost)[place]
        edits.mate[place[better]] = mates[better]

    def _replacements(
        self, reading: Reading, gated: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint16]]:
        ids = reading.ids
        around = np.r_[np.uint16(END), ids, np.uint16(END)]
        alike = self.neighbours.alike[ids[gated]]
        fitting = self.profile.fitting
        fits = (
            self.neighbours.between(around[gated], around[gated + 2], fitting)
            if fitting
            else alike[:, :0]
        )
        owner, misread = self.confusions.candidates(reading.points[gated])
        none = np.zeros(0, np.int64), np.zeros(0, np.uint16)
        sounding, sounds = self.homophones.characters(reading, gated) if self.homophones else none
        marks = gated[~is_han(reading.points[gated])]
        place = np.concatenate(
            (
                np.repeat(gated, fits.shape[1]),
                np.repeat(gated, alike.shape[1]),
                gated[owner],
                sounding,
                np.repeat(marks, self._marks.size),
            )
        )
        marks_tried = np.tile(self._marks, marks.size)
        new = np.concatenate((fits.reshape(-1), alike.reshape(-1), misread, sounds, marks_tried))
        keep = new > 0
        return place[keep], place[keep] + 1, new[keep]

    def _lost(
        self, reading: Reading, gated: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
        around = np.r_[np.uint16(END), reading.ids]
        fits = self.neighbours.between(around[gated], around[gated + 1], LOST_BETWEEN)
        place = np.concatenate(
            (np.repeat(gated, fits.shape[1]), np.repeat(gated, self._lost_marks.size))
        )
        new = np.concatenate((fits.reshape(-1), np.tile(self._lost_marks, gated.size)))
        keep = new > 0
        return place[keep], new[keep]

    def _scored(
        self,
        reading: Reading,
        start: NDArray[np.int64],
        end: NDArray[np.int64],
        new: NDArray[np.uint16],
        wanted: NDArray[np.bool_],
    ) -> tuple[Edits, NDArray[np.bool_]]:
        """Return the edits that are worth weighing, and which of all candidates these are.

        Args:
            reading: the text; all arrays have one row a candidate.
            start: first character that is replaced.
            end: one past the last, equal to `start` for an insertion.
            new: id of the new character, 0 for none.
            wanted: what is kept however unlikely it is.
        """
        points = np.where(new > 0, self._points[new], 0).astype(np.uint32)
        gain = reading.gains(start, end, new, points)
        # Most candidates are hopeless however alike the two characters are: spare them the rest.
        hopeful = np.flatnonzero((gain > FLOOR + _LEAST_COST) | wanted)
        start, end, new, points, gain = (
            start[hopeful],
            end[hopeful],
            new[hopeful],
            points[hopeful],
            gain[hopeful],
        )
        there = end > start
        old = np.where(there, reading.points[start], 0).astype(np.uint32)
        old_han = is_han(old)
        new_han = self._han[new] & (new > 0)
        kind = np.select(
            [there & old_han & new_han, there & old_han & (new == 0), ~there & new_han],
            [HAN, EXTRA, LOST],
            MARK,
        )
        likeness, sound = np.zeros((2, start.size), np.float32)
        both = np.flatnonzero(there & (new > 0))
        likeness[both] = self._likeness(reading.ids[start[both]], new[both])
        if self.homophones is not None:
            sound[both] = self.homophones.likeness(reading.ids[start[both]], new[both])
        count = self.confusions.counts(old, new)
        padded = np.r_[reading.ids, np.uint16(0)]
        repeats = there & (
            (padded[start] == padded[start - 1]) | (padded[start] == padded[start + 1])
        )
        once = np.minimum(count, 1)
        cost = np.select(
            [kind == HAN, kind == MARK, kind == EXTRA],
            [
                2.5 - 2 * np.maximum(likeness, sound) - 2 * once,
                1.5 - once,
                np.where(repeats, 1.0, 2.5),
            ],
            3.5,
        )
        mate = np.zeros(start.size, MATE)
        single = np.zeros_like(new), np.zeros_like(points)
        edits = Edits(
            start, end, new, points, kind, gain, likeness, count, cost, mate, sound, *single
        )
        return edits, wanted[hopeful]

    def _words(self, reading: Reading, odd: NDArray[np.bool_], homophones: Homophones) -> Edits:
        """Words of two characters, both of which differ from those that stand there."""
        start, new, second = homophones.words(reading, np.flatnonzero(odd | np.r_[odd[1:], False]))
        gain = reading.word_gains(start, new, second)
        hopeful = np.flatnonzero(gain > 0)
        start, new, second, gain = start[hopeful], new[hopeful], second[hopeful], gain[hopeful]
        old = reading.ids[start], reading.ids[start + 1]
        sound = np.minimum(homophones.likeness(old[0], new), homophones.likeness(old[1], second))
        likeness = (self._likeness(old[0], new) + self._likeness(old[1], second)) * np.float32(0.5)
        kind, count = np.full(start.size, HAN), np.zeros(start.size, np.float32)
        cost, mate = 3.5 - 2 * sound.astype(np.float64), np.zeros(start.size, MATE)
        said = start, start + 2, new, self._points[new], kind
        edits = Edits(*said, gain, likeness, count, cost, mate, sound, second, self._points[second])
        return self._kept(edits, np.zeros(start.size, np.bool_))

    def _kept(self, edits: Edits, wanted: NDArray[np.bool_]) -> Edits:
        """The best few of each place and kind, and those `wanted`."""
        net = edits.gain - edits.cost + _SURELY * wanted
        rows = np.flatnonzero(net > FLOOR)
        group = (edits.start[rows] << 3) | edits.kind[rows]
        order = np.lexsort((-net[rows], group))
        rows, group = rows[order], group[order]
        first = (
            np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
            if rows.size
            else np.zeros(0, np.int64)
        )
        rank = np.arange(rows.size) - np.repeat(first, np.diff(np.r_[first, rows.size]))
        return edits.take(np.sort(rows[rank < self.profile.kept]))


def joined(first: Edits, second: Edits) -> Edits:
    """All edits of both, by place."""
    both = Edits(
        *(np.concatenate((getattr(first, name), getattr(second, name))) for name in Edits.__slots__)
    )
    return both.take(np.argsort(both.start, kind="stable"))
