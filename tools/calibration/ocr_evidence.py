"""Fit `confidence-witness.json`: what engines' confidences and a second reading are worth.

    python -m tools.calibration.ocr_evidence --data PART PART PART --report FOLDER [--output FILE]

Folders with all of `proofer/language/data`, of which the pages have not been part; each PART has
channel weights of both profiles fitted without its pages (`tools.calibration.folders`).
Fitted on what is found on pages 000 to 059, read from hOCR and JSON, with and without the second
reading; then pages 060 to 089 are checked without witnesses, with them, and with two readings.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np

from proofer.config import Config
from proofer.evaluation.matching import Proposal, accepted, gain, is_wrong, proposal, score
from proofer.evaluation.rates import Score
from proofer.findings.finding import Finding
from proofer.scoring.calibration import log_odds
from tools.calibration.confidence import IGNORED, LEAST, Row, logistic, reliability
from tools.sources.engine_files import Page, pages

P = ParamSpec("P")
R = TypeVar("R")
PROFILES = {"ocr": False, "ocr-two": True}
Held = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Weights by profile, by what they are for and by the evidence."""
THRESHOLDS = (0.9, 0.7, 0.5, 0.3)
RIDGE = {"corrections": 100.0, "doubts": 30.0}
LOST = "S006"
"""The truth of a line says nothing of lines that are lost; see `bench/accuracy/lost_lines.py`."""


def use(folder: Path, weights: Held) -> None:
    """Let this process use the tables of a folder and these weights of OCR evidence."""
    from proofer.language import model
    from proofer.ocr import rescoring
    from proofer.scoring.calibration import Weights

    model.DATA = folder
    from proofer.language.channel import engine

    engine.WEIGHTS = folder
    held = {name: Weights(each["correction"], each["doubt"]) for name, each in weights.items()}
    vars(rescoring)["rescoring_weights"] = lambda: held


def found(page: Page) -> Iterator[tuple[Finding, Proposal]]:
    """The findings on a page with what they say in offsets of its text."""
    from proofer.checking.pipeline import check_document, make_context

    config = Config(ignore=(*IGNORED, LOST))
    for finding in check_document(page.document, make_context(config), config).findings:
        said = proposal(finding, page.plain)
        if said is not None and any(
            span.covers(place) for place in said.places for span, _ in page.passage.parts
        ):
            yield finding, said


def rows(chosen: range, folder: Path, *, second: bool) -> tuple[list[Row], list[Row]]:
    """What was said on these pages, and whether it was right: corrections, doubts."""
    from proofer.ocr.rescoring import OcrRescorer

    use(folder, {})
    corrections: list[Row] = []
    doubts: list[Row] = []
    for number in chosen:
        for page in pages(range(number, number + 1), second=second, worst=0.25):
            rescorer = OcrRescorer(page.document)
            for finding, said in found(page):
                features = rescorer.features(finding)
                if not features:
                    continue
                doubts.append(
                    Row(finding.code, finding.confidence, features, is_wrong(page.passage, said))
                )
                if said.edits:
                    right = gain(page.passage, said) > 0
                    corrections.append(Row(finding.code, said.confidence, features, right))
    return corrections, doubts


def fit(rows: Sequence[Row], ridge: float) -> dict[str, float]:
    """Weights with which OCR evidence makes of what was said the probability of being right."""
    codes = [row.code for row in rows]
    known = {code for code in codes if codes.count(code) >= LEAST}
    rows = [row for row in rows if row.code in known]
    return logistic(
        [{row.code: 1.0, "sureness": log_odds(row.said)} | row.features for row in rows],
        rows,
        ridge,
    )


def judged(folder: Path, weights: Held, *, second: bool, witness: bool) -> str:
    """Pages 060 to 089 at each threshold, all and by engine."""
    use(folder, weights)
    tallies: dict[tuple[str, float], Score] = {}
    counted: list[tuple[float, bool]] = []
    number = 0
    for page in pages(range(60, 90), second=second, witness=witness):
        said = [each for _, each in found(page)]
        number += 1
        for threshold in THRESHOLDS:
            for name in ("all", page.engine):
                one = score(page.passage, said, threshold)
                tallies[name, threshold] = tallies.get((name, threshold), Score()) + one
        counted += [(each.confidence, gain(page.passage, each) > 0) for each in accepted(said, 0.0)]
    lines = [f"{number} readings"]
    for (name, threshold), one in tallies.items():
        edits = one.right + one.harmful + one.neutral
        lines.append(
            f"{name:6} {threshold}: {edits} edits, {100 * one.right / max(1, edits):.1f} % right, "
            f"{one.harmful} harmful, {100 * (1 - one.distance_after / one.distance_before):.1f} % "
            f"of {one.distance_before} gone ({100 * one.distance_before / one.characters:.2f} → "
            f"{100 * one.distance_after / one.characters:.2f} % of the characters wrong); "
            f"places flagged {100 * one.places_flagged / one.places:.1f} %, "
            f"alarms {1000 * one.alarms / one.characters:.2f} in 1,000"
        )
    table = [Row("", said, {}, right) for said, right in counted]
    return "\n".join([*lines, reliability(table, np.array([said for said, _ in counted]))])


def main() -> int:
    """Fit, write, and report on the pages that nothing was fitted on."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, nargs="+", metavar="PART", help="without it nothing is fitted"
    )
    parser.add_argument("--report", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--profile", choices=PROFILES, action="append", help="only this one")
    parser.add_argument(
        "--output", type=Path, default=Path("proofer/language/data/confidence-witness.json")
    )
    options = parser.parse_args()
    held = json.loads(options.output.read_text(encoding="utf-8")) if options.output.exists() else {}
    for name in options.profile or PROFILES:
        second = PROFILES[name]
        if options.data:
            parts = [
                alone(rows, range(part, 60, len(options.data)), folder, second=second)
                for part, folder in enumerate(options.data)
            ]
            held[name] = {}
            for kind, index, ridge in (
                ("correction", 0, RIDGE["corrections"]),
                ("doubt", 1, RIDGE["doubts"]),
            ):
                some = [row for part in parts for row in part[index]]
                # With two readings the channel has weighed what the other one says; what is fitted
                # to its answers from half of the pages made those of the whole no better.
                held[name][kind] = (
                    {} if (name, kind) == ("ocr-two", "correction") else fit(some, ridge)
                )
                print(
                    f"{name}, {kind}: {len(some)} rows;",
                    reliability(some, np.array([row.said for row in some])),
                )
            options.output.write_text(
                json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
        for title, weights, witness in (("before", {}, second), ("with the witnesses", held, True)):
            print(f"== {name}, {title}")
            print(
                alone(judged, options.report, weights, second=second, witness=witness), flush=True
            )
    return 0


def alone(function: Callable[P, R], *arguments: P.args, **options: P.kwargs) -> R:
    """The answer of a process of its own, for a process keeps the tables that it has read."""
    with ProcessPoolExecutor(1) as pool:
        return pool.submit(function, *arguments, **options).result()


if __name__ == "__main__":
    sys.exit(main())
