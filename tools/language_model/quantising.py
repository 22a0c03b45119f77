"""Round probabilities to 8 bits and write the files of a model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from proofer.language.encoding import BEGIN, NONE, Vocabulary
from proofer.language.table import build
from tools.language_model.counts import ORDER, Keys, Numbers
from tools.language_model.pruning import Marks
from tools.sources.array_files import save_array, save_header, save_text

LEVELS = 256


def quantise(
    values: Numbers, levels: int = LEVELS
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Code book of `levels` numbers and the code of each value.

    Starts from bins of equal population, then moves bounds and means in turns (Lloyd 1957), which
    halves the error.
    """
    book = np.quantile(values, (np.arange(levels) + 0.5) / levels)
    ordered = np.sort(values)
    sums = np.r_[0.0, np.cumsum(ordered)]
    for _ in range(20):
        cuts = np.r_[0, np.searchsorted(ordered, (book[1:] + book[:-1]) / 2), ordered.size]
        sizes = np.diff(cuts)
        book = np.where(sizes > 0, np.diff(sums[cuts]) / np.maximum(sizes, 1), book)
    codes = np.searchsorted((book[1:] + book[:-1]) / 2, values)
    return book.astype(np.float32), codes.astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Pruned:
    """A model of n-grams: keys, probabilities, back-off weights by order; which stay."""

    keys: dict[int, Keys]
    values: dict[int, Numbers]
    backs: dict[int, Numbers]
    marks: Marks


def unigram_array(vocabulary: Vocabulary, model: Pruned) -> NDArray[np.float32]:
    """log10 probability and back-off weight of every id, shape (ids, 2)."""
    unigrams = np.zeros((vocabulary.size, 2), np.float32)
    ids, values = model.keys[1].astype(np.int64), model.values[1]
    known = values > 0
    unigrams[:, 0] = np.log10(values[known].min())
    unigrams[ids[known], 0] = np.log10(values[known])
    unigrams[ids, 1] = np.log10(model.backs[1])
    unigrams[BEGIN, 0] = unigrams[NONE, 0] = 0
    return unigrams


def write_model(
    folder: Path, vocabulary: Vocabulary, model: Pruned, header: dict[str, object], load: float
) -> int:
    """Write `model.npy`, `-unigrams`, `-books`, `model.txt`, `model.json`; return their size.

    Args:
        folder: where to; made if it is missing.
        vocabulary: the characters.
        model: the n-grams that are kept.
        header: what `model.json` says.
        load: share of the slots of the hash table that are taken, 0 to 1.
    """
    books = np.zeros((ORDER - 1, 2, LEVELS), np.float32)
    parts = []
    for order in range(2, ORDER + 1):
        rows = np.flatnonzero(model.marks[order])
        books[order - 2, 0], first = quantise(np.log10(model.values[order][rows]))
        second = np.zeros(rows.size, np.uint8)
        if order < ORDER:
            books[order - 2, 1], second = _quantise_backs(np.log10(model.backs[order][rows]))
        parts.append((model.keys[order][rows], first, second))
    ngrams, first, second = (np.concatenate(column) for column in zip(*parts, strict=True))
    table = build(ngrams, first, second, load=load)
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in (
        ("model", table),
        ("model-unigrams", unigram_array(vocabulary, model)),
        ("model-books", books),
    ):
        save_array(folder / f"{name}.npy", array)
    save_text(folder / "model.txt", vocabulary.characters + "\n")
    header = header | {
        "order": ORDER,
        "ngrams": [int(model.marks[order].sum()) for order in range(1, ORDER + 1)],
    }
    save_header(folder / "model.json", header)
    return sum(path.stat().st_size for path in folder.glob("model*"))


def _quantise_backs(values: Numbers) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """As `quantise`, but code 0 is exactly 0: most n-grams are no context."""
    used = values != 0
    codes = np.zeros(values.size, np.uint8)
    book, codes[used] = quantise(values[used], LEVELS - 1)
    codes[used] += 1
    return np.r_[np.float32(0), book], codes
