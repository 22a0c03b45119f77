"""Where a text repeats itself with a small difference: the search behind `inconsistent-clause`.

Two places agree in `FRAME` or more characters around at most `MOST` that differ. One side of such a
frame is at least half of it, so every pair is found by an index of n-grams of that length, once
read forwards and once backwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.language.arrays import distinct, is_among, point_table
from proofer.language.lexicon import code_points
from proofer.language.occurrences import Occurrences

FRAME = 12
"""Equal characters on both sides together; of 8 to 16 the best on news, laws and encyclopedia."""
MOST = 2
"""Characters that may differ on each side."""
LEAST_SIDE = 2
"""Equal characters that must follow a difference."""
_GRAM = FRAME // 2
_REACH = 14
"""Characters on each side that are compared at most; more make nothing surer."""
_FEWEST_PLACES, _MOST_PLACES = 3, 60
"""Places of an n-gram: fewer show no usual reading, more are a formula, and too many to compare."""
_SENTENCE_END = frozenset("\n。！？!?；;")
_ENDS = point_table(_SENTENCE_END)
_KEPT = lazy_regex(r"[\p{Han}\p{L}\p{N}，、：,:（）()·/／\-]")
_HALF_TO_FULL = tuple(zip(",:()/", "，：（）／", strict=True))
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_HASH_BITS = 16
_UNHASHED = np.uint64(64 - _HASH_BITS)


@dataclass(frozen=True, slots=True)
class Variant:
    """A place that reads `found` where `others` places with the same frame read `usual`.

    Spans are those of the source, `at` and `usual_at` are offsets of the skeleton.
    """

    span: Span
    at: int
    found: str
    usual_span: Span
    usual_at: int
    usual: str
    frame: int
    same: int
    """How many places read `found` in this frame, this one included."""
    others: int


class Skeleton:
    """A text without quotation marks and blanks, its marks full width, with the way back."""

    def __init__(self, text: str) -> None:
        dropped = np.array(sorted(ord(each) for each in set(text) if not _counts(each)), np.uint32)
        codes = code_points(text)
        self._index = (~is_among(codes, dropped)).nonzero()[0]
        kept = codes.take(self._index).tobytes().decode("utf-32-le", "surrogatepass")
        for half, full in _HALF_TO_FULL:  # of which there are few: `translate` looks at each one
            kept = kept.replace(half, full)
        self.text = kept
        self.occurrences = Occurrences(kept)
        self._length = len(text)

    def span(self, start: int, end: int) -> Span:
        """Return where the characters `start` to `end` stand in the source."""
        if start < end:
            return Span(int(self._index[start]), int(self._index[end - 1]) + 1)
        at = int(self._index[start]) if start < self._index.size else self._length
        return Span(at, at)


@dataclass(frozen=True, slots=True)
class _Rival:
    """Two places behind the same n-gram that agree again after `here` and `there` characters."""

    at: int
    here: int
    other: int
    there: int
    frame: int


@lru_cache(1 << 14)
def _counts(character: str) -> bool:
    return character in _SENTENCE_END or _KEPT.match(character) is not None


def variants(skeleton: Skeleton) -> Iterator[Variant]:
    """Yield the places that differ from most of the places with the same frame, once each."""
    best: dict[Span, Variant] = {}
    for backwards in (False, True):
        text = skeleton.text[::-1] if backwards else skeleton.text
        for places in _repeated_grams(text):
            for rivals in _rivals(text, places):
                variant = _variant(skeleton, text, rivals, places, backwards)
                held = best.get(variant.span)
                if held is None or (variant.others, variant.frame) > (held.others, held.frame):
                    best[variant.span] = variant
    yield from (best[span] for span in sorted(best))


def _repeated_grams(text: str) -> Iterator[list[int]]:
    """Yield the places behind each n-gram that occurs three times and goes on in several ways."""
    codes = code_points(text)
    count = len(codes) - _GRAM
    if count < _FEWEST_PLACES:
        return
    keys, ends = np.zeros(count, np.uint64), _ENDS.take(codes, mode="clip")
    broken = ends[:count].copy()
    for step in range(_GRAM):
        keys ^= codes[step : step + count]
        keys *= _PRIME
        keys ^= keys >> np.uint64(29)
        broken |= ends[step : step + count]
    places = (~broken).nonzero()[0]
    ordered = np.sort(keys.take(places))
    others = ordered[_FEWEST_PLACES - 1 :]
    frequent = distinct(others[others == ordered[: others.size]])
    if not frequent.size:
        return
    # Most are told by some bits of their hash, in a tenth of the time.
    there = np.zeros(1 << _HASH_BITS, np.bool_)
    there[frequent >> _UNHASHED] = True
    places = places[there.take((keys >> _UNHASHED).view(np.int64).take(places))]
    places = places[is_among(keys.take(places), frequent)]
    keys, following = keys.take(places), codes[_GRAM:].take(places)
    order = np.lexsort((following, keys))
    starts = keys.take(order).searchsorted(frequent)
    ends = np.append(starts[1:], order.size)
    places, following = places.take(order) + _GRAM, following.take(order)
    several = (ends - starts <= _MOST_PLACES) & (following[starts] != following[ends - 1])
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        yield places[start:end].tolist()


def _rivals(text: str, places: Sequence[int]) -> Iterator[list[_Rival]]:
    """Yield, for each place that goes on in a rarer way, the others that agree on another one."""
    counts = Counter(text[at] for at in places)
    heads = {
        at: [text[at + far : at + far + LEAST_SIDE] for far in range(MOST + 1)] for at in places
    }
    sides = {at: frozenset(each) for at, each in heads.items()}
    for at in places:
        if counts[text[at]] * 2 > len(places):
            continue
        found: dict[tuple[int, str], list[_Rival]] = {}
        for other in places:
            # most do not agree again, which is to be told quickly: there may be 60 times 60
            if text[other] != text[at] and not sides[at].isdisjoint(sides[other]):
                for rival in _differences(text, at, other, heads):
                    found.setdefault((rival.here, text[other : other + rival.there]), []).append(
                        rival
                    )
        yield from found.values()


def _differences(
    text: str, at: int, other: int, heads: Mapping[int, Sequence[str]]
) -> list[_Rival]:
    """Return the smallest differences after which both places agree again.

    `heads` has for each place the `LEAST_SIDE` characters there, one further, and so on.
    """
    before = _agreement(text, at, other, -1)
    for total in range(1, 2 * MOST + 1):
        found = []
        for here in range(max(0, total - MOST), min(MOST, total) + 1):
            there = total - here
            if heads[at][here] != heads[other][there]:
                continue
            after = _agreement(text, at + here, other + there, 1)
            if after >= LEAST_SIDE and before + after >= FRAME:
                found.append(_Rival(at, here, other, there, before + after))
        if found:
            return found
    return []


def _agreement(text: str, a: int, b: int, step: int) -> int:
    """Return how many characters agree from both places on (`step` -1: up to them)."""
    if step < 0:
        first, second = (text[max(0, at - _REACH) : at][::-1] for at in (a, b))
    else:
        first, second = (text[at : at + _REACH] for at in (a, b))
    count = 0
    for one, two in zip(first, second, strict=False):
        if one != two or one in _SENTENCE_END:
            break
        count += 1
    return count


def _variant(
    skeleton: Skeleton, text: str, rivals: Sequence[_Rival], places: Sequence[int], backwards: bool
) -> Variant:
    """Return the variant at the place that `rivals` share.

    Args:
        skeleton: the text without marks that do not count.
        text: its characters, last to first if `backwards`.
        rivals: places that all read the same where this one reads otherwise, as offsets in `text`.
        places: all places behind the same n-gram.
        backwards: whether `text` runs backwards.
    """
    first = max(rivals, key=lambda rival: (rival.frame, -rival.other))
    tail = min(_agreement(text, first.at + first.here, first.other + first.there, 1), FRAME // 2)
    reading = text[first.at : first.at + first.here + tail]
    found = text[first.at : first.at + first.here]
    usual = text[first.other : first.other + first.there]
    here, there = first.at, first.other
    if backwards:
        found, usual = found[::-1], usual[::-1]
        here, there = len(text) - here - len(found), len(text) - there - len(usual)
    return Variant(
        skeleton.span(here, here + len(found)),
        here,
        found,
        skeleton.span(there, there + len(usual)),
        there,
        usual,
        first.frame,
        sum(text.startswith(reading, place) for place in places),
        len({rival.other for rival in rivals}),
    )
