"""Fit ``proofer/language/data/channel-ocr.json``: how evidence becomes probability, and what that is worth.

Usage: ``python tools/fit_channel.py --model FOLDER [--output FILE]``, where FOLDER holds a language model that has not
seen the pages, with its neighbours (``build_language_model.py --exclude``, ``build_neighbours.py --model``).

Fitted on the OCR pages 000 to 059 and on sentences that share nothing with the others; reported on pages 060 to 089.
Confusions are cross-fitted: those that a page is judged by were counted on others. Newton's method, then
networks from fixed seeds.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from build_confusions import count
from channel_net import train
from channel_report import Judged, report
from numpy.typing import NDArray
from ocr_data import REPORT, Page, fit_pages, pages, printed
from rapidfuzz.distance import Levenshtein

from proofer.language.channel import confusions, flags, neighbours
from proofer.language.channel.calibrate import (
    KINDS,
    Calibration,
    Kinds,
    Linear,
    Net,
    compete,
    edit_probabilities,
    surroundings,
    with_surroundings,
)
from proofer.language.channel.engine import Engine
from proofer.language.lexicon import default_words
from proofer.language.model import DATA, CharacterModel
from proofer.language.shapes import default_shapes

FOLDS = 6
WORST_FIT, WORST_REPORT = 0.25, 0.12
RIDGE = 2.0
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """A page with its candidates, their numbers, and the truth about them."""

    page: Page
    fold: int
    around: NDArray[np.float32]
    numbers: NDArray[np.float32]
    kind: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    change: NDArray[np.int64]
    """By how much each edit lowers the edit distance of its paragraph."""
    wrong: NDArray[np.bool_]
    """Whether each character is wrong or has something lost before it."""
    flag_numbers: Callable[[FloatArray], tuple[NDArray[np.int64], NDArray[np.float32]]]

    def seen_by(self, first: Kinds) -> Sample:
        """The sample with the numbers of its surroundings, as ``first`` sees them."""
        probability = edit_probabilities(first, self.numbers, self.kind, self.start)
        around = surroundings(probability, self.kind, self.start, self.wrong.size - 1)
        return replace(self, numbers=with_surroundings(self.numbers, around, self.start, self.kind), around=around)


def fold_of(page: Page) -> int:
    """Readings of the same text stay in one fold."""
    return (page.number if page.number >= 0 else int(page.name[-3:])) % FOLDS


def sample(page: Page, engine: Engine) -> Sample:
    """Gather everything about ``page``."""
    breaks, offset = [], 0
    for paragraph in page.paragraphs:
        for line in paragraph.lines:
            offset += len(line)
            breaks.append(offset)
        offset += 1
    reading, edits, numbers, facts = engine.evidence(page.text, breaks)
    assert reading.size == len(page.text), f"{page.name}: a character of no width"
    change, wrong = judge(page, edits.start.tolist(), edits.end.tolist(), edits.points.tolist())
    spots = flags.doubtful(reading, edits)

    def flag_numbers(probability: FloatArray) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        return spots, flags.flag_features(reading, edits, probability, spots, facts)

    return Sample(
        page,
        fold_of(page),
        np.zeros(0, np.float32),
        numbers,
        edits.kind,
        edits.start,
        edits.end,
        change,
        wrong,
        flag_numbers,
    )


def judge(
    page: Page, starts: Sequence[int], ends: Sequence[int], points: Sequence[int]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """By how much each edit lowers the edit distance, and which characters are wrong."""
    change = np.zeros(len(starts), np.int64)
    wrong = np.zeros(len(page.text) + 1, np.bool_)
    row = base = 0
    for paragraph in page.paragraphs:
        read, truth = paragraph.read, paragraph.truth
        for op in Levenshtein.opcodes(read, truth):
            wrong[base + op.src_start : base + max(op.src_end, op.src_start + 1)] |= op.tag != "equal"
        distance = Levenshtein.distance(read, truth)
        while row < len(starts) and ends[row] <= base + len(read):
            first, last = starts[row] - base, ends[row] - base
            edited = read[:first] + (chr(points[row]) if points[row] else "") + read[last:]
            change[row] = distance - Levenshtein.distance(edited, truth)
            row += 1
        base += len(read) + 1
    return change, wrong


def standard(numbers: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and scale of each column; a column without any spread is switched off."""
    spread = numbers.std(0)
    return numbers.mean(0), np.where(spread > 1e-4, spread, 1e6).astype(np.float32)


def fit_edits(samples: Sequence[Sample], steps: int = 12) -> tuple[Linear, ...]:
    """Conditional logit over the places of ``samples``; a right edit is one that lowers the edit distance."""
    numbers = np.concatenate([each.numbers for each in samples])
    kind = np.concatenate([each.kind for each in samples])
    fresh = np.concatenate([np.r_[True, np.diff(each.start) > 0] for each in samples if each.start.size])
    first, group = np.flatnonzero(fresh), np.cumsum(fresh) - 1
    right = (np.concatenate([each.change for each in samples]) > 0).astype(np.float64)
    target = right / np.maximum(np.add.reduceat(right, first), 1)[group]
    width = numbers.shape[1] + 1
    scales, blocks, rows_of = [], [], []
    for each in range(KINDS):
        rows = np.flatnonzero(kind == each)
        mean, scale = standard(numbers[rows])
        block = np.clip((numbers[rows] - mean) / scale, -5, 5)
        scales.append((mean, scale))
        blocks.append(np.c_[block, np.ones(rows.size, np.float32)].astype(np.float32))
        rows_of.append(rows)
    weights = np.zeros(KINDS * width)
    ridge = np.tile(np.r_[np.full(width - 1, RIDGE), 1e-3], KINDS)
    for _ in range(steps):
        score = np.zeros(kind.size)
        for each in range(KINDS):
            score[rows_of[each]] = blocks[each] @ weights[each * width : (each + 1) * width]
        most = np.maximum(np.maximum.reduceat(score, first), 0)
        parts = np.exp(score - most[group])
        p = parts / (np.add.reduceat(parts, first) + np.exp(-most))[group]
        gradient, hessian = ridge * weights, np.diag(ridge)
        shared = np.zeros((first.size, KINDS * width), np.float32)
        for each in range(KINDS):
            part = slice(each * width, (each + 1) * width)
            rows, block = rows_of[each], blocks[each]
            weighted = block * p[rows, None].astype(np.float32)
            gradient[part] += block.T @ (p - target)[rows]
            hessian[part, part] += block.T @ weighted
            if rows.size:
                heads = np.flatnonzero(np.r_[True, np.diff(group[rows]) > 0])
                shared[group[rows][heads], part] = np.add.reduceat(weighted, heads, axis=0)
        hessian -= shared.T @ shared
        change = np.linalg.solve(hessian, gradient)
        weights -= change * min(1.0, 3 / np.abs(change).max())
        if np.abs(change).max() < 1e-2:
            break
    return tuple(
        Linear(mean, scale, weights[each * width : (each + 1) * width].astype(np.float32))
        for each, (mean, scale) in enumerate(scales)
    )


def train_edits(samples: Sequence[Sample]) -> Net:
    """The network over the places of ``samples``, with the numbers of their surroundings."""
    fresh = np.concatenate([np.r_[True, np.diff(each.start) > 0] for each in samples])
    right = (np.concatenate([each.change for each in samples]) > 0).astype(np.float32)
    first, group = np.flatnonzero(fresh), np.cumsum(fresh) - 1
    target = right / np.maximum(np.add.reduceat(right, first), 1)[group]
    return train(np.concatenate([each.numbers for each in samples]), target.astype(np.float32), fresh)


def halves(samples: Sequence[Sample]) -> list[tuple[list[Sample], list[Sample]]]:
    """Samples of one half of the folds, with those of the other."""
    parts = [[each for each in samples if each.fold % 2 == half] for half in (0, 1)]
    return [(parts[0], parts[1]), (parts[1], parts[0])]


def fit(samples: Sequence[Sample]) -> Calibration:
    """Fit everything; each stage learns from answers of the one before that was fitted on other pages."""
    paged = []
    for part, other in halves(samples):
        first = fit_edits(other, 8)
        paged += [each.seen_by(first) for each in part]
    numbers, wrong = [], []
    for part, other in halves(paged):
        second = train_edits(other)
        for each in part:
            spots, rows = each.flag_numbers(compete(second(each.numbers), each.start))
            numbers.append(with_surroundings(rows, each.around, spots))
            wrong.append(each.wrong[spots])
    labels = np.concatenate(wrong)
    flagging = train(np.concatenate(numbers), labels.astype(np.float32), np.ones(labels.size, np.bool_))
    return Calibration(fit_edits(samples), train_edits(paged), flagging)


def judged(samples: Sequence[Sample], calibration: Calibration) -> list[Judged]:
    """Probabilities of everything in ``samples``."""
    result = []
    for each in samples:
        probability, around = calibration.probabilities(each.numbers, each.kind, each.start, each.wrong.size - 1)
        spots, rows = each.flag_numbers(probability)
        flagged = np.zeros(each.wrong.size)
        flagged[spots] = calibration.wrong(rows, around, spots)
        result.append(Judged(each.page, each.start, each.end, each.kind, each.change, probability, each.wrong, flagged))
    return result


def gather(model_folder: Path) -> tuple[list[Sample], list[Sample], list[Sample]]:
    """Samples to fit on and to report on, and the latter as they were printed."""
    model = CharacterModel.load(model_folder)
    around = neighbours.load(model_folder / "channel-neighbours.npy", model)
    everything = fit_pages()

    def engine(counted: Sequence[Page]) -> Engine:
        confused = confusions.Confusions(confusions.rows_of(count(counted)), model.vocabulary)
        return Engine(model, default_words(), default_shapes(), around=around, confused=confused, calibration=None)

    fitting = []
    for fold in range(FOLDS):
        judge_by = engine([page for page in everything if fold_of(page) != fold])
        inside = [
            page for page in everything if fold_of(page) == fold and page.text.strip() and page.error_rate <= WORST_FIT
        ]
        fitting += [sample(page, judge_by) for page in inside]
        # What a page without errors looks like: the truth, once for both engines.
        fitting += [sample(printed(page), judge_by) for page in inside if page.engine == "rapid"]
    last = engine(everything)
    held = [page for page in pages(REPORT) if page.text.strip()]
    reported = [sample(page, last) for page in held if page.error_rate <= WORST_REPORT]
    clean = [sample(printed(page), last) for page in held if page.engine == "rapid"]
    return fitting, reported, clean


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=DATA / "channel-ocr.json")
    options = parser.parse_args()
    fitting, reported, clean = gather(options.model)
    fitting = [each for each in fitting if each.start.size]
    print(f"{len(fitting)} readings to fit on, {len(reported)} to report on")
    calibration = fit(fitting)
    print(report(judged(reported, calibration), judged(clean, calibration)))
    calibration.save(options.output)


if __name__ == "__main__":
    main()
