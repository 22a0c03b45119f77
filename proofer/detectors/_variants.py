"""Places where a text repeats itself with a small difference: the search behind `inconsistent-clause`.

Two places agree in `FRAME` or more characters around at most `MOST` that differ. One side of such a frame is at least half
of it, so every pair is found by an index of n-grams of that length, once read forwards and once backwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import regex

from proofer.document.spans import Span

FRAME = 12
"""Equal characters on both sides together; chosen on news, laws and encyclopedia (8 to 16 were tried)."""
MOST = 2
"""Characters that may differ on each side."""
LEAST_SIDE = 2
_GRAM = FRAME // 2
_REACH = 14
_MOST_PLACES = 60
"""An n-gram more frequent than this is a formula of the text; comparing all its places would cost too much."""
_SENTENCE_END = frozenset("\n。！？!?；;")
_KEPT = regex.compile(r"[\p{Han}\p{L}\p{N}，、：,:（）()·/／\-]")
_HALF_TO_FULL = str.maketrans(",:()/", "，：（）／")
_PRIME = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Variant:
    """A place (`span`) that reads `found` where `others` places with the same frame read `usual`."""

    span: Span
    found: str
    usual: str
    usual_span: Span
    frame: int
    same: int
    """How many places read `found` in this frame, this one included."""
    others: int


class Skeleton:
    """A text without quotation marks and blanks, its marks full width, with the way back."""

    def __init__(self, text: str) -> None:
        self.source = text
        kept = [(at, character) for at, character in enumerate(text) if _counts(character)]
        self.index = [at for at, _ in kept]
        self.text = "".join(character for _, character in kept).translate(_HALF_TO_FULL)
        codes = np.frombuffer(self.text.encode("utf-32-le"), np.uint32).astype(np.uint64)
        self.ends = np.isin(codes, [ord(mark) for mark in _SENTENCE_END])
        self.codes = codes

    def span(self, start: int, end: int) -> Span:
        """Return where the characters `start` to `end` stand in the source."""
        if start < end:
            return Span(self.index[start], self.index[end - 1] + 1)
        at = self.index[start] if start < len(self.index) else len(self.source)
        return Span(at, at)


def _counts(character: str) -> bool:
    return character in _SENTENCE_END or _KEPT.match(character) is not None


def variants(skeleton: Skeleton) -> Iterator[Variant]:
    """Yield the places that read otherwise than the majority of the places with the same frame, once each."""
    best: dict[tuple[int, int], Variant] = {}
    for backwards in (False, True):
        for places in _repeated_grams(skeleton, backwards):
            for variant in _compared(skeleton, places, backwards):
                key = (variant.span.start, variant.span.end)
                held = best.get(key)
                if held is None or (variant.others, variant.frame) > (held.others, held.frame):
                    best[key] = variant
    yield from (best[key] for key in sorted(best))


def _repeated_grams(skeleton: Skeleton, backwards: bool) -> Iterator[list[int]]:
    """Yield the places behind (before, if backwards) each n-gram that occurs three times and is continued variously."""
    codes, ends = skeleton.codes, skeleton.ends
    count = len(codes) - _GRAM
    if count < 3:
        return
    keys = np.zeros(count, np.uint64)
    broken = np.zeros(count, np.bool_)
    first = 1 if backwards else 0
    for step in range(_GRAM):
        part = slice(first + step, first + step + count)
        keys = (keys ^ codes[part]) * _PRIME
        keys ^= keys >> np.uint64(29)
        broken |= ends[part]
    next_codes = codes[:count] if backwards else codes[_GRAM : _GRAM + count]
    order = np.lexsort((next_codes, keys))
    order = order[~broken[order]]
    sorted_keys, sorted_next = keys[order], next_codes[order]
    starts = np.flatnonzero(np.r_[True, sorted_keys[1:] != sorted_keys[:-1]]) if len(order) else np.zeros(0, np.int64)
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(order)], strict=True):
        if 3 <= end - start <= _MOST_PLACES and sorted_next[start] != sorted_next[end - 1]:
            yield (order[start:end] + (1 if backwards else _GRAM)).tolist()


def _compared(skeleton: Skeleton, places: list[int], backwards: bool) -> Iterator[Variant]:
    """Compare the places of an n-gram, each rarer continuation with the more frequent ones."""
    text = skeleton.text
    step = -1 if backwards else 1
    following = {at: text[at - 1] if backwards else text[at] for at in places}
    counts = Counter(following.values())
    for at in places:
        if counts[following[at]] * 2 > len(places):
            continue
        rivals: dict[tuple[int, str], list[tuple[int, int]]] = {}
        for other in places:
            if following[other] == following[at]:
                continue
            for size, other_size, frame in _differences(text, at, other, step):
                usual = _cut(text, other, other_size, step)
                rivals.setdefault((size, usual), []).append((frame, other))
        for (size, usual), found in rivals.items():
            yield _variant(skeleton, at, size, usual, found, places, step)


def _cut(text: str, at: int, size: int, step: int) -> str:
    return text[at : at + size] if step > 0 else text[at - size : at]


def _differences(text: str, at: int, other: int, step: int) -> Iterator[tuple[int, int, int]]:
    """Yield the smallest differences (sizes here and there) after which both places agree again, with the frame."""
    before = _agreement(text, at, other, -step)
    for total in range(1, 2 * MOST + 1):
        found = False
        for size in range(max(0, total - MOST), min(MOST, total) + 1):
            there = total - size
            after = _agreement(text, at + step * size, other + step * there, step)
            if after >= LEAST_SIDE and before + after >= FRAME:
                found = True
                yield size, there, before + after
        if found:
            return


def _agreement(text: str, a: int, b: int, step: int) -> int:
    """Return how many characters agree from (or up to) both places, within a sentence, at most `_REACH`."""
    count = 0
    if step < 0:
        a, b = a - 1, b - 1
    while count < _REACH and 0 <= a < len(text) and 0 <= b < len(text):
        if text[a] != text[b] or text[a] in _SENTENCE_END:
            break
        count, a, b = count + 1, a + step, b + step
    return count


def _variant(
    skeleton: Skeleton, at: int, size: int, usual: str, found: list[tuple[int, int]], places: list[int], step: int
) -> Variant:
    text = skeleton.text
    here = _cut(text, at, size, step)
    start = at if step > 0 else at - size
    frame, other = max(found, key=lambda each: (each[0], -each[1]))
    other_start = other if step > 0 else other - len(usual)
    frame_after = min(_agreement(text, at + step * size, other + step * len(usual), step), FRAME // 2)
    tail = _cut(text, at + step * size, frame_after, step)
    same = sum(
        1
        for place in places
        if _cut(text, place, size, step) == here and _cut(text, place + step * size, frame_after, step) == tail
    )
    return Variant(
        skeleton.span(start, start + size),
        here,
        usual,
        skeleton.span(other_start, other_start + len(usual)),
        frame,
        same,
        len({place for _, place in found}),
    )
