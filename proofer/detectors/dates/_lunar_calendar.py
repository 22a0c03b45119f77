"""The Chinese calendar: lunar dates and years of the sexagenary cycle (干支), printed and computed.

The years change at lunar new year, as in the mastheads of newspapers, not at 立春. borax knows 1900
to 2100.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from proofer.document.lazy_pattern import lazy_regex
from proofer.language.numerals import numeral, value

STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LOOKALIKES = {
    "已": ("己", "巳"),
    "己": ("己", "巳"),
    "巳": ("己", "巳"),
    "戊": ("戊", "戌"),
    "戌": ("戊", "戌"),
}
_LOOKALIKES |= {"戍": ("戊", "戌")}
"""What an OCR takes for the stem and for the branch that look like it."""
ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪龍馬雞豬"
CYCLE = rf"[{STEMS}已巳戌戍][{BRANCHES}已己戊戍]"
_DAY = "初[一二三四五六七八九十]|二?十[一二三四五六七八九]|[二三]?十|[廿卄][一二三四五六七八九]?|卅"
LUNAR = (
    rf"(?:(?:中国)?(?:农历|農曆|夏历|夏曆|阴历|陰曆|旧历|舊曆)[ 　]?)?"
    rf"(?:(?P<cycle>{CYCLE})(?:[ 　]?[（(]?[{ANIMALS}][)）]?)?年[ 　]?)?"
    r"(?P<month>[闰閏]?(?:十[一二]|[正元一二三四五六七八九十冬腊臘])月)[大小]?[ 　]?"
    rf"(?P<moonday>{_DAY})(?![一二三四五六七八九十])日?"
)
"""A lunar date; without 农历 or a 干支 year it may also be a civil one (二月十七日)."""


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the Chinese calendar; `cycle` is the year's name (乙巳)."""

    cycle: str
    month: int
    leap: bool
    day: int


def cycle(year: int) -> str:
    """Return the name of the lunar year that begins in `year`: 2026 is 丙午."""
    return STEMS[(year - 4) % 10] + BRANCHES[(year - 4) % 12]


def normal(printed: str) -> str:
    """Return a year's name with look-alikes put right: 乙已 is 乙巳."""
    stem, branch = printed[0], printed[1]
    return _LOOKALIKES.get(stem, (stem, stem))[0] + _LOOKALIKES.get(branch, (branch, branch))[1]


def exists(name: str) -> bool:
    """Return whether `name` is one of the sixty: stem and branch are both odd or both even."""
    stem, branch = STEMS.find(name[0]), BRANCHES.find(name[1])
    return stem >= 0 and branch >= 0 and stem % 2 == branch % 2


def lunar(date: datetime.date) -> LunarDay | None:
    """Return the day of the Chinese calendar; None outside 1901 to 2088, where libraries differ."""
    if not 1901 <= date.year <= 2088:
        return None
    from borax.calendars.lunardate import LunarDate

    day = LunarDate.from_solar(date)
    return LunarDay(day.gz_year, day.month, bool(day.leap), day.day)


def month_of(printed: str) -> tuple[int, bool]:
    """Return number and leap mark of a printed month: 闰二月, 腊月."""
    leap = printed[0] in "闰閏"
    name = printed.lstrip("闰閏").removesuffix("月")
    number = {"正": 1, "元": 1, "冬": 11, "腊": 12, "臘": 12}.get(name) or value(name) or 0
    return number, leap


def day_of(printed: str) -> int:
    """Return the number of a printed day: 初三, 廿三, 二十三."""
    return value(printed.removeprefix("初").replace("卄", "廿")) or 0


def month_name(day: LunarDay, like: str = "") -> str:
    """Return the month as it is printed; 冬月 and 腊月 where `like` has such a name."""
    special = {1: "正", 11: "冬", 12: "腊"} if like[:1] in "冬腊臘" and like else {1: "正"}
    return ("闰" if day.leap else "") + special.get(day.month, numeral(day.month)) + "月"


def day_name(number: int, like: str = "") -> str:
    """Return the day as it is printed: 初三, 十七, 廿三 where `like` has 廿, else 二十三."""
    if number <= 10:
        return "初" + numeral(number)
    if "廿" in like and 20 <= number <= 29:
        return "廿" + (numeral(number - 20) if number > 20 else "")
    return numeral(number)


def spoken(day: LunarDay) -> str:
    """Return the whole date: 乙巳年十二月十七."""
    return f"{day.cycle}年{month_name(day)}{day_name(day.day)}"


def fitting(
    candidates: Sequence[datetime.date], wanted: tuple[int, bool, int]
) -> list[datetime.date]:
    """Return the dates whose lunar month, leap mark and day are `wanted`."""
    found = [(date, lunar(date)) for date in candidates]
    return [date for date, day in found if day and (day.month, day.leap, day.day) == wanted]


PATTERN = lazy_regex(LUNAR)
