"""The way in: the doubtful places of a text, with what could have been printed there and how likely each is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from proofer.document.normalise import FULL_WIDTH
from proofer.document.spans import Span
from proofer.language.channel import confusions, homophones, neighbours
from proofer.language.channel.calibrate import Calibration
from proofer.language.channel.counts import RunCounts
from proofer.language.channel.edits import EXTRA, HAN, LOST, MARK, Edits
from proofer.language.channel.features import NAMES, Facts, features
from proofer.language.channel.flags import doubtful, flag_features
from proofer.language.channel.other import compare
from proofer.language.channel.profiles import PROFILES, Profile
from proofer.language.channel.propose import Proposer
from proofer.language.channel.reading import Reading
from proofer.language.channel.setting import line_slack
from proofer.language.encoding import FIRST
from proofer.language.model import DATA

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from proofer.language.channel.sureness import Sureness
    from proofer.language.lexicon import WordList
    from proofer.language.model import CharacterModel
    from proofer.language.shapes import ShapeTable

WEIGHTS = Path(__file__).parents[1] / "data"
"""What is not a matter of the language model: weights, confusions, words."""
KINDS = {HAN: "substitution", MARK: "mark", EXTRA: "extra", LOST: "lost"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """What could stand at a place: ``span`` of the text becomes ``replacement``, right with this ``probability``.

    ``gain`` is in log10 of the language model, ``likeness`` of the two characters from -1 to 1,
    ``misread`` how often this error was counted, ``elsewhere`` how often the document has the
    edited run of three characters, ``sound`` how alike both sound, from 0 to 1.
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
class Place:
    """A doubtful character or gap: its candidates, best first, and the probability that it is wrong at all."""

    span: Span
    p_wrong: float
    candidates: tuple[Candidate, ...]


class Engine:
    """Finds doubtful places with the tables of one language model."""

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
        """Put an engine together; without ``calibration`` it can only propose."""
        self.model, self.lexicon, self._confused = model, lexicon, confused
        points = np.zeros(model.vocabulary.size, np.uint32)
        points[FIRST:] = [ord(char) for char in model.vocabulary.characters]
        likeness = shapes.likeness(points)
        self._proposer = Proposer(
            around, confused, points, likeness, profile=profile, homophones=alike
        )
        self._calibration, self.profile = calibration, profile

    def evidence(
        self,
        text: str,
        breaks: Iterable[int] = (),
        counts: RunCounts | None = None,
        other: str | None = None,
        *,
        sure: Sureness | None = None,
        alternatives: Sequence[tuple[int, str]] = (),
    ) -> tuple[Reading, Edits, NDArray[np.float32], Facts]:
        """The reading of ``text``, its candidates and their features, and what these came from; options as `places`."""
        reading = Reading(text.translate(FULL_WIDTH), self.model)
        second = Reading(other.translate(FULL_WIDTH), self.model) if other is not None else None
        compared = compare(reading, second, sure) if second is not None else None
        edits = self._proposer.propose(reading, compared, alternatives)
        stops = np.unique(
            np.maximum(np.searchsorted(reading.offsets, np.array([*breaks], np.int64)) - 1, 0)
        )
        ends = reading.points == 10
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
        if not len(edits):
            return reading, edits, np.zeros((0, len(NAMES)), np.float32), facts
        return reading, edits, features(reading, edits, facts), facts

    def groups(self, reading: Reading, edits: Edits) -> NDArray[np.int64]:
        """What excludes each other among ``edits``: those of a place, or of a line if the profile has it so."""
        if not self.profile.by_line:
            return edits.start
        lines: NDArray[np.int64] = np.cumsum(reading.points == 10)[edits.start]
        return lines

    def places(
        self,
        text: str,
        *,
        breaks: Iterable[int] = (),
        counts: RunCounts | None = None,
        other: str | None = None,
        sure: Sureness | None = None,
        alternatives: Sequence[tuple[int, str]] = (),
        protected: Sequence[Span] = (),
        least: float = 0.1,
    ) -> list[Place]:
        """The places that are wrong with a probability of at least ``least``, or have a candidate that likely.

        Args:
            text: the text of a document, a paragraph a line.
            breaks: where the lines of the source begin inside of paragraphs, code points.
            counts: runs of all the collection; those of the text if None.
            other: another reading of the same print, for a profile that was fitted with one.
            sure: what the engines of both readings say of themselves.
            alternatives: what the OCR engine might have read instead: code point and character.
            protected: spans that no place may touch.
            least: probability below which a place is not returned.

        Raises:
            ValueError: the engine has no calibration.
        """
        if self._calibration is None:
            raise ValueError("an engine without calibration has no probabilities")
        reading, edits, numbers, facts = self.evidence(
            text, breaks, counts, other, sure=sure, alternatives=alternatives
        )
        if not text.strip():
            return []
        group = self.groups(reading, edits)
        probability, garble = self._calibration.probabilities(
            numbers, edits.kind, edits.start, reading.size, group
        )
        spots = doubtful(reading, edits, facts.other)
        wrong = self._calibration.wrong(
            flag_features(reading, edits, probability, spots, facts),
            garble,
            spots,
        )
        p_wrong = np.zeros(reading.size)
        p_wrong[spots] = wrong
        found = _candidates(reading, edits, probability, numbers, min(least, 0.1))
        for start in np.flatnonzero((p_wrong >= least) & (reading.points != 10)).tolist():
            found.setdefault((start, start + 1), [])
        return [
            place
            for place in _ordered(reading, found, p_wrong)
            if not any(_touches(place.span, each) for each in protected)
        ]


def _touches(span: Span, other: Span) -> bool:
    return span.overlaps(other) or (not len(span) and other.start < span.start < other.end)


def _candidates(
    reading: Reading,
    edits: Edits,
    probability: NDArray[np.float64],
    numbers: NDArray[np.float32],
    least: float,
) -> dict[tuple[int, int], list[Candidate]]:
    """The likely edits by the characters that they change."""
    found: dict[tuple[int, int], list[Candidate]] = {}
    triple, word = NAMES.index("new triple"), NAMES.index("new word")
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
                elsewhere=round(float(np.expm1(numbers[row, triple]))),
                word=int(numbers[row, word]),
                sound=float(edits.sound[row]),
            )
        )
    return found


def _ordered(
    reading: Reading, found: dict[tuple[int, int], list[Candidate]], p_wrong: NDArray[np.float64]
) -> Iterator[Place]:
    """Places in the order of the text, their candidates best first."""
    for (start, end), candidates in sorted(found.items()):
        best = tuple(sorted(candidates, key=lambda each: (-each.probability, each.replacement)))
        total = min(sum(each.probability for each in best), 1.0)
        doubt = float(p_wrong[start]) if end > start else 0.0
        yield Place(_span(reading, start, end), max(doubt, total), best)


def _span(reading: Reading, start: int, end: int) -> Span:
    """Code points of characters ``start`` to ``end``; a gap stands right behind the character before it."""
    if end > start:
        return Span(int(reading.offsets[start]), int(reading.offsets[end - 1]) + 1)
    if start and reading.points[start - 1] != 10:
        gap = int(reading.offsets[start - 1]) + 1
    else:
        gap = int(reading.offsets[start])
    return Span(gap, gap)


def load(folder: Path = DATA, profile: str = "ocr") -> Engine:
    """Open an engine with the model and the neighbours in ``folder``.

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
