"""What each step changed in one file, place by place, for undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from proofer.review.decisions import Decision, agree


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """The record that held at a place before a step, None if there was none, and the one that the step made."""

    before: Decision | None
    after: Decision


class ChangeLog:
    """The records of one file by today's places: `place_of` names the place of a fingerprint of the log."""

    def __init__(self, records: Iterable[Decision], place_of: Callable[[str], str]) -> None:
        self._place_of = place_of
        self._held: dict[str, Decision] = {}
        self._steps: dict[str, dict[str, LoggedChange]] = {}
        for record in sorted(records, key=lambda each: each.time):
            self.add(record)

    def add(self, record: Decision) -> None:
        """Take note of a record that is later than all others."""
        place = self._place_of(record.fingerprint)
        before = self._held.get(place)
        self._held[place] = record
        if not (record.mark.undoes or record.mark.redoes):
            turns = self._steps.setdefault(record.step, {})
            turns[place] = LoggedChange(turns[place].before if place in turns else before, record)

    def held(self, place: str) -> Decision | None:
        """Return the last record on `place`, a withdrawal included."""
        return self._held.get(place)

    def turns(self, step: str) -> Mapping[str, LoggedChange]:
        """Return what a step changed, by place."""
        turns = self._steps.get(step, {})
        return {place: each for place, each in turns.items() if not agree(each.before, each.after)}
