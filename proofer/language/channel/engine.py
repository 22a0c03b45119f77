"""The way in: where a text is suspected of an error, and how likely each correction is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from proofer.document.normalise import FULL_WIDTH
from proofer.document.spans import Span
from proofer.language.arrays import distinct
from proofer.language.channel import confusions, homophones, neighbours
from proofer.language.channel.calibration import Calibration
from proofer.language.channel.comparison import compare
from proofer.language.channel.counts import RunCounts
from proofer.language.channel.edits import EXTRA, HAN, LOST, MARK, Edits
from proofer.language.channel.features import Facts, features
from proofer.language.channel.flags import doubtful, flag_features
from proofer.language.channel.profiles import PROFILES, Profile
from proofer.language.channel.proposer import Proposer
from proofer.language.channel.reading import Reading, read
from proofer.language.channel.setting import line_slack
from proofer.language.encoding import FIRST
from proofer.language.model import DATA

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.channel.columns import Columns
    from proofer.language.channel.ocr_confidences import OcrConfidences
    from proofer.language.lexicon import WordList
    from proofer.language.model import CharacterModel
    from proofer.language.shapes import ShapeTable

WEIGHTS = Path(__file__).parents[1] / "data"
"""What is not a matter of the language model: weights, confusions, words."""
_LEAST_CANDIDATE = 0.1
"""Probability from which on a correction is listed, if the caller does not want more."""
KINDS = {HAN: "substitution", MARK: "mark", EXTRA: "extra", LOST: "lost"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A correction.

    Attributes:
        span: what is replaced, code points of the text.
        replacement: what stands there instead.
        kind: one of `KINDS`.
        probability: that the correction is right.
        gain: log10 of how much likelier the language model finds the text.
        likeness: how alike both characters look, -1 to 1.
        misread: how often this error was counted.
        elsewhere: how often the document has the edited run of three characters.
        word: characters of the longest word over the edit; 0 for none.
        sound: how alike both sound, 0 to 1.
    """

    span: Span
    replacement: str
    kind: str
    probability: float
    gain: float
    likeness: float
    misread: int
    elsewhere: int
    word: int
    sound: float = 0.0


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A character, word or gap that may be wrong.

    Attributes:
        span: code points of the text.
        p_error: probability that it is wrong at all.
        candidates: its corrections, best first.
    """

    span: Span
    p_error: float
    candidates: tuple[Candidate, ...]


class Engine:
    """Finds likely errors with the tables of one language model."""

    def __init__(
        self,
        model: CharacterModel,
        lexicon: WordList,
        shapes: ShapeTable,
        *,
        around: neighbours.Neighbours,
        confused: confusions.Confusions,
        calibration: Calibration | None,
        profile: Profile = PROFILES["ocr"],
        alike: homophones.Homophones | None = None,
    ) -> None:
        """Put an engine together.

        Args:
            model: the character model.
            lexicon: the words that a change may make or break.
            shapes: how alike characters look.
            around: what stands beside what, for lost and doubled characters.
            confused: which characters OCR engines, or typists, confuse, and how often.
            calibration: weights of the features; without them the engine can only propose.
            profile: which kinds of edits are proposed.
            alike: words that sound alike; for typed text.
        """
        self.model, self.lexicon, self._confused = model, lexicon, confused
        points = np.zeros(model.vocabulary.size, np.uint32)
        points[FIRST:] = [ord(char) for char in model.vocabulary.characters]
        likeness = shapes.likeness(points)
        self._proposer = Proposer(
            around, confused, points, likeness, profile=profile, homophones=alike
        )
        self._calibration, self.profile = calibration, profile

    def knowing(self, pairs: tuple[tuple[str, str, int], ...]) -> Engine:
        """Return an engine that has seen more confusions: what was read, what is right, how often.

        Pairs with a character that the model does not know are left out.
        """
        return _knowing(self, pairs) if pairs else self

    def evidence(
        self,
        text: str,
        breaks: Iterable[int] = (),
        counts: RunCounts | None = None,
        other: str | None = None,
        *,
        confidences: OcrConfidences | None = None,
        alternatives: Sequence[tuple[int, str]] = (),
    ) -> tuple[Reading, Edits, Columns, Facts]:
        """The reading of `text`, its candidates and their features, and what these came from.

        Without candidates there are no features.

        Args:
            text: the text.
            breaks: where sentences or paragraphs end in it, ascending offsets.
            counts: how often its runs occur, where it is part of a longer text.
            other: a second reading of the same page.
            confidences: the OCR engine's confidence in each character.
            alternatives: other choices of the OCR engine, offset and character.
        """
        reading = read(text, self.model)
        second = Reading(other.translate(FULL_WIDTH), self.model) if other is not None else None
        compared = compare(reading, second, confidences) if second is not None else None
        edits = self._proposer.propose(reading, compared, alternatives)
        stops = distinct(
            np.maximum(np.searchsorted(reading.offsets, np.array([*breaks], np.int64)) - 1, 0)
        )
        ends = reading.points == ord("\n")
        ends[:-1] |= ends[1:]
        ends[stops] = True
        facts = Facts(
            self.lexicon,
            counts or RunCounts(reading.ids),
            ends,
            self._confused.totals(reading.points),
            self.model.unigrams,
            line_slack(reading, stops),
            compared,
        )
        return reading, edits, features(reading, edits, facts) if len(edits) else {}, facts

    def groups(self, reading: Reading, edits: Edits) -> NDArray[np.int64]:
        """Groups of edits that exclude each other: of a place, or of a line by the profile."""
        if not self.profile.by_line:
            return edits.start
        lines: NDArray[np.int64] = np.cumsum(reading.points == ord("\n"))[edits.start]
        return lines

    def suspicions(
        self,
        text: str,
        *,
        breaks: Iterable[int] = (),
        counts: RunCounts | None = None,
        other: str | None = None,
        confidences: OcrConfidences | None = None,
        alternatives: Sequence[tuple[int, str]] = (),
        protected: Sequence[Span] = (),
        least: float = 0.1,
    ) -> list[Suspicion]:
        """What is wrong with a probability of at least `least`, or has a candidate that likely.

        Args:
            text: the text of a document, a paragraph a line.
            breaks: where the lines of the source begin inside of paragraphs, code points.
            counts: runs of all the collection; those of the text if None.
            other: another reading of the same print, for a profile that was fitted with one.
            confidences: those of the engines of both readings.
            alternatives: what the OCR engine might have read instead: code point and character.
            protected: spans that no suspicion may touch.
            least: probability below which a suspicion is not returned.

        Raises:
            ValueError: the engine has no calibration.
        """
        if self._calibration is None:
            raise ValueError("an engine without calibration has no probabilities")
        reading, edits, columns, facts = self.evidence(
            text, breaks, counts, other, confidences=confidences, alternatives=alternatives
        )
        if not text.strip():
            return []
        group = self.groups(reading, edits)
        probability, garble = self._calibration.probabilities(
            columns, edits.kind, edits.start, reading.size, group
        )
        positions = doubtful(reading, edits, facts.other)
        flags = flag_features(reading, edits, probability, positions, facts)
        p_error = np.zeros(reading.size)
        p_error[positions] = self._calibration.wrong(flags, garble, positions)
        found = _candidates(reading, edits, probability, columns, min(least, _LEAST_CANDIDATE))
        for start in np.flatnonzero((p_error >= least) & (reading.points != ord("\n"))).tolist():
            found.setdefault((start, start + 1), [])
        return [
            suspicion
            for suspicion in _ordered(reading, found, p_error)
            if not any(_touches(suspicion.span, span) for span in protected)
        ]


@lru_cache(maxsize=4)
def _knowing(engine: Engine, pairs: tuple[tuple[str, str, int], ...]) -> Engine:
    counts = {(read, right): times for read, right, times in pairs}
    result = copy(engine)
    result._confused = engine._confused.plus(confusions.rows_of(counts), engine.model.vocabulary)
    result._proposer = copy(engine._proposer)
    result._proposer.confusions = result._confused
    return result


def _touches(span: Span, other: Span) -> bool:
    return span.overlaps(other) or (not len(span) and other.start < span.start < other.end)


def _candidates(
    reading: Reading,
    edits: Edits,
    probability: NDArray[np.float64],
    columns: Columns,
    least: float,
) -> dict[tuple[int, int], list[Candidate]]:
    """The likely edits by the characters that they change.

    Args:
        reading: the text they are of.
        edits: all candidates.
        probability: how probable each is, 0 to 1.
        columns: their features by name.
        least: probability from which an edit is likely.
    """
    found: dict[tuple[int, int], list[Candidate]] = {}
    for row in np.flatnonzero(probability >= least).tolist():
        key = (int(edits.start[row]), int(edits.end[row]))
        found.setdefault(key, []).append(
            Candidate(
                _span(reading, *key),
                "".join(
                    chr(point[row]) for point in (edits.points, edits.second_points) if point[row]
                ),
                KINDS[int(edits.kind[row])],
                probability=float(probability[row]),
                gain=float(edits.gain[row]),
                likeness=float(edits.likeness[row]),
                misread=int(edits.count[row]),
                elsewhere=round(float(np.expm1(columns["new triple"][row]))),
                word=int(columns["new word"][row]),
                sound=float(edits.sound[row]),
            )
        )
    return found


def _ordered(
    reading: Reading, found: dict[tuple[int, int], list[Candidate]], p_error: NDArray[np.float64]
) -> Iterator[Suspicion]:
    """Suspicions in the order of the text, their candidates best first."""
    for (start, end), candidates in sorted(found.items()):
        best = tuple(sorted(candidates, key=lambda each: (-each.probability, each.replacement)))
        total = min(sum(each.probability for each in best), 1.0)
        own = float(p_error[start]) if end > start else 0.0
        yield Suspicion(_span(reading, start, end), max(own, total), best)


def _span(reading: Reading, start: int, end: int) -> Span:
    """Code points of characters `start` to `end`; a gap is right behind the character before it."""
    if end > start:
        return Span(int(reading.offsets[start]), int(reading.offsets[end - 1]) + 1)
    if start and reading.points[start - 1] != ord("\n"):
        gap = int(reading.offsets[start - 1]) + 1
    else:
        gap = int(reading.offsets[start])
    return Span(gap, gap)


def load(folder: Path = DATA, profile: str = "ocr") -> Engine:
    """Open an engine with the model and the neighbours in `folder`.

    Raises:
        OSError: a file is missing.
        ValueError: the files do not belong together.
    """
    from proofer.language.lexicon import default_words
    from proofer.language.model import CharacterModel, default_model
    from proofer.language.shapes import default_shapes

    model = default_model() if folder == DATA else CharacterModel.load(folder)
    kind = PROFILES[profile]
    return Engine(
        model,
        default_words(),
        default_shapes(),
        around=neighbours.load(folder / "channel-neighbours.npy", model),
        confused=confusions.load(WEIGHTS / kind.confusions, model.vocabulary),
        calibration=Calibration.load(WEIGHTS / f"channel-{profile}.json"),
        profile=kind,
        alike=homophones.load(WEIGHTS / "homophones.npy", model) if kind.sounds else None,
    )


@cache
def default_engine(profile: str = "ocr") -> Engine:
    """The engine shipped with the package, opened once a process and profile."""
    return load(profile=profile)
