"""Fit `channel-PROFILE.json`: how evidence becomes probability, and what that is worth.

Usage: `python -m tools.channel.fit --model FOLDER [--output FILE]`, where FOLDER holds a language
    model that has not seen the pages, with its neighbours (`tools.language_model.build --exclude`,
    `tools.channel.neighbours --model`).

Fitted on the OCR pages 000 to 059 and on sentences that share nothing with the others; reported on
pages 060 to 089. Confusions are cross-fitted: those that a page is judged by were counted on
others. Newton's method, then networks from fixed seeds.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from proofer.language.channel.calibration import (
    KINDS,
    Calibration,
    Linear,
    Net,
    best_of_groups,
    compete,
    with_surroundings,
)
from proofer.language.channel.columns import matrix
from proofer.language.channel.confusions import rows_of
from proofer.language.channel.profiles import PROFILES
from tools.channel.confusions import count
from tools.channel.network import train
from tools.channel.report import Judged, report
from tools.channel.samples import Sample, gather, material
from tools.paths import DATA
from tools.sources.folds import PARTS, fold_of

RIDGE = 2.0


def standard(features: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and scale of each column; a column without any spread is switched off."""
    if not len(features):
        return np.zeros(features.shape[1], np.float32), np.full(features.shape[1], 1e6, np.float32)
    spread = features.std(0)
    return features.mean(0), np.where(spread > 1e-4, spread, 1e6).astype(np.float32)


def fit_edits(samples: Sequence[Sample], steps: int = 12) -> tuple[Linear, ...]:
    """Conditional logit over the groups of `samples`; a right edit lowers the edit distance."""
    features = np.concatenate([each.features for each in samples])
    kind = np.concatenate([each.kind for each in samples])
    fresh = np.concatenate([each.fresh for each in samples])
    first, group = np.flatnonzero(fresh), np.cumsum(fresh) - 1
    right = (np.concatenate([each.change for each in samples]) > 0).astype(np.float64)
    target = right / np.maximum(np.add.reduceat(right, first), 1)[group]
    width = features.shape[1] + 1
    scales, blocks, rows_of = [], [], []
    for each in range(KINDS):
        rows = np.flatnonzero(kind == each)
        mean, scale = standard(features[rows])
        block = np.clip((features[rows] - mean) / scale, -5, 5)
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
    """The network over the places of `samples`, with the features of their surroundings."""
    fresh = np.concatenate([each.fresh for each in samples])
    right = (np.concatenate([each.change for each in samples]) > 0).astype(np.float32)
    first, group = np.flatnonzero(fresh), np.cumsum(fresh) - 1
    target = right / np.maximum(np.add.reduceat(right, first), 1)[group]
    return train(
        np.concatenate([each.features for each in samples]), target.astype(np.float32), fresh
    )


def halves(samples: Sequence[Sample]) -> list[tuple[list[Sample], list[Sample]]]:
    """Samples of one half of the folds, with those of the other."""
    parts = [[each for each in samples if each.fold % 2 == half] for half in (0, 1)]
    return [(parts[0], parts[1]), (parts[1], parts[0])]


def fit(samples: Sequence[Sample], *, twice: bool = True) -> Calibration:
    """Fit all; each stage learns from answers of the one before that was fitted on other pages."""
    paged = []
    for part, other in halves(samples):
        first = fit_edits(other, 8)
        paged += [each.seen_by(first) for each in part]
    flags, wrong = [], []
    for part, other in halves(paged):
        second = train_edits(other) if twice else None
        for each in part:
            probability = compete(second(each.features), each.group) if second else each.probability
            positions, columns = each.flags(best_of_groups(probability, each.start, each.group))
            features = matrix(columns, each.names.flags, positions.size)
            flags.append(with_surroundings(features, each.around, positions))
            wrong.append(each.wrong[positions])
    labels = np.concatenate(wrong)
    flagging = train(
        np.concatenate(flags), labels.astype(np.float32), np.ones(labels.size, np.bool_)
    )
    return Calibration(
        fit_edits(samples),
        train_edits(paged) if twice else None,
        flagging,
        features=samples[0].names.edits,
        flag_features=samples[0].names.flags,
    )


def judged(samples: Sequence[Sample], calibration: Calibration) -> list[Judged]:
    """Probabilities of everything in `samples`."""
    result = []
    for each in samples:
        probability, around = calibration.probabilities(
            each.columns, each.kind, each.start, each.reading.size, each.group
        )
        positions, columns = each.flags(probability)
        flagged = np.zeros(each.wrong.size)
        flagged[positions] = calibration.wrong(columns, around, positions)
        edits = each.edits
        result.append(
            Judged(
                each.page,
                edits.start,
                edits.end,
                edits.points,
                each.change,
                probability,
                each.wrong,
                flagged,
            )
        )
    return result


def cross_fit(samples: Sequence[Sample], profile: str, folder: Path) -> None:
    """Write weights and confusions to judge each third of the folds by, made of the others."""
    counted = material(profile).counted
    for part in range(PARTS):
        (folder / str(part)).mkdir(parents=True, exist_ok=True)
        fit([each for each in samples if each.fold % PARTS != part]).save(
            folder / str(part) / f"channel-{profile}.json"
        )
        rows = rows_of(count(page for page in counted if fold_of(page) % PARTS != part))
        np.save(folder / str(part) / PROFILES[profile].confusions, rows)


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--profile", choices=("ocr", "ocr-two", "ocr-noisy"), default="ocr")
    parser.add_argument("--output", type=Path, help="the weights of the package if not given")
    parser.add_argument(
        "--cross-fit",
        type=Path,
        metavar="FOLDER",
        help="write weights to judge each third of the pages by, for tools.calibration; no others",
    )
    options = parser.parse_args()
    fitting, reported, clean = gather(options.model, options.profile)
    print(f"{len(fitting)} readings to fit on, {len(reported)} to report on")
    if options.cross_fit is not None:
        cross_fit(fitting, options.profile, options.cross_fit)
        return
    calibration = fit(fitting, twice=not PROFILES[options.profile].by_line)
    print(report(judged(reported, calibration), judged(clean, calibration)))
    calibration.save(options.output or DATA / f"channel-{options.profile}.json")


if __name__ == "__main__":
    main()
