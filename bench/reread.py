"""How many errors of OCR pages go when their lines are read again from the image.

    python -m bench.reread [--model FOLDER] [--cache FOLDER] [--pages 0-89] [--product]

The pages of $PROOFER_SHARED/data/ocr-pages that have an image, as two engines read them, each line
replaced by what is read there, and the corrections of at least some confidence. FOLDER holds the
tables of the package made with a language model that has not seen their texts
(`tools.calibration.folders`); the shipped one has seen them. Pages 000 to 059 are judged with
weights fitted without the page itself, pages 060 to 089 with weights fitted on all of 000 to 059
(`tools.calibration.rereading`). With `--product` the findings of `proofer lint` are judged instead:
with the text alone, with the other engine's reading (`--second`), with the image (`--reread`), and
with both. `tools.scans.make` makes more such pages.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.evaluation.matching import Proposal, proposal, score
from proofer.evaluation.rates import Score
from proofer.findings.selection import precedence
from tools.calibration.confidence import IGNORED
from tools.calibration.ocr_evidence import LOST
from tools.calibration.rereading import Judged, fit_on, judged
from tools.sources.engine_files import PAGES, Page, pages
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


def product(page: Page, cache: Path | None, *, reread: bool) -> list[Proposal]:
    """Return what `proofer lint` proposes for a page."""
    config = Config(ignore=(*IGNORED, LOST), reread=reread, images=PAGES / "images")
    report = check_document(page.document, make_context(config, cache), config)
    assert not report.failures, report.failures[0].message.en
    found = sorted(report.findings, key=precedence)
    said = [proposal(finding, page.plain) for finding in found]
    return [
        each
        for each in said
        if each is not None
        and any(span.covers(place) for place in each.places for span, _ in page.passage.parts)
    ]


def product_table(numbers: Sequence[int], cache: Path | None) -> None:
    """Print what `proofer lint` makes of the pages, by what it is given."""
    rows: dict[tuple[str, str, float], Score] = {}
    for number in numbers:
        if not any((PAGES / "images").glob(f"page-{number:03}.*")):
            continue
        for second in (False, True):
            for page in pages(range(number, number + 1), second=second):
                for reread in (False, True):
                    way = ("text", "--second", "--reread", "both")[second + 2 * reread]
                    part = "060-089" if number >= REPORT else "000-059"
                    said = product(page, cache, reread=reread)
                    for least in THRESHOLDS:
                        one = score(page.passage, said, least)
                        for key in ((part, way, least), (f"{part} {page.engine}", way, least)):
                            rows[key] = rows.get(key, Score()) + one
    print(
        "\n| pages | given | at least | edits | right | harmful | gone | places flagged "
        "| alarms in 1,000 |\n" + "| --- " * 9 + "|"
    )
    for (part, way, least), total in sorted(rows.items()):
        print(f"| {part} | {way} | {least} | {told(total)} |")


def told(total: Score) -> str:
    """Return a row of figures."""
    made = total.right + total.harmful + total.neutral
    gone = 1 - total.distance_after / max(1, total.distance_before)
    return (
        f"{made} | {total.right / max(1, made):.1%} | {total.harmful} "
        f"| {gone:.1%} of {total.distance_before} "
        f"| {total.places_flagged / max(1, total.places):.0%} "
        f"| {1000 * total.alarms / max(1, total.characters):.2f}"
    )


def use(folder: Path) -> None:
    """Let this process use the tables of a folder."""
    from proofer.language import model

    model.DATA = folder
    from proofer.language.channel import engine

    engine.WEIGHTS = folder


def main() -> int:
    """Print cost and table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, help="folder with a language model")
    parser.add_argument("--cache", type=Path, help="folder for what the recogniser says")
    parser.add_argument("--pages", default="0-89")
    parser.add_argument("--product", action="store_true", help="judge the findings of lint")
    options = parser.parse_args()
    if options.model is not None:
        use(options.model)
    first, last = map(int, options.pages.split("-"))
    if options.product:
        product_table(range(first, last + 1), options.cache)
        return 0
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
