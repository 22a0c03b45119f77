"""Which findings of a review are shown: by kind, state, confidence and words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from proofer.findings import Finding
from proofer.messages import Language
from proofer.review.decisions import Verdict
from proofer.review.session import ReviewSession

State = Literal["all", "open", "decided", "accepted", "rejected", "deferred", "printed"]
_STATES: dict[State, frozenset[Verdict | None]] = {
    "all": frozenset({None, *Verdict}),
    "open": frozenset({None, Verdict.DEFERRED}),
    "decided": frozenset({Verdict.ACCEPTED, Verdict.EDITED, Verdict.REJECTED, Verdict.PRINTED}),
    "accepted": frozenset({Verdict.ACCEPTED, Verdict.EDITED}),
    "rejected": frozenset({Verdict.REJECTED}),
    "deferred": frozenset({Verdict.DEFERRED}),
    "printed": frozenset({Verdict.PRINTED}),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What must hold for a finding to be shown; the default shows all.

    `codes` are codes or their beginnings; `words` must stand in the quote, a suggestion or the message.
    """

    codes: tuple[str, ...] = ()
    state: State = "all"
    least: float = 0.0
    most: float = 1.0
    words: str = ""

    @property
    def shows_all(self) -> bool:
        """Whether nothing is filtered out."""
        return self == Filter()

    def shows(self, session: ReviewSession, finding: Finding) -> bool:
        """Return whether `finding` is shown."""
        return (
            (not self.codes or finding.code.startswith(self.codes))
            and session.verdict(finding) in _STATES[self.state]
            and self.least <= finding.confidence <= self.most
            and (not self.words or self.words.casefold() in _words(finding))
        )

    def indices(self, session: ReviewSession) -> list[int]:
        """Return the numbers of the findings that are shown, by place."""
        return [index for index, finding in enumerate(session.findings) if self.shows(session, finding)]


def _words(finding: Finding) -> str:
    languages: tuple[Language, ...] = ("zh", "en")
    said = [finding.message.render(language) for language in languages]
    made = [finding.replacement(suggestion) for suggestion in finding.suggestions]
    return "\n".join((finding.quote, finding.name, *made, *said)).casefold()


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
