"""What `lint --fix` does unasked, by detector: how much of it is right.

    python -m bench.accuracy.safe [--characters N] [--show] [--write]

Counted are the corrections that are safe and nothing else. On labelled text (`data`, sentences of
several origins and the pages that nothing was fitted on) one is right if it brings its passage
nearer to what should stand there. Errors planted in right sentences, one of a kind in 1,500
characters, give each detector something to do: right is what restores the text. On clean text
(`corpora`, the newspaper of the 1920s) every safe correction counts as wrong; `--show` prints them,
for some are true errors of the print. `--write` writes the table into `docs/measurements/safe.md`.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.edits import apply
from proofer.document.spans import Span
from proofer.evaluation.matching import gain, proposal
from proofer.findings.finding import Applicability, Finding
from proofer.formats import parse
from tools.paths import ROOT
from tools.sources.clean_texts import UNSEEN, blocks, clean_texts, right_sentences
from tools.sources.labelled import Item, sets
from tools.sources.planted import Planter, plant

CODES = ("G003", "K001", "N010")
"""Detectors that give safe corrections at all."""
FAMILIES = {
    "lctt": "technical",
    "gold_miner": "technical",
    "weekly": "technical",
    "laws": "official",
    "gov_reports_2026": "official",
    "cmrc_wiki": "encyclopedia",
    "jingbao (traditional)": "1920s, traditional",
}
"""Kinds of clean text; all others are news."""
LABELLED = tuple(name for name in sets() if not name.startswith("clean"))
PAGE = "docs/measurements/safe.md"
_EVERY = 1_500
"""Characters between planted errors of one kind."""


def slip(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    """Put the wrong form of the dictionaries in the place of a right one."""
    entries = context.dictionaries.derived(_by_right)
    places = [
        (at, right)
        for at in range(len(part))
        for right in (part[at : at + 2], part[at : at + 4])
        if right in entries
    ]
    if not places:
        return None
    at, right = chooser.choice(places)
    return Span(at, at + len(right)), chooser.choice(entries[right])


def _by_right(dictionaries: object) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry in dictionaries.kind("confusions").values():  # type: ignore[attr-defined]
        for right in entry.replacements:
            found[right].append(entry.term)
    return found


def code_point(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    """Put an invisible character, or a radical in the place of its character."""
    del context
    twins = dict(zip("日月人大工文长", "⽇⽉⼈⼤⼯⽂⻓", strict=True))
    places = [at for at, char in enumerate(part) if char in twins]
    if not places:
        return None
    at = chooser.choice(places)
    return Span(at, at + 1), twins[part[at]]


def width(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    """Put one full-width digit into a number of half-width ones."""
    del context
    numbers = [match.span() for match in re.finditer(r"(?<![\d.])\d{3,}(?![\d.])", part)]
    if not numbers:
        return None
    at = chooser.choice(numbers)[0] + 1
    return Span(at, at + 1), chr(ord(part[at]) + 0xFEE0)


PLANTERS: dict[str, Planter] = {
    "known slip": slip,
    "radical for a character": code_point,
    "full-width digit": width,
}


def safe(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings whose first suggestion is made unasked."""
    for each in findings:
        if each.suggestions and each.suggestions[0].applicability is Applicability.SAFE:
            yield each


def labelled(context: Context, config: Config, show: bool) -> Counter[tuple[str, bool]]:
    """Count safe corrections of labelled text by detector, and whether they are right."""
    counts: Counter[tuple[str, bool]] = Counter()
    for name in LABELLED:
        for item in sets()[name]():
            if not any("000-059" in each for each in item.sets):
                counts += _of_item(item, context, config, show)
    return counts


def _of_item(item: Item, context: Context, config: Config, show: bool) -> Counter[tuple[str, bool]]:
    document = _document(item.passage.source)
    counts: Counter[tuple[str, bool]] = Counter()
    for finding in safe(check_document(document, context, config).findings):
        made = proposal(finding, document)
        if made is not None:
            better = gain(item.passage, made) > 0
            counts[finding.code, better] += 1
            if show and not better:
                print(_shown(item.sets[0], finding, document))
    return counts


def planted(
    context: Context, config: Config, characters: int, show: bool
) -> Counter[tuple[str, bool]]:
    """Count safe corrections of text with planted errors."""
    counts: Counter[tuple[str, bool]] = Counter()
    texts = [text for name in UNSEEN for text in blocks(right_sentences(name), characters)]
    for seed, text in enumerate(texts):
        for planter in PLANTERS.values():
            wrong = plant(text, planter, context, seed, every=_EVERY)
            document = _document(wrong.text)
            for finding in safe(check_document(document, context, config).findings):
                edits = finding.suggestions[0].edits
                mended = apply(document.text, edits)
                start = max(0, finding.span.start - 12)
                around = mended[start : finding.span.end + 8].replace("\n", "")
                restored = around in wrong.right.replace("\n", "")
                counts[finding.code, restored] += 1
                if show and not restored:
                    print(_shown("planted", finding, document))
    return counts


def clean(context: Context, config: Config, characters: int, show: bool) -> dict[str, Counter[str]]:
    """Count safe corrections of clean text by family, and its characters."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, _, texts in clean_texts(characters):
        family = FAMILIES.get(name, "news")
        for text in texts:
            document = _document(text)
            counts[family]["characters"] += len(text)
            for finding in safe(check_document(document, context, config).findings):
                counts[family][finding.code] += 1
                if show:
                    print(_shown(name, finding, document))
    return counts


def _shown(name: str, finding: Finding, document: Document) -> str:
    span = finding.span
    around = document.text[max(0, span.start - 14) : span.end + 14].replace("\n", "⏎")
    new = finding.replacement(finding.suggestions[0])
    return f"{name} {finding.code} {finding.quote} → {new}   {around}"


def _document(text: str) -> Document:
    return parse(text.encode(), Path("bench.txt"), encoding="utf-8")


def table(
    right: Counter[tuple[str, bool]],
    mended: Counter[tuple[str, bool]],
    alarms: dict[str, Counter[str]],
) -> str:
    """Return the Markdown table, a row a detector."""
    families = sorted(alarms)
    head = "| detector | labelled: made, right | planted: made, right | " + " | ".join(
        f"{family}, {alarms[family]['characters'] / 1e6:.1f} M" for family in families
    )
    lines = [head + " |", "| --- " * (3 + len(families)) + "|"]
    for code in CODES:
        cells = [
            f"{counts[code, True] + counts[code, False]}, {counts[code, True]}"
            for counts in (right, mended)
        ]
        cells += [str(alarms[family][code]) for family in families]
        lines.append(f"| {code} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--characters", type=int, default=400_000, help="of each clean text")
    parser.add_argument("--show", action="store_true", help="print what is done to clean text")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE}")
    options = parser.parse_args()
    config = Config(select=CODES)
    context = make_context(config)
    alarms = clean(context, config, options.characters, options.show)
    found = table(
        labelled(context, config, options.show),
        planted(context, config, options.characters // 4, options.show),
        alarms,
    )
    print(found)
    if options.write:
        text = (ROOT / PAGE).read_text(encoding="utf-8")
        start, end = text.index("| detector"), text.rindex("|\n") + 1
        (ROOT / PAGE).write_text(text[:start] + found + text[end:], encoding="utf-8")


if __name__ == "__main__":
    main()
