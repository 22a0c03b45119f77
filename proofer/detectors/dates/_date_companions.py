"""What stands beside a date: its weekday, its lunar date.

Mastheads print them in any order, on one line or several.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from proofer.detectors.dates import _lunar_calendar as _lunar
from proofer.detectors.dates._dates import PrintedDate
from proofer.document.document import Document
from proofer.document.kinds import RUNNING_TEXT
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span

_GAP = (
    r"(?P<gap>[ 　\t\n，,（(）)｜|·]{0,4}|、(?=[农農夏阴陰旧舊]))"
    r"(?:即|正?是|恰?为|也就是)?(?:今天|今日|上个?|下个?|本|这个?)?"
)
_WEEK = (
    "(?P<weekday>(?:星期|礼拜|禮拜)[一二三四五六日天]"
    r"|周[一二三四五六日](?=[ 　\t\n，,。；;：:）)]|[上下早晚中午凌]|$))(?![至到—–～~\-、和及与报])"
)
_AFTER = lazy_regex(rf"{_GAP}(?:{_WEEK}|{_lunar.LUNAR})")
_BEFORE = lazy_regex(
    rf"(?<![至到—–～~\-、和及与每逢])(?:{_WEEK}|{_lunar.LUNAR})"
    r"(?P<gap>[ 　\t\n，,（(）)｜|·]{0,4})$"
)
_ROW = lazy_regex(r"[ 　]*[）)]?[至到—–～~\-]")
_LINE = lazy_regex("[。；！？]")
_MASTHEAD_LINE = 30
"""Code points of the longest line of a masthead that was taken for running text."""
_REACH = 30
"""Code points before a date in which its companions stand."""


@dataclass(frozen=True, slots=True)
class PrintedLunar:
    """A lunar date as printed."""

    span: Span
    cycle: Span | None
    month: Span
    day: Span

    def faults(self, text: str, day: _lunar.LunarDay) -> list[tuple[Span, str]]:
        """Return what has to stand in which place for the lunar date to be `day`."""
        month, leap = _lunar.month_of(self.month.of(text))
        found: list[tuple[Span, str]] = []
        if self.cycle and self.cycle.of(text) != day.cycle:
            found.append((self.cycle, day.cycle))
        if month != day.month or (leap and not day.leap):
            found.append((self.month, _lunar.month_name(day, self.month.of(text))))
        if _lunar.day_of(self.day.of(text)) != day.day:
            found.append((self.day, _lunar.day_name(day.day, self.day.of(text))))
        return found


@dataclass(slots=True)
class DateCompanions:
    """What stands beside a date."""

    weekdays: list[Span] = field(default_factory=list)
    lunar: PrintedLunar | None = None
    end: int = 0
    """Where the last of them behind the date ends."""


def date_companions(document: Document, printed: PrintedDate, floor: int = 0) -> DateCompanions:
    """Return weekday and lunar date directly behind or before a date, in any order.

    What stands before `floor` belongs to the date before.
    """
    companions = DateCompanions(end=printed.span.end)
    for _ in range(2):
        match = _AFTER.match(document.text, companions.end)
        if (
            match is None
            or not _same_line(document, match)
            or not _add(document.text, match, companions)
        ):
            break
        companions.end = match.end()
    if _ROW.match(document.text, printed.span.end):
        return companions
    at = printed.span.start
    for _ in range(2):
        match = _BEFORE.search(document.text, max(floor, at - _REACH), at)
        if (
            match is None
            or not _same_line(document, match)
            or not _add(document.text, match, companions)
        ):
            break
        at = match.start()
    return companions


def _same_line(document: Document, match: regex.Match[str]) -> bool:
    """Lines of a masthead belong together; a paragraph of sentences and its neighbour do not."""
    if "\n" not in match["gap"]:
        return True
    both = (document.paragraph_at(match.start()), document.paragraph_at(match.end() - 1))
    return all(
        each.kind not in RUNNING_TEXT or len(each.span) < _MASTHEAD_LINE for each in both
    ) and not any(_LINE.search(each.span.of(document.text)) for each in both)


def _add(text: str, match: regex.Match[str], companions: DateCompanions) -> bool:
    """Add what a match found.

    Return False if it is no companion: a civil date in Chinese numerals, or a second lunar one.
    """
    if match["weekday"]:
        companions.weekdays.append(Span(*match.span("weekday")))
        return True
    if companions.lunar is not None or not _is_lunar(match):
        return False
    cycle = Span(*match.span("cycle")) if match["cycle"] else None
    start = min(match.start("cycle") if cycle else match.start("month"), match.start("month"))
    companions.lunar = PrintedLunar(
        Span(start, match.end("moonday")),
        cycle,
        Span(*match.span("month")),
        Span(*match.span("moonday")),
    )
    return True


def _is_lunar(match: regex.Match[str]) -> bool:
    named = regex.search("[农農夏阴陰旧舊]", match[0])
    return bool(
        named
        or match["cycle"]
        or match["month"][0] in "正冬腊臘闰閏"
        or match["moonday"][0] in "初廿卄"
    )
