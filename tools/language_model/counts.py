"""Count n-grams of characters by sorting: keys of four 13-bit ids in 64 bits, an array an order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proofer.language.encoding import BEGIN, BITS, NONE, Vocabulary, normalise

ORDER = 4
SHIFT = np.uint64(BITS)

Keys = NDArray[np.uint64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """Distinct n-grams of one order, sorted by key, and how often each was seen.

    Attributes:
        keys: packed ids, the last token in the lowest bits, shape (n,).
        numbers: counts, shape (n,).
    """

    keys: Keys
    numbers: Numbers


def choose_characters(corpora: Iterable[list[str]], most: int, least: int) -> str:
    """The commonest normalised characters, at most `most`, each seen `least` times, sorted."""
    seen: Counter[str] = Counter()
    for lines in corpora:
        for char, number in Counter("".join(lines)).items():
            if not char.isspace() and char.isprintable() and ord(char) < 0xFFFF:
                seen[normalise(char)] += number
    ranked = sorted(seen.items(), key=lambda item: (-item[1], item[0]))
    return "".join(sorted(char for char, number in ranked[:most] if number >= least))


def token_stream(vocabulary: Vocabulary, lines: list[str]) -> NDArray[np.uint16]:
    """All `lines` as one stream of tokens with sentence boundaries."""
    return vocabulary.tokenise(vocabulary.encode("\n" + "\n".join(lines) + "\n")).ids


def count(tokens: NDArray[np.uint16], order: int) -> Counts:
    """Count the n-grams of `order` that lie inside one sentence (`<s>` only in the first place)."""
    size = tokens.size - order + 1
    if size <= 0:
        return Counts(np.zeros(0, np.uint64), np.zeros(0))
    keys = np.zeros(size, np.uint64)
    inside = np.ones(size, np.bool_)
    for place in range(order):
        part = tokens[place : place + size]
        keys <<= SHIFT
        keys |= part
        inside &= part != NONE
        if place:
            inside &= part != BEGIN
    unique, numbers = np.unique(keys[inside], return_counts=True)
    return Counts(unique, numbers.astype(np.float64))


def add(parts: list[Counts]) -> Counts:
    """Sum of several counts."""
    keys = np.concatenate([part.keys for part in parts])
    numbers = np.concatenate([part.numbers for part in parts])
    order = np.argsort(keys, kind="stable")
    keys, numbers = keys[order], numbers[order]
    first = (
        np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if keys.size else np.zeros(0, np.int64)
    )
    return Counts(keys[first], np.add.reduceat(numbers, first) if keys.size else numbers)


def suffix(keys: Keys, order: int) -> Keys:
    """Keys of the last `order - 1` tokens of n-grams of `order`."""
    return keys & np.uint64((1 << BITS * (order - 1)) - 1)


def begins(keys: Keys, order: int) -> NDArray[np.bool_]:
    """Which n-grams of `order` start with `<s>`."""
    heads: NDArray[np.bool_] = (keys >> np.uint64(BITS * (order - 1))) == BEGIN
    return heads


def continuations(raw: dict[int, Counts]) -> dict[int, Counts]:
    """Adjusted counts (Kneser, Ney): below the highest order, how many tokens precede an n-gram.

    N-grams that start with `<s>` keep their raw counts, as nothing can stand before them
    (Heafield et al. 2013).
    """
    adjusted = {ORDER: raw[ORDER]}
    for order in range(ORDER - 1, 0, -1):
        keys, numbers = np.unique(suffix(raw[order + 1].keys, order + 1), return_counts=True)
        inner = Counts(keys, numbers.astype(np.float64))
        if order > 1:
            first = begins(raw[order].keys, order)
            inner = add([inner, Counts(raw[order].keys[first], raw[order].numbers[first])])
        adjusted[order] = inner
    return adjusted
