"""Fit the weights of D001 doubled: `proofer/language/data/logistic-doubled.json`.

    python -m tools.calibration.doubled [--characters N] [--output FILE]

Planted errors weigh as much as makes PER_10000 in 10,000 characters. Alarms in clean text count as
false but those that were read and found to be true errors of the text (TRUE_IN_CLEAN), which count
for nothing. official-med is left out: its sentences hold too many of these.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from proofer.checking.pipeline import make_context
from proofer.config import Config
from proofer.detectors.context import Context
from proofer.detectors.repetition import doubled
from proofer.document.regression import LogisticRegression, weights_file
from tools.calibration.logistic import fit
from tools.sources.clean_texts import UNSEEN, blocks, document_of, right_sentences
from tools.sources.planted import Planted, doubled_character, doubled_word, plant

PER_10000 = 2.0
"""Real doublings in 10,000 characters: as counted on pages that two OCR engines read."""
TRUE_IN_CLEAN = (
    *("机制机制", "项目项目", "酒店酒店", "新常常态", "多数数", "车站站", "针对对", "切除手手"),
    *("院和和", "的的表述", "命的的", "品的的", "破坏了了", "也将将"),
)
"""Alarms of which a reader says that they are errors of the printed text."""
RIDGE = 0.3
"""Penalty on the weights."""
BANDS = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.0))


def report(
    logistic: LogisticRegression,
    features: Sequence[dict[str, float]],
    right: Sequence[bool],
    importance: Sequence[float],
) -> None:
    """Print what was said and what was true, by bands of probability."""
    p, y, weights = (
        np.array(column, np.float64)
        for column in ([logistic.probability(each) for each in features], right, importance)
    )
    for low, high in BANDS:
        inside = (p >= low) & (p < high)
        if inside.any():
            said, was = (np.average(values[inside], weights=weights[inside]) for values in (p, y))
            print(f"{low:.2f}-{high:.2f}: said {said:.2f}, was {was:.2f} ({inside.sum()} places)")


def main() -> None:
    """Fit, write, and print how true the probability is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--characters", type=int, default=300_000, help="of each clean text")
    parser.add_argument("--output", type=Path, default=weights_file("doubled"))
    options = parser.parse_args()
    context = make_context(Config())
    names = [name for name in UNSEEN if name != "official-med"]
    texts = [text for name in names for text in blocks(right_sentences(name), options.characters)]
    size = sum(map(len, texts))
    false = [each for text in texts for each in _above(text, context) if not _is_true(each)]
    true: list[doubled.Candidate] = []
    planted_count = 0
    for planter in (doubled_character, doubled_word):
        for seed, text in enumerate(texts):
            planted = plant(text, planter, context, seed)
            planted_count += len(planted.places)
            true += [each for each in _above(planted.text, context) if _is_planted(each, planted)]
    features = [doubled.features(each, context) for each in true + false]
    right = [True] * len(true) + [False] * len(false)
    importance = [PER_10000 * size / 10_000 / planted_count if each else 1.0 for each in right]
    logistic = fit(features, right, ridge=RIDGE, importance=importance)
    logistic.save(options.output)
    print(
        f"{len(true)} of {planted_count} planted errors, "
        f"{len(false)} false alarms in {size} characters"
    )
    print(logistic)
    report(logistic, features, right, importance)


def _is_true(candidate: doubled.Candidate) -> bool:
    span, text = candidate.site.repeat.span, candidate.site.page.text
    return any(error in text[max(0, span.start - 4) : span.end + 4] for error in TRUE_IN_CLEAN)


def _above(text: str, context: Context) -> list[doubled.Candidate]:
    page = context.page(document_of(text))
    return [each for each in doubled.candidates(page) if each.margin >= 0]


def _is_planted(candidate: doubled.Candidate, planted: Planted) -> bool:
    return any(candidate.site.repeat.span.overlaps(place) for place in planted.places)


if __name__ == "__main__":
    main()
