"""How many lines that only a second engine read were printed, and are lost in the first reading.

    python -m bench.accuracy.lost_lines

A line counts as lost if what it should read (by the second engine's own truth) is like it, and is
not in the first reading's text. Lines are those that lost-text (S006) tells.
"""

from __future__ import annotations

import sys
from collections import Counter

from rapidfuzz.fuzz import partial_ratio

from proofer.detectors.structure.lost_text import unmatched_lines
from proofer.document.normalise import counted
from proofer.errors import InputError
from proofer.formats import read
from proofer.ocr.pairing import with_second
from tools.sources.engine_files import FILES, PAGES

ALIKE, HAD = 60, 70
"""Per cent of a line that are found again: as it should read, and in the other reading."""


def truths(name: str) -> dict[str, str]:
    """What the lines of a reading should read."""
    if not (PAGES / "text" / name).exists():
        return {}
    lines, right = (
        (PAGES / folder / name).read_text(encoding="utf-8").split("\n")
        for folder in ("text", "truth")
    )
    return {counted(line): counted(printed) for line, printed in zip(lines, right, strict=True)}


def judged(numbers: range) -> Counter[tuple[str, str]]:
    """Lines told on the pages by the first engine, and of those the ones that are lost indeed."""
    found: Counter[tuple[str, str]] = Counter()
    for number in numbers:
        documents = {
            engine: read(PAGES / f"raw/page-{number:03}.{name}") for engine, name in FILES.items()
        }
        for engine, document in documents.items():
            other = next(name for name in FILES if name != engine)
            try:
                twice = with_second(document, documents[other])
            except InputError:
                continue
            found[engine, "readings"] += 1
            printed = truths(f"page-{number:03}.{other}.txt")
            for line in unmatched_lines(twice):
                right = printed.get(counted(line.text), "")
                real = bool(right) and partial_ratio(counted(line.text), right) > ALIKE
                found[engine, "told"] += 1
                found[engine, "lost"] += (
                    real and partial_ratio(right, counted(document.text)) <= HAD
                )
    return found


def main() -> int:
    for numbers in (range(60), range(60, 90)):
        found = judged(numbers)
        for engine in FILES:
            readings, told, lost = (found[engine, what] for what in ("readings", "told", "lost"))
            print(
                f"pages {numbers[0]:03} to {numbers[-1]:03}, {engine} lacks: "
                f"{lost} of {told} told, {readings} readings"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
