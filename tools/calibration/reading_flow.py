"""Fit `logistic-reading-flow.json`: whether a block goes on where another was torn.

    python -m tools.calibration.reading_flow [--output FILE]

Fitted on made pages of texts that the language model has seen, which makes its main term look
better than it is; `bench.accuracy.reading_flow` reports unseen ones beside.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from proofer.document import flow
from proofer.document.regression import weights_file
from proofer.formats import language_scores
from proofer.formats.documents.markdown import blocks
from tools.calibration.logistic import fit
from tools.sources.torn_pages import SEEN, Page, block_ends, block_starts, made_pages

PAGES = 300
"""Pages made of each text."""
RIDGE = 0.5
"""Penalty on the weights and on the bias."""


def labelled(page: Page) -> Iterator[tuple[dict[str, float], bool]]:
    """Features and truth of every pair that the flow would look at."""
    text = page.text()
    found = flow.PageBlocks.of(text, blocks(text))
    starts, ends = block_starts(page), block_ends(page)
    for head, tail, evidence in flow.candidates(found, language_scores()):
        pair = (
            ends.get(found.blocks[head].pieces[-1].end, -1),
            starts.get(found.blocks[tail].pieces[0].start, -1),
        )
        yield evidence.features, pair in page.truth


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=weights_file("reading-flow"))
    options = parser.parse_args()
    pages = (page for name in SEEN for page in made_pages(name, PAGES, seed=5))
    rows = [row for page in pages for row in labelled(page)]
    features, truth = zip(*rows, strict=True)
    logistic = fit(features, truth, ridge=RIDGE, bias_ridge=RIDGE)
    logistic.save(options.output)
    print(logistic)


if __name__ == "__main__":
    main()
