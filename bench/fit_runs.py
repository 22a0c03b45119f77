"""Fit the weights of `proofer/detectors/_other_run.py`: when a run that a second engine has is right.

    python bench/fit_runs.py --model FOLDER

FOLDER as for `bench/fit_confidence.py`: a language model that has not seen the pages. Fitted on
pages 000 to 059, each tenth of them judged by the others first. Newton's method with a ridge;
deterministic.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from labelled import READABLE
from numpy.typing import NDArray
from witnesses import Page, pages

from proofer.checking.pipeline import make_context
from proofer.config import Config
from proofer.detectors.noisy_channel._second_reading import Run, runs
from proofer.document.edits import SourceEdit
from proofer.evaluation.matching import Proposal, gain
from proofer.language import model

FOLDS, RIDGE, CONSTANT = 10, 1.0, 0.01
"""Parts of the pages; how the weights are drawn to zero, and the first one of them."""
FloatArray = NDArray[np.float64]


def judged(page: Page) -> list[tuple[Run, int]]:
    """The runs of a page inside what its truth covers, and by how much each lowers the edit distance."""
    found = []
    for run in runs(make_context(Config()).page(page.document)):
        if any(span.covers(run.span) for span, _ in page.passage.parts):
            proposal = Proposal((run.span,), 1.0, (SourceEdit(run.span, run.replacement),), 1.0)
            found.append((run, gain(page.passage, proposal)))
    return found


def fit(numbers: FloatArray, right: FloatArray) -> FloatArray:
    """Weights of a logistic regression."""
    ridge = np.diag([CONSTANT, *[RIDGE] * (numbers.shape[1] - 1)])
    weights = np.zeros(numbers.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-numbers @ weights))
        hessian = (numbers * (p * (1 - p))[:, None]).T @ numbers + ridge
        weights -= np.linalg.solve(hessian, numbers.T @ (p - right) + ridge @ weights)
    return weights


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    vars(model)["DATA"] = parser.parse_args().model
    rows = [
        (page, *row) for page in pages(range(60), second=True, worst=0.25) for row in judged(page)
    ]
    numbers = np.array([run.numbers for _, run, _ in rows])
    gains = np.array([change for _, _, change in rows])
    right = (gains > 0).astype(np.float64)
    fold = np.array([page.number % FOLDS for page, _, _ in rows])
    readable = np.array([page.error_rate <= READABLE for page, _, _ in rows])
    said = np.zeros(len(rows))
    for part in range(FOLDS):
        weights = fit(numbers[fold != part], right[fold != part])
        said[fold == part] = 1 / (1 + np.exp(-numbers[fold == part] @ weights))
    for least in (0.9, 0.7, 0.5, 0.3):
        shown = readable & (said >= least)
        print(
            f"{least}: {shown.sum()} edits, {100 * right[shown].mean():.1f} % right, {gains[shown].sum()} errors gone"
        )
    print(
        f"{len(rows)} runs, {right.sum():.0f} right:",
        [round(float(each), 2) for each in fit(numbers, right)],
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
