"""What the OCR engines say of the place of a finding: how sure they were, and what another engine read there.

Both are evidence that an editor reads, and numbers that say how much likelier a finding is right.
The weights are fitted by `tools.calibration.ocr_evidence`, for each profile and for engines whose confidence
was measured; other engines are quoted, not counted.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from proofer.document.document import Document
from proofer.document.normalise import counted
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding
from proofer.language.channel.profiles import PROFILES, Profile
from proofer.language.ocr_habits import OcrEngine, engine
from proofer.messages import Message
from proofer.scoring.calibration import DATA, Weights, log_odds, reckoned

_LONGEST = 12
"""Code points of a finding beyond which the engines say nothing of it as a whole."""
_LEAST = 1e-3


@dataclass(frozen=True, slots=True)
class _Said:
    """What the second reading has at a place."""

    text: str
    confidence: float | None


class OcrRescorer:
    """The engines' evidence on the places of one document."""

    def __init__(self, document: Document, profile: Profile = PROFILES["ocr"]) -> None:
        self._document = document
        self._second = document.alternate
        self._profile = profile
        self._engine = engine(document.engine)

    @cached_property
    def is_silent(self) -> bool:
        """Whether no engine says anything."""
        witnesses = (segment.ocr for segment in self._document.segments)
        return self._second is None and all(
            each is None or each.confidence is None for each in witnesses
        )

    def judged(self, findings: Iterable[Finding], weights: Mapping[str, Weights]) -> list[Finding]:
        """Return the findings with what the engines say as evidence and in their probabilities.

        Guesses that become too unlikely are left out: where engines say something, detectors give
        more than is shown.
        """
        if self.is_silent:
            return [*findings]
        judged = [self.reckoned(self.heard(finding), weights) for finding in findings]
        if not weights:
            return judged
        return [
            finding
            for finding in judged
            if not finding.code.startswith("M") or self._is_likely(finding)
        ]

    def _is_likely(self, finding: Finding) -> bool:
        corrected = (
            bool(finding.suggestions) and finding.suggestions[0].confidence >= self._profile.shown
        )
        return corrected or finding.confidence >= self._profile.garbled

    def heard(self, finding: Finding) -> Finding:
        """Return the finding with what the engines say of its place as evidence."""
        if self.is_silent or not 0 < len(finding.span) <= _LONGEST:
            return finding
        return replace(finding, evidence=(*finding.evidence, *self._evidence(finding)))

    def reckoned(self, finding: Finding, weights: Mapping[str, Weights]) -> Finding:
        """Return the finding, weighed already, with the probabilities that it has in the light of what they say."""
        twice = self._profile.twice if self._second is not None else ""
        held = weights.get(twice or self._profile.name)
        numbers = self.numbers(finding)
        if held is None or not numbers:
            return finding
        doubt = _moved(finding.confidence, finding.code, held.doubt, numbers)
        first = finding.suggestions[0].confidence if finding.suggestions else 0.0
        return reckoned(finding, doubt, _moved(first, finding.code, held.correction, numbers))

    def numbers(self, finding: Finding) -> dict[str, float]:
        """Return the numbers that the weights are for; none if there is nothing to count."""
        if self.is_silent or not 0 < len(finding.span) <= _LONGEST:
            return {}
        numbers: dict[str, float] = {}
        confidence = self._confidence(self._places(finding))
        if self._engine.measured and confidence is not None:
            numbers |= _graded(self._engine.measured, confidence)
            numbers["habit"] = float(self._is_habit(finding))
        if self._second is not None:
            numbers |= self._compared(finding, engine(self._second.engine))
        return {name: value for name, value in numbers.items() if value}

    def _compared(self, finding: Finding, second: OcrEngine) -> dict[str, float]:
        """Return whether the second reading has the finding's correction, or what stands here, and how sure it is."""
        said = self._read(finding.span)
        if said is None:
            return {}
        if second.never & set(finding.quote):
            return {"second cannot tell": 1.0}
        text = counted(said.text)
        corrected = finding.replacement(finding.suggestions[0]) if finding.suggestions else None
        stance = "agrees" if text == counted(finding.quote) else "differs"
        if stance == "differs" and corrected is not None and text == counted(corrected):
            stance = "says so"
        numbers = {f"second {stance}": 1.0}
        if said.confidence is not None and second.measured:
            numbers[f"second {stance} doubt {second.measured}"] = _grade(said.confidence)
        return numbers

    def _evidence(self, finding: Finding) -> Iterator[Evidence]:
        confidence = self._confidence(self._places(finding))
        if confidence is not None:
            detail = Message(
                f"此处的识别置信度为 {confidence:.2f}",
                f"the engine's confidence here is {confidence:.2f}",
            )
            yield Evidence("witness", detail, score=round(confidence, 2))
        if self._is_choice(finding):
            yield Evidence(
                "witness",
                Message(
                    "改后的字是识别引擎的备选", "the engine had the correction as another choice"
                ),
            )
        said = self._read(finding.span)
        if said is not None:
            score = None if said.confidence is None else round(said.confidence, 2)
            yield Evidence(
                "witness", _reads(said, counted(said.text) == counted(finding.quote)), score=score
            )

    def _places(self, finding: Finding) -> Sequence[Span]:
        """Return what the first suggestion changes, with the neighbours of a gap; the finding's span without one."""
        if not finding.suggestions:
            return [finding.span]
        spans = [edit.span for edit in finding.suggestions[0].edits]
        return [span if len(span) else Span(max(0, span.start - 1), span.end + 1) for span in spans]

    def _is_choice(self, finding: Finding) -> bool:
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

    def _confidence(self, places: Sequence[Span]) -> float | None:
        """Return the least confidence of the engine in any character of the places."""
        pieces = [piece for place in places for piece in self._document.pieces(place)]
        said = [piece.ocr.confidence for piece in pieces if piece.ocr is not None]
        return min((each for each in said if each is not None), default=None)

    def _read(self, span: Span) -> _Said | None:
        """Return what the second reading has at a place; None if there is none, or it has nothing like this around."""
        if self._second is None:
            return None
        start, end = self._map[span.start], self._map[span.end - 1]
        if start is None or end is None:
            return None
        # What is written between this place and the next one is not part of it, unless it stands
        # inside.
        text = self._second.text[start[0] : end[1]]
        given = [each for each in self._second.confidences[start[0] : end[1]] if each is not None]
        return _Said(text, min(given, default=None)) if len(text) <= 2 * _LONGEST else None

    @cached_property
    def _map(self) -> list[tuple[int, int] | None]:
        """From each code point of the text to its span in the second reading; None where long runs differ."""
        from rapidfuzz.distance import Levenshtein

        assert self._second is not None
        text, other = self._document.text, self._second.text
        here, there = (
            [at for at, char in enumerate(some) if not char.isspace()] for some in (text, other)
        )
        found: list[tuple[int, int] | None] = [None] * (len(text) + 1)
        for op in Levenshtein.opcodes(counted(text), counted(other)):
            if (
                max(op.src_end - op.src_start, op.dest_end - op.dest_start) > 3
                and op.tag != "equal"
            ):
                continue
            size = op.dest_end - op.dest_start
            for number, index in enumerate(range(op.src_start, op.src_end)):
                at = op.dest_start + min(number, size)
                start = there[at] if at < len(there) else len(other)
                found[here[index]] = (start, start + (number < size))
        return found


def _reads(said: _Said, same: bool) -> Message:
    sure = Message("", "")
    if said.confidence is not None:
        sure = Message(f"（置信度 {said.confidence:.2f}）", f" (confidence {said.confidence:.2f})")
    if not said.text:
        return Message("另一引擎在此没有读出字", "the other engine reads nothing here")
    if same:
        return Message(f"另一引擎的读法相同{sure.zh}", f"the other engine reads the same{sure.en}")
    return Message(
        f"另一引擎读作“{said.text}”{sure.zh}", f"the other engine reads {said.text}{sure.en}"
    )


def _graded(engine: str, confidence: float) -> dict[str, float]:
    grade = _grade(confidence)
    return {engine: 1.0, f"{engine} doubt": grade, f"{engine} doubt squared": grade * grade}


def _grade(confidence: float) -> float:
    """Return the order of magnitude of the engine's doubt: 0 for none, 3 for all."""
    return 3 + math.log10(max(1 - confidence, _LEAST))


def _moved(
    probability: float, code: str, weights: Mapping[str, float], numbers: Mapping[str, float]
) -> float:
    if code not in weights:
        return probability
    score = (
        log_odds(probability) + weights[code] + weights.get("sureness", 0.0) * log_odds(probability)
    )
    score += sum(weights.get(name, 0.0) * value for name, value in numbers.items())
    return 1 / (1 + math.exp(-score))


@cache
def witness_weights() -> Mapping[str, Weights]:
    """The weights shipped, by profile; none if there is no file."""
    path = DATA / "confidence-witness.json"
    if not path.is_file():
        return {}
    data = json.loads(path.read_text(encoding="utf-8"))
    return {name: Weights(each["correction"], each["doubt"]) for name, each in data.items()}
