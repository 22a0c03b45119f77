"""Other names of years: 乙巳年（2025年）, 民国二十六年（1937年）, and 乙已年, which is none."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from proofer.detectors.dates import _lunar_calendar as _lunar
from proofer.detectors.dates._dates import REPUBLIC, YEAR
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.language.numerals import DIGIT, NUMERAL, like, value
from proofer.messages import Message

_ANIMAL = rf"(?:[（(]?[{_lunar.ANIMALS}][)）]?)?"
_START = rf"(?<![{DIGIT}{NUMERAL}])"
_CYCLE_BESIDE = lazy_regex(
    rf"{_START}(?P<year>{YEAR})[ 　]?年?[ 　]?[，,（(]?(?:[农夏]历)?"
    rf"(?P<cycle>{_lunar.CYCLE})(?={_ANIMAL}年)"
    rf"|(?P<cycle>{_lunar.CYCLE}){_ANIMAL}年[（(](?:公元)?(?P<year>{YEAR})[ 　]?年?[）)]"
)
_REPUBLIC = rf"民[国國][ 　]?(?P<republic>[{DIGIT}]{{1,3}}|[{NUMERAL}元]{{1,4}})[ 　]?年"
_REPUBLIC_BESIDE = lazy_regex(
    rf"{_REPUBLIC}[（(](?:即|公元)*(?P<year>{YEAR})[ 　]?年?[）)]"
    rf"|{_START}(?P<year>{YEAR})[ 　]?年[（(](?:即)?{_REPUBLIC}[）)]"
)
_REACH = 12
"""Code points before a civil year in which its name in the cycle may stand."""


@dataclass(frozen=True, slots=True)
class YearFault:
    """A year's name that does not fit: where, what would fit there, and the arithmetic."""

    span: Span
    right: str
    detail: Message
    certain: bool
    """False where the civil year beside it may be the wrong one."""


def year_faults(text: str, checked: Collection[Span]) -> Iterator[YearFault]:
    """Yield the year names of `text` that do not fit, except in lunar dates already `checked`."""
    beside: list[Span] = []
    for match in _CYCLE_BESIDE.finditer(text):
        span, year = Span(*match.span("cycle")), value(match["year"])
        beside.append(span)
        if year is None or _lunar.cycle(year) in text[max(0, match.start() - _REACH) : span.start]:
            continue  # 癸亥年为一九八三年，甲子年为…: the civil year has its name before it
        # January and February still belong to the lunar year before.
        if span.of(text) not in (_lunar.cycle(year), _lunar.cycle(year - 1)):
            right = _lunar.cycle(year)
            detail = Message(f"{year}年春节起是{right}年", f"from lunar new year {year} is {right}")
            yield YearFault(span, right, detail, certain=not _lunar.exists(span.of(text)))
    for match in _lunar.PATTERN.finditer(text):
        if not match["cycle"] or _lunar.exists(match["cycle"]):
            continue
        span, right = Span(*match.span("cycle")), _lunar.normal(match["cycle"])
        known = span in beside or any(each.covers(span) for each in checked)
        if not known and _lunar.exists(right):
            yield YearFault(
                span,
                right,
                Message("六十干支里没有这一个", "it is none of the sixty names"),
                certain=True,
            )
    yield from _republic_faults(text)


def _republic_faults(text: str) -> Iterator[YearFault]:
    for match in _REPUBLIC_BESIDE.finditer(text):
        year, republic = value(match["year"]), value(match["republic"])
        if year and republic and year != republic + REPUBLIC and year > REPUBLIC:
            right = like(match["republic"], year - REPUBLIC)
            detail = Message(
                f"民国{republic}年是{republic + REPUBLIC}年（加 {REPUBLIC}）",
                f"year {republic} of the Republic is {republic + REPUBLIC} (plus {REPUBLIC})",
            )
            yield YearFault(Span(*match.span("republic")), right, detail, certain=False)
