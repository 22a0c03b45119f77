"""What a recogniser printed twice: each sign of a run (22002244年年工工作作), or a line (X X)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofer.detectors.context import Context, Page, page_fact
from proofer.detectors.repetition._half_reduplications import NUMERALS
from proofer.document.kinds import starts_item
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span

_DOUBLED = lazy_regex(r"(?:([^\s])\1(?:  (?=(\S)\2))?){3,}")
_HAN = lazy_regex(r"\p{Han}")
_LATIN = lazy_regex("[0-9A-Za-z]")
_CAPITALS = lazy_regex(r"[A-Z]{3,}")
_DATE = lazy_regex(r"\d{4}年|\d{1,2}月\d{1,2}日")
_LEGITIMATE = "…—爸妈爷奶哥姐弟妹叔伯婆公太舅姑"
"""Signs and words for kin that stand double in right text."""
_SAME_LINE = lazy_regex(r"^(?P<once>[^\s](?:[^\n]{0,78}[^\s！!])?)[ 　]{1,8}(?P=once)$", re.M)
_CHAPTER = lazy_regex("第[一二三四五六七八九十百零〇\\d]{1,5}[章节条编篇]")
_TELLING, _TELLING_ITEM = 5, 3
"""Han characters of a line that does not stand there twice by chance; fewer behind a number.

One fewer is enough before a full stop.
"""
_RARE = -6.9
"""log10 frequency from which a character twice is a word: 妈妈, 爷爷."""


@page_fact
def doubled_runs(page: Page) -> tuple[tuple[Span, str], ...]:
    """Return the runs in which every sign stands twice, with the signs once."""
    return tuple(_doubled_runs(page, page.context))


def _doubled_runs(page: Page, context: Context) -> Iterator[tuple[Span, str]]:
    for match in _DOUBLED.finditer(page.text):
        single = match[0][::2]
        left, right = _trimmed(single, context)
        rest = single[left:right]
        start = match.start() + 2 * left
        end = start + 2 * len(rest)
        beside = page.text[max(0, start - 1) : start] + page.text[end : end + 1]
        if _is_twice(rest, beside) and not _is_words(rest, context):
            yield Span(start, end), rest


def _is_twice(rest: str, beside: str) -> bool:
    """Return whether so many signs do not stand double by chance: three Han, a date, a name."""
    han = set(_HAN.findall(rest))
    if len(han) >= 3:
        return not NUMERALS.issuperset(han)
    if _DATE.search(rest):
        return True
    if len(han) == 2 and len(rest) >= _TELLING and _LATIN.search(rest):
        return True
    return (
        _CAPITALS.fullmatch(rest) is not None
        and len(set(rest)) >= 3
        and rest not in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        and not _LATIN.search(beside)
    )


def _trimmed(single: str, context: Context) -> tuple[int, int]:
    """Return the doubled signs without what stands double in right text at both ends (热热闹闹)."""
    reduplications = context.dictionaries.kind("reduplications")

    def legitimate(part: str) -> int:
        if part[:1] and part[:1] in _LEGITIMATE:
            return 1
        return 2 if len(part) == 2 and "".join(2 * sign for sign in part) in reduplications else 0

    left, right = 0, len(single)
    while size := legitimate(single[left : left + 2]):
        left += size
    while right > left and (
        size := 1 if single[right - 1] in _LEGITIMATE else legitimate(single[right - 2 : right])
    ):
        right -= size
    return left, max(left, right)


def _is_words(rest: str, context: Context) -> bool:
    """Return whether each doubled character is a word: 爸爸妈妈爷爷奶奶."""
    han = _HAN.findall(rest)
    return bool(han) and all(context.words.log_frequency(char * 2) > _RARE for char in han)


def lines_twice(page: Page) -> Iterator[tuple[Span, Span]]:
    """Yield the paragraphs that are a text twice with a blank between, and what is too much."""
    matches = list(_SAME_LINE.finditer(page.text))
    for match in matches:
        once = match["once"]
        numbered = starts_item(once) or _CHAPTER.match(once) is not None
        least = _TELLING_ITEM if numbered else _TELLING
        telling = once if numbered else max(once.split(), key=len)
        least -= not numbered and once.endswith("。")
        if len(matches) > 1:  # lines that stand twice each, as 主料：冰糖 主料：冰糖
            telling, least = once, _TELLING_ITEM
        han = _HAN.findall(telling)
        if len(han) >= least and len([each for each in han if each not in NUMERALS]) > 1:
            yield Span(*match.span()), Span(match.end("once"), match.end())
