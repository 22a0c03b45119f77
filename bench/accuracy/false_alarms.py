"""How often the detectors of repeats and of widths cry wolf, and how much they find.

    python -m bench.accuracy.false_alarms [--detector CODE ...] [--characters N] [--show N]
                                              [--together]

False alarms are counted on clean text: blocks of 15,000 characters as documents, taken from a fixed
place of each file (two fifths of the way in; smaller files from their start). The language model
was trained on the files of `corpora`, so those rows flatter it; the rows marked "unseen" are text
that it was not trained on, as far as we know. All of it is counted as right, though some alarms are
true errors of the printed text: `--show` prints them.

Recall is counted on sentences that were doubled by mistake (natural-duplicates: everybody who wrote
the rules has read them) and on errors planted in unseen text with a fixed seed. Planted errors are
kinder than real ones.

`--together` counts the alarms of all chosen detectors in 10 MB of `corpora` (of every file SHARE
characters) and times each detector; without --detector those of numbers, sequences, set phrases and
odd characters.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from time import perf_counter

import regex

from proofer.checking.pipeline import make_context
from proofer.checking.registry import detectors
from proofer.config import Config
from proofer.detectors.api import Detector
from proofer.detectors.context import Context
from proofer.document.changes import differing_runs
from proofer.document.edits import apply
from proofer.document.spans import Span
from proofer.findings.finding import Finding
from tools.paths import SHARED
from tools.sources.clean_texts import (
    UNSEEN,
    blocks,
    clean_texts,
    document_of,
    pairs,
    right_sentences,
)
from tools.sources.planted import Planted, Planter, doubled_character, doubled_word, plant

CODES = ("D001", "D002", "R001", "L001", "P001")
CHECKS = (
    "N001",
    "N002",
    "N003",
    "N004",
    "N010",
    "N011",
    "N012",
    "N020",
    "S003",
    "S004",
    "G002",
    "G003",
    "G004",
)
"""Detectors of what a proofreader checks besides characters."""
SHARE = 350_000
"""Characters of each of the ten files of clean text: together 3.4 million, 10 MB of UTF-8."""
_AABB = regex.compile(r"(\p{Han})\1(?!\1)(\p{Han})\2")


def _mark(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    del context
    places = list(regex.finditer(r"(?<=\p{Han})[，。、；：](?=\p{Han})", part))
    if not places:
        return None
    place = chooser.choice(places)
    return Span(*place.span()), place[0] * 2


def _half(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    known = context.dictionaries.kind("reduplications")
    places = [match for match in _AABB.finditer(part) if match[0] in known]
    if not places:
        return None
    place = chooser.choice(places)
    return Span(*place.span()), place[0][1:] if chooser.random() < 0.5 else place[0][:3]


def _loop(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    error = doubled_word(part, chooser, context)
    if error is None:
        return None
    return error[0], error[0].of(part) * chooser.randrange(3, 6)


PLANTERS: dict[str, tuple[str, Planter]] = {
    "D001 character": ("D001", doubled_character),
    "D001 word": ("D001", doubled_word),
    "D002 mark": ("D002", _mark),
    "R001 half": ("R001", _half),
    "L001 phrase": ("L001", _loop),
}


def found(detector: Detector, text: str, context: Context) -> list[Finding]:
    return list(detector.detect(document_of(text), context))


def false_alarms(chosen: Sequence[Detector], context: Context, characters: int, show: int) -> None:
    names = "".join(f"{each.code:>8}" for each in chosen)
    print(
        f"\nAlarms in 10,000 characters of clean text\n{'text':24}{'model':>8}{'chars':>10}{names}"
    )
    for name, seen, texts in clean_texts(characters):
        size = sum(map(len, texts))
        row, shown = "", []
        for detector in chosen:
            alarms = [
                (text, finding) for text in texts for finding in found(detector, text, context)
            ]
            row += f"{10_000 * len(alarms) / size:8.2f}"
            shown += [_context(text, finding) for text, finding in alarms[:show]]
        print(f"{name:24}{'seen' if seen else 'unseen':>8}{size:>10}{row}")
        for line in shown:
            print(f"    {line}")


def together(chosen: Sequence[Detector], context: Context, show: int) -> None:
    """Count the alarms of all `chosen` together, text by text, and time each detector."""
    totals, seconds, size = Counter[str](), dict.fromkeys((each.code for each in chosen), 0.0), 0
    for name, seen, texts in clean_texts(SHARE):
        if not seen:
            continue
        counts, shown = Counter[str](), []
        for text in texts:
            document = document_of(text)
            for detector in chosen:
                start = perf_counter()
                alarms = list(detector.detect(document, context))
                seconds[detector.code] += perf_counter() - start
                counts[detector.code] += len(alarms)
                shown += [_context(text, finding) for finding in alarms]
        here = sum(map(len, texts))
        told = " ".join(f"{code} {count}" for code, count in sorted(counts.items()) if count)
        print(f"{name:20}{here:>9}{10_000 * counts.total() / here:7.2f} in 10,000   {told}")
        print("".join(f"    {line}\n" for line in sorted(shown)[:show]), end="")
        totals += counts
        size += here
    print(
        f"together {totals.total()} in {size}, "
        f"one in {size // max(1, totals.total()):,} characters: {dict(totals)}"
    )
    print(
        "microseconds a character: "
        + " ".join(f"{code} {1e6 * each / size:.2f}" for code, each in seconds.items())
    )


def _context(text: str, finding: Finding) -> str:
    span = finding.span
    before, after = text[max(0, span.start - 16) : span.start], text[span.end : span.end + 16]
    return f"{finding.code} {finding.confidence:.2f} {before}[{finding.quote}]{after}".replace(
        "\n", "⏎"
    )


def planted_recall(codes: Sequence[str], context: Context, characters: int) -> None:
    texts = [text for name in UNSEEN for text in blocks(right_sentences(name), characters)]
    print(
        f"\nPlanted in unseen text\n{'error':24}{'planted':>8}{'found':>8}{'right':>8}{'recall':>8}"
    )
    for name, (code, planter) in PLANTERS.items():
        if code in codes:
            total, hit, right = _planted_counts(detectors()[code], planter, texts, context)
            print(f"{name:24}{total:8}{hit:8}{right:8}{hit / max(1, total):8.2f}")


def _planted_counts(
    detector: Detector, planter: Planter, texts: Sequence[str], context: Context
) -> tuple[int, int, int]:
    total = hit = right = 0
    for seed, text in enumerate(texts):
        planted = plant(text, planter, context, seed)
        findings = found(detector, planted.text, context)
        for place in planted.places:
            near = [finding for finding in findings if finding.span.overlaps(place)]
            total += 1
            hit += bool(near)
            right += any(_restores(finding, planted, place) for finding in near)
    return total, hit, right


def _restores(finding: Finding, planted: Planted, place: Span) -> bool:
    """Whether the first suggestion gives what stood there, by the text around it."""
    if not finding.suggestions:
        return False
    mended = apply(planted.text[: place.end + 12], finding.suggestions[0].edits)
    return mended[-24:] in planted.right


def natural_recall(codes: Sequence[str], context: Context) -> None:
    chosen = [detectors()[code] for code in ("D001", "D002", "L001") if code in codes]
    if not chosen:
        return
    rows = pairs("natural-duplicates")
    hit = other = 0
    missed: list[str] = []
    for wrong, right in rows:
        findings = [finding for detector in chosen for finding in found(detector, wrong, context)]
        places = [
            Span(max(0, lost.start - len(lost)), min(len(wrong), lost.end + len(lost)))
            for lost, _ in differing_runs(wrong, right, substitutions=False)
        ]
        is_hit = any(finding.span.overlaps(place) for finding in findings for place in places)
        hit += is_hit
        other += sum(
            not any(finding.span.overlaps(place) for place in places) for finding in findings
        )
        if not is_hit and places:
            missed.append(wrong[max(0, places[0].start - 5) : places[0].end + 5])
    print(
        f"\nnatural-duplicates: {hit} of {len(rows)} found, {other} findings elsewhere; "
        f"missed: {' | '.join(missed)}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--detector", nargs="+", metavar="CODE")
    parser.add_argument("--characters", type=int, default=300_000, help="of each clean text")
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help="print N alarms of each text and detector"
    )
    parser.add_argument(
        "--together", action="store_true", help="one count for all, on 10 MB of the corpora"
    )
    options = parser.parse_args()
    if not SHARED.is_dir():
        print(f"no data at {SHARED}; set PROOFER_SHARED", file=sys.stderr)
        return 2
    context = make_context(Config())
    codes = options.detector or (CHECKS if options.together else CODES)
    if options.together:
        together([detectors()[code] for code in codes], context, options.show)
        return 0
    print("The language model was trained on the texts marked seen: their rows flatter it.")
    false_alarms([detectors()[code] for code in codes], context, options.characters, options.show)
    planted_recall(codes, context, options.characters)
    natural_recall(codes, context)
    return 0


if __name__ == "__main__":
    sys.exit(main())
