"""Fit `logistic-rereading.json`: when a correction that the image of a line proposes is right.

    python -m tools.calibration.rereading --model FOLDER [--cache FOLDER] [--output FILE]

FOLDER as for `tools.calibration.confidence`: a language model that has not seen the pages. Fitted
on those of the pages 000 to 059 that have an image, and on four of five pages that
`tools.scans.make` made; `bench.reread` says how good the weights are on pages that they were not
fitted on. Needs the extra `reread`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from proofer.document.edits import SourceEdit
from proofer.document.regression import LogisticRegression, weights_file
from proofer.evaluation.matching import Proposal, gain
from proofer.language.model import CharacterModel
from proofer.rereading.cache import LineCache
from proofer.rereading.confidence import WEIGHTS
from proofer.rereading.evidence import Correction, ImageEvidence, differences
from proofer.rereading.model import default_recogniser
from proofer.rereading.reading import Reader, Rereading
from tools.calibration.logistic import fit
from tools.sources.engine_files import KINDS, MADE, PAGES, Page, scanned
from tools.sources.labelled import REPORT

RIDGE = 2.0
"""Penalty on the weights and on the bias."""
WORST = 0.25
"""Share of wrong characters of the worst reading that is fitted on.

In worse ones the truth often belongs to other lines.
"""
NOTHING = LogisticRegression(0.0, {})
"""Weights for corrections that are only to be fitted on."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading of a page with what its image says.

    Attributes:
        page: the reading.
        greedy: all lines as the image alone reads them.
        beam: all lines as image and language read them.
        corrections: those where the truth is known.
        right: whether each of them is right.
        lines: how many lines were read.
        seconds: of CPU, for reading the lines and for judging them.
    """

    page: Page
    greedy: Sequence[Proposal]
    beam: Sequence[Proposal]
    corrections: Sequence[Correction]
    right: Sequence[bool]
    lines: int
    seconds: tuple[float, float]

    def proposals(self, weights: LogisticRegression) -> list[Proposal]:
        """Return the corrections, as likely as these weights make them."""
        return [_proposal(found, weights.probability(found.features)) for found in self.corrections]


def to_fit_on() -> Iterator[Page]:
    """Yield the readings of all pages with images that may be fitted on."""
    found = chain(
        scanned(PAGES, range(REPORT), worst=WORST),
        scanned(MADE, chain(*KINDS.values()), worst=WORST),
    )
    return (page for page in found if not page.is_reported)


def judged(
    model: Path | None, cache: Path | None, found: Iterable[Page] | None = None
) -> Iterator[Judged]:
    """Yield what the images of readings say of them, of all that may be fitted on if None."""
    reader = Reader(default_recogniser(), LineCache(cache))
    language = CharacterModel.load(model)
    for page in to_fit_on() if found is None else found:
        yield _judged(page, reader, language)


def fit_on(found: Sequence[Judged]) -> LogisticRegression:
    """Return the weights fitted on those of the readings that may be fitted on."""
    chosen = [one for one in found if not one.page.is_reported and one.page.error_rate <= WORST]
    return fit(
        [each.features for one in chosen for each in one.corrections],
        [right for one in chosen for right in one.right],
        ridge=RIDGE,
        bias_ridge=RIDGE,
        digits=3,
    )


def _judged(page: Page, reader: Reader, language: CharacterModel) -> Judged:
    start = time.process_time()
    read = reader.read(page.document, page.images)
    middle = time.process_time()
    evidence = ImageEvidence(page.document, read.lines, language, NOTHING)
    corrections = evidence.corrections()
    end = time.process_time()
    inside = [each for each in corrections if _is_inside(page, _proposal(each, 1.0))]
    decoded = [evidence.decoded(line) for line in read.lines]
    return Judged(
        page,
        _rewritten(page, read, [line.seen[0] for line in read.lines]),
        _rewritten(page, read, decoded),
        inside,
        [gain(page.passage, _proposal(each, 1.0)) > 0 for each in inside],
        len(read.lines),
        (middle - start, end - middle),
    )


def _rewritten(page: Page, read: Rereading, texts: Sequence[str]) -> list[Proposal]:
    """Return what replaces each line by what was read there."""
    edits = [
        SourceEdit(line.place(run.old), run.new.of(text))
        for line, text in zip(read.lines, texts, strict=True)
        for run in differences(line.text, text)
    ]
    made = [Proposal((edit.span,), 1.0, (edit,), 1.0) for edit in edits]
    return [each for each in made if _is_inside(page, each)]


def _proposal(found: Correction, confidence: float) -> Proposal:
    edit = SourceEdit(found.edit.span, found.edit.replacement)
    return Proposal((edit.span,), confidence, (edit,), confidence)


def _is_inside(page: Page, proposal: Proposal) -> bool:
    """Whether the truth is known where a proposal is."""
    return any(span.covers(place) for place in proposal.places for span, _ in page.passage.parts)


def main() -> int:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="folder for what the recogniser says")
    parser.add_argument("--output", type=Path, default=weights_file(WEIGHTS))
    options = parser.parse_args()
    found = list(judged(options.model, options.cache))
    logistic = fit_on(found)
    logistic.save(options.output)
    print(f"{sum(len(one.right) for one in found)} corrections: {logistic}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
