"""How many errors of OCR pages go when their lines are read again from the image.

    python -m bench.reread [--model FOLDER] [--cache FOLDER] [--pages 0-89]

The pages of $PROOFER_SHARED/data/ocr-pages that have an image, as two engines read them, each line
replaced by what is read there, and the corrections of at least some confidence. FOLDER holds a
language model that has not seen their texts (tools.language_model.build --exclude); the shipped one
has seen them. Pages 000 to 059 are judged with weights fitted without the page itself, pages 060 to
089 with weights fitted on all of 000 to 059 (`tools.calibration.rereading`).
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from proofer.evaluation.matching import Proposal, score
from proofer.evaluation.rates import Score
from tools.calibration.rereading import Judged, fit_on, judged
from tools.sources.labelled import READABLE, REPORT

THRESHOLDS = (0.9, 0.7, 0.5)
"""Confidences from which corrections are made."""


def shown(name: str, found: Iterable[Judged], said: Callable[[Judged], list[Proposal]]) -> str:
    """Return what proposals come to on these readings, as a row of the table."""
    total = Score()
    for one in found:
        total += score(one.page.passage, said(one), 0.0)
    made = total.right + total.harmful + total.neutral
    gone = 1 - total.distance_after / max(1, total.distance_before)
    return (
        f"| {name} | {made} | {total.right / max(1, made):.1%} | {total.harmful} "
        f"| {gone:.1%} of {total.distance_before} |"
    )


def table(found: Sequence[Judged]) -> None:
    """Print the table, by part of the pages and by engine."""
    fits = {number: fit_on(found, number) for number in {one.page.number for one in found}}
    parts = {"000-059": range(REPORT), "060-089": range(REPORT, 90)}
    for part, numbers in parts.items():
        for engine in ("all", "rapid", "tess"):
            chosen = [
                one
                for one in found
                if one.page.number in numbers
                and one.page.error_rate <= READABLE
                and engine in ("all", one.page.engine)
            ]
            print(f"\n{part}, {engine}: {len(chosen)} readings\n")
            print("| | edits | right | harmful | errors gone |\n| --- | --- | --- | --- | --- |")
            print(shown("every line, image alone", chosen, lambda one: [*one.greedy]))
            print(shown("every line, with language", chosen, lambda one: [*one.beam]))
            for least in THRESHOLDS:

                def sure(one: Judged, least: float = least) -> list[Proposal]:
                    said = one.proposals(fits[one.page.number])
                    return [each for each in said if each.confidence >= least]

                print(shown(f"corrections, {least} or more", chosen, sure))


def main() -> int:
    """Print cost and table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, help="folder with a language model")
    parser.add_argument("--cache", type=Path, help="folder for what the recogniser says")
    parser.add_argument("--pages", default="0-89")
    options = parser.parse_args()
    first, last = map(int, options.pages.split("-"))
    found = list(judged(options.model, options.cache, range(first, last + 1)))
    lines = max(1, sum(one.lines for one in found))
    reading, judging = (1000 * sum(one.seconds[at] for one in found) / lines for at in (0, 1))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(found)} readings, {lines} lines; {reading:.1f} ms of CPU a line to read it, "
        f"{judging:.1f} ms to judge it; {memory:.0f} MB at most"
    )
    table(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
