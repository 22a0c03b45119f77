"""Make pages with pictures, as OCR engines read them, with what each line should read.

    nice python -m tools.scans.make [--output FOLDER] [--pages 0-219] [--fresh]

FOLDER (`build/data/scans`) gets `images`, `raw`, `text` and `truth`, as
`$PROOFER_SHARED/data/ocr-pages` has them. Pages 000 to 119 are in simplified print, 120 to 169 in
traditional print, 170 to 219 in traditional print that runs down. Each is read by three engines
(`tools.scans.engines`), which takes some 10 seconds of CPU a page; what was read once is not read
again. Fonts are those of Debian's fonts-noto-cjk, fonts-arphic-{gbsn00lp,ukai,uming},
fonts-cwtex-fs and fonts-wqy-zenhei; traditional text is made by OpenCC. A page is the same each
time it is made, and no two pages share a sentence.

With `--fresh` pages 220 to 284 are made in `build/data/scans/fresh`, of texts that share nothing
with the others: 220 to 259 in simplified print, 260 to 274 in traditional print, 275 to 284 in
traditional print that runs down. Nothing is fitted or chosen on them. `sentences.txt` is what a
language model to judge them with must not have seen.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path

from proofer.formats import read
from proofer.ocr.alignment import printed_lines
from proofer.scan.regions import around
from tools.scans import texts
from tools.scans.engines import ENGINES, missing
from tools.scans.typesetting import Print, printed
from tools.scans.wear import MOST_SKEW, bitonal, worn
from tools.sources.engine_files import FRESH, FRESH_KINDS, KINDS, MADE, kind_of

_SENTENCES = 30
"""Sentences that are set aside for a page."""
_CHARACTERS = range(500, 901)
_QUOTES = str.maketrans("“”‘’", "「」『』")
_PRINT = {"simplified": (range(18, 33), 1.5, 0.4), "traditional": (range(24, 41), 1.0, 0.0)}
"""Sizes of the type, pixels, wear of the worst page, and share of pages in black and white.

Engines read simplified print better.
"""
_PARAGRAPH = 4
"""Most sentences of a paragraph."""


def make(number: int, sentences: Sequence[str], folder: Path) -> None:
    """Make a page of some sentences: its image, what the engines read, and the truth."""
    dice = random.Random(number)
    kind = kind_of(number)
    vertical = kind == "vertical"
    script = "traditional" if vertical else kind
    text = [in_script(paragraph, script) for paragraph in paragraphs(sentences, dice)]
    sizes, wear, share = _PRINT[script]
    page = printed(text, script, dice, vertical=vertical, sizes=sizes)
    page = page.turned(dice.uniform(-MOST_SKEW, MOST_SKEW))
    scan = worn(page.image, dice, wear)
    image = folder / f"images/page-{number:03}.jpg"
    if share and dice.random() < share:
        image = image.with_suffix(".png")
        scan = bitonal(scan, dice)
    scan.save(image, quality=dice.randint(35, 90))
    for name, engine in ENGINES.items():
        raw = folder / f"raw/page-{number:03}.{name}"
        if not raw.exists():
            engine(image, raw, script, vertical=vertical)
        if raw.exists():
            pair(raw, folder, page)


def paragraphs(sentences: Sequence[str], dice: random.Random) -> list[str]:
    """Return sentences as paragraphs, as many as a page has room for."""
    left, found, at = dice.choice(_CHARACTERS), [], 0
    while left > 0 and at < len(sentences):
        count = dice.randint(1, _PARAGRAPH)
        found.append("".join(sentences[at : at + count])[:left])
        left -= len(found[-1])
        at += count
    return found


def in_script(text: str, script: str) -> str:
    """Return a simplified text in a script."""
    if script == "simplified":
        return text
    converted: str = import_module("opencc").OpenCC("s2t").convert(text)
    return converted.translate(_QUOTES)


def pair(raw: Path, folder: Path, page: Print) -> None:
    """Write the lines of a reading, and what is printed where each of them stands."""
    document = read(raw)
    lines, boxes = [], []
    for line in printed_lines(document):
        drawn = [
            piece.ocr.box
            for piece in document.pieces(line.span)
            if piece.ocr is not None and piece.ocr.box is not None
        ]
        if drawn:
            lines.append(line.span.of(document.text).replace("\n", " "))
            boxes.append(around(drawn))
    truth = page.inside(boxes)
    name = ".".join(raw.name.split(".")[:2]) + ".txt"
    for kind, rows in (("text", lines), ("truth", truth)):
        (folder / kind / name).write_text("\n".join(rows), encoding="utf-8")


def main() -> int:
    """Make the pages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path)
    parser.add_argument("--pages", help="numbers of the first and the last one")
    parser.add_argument("--fresh", action="store_true")
    options = parser.parse_args()
    if lacking := missing():
        parser.error(f"not installed: {', '.join(lacking)}; see tools/scans/engines.py")
    folder = options.output or (FRESH if options.fresh else MADE)
    for name in ("images", "raw", "text", "truth"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    numbers = [*chain(*(FRESH_KINDS if options.fresh else KINDS).values())]
    sentences = texts.fresh() if options.fresh else texts.unseen()
    random.Random(0).shuffle(sentences)
    if options.fresh:  # for `tools.language_model.build --exclude`
        printed_texts = sentences[: len(numbers) * _SENTENCES]
        (folder / "sentences.txt").write_text("\n".join(printed_texts) + "\n", encoding="utf-8")
    first, last = map(int, options.pages.split("-")) if options.pages else (0, numbers[-1])
    chosen = [number for number in numbers if first <= number <= last]
    for number in sorted(chosen, key=lambda number: (number % 10, number)):
        at = (number - numbers[0]) * _SENTENCES
        make(number, sentences[at : at + _SENTENCES], folder)
        print(f"page {number}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
