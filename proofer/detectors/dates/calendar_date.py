"""Dates that the calendar contradicts: 2026年2月4日 星期四, 2月30日, 民国二十六年（1938年）.

What is checked: that the day exists; that a weekday beside a date is the one of that day; that a
lunar date beside it is the same day; that a year's sexagenary name (干支) is one of the sixty and
belongs to the year beside it; that a year of the Republic is 1911 less than the civil one. A date
without its year takes it from the sentence, else from the masthead of the page (the nearest such
day). Where weekday and lunar date both contradict the date, the date is wrong.

Legitimate, and left alone: a name of the year changes at lunar new year, so January and February
belong to the old one; weekdays of another date in a row (周一至周五); a weekly rhythm (每周三);
dates that a text itself calls impossible; dates before 1912 that are lunar ones written in digits.

How sure: the arithmetic is certain; which of the two is wrong is not, unless a third one decides (a
masthead has date, weekday and lunar date). Lunar dates are checked from 1901 to 2088, where the
libraries agree.
---
与日历对不上的日期：2026年2月4日 星期四、2月30日、乙已年十二月十七、民国二十六年（1938年）。

检查五项：日子存不存在；日期旁的星期对不对；旁边的农历是不是同一天；干支是否成立、与公历年份是否相
符；民国纪年加 1911 是否等于公历。没写年份的日期，先看本句的年份，再看报头（取最近的一天）。如果星期
和农历都与日期对不上，错的多半是日期本身。

以下属于正常写法：干支年在春节换岁，公历一二月份仍属旧年；一组日期中别的日子的星期（周一至周五）；每
周三之类的周期；文中自己说不存在的日期；1912 年以前用数字写的农历日期。

把握：推算是准的；两处不合时哪一处错，要靠第三处（报头有日期、星期、农历三项）才能断定。
农历只核对 1901 至 2088 年，各家历书在此范围内一致。
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.detectors.dates import _lunar_calendar as _lunar
from proofer.detectors.dates._date_companions import DateCompanions, date_companions
from proofer.detectors.dates._dates import (
    NEAR_YEARS,
    REPUBLIC,
    YEAR,
    PrintedDate,
    chinese,
    dates,
    issue_date,
    weekday,
)
from proofer.detectors.dates._year_names import YearFault, year_faults
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity, Suggestion
from proofer.language.numerals import DIGIT, NUMERAL, like, value
from proofer.messages import Message

_DENIED = lazy_regex("不存在|没有|并?无|非法|有误|错误|不可能|平年|闰")
_LUNAR_WORD = lazy_regex("(?:[农夏阴旧]历|農曆|(?<![今去明每])年|[月腊])[ 　]?$")
_YEAR_BEFORE = lazy_regex(rf"(?<![{DIGIT}{NUMERAL}])(?:{YEAR})[ 　]?年")


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the dates of `document` that the calendar contradicts."""
    text = document.text
    issue = issue_date(document)
    checked: list[Span] = []
    floor = 0
    for printed in dates(text):
        if _impossible(text, printed):
            if not _DENIED.search(context.page(document).sentence_at(printed.span.start).of(text)):
                yield _impossible_finding(document, printed)
            continue
        companions = date_companions(document, printed, floor)
        floor = companions.end
        if companions.lunar is not None:
            checked.append(companions.lunar.span)
        days = _days(text, printed, context.page(document).sentence_at(printed.span.start), issue)
        if days and (companions.weekdays or companions.lunar):
            yield from _contradictions(document, printed, days, companions)
    yield from (_year_finding(document, fault) for fault in year_faults(text, checked))


def _is_civil(text: str, printed: PrintedDate) -> bool:
    """Return whether month and day are of the civil calendar: in digits, or all in Chinese."""
    in_digits = printed.month_span.of(text).isdecimal() and printed.day_span.of(text).isdecimal()
    if printed.year is None:
        before = text[max(0, printed.span.start - 6) : printed.span.start]
        return in_digits and not _LUNAR_WORD.search(before)
    return printed.year > REPUBLIC and (in_digits or not text[printed.span.start].isdecimal())


def _impossible(text: str, printed: PrintedDate) -> bool:
    leap_year = 2000
    return _is_civil(text, printed) and printed.on(printed.year or leap_year) is None


def _impossible_finding(document: Document, printed: PrintedDate) -> Finding:
    year = printed.year or 2000
    if not 1 <= printed.month <= 12:
        rule = Message("一年只有十二个月", "a year has twelve months")
    else:
        last = _last_day(year, printed.month)
        when = f"{printed.year}年{printed.month}月" if printed.year else f"{printed.month}月"
        most = "最多" if printed.year is None else "只"
        rule = Message(f"{when}{most}有 {last} 天", f"the month has {last} days ({when})")
    return DETECTOR.finding(
        document,
        printed.span,
        Message("没有这一天", "there is no such day"),
        confidence=0.92,
        suggestions=_possible_days(document.text, printed, year),
        evidence=[Evidence("rule", rule)],
    )


def _last_day(year: int, month: int) -> int:
    first_of_next = datetime.date(year + month // 12, month % 12 + 1, 1)
    return (first_of_next - datetime.timedelta(days=1)).day


def _possible_days(text: str, printed: PrintedDate, year: int) -> list[Suggestion]:
    """Return the days that an editor may choose from.

    These are the month's last day, and what is left of month or day without one character.
    """
    month, day = printed.month_span.of(text), printed.day_span.of(text)
    options: list[tuple[Span, str]] = []
    if 1 <= printed.month <= 12:
        options.append((printed.day_span, like(day, _last_day(year, printed.month))))
    options += [
        (printed.day_span, day[:at] + day[at + 1 :]) for at in range(len(day)) if len(day) > 1
    ]
    options += [
        (printed.month_span, month[:at] + month[at + 1 :])
        for at in range(len(month))
        if len(month) > 1
    ]
    chosen: list[Suggestion] = []
    for span, new in dict.fromkeys(options):
        changed_month = value(new) if span == printed.month_span else printed.month
        changed_day = value(new) if span == printed.day_span else printed.day
        if (
            changed_month
            and changed_day
            and 1 <= changed_month <= 12
            and changed_day <= _last_day(year, changed_month)
        ):
            chosen.append(replace_span(span, new, 0.3 / (1 + len(chosen)), Applicability.MANUAL))
    return chosen


def _days(
    text: str, printed: PrintedDate, sentence: Span, issue: datetime.date | None
) -> list[datetime.date]:
    """Return the days that a date may mean, likeliest first.

    The year is its own, or the sentence's, or one that brings it near the date of the page.
    """
    if not _is_civil(text, printed):
        return []
    if printed.year is not None:
        return [day for day in (printed.date,) if day]
    found = [
        value(match[0].rstrip("年 　"))
        for match in _YEAR_BEFORE.finditer(text, sentence.start, printed.span.start)
    ]
    if found:
        return [day for year in reversed(found) if year and (day := printed.on(year))]
    if issue is None:
        return []
    years_later = NEAR_YEARS.get(text[max(0, printed.span.start - 2) : printed.span.start])
    if years_later is not None:
        return [day for day in (printed.on(issue.year + years_later),) if day]
    near = [
        day for year in (issue.year, issue.year - 1, issue.year + 1) if (day := printed.on(year))
    ]
    return sorted(near, key=lambda day: abs((day - issue).days))[:2]


def _contradictions(
    document: Document, printed: PrintedDate, days: list[datetime.date], companions: DateCompanions
) -> Iterator[Finding]:
    text = document.text
    for day in days:
        if _weekday_fits(text, companions, day) and not _lunar_faults(text, companions, day):
            return
    day = days[0]
    faults = _lunar_faults(text, companions, day)
    other_moon_day = any(companions.lunar and span != companions.lunar.cycle for span, _ in faults)
    evidence = _facts(day)
    sure = 0.93 if printed.year is not None else 0.75
    if not _weekday_fits(text, companions, day):
        if other_moon_day and (right := _day_of_both(text, printed, companions, day)):
            yield _date_finding(document, printed, right, evidence, sure)
            return
        share = 0.97 if companions.lunar and not faults else 0.7
        yield _weekday_finding(document, companions.weekdays[0], day, evidence, (sure, share))
    for span, new in faults:
        share = 0.95 if companions.weekdays and _weekday_fits(text, companions, day) else 0.8
        yield DETECTOR.finding(
            document,
            span,
            Message(
                f"农历与{chinese(day)}对不上，应为“{new}”",
                f"the lunar date does not fit {day.isoformat()}: {new} would",
            ),
            confidence=sure,
            suggestions=[replace_span(span, new, sure * share)],
            evidence=evidence,
        )


def _weekday_fits(text: str, companions: DateCompanions, day: datetime.date) -> bool:
    """Return whether a weekday on either side is that of `day`; the other may be another date's."""
    if not companions.weekdays:
        return True
    return any(
        span.of(text)[-1].replace("天", "日") == weekday(day) for span in companions.weekdays
    )


def _lunar_faults(
    text: str, companions: DateCompanions, day: datetime.date
) -> list[tuple[Span, str]]:
    moon = _lunar.lunar(day) if companions.lunar else None
    return companions.lunar.faults(text, moon) if companions.lunar and moon else []


def _facts(day: datetime.date) -> list[Evidence]:
    facts = [
        Evidence(
            "rule",
            Message(
                f"{chinese(day)}是星期{weekday(day)}",
                f"{day.isoformat()} is a {day.strftime('%A')}",
            ),
        )
    ]
    moon = _lunar.lunar(day)
    if moon is not None:
        facts.append(
            Evidence(
                "rule",
                Message(
                    f"按农历是{_lunar.spoken(moon)}",
                    f"it is {_lunar.spoken(moon)} of the lunar calendar",
                ),
            )
        )
    return facts


def _day_of_both(
    text: str, printed: PrintedDate, companions: DateCompanions, day: datetime.date
) -> datetime.date | None:
    """Return the only day of the year that weekday and lunar date agree on."""
    assert companions.lunar is not None
    month, leap = _lunar.month_of(companions.lunar.month.of(text))
    wanted = (month, leap, _lunar.day_of(companions.lunar.day.of(text)))
    first = datetime.date(day.year, 1, 1)
    found = _lunar.fitting(
        [first + datetime.timedelta(days=number) for number in range(366)], wanted
    )
    found = [
        each for each in found if each.year == day.year and _weekday_fits(text, companions, each)
    ]
    return found[0] if len(found) == 1 else None


def _date_finding(
    document: Document,
    printed: PrintedDate,
    right: datetime.date,
    evidence: list[Evidence],
    sure: float,
) -> Finding:
    """Return the finding for a date that weekday and lunar date contradict.

    Args:
        document: the page.
        printed: the date.
        right: the day that both mean.
        evidence: the facts about the printed day.
        sure: the confidence.
    """
    text = document.text
    month = like(printed.month_span.of(text), right.month)
    new = (
        month
        + text[printed.month_span.end : printed.day_span.start]
        + like(printed.day_span.of(text), right.day)
    )
    span = Span(printed.month_span.start, printed.day_span.end)
    return DETECTOR.finding(
        document,
        printed.span,
        Message(
            f"星期和农历都与这个日期对不上，两者都合的是{chinese(right)}",
            f"weekday and lunar date contradict this date; both fit {right.isoformat()}",
        ),
        confidence=sure,
        suggestions=[replace_span(span, new, sure * 0.9)],
        evidence=evidence + _facts(right),
    )


def _weekday_finding(
    document: Document,
    span: Span,
    day: datetime.date,
    evidence: list[Evidence],
    sure: tuple[float, float],
) -> Finding:
    """Return the finding for a weekday that is not that of the date beside it.

    Args:
        document: the page.
        span: the weekday.
        day: the date.
        evidence: the facts about it.
        sure: the confidence, and the share of it that the correction has.
    """
    printed = span.of(document.text)
    right = printed[:-1] + ("天" if printed[-1] == "天" and weekday(day) == "日" else weekday(day))
    return DETECTOR.finding(
        document,
        span,
        Message(
            f"{chinese(day)}不是{printed}，是{right}",
            f"{day.isoformat()} is a {day.strftime('%A')}, not {printed}",
        ),
        confidence=sure[0],
        # the date may as well be what is misread, so this is for an editor who sees the page
        suggestions=[replace_span(span, right, sure[0] * sure[1], Applicability.MANUAL)],
        evidence=evidence,
    )


def _year_finding(document: Document, fault: YearFault) -> Finding:
    how = (0.92, Applicability.UNSAFE) if fault.certain else (0.85, Applicability.MANUAL)
    share = 0.95 if fault.certain else 0.5
    return DETECTOR.finding(
        document,
        fault.span,
        Message(
            f"纪年对不上：这里应为“{fault.right}”",
            f"the year's name does not fit: {fault.right} would",
        ),
        confidence=how[0],
        suggestions=[replace_span(fault.span, fault.right, how[0] * share, how[1])],
        evidence=[Evidence("rule", fault.detail)],
    )


EXAMPLES = (
    bad("本报记者 2026年2月4日 星期四 报道"),
    bad(
        "第十期 2026年2月4日 星期三 农历乙已年十二月十七",
        "第十期 2026年2月4日 星期三 农历乙巳年十二月十七",
    ),
    bad(
        "活动定于2026年3月1日（星期日，农历正月十二）举行。",
        "活动定于2026年3月1日（星期日，农历正月十三）举行。",
    ),
    bad(
        "第十期 2026年2月14日 星期三 乙巳年十二月十七",
        "第十期 2026年2月4日 星期三 乙巳年十二月十七",
    ),
    bad("工程于2025年2月29日完工，2月30日验收。"),
    bad("二〇二六年十一月三十一日，工地举行了开工仪式。"),
    bad("学校创办于民国二十六年（1938年）。"),
    bad("族谱重修于丙辰年（1975年）。"),
    good("2024年2月29日是星期四。"),
    good("２０２６年２月４日 星期三 乙巳年腊月十七"),
    good("二〇二六年二月十七日，星期二，农历丙午年正月初一。"),
    good("展览从2026年2月2日（周一）至2月6日（周五）开放，每周一闭馆。"),
    good("程序收到了并不存在的2月30日。"),
    good("学校创办于民国二十六年（1937年），族谱重修于丙辰年（1976年）。"),
    good("道光二年二月三十日，即农历2月30日。"),
)

DETECTOR = Detector(
    code="N001",
    name="calendar-date",
    title=Message("日期与日历不符", "Date that the calendar contradicts"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
