"""The list of findings as series: a row for each, the current one unfolded into its places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proofer.review.session import ReviewSession


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list: the head of a series of several places, or one place.

    `index` is the number of its (first) finding, `members` are those of the series.
    """

    index: int
    members: Sequence[int]
    is_head: bool


class Outline:
    """The series of the findings `indices`, in the order of their first places.

    A row is made only when it is asked for.
    """

    def __init__(self, session: ReviewSession, indices: Sequence[int]) -> None:
        self.indices = list(indices)
        groups: dict[int, list[int]] = {}
        for index in indices:
            groups.setdefault(id(session.same_series(session.findings[index])), []).append(index)
        self._series = list(groups.values())
        self._of = {
            index: number for number, members in enumerate(self._series) for index in members
        }
        self._open = -1

    def unfold(self, index: int) -> None:
        """Unfold the series of the finding `index`, and fold all others."""
        self._open = self._of.get(index, -1)

    @property
    def _inside(self) -> int:
        """Number of rows below the head of the unfolded series."""
        members = self._series[self._open] if self._open >= 0 else []
        return len(members) if len(members) > 1 else 0

    def __len__(self) -> int:
        return len(self._series) + self._inside

    def row(self, number: int) -> Row:
        """Return row `number`."""
        if self._open < number <= self._open + self._inside:
            members = self._series[self._open]
            return Row(members[number - self._open - 1], members, is_head=False)
        at = number if number <= self._open else number - self._inside
        members = self._series[at]
        return Row(members[0], members, is_head=len(members) > 1)

    def row_of(self, index: int) -> int:
        """Return the row of the finding `index`: its own, or the head of its folded series."""
        series = self._of.get(index, 0)
        if series == self._open and self._inside:
            return series + 1 + self._series[series].index(index)
        return series if series <= self._open or self._open < 0 else series + self._inside
