"""Five-year plans that the years contradict: “十五五”（2021—2025年）, or praise before the end.

The plans are arithmetic: “十四五” is 2021 to 2025, each next one five years later, back to the
third (1966). Checked are years in brackets behind a plan; a year that is called the first or last
or third one of a plan; and, on a page with a date, a plan that ends later than this date and is
looked back upon (圆满收官, 不平凡、极富成效的五年).

Legitimate, and left alone: hopes (确保“十五五”圆满收官, 将是不平凡的五年); a plan in its last year;
plans of other countries (老挝“十五”); numbers without quotation marks (十五).

How sure: the arithmetic is certain, the choice between plan and year is not. On a page with a date
the plan that has just ended is suggested.
---
五年规划与年份对不上：“十五五”（2021—2025年）；规划期还没过完，却说“圆满收官”。

各个五年规划的起止可以推算：“十四五”是 2021 至 2025 年，以后每五年一个，往前推到“三五”（1966 年
起）。检查：规划后面括注的年份；被称为规划第一年、收官之年、第三年的年份；页面有日期时，还检查到那时
尚未结束、却用回顾口气说的规划（圆满收官、不平凡、极富成效的五年）。

以下属于正常写法：展望（确保“十五五”圆满收官、将是不平凡的五年）；规划的最后一年；外国的规划（老挝
“十五”）；不带引号的数目（十五）。

把握：推算是准的，错的是规划还是年份则不一定。页面有日期时，建议改为刚结束的那个规划。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.detectors.dates._dates import NEAR_YEARS, YEAR, chinese, issue_date
from proofer.detectors.dates._foreign_context import is_foreign_context
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity, Suggestion
from proofer.language.numerals import DIGIT, NUMERAL, like, numeral, value
from proofer.messages import Message

_NAMES = tuple(f"{numeral(number)}五" for number in range(1, 18))
_STARTS = {
    name: 1966 + 5 * (number - 3) if number > 2 else 1948 + 5 * number
    for number, name in enumerate(_NAMES, 1)
}
"""The first plan began in 1953; three years of adjustment lay between the second and the third."""
_NAME = "(?P<name>十[一二三四五六七]五|[一二三四五六七八九十]五)"
_PLAN = rf"[“‘\"「]{_NAME}[”’\"」]"
_QUOTED = lazy_regex(_PLAN)
_KIND = "(?:发展)?(?:规划|计划|时期|期间)?"
_RANGE = lazy_regex(
    rf"{_PLAN}{_KIND}[（(][ 　]?(?P<year>{YEAR})[ 　]?年?[ 　]?(?:[—–～~\-－]+|至|到)"
    rf"[ 　]?(?P<end>{YEAR})[ 　]?年?[）)]"
)
_WHICH = "(?P<which>开局|起步|第[一二三四五]年|首年|头一年|收官|最后一年|中期)"
_CALLED = lazy_regex(
    rf"(?:(?<![{DIGIT}{NUMERAL}])(?P<year>{YEAR})[ 　]?年|(?P<near>今年|明年|去年))"
    r"(?:[^。；！？，,“‘\"「]{0,12}[，,]?(?:是|作为|正值|恰逢|适逢)(?P<owner>[^。；！？，,“‘\"「]{0,4})|[，,]?)"
    rf"{_PLAN}{_KIND}(?:建设|实施|发展)?的?(?:圆满|全面|冲刺)?{_WHICH}"
    r"(?:[、与]?(?:开局|起步|收官))?(?:(?<=年)(?!来|前|以)|之?年|的一年|的关键之?年)"
)
_ENDED = lazy_regex(
    rf"(?P<owner>[^。；！？\n]{{0,12}})(?P<done>(?:圆满|顺利|胜利)(?:完成|收官)了)?{_PLAN}(?(done)|(?:"
    r"(?:规划|计划)?(?:各项)?(?:目标|任务)*(?:已经?)?(?:圆满|顺利|胜利|高质量)(?:收官|完成)"
    r"|(?:规划|计划)?收官之年"
    r"|(?:时期|期间|这?五年)?(?P<between>[^。；！？\n“”]{0,24})"
    r"(?:不平凡|不寻常|极富成效|硕果累累|成就辉煌)[^。；！？\n“”，,]{0,12}(?:五年|时期)"
    r"))"
)
_HOPE = lazy_regex(
    "确保|力争|推动|实现|促进|保障|为了?$|将|争取|期待|如期|努力|到[^，。]*$|(?<!适)应|(?<![重主])要|[必注一]定"
)


@dataclass(frozen=True, slots=True)
class _Plan:
    name: str
    span: Span

    @property
    def start(self) -> int:
        return _STARTS[self.name]

    @property
    def end(self) -> int:
        return self.start + 4

    def years(self) -> Evidence:
        en = f"the plan {self.name} is {self.start} to {self.end}"
        return Evidence("rule", Message(f"“{self.name}”是{self.start}—{self.end}年", en))


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the plans of `document` that years beside them or the page's date contradict."""
    text = document.text
    if not _QUOTED.search(text):
        return
    for match in _RANGE.finditer(text):
        yield from _wrong_range(document, match)
    issue = issue_date(document)
    for match in _CALLED.finditer(text):
        year = (
            value(match["year"])
            if match["year"]
            else issue and issue.year + NEAR_YEARS[match["near"]]
        )
        if year and not is_foreign_context(match["owner"] or "", context):
            yield from _wrong_year(document, match, year)
    if issue is None:
        return
    for match in _endings(text):
        plan = _plan(match)
        hoped = _HOPE.search(match["owner"]) or _HOPE.search(match["between"] or "")
        if (
            plan.end > issue.year
            and not hoped
            and not is_foreign_context(match["owner"][-6:], context)
        ):
            yield _unfinished(
                document, plan, Span(plan.span.start - 1, match.end()), issue.year, chinese(issue)
            )


def _endings(text: str) -> Iterator[regex.Match[str]]:
    """Yield where plans are spoken of as over.

    An ending may begin at any character, which takes its time, but lies in the line of its plan.
    """
    end = 0
    while named := _QUOTED.search(text, end):
        start = text.rfind("\n", 0, named.start()) + 1
        end = text.find("\n", named.end())
        end = len(text) if end < 0 else end
        yield from _ENDED.finditer(text, start, end)


def _plan(match: regex.Match[str]) -> _Plan:
    return _Plan(match["name"], Span(*match.span("name")))


def _wrong_range(document: Document, match: regex.Match[str]) -> Iterator[Finding]:
    plan, start, end = _plan(match), value(match["year"]), value(match["end"])
    if (start, end) == (plan.start, plan.end):
        return
    suggestions = [
        replace_span(Span(*match.span(group)), like(match[group], right), 0.4, Applicability.MANUAL)
        for group, right, printed in (("year", plan.start, start), ("end", plan.end, end))
        if printed != right
    ]
    other = next(
        (name for name in _NAMES if (_STARTS[name], _STARTS[name] + 4) == (start, end)), None
    )
    if other is not None:
        suggestions = [replace_span(plan.span, other, 0.5, Applicability.MANUAL)]
    yield DETECTOR.finding(
        document,
        Span(plan.span.start - 1, match.end()),
        Message(
            f"“{plan.name}”不是{start}—{end}年", f"the plan {plan.name} is not {start} to {end}"
        ),
        confidence=0.9,
        suggestions=suggestions,
        evidence=[plan.years()],
    )


def _wrong_year(document: Document, match: regex.Match[str], year: int) -> Iterator[Finding]:
    plan, which = _plan(match), match["which"]
    offset = _place(which)
    if year == plan.start + offset:
        return
    suggestions: list[Suggestion] = []
    other = next((name for name in _NAMES if _STARTS[name] + offset == year), None)
    if other is not None:
        suggestions.append(replace_span(plan.span, other, 0.5, Applicability.MANUAL))
    if match["year"]:
        right = like(match["year"], plan.start + offset)
        suggestions.append(
            replace_span(Span(*match.span("year")), right, 0.4, Applicability.MANUAL)
        )
    yield DETECTOR.finding(
        document,
        Span(match.start(), match.end()),
        Message(
            f"{year}年不是“{plan.name}”的{which}之年".replace("年之年", "年"),
            f"{year} is not that year of the plan",
        ),
        confidence=0.88,
        suggestions=suggestions,
        evidence=[plan.years()],
    )


def _place(which: str) -> int:
    """Return the years that lie between the first year of a plan and the one that `which` names."""
    if which.startswith("第"):
        return (value(which[1]) or 1) - 1
    return {"收官": 4, "最后一年": 4, "中期": 2}.get(which, 0)


def _unfinished(document: Document, plan: _Plan, span: Span, year: int, date: str) -> Finding:
    """Return the finding for a plan that is praised as complete before its end.

    Args:
        document: the page.
        plan: the plan.
        span: the plan with the praise.
        year: the year of the page.
        date: the date of the page as a Chinese reader writes it.
    """
    ended = [name for name in _NAMES if _STARTS[name] + 4 <= year]
    return DETECTOR.finding(
        document,
        span,
        Message(
            f"“{plan.name}”还没有结束，却像在回顾",
            f"the plan {plan.name} has not ended, but is looked back upon",
        ),
        confidence=0.85,
        suggestions=[replace_span(plan.span, ended[-1], 0.75)] if ended else [],
        evidence=[
            plan.years(),
            Evidence("document", Message(f"报头日期是{date}", f"the page is of {date}")),
        ],
    )


_MASTHEAD = "2026年2月4日 星期三 第十期\n"
EXAMPLES = (
    bad("“十四五”（2020—2025年）规划纲要印发。"),
    bad("“十三五”时期（2021年至2025年），公司新建了三座矿山。"),
    bad("2025年是“十五五”收官之年，任务很重。"),
    bad("2026年是“十四五”规划的开局之年。"),
    bad(_MASTHEAD + "今年是“十四五”开局之年。"),
    bad(
        _MASTHEAD + "“十五五”时期是公司发展史上极不平凡的五年。",
        _MASTHEAD + "“十四五”时期是公司发展史上极不平凡的五年。",
    ),
    bad(_MASTHEAD + "在“十五五”圆满收官之际，公司表彰了先进。"),
    bad(
        _MASTHEAD + "公司圆满完成了“十五五”规划任务。",
        _MASTHEAD + "公司圆满完成了“十四五”规划任务。",
    ),
    good("“十一五”（2006—2010年）规划完成得好，“十二五”规划（2011-2015年）已经开始。"),
    good("2025年是“十四五”规划收官之年、“十五五”规划谋篇布局之年。"),
    good(_MASTHEAD + "今年是“十五五”开局之年，去年“十四五”圆满收官。"),
    good(_MASTHEAD + "要确保“十五五”圆满收官。“十五五”时期将是极不平凡的五年。"),
    good(_MASTHEAD + "今年是中国“十五五”和老挝“十五”开局之年。"),
    good("2023年是“十四五”第三年。“十五”的月亮十六圆。"),
)

DETECTOR = Detector(
    code="N003",
    name="five-year-plan",
    title=Message("五年规划与年份不合", "Five-year plan that the years contradict"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
