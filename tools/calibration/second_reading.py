"""Fit `logistic-second-reading.json`: when a run that a second engine has is right.

    python -m tools.calibration.second_reading --model FOLDER [--output FILE]

FOLDER as for `tools.calibration.confidence`: a language model that has not seen the pages. Fitted
on pages 000 to 059, each tenth of them judged by the others first.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from proofer.checking.pipeline import make_context
from proofer.config import Config
from proofer.detectors.noisy_channel._second_reading import Run, runs
from proofer.document.edits import SourceEdit
from proofer.document.regression import LogisticRegression, weights_file
from proofer.evaluation.matching import Proposal, gain
from proofer.language import model
from tools.calibration.logistic import fit
from tools.sources.engine_files import Page, pages
from tools.sources.labelled import READABLE

FOLDS = 10
"""Parts of the pages, each judged by weights of the others."""
RIDGE, BIAS_RIDGE = 1.0, 0.01
"""Penalties on the weights and on the bias."""


def judged(page: Page) -> list[tuple[Run, int]]:
    """The runs of a page inside what its truth covers; by how much each lowers the distance."""
    found = []
    for run in runs(make_context(Config()).page(page.document)):
        if any(span.covers(run.span) for span, _ in page.passage.parts):
            proposal = Proposal((run.span,), 1.0, (SourceEdit(run.span, run.replacement),), 1.0)
            found.append((run, gain(page.passage, proposal)))
    return found


def fit_rows(
    features: Sequence[Mapping[str, float]], right: NDArray[np.bool_]
) -> LogisticRegression:
    """Return the weights of these runs."""
    return fit(features, right.tolist(), ridge=RIDGE, bias_ridge=BIAS_RIDGE)


def main() -> int:
    """Print how good weights are on pages that they were not fitted on; fit on all, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=weights_file("second-reading"))
    options = parser.parse_args()
    vars(model)["DATA"] = options.model
    rows = [
        (page, *row) for page in pages(range(60), second=True, worst=0.25) for row in judged(page)
    ]
    features = [run.features for _, run, _ in rows]
    gains = np.array([change for _, _, change in rows])
    right = gains > 0
    fold = np.array([page.number % FOLDS for page, _, _ in rows])
    readable = np.array([page.error_rate <= READABLE for page, _, _ in rows])
    said = np.zeros(len(rows))
    for part in range(FOLDS):
        others = fit_rows(
            [features[row] for row in np.flatnonzero(fold != part)], right[fold != part]
        )
        for row in np.flatnonzero(fold == part):
            said[row] = others.probability(features[row])
    for least in (0.9, 0.7, 0.5, 0.3):
        shown = readable & (said >= least)
        share = 100 * right[shown].mean()
        print(
            f"{least}: {shown.sum()} edits, {share:.1f} % right, {gains[shown].sum()} errors gone"
        )
    logistic = fit_rows(features, right)
    logistic.save(options.output)
    print(f"{len(rows)} runs, {right.sum()} right: {logistic}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
