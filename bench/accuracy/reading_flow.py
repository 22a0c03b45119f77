"""How well torn and wrapped paragraphs are put together: two tables.

    python -m bench.accuracy.reading_flow [--pages N]

Pages are made from lines of $PROOFER_SHARED/corpora, one sentence a line (the shipped language
model has seen them), and of $PROOFER_SHARED/data/spelling (it has not). The OCR pages of
$PROOFER_SHARED/data are real, but only their lines have a truth: whether a line goes on in the next
one.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from proofer.document.document import Document
from proofer.formats import parse
from tools.paths import SHARED
from tools.sources.torn_pages import (
    BETWEEN,
    SEEN,
    UNSEEN,
    Page,
    block_ends,
    block_starts,
    made_pages,
    paragraphs,
)


def joined(page: Page, document: Document) -> set[tuple[int, int]]:
    """The pairs of blocks that the document joined."""
    starts, ends = block_starts(page), block_ends(page)
    torn_joins = [join for join in document.joins if not join.wrapped]
    return {(ends[join.gap.start], starts[join.gap.end]) for join in torn_joins}


def tears(name: str, count: int) -> str:
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    wrong = pages = characters = 0
    seconds = 0.0
    for page in made_pages(name, count, seed=1):
        began = time.perf_counter()
        document = parse(page.text().encode(), Path("page.md"))
        seconds += time.perf_counter() - began
        pairs = joined(page, document)
        pages += 1
        characters += len(document.source)
        wanted.update(page.truth.values())
        right.update(page.truth[pair] for pair in pairs if pair in page.truth)
        wrong += len(pairs - page.truth.keys())
    precision = right.total() / max(1, right.total() + wrong)
    recalls = " ".join(
        f"{between} {right[between] / max(1, wanted[between]):.2f}"
        for between in dict.fromkeys(BETWEEN)
    )
    return (
        f"{name:20} {pages:4} pages {wanted.total():5} tears  "
        f"P {precision:.3f}  R {right.total() / wanted.total():.3f}"
        f"  wrong a page {wrong / pages:.3f}  ({recalls})"
        f"  {characters / seconds / 1e6:.2f} M characters/s"
    )


def wrapped(name: str, width: int, style: str) -> str:
    """Paragraphs wrapped at `width`, set apart by blank lines, by indentation, or not at all."""
    source = paragraphs(name)
    indent = "　　" if style == "indent" else ""
    good = bad = inside = between = 0
    for _ in range(30):
        text, boundaries, insides = "", set[int](), set[int]()
        for paragraph in (next(source) for _ in range(12)):
            content = indent + paragraph
            for at in range(0, len(content), width):
                insides.add(len(text) + min(width, len(content) - at))
                text += content[at : at + width] + "\n"
            insides.remove(len(text) - 1)
            boundaries.add(len(text) - 1)
            text += "\n" if style == "blank" else ""
        document = parse(text.encode(), Path("page.txt"))
        ends = {join.gap.start for join in document.joins}
        good, inside = good + len(ends & insides), inside + len(insides)
        bad, between = bad + len(ends & boundaries), between + len(boundaries)
    return f"{name:20} {style:7} width {width:3}  {shares(good, inside, bad, between)}"


def shares(good: int, inside: int, bad: int, between: int) -> str:
    return f"line ends joined {good / inside:.3f}  paragraphs joined {bad / between:.3f}"


def ocr_pages(engine: str, *, blank: bool) -> str:
    """Real OCR lines with the blank lines between paragraphs as they are, or taken out.

    Paragraphs count where the line before the blank one ends in a full stop: others may be torn.
    """
    good = bad = inside = between = 0
    for path in sorted((SHARED / "data/ocr-pages/text").glob(f"*.{engine}.txt")):
        lines = path.read_text(encoding="utf-8").split("\n")
        text, boundaries, insides = "", set[int](), set[int]()
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            text += line
            if line.strip() and (following.strip() or line.rstrip().endswith("。")):
                (insides if following.strip() else boundaries).add(len(text.rstrip()))
            text += "\n" if line.strip() or blank else ""
        document = parse(text.encode(), Path("page.txt"))
        ends = {join.gap.start for join in document.joins}
        good, inside = good + len(ends & insides), inside + len(insides)
        bad, between = bad + len(ends & boundaries), between + len(boundaries)
    style = "blank" if blank else "none"
    return f"OCR pages {engine:10} {style:7}            {shares(good, inside, bad, between)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100, help="made pages of each text")
    options = parser.parse_args()
    for name in (*SEEN, *UNSEEN):
        print(tears(name, options.pages), flush=True)
    for name in ("xwlb_train", "native-writers"):
        for style in ("blank", "indent", "none"):
            for width in (12, 17, 38):
                print(wrapped(name, width, style), flush=True)
    for engine in ("tess", "rapid"):
        for blank in (True, False):
            print(ocr_pages(engine, blank=blank), flush=True)


if __name__ == "__main__":
    main()
