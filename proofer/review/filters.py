"""Which findings are shown: by code, state and confidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from proofer.findings.finding import Finding, is_refuted
from proofer.review.decisions import Verdict
from proofer.review.session import ReviewSession
from proofer.suppression.unreadable import UNREADABLE

State = Literal["open", "accepted", "rejected", "as_printed", "deferred"]
STATES: Mapping[State, frozenset[Verdict | None]] = {
    "open": frozenset({None}),
    "accepted": frozenset({Verdict.ACCEPTED, Verdict.EDITED}),
    "rejected": frozenset({Verdict.REJECTED}),
    "as_printed": frozenset({Verdict.AS_PRINTED}),
    "deferred": frozenset({Verdict.DEFERRED}),
}
BANDS = ((0.9, 1.01), (0.5, 0.9), (0.0, 0.5))
"""Bands of the confidence of corrections, each with its lower limit and without its upper one.

1.01 lets 1 in.
"""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a finding must match to be shown; an empty criterion matches everything."""

    codes: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset()
    bands: frozenset[tuple[float, float]] = frozenset()
    refuted: bool = True
    """Whether undecided findings that the page's image refutes are shown."""

    @property
    def folds_page(self) -> bool:
        """Whether a page beyond reading is shown as the one finding that says so."""
        return self == PAGE_BEYOND_READING

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
            and (self.refuted or session.verdict(finding) is not None or not is_refuted(finding))
            and (
                not self.bands or any(low <= confidence(finding) < high for low, high in self.bands)
            )
        )

    def count(self, session: ReviewSession) -> int:
        """Return how many findings are shown."""
        return sum(self.shows(session, finding) for finding in session.findings)

    def indices(self, session: ReviewSession) -> list[int]:
        """Return the numbers of the findings that are shown, in the order of the text."""
        return [
            index for index, finding in enumerate(session.findings) if self.shows(session, finding)
        ]


def confidence(finding: Finding) -> float:
    """Return the probability that the first suggestion of `finding` is right, 0 without one."""
    return finding.suggestions[0].confidence if finding.suggestions else 0.0


PAGE_BEYOND_READING = Filter(frozenset({UNREADABLE}))
"""What is shown of a page that the OCR could not read, until an editor says that it can be read."""


def first_filter(session: ReviewSession) -> Filter:
    """Return what is shown of a document at first.

    That is everything but what its image refutes, unless it is beyond reading.
    """
    beyond = any(
        each.code == UNREADABLE and session.verdict(each) is None for each in session.findings
    )
    return PAGE_BEYOND_READING if beyond else readable_filter(session)


def readable_filter(session: ReviewSession) -> Filter:
    """Return what is shown at first of a page that can be read."""
    return Filter(refuted=not any(map(is_refuted, session.findings)))


def likeliest(session: ReviewSession, indices: Iterable[int]) -> list[int]:
    """Return the numbers of findings with the most confident first suggestion first.

    Of equal ones, and of those without a suggestion, the likelier doubt comes first, then the order
    of `indices` holds.
    """
    findings = session.findings
    return sorted(indices, key=lambda at: (-confidence(findings[at]), -findings[at].confidence))


def codes_of(findings: Iterable[Finding]) -> dict[str, int]:
    """Return the number of findings of each code, in the order of the codes."""
    return dict(sorted(Counter(finding.code for finding in findings).items()))
