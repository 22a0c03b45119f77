"""What each step changed in one file, finding by finding, for undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from proofer.review.decisions import Decision, agree


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """The record on a finding before a step (None if there was none) and the one the step wrote."""

    before: Decision | None
    after: Decision


class ChangeLog:
    """The records of one file, in the order of its log, by the fingerprints of today's findings.

    `fingerprint_today` maps a fingerprint of the log to today's fingerprint of the same finding.
    """

    def __init__(
        self, records: Iterable[Decision], fingerprint_today: Callable[[str], str]
    ) -> None:
        self._fingerprint_today = fingerprint_today
        self._last: dict[str, Decision] = {}
        self._steps: dict[str, dict[str, LoggedChange]] = {}
        for record in records:
            self.add(record)

    def add(self, record: Decision) -> None:
        """Add a record that is later than all others."""
        fingerprint = self._fingerprint_today(record.fingerprint)
        before = self._last.get(fingerprint)
        self._last[fingerprint] = record
        if not (record.mark.undoes or record.mark.redoes):
            changes = self._steps.setdefault(record.step, {})
            if fingerprint in changes:
                before = changes[fingerprint].before
            changes[fingerprint] = LoggedChange(before, record)

    def last(self, fingerprint: str) -> Decision | None:
        """Return the last record on a finding, which may be a withdrawal."""
        return self._last.get(fingerprint)

    def changes(self, step: str) -> Mapping[str, LoggedChange]:
        """Return what a step changed, by fingerprint."""
        return {
            fingerprint: change
            for fingerprint, change in self._steps.get(step, {}).items()
            if not agree(change.before, change.after)
        }
