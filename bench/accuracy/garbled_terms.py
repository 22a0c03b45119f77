"""How well garbled terms are found, and how often detectors of terms, slips, structure cry wolf.

    python -m bench.accuracy.garbled_terms [--characters N] [--show N] [--passes N]

* Planted: terms misread as real OCR engines misread their characters
  (tools/sources/misread_terms.py), in text that the language model was not trained on; the half
  that did not fit the weights. Found: a finding at the place; right: its first suggestion
  restores the term.
  Damage that makes another word of the list can't be found, by design.
* Pages: the OCR pages from 60 on, as two engines read them; right is what lowers the distance to
  the truth.
* False alarms: findings in clean text; what was trained on is marked. Some alarms are true errors
  of the printed text: `--show` prints examples.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from proofer.checking.pipeline import make_context
from proofer.checking.registry import detectors
from proofer.config import Config
from proofer.detectors.context import Context
from proofer.detectors.dictionary import garbled_term
from proofer.document.edits import apply
from proofer.findings.finding import Finding
from tools.sources.clean_texts import clean_texts, document_of
from tools.sources.misread_terms import (
    FIRST_TEST_PAGE,
    Damage,
    clean_blocks,
    confusions,
    damaged,
    ocr_pages,
)

CODES = ("G001", "K001", "C001", "C002", "S002")
BANDS = (0.25, 0.5, 0.7, 0.9, 1.0)


def restored(finding: Finding, damage: Damage, text: str) -> bool:
    """Return whether the first suggestion of `finding` undoes `damage`."""
    (edit,) = finding.suggestions[0].edits
    start, end = min(edit.span.start, damage.span.start), max(edit.span.end, damage.span.end)
    undone = text[start : damage.span.start] + damage.original + text[damage.span.end : end]
    return text[start : edit.span.start] + edit.replacement + text[edit.span.end : end] == undone


def planted(context: Context, passes: int) -> None:
    """Print what is found of planted damage, by length, and how true probabilities are."""
    chooser = random.Random(7)
    terms = sorted(
        term
        for kind in garbled_term.KINDS
        for term in context.dictionaries.kind(kind)
        if 2 <= len(term) <= 8
    )
    table = confusions()
    blocks = clean_blocks()
    chooser.shuffle(blocks)
    total, found, right = Counter[int](), Counter[int](), Counter[int]()
    judged: list[tuple[float, bool]] = []
    for block in blocks[len(blocks) // 2 :] * passes:
        text, damages = damaged(block, terms, table, chooser)
        findings = list(garbled_term.detect(document_of(text), context))
        for damage in damages:
            total[len(damage.original)] += 1
            here = [finding for finding in findings if finding.span.overlaps(damage.span)]
            found[len(damage.original)] += bool(here)
            right[len(damage.original)] += any(restored(finding, damage, text) for finding in here)
        for finding in findings:
            here_too = any(
                restored(finding, damage, text)
                for damage in damages
                if damage.span.overlaps(finding.span)
            )
            judged.append((finding.suggestions[0].confidence, here_too))
    print("planted, by length of the term: found, right first suggestion, of how many")
    for length in sorted(total):
        print(f"  {length}: {found[length]:4d} {right[length]:4d} {total[length]:4d}")
    print(f"  all: {found.total()} {right.total()} {total.total()}")
    reliability(judged)


def reliability(judged: Sequence[tuple[float, bool]]) -> None:
    """Print said and true shares of right suggestions."""
    for low, high in pairwise(BANDS):
        inside = [right for said, right in judged if low <= said < high]
        if inside:
            print(
                f"  said {low} to {high}: right {sum(inside)} of {len(inside)} "
                f"= {sum(inside) / len(inside):.2f}"
            )


def pages(context: Context) -> None:
    """Print how many suggestions on real OCR pages are right."""
    judged: list[tuple[float, bool]] = []
    size = 0
    for read, truth in ocr_pages(FIRST_TEST_PAGE, 1000):
        text = "\n".join(read)
        size += len(text)
        before = Levenshtein.distance(text, "\n".join(truth))
        for finding in garbled_term.detect(document_of(text), context):
            edits = finding.suggestions[0].edits
            mended = Levenshtein.distance(apply(text, edits), "\n".join(truth))
            judged.append((finding.suggestions[0].confidence, mended < before))
    print(f"pages: {size} characters, {len(judged)} findings")
    reliability(judged)


def alarms(context: Context, characters: int, show: int) -> Iterator[str]:
    """Yield a line a clean text: findings in 10,000 characters and characters a second, by code."""
    for name, seen, texts in clean_texts(characters):
        size = sum(map(len, texts))
        cells = []
        for code in CODES:
            start = time.process_time()
            findings = [
                (finding, text)
                for text in texts
                for finding in detectors()[code].detect(document_of(text), context)
            ]
            speed = size / (time.process_time() - start)
            cells.append(f"{code} {len(findings) / size * 1e4:5.2f} ({speed / 1e3:5.0f} k/s)")
            for finding, text in findings[:show]:
                span = finding.span
                new = finding.replacement(finding.suggestions[0]) if finding.suggestions else "?"
                near = text[max(0, span.start - 8) : span.end + 8].replace("\n", "/")
                cells.append(
                    f"\n    {code} {finding.confidence} {finding.quote} -> {new}: {near}\n   "
                )
        yield f"  {name + ('' if seen else ' (unseen)'):28s} {size:8d}  " + "  ".join(cells)


def main() -> None:
    """Run all three measurements."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--characters", type=int, default=300_000, help="of each clean text")
    parser.add_argument(
        "--show", type=int, default=0, help="print so many alarms of each kind and text"
    )
    parser.add_argument(
        "--passes", type=int, default=3, help="how often each block is damaged anew"
    )
    options = parser.parse_args()
    context = make_context(Config())
    planted(context, options.passes)
    pages(context)
    print("false alarms in 10,000 characters")
    for line in alarms(context, options.characters, options.show):
        print(line, flush=True)


if __name__ == "__main__":
    main()
