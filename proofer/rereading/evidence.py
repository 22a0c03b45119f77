"""What the image of a line says of corrections: of its own, and of those that others propose.

A correction's gain is ln P of the line's image given the text with it, less ln P given the text
without it. In a line with several errors a correction is judged with all others made, for one
alone shifts what is compared.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from proofer.document.document import BREAK, Document
from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.language.channel.confusions import folded
from proofer.language.model import CharacterModel
from proofer.language.scripts import default_scripts, is_traditional
from proofer.rereading.beam import Continuations, decode
from proofer.rereading.ctc import Lattice
from proofer.rereading.features import Change, features
from proofer.rereading.reading import LineReading

_DATA = Path(__file__).parent / "data" / "confidence.json"
_CONTEXT = 3
"""Characters before and behind a line that the language model sees."""
_IMPOSSIBLE = -1e4
"""ln P of a text that has more characters than the line has frames."""
_VARIANT_GAIN = 4.0
"""Gain that a form of the other script needs (沒 for 没): the recogniser mixes them up."""
_DIFFERENT = 0.6
"""Share of a line's characters beyond which its readings are of different print.

A line read across a gutter, or one under a stamp.
"""
_SHORT = 6
"""Characters of a line that is too short for that share to tell."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the image of a line reads where the file has something else.

    Attributes:
        edit: in the document's text, within one line.
        gain: of the image, ln, with all other corrections of the line made.
        language_gain: the same of the language model.
        confidence: probability that the edit is right.
        features: what the confidence was computed from.
    """

    edit: Edit
    gain: float
    language_gain: float
    confidence: float
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the image says of a finding of a detector.

    Attributes:
        gain: ln P of the line with the correction less ln P of the line as the file has it; None
            where there is no correction within the line.
        as_printed: whether the image alone reads what the file has, with a neighbour on each side.
    """

    gain: float | None
    as_printed: bool


class ImageEvidence:
    """Asks the readings of a document's lines."""

    def __init__(
        self,
        document: Document,
        lines: Iterable[LineReading],
        model: CharacterModel,
        weights: Mapping[str, float] | None = None,
    ) -> None:
        """Take the readings of the lines of `document`.

        Args:
            document: the text.
            lines: what was read of it.
            model: the language model.
            weights: of the `features` of a correction; those shipped if None.
        """
        self._document = document
        self._lines = sorted(lines, key=lambda line: line.span)
        self._model = model
        self._continuations = Continuations(model)
        self._weights = default_weights() if weights is None else weights
        self._judged: dict[Span, _JudgedLine] = {}

    @cached_property
    def _traditional(self) -> bool:
        return is_traditional(self._document.text)

    @cached_property
    def _confidences(self) -> Mapping[int, float]:
        """The engine's confidence in each character."""
        return {
            at: piece.ocr.confidence
            for piece in self._document.segments
            if piece.ocr is not None and piece.ocr.confidence is not None
            for at in range(piece.text.start, piece.text.end)
        }

    def decoded(self, line: LineReading) -> str:
        """Return the likeliest text of a line by its image and the language.

        The language model knows nothing of traditional print, and of digits and Latin letters only
        that they are some: there the image alone decides.
        """
        seen, _ = line.posterior.greedy()
        if self._traditional or _mostly_ascii(seen):
            return decode(line.posterior)
        return decode(line.posterior, self._continuations, self._before(line))

    def corrections(self) -> list[Correction]:
        """Return what the lines read otherwise than the file, in the order of the text."""
        return [found for line in self._lines for found in self._corrections(line)]

    def verify(self, span: Span, edits: Sequence[Edit] = ()) -> Verdict | None:
        """Return what the image says of a place and its correction.

        None if the place was not read, or is not within one line.
        """
        reach = _reach([span, *(edit.span for edit in edits)])
        line = next((line for line in self._lines if line.span.covers(reach)), None)
        if line is None:
            return None
        if line.span not in self._judged:
            self._judged[line.span] = _JudgedLine(line)
        judged = self._judged[line.span]
        return Verdict(judged.gain(edits) if edits else None, judged.reads(span))

    def _before(self, line: LineReading) -> str:
        text = self._document.text[: line.span.start]
        return folded(text[-2 * _CONTEXT :].rpartition(BREAK)[2])[-_CONTEXT:] or BREAK

    def _behind(self, line: LineReading) -> str:
        return folded(self._document.text[line.span.end :][: 2 * _CONTEXT].partition(BREAK)[0])

    def _corrections(self, line: LineReading) -> list[Correction]:
        decoded = self.decoded(line)
        changes = _changes(line.text, decoded)
        distance = _distance(line.text, decoded)
        if not changes or (len(line.text) >= _SHORT and distance > _DIFFERENT):
            return []
        lattice = Lattice(line.posterior, decoded)
        whole = max(lattice.total, _IMPOSSIBLE)
        before, behind = self._before(line), self._behind(line)
        undone = [
            (len(before) + each.new.start, len(before) + each.new.end, each.old.of(line.text))
            for each in changes
        ]
        language = -self._model.gains(before + decoded + behind, undone) * math.log(10)
        certainty = line.posterior.greedy()[1]
        found: list[Correction] = []
        for change, language_gain in zip(changes, language.tolist(), strict=True):
            old, new = change.old.of(line.text), change.new.of(decoded)
            left = lattice.replaced(change.new.start, change.new.end, old)
            gain = whole - max(left, _IMPOSSIBLE)
            if _is_variant(old, new) and gain < _VARIANT_GAIN:
                continue
            span = _place(line, change.old)
            numbers = features(
                Change(
                    old=old,
                    new=new,
                    gain=gain,
                    language_gain=language_gain,
                    certainty=certainty,
                    confidence=self._confidence(span),
                    engine=self._document.engine,
                    at_edge=change.new.start == 0 or change.new.end == len(decoded),
                    distance=distance,
                )
            )
            sure = _probability(self._weights, numbers)
            found.append(Correction(Edit(span, new), gain, language_gain, sure, numbers))
        return found

    def _confidence(self, span: Span) -> float | None:
        """Return the engine's least confidence in a place, or in the neighbours of a gap."""
        places = range(span.start, span.end) if len(span) else (span.start - 1, span.start)
        return min(
            (self._confidences[at] for at in places if at in self._confidences), default=None
        )


class _JudgedLine:
    """A line as the file has it, ready to be compared with other texts."""

    def __init__(self, line: LineReading) -> None:
        self._line = line
        self._lattice = Lattice(line.posterior, line.text)
        self._seen = line.posterior.greedy()[0]

    def gain(self, edits: Sequence[Edit]) -> float:
        """Return ln P with the edits less ln P as the file has it."""
        places = sorted((self._folded(edit.span), folded(edit.replacement)) for edit in edits)
        if len(places) == 1:
            ((place, new),) = places
            likelihood = self._lattice.replaced(place.start, place.end, new)
        else:
            text = self._line.text
            for place, new in reversed(places):
                text = text[: place.start] + new + text[place.end :]
            likelihood = Lattice(self._line.posterior, text).total
        return max(likelihood, _IMPOSSIBLE) - max(self._lattice.total, _IMPOSSIBLE)

    def reads(self, span: Span) -> bool:
        """Whether the image alone reads what stands at a place, with a neighbour on each side."""
        from rapidfuzz.distance import Levenshtein

        place = self._folded(span)
        start, end = max(0, place.start - 1), min(len(self._line.text), place.end + 1)
        return any(
            op.tag == "equal" and op.src_start <= start and end <= op.src_end
            for op in Levenshtein.opcodes(self._line.text, self._seen)
        )

    def _folded(self, span: Span) -> Span:
        """Return where a place of the document's text is in the line's."""
        offsets = self._line.offsets
        start = sum(at < span.start for at in offsets)
        return Span(start, max(start, sum(at < span.end for at in offsets)))


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of the file's line and what was read instead of them: a run of differences."""

    old: Span
    new: Span


def _changes(text: str, decoded: str) -> list[_Run]:
    from rapidfuzz.distance import Levenshtein

    found: list[_Run] = []
    for op in Levenshtein.opcodes(text, decoded):
        if op.tag == "equal":
            continue
        old, new = Span(op.src_start, op.src_end), Span(op.dest_start, op.dest_end)
        if found and found[-1].old.end == old.start and found[-1].new.end == new.start:
            last = found.pop()
            old, new = Span(last.old.start, old.end), Span(last.new.start, new.end)
        found.append(_Run(old, new))
    return found


def _place(line: LineReading, old: Span) -> Span:
    """Return where characters of a line stand in the document's text."""
    offsets = line.offsets
    if len(old):
        return Span(offsets[old.start], offsets[old.end - 1] + 1)
    if old.start < len(offsets):
        return Span(offsets[old.start], offsets[old.start])
    return Span(offsets[-1] + 1, offsets[-1] + 1) if offsets else Span(line.span.end, line.span.end)


def _reach(spans: Sequence[Span]) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _distance(text: str, decoded: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_distance(text, decoded))


def _mostly_ascii(text: str) -> bool:
    letters = [char for char in text if char.isalnum()]
    return 2 * sum(char.isascii() for char in letters) > len(letters)


def _is_variant(old: str, new: str) -> bool:
    """Whether both texts are the same but for the script of their characters."""
    scripts = default_scripts()
    sides = (scripts.traditional, scripts.japanese, scripts.simplified)
    return len(old) == len(new) > 0 and all(
        one == other
        or any(other in side.get(one, "") for side in sides)
        or any(one in side.get(other, "") for side in sides)
        for one, other in zip(old, new, strict=True)
    )


def _probability(weights: Mapping[str, float], numbers: Mapping[str, float]) -> float:
    score = sum(weights.get(name, 0.0) * value for name, value in numbers.items())
    return 1 / (1 + math.exp(-score))


@cache
def default_weights() -> Mapping[str, float]:
    """Return the weights shipped, read once a process."""
    weights: Mapping[str, float] = json.loads(_DATA.read_text(encoding="utf-8"))["weights"]
    return weights
