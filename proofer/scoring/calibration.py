"""One probability for each place out of all that is known of it.

A logistic regression over the votes of the detectors, their codes, and the kinds of evidence. It
starts from the most confident vote; the weights, fitted by `tools.calibration.confidence` with a
ridge penalty, say how far to trust it and what a second vote, the document or a dictionary adds.
Without labelled examples a detector has no weights, and its own probability stands.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from proofer.document.probability import logistic
from proofer.document.spans import Span
from proofer.findings.family import letter_of
from proofer.findings.finding import Finding, Suggestion

DATA = Path(__file__).parents[1] / "language" / "data"
_LEAST, _MOST = 0.01, 0.99
"""Probabilities are kept between these: no place is certain, and log odds stay finite."""
_MOST_GAIN = 10.0
"""log10 gain of the language model beyond which a greater one says nothing more."""
_CHANNEL = "M0"
"""Begins the codes of the noisy channel."""
_SOURCES = ("document", "dictionary", "shape", "language-model")
"""Sources of evidence that have weights."""
_MOST_SCORE = 5.0
"""Logarithm of 1 + a score (a count, as of a word on the page) beyond which more says nothing."""
_MOST_EDITED = 8
"""Code points that a suggestion changes beyond which more says nothing."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by feature, for the first correction being right and for the place being wrong."""

    correction: Mapping[str, float]
    error: Mapping[str, float]

    @classmethod
    def load(cls, path: Path) -> Weights:
        """Read the weights that `tools.calibration.confidence` wrote.

        Raises:
            OSError: if the file cannot be read.
        """
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(data["correction"], data["doubt"])


@cache
def default_weights(profile: str = "ocr") -> Weights:
    """Return the weights shipped for a profile, read once.

    Where nothing was fitted for it they are those of the first profile, for rules are worth the
    same whatever the text; but the channel's answers are taken as they are, as it has been fitted
    for the profile by itself.
    """
    path = DATA / f"confidence-{profile}.json"
    if path.is_file():
        return Weights.load(path)
    fitted = default_weights()
    return Weights(_of_rules(fitted.correction), _of_rules(fitted.error))


def _of_rules(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: each for name, each in weights.items() if not name.startswith(_CHANNEL)}


def calibrated(finding: Finding, weights: Weights, text: str = "") -> Finding:
    """Return `finding`, of a document with `text`, with probabilities out of votes and evidence."""
    p_error = probability(finding, weights.error, [vote.p_error for vote in finding.votes], text)
    priors = [vote.p_correction for vote in finding.votes if vote.p_correction is not None]
    return with_probabilities(
        finding, p_error, probability(finding, weights.correction, priors, text)
    )


def with_probabilities(finding: Finding, p_error: float, p_correction: float) -> Finding:
    """Return `finding`, wrong with `p_error`, its first correction right with `p_correction`.

    The order of its suggestions stays; what the first gains the others lose. A place is at least as
    likely to be wrong as its first correction is to be right.
    """
    if not finding.suggestions:
        return replace(finding, confidence=round(p_error, 3))
    first, *rest = finding.suggestions
    others = _rescaled(rest, first.confidence, p_correction)
    first = replace(first, confidence=round(p_correction, 3))
    confidence = round(max(p_error, p_correction), 3)
    return replace(finding, confidence=confidence, suggestions=(first, *others))


def probability(
    finding: Finding, weights: Mapping[str, float], priors: Sequence[float], text: str = ""
) -> float:
    """Return the probability that `weights` make of the `priors`, the probabilities of the votes.

    Without a weight for the finding's own code it is the greatest prior.
    """
    if not priors or finding.code not in weights:
        return max(priors, default=0.0)
    values = features(finding, priors, text)
    score = log_odds(max(priors)) + sum(
        weights.get(name, 0.0) * value for name, value in values.items()
    )
    return min(max(logistic(score), _LEAST), _MOST)


def features(finding: Finding, priors: Sequence[float], text: str = "") -> dict[str, float]:
    """Return the features that the weights are for, by name; only those that are not zero.

    `priors` are the probabilities of the votes, either of the correction or of the error.
    """
    code = finding.code
    best, *others = sorted(map(log_odds, priors), reverse=True)
    values = {"any": 1.0, code: 1.0, f"{code} sureness": best, "sureness": best}
    values["agreeing"] = sum(math.log1p(math.exp(each)) for each in others)
    values["differing"] = float(len(finding.votes) - len(priors))
    for letter in {letter_of(vote.code) for vote in finding.votes if vote.code != code}:
        values[f"also {letter}"] = 1.0
    for source in _SOURCES:
        scores = [each.score or 0.0 for each in finding.evidence if each.source == source]
        if scores:
            values[source] = 1.0
            values[f"{source} strength"] = (
                min(max(scores), _MOST_GAIN)
                if source == "language-model"
                else min(math.log1p(max(*scores, 0.0)), _MOST_SCORE)
            )
    values["taken from figures"] = float(_drops_mark_beside_figure(finding, text))
    values["edits"] = float(_size(finding.suggestions[0])) if finding.suggestions else 0.0
    return {name: value for name, value in values.items() if value}


def _drops_mark_beside_figure(finding: Finding, text: str) -> bool:
    """Return whether the first correction drops a mark beside a western digit or letter.

    Such a mark is often a misread digit or per cent sign, and which one nobody can know (3：%,
    达到：0).
    """
    return any(
        not edit.replacement and not edit.span.of(text).isalnum() and _has_figure(edit.span, text)
        for suggestion in finding.suggestions[:1]
        for edit in suggestion.edits
    )


def _has_figure(span: Span, text: str) -> bool:
    return any(
        char.isascii() and char.isalnum() for char in text[max(0, span.start - 1) : span.end + 1]
    )


def log_odds(probability: float) -> float:
    """Return the log odds (natural logarithm) of a probability, which is taken as never certain."""
    kept = min(max(probability, _LEAST), _MOST)
    return math.log(kept / (1 - kept))


def _size(suggestion: Suggestion) -> int:
    size = sum(max(len(edit.span), len(edit.replacement)) for edit in suggestion.edits)
    return min(size, _MOST_EDITED)


def _rescaled(rest: Sequence[Suggestion], before: float, after: float) -> list[Suggestion]:
    """Return the other suggestions with their share of what the first one leaves."""
    share = min((1 - after) / max(1 - before, _LEAST), 1 / max(before, _LEAST))
    return [
        replace(each, confidence=round(min(each.confidence * share, after, 1 - after), 3))
        for each in rest
    ]
