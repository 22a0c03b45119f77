"""Dates of the civil calendar as a page prints them, and the date of the page itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from proofer.document.document import Document
from proofer.document.kinds import RUNNING_TEXT
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.language.numerals import DIGIT, NUMERAL, value

BLANK = "[ 　]{0,2}"
YEAR = rf"(?:1[5-9]|2[01]|１[５-９]|２[０１])[{DIGIT}]{{2}}|[一二][零〇○OＯ一二三四五六七八九]{{3}}"
_DAY = rf"[{DIGIT}]{{1,2}}|[{NUMERAL}]{{1,3}}"
_DATE = lazy_regex(
    rf"(?<![{DIGIT}{NUMERAL}])"
    rf"(?:(?:(?P<year>{YEAR})|民[国國]{BLANK}(?P<republic>[{DIGIT}]{{1,3}}|[{NUMERAL}元]{{1,4}})){BLANK}年{BLANK})?"
    rf"(?P<month>{_DAY}){BLANK}月{BLANK}(?P<day>{_DAY}){BLANK}[日号號]"
)
_WEEKDAY = lazy_regex("(?:星期|礼拜|禮拜)[一二三四五六日天]")
NEAR_YEARS = {"今年": 0, "去年": -1, "明年": 1}
"""Years named from the page's own."""
REPUBLIC = 1911
"""民国元年 is 1912."""
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date of the text: `year` is None where only month and day stand there.

    Any part may be impossible.
    """

    span: Span
    year: int | None
    month: int
    day: int
    month_span: Span
    day_span: Span

    def on(self, year: int) -> datetime.date | None:
        """Return the day in `year`; None if there is no such day."""
        try:
            return datetime.date(year, self.month, self.day)
        except ValueError:
            return None

    @property
    def date(self) -> datetime.date | None:
        """The day, if the year stands there and the day exists."""
        return None if self.year is None else self.on(self.year)


def dates(text: str) -> Iterator[PrintedDate]:
    """Yield the dates of `text` in their order."""
    for match in _DATE.finditer(text):
        month, day = value(match["month"]), value(match["day"])
        if month is None or day is None:
            continue
        year = value(match["year"]) if match["year"] else None
        if match["republic"] and (years := value(match["republic"])):
            year = REPUBLIC + years
        yield PrintedDate(
            Span(*match.span()),
            year,
            month,
            day,
            Span(*match.span("month")),
            Span(*match.span("day")),
        )


def issue_date(document: Document) -> datetime.date | None:
    """Return the date of the page: the first full date of a head that names a weekday too."""
    for index, paragraph in enumerate(document.paragraphs):
        if paragraph.kind in RUNNING_TEXT or len(paragraph.span) > 120:
            continue
        near = document.paragraphs[max(0, index - 1) : index + 2]
        around = " ".join(
            each.span.of(document.text) for each in near if each.kind not in RUNNING_TEXT
        )
        if "年" in paragraph.span.of(document.text) and _WEEKDAY.search(around):
            for printed in dates(paragraph.span.of(document.text)):
                if printed.date is not None:
                    return printed.date
    return None


def weekday(date: datetime.date) -> str:
    """Return the last character of the Chinese name of a day: 星期三 is 三."""
    return WEEKDAYS[date.weekday()]


def chinese(date: datetime.date) -> str:
    """Return the date as Chinese readers write it."""
    return f"{date.year}年{date.month}月{date.day}日"
