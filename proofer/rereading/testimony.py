"""What the images say of a document's findings, small enough to be kept and passed on.

The likelihoods of a page take megabytes; what is made of them here is some numbers a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Suggestion
from proofer.scoring.atoms import MOST_EDITS, atoms

if TYPE_CHECKING:
    from proofer.rereading.evidence import Correction, ImageEvidence
    from proofer.rereading.line_reading import LineReading

Atoms = frozenset[Edit]
"""A correction by its smallest edits, so that it is known however a finding writes it."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """What the images say of the places and corrections of a document.

    Attributes:
        own: the corrections that the images propose, with the probability that each is right.
        gains: by how much a correction makes the image of its line likelier, ln.
        agreed: where image and file read the same, without the characters beside a difference.
    """

    own: Mapping[Atoms, float] = field(default_factory=dict)
    gains: Mapping[Atoms, float] = field(default_factory=dict)
    agreed: tuple[Span, ...] = ()

    def reads_as_printed(self, span: Span) -> bool:
        """Return whether the image alone reads what the file has, and beside it, too."""
        return any(each.covers(span) for each in self.agreed)


def testimony(
    document: Document,
    evidence: ImageEvidence,
    lines: Iterable[LineReading],
    corrections: Sequence[Correction],
    candidates: Iterable[Finding],
) -> Testimony:
    """Return what the images say of all that detectors found in a document.

    Args:
        document: the document.
        evidence: what its images say.
        lines: what was read of it.
        corrections: what the images propose.
        candidates: what the detectors found.
    """
    text = document.text
    gains: dict[Atoms, float] = {}
    for finding in candidates:
        for suggestion in finding.suggestions:
            key = corrected(suggestion, text)
            if not key or key in gains:
                continue
            gain = evidence.gain(finding.span, suggestion.edits)
            if gain is not None:
                gains[key] = gain
    own: dict[Atoms, float] = {}
    for each in corrections:
        key = atoms(Suggestion((each.edit,), 0.0), text)
        own[key] = each.confidence
        gains[key] = each.gain
    agreed = joined((span for line in lines for span in line.agreed), text)
    return Testimony(own, gains, tuple(agreed))


def joined(spans: Iterable[Span], text: str) -> Iterator[Span]:
    """Yield spans, in the order of the text, those with nothing but white space between as one."""
    whole: Span | None = None
    for span in spans:
        if whole is not None and not text[whole.end : span.start].strip():
            whole = Span(whole.start, span.end)
            continue
        if whole is not None:
            yield whole
        whole = span
    if whole is not None:
        yield whole


def corrected(suggestion: Suggestion, text: str) -> Atoms:
    """Return a suggestion by its smallest edits; nothing for one that corrects a whole page."""
    return frozenset() if len(suggestion.edits) > MOST_EDITS else atoms(suggestion, text)
