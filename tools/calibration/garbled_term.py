"""Fit the weights of G001 garbled-term: `proofer/language/data/logistic-garbled-term.json`.

    python -m tools.calibration.garbled_term [--seed N] [--output FILE]

Text: the right sides of the spelling collections, which the shipped language model has not been
trained on. Damage: terms of the dictionaries and frequent words that take their part are misread as
real OCR engines misread their characters (pairs counted in `ocr-pages/lines.tsv`), about one in
1,000 characters; and the pages of `ocr-pages` as they are. A reading is right if it restores what
was printed. Half of the text and the first 60 pages fit, the rest measures. Takes 2 minutes.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

from proofer.detectors.context import Context
from proofer.detectors.dictionary._misreadings import Misreadings, Reading
from proofer.detectors.dictionary._term_index import TermIndex
from proofer.detectors.dictionary.garbled_term import KINDS
from proofer.document.regression import LogisticRegression, weights_file
from proofer.language.dictionaries import load
from tools.calibration.logistic import fit
from tools.sources.clean_texts import document_of
from tools.sources.misread_terms import (
    FIRST_TEST_PAGE,
    Damage,
    clean_blocks,
    confusions,
    damaged,
    ocr_pages,
)

PASSES = 4
"""How often each block is damaged anew."""
RIDGE = 2.0
"""Penalty on the weights of standardised features."""
Row = tuple[Reading, bool]


def restores(reading: Reading, damage: Damage, text: str) -> bool:
    """Return whether `reading`, applied to `text`, undoes `damage` and nothing else."""
    start, end = min(reading.span.start, damage.span.start), max(reading.span.end, damage.span.end)
    undone = text[start : damage.span.start] + damage.original + text[damage.span.end : end]
    read = text[start : reading.span.start] + reading.term + text[reading.span.end : end]
    return read == undone


def planted_rows(
    blocks: Iterable[str],
    terms: TermIndex,
    context: Context,
    table: dict[str, list[str]],
    rng: random.Random,
) -> tuple[list[Row], Counter[int], int]:
    """Return the readings of damaged blocks with their truth, damages by length, and characters.

    Args:
        blocks: clean text.
        terms: the terms that are damaged and searched.
        context: what detectors are given.
        table: what engines read for a character.
        rng: chooses terms and damages.
    """
    rows: list[Row] = []
    planted: Counter[int] = Counter()
    size = 0
    ordered = sorted(terms.terms)
    for block in blocks:
        text, damages = damaged(block, ordered, table, rng)
        planted.update(len(damage.original) for damage in damages)
        size += len(text)
        for reading in Misreadings(context.page(document_of(text)), context, terms).readings():
            right = any(
                reading.span.overlaps(each.span) and restores(reading, each, text)
                for each in damages
            )
            rows.append((reading, right))
    return rows, planted, size


def page_rows(terms: TermIndex, context: Context, first: int, last: int) -> list[Row]:
    """Return the readings of OCR pages; right ones lower the distance by all that they change."""
    rows: list[Row] = []
    for read, truth in ocr_pages(first, last):
        page = context.page(document_of("\n".join(read)))
        starts = np.cumsum([0, *(len(part) + 1 for part in read)])
        for reading in Misreadings(page, context, terms).readings():
            number = int(np.searchsorted(starts, reading.span.start, side="right")) - 1
            part, at = read[number], reading.span.start - int(starts[number])
            mended = part[:at] + reading.term + part[at + len(reading.span) :]
            fallen = Levenshtein.distance(part, truth[number]) - Levenshtein.distance(
                mended, truth[number]
            )
            rows.append((reading, fallen == len(reading.changed)))
    return rows


def report(
    name: str, rows: Sequence[Row], logistic: LogisticRegression, planted: Counter[int], size: int
) -> None:
    """Print reliability, recall by length of the term, and false alarms; each reading counts.

    Args:
        name: what the rows are of.
        rows: readings, each with whether it is right.
        logistic: the weights that are judged.
        planted: how many terms of each length were damaged.
        size: code points of the text.
    """
    truth = np.array([right for _, right in rows])
    lengths = np.array([len(reading.term) for reading, _ in rows])
    chance = np.array([logistic.probability(reading.features) for reading, _ in rows])
    print(f"\n{name}: {len(rows)} readings, {truth.sum()} right")
    for low, high in (
        (0.05, 0.1),
        (0.1, 0.2),
        (0.2, 0.3),
        (0.3, 0.5),
        (0.5, 0.7),
        (0.7, 0.9),
        (0.9, 1.01),
    ):
        inside = (chance >= low) & (chance < high)
        if inside.any():
            said, was = chance[inside].mean(), truth[inside].mean()
            print(f"  said {low:.2f}-{high:.2f}: {said:.2f} was {was:.2f} ({inside.sum()})")
    for threshold in (0.3, 0.5, 0.7, 0.9):
        above = chance >= threshold
        parts = [
            f"{length}: {(above & truth & (lengths == length)).sum()}/{planted[length]}"
            for length in sorted(planted)
        ]
        wrong = (above & ~truth).sum()
        rate = f", wrong in 10,000 characters {wrong / size * 1e4:.2f}" if size else ""
        print(
            f"  p >= {threshold}: right {(above & truth).sum()}, wrong {wrong}{rate}; "
            f"found by length {' '.join(parts)}"
        )


def pseudo_terms(blocks: Iterable[str], context: Context, rng: random.Random) -> list[str]:
    """Return words of three to six characters of the text that take the part of terms."""
    counts: Counter[str] = Counter()
    for block in blocks:
        for start, end in context.words.segment(block):
            if 3 <= end - start <= 6:
                counts[block[start:end]] += 1
    return rng.sample(sorted(counts), min(2500, len(counts)))


def main() -> None:
    """Fit, write, and print how good the weights are on the other half."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, default=weights_file("garbled-term"))
    options = parser.parse_args()
    rng = random.Random(options.seed)
    dictionaries = load()
    context = Context(dictionaries)
    blocks = clean_blocks()
    shipped = [term for kind in KINDS for term in dictionaries.kind(kind)]
    terms = TermIndex([*shipped, *pseudo_terms(blocks, context, rng)])
    table = confusions()
    rng.shuffle(blocks)
    half = len(blocks) // 2
    rows: list[Row] = []
    for _ in range(PASSES):
        rows += planted_rows(blocks[:half], terms, context, table, rng)[0]
    rows += page_rows(terms, context, 0, FIRST_TEST_PAGE)
    features = [reading.features for reading, _ in rows]
    logistic = fit(features, [right for _, right in rows], ridge=RIDGE, standardised=True, digits=3)
    logistic.save(options.output)
    print(logistic)
    parts = [planted_rows(blocks[half:], terms, context, table, rng) for _ in range(PASSES)]
    test = [row for part, _, _ in parts for row in part]
    planted = sum((counts for _, counts, _ in parts), Counter[int]())
    size = sum(characters for _, _, characters in parts)
    report("planted, other half", test, logistic, planted, size)
    held = page_rows(terms, context, FIRST_TEST_PAGE, 1000)
    report("real pages from 60", held, logistic, Counter(), 0)


if __name__ == "__main__":
    main()
