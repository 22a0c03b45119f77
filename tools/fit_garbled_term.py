"""Fit the weights of ``proofer/detectors/garbled_term.py`` and print them with their error rates.

Usage: ``python tools/fit_garbled_term.py [--seed N]`` (needs the development data, see
    ``PROOFER_SHARED``; 2 minutes).

Text: the right sides of the spelling collections, which the shipped language model has not been
    trained on. Damage: terms of the dictionaries and frequent words that take their part are
    misread as real OCR engines misread their characters (pairs counted in ``ocr-pages/lines.tsv``),
    about one in 1,000 characters; and the pages of ``ocr-pages`` as they are. A reading is right if
    it restores what was printed. Half of the text and the first 60 pages fit, the rest measures.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpora import shared_folder  # noqa: E402

from proofer.detectors.context import Context  # noqa: E402
from proofer.detectors.dictionary._misreadings import FEATURES, Garbles, Reading  # noqa: E402
from proofer.detectors.dictionary._term_index import TermIndex  # noqa: E402
from proofer.detectors.dictionary.garbled_term import KINDS  # noqa: E402
from proofer.document.document import Document, Paragraph, Segment  # noqa: E402
from proofer.document.kinds import BlockKind  # noqa: E402
from proofer.document.spans import Span  # noqa: E402
from proofer.language.dictionaries import load  # noqa: E402

SPELLING = (
    "official-law",
    "official-med",
    "official-odw",
    "peoples-daily-typos",
    "missing-and-redundant",
)
BLOCK = 6000
CHARACTERS_PER_DAMAGE = 1000
PASSES = 4
"""How often each block is damaged anew."""
FIRST_TEST_PAGE = 60
WORST_PAGE = 0.12
"""Share of wrong characters above which a page is not worth correcting."""
Row = tuple[Reading, bool]


@dataclass(frozen=True, slots=True)
class Damage:
    """`original` stood where the damaged text has `span`."""

    span: Span
    original: str


def make_document(text: str) -> Document:
    """Return a document of prose, one paragraph a line."""
    segments, paragraphs, at = [], [], 0
    for line in text.split("\n"):
        span = Span(at, at + len(line))
        if line:
            segments.append(Segment(span, span))
            paragraphs.append(Paragraph(span, BlockKind.PROSE))
        at += len(line) + 1
    return Document(Path("fit.txt"), text, text, tuple(segments), tuple(paragraphs))


def clean_blocks() -> list[str]:
    """Return blocks of sentences that are right, from the spelling collections."""
    blocks = []
    for name in SPELLING:
        lines = (
            (shared_folder() / "data" / "spelling" / f"{name}.tsv")
            .read_text(encoding="utf-8")
            .splitlines()
        )
        targets = [line.split("\t")[1].replace(" ", "") for line in lines if line.count("\t") >= 1]
        block: list[str] = []
        for target in dict.fromkeys(targets):
            block.append(target)
            if sum(map(len, block)) > BLOCK:
                blocks.append("\n".join(block))
                block = []
    return blocks


def confusions() -> dict[str, list[str]]:
    """Return what OCR engines read for each character, as often as they did."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in (
        (shared_folder() / "data" / "ocr-pages" / "lines.tsv")
        .read_text(encoding="utf-8")
        .splitlines()
    ):
        _, distance, read, printed = line.split("\t")
        if 0 < int(distance) <= 4:
            for code in Levenshtein.opcodes(printed, read):
                if code.tag == "replace":
                    pairs = zip(
                        printed[code.src_start : code.src_end],
                        read[code.dest_start : code.dest_end],
                        strict=True,
                    )
                    for a, b in pairs:
                        if "一" <= b <= "鿿":
                            found[a].append(b)
    return found


def damaged(
    text: str, terms: Sequence[str], table: dict[str, list[str]], rng: random.Random
) -> tuple[str, list[Damage]]:
    """Return `text` with some of the `terms` misread, and what was done."""
    places = [(text.find(term), term) for term in terms]
    starts = [(at, term) for start, term in places if start >= 0 for at in _all(text, term)]
    rng.shuffle(starts)
    taken: list[tuple[int, str, str]] = []
    for at, term in starts:
        if len(taken) >= len(text) / CHARACTERS_PER_DAMAGE:
            break
        if any(at - 12 < other < at + 12 for other, _, _ in taken):
            continue
        wrong = misread(term, table, rng)
        if wrong != term:
            taken.append((at, term, wrong))
    pieces, damages, done, shift = [], [], 0, 0
    for at, term, wrong in sorted(taken):
        pieces += [text[done:at], wrong]
        damages.append(Damage(Span(at + shift, at + shift + len(wrong)), term))
        done, shift = at + len(term), shift + len(wrong) - len(term)
    return "".join([*pieces, text[done:]]), damages


def _all(text: str, term: str) -> Iterator[int]:
    at = text.find(term)
    while at >= 0:
        yield at
        at = text.find(term, at + 1)


def misread(term: str, table: dict[str, list[str]], rng: random.Random) -> str:
    """Return `term` with one or two characters misread, copied from their neighbour, or lost."""
    characters = list(term)
    for place in rng.sample(range(len(term)), 2 if len(term) >= 4 and rng.random() < 0.25 else 1):
        kind = rng.random()
        if kind < 0.08 and place:
            characters[place] = characters[place - 1]
        elif kind < 0.14 and len(term) >= 4:
            characters[place] = ""
        elif table.get(term[place]):
            characters[place] = rng.choice(table[term[place]])
    return "".join(characters)


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
    """Return the readings of damaged blocks with their truth, the damages by length, and the characters read."""
    rows: list[Row] = []
    planted: Counter[int] = Counter()
    size = 0
    ordered = sorted(terms.terms)
    for block in blocks:
        text, damages = damaged(block, ordered, table, rng)
        planted.update(len(damage.original) for damage in damages)
        size += len(text)
        for reading in Garbles(context.page(make_document(text)), context, terms).readings():
            right = any(
                reading.span.overlaps(each.span) and restores(reading, each, text)
                for each in damages
            )
            rows.append((reading, right))
    return rows, planted, size


def ocr_pages(first: int, last: int) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the paragraphs of real OCR pages that can be read at all, as read and as printed."""
    folder = shared_folder() / "data" / "ocr-pages"
    for path in sorted((folder / "text").glob("*.txt")):
        if not first <= int(path.name[5:8]) < last:
            continue
        read, truth = (
            [
                "".join(part.split())
                for part in (folder / side / path.name).read_text(encoding="utf-8").split("\n\n")
            ]
            for side in ("text", "truth")
        )
        if (
            len(read) == len(truth)
            and Levenshtein.normalized_distance("".join(read), "".join(truth)) <= WORST_PAGE
        ):
            yield read, truth


def page_rows(terms: TermIndex, context: Context, first: int, last: int) -> list[Row]:
    """Return the readings of real OCR pages; right is what lowers the distance to the truth by all that it changes."""
    rows: list[Row] = []
    for read, truth in ocr_pages(first, last):
        page = context.page(make_document("\n".join(read)))
        starts = np.cumsum([0, *(len(part) + 1 for part in read)])
        for reading in Garbles(page, context, terms).readings():
            number = int(np.searchsorted(starts, reading.span.start, side="right")) - 1
            part, at = read[number], reading.span.start - int(starts[number])
            mended = part[:at] + reading.term + part[at + len(reading.span) :]
            fallen = Levenshtein.distance(part, truth[number]) - Levenshtein.distance(
                mended, truth[number]
            )
            rows.append((reading, fallen == len(reading.changed)))
    return rows


def fit(rows: Sequence[Row], penalty: float = 2.0) -> NDArray[np.float64]:
    """Return bias and weights of a logistic regression (Newton's method, L2 on standardised features)."""
    values = np.array([reading.features for reading, _ in rows])
    truth = np.array([right for _, right in rows], float)
    mean, deviation = values.mean(0), values.std(0) + 1e-9
    design = np.c_[np.ones(len(values)), (values - mean) / deviation]
    ridge = np.diag([0.0, *([penalty] * values.shape[1])])
    weights = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (truth - chance) - ridge @ weights
        weights += np.linalg.solve(
            (design * (chance * (1 - chance))[:, None]).T @ design + ridge, gradient
        )
    plain = weights[1:] / deviation
    result: NDArray[np.float64] = np.r_[weights[0] - plain @ mean, plain]
    return result


def chances(rows: Sequence[Row], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability of each row."""
    values = np.array([reading.features for reading, _ in rows])
    result: NDArray[np.float64] = 1 / (1 + np.exp(-(weights[0] + values @ weights[1:])))
    return result


def report(
    name: str, rows: Sequence[Row], weights: NDArray[np.float64], planted: Counter[int], size: int
) -> None:
    """Print reliability, recall by length of the term, and false alarms (every reading counts alone)."""
    truth = np.array([right for _, right in rows])
    lengths = np.array([len(reading.term) for reading, _ in rows])
    chance = chances(rows, weights)
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
            f"  p >= {threshold}: right {(above & truth).sum()}, wrong {wrong}{rate}; found by length {' '.join(parts)}"
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
    """Fit, print the weights, and print how good they are on the other half."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    rng = random.Random(parser.parse_args().seed)
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
    weights = fit(rows)
    print(f"bias {weights[0]:+.3f}")
    for name, weight in zip(FEATURES, weights[1:], strict=True):
        print(f"{name:26s}{weight:+.3f}")
    parts = [planted_rows(blocks[half:], terms, context, table, rng) for _ in range(PASSES)]
    test = [row for part, _, _ in parts for row in part]
    planted = sum((counts for _, counts, _ in parts), Counter[int]())
    size = sum(characters for _, _, characters in parts)
    report("planted, other half", test, weights, planted, size)
    report(
        "real pages from 60",
        page_rows(terms, context, FIRST_TEST_PAGE, 1000),
        weights,
        Counter(),
        0,
    )


if __name__ == "__main__":
    main()
