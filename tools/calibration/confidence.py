"""Fit `proofer/language/data/confidence-ocr.json`: what votes and evidence are worth together.

    python -m tools.calibration.confidence --model MODEL --folds FOLDER [--output FILE]

MODEL is a folder with all of `proofer/language/data`, made with a language model that has not seen
the texts (`tools.language_model.build --exclude`). FOLDER has the channel's weights and
confusions for each fold, without its pages (`tools.channel.fit --cross-fit FOLDER`): the channel
must not be judged by the pages that it learned from. Fitted on OCR pages 000 to 059, on sentences
of further pages in groups of 20, on half of the right sentences of news and of the sentences with a
doubled character; reported on the rest and on pages 060 to 089 with MODEL's own weights. Newton's
method with a ridge towards "as the detector said"; deterministic.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise, repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from proofer.checking.pipeline import make_context, survey
from proofer.checking.reporting import scored
from proofer.config import Config
from proofer.evaluation.matching import Passage, gain, is_wrong, proposal
from proofer.formats import parse
from proofer.ocr.rescoring import OcrRescorer
from proofer.scoring.calibration import features as features_of
from proofer.scoring.calibration import log_odds
from tools.sources.labelled import READABLE, Item, sets

RIDGE = {"corrections": 10.0, "doubts": 10.0}
"""The largest within 1 % of the best log loss on the pages, each third judged by the others."""
LEAST = 20
"""Labelled examples of a detector without which it is taken at its word."""
AT_ITS_WORD = "D001"
"""Engines double no characters: doublings on the pages are their authors', right by the truth."""
IGNORED = ("N001", "S001", "S005", "S006")
"""The truth says nothing of the ends of paragraphs and the order of lines; dates are made up."""
EASIER = "in sentences"
"""Sentences without a page are easier: what that is worth is fitted and left out."""
PARTS = 3
"""Parts of the folds, see `tools.sources.folds`."""
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """What was said of a place, and whether that was right."""

    code: str
    said: float
    features: dict[str, float]
    right: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of corrections and of doubts."""

    corrections: list[Row]
    doubts: list[Row]


def parts() -> tuple[list[list[Item]], list[Item]]:
    """The documents to fit on, by fold, and those to report on."""
    readers = sets()
    fit: list[list[Item]] = [[] for _ in range(PARTS)]
    rest: list[Item] = []
    for name in ("ocr-pages-rapidocr", "ocr-pages-tesseract"):
        for item in readers[name]():
            (rest if "060-089" in item.sets[0] else fit[item.number % PARTS]).append(item)
    for fold, item in sentences():
        fit[fold].append(item)
    for name in ("clean-news", "natural-duplicates"):
        for number, item in enumerate(readers[name]()):
            (rest if number % 4 > 1 else fit[number % PARTS]).append(item)
    rest += readers["clean-pages"]()
    return fit, rest


def sentences() -> Iterator[tuple[int, Item]]:
    """The readable groups of sentences that share nothing with reported pages, with folds."""
    # Not above: it opens the channel's engine, which has to know first whose tables to take.
    from tools.sources.folds import fold_of, in_folds
    from tools.sources.ocr_pages import fit_pages

    for page in in_folds(fit_pages()):
        if page.number < 0 and page.error_rate <= READABLE:
            kept = [each for each in page.paragraphs if each.read]
            read, truth = (
                "\n\n".join(each.read for each in kept),
                "\n\n".join(each.truth for each in kept),
            )
            yield fold_of(page) % PARTS, Item((page.name,), Passage.page(read, truth))


def rows_of(items: Sequence[Item], folder: Path, weights: Path) -> Rows:
    """What detectors said of the items, with the model in `folder` and the channel's `weights`."""
    from proofer.language import model

    model.DATA = folder

    from proofer.language.channel import engine

    engine.WEIGHTS = weights
    config = Config(ignore=IGNORED)
    context = make_context(config)
    corrections: list[Row] = []
    doubts: list[Row] = []
    for item in items:
        document = parse(item.passage.source.encode(), Path("text.txt"), encoding="utf-8")
        candidates = survey(document, context, config).candidates
        # Before the shift by the document's rate, which takes what is fitted here as true of pages.
        for finding in scored(OcrRescorer(document), candidates, document, config):
            said = proposal(finding, document)
            if said is None:
                continue
            text, easier = document.text, item.sets[0].startswith("sentences")
            priors = [vote.p_error for vote in finding.votes]
            features = features_of(finding, priors, text) | _easier(max(priors), easier)
            doubts.append(Row(finding.code, max(priors), features, is_wrong(item.passage, said)))
            made = [vote.p_correction for vote in finding.votes if vote.p_correction is not None]
            if said.edits and made:
                features = features_of(finding, made, text) | _easier(max(made), easier)
                corrections.append(
                    Row(finding.code, max(made), features, gain(item.passage, said) > 0)
                )
    return Rows(corrections, doubts)


def _easier(said: float, easier: bool) -> dict[str, float]:
    return {EASIER: 1.0, f"{EASIER} sureness": log_odds(said)} if easier else {}


def fit(rows: Sequence[Row], ridge: float) -> dict[str, float]:
    """Weights of the evidence in `rows` that make what was said the probability of being right."""
    known = {code for code, count in Counter(row.code for row in rows).items() if count >= LEAST}
    rows = [row for row in rows if row.code in known]
    return logistic([row.features for row in rows], rows, ridge)


def logistic(
    features: Sequence[Mapping[str, float]], rows: Sequence[Row], ridge: float
) -> dict[str, float]:
    """Weights of the features beside what was said of each row; drawn towards zero by `ridge`."""
    names = sorted({name for each in features for name in each})
    matrix = np.array([[each.get(name, 0.0) for name in names] for each in features])
    offset = np.array([log_odds(row.said) for row in rows])
    right = np.array([row.right for row in rows], np.float64)
    weights = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-(offset + matrix @ weights)))
        gradient = matrix.T @ (p - right) + ridge * weights
        hessian = (matrix * (p * (1 - p))[:, None]).T @ matrix + ridge * np.eye(len(names))
        weights -= np.linalg.solve(hessian, gradient)
    return {name: round(float(value), 3) for name, value in zip(names, weights, strict=True)}


def probabilities(rows: Sequence[Row], weights: dict[str, float]) -> FloatArray:
    """Return what was said of `rows`, corrected by `weights`."""
    scores = [
        log_odds(row.said)
        + sum(weights.get(name, 0) * value for name, value in row.features.items())
        * (row.code in weights)
        for row in rows
    ]
    result: FloatArray = 1 / (1 + np.exp(-np.array(scores)))
    return result


def reliability(rows: Sequence[Row], said: FloatArray) -> str:
    """Said → right (number), by bins; the mean log loss."""
    right = np.array([row.right for row in rows])
    edges = [0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01]
    cells = []
    for low, high in pairwise(edges):
        inside = (said >= low) & (said < high)
        if inside.any():
            cells.append(f"{said[inside].mean():.2f} → {right[inside].mean():.2f} ({inside.sum()})")
    kept = np.clip(said, 0.01, 0.99)
    loss = -(np.log(kept) * right + np.log(1 - kept) * ~right).mean()
    return " · ".join(cells) + f" · log loss {loss:.3f}"


def main() -> int:
    """Fit, write, and print how true the probabilities are before and after."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--folds", type=Path, required=True, metavar="FOLDER")
    parser.add_argument(
        "--output", type=Path, default=Path("proofer/language/data/confidence-ocr.json")
    )
    options = parser.parse_args()
    model: Path = options.model.resolve()
    folds, rest = parts()
    weighed = [*(options.folds / str(fold) for fold in range(PARTS)), model]
    # A process keeps the tables that it has read, so each folder has one of its own.
    with ProcessPoolExecutor(1, max_tasks_per_child=1) as pool:
        *fitting, held = pool.map(rows_of, [*folds, rest], repeat(model), weighed)
    weights = {}
    for name in ("corrections", "doubts"):
        rows = [row for some in fitting for row in getattr(some, name)]
        fitted = fit(rows, RIDGE[name])
        weights[name] = {
            key: value for key, value in fitted.items() if not key.startswith((EASIER, AT_ITS_WORD))
        }
        known = [row for row in rows if EASIER not in row.features]
        for title, some in (("fitted on", known), ("held out", getattr(held, name))):
            before = np.array([row.said for row in some])
            print(f"{name}, {title}: {len(some)}")
            print("  as the detectors said:", reliability(some, before))
            print("  all evidence together:", reliability(some, probabilities(some, weights[name])))
    data = {"correction": weights["corrections"], "doubt": weights["doubts"]}
    options.output.write_text(
        json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
