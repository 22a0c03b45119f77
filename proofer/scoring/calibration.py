"""What all that is known of a place is worth together: one probability out of many voices.

A logistic regression over what the detectors said, who they are, and the kinds of evidence. It
starts from what the most confident detector said; the weights, fitted by `tools.calibration.confidence`
and drawn towards none at all, say how much less or more that is worth, and what a second voice, the
document or a dictionary adds. So a detector without labelled examples is taken at its word.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from proofer.document.spans import Span
from proofer.findings.finding import Finding, Suggestion

DATA = Path(__file__).parents[1] / "language" / "data"
_LEAST, _MOST = 0.01, 0.99
_GAIN = 10.0
"""log10 gain of the language model beyond which more says nothing."""
_SOURCES = ("document", "dictionary", "shape", "language-model")
_OFTEN = 5


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the evidence, by its name: for the first correction, and for the place being wrong at all."""

    correction: Mapping[str, float]
    doubt: Mapping[str, float]

    @classmethod
    def load(cls, path: Path) -> Weights:
        """Read the weights that `tools.calibration.confidence` wrote.

        Raises:
            OSError: the file cannot be read.
        """
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(data["correction"], data["doubt"])


@cache
def default_weights(profile: str = "ocr") -> Weights:
    """The weights shipped for a profile, read once; none for a profile that nothing was fitted for."""
    path = DATA / f"confidence-{profile}.json"
    return Weights.load(path) if path.is_file() else Weights({}, {})


def weighed(finding: Finding, weights: Weights, text: str = "") -> Finding:
    """Return `finding`, of a document with `text`, with the probabilities that all its evidence is worth."""
    doubt = probability(finding, weights.doubt, [voice.doubt for voice in finding.voices], text)
    said = [voice.correction for voice in finding.voices if voice.correction is not None]
    return reckoned(finding, doubt, probability(finding, weights.correction, said, text))


def reckoned(finding: Finding, doubt: float, right: float) -> Finding:
    """Return `finding`, wrong with probability `doubt`, its first correction right with probability `right`.

    The order of its suggestions stays; what the first gains the others lose. A place is at least as
    likely to be wrong as its first correction is to be right.
    """
    if not finding.suggestions:
        return replace(finding, confidence=round(doubt, 3))
    first, *rest = finding.suggestions
    others = _shared(rest, first.confidence, right)
    first = replace(first, confidence=round(right, 3))
    return replace(finding, confidence=round(max(doubt, right), 3), suggestions=(first, *others))


def probability(
    finding: Finding, weights: Mapping[str, float], said: Sequence[float], text: str = ""
) -> float:
    """Return the probability of what the voices `said`, by `weights` of the `evidence` of `finding`.

    Without a weight for the finding's own code it is what the most confident of them said.
    """
    if not said or finding.code not in weights:
        return max(said, default=0.0)
    numbers = evidence(finding, said, text)
    score = log_odds(max(said)) + sum(
        weights.get(name, 0.0) * value for name, value in numbers.items()
    )
    return min(max(1 / (1 + math.exp(-score)), _LEAST), _MOST)


def evidence(finding: Finding, said: Sequence[float], text: str = "") -> dict[str, float]:
    """Return the numbers that the weights are for; only those that are not zero.

    `said` are the probabilities of the voices that are weighed, of the correction or of the doubt.
    """
    code = finding.code
    best, *others = sorted(map(log_odds, said), reverse=True)
    numbers = {"any": 1.0, code: 1.0, f"{code} sureness": best, "sureness": best}
    numbers["agreeing"] = sum(math.log1p(math.exp(each)) for each in others)
    numbers["differing"] = float(len(finding.voices) - len(said))
    for family in {voice.code[0] for voice in finding.voices if voice.code != code}:
        numbers[f"also {family}"] = 1.0
    for source in _SOURCES:
        scores = [each.score or 0.0 for each in finding.evidence if each.source == source]
        if scores:
            numbers[source] = 1.0
            top = (
                min(max(scores), _GAIN)
                if source == "language-model"
                else min(math.log1p(max(*scores, 0.0)), _OFTEN)
            )
            numbers[f"{source} strength"] = top
    numbers["taken from figures"] = float(_is_taken_from_figures(finding, text))
    numbers["edits"] = float(_size(finding.suggestions[0])) if finding.suggestions else 0.0
    return {name: value for name, value in numbers.items() if value}


def _is_taken_from_figures(finding: Finding, text: str) -> bool:
    """Return whether the first correction drops a mark beside a western digit or letter.

    Such a mark is often what became of another digit or a sign of per cent, which nobody can know
    (3：%, 达到：0).
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
    """Return the logit, of a probability that is never certain."""
    kept = min(max(probability, _LEAST), _MOST)
    return math.log(kept / (1 - kept))


def _size(suggestion: Suggestion) -> int:
    return min(sum(max(len(edit.span), len(edit.replacement)) for edit in suggestion.edits), 8)


def _shared(rest: Sequence[Suggestion], before: float, after: float) -> list[Suggestion]:
    """Return the other suggestions with their share of what the first one leaves."""
    share = min((1 - after) / max(1 - before, _LEAST), 1 / max(before, _LEAST))
    return [
        replace(each, confidence=round(min(each.confidence * share, after, 1 - after), 3))
        for each in rest
    ]
