"""What the channel is fitted on: documents with their candidates, features, and the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from proofer.language.channel import confusions, flags, neighbours
from proofer.language.channel.calibration import (
    Calibration,
    Kinds,
    edit_probabilities,
    surroundings,
    with_surroundings,
)
from proofer.language.channel.columns import Columns, matrix
from proofer.language.channel.edits import Edits
from proofer.language.channel.engine import Engine
from proofer.language.channel.features import Facts
from proofer.language.channel.profiles import PROFILES
from proofer.language.channel.reading import Reading
from proofer.language.lexicon import default_words
from proofer.language.model import CharacterModel
from proofer.language.shapes import default_shapes
from tools.channel.confusions import count
from tools.paths import DATA
from tools.sources.folds import FOLDS, fold_of, in_folds
from tools.sources.ocr_pages import (
    REPORT,
    Page,
    clean_pages,
    fit_pages,
    pages,
    paired,
    printed,
    singles,
    subtitles,
)

WORST_FIT, WORST_REPORT = 0.25, 0.12
FloatArray = NDArray[np.float64]


class Names(NamedTuple):
    """The features that are used, in the order of the fit: of edits, and of characters."""

    edits: tuple[str, ...]
    flags: tuple[str, ...]


def used_names(profile: str) -> Names:
    """The features of the shipped weights, so that fitting anew gives the same weights.

    To try another feature, put its name into the file.
    """
    shipped = Calibration.load(DATA / f"channel-{profile}.json")
    return Names(shipped.features, shipped.flag_features)


@dataclass(frozen=True, slots=True)
class Sample:
    """A page with its candidates, their features, and the truth about them."""

    page: Page
    fold: int
    reading: Reading
    edits: Edits
    facts: Facts
    columns: Columns
    names: Names
    change: NDArray[np.int64]
    """By how much each edit lowers the edit distance of its paragraph."""
    wrong: NDArray[np.bool_]
    """Whether each character is wrong or has something lost before it."""
    group: NDArray[np.int64]
    """Which edits exclude each other."""
    around: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    """How garbled the text is, as the first answers see it; empty before they are there."""
    probability: FloatArray = field(default_factory=lambda: np.zeros(0))
    """First answers."""

    @property
    def features(self) -> NDArray[np.float32]:
        """The features of the edits, with those of the surroundings once these are known."""
        own = matrix(self.columns, self.names.edits, len(self.edits))
        if not self.around.size:
            return own
        return with_surroundings(own, self.around, self.start, self.kind)

    @property
    def kind(self) -> NDArray[np.int64]:
        """Kind of each edit."""
        return self.edits.kind

    @property
    def start(self) -> NDArray[np.int64]:
        """Where each edit begins."""
        return self.edits.start

    @property
    def fresh(self) -> NDArray[np.bool_]:
        """Whether a new group begins at each edit."""
        fresh: NDArray[np.bool_] = np.r_[True, self.group[1:] > self.group[:-1]]
        return fresh

    def seen_by(self, first: Kinds) -> Sample:
        """The sample with its surroundings, as `first` sees them."""
        probability = edit_probabilities(first, self.features, self.kind, self.group)
        around = surroundings(probability, self.kind, self.start, self.reading.size)
        return replace(self, around=around, probability=probability)

    def flags(self, probability: FloatArray) -> tuple[NDArray[np.int64], Columns]:
        """Characters worth a look and their features, with `probability` of the edits."""
        positions = flags.doubtful(self.reading, self.edits, self.facts.other)
        return positions, flags.flag_features(
            self.reading, self.edits, probability, positions, self.facts
        )


def sample(page: Page, engine: Engine, names: Names) -> Sample:
    """Gather everything about `page`."""
    breaks, offset = [], 0
    for paragraph in page.paragraphs:
        for line in paragraph.lines:
            offset += len(line)
            breaks.append(offset)
        offset += 1
    reading, edits, columns, facts = engine.evidence(
        page.text, breaks, other=page.other, confidences=page.confidences
    )
    assert reading.size == len(page.text), f"{page.name}: a character of no width"
    change, wrong = judge(page, edits)
    return Sample(
        page,
        fold_of(page),
        reading,
        edits,
        facts,
        columns,
        names,
        change,
        wrong,
        engine.groups(reading, edits),
    )


def judge(page: Page, edits: Edits) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """By how much each edit lowers the edit distance, and which characters are wrong.

    Where a word is right in place of a word, its single characters are not.
    """
    starts, ends = edits.start.tolist(), edits.end.tolist()
    news = [
        "".join(chr(point) for point in pair if point)
        for pair in zip(edits.points.tolist(), edits.second_points.tolist(), strict=True)
    ]
    change = np.zeros(len(starts), np.int64)
    wrong = np.zeros(len(page.text) + 1, np.bool_)
    row = base = 0
    for paragraph in page.paragraphs:
        read, truth = paragraph.read, paragraph.truth
        for op in Levenshtein.opcodes(read, truth):
            wrong[base + op.src_start : base + max(op.src_end, op.src_start + 1)] |= (
                op.tag != "equal"
            )
        distance = Levenshtein.distance(read, truth)
        while row < len(starts) and ends[row] <= base + len(read):
            first, last = starts[row] - base, ends[row] - base
            change[row] = distance - Levenshtein.distance(
                read[:first] + news[row] + read[last:], truth
            )
            row += 1
        base += len(read) + 1
    words = edits.second > 0
    change[words & (change < 2)] = np.minimum(change[words & (change < 2)], 0)
    for row in np.flatnonzero(words & (change == 2)).tolist():
        parts = ~words & (edits.start >= edits.start[row]) & (edits.end <= edits.end[row])
        change[parts] = np.minimum(change[parts], 0)
    return change, wrong


@dataclass(frozen=True, slots=True)
class Material:
    """Documents of a profile: to count confusions, to fit, to report on, and clean ones."""

    counted: list[Page]
    fitted: list[Page]
    reported: list[Page]
    clean: list[Page]


def material(profile: str) -> Material:
    """The documents of `profile`."""
    everything = in_folds(fit_pages())
    if profile == "ocr-noisy":
        lines, reported = subtitles()
        return Material(everything + lines, lines, reported, [])
    select = paired if profile == "ocr-two" else list
    fitted = [
        page for page in select(everything) if page.text.strip() and page.error_rate <= WORST_FIT
    ]
    # What a page without errors looks like: the truth, once for both engines; and other clean text.
    fitted += [printed(page) for page in fitted if page.engine == "rapid"]
    if profile == "ocr":
        fitted += [*singles(fitted), *clean_pages()]
    held = [page for page in select(pages(REPORT)) if page.text.strip()]
    reported = [page for page in held if page.error_rate <= WORST_REPORT]
    return Material(
        everything, fitted, reported, [printed(page) for page in held if page.engine == "rapid"]
    )


def gather(model_folder: Path, profile: str) -> tuple[list[Sample], list[Sample], list[Sample]]:
    """Samples to fit on, to report on, and clean ones."""
    model = CharacterModel.load(model_folder)
    around = neighbours.load(model_folder / "channel-neighbours.npy", model)
    documents = material(profile)

    def engine(counted: Sequence[Page]) -> Engine:
        return Engine(
            model,
            default_words(),
            default_shapes(),
            around=around,
            confused=confusions.Confusions(confusions.rows_of(count(counted)), model.vocabulary),
            calibration=None,
            profile=PROFILES[profile],
        )

    names = used_names(profile)
    fitting = []
    for fold in range(FOLDS):
        judge_by = engine([page for page in documents.counted if fold_of(page) != fold])
        fitting += [
            sample(page, judge_by, names) for page in documents.fitted if fold_of(page) == fold
        ]
    last = engine(documents.counted)
    reported, clean = (
        [sample(page, last, names) for page in part]
        for part in (documents.reported, documents.clean)
    )
    return [each for each in fitting if len(each.edits)], reported, clean
