"""Fit `logistic-second-traditional.json`: when a second engine is right in traditional print.

    python -m tools.calibration.second_traditional [--pages FOLDER] [--output FILE]

FOLDER (`build/data/scans`) has `raw`, `text` and `truth`, as `tools.scans.make` makes them. Each
reading of a page is paired with each other one. Fitted on four of five pages; how good the weights
are on the fifth is printed, by pairs of engines.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from proofer.checking.pipeline import make_context
from proofer.config import Config
from proofer.detectors.scan._second_reading import WEIGHTS, Run, runs
from proofer.document.document import Document
from proofer.document.edits import SourceEdit
from proofer.document.regression import LogisticRegression, weights_file
from proofer.errors import InputError
from proofer.evaluation.matching import Passage, Proposal, gain, score
from proofer.formats import read
from proofer.language.scripts import is_traditional
from proofer.ocr.pairing import with_second
from tools.calibration.logistic import fit
from tools.paths import ROOT
from tools.sources.engine_files import parts
from tools.sources.labelled import READABLE

RIDGE, BIAS_RIDGE = 1.0, 0.01
"""Penalties on the weights and on the bias."""
WORST = 0.25
"""Share of wrong characters of the worst reading that is fitted on."""
_FIFTH = 5
_BOUNDS = (0.9, 0.7, 0.5)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two readings of a page, and what the second one has otherwise.

    Attributes:
        number: of the page.
        engines: names of the first and of the second reading.
        found: the runs, with the errors that each takes away.
        errors: of the first reading.
        rate: its share of wrong characters.
    """

    number: int
    engines: str
    found: Sequence[tuple[Run, int]]
    errors: int
    rate: float

    @property
    def is_held(self) -> bool:
        """Whether nothing is fitted on the page."""
        return self.number % _FIFTH == _FIFTH - 1


def pairs(folder: Path) -> Iterator[Pair]:
    """Yield the pairs of readings of the traditional pages in a folder."""
    for files in _by_page(folder):
        documents = {path: read(path) for path in files}
        for path, document in documents.items():
            if not is_traditional(document.text):
                continue
            passage = _passage(folder, path, document)
            rate = score(passage, (), 1.0).error_rate_before
            if not passage.parts or rate is None or rate > WORST:
                continue
            for other in files:
                if other != path:
                    try:
                        twice = with_second(document, documents[other])
                    except InputError:  # the other engine could not read the page
                        continue
                    yield _pair(path, other, twice, passage, rate)


def _by_page(folder: Path) -> Iterator[Sequence[Path]]:
    stems = sorted({path.name.partition(".")[0] for path in (folder / "raw").iterdir()})
    return (sorted((folder / "raw").glob(f"{stem}.*")) for stem in stems)


def _name(path: Path) -> str:
    return ".".join(path.name.split(".")[:2])


def _passage(folder: Path, path: Path, document: Document) -> Passage:
    lines, truth = (
        (folder / kind / f"{_name(path)}.txt").read_text(encoding="utf-8").split("\n")
        for kind in ("text", "truth")
    )
    return Passage(document.text, tuple(parts(document.text, lines, truth)))


def _pair(path: Path, other: Path, document: Document, passage: Passage, rate: float) -> Pair:
    found = []
    for run in runs(make_context(Config()).page(document)):
        if any(span.covers(run.span) for span, _ in passage.parts):
            proposal = Proposal((run.span,), 1.0, (SourceEdit(run.span, run.replacement),), 1.0)
            found.append((run, gain(passage, proposal)))
    engines = " then ".join(_name(each).partition(".")[2] for each in (path, other))
    number = int(path.name.partition(".")[0].rpartition("-")[2])
    return Pair(number, engines, found, score(passage, (), 1.0).distance_before, rate)


def row(name: str, some: Sequence[Pair], weights: LogisticRegression) -> str:
    """Return how good weights are on pairs of readings, as a row of a table."""
    errors = sum(each.errors for each in some)
    cells = []
    for least in _BOUNDS:
        gains = [
            change
            for each in some
            for run, change in each.found
            if weights.probability(run.features) >= least
        ]
        right = sum(change > 0 for change in gains) / max(1, len(gains))
        gone = sum(gains) / max(1, errors)
        cells.append(f"{len(gains)}, {right:.1%}, {gone:.1%}")
    return f"| {name} | {len(some)} | {errors} | {' | '.join(cells)} |"


def main() -> int:
    """Fit, print how good the weights are on pages that were held back, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, default=ROOT / "build/data/scans")
    parser.add_argument("--output", type=Path, default=weights_file(WEIGHTS))
    options = parser.parse_args()
    found = list(pairs(options.pages))
    rows = [each for pair in found if not pair.is_held for each in pair.found]
    weights = fit(
        [run.features for run, _ in rows],
        [change > 0 for _, change in rows],
        ridge=RIDGE,
        bias_ridge=BIAS_RIDGE,
    )
    weights.save(options.output)
    print(f"{len(rows)} runs: {weights}")
    print("\nedits, right, errors gone; readings with at most 12 % of errors\n")
    print(f"| | readings | errors | {' | '.join(map(str, _BOUNDS))} |\n" + "| --- " * 6 + "|")
    for held in (False, True):
        for vertical in (False, True):
            for engines in sorted({each.engines for each in found}):
                some = [
                    each
                    for each in found
                    if (each.engines, each.is_held) == (engines, held)
                    and each.rate <= READABLE
                    and any(run.features["vertical"] == vertical for run, _ in each.found[:1])
                ]
                name = f"{'held back' if held else 'fitted on'}, {engines}"
                print(row(name + ", vertical" * vertical, some, weights))
    return 0


if __name__ == "__main__":
    sys.exit(main())
