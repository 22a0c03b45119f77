"""Which findings of a review are shown: by kind, state and confidence; and where words stand in a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from proofer.findings.finding import Finding
from proofer.review.decisions import Verdict
from proofer.review.session import ReviewSession

State = Literal["open", "accepted", "rejected", "printed", "deferred"]
STATES: Mapping[State, frozenset[Verdict | None]] = {
    "open": frozenset({None}),
    "accepted": frozenset({Verdict.ACCEPTED, Verdict.EDITED}),
    "rejected": frozenset({Verdict.REJECTED}),
    "printed": frozenset({Verdict.PRINTED}),
    "deferred": frozenset({Verdict.DEFERRED}),
}
BANDS = ((0.9, 1.01), (0.5, 0.9), (0.0, 0.5))
"""Bands of confidence, the lower limit included."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What must hold for a finding to be shown; of what is empty everything is shown."""

    codes: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset()
    bands: frozenset[tuple[float, float]] = frozenset()

    @property
    def shows_all(self) -> bool:
        """Whether nothing is filtered out."""
        return self == Filter()

    def shows(self, session: ReviewSession, finding: Finding) -> bool:
        """Return whether `finding` is shown."""
        return (
            (not self.codes or finding.code in self.codes)
            and (
                not self.states
                or any(session.verdict(finding) in STATES[state] for state in self.states)
            )
            and (
                not self.bands or any(low <= finding.confidence < high for low, high in self.bands)
            )
        )

    def indices(self, session: ReviewSession) -> list[int]:
        """Return the numbers of the findings that are shown, by place."""
        return [
            index for index, finding in enumerate(session.findings) if self.shows(session, finding)
        ]


def occurrences(text: str, words: str) -> list[int]:
    """Return where `words` stand in `text`, code points; white space inside them is any or none."""
    import regex

    parts = words.split()
    if not parts:
        return []
    pattern = r"\s*".join(regex.escape(character) for part in parts for character in part)
    return [match.start() for match in regex.finditer(pattern, text, regex.IGNORECASE)]


def codes_of(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings each code has, by code."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.code] = counts.get(finding.code, 0) + 1
    return dict(sorted(counts.items()))
