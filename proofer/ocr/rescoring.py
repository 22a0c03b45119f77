"""Findings scored again by what OCR engines say of their places.

The engine's confidence and what another engine read there become evidence for the editor and
features of the probabilities. `tools.calibration.ocr_evidence` fits the weights, for each profile
and for engines whose confidence was measured; other engines are quoted, not counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from proofer.document.document import Document
from proofer.document.normalise import counted, counted_offsets
from proofer.document.probability import doubt, logistic
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, percent
from proofer.language.channel.profiles import PROFILES, Profile
from proofer.language.ocr_habits import OcrEngine, engine
from proofer.messages import Message
from proofer.scoring.calibration import DATA, Weights, log_odds, with_probabilities

_LONGEST = 12
"""Code points of a finding beyond which the engines say nothing of it as a whole."""
_LONGEST_DIFFERENCE = 3
"""Characters beyond which differing runs of two readings do not stand for each other."""


@dataclass(frozen=True, slots=True)
class _AlternateText:
    """What the alternate reading has at a place, with the least confidence in it."""

    text: str
    confidence: float | None


class OcrRescorer:
    """Scores the findings of one document again, by its OCR metadata and its alternate reading."""

    def __init__(self, document: Document, profile: Profile = PROFILES["ocr"]) -> None:
        self._document = document
        self._alternate = document.alternate
        self._profile = profile
        self._engine = engine(document.engine)

    @cached_property
    def has_nothing(self) -> bool:
        """Whether the document has neither confidences nor an alternate reading."""
        tokens = (segment.ocr for segment in self._document.segments)
        return self._alternate is None and all(
            each is None or each.confidence is None for each in tokens
        )

    def rescored(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the calibrated findings with the engines' evidence, in words and in probabilities.

        What is too unlikely then, `shows` tells.
        """
        if self.has_nothing:
            return [*findings]
        weights = rescoring_weights()
        return [
            self.with_ocr_probabilities(self.with_ocr_evidence(finding), weights)
            for finding in findings
        ]

    def shows(self, finding: Finding) -> bool:
        """Return whether a rescored finding is worth showing.

        Where engines say something, detectors of families that overgenerate give more candidates
        than that (`detectors.suspicions.SHOWN_IF_RESCORED`). Those that stay unlikely are dropped,
        by the thresholds of the profile: this is the only place that says so.
        """
        if self.has_nothing or not rescoring_weights() or not finding.family.overgenerates:
            return True
        p_correction = finding.suggestions[0].confidence if finding.suggestions else 0.0
        return p_correction >= self._profile.shown or finding.confidence >= self._profile.garbled

    def with_ocr_evidence(self, finding: Finding) -> Finding:
        """Return the finding with what the engines say of its place as evidence."""
        if self.has_nothing or not 0 < len(finding.span) <= _LONGEST:
            return finding
        return replace(finding, evidence=(*finding.evidence, *self._evidence(finding)))

    def with_ocr_probabilities(self, finding: Finding, weights: Mapping[str, Weights]) -> Finding:
        """Return the calibrated finding with probabilities that take the engines into account."""
        twice = self._profile.twice if self._alternate is not None else ""
        held = weights.get(twice or self._profile.name)
        features = self.features(finding)
        if held is None or not features:
            return finding
        prior = finding.suggestions[0].confidence if finding.suggestions else 0.0
        return with_probabilities(
            finding,
            _rescored(finding.confidence, finding.code, held.error, features),
            _rescored(prior, finding.code, held.correction, features),
        )

    def features(self, finding: Finding) -> dict[str, float]:
        """Return the features that the weights are for, by name; none if no engine says a thing."""
        if self.has_nothing or not 0 < len(finding.span) <= _LONGEST:
            return {}
        features: dict[str, float] = {}
        confidence = self._confidence(self._changed(finding))
        if self._engine.measured and confidence is not None:
            features |= _confidence_features(self._engine.measured, confidence)
            features["habit"] = float(self._is_habit(finding))
        if self._alternate is not None:
            features |= self._agreement(finding, engine(self._alternate.engine))
        return {name: value for name, value in features.items() if value}

    def _agreement(self, finding: Finding, second: OcrEngine) -> dict[str, float]:
        """Return whether the alternate reading has the correction or the quote, and how surely."""
        read = self._read(finding.span)
        if read is None:
            return {}
        if second.never & set(finding.quote):
            return {"second cannot tell": 1.0}
        text = counted(read.text)
        corrected = finding.replacement(finding.suggestions[0]) if finding.suggestions else None
        stance = "agrees" if text == counted(finding.quote) else "differs"
        if stance == "differs" and corrected is not None and text == counted(corrected):
            stance = "says so"
        features = {f"second {stance}": 1.0}
        if read.confidence is not None and second.measured:
            features[f"second {stance} doubt {second.measured}"] = doubt(read.confidence)
        return features

    def _evidence(self, finding: Finding) -> Iterator[Evidence]:
        confidence = self._confidence(self._changed(finding))
        if confidence is not None:
            detail = Message(
                f"此处的识别置信度为 {percent(confidence)}",
                f"the engine's confidence here is {percent(confidence)}",
            )
            yield Evidence("witness", detail, score=round(confidence, 2))
        if self._is_alternative(finding):
            yield Evidence(
                "witness",
                Message(
                    "改后的字是识别引擎的备选", "the engine had the correction as another choice"
                ),
            )
        read = self._read(finding.span)
        if read is not None:
            score = None if read.confidence is None else round(read.confidence, 2)
            same = counted(read.text) == counted(finding.quote)
            yield Evidence("witness", _in_words(read, same=same), score=score)

    def _changed(self, finding: Finding) -> Sequence[Span]:
        """Return what the first suggestion changes (for an insertion its neighbours), or all."""
        if not finding.suggestions:
            return [finding.span]
        spans = [edit.span for edit in finding.suggestions[0].edits]
        return [span if len(span) else Span(max(0, span.start - 1), span.end + 1) for span in spans]

    def _is_alternative(self, finding: Finding) -> bool:
        """Return whether the first correction is what the engine might have read instead."""
        edits = finding.suggestions[0].edits if finding.suggestions else ()
        return any(
            edit.replacement
            and piece.ocr is not None
            and edit.replacement in piece.ocr.alternatives
            for edit in edits
            for piece in self._document.pieces(edit.span)
        )

    def _is_habit(self, finding: Finding) -> bool:
        """Return whether the first correction is of an error that the engine often makes."""
        edits = finding.suggestions[0].edits if finding.suggestions else ()
        misreads = self._engine.misreads
        return any(
            edit.replacement
            and edit.replacement in misreads.get(edit.span.of(self._document.text), "")
            for edit in edits
        )

    def _confidence(self, spans: Sequence[Span]) -> float | None:
        """Return the engine's least confidence in any character of the spans."""
        pieces = [piece for span in spans for piece in self._document.pieces(span)]
        confidences = [piece.ocr.confidence for piece in pieces if piece.ocr is not None]
        return min((each for each in confidences if each is not None), default=None)

    def _read(self, span: Span) -> _AlternateText | None:
        """Return what the alternate reading has at a place; None without one, or if nothing fits.

        What it has between this place and the next one is no part of it.
        """
        if self._alternate is None:
            return None
        start, end = self._spans_there[span.start], self._spans_there[span.end - 1]
        if start is None or end is None:
            return None
        text = self._alternate.text[start[0] : end[1]]
        if len(text) > 2 * _LONGEST:
            return None
        confidences = self._alternate.confidences[start[0] : end[1]]
        given = [each for each in confidences if each is not None]
        return _AlternateText(text, min(given, default=None))

    @cached_property
    def _spans_there(self) -> list[tuple[int, int] | None]:
        """For each code point of the text its start and end in the alternate reading.

        None where there is no counterpart: in white space and in long differing runs.
        """
        from rapidfuzz.distance import Levenshtein

        assert self._alternate is not None
        text, other = self._document.text, self._alternate.text
        here, there = counted_offsets(text), counted_offsets(other)
        found: list[tuple[int, int] | None] = [None] * (len(text) + 1)
        for op in Levenshtein.opcodes(counted(text), counted(other)):
            size = op.dest_end - op.dest_start
            longest = max(op.src_end - op.src_start, size)
            if op.tag != "equal" and longest > _LONGEST_DIFFERENCE:
                continue
            for number, index in enumerate(range(op.src_start, op.src_end)):
                at = op.dest_start + min(number, size)
                start = there[at] if at < len(there) else len(other)
                found[here[index]] = (start, start + (number < size))
        return found


def _in_words(read: _AlternateText, *, same: bool) -> Message:
    confidence = Message("", "")
    if read.confidence is not None:
        confidence = Message(
            f"（置信度 {percent(read.confidence)}）", f" (confidence {percent(read.confidence)})"
        )
    if not read.text:
        return Message("另一引擎在此没有读出字", "the other engine reads nothing here")
    if same:
        return Message(
            f"另一引擎的读法相同{confidence.zh}", f"the other engine reads the same{confidence.en}"
        )
    return Message(
        f"另一引擎读作“{read.text}”{confidence.zh}",
        f"the other engine reads {read.text}{confidence.en}",
    )


def _confidence_features(engine: str, confidence: float) -> dict[str, float]:
    magnitude = doubt(confidence)
    return {
        engine: 1.0,
        f"{engine} doubt": magnitude,
        f"{engine} doubt squared": magnitude * magnitude,
    }


def _rescored(
    prior: float, code: str, weights: Mapping[str, float], features: Mapping[str, float]
) -> float:
    if code not in weights:
        return prior
    score = log_odds(prior) + weights[code] + weights.get("sureness", 0.0) * log_odds(prior)
    score += sum(weights.get(name, 0.0) * value for name, value in features.items())
    return logistic(score)


@cache
def rescoring_weights() -> Mapping[str, Weights]:
    """Return the weights shipped, by profile; none if there is no file."""
    path = DATA / "confidence-witness.json"
    if not path.is_file():
        return {}
    data = json.loads(path.read_text(encoding="utf-8"))
    return {name: Weights(each["correction"], each["doubt"]) for name, each in data.items()}
