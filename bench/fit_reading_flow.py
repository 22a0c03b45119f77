"""Fits the weights of `Evidence.probability`: `python bench/fit_reading_flow.py` prints them (bias first).

A logistic regression with a weak L2 penalty by Newton's method, on the made pages of
reading_flow.py. Texts that the language model has seen make its main term look better than it is;
bench/reading_flow.py reports unseen ones beside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, fields

import numpy as np
from numpy.typing import NDArray
from reading_flow import SEEN, Page, block_ends, block_starts, made_pages

from proofer.document import flow
from proofer.formats import language_scores
from proofer.formats.markdown import blocks

PAGES = 300
PENALTY = 0.5


def labelled(page: Page) -> Iterator[tuple[list[float], bool]]:
    """Features and truth of every pair that the flow would look at."""
    text = page.text()
    found = flow.PageBlocks.of(text, blocks(text))
    starts, ends = block_starts(page), block_ends(page)
    for head, tail, evidence in flow.candidates(found, language_scores()):
        pair = (
            ends.get(found.blocks[head].pieces[-1].end, -1),
            starts.get(found.blocks[tail].pieces[0].start, -1),
        )
        jump, skipped, *others = astuple(evidence)
        yield [1.0, jump, skipped > 0, skipped, *others], pair in page.truth


def main() -> None:
    pages = (page for name in SEEN for page in made_pages(name, PAGES, seed=5))
    rows = [row for page in pages for row in labelled(page)]
    features: NDArray[np.float64] = np.array([row for row, _ in rows], np.float64)
    truth: NDArray[np.float64] = np.array([label for _, label in rows], np.float64)
    weights = np.zeros(features.shape[1])
    for _ in range(30):
        probability = 1 / (1 + np.exp(-(features @ weights)))
        slope = features.T @ (probability - truth) + PENALTY * weights
        curve = (
            features * (probability * (1 - probability))[:, None]
        ).T @ features + PENALTY * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    jump, skipped, *others = (field.name for field in fields(flow.Evidence))
    for name, weight in zip(
        ("bias", jump, f"any {skipped}", skipped, *others), weights, strict=True
    ):
        print(f"{name:20} {weight:6.2f}")


if __name__ == "__main__":
    main()
