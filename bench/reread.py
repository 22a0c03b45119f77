"""How many errors of OCR pages go when their lines are read again from the image.

    python -m bench.reread [--model FOLDER] [--cache FOLDER] [--made | --fresh] [--product [WAY …]]

The pages of $PROOFER_SHARED/data/ocr-pages that have an image, as two engines read them, each line
replaced by what is read there, and the corrections of at least some confidence. FOLDER holds the
tables of the package made with a language model that has not seen their texts
(`tools.calibration.folders`); the shipped one has seen them. Pages 000 to 059 are judged with
weights fitted without the page itself, pages 060 to 089 with weights fitted on all that may be
fitted on (`tools.calibration.rereading`). With `--made` it is the fifth of the pages made by
`tools.scans.make` that nothing is fitted on, with the weights of the package; with `--fresh` the
pages made by its `--fresh`, whose texts no other page has. With `--product` the findings of
`proofer lint` are judged instead, by what it is given: the text alone, the other engine's reading
(`second`), the image (`reread`), or both.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.document.regression import LogisticRegression, fitted
from proofer.evaluation.matching import Proposal, proposal, score
from proofer.evaluation.rates import Score
from proofer.findings.selection import precedence
from proofer.rereading.confidence import WEIGHTS
from tools.calibration.confidence import IGNORED
from tools.calibration.ocr_evidence import LOST
from tools.calibration.rereading import Judged, fit_on, judged
from tools.sources.engine_files import (
    FRESH,
    FRESH_KINDS,
    KINDS,
    MADE,
    PAGES,
    Page,
    is_held,
    kind_of,
    scanned,
)
from tools.sources.labelled import READABLE

THRESHOLDS = (0.9, 0.7, 0.5)
"""Confidences from which corrections are made."""
WAYS = {
    "text": (False, False),
    "second": (True, False),
    "reread": (False, True),
    "both": (True, True),
}
"""What `proofer lint` is given beside a reading: a second one, the image."""
OWN = "v6"
"""Made pages that the recogniser's own family has read first count apart: it errs there again."""


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


def table(found: Sequence[Judged], fits: Callable[[Judged], LogisticRegression]) -> None:
    """Print the table, by part of the pages and by engine."""
    readable = [one for one in found if one.page.error_rate <= READABLE]
    for name in sorted({name for one in readable for name in names(one.page)}):
        chosen = [one for one in readable if name in names(one.page)]
        print(f"\n{name}: {len(chosen)} readings\n")
        print("| | edits | right | harmful | errors gone |\n| --- | --- | --- | --- | --- |")
        print(shown("every line, image alone", chosen, lambda one: [*one.greedy]))
        print(shown("every line, with language", chosen, lambda one: [*one.beam]))
        for least in THRESHOLDS:

            def sure(one: Judged, least: float = least) -> list[Proposal]:
                return [each for each in one.proposals(fits(one)) if each.confidence >= least]

            print(shown(f"corrections, {least} or more", chosen, sure))


def names(page: Page) -> tuple[str, ...]:
    """Return the parts that a reading counts for: of its pages, and of its engine there."""
    if page.folder == PAGES:
        part = "060-089" if page.is_reported else "000-059"
        return part, f"{part} {page.engine}"
    part = kind_of(page.number)
    others = () if page.engine == OWN else (f"{part} not {OWN}",)
    return part, *others, f"{part} {page.engine}"


def product(page: Page, cache: Path | None, *, reread: bool) -> list[Proposal]:
    """Return what `proofer lint` proposes for a page."""
    config = Config(ignore=(*IGNORED, LOST), reread=reread, images=page.images)
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


def product_table(
    found: Callable[[bool], Iterable[Page]], ways: Sequence[str], cache: Path | None
) -> None:
    """Print what `proofer lint` makes of pages, by what it is given.

    Args:
        found: returns the readings, alone or with a second one.
        ways: some of `WAYS`.
        cache: folder for what the recogniser says.
    """
    rows: dict[tuple[str, str, float], Score] = {}
    for way in ways:
        second, reread = WAYS[way]
        for page in found(second):
            said = product(page, cache, reread=reread)
            for least in THRESHOLDS:
                one = score(page.passage, said, least)
                for part in names(page):
                    key = (part, way, least)
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
    made = parser.add_mutually_exclusive_group()
    made.add_argument("--made", action="store_true", help="judge the made pages")
    made.add_argument("--fresh", action="store_true", help="judge those made later")
    parser.add_argument("--product", nargs="*", choices=WAYS, help="judge the findings of lint")
    options = parser.parse_args()
    if options.model is not None:
        use(options.model)
    found = partial(judged_pages, "made" if options.made else "fresh" if options.fresh else "")
    if options.product is not None:
        product_table(found, options.product or list(WAYS), options.cache)
        return 0
    cost(all_judged := list(judged(options.model, options.cache, found(worst=1.0))))
    if options.made or options.fresh:  # the weights of the package have not seen them
        table(all_judged, lambda one: fitted(WEIGHTS))
    else:
        table(all_judged, fits_for(all_judged, list(judged(options.model, options.cache))))
    return 0


def judged_pages(which: str, second: bool = False, worst: float = READABLE) -> Iterator[Page]:
    """Yield the readings of the pages to judge.

    Args:
        which: "made" for the reported fifth of those, "fresh", or "" for the development pages.
        second: whether each has another engine's reading beside it.
        worst: share of wrong characters of the worst reading.
    """
    if which == "made":
        held = filter(is_held, chain(*KINDS.values()))
        return scanned(MADE, held, second=second, worst=worst)
    if which == "fresh":
        return scanned(FRESH, chain(*FRESH_KINDS.values()), second=second, worst=worst)
    return scanned(PAGES, range(90), second=second, worst=worst)


def fits_for(
    found: Sequence[Judged], fitted_on: Sequence[Judged]
) -> Callable[[Judged], LogisticRegression]:
    """Return what gives the weights for a reading, which its page has no part in.

    Args:
        found: the readings to judge.
        fitted_on: those that may be fitted on.
    """
    fits: dict[int, LogisticRegression] = {}
    for number in {-1, *(one.page.number for one in found if not one.page.is_reported)}:
        own = (PAGES, number)
        fits[number] = fit_on(
            [one for one in fitted_on if (one.page.folder, one.page.number) != own]
        )
    return lambda one: fits[-1 if one.page.is_reported else one.page.number]


def cost(found: Sequence[Judged]) -> None:
    """Print what reading lines again has cost."""
    lines = max(1, sum(one.lines for one in found))
    reading, judging = (1000 * sum(one.seconds[at] for one in found) / lines for at in (0, 1))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(found)} readings, {lines} lines; {reading:.1f} ms of CPU a line to read it, "
        f"{judging:.1f} ms to judge it; {memory:.0f} MB at most"
    )


if __name__ == "__main__":
    sys.exit(main())
