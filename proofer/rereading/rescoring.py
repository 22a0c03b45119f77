"""Findings scored again by what the images of their lines say.

What a correction gains by the image, and whether the image reads what the file has, become evidence
for the editor and features of the probabilities; of several suggestions the likeliest comes first.
`tools.calibration.rereading` fits the weights. Facts and layout are told the evidence alone: a date
may be wrong although it was read rightly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.regression import LogisticRegression, fitted
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Suggestion
from proofer.messages import Message
from proofer.rereading.testimony import Testimony, corrected
from proofer.scoring.calibration import log_odds

CODE = "I001"
"""Of the detector that proposes what the images read."""
CORRECTION, DOUBT = "scan-correction", "scan-doubt"
"""Names of the weights that are shipped."""
Weights = tuple[LogisticRegression, LogisticRegression]
"""Of corrections and of doubts."""
_GAIN = 8.0
"""ln beyond which more says nothing."""
_SURE = 5.0
"""Log-odds beyond which more says nothing."""
_MANY = 10_000
"""Times likelier that are not counted any more."""


class ScanRescorer:
    """Scores the findings of one document again, by what its images say."""

    def __init__(self, document: Document, testimony: Testimony) -> None:
        self._document = document
        self._testimony = testimony

    def rescored(self, findings: Iterable[Finding], weights: Weights | None) -> list[Finding]:
        """Return the findings with the evidence of the image, in words and in probabilities.

        Args:
            findings: the findings of the document, with probabilities.
            weights: of corrections and doubts; probabilities stay as they are without.
        """
        return [self._judged(finding, weights) for finding in findings]

    def _judged(self, finding: Finding, weights: Weights | None) -> Finding:
        if weights is not None and not is_own(finding) and finding.family.of_reading:
            finding = self._with_probabilities(finding, *weights)
        evidence = self._evidence(finding)
        return (
            finding
            if evidence is None
            else replace(finding, evidence=(*finding.evidence, evidence))
        )

    def _with_probabilities(
        self, finding: Finding, correction: LogisticRegression, doubt: LogisticRegression
    ) -> Finding:
        seen = [self.correction_features(finding, each) for each in finding.suggestions]
        suggestions = sorted(
            (
                replace(each, confidence=round(self._probability(each, numbers, correction), 3))
                if numbers
                else each
                for each, numbers in zip(finding.suggestions, seen, strict=True)
            ),
            key=lambda each: -each.confidence,
        )
        # The first one is as likely as it is; what it leaves is shared by the others.
        left = round(1 - suggestions[0].confidence, 3) if suggestions else 1.0
        shared = [replace(each, confidence=min(each.confidence, left)) for each in suggestions[1:]]
        numbers = self.doubt_features(finding)
        sure = doubt.probability(numbers) if numbers else finding.confidence
        first = suggestions[0].confidence if suggestions else 0.0
        return replace(
            finding,
            confidence=round(max(sure, first), 3),
            suggestions=(*suggestions[:1], *shared),
        )

    def _probability(
        self, suggestion: Suggestion, numbers: dict[str, float], correction: LogisticRegression
    ) -> float:
        """Return how likely a suggestion is right.

        What the image itself proposes is no less likely because a detector proposes it, too.
        """
        own = self._testimony.own.get(corrected(suggestion, self._document.text), 0.0)
        return max(correction.probability(numbers), own)

    def correction_features(self, finding: Finding, suggestion: Suggestion) -> dict[str, float]:
        """Return the features of a suggestion by name; none if the image says nothing of it."""
        key = corrected(suggestion, self._document.text)
        gain, own = self._testimony.gains.get(key), self._testimony.own.get(key)
        printed = self._testimony.reads_as_printed(finding.span)
        if gain is None and not printed:
            return {}
        other = self._own_beside(finding.span) if own is None else None
        return {
            "said": _limited(log_odds(suggestion.confidence), _SURE),
            "gain": _limited(gain or 0.0, _GAIN),
            "as printed": float(printed),
            "proposed": float(own is not None),
            "how surely": _limited(log_odds(own), _SURE) if own is not None else 0.0,
            "other proposed": other or 0.0,
        }

    def doubt_features(self, finding: Finding) -> dict[str, float]:
        """Return the features of a place by name; none if the image says nothing of it."""
        printed = self._testimony.reads_as_printed(finding.span)
        keys = [corrected(each, self._document.text) for each in finding.suggestions]
        gains = [self._testimony.gains[key] for key in keys if key in self._testimony.gains]
        own = self._own_beside(finding.span)
        if not gains and not printed and own is None:
            return {}
        return {
            "said": _limited(log_odds(finding.confidence), _SURE),
            "gain": _limited(max(gains, default=0.0), _GAIN),
            "as printed": float(printed),
            "proposed": own or 0.0,
        }

    def _own_beside(self, span: Span) -> float | None:
        """Return how likely the likeliest correction by the image at a place is; None for none."""
        return max(
            (
                sure
                for edits, sure in self._testimony.own.items()
                if any(_touches(edit, span) for edit in edits)
            ),
            default=None,
        )

    def _evidence(self, finding: Finding) -> Evidence | None:
        """Return what the image says of the first suggestion, or of the place."""
        first = finding.suggestions[0] if finding.suggestions else None
        key = corrected(first, self._document.text) if first else frozenset()
        gain = self._testimony.gains.get(key)
        if first is not None and gain is not None and abs(gain) >= math.log(2):
            return Evidence("scan", _in_words(finding, first, gain), score=round(gain, 1))
        if self._testimony.reads_as_printed(finding.span):
            return Evidence("scan", Message("原图：与文件相同", "the scan reads as the file does"))
        if gain is not None:
            unsure = Message("原图：两种读法难分", "the scan does not tell the two readings apart")
            return Evidence("scan", unsure, score=round(gain, 1))
        return None


def is_own(finding: Finding) -> bool:
    """Return whether the image alone speaks for a finding: its probability is what it says."""
    return all(vote.code == CODE for vote in finding.votes) and finding.code == CODE


def scan_weights() -> Weights:
    """Return the weights shipped."""
    return fitted(CORRECTION), fitted(DOUBT)


def _in_words(finding: Finding, suggestion: Suggestion, gain: float) -> Message:
    new = _shown(finding, suggestion.edits)
    times = _times(abs(gain))
    if gain < 0:
        return Message(
            f"原图：{finding.quote}（比改后可能 {times.zh}）",
            f"the scan reads {finding.quote} ({times.en} times likelier than the correction)",
        )
    if not new:
        return Message(
            f"原图：没有{finding.quote}（比原文可能 {times.zh}）",
            f"the scan does not show {finding.quote} ({times.en} times likelier without it)",
        )
    return Message(
        f"原图：{new}（比原文可能 {times.zh}）",
        f"the scan reads {new} ({times.en} times likelier than what the file has)",
    )


def _shown(finding: Finding, edits: Sequence[Edit]) -> str:
    """Return what stands in the place of the quote, or what is inserted where much stays."""
    if len(edits) == 1 and not len(edits[0].span):
        return edits[0].replacement
    return finding.replacement(Suggestion(tuple(edits), 0.0))


def _times(gain: float) -> Message:
    """Return how many times as likely something is, with two digits."""
    times = math.exp(min(gain, 20.0))
    if times >= _MANY:
        return Message("1 万倍以上", "more than 10,000")
    digits = max(0, math.floor(math.log10(times)) - 1)
    number = round(times / 10**digits) * 10**digits
    return Message(f"{number} 倍", f"{number:,}")


def _touches(edit: Edit, span: Span) -> bool:
    return (
        edit.span.start <= span.end
        and span.start <= edit.span.end
        and (not len(edit.span) or edit.span.overlaps(span))
    )


def _limited(value: float, most: float) -> float:
    return max(-most, min(value, most))
