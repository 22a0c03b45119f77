"""Right text with terms misread as OCR engines misread characters, and readable OCR pages."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from proofer.document.spans import Span
from tools.paths import SHARED

SPELLING = (
    "official-law",
    "official-med",
    "official-odw",
    "peoples-daily-typos",
    "missing-and-redundant",
)
BLOCK = 6000
"""Characters of a document."""
CHARACTERS_PER_DAMAGE = 1000
"""About one term is misread in so many."""
FIRST_TEST_PAGE = 60
"""Number of the first page that nothing is fitted on."""
WORST_PAGE = 0.12
"""Share of wrong characters above which a page is not worth correcting."""


@dataclass(frozen=True, slots=True)
class Damage:
    """`original` stood where the damaged text has `span`."""

    span: Span
    original: str


def clean_blocks() -> list[str]:
    """Return blocks of sentences that are right, from the spelling collections."""
    blocks = []
    for name in SPELLING:
        lines = (
            (SHARED / "data" / "spelling" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
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
        (SHARED / "data" / "ocr-pages" / "lines.tsv").read_text(encoding="utf-8").splitlines()
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


def ocr_pages(first: int, last: int) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the paragraphs of real OCR pages that can be read at all, as read and as printed."""
    folder = SHARED / "data" / "ocr-pages"
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
