"""Speed of the language side: `python -m bench.speed.language [TEXT] [--characters N]`, one core.

Prints code points a second of each operation, and how many times faster scoring is than a peer in
the same run: the usual implementation without a compiled extension, a dictionary of n-grams. The
peer is flattered: its dictionary holds every n-gram of the text, so its first look-up always hits.
Without TEXT, two sentences are repeated, which fits the cache and flatters everything: give it a
real text for figures to report.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np

from proofer.language.encoding import BITS, NONE
from proofer.language.lexicon import default_words
from proofer.language.model import CharacterModel, default_model
from proofer.language.shapes import default_shapes

REPEATS = 5
SAMPLE = (
    "会议强调，要深入推动高质量发展，抓好党的建设。"
    "他们老老实实做人，规规矩矩做事；企业生产氧化铝和电解铝。"
)


def rate(size: int, work: Callable[[], object]) -> float:
    """Units a second of the best of several runs."""
    best = float("inf")
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return size / best


def dictionary_of(model: CharacterModel, text: str) -> dict[int, tuple[float, float]]:
    """The n-grams of `text` that the model holds: packed ids to probability and back-off weight."""
    tokens = model.vocabulary.tokenise(model.vocabulary.encode("\n" + text)).ids.astype(np.uint64)
    known: dict[int, tuple[float, float]] = {}
    for order in range(1, 5):
        keys = np.zeros(tokens.size - order + 1, np.uint64)
        for place in range(order):
            keys = (keys << np.uint64(BITS)) | tokens[place : place + keys.size]
        known.update((key, (-1.0, -0.5)) for key in np.unique(keys).tolist())
    return known


def plain_python(known: dict[int, tuple[float, float]], tokens: list[int]) -> float:
    """Score `tokens` as without NumPy: a dictionary look-up an order and token, longest first."""
    total, history, mask = 0.0, NONE, (1 << BITS * 3) - 1
    for token in tokens:
        context, back = history, 0.0
        for order in (3, 2, 1, 0):
            context = history & ((1 << BITS * order) - 1)
            entry = known.get(context << BITS | token)
            if entry is not None:
                total += entry[0] + back
                break
            back += known.get(context, (0.0, 0.0))[1]
        history = (history << BITS | token) & mask
    return total


def read_options() -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("text", type=Path, nargs="?", help="UTF-8 text to work on")
    parser.add_argument("--characters", type=int, default=1_000_000)
    return parser.parse_args()


def main() -> None:
    """Print one line for each operation."""
    options = read_options()
    text = options.text.read_text(encoding="utf-8") if options.text else SAMPLE
    text = (text * (options.characters // max(1, len(text)) + 1))[: options.characters]
    start = time.perf_counter()
    model, words, shapes = default_model(), default_words(), default_shapes()
    print(f"open model, lexicon and shapes: {(time.perf_counter() - start) * 1000:.1f} ms")
    score = rate(len(text), lambda: model.score(text))
    tokens = model.vocabulary.tokenise(model.vocabulary.encode("\n" + text)).ids.tolist()
    known = dictionary_of(model, text)
    peer = rate(len(tokens), lambda: plain_python(known, tokens))
    print(
        f"score: {score / 1e6:.2f} M code points/s; "
        f"{score / peer:.1f} x a Python dictionary ({peer / 1e6:.2f} M/s)"
    )
    page = text[:15_000]
    edits = [(place, place + 1, "的") for place in range(len(page) - 1)]
    print(f"gains: {rate(len(edits), lambda: model.gains(page, edits)) / 1e3:.0f} k edits/s")
    texts = [page[place : place + 12] for place in range(0, len(page), 3)]
    print(
        f"totals: {rate(len(texts), lambda: model.totals(texts)) / 1e3:.0f} k texts/s "
        "of 12 code points"
    )
    print(
        f"lookup_spans: {rate(len(text), lambda: words.lookup_spans(text)) / 1e6:.2f} M "
        "code points/s"
    )
    print(f"segment: {rate(len(page), lambda: words.segment(page)) / 1e3:.0f} k code points/s")
    pairs = list(pairwise(page))
    print(
        f"similarities: {rate(len(pairs), lambda: shapes.similarities(pairs)) / 1e6:.2f} M pairs/s"
    )


if __name__ == "__main__":
    main()
