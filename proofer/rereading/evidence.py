"""What the image of a line says of corrections: of its own, and of those that others propose.

A correction's gain is ln P of the line's image given the text with it, less ln P given the text
without it. In a line with several errors a correction is judged with all others made, for one
alone shifts what is compared.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from proofer.document.changes import differing_runs
from proofer.document.document import BREAK, Document
from proofer.document.edits import Edit
from proofer.document.regression import LogisticRegression, fitted
from proofer.document.spans import Span
from proofer.language.channel.confusions import folded
from proofer.language.model import CharacterModel
from proofer.language.scripts import is_traditional
from proofer.rereading.beam import LANGUAGE_WEIGHT, LENGTH_WEIGHT, Continuations, decode
from proofer.rereading.confidence import WEIGHTS, Observation, features
from proofer.rereading.ctc import Lattice, difference
from proofer.rereading.line_reading import LineReading
from proofer.rereading.rivals import LANGUAGE_SHARE, Rival, margin, rivals
from proofer.rereading.variants import TraditionalPrint, is_variant
from proofer.rereading.verification import LineJudge

_CONTEXT = 3
"""Characters before and behind a line that the language model sees."""
_VARIANT_GAIN = 4.0
"""Gain that a form of the other script needs (沒 for 没): the recogniser mixes them up."""
_DOUBT = 4.5
"""Gain below which the image may as well show another form of a character."""
_DOTS = frozenset("·‧•")
"""What the recogniser makes of commas and full stops that stand in the middle, as in traditional
print; elsewhere the language knows better."""


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


class ImageEvidence:
    """Asks the readings of a document's lines."""

    def __init__(
        self,
        document: Document,
        lines: Iterable[LineReading],
        model: CharacterModel,
        weights: LogisticRegression | None = None,
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
        self._starts = [line.span.start for line in self._lines]
        self._model = model
        self._continuations = Continuations(model)
        self._weights = fitted(WEIGHTS) if weights is None else weights
        self._judges: dict[int, LineJudge] = {}

    @cached_property
    def _traditional(self) -> bool:
        return is_traditional(self._document.text)

    @cached_property
    def _print(self) -> TraditionalPrint | None:
        """The forms of the page's characters; None for simplified print."""
        return TraditionalPrint(self._document.text) if self._traditional else None

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
        if self._traditional or _mostly_ascii(line.seen[0]):
            return decode(line.posterior)
        return decode(line.posterior, self._continuations, self._before(line))

    def corrections(self) -> list[Correction]:
        """Return what the lines read otherwise than the file, in the order of the text."""
        return [found for line in self._lines for found in self._corrections(line)]

    def gain(self, span: Span, edits: Sequence[Edit]) -> float | None:
        """Return by how much edits make the image likelier, ln.

        None if what is edited was not read or is not within one line, or the place `span` is hidden
        on the image. What is inserted where two lines meet may end the one or begin the other.
        """
        if not edits:
            return None
        reach = Span(min(each.span.start for each in edits), max(each.span.end for each in edits))
        last = bisect_right(self._starts, reach.start)
        gains = [
            self._judge(index).gain(edits)
            for index in range(max(0, last - 2), last)
            if (line := self._lines[index]).span.covers(reach)
            and not (line.hides(span) or line.hides(reach))
        ]
        return max(gains, default=None)

    def _judge(self, index: int) -> LineJudge:
        if (judge := self._judges.get(index)) is None:
            judge = self._judges[index] = LineJudge(self._lines[index])
        return judge

    def _before(self, line: LineReading) -> str:
        """Return what stands before a line in its paragraph; a line feed if nothing does."""
        text = self._document.text[max(0, line.span.start - 2 * _CONTEXT) : line.span.start]
        return folded(text.rpartition(BREAK)[2])[-_CONTEXT:] or BREAK

    def _behind(self, line: LineReading) -> str:
        text = self._document.text[line.span.end : line.span.end + 2 * _CONTEXT]
        return folded(text.partition(BREAK)[0])[:_CONTEXT]

    def _corrections(self, line: LineReading) -> list[Correction]:
        decoded = self.decoded(line)
        runs = differences(line.text, decoded)
        if not runs:
            return []
        lattice = Lattice(line.posterior, decoded)
        compared = [_compared(lattice, line, run) for run in runs]
        gains = self._gains(line, lattice, [other for others in compared for other in others])
        found: list[Correction] = []
        for run, others in zip(runs, compared, strict=True):
            ahead = [next(gains) for _ in others]
            if line.is_cut_at(run.old):  # part of a character that the other box has, too
                continue
            gain = ahead[0].image
            old, new = run.old.of(line.text), run.new.of(decoded)
            if is_variant(old, new) and gain < _VARIANT_GAIN:
                continue
            if self._print is not None:
                new = self._print.written(new, _may_be(lattice, run.new.start))
                if new == old or new in _DOTS:
                    continue
            numbers = features(self._observation(line, decoded, run, ahead))
            edit = Edit(line.place(run.old), new)
            if line.hides(edit.span):
                continue
            sure = self._weights.probability(numbers)
            found.append(Correction(edit, gain, ahead[0].language, sure, numbers))
        return found

    def _gains(
        self, line: LineReading, lattice: Lattice, others: Sequence[Rival]
    ) -> Iterator[_Gain]:
        """Yield what the decoded line gains on it with each of some other texts.

        The language gains nothing in traditional print, of which the model has read none.
        """
        images = [
            difference(
                lattice.total, lattice.replaced(other.place.start, other.place.end, other.text)
            )
            for other in others
        ]
        if self._traditional:
            yield from (_Gain(image, 0.0, 0.0) for image in images)
            return
        before = self._before(line)
        shift = len(before)
        replaced = [
            (shift + other.place.start, shift + other.place.end, other.text) for other in others
        ]
        gains = self._model.gains(before + lattice.text + self._behind(line), replaced)
        for other, image, gain in zip(others, images, gains.tolist(), strict=True):
            language = -gain * math.log(10)
            longer = len(other.place) - len(other.text)
            yield _Gain(image, language, language + longer * LENGTH_WEIGHT / LANGUAGE_WEIGHT)

    def _observation(
        self, line: LineReading, decoded: str, run: Differing, ahead: Sequence[_Gain]
    ) -> Observation:
        """Return all that is known of a difference.

        Args:
            line: where it is.
            decoded: what is read there.
            run: the difference.
            ahead: what the decoded line gains there on the file's text, and on rivals.
        """
        from rapidfuzz.distance import Levenshtein

        return Observation(
            old=run.old.of(line.text),
            new=run.new.of(decoded),
            gain=ahead[0].image,
            language_gain=ahead[0].levelled,
            margin=margin([each.image + LANGUAGE_SHARE * each.levelled for each in ahead]),
            alone=not any(run.touches(Differing(*each)) for each in line.differing),
            certainty=line.seen[1],
            confidence=self._confidence(line.place(run.old)),
            engine=self._document.engine,
            at_edge=run.new.start == 0 or run.new.end == len(decoded),
            distance=float(Levenshtein.normalized_distance(line.text, decoded)),
        )

    def _confidence(self, span: Span) -> float | None:
        """Return the engine's least confidence in a place, or in the neighbours of a gap."""
        places = range(span.start, span.end) if len(span) else (span.start - 1, span.start)
        return min(
            (self._confidences[at] for at in places if at in self._confidences), default=None
        )


@dataclass(frozen=True, slots=True)
class Differing:
    """A run of characters of the file's line, and what was read instead of it."""

    old: Span
    new: Span

    def touches(self, other: Differing) -> bool:
        """Return whether both are of the same place in the file's line, or side by side there."""
        one, another = self.old, other.old
        if len(one) and len(another):
            return one.overlaps(another)
        return one.start <= another.end and another.start <= one.end


def differences(text: str, decoded: str) -> list[Differing]:
    """Return where two texts of a line differ; differences that touch are one."""
    return [Differing(*run) for run in differing_runs(text, decoded)]


class _Gain(NamedTuple):
    """What a line gains on another text of it, ln.

    Attributes:
        image: of the image.
        language: of the language model.
        levelled: the same without what the model takes for each character.
    """

    image: float
    language: float
    levelled: float


def _compared(lattice: Lattice, line: LineReading, run: Differing) -> list[Rival]:
    """Return what a difference is compared with: the file's text first, then its rivals."""
    undone = Rival(run.new, run.old.of(line.text))
    as_in_file = undone.within(lattice.text)
    others = rivals(lattice, line.posterior, run.new)
    return [undone, *(each for each in others if each.within(lattice.text) != as_in_file)]


def _may_be(lattice: Lattice, start: int) -> Callable[[int, str], bool]:
    """Return what tells whether another character may stand at a place behind `start`."""

    def may_be(at: int, char: str) -> bool:
        other = lattice.replaced(start + at, start + at + 1, char)
        return difference(lattice.total, other) < _DOUBT

    return may_be


def _mostly_ascii(text: str) -> bool:
    letters = [char for char in text if char.isalnum()]
    return 2 * sum(char.isascii() for char in letters) > len(letters)
