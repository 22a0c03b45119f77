"""The findings of a document by place, with their series; those of the editor come and go."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from operator import attrgetter

from proofer.document.spans import Span
from proofer.findings.finding import Finding, series, series_key

_SPAN = attrgetter("span")


class FindingIndex:
    """Findings, found by number, fingerprint, place and series.

    Raises:
        ValueError: if two of them have one fingerprint.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings = sorted(findings, key=_SPAN)
        self._series = dict(series(self._findings))
        self._group = {each.fingerprint: group for group in self._series.values() for each in group}
        self._count()
        if len(self._numbers) != len(self._findings):
            raise ValueError("two findings have one fingerprint")

    @property
    def all(self) -> Sequence[Finding]:
        """All findings, by place."""
        return self._findings

    def __contains__(self, fingerprint: object) -> bool:
        return fingerprint in self._numbers

    def number(self, fingerprint: str) -> int:
        """Return the number of the finding with this fingerprint."""
        return self._numbers[fingerprint]

    def at(self, span: Span) -> Finding | None:
        """Return the first finding whose span is `span`, None if there is none."""
        return next(iter(self.all_at(span)), None)

    def all_at(self, span: Span) -> Sequence[Finding]:
        """Return the findings whose span is `span`."""
        first = bisect_left(self._findings, span, key=_SPAN)
        return self._findings[first : bisect_right(self._findings, span, key=_SPAN)]

    def same_series(self, finding: Finding) -> Sequence[Finding]:
        """Return the findings of the series of `finding`, by place, itself included."""
        return self._group[finding.fingerprint]

    def add(self, finding: Finding) -> None:
        """Add a finding, unless it is there."""
        if finding.fingerprint in self._numbers:
            return
        insort(self._findings, finding, key=_SPAN)
        group = self._series.setdefault(series_key(finding), [])
        insort(group, finding, key=_SPAN)
        self._group[finding.fingerprint] = group
        self._count()

    def remove(self, finding: Finding) -> None:
        """Take a finding out, if it is there."""
        if finding.fingerprint not in self._numbers:
            return
        self._findings.remove(finding)
        self._group.pop(finding.fingerprint).remove(finding)
        self._count()

    def _count(self) -> None:
        self._numbers = {each.fingerprint: at for at, each in enumerate(self._findings)}
