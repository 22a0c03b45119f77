"""Halves of four-character reduplications: 认真真 and 认认真 are what is left of 认认真真."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from proofer.detectors.context import page_fact
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.language.characters import FUNCTION_CHARACTERS
from proofer.language.lexicon import UNKNOWN_CHARACTER

if TYPE_CHECKING:
    from proofer.detectors.context import Context, Page
    from proofer.language.dictionaries import Dictionaries

NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两")
_PAIR = lazy_regex(r"(\p{Han})\1")
_CONJUNCTIONS, _PARTICLES = frozenset("和与及而或"), frozenset("了着过")
_AFTER_MANNER = frozenset("地的得")
_COMMON = -6.2
"""log10 frequency of a word with which the last character goes rather than with the pair."""


@dataclass(frozen=True, slots=True)
class HalfReduplication:
    """Three characters at `span`, ABB or AAB, and the AABB that they are half of."""

    span: Span
    whole: str
    lost_first: bool
    """True for ABB, which lost its first character; False for AAB, which lost its last."""

    @property
    def base(self) -> str:
        """AB, the word that is reduplicated."""
        return self.whole[0] + self.whole[2]


@page_fact
def half_reduplications(page: Page) -> tuple[HalfReduplication, ...]:
    """Return the half-lost reduplications of a page. The rules are explained in `reduplication`."""
    return tuple(_halves(page, page.context))


def _halves(page: Page, context: Context) -> Iterator[HalfReduplication]:
    known = context.dictionaries.derived(_inverted)
    text = page.text
    for match in _PAIR.finditer(text, overlapped=True):
        for start in (match.start() - 1, match.start()):
            half = known.get(text[start : start + 3]) if start >= 0 else None
            if half is not None:
                here = replace(half, span=Span(start, start + 3))
                if _is_left_over(here, page, context):
                    yield here


def _inverted(dictionaries: Dictionaries) -> Mapping[str, HalfReduplication]:
    found: dict[str, HalfReduplication] = {}
    for word in dictionaries.kind("reduplications"):
        if (
            len(word) == 4
            and word[0] == word[1] != word[2] == word[3]
            and not NUMERALS.issuperset(word)
        ):
            found.setdefault(word[1:], HalfReduplication(Span(0, 0), word, lost_first=True))
            found.setdefault(word[:3], HalfReduplication(Span(0, 0), word, lost_first=False))
    return found


def _is_left_over(half: HalfReduplication, page: Page, context: Context) -> bool:
    text, span = page.text, half.span
    before, after = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    if before == half.whole[0] if half.lost_first else after == half.whole[3]:
        return False
    # 老老实实|在: the doubled character belongs to a whole reduplication beside it.
    beside = (
        Span(span.start + 1, span.start + 5)
        if half.lost_first
        else Span(max(0, span.start - 2), span.start + 2)
    )
    if beside.of(text) in context.dictionaries.kind("reduplications") or _is_name(
        half, page, context
    ):
        return False
    return not _is_word(span.of(text), half.whole, context) and not any(
        _is_seam(half, before, text[span.end : span.end + reach], context) for reach in (1, 2)
    )


def _is_name(half: HalfReduplication, page: Page, context: Context) -> bool:
    """Return whether it is a surname and a doubled given name that the page repeats: 丁冬冬."""
    three = half.span.of(page.text)
    return (
        half.lost_first and three[0] in context.dictionaries.kind("names") and page.count(three) > 1
    )


def _is_word(three: str, whole: str, context: Context) -> bool:
    """Return whether the three characters are a word, and no rarer than the whole one."""
    if three in context.dictionaries.kind("reduplications") or three in context.dictionaries.kind(
        "allow"
    ):
        return True
    words = context.words
    return three in words and not (
        three[0] == three[1]
        and whole in words
        and words.log_frequency(whole) > words.log_frequency(three)
    )


def _is_seam(half: HalfReduplication, before: str, after: str, context: Context) -> bool:
    """Return whether two words that are likelier meet here: 方面|面临, 水平|平安, 大大|方便.

    At the edge of a clause none does: there it lost a character, or one is doubled.
    """
    base = half.base
    if _belongs_to_what_follows(half, after, context):
        return True
    seams = [
        ((before + base[0], base), (before, half.whole)),
        ((base[0] * 2, base[1] + after), (half.whole, after)),
    ]
    if half.lost_first:
        seams = [
            ((base, base[1] + after), (half.whole, after)),
            ((before + base[0], base[1] * 2), (before, half.whole)),
        ]
    return any(
        all(len(word) > 1 and word in context.words for word in seam)
        and _likelihood(seam, context) >= _likelihood(whole, context)
        for seam, whole in seams
    )


def _belongs_to_what_follows(half: HalfReduplication, after: str, context: Context) -> bool:
    """Return whether the last character does: 温和|和, 星|点点头, 莽莽|苍山, 偷偷|摸了."""
    base, words = half.base, context.words
    if half.lost_first:
        return base[1] in _CONJUNCTIONS or (len(after) == 1 and 2 * base[1] + after in words)
    return (
        len(after) == 1
        and after not in _AFTER_MANNER
        and (
            base[0] in FUNCTION_CHARACTERS  # 也是|是非
            or after in _PARTICLES
            or base + after in words
            or (2 * base[0] in words and words.log_frequency(base[1] + after) > _COMMON)
        )
    )


def _likelihood(pieces: tuple[str, str], context: Context) -> float:
    return sum(max(context.words.log_frequency(piece), UNKNOWN_CHARACTER) for piece in pieces)
