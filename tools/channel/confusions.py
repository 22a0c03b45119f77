"""Build `channel-confusions.npy`: what two OCR engines read for what, counted.

Usage: `python -m tools.channel.confusions [--all] [--noisy]`. Counts only, no text. Without
    `--all` the pages that `tools.channel.fit` reports on are left out. `--noisy` counts
    half of the subtitles too and builds `channel-confusions-noisy.npy`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable

import numpy as np
from rapidfuzz.distance import Levenshtein

from proofer.language.channel.confusions import rows_of
from proofer.language.channel.profiles import PROFILES
from tools.paths import DATA
from tools.sources.ocr_pages import Page, fit_pages, pages, sentences, subtitles

WORST = 0.4
"""Character error rate above which a page teaches nothing."""


def count(readings: Iterable[Page]) -> Counter[tuple[str, str]]:
    """Pairs (read, right) in `readings`, empty for nothing; runs of unequal length are left out."""
    found: Counter[tuple[str, str]] = Counter()
    for page in readings:
        if page.error_rate > WORST:
            continue
        for paragraph in page.paragraphs:
            read, truth = paragraph.read, paragraph.truth
            for op in Levenshtein.opcodes(read, truth):
                tag, a, b, c, d = op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end
                if tag == "replace":
                    found.update(zip(read[a:b], truth[c:d], strict=True))
                elif tag == "delete" and b - a <= 2:
                    found.update((char, "") for char in read[a:b])
                elif tag == "insert" and d - c <= 2:
                    found.update(("", char) for char in truth[c:d])
    return found


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--all", action="store_true", help="also the pages to report on")
    parser.add_argument("--noisy", action="store_true", help="also the first half of the subtitles")
    options = parser.parse_args()
    readings = pages() + sentences(lambda _: True) if options.all else fit_pages()
    if options.noisy:
        readings += subtitles()[0]
    rows = rows_of(count(readings))
    output = DATA / PROFILES["ocr-noisy" if options.noisy else "ocr"].confusions
    np.save(output, rows)
    print(f"{output}: {rows.size:,} pairs, {output.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
