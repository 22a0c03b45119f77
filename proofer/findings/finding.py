"""Findings: what a detector says about a place, what could stand there, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from proofer.document.anchors import CONTEXT
from proofer.document.document import BREAK, Document
from proofer.document.edits import Edit, apply
from proofer.document.spans import Span
from proofer.findings.family import Family, family_of
from proofer.messages import Message

Source = Literal[
    "document",
    "corpus",
    "dictionary",
    "language-model",
    "shape",
    "sound",
    "rule",
    "witness",
    "scan",
    "decisions",
    "pycorrector",
]
SOURCE_NAMES: Mapping[Source, Message] = {
    "document": Message("本文", "this page"),
    "corpus": Message("别的文件", "other files"),
    "dictionary": Message("词典", "dictionary"),
    "language-model": Message("语言模型", "language model"),
    "shape": Message("误识", "misreading"),
    "sound": Message("字音", "sound"),
    "rule": Message("规则", "rule"),
    "witness": Message("识别引擎", "OCR engine"),
    "scan": Message("原图", "the scan"),
    "decisions": Message("先前的决定", "earlier decisions"),
    "pycorrector": Message("pycorrector", "pycorrector"),
}
"""How an editor reads where a piece of evidence comes from.

What OCR engines say has the source `witness`: schema 1 of the JSON report holds that name.
"""


WEIGHT = 100
"""Code points of source that take as much memory as a finding with its evidence does."""
_REFUTED = 0.3
"""Confidence below which a finding is refuted that the image speaks against."""


class Severity(StrEnum):
    """How bad it is if the finding is true."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info up to 2 for error."""
        return (Severity.INFO, Severity.WARNING, Severity.ERROR).index(self)


class Applicability(StrEnum):
    """Who may apply a suggestion: any run of `--fix`, one with `--unsafe`, or an editor only."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One independent reason: its source, what it says, how strongly, and where it points."""

    source: Source
    detail: Message
    score: float | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A correction: edits of the document's text, and the probability that it is right.

    If they are `independent`, each edit is right without the others, as in one correction of all
    half-width marks: where something else is decided for a place, the others are made all the same.
    """

    edits: tuple[Edit, ...]
    confidence: float
    applicability: Applicability = Applicability.UNSAFE
    note: Message | None = None
    independent: bool = False


@dataclass(frozen=True, slots=True)
class Vote:
    """What one detector gives a place: the probability that it is wrong.

    `p_correction` is the probability that the finding's first suggestion is right; None if this
    detector proposed something else or nothing.
    """

    code: str
    p_error: float
    p_correction: float | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A suspicious place of a document's text.

    `span` is in code points of `Document.text`, `quote` is the text there. Suggestions are ranked,
    best first. `confidence` is the probability that the place is wrong. `fingerprint` identifies
    the finding after a line shift; the pipeline sets it. `votes` are those of all detectors that
    flagged the place, set when their findings are merged.
    """

    code: str
    name: str
    span: Span
    quote: str
    message: Message
    severity: Severity
    confidence: float
    suggestions: tuple[Suggestion, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    related: tuple[Span, ...] = ()
    fingerprint: str = ""
    votes: tuple[Vote, ...] = ()
    own_family: Family | None = None
    """Set for detectors of plug-ins whose letter is none of `FAMILIES`."""

    @property
    def family(self) -> Family:
        """The family of the detector."""
        return self.own_family or family_of(self.code)

    @property
    def reasons(self) -> tuple[Evidence, ...]:
        """The evidence as editors read it: nothing twice, and of the language model one word."""
        said: dict[str, Evidence] = {}
        for each in self.evidence:
            key = each.source if each.source == "language-model" else each.detail.zh
            said.setdefault(key, each)
        return tuple(said.values())

    def shifted(self, offset: int) -> Finding:
        """Return the finding with all its places moved by `offset` code points."""
        if not offset:
            return self
        suggestions = (
            replace(
                each,
                edits=tuple(Edit(edit.span.shift(offset), edit.replacement) for edit in each.edits),
            )
            for each in self.suggestions
        )
        evidence = (
            replace(each, span=each.span.shift(offset)) if each.span is not None else each
            for each in self.evidence
        )
        return replace(
            self,
            span=self.span.shift(offset),
            suggestions=tuple(suggestions),
            evidence=tuple(evidence),
            related=tuple(each.shift(offset) for each in self.related),
        )

    def replacement(self, suggestion: Suggestion) -> str:
        """Return the quote as `suggestion` corrects it, without its edits elsewhere."""
        if len(suggestion.edits) == 1 and suggestion.edits[0].span == self.span:
            return suggestion.edits[0].replacement
        inside = [edit for edit in suggestion.edits if self.span.covers(edit.span)]
        return apply(
            self.quote,
            [Edit(edit.span.shift(-self.span.start), edit.replacement) for edit in inside],
        )


def is_refuted(finding: Finding) -> bool:
    """Return whether the page's image says that what a finding doubts is printed so."""
    scan = [each for each in finding.evidence if each.source == "scan"]
    against = any(each.score is None or each.score < 0 for each in scan)
    return against and finding.family.of_reading and finding.confidence < _REFUTED


def percent(probability: float) -> str:
    """Return a probability in whole per cent, at most 99: nothing is certain."""
    return f"{min(round(probability * 100), 99)}%"


def fingerprinted(findings: Sequence[Finding], document: Document) -> list[Finding]:
    """Return the findings with their fingerprints, which outlive shifts of lines.

    A fingerprint is a digest of the code, the quote, up to CONTEXT code points of the paragraph on
    both sides without white space, and the number of the finding among equal ones, but of no offset
    or line.
    """
    seen: dict[str, int] = {}
    result: list[Finding] = []
    for finding in findings:
        span = finding.span
        before = document.text[max(0, span.start - 2 * CONTEXT) : span.start].rpartition(BREAK)[2]
        after = document.text[span.end : span.end + 2 * CONTEXT].partition(BREAK)[0]
        key = "\x1f".join(
            (
                finding.code,
                finding.quote,
                "".join(before.split())[-CONTEXT:],
                "".join(after.split())[:CONTEXT],
            )
        )
        number = seen[key] = seen.get(key, 0) + 1
        digest = hashlib.sha256(f"{key}\x1f{number}".encode("utf-8", "surrogatepass")).hexdigest()
        result.append(replace(finding, fingerprint=digest[:16]))
    return result


def series(findings: Iterable[Finding]) -> Mapping[tuple[str, str, str], list[Finding]]:
    """Group the findings that are the same error with the same suggestion, by `series_key`."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(series_key(finding), []).append(finding)
    return groups


def series_key(finding: Finding) -> tuple[str, str, str]:
    """Return what the findings of a series have in common: code, quote and first replacement."""
    first = finding.replacement(finding.suggestions[0]) if finding.suggestions else ""
    return (finding.code, finding.quote, first)
