"""Anniversaries that the years contradict: in a report on 1958, 建党70周年 (which was 1991).

The dates of the events stand in a small table. Where the sentence says which year it speaks of
(2021年是建党…周年, 今年是… with the year of the masthead), the number must be exact. Elsewhere, on
a page with a date, the year of the anniversary must be within one year of a year that the paragraph
names or of the page's own. An event whose year the paragraph gives (建矿于1958年) is counted from
that year.

Legitimate, and left alone: anniversaries ahead (到…时, 将, 面向); approximate ones (近…周年); the
same words about other countries and parties (朝鲜国庆, 劳动党建党); a year that is named anywhere
in the paragraph, before or after.

How sure: with a year in the sentence, nine in ten; from the paragraph alone a question, as a writer
may look back at an anniversary without its year. What is right may be the number, the event or the
year: then no correction is made.
---
周年数与年份对不上：写1958年的事，却说“建党70周年”（应在1991年）。

大事的年份有一张小表。句子写明哪一年的（2021年是建党……周年；“今年是……”按报头的年份），周年数必须正
好；其他情况，页面有日期时，周年所在的年份应与本段出现的某个年份或报纸当年相差不超过一年。同一段里写
明年份的事（建矿于1958年），按那一年推算。

以下属于正常写法：尚未到来的周年（到……时、将、面向）；约数（近……周年）；外国、外党的同类说法（朝鲜国
庆、劳动党建党）；前后文写到过那一年的。

把握：句中写明年份的，十处有九处是错的；只凭段落推断的仅作提问，因为作者可能在回忆而没写年份。错的也
许是数字，也许是事件或年份，这时不自动改。
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.detectors.dates._dates import NEAR_YEARS, YEAR, issue_date
from proofer.detectors.dates._foreign_context import is_foreign_context
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity
from proofer.language.numerals import DIGIT, NUMERAL, like, value
from proofer.messages import Message

_EVENTS: tuple[tuple[int, str], ...] = (
    (1911, "辛亥革命(?:爆发)?"),
    (1919, "五四运动(?:爆发)?"),
    (1921, "中国共产党(?:成立|建党|诞生)|建党"),
    (1922, "(?:中国)?共青团(?:成立|建团)|中国共产主义青年团成立|建团"),
    (
        1927,
        "建军|中国人民解放军(?:建军|成立)|人民军队(?:建军|诞生|成立)|八一南昌起义|南昌起义|秋收起义",
    ),
    (1931, "九一八事变(?:爆发)?"),
    (1934, "(?:中央)?红军长征出发"),
    (1935, "遵义会议(?:召开)?"),
    (1936, "(?:中国工农)?红军长征胜利"),
    (1937, "七七事变(?:爆发)?|全民族抗战爆发|全面抗战爆发"),
    (
        1945,
        "抗战胜利|抗日战争(?:暨|和)?(?:世界反法西斯战争)?胜利|世界反法西斯战争胜利|台湾光复|联合国成立",
    ),
    (1947, "内蒙古自治区成立"),
    (1949, "(?:中华人民共和国|新中国)(?:成立|国庆|诞生)|建国|国庆"),
    (1949, "(?:中国)?人民政协成立|中国人民政治协商会议成立|人民海军成立|人民空军成立"),
    (1950, "中国人民志愿军(?:抗美援朝)?出国作战|抗美援朝出国作战"),
    (1951, "西藏和平解放"),
    (1953, "抗美援朝战争胜利"),
    (1954, "全国人民代表大会成立|新疆生产建设兵团成立"),
    (1955, "新疆维吾尔自治区成立|万隆会议(?:召开)?"),
    (1958, "广西壮族自治区成立|宁夏回族自治区成立"),
    (1964, "中法建交"),
    (1965, "西藏自治区成立"),
    (1978, "改革开放|(?:党的)?十一届三中全会召开"),
    (1979, "中美建交"),
    (1997, "香港回归(?:祖国)?"),
    (1999, "澳门回归(?:祖国)?"),
    (2001, "上海合作组织成立|中国加入世贸组织|我国加入世贸组织"),
)
"""Year and wordings. General knowledge; each is in any chronicle of the Republic."""
_AMBIGUOUS = frozenset({"建党", "建军", "建国", "国庆", "建团"})
"""Words that other states and parties use of themselves."""
_OWN_EVENT = "建厂|建矿|建校|建院|建站|建场|创刊|投产|开采|通车|建成"
_COUNT = rf"[”》]?[ 　]?(?P<number>[{DIGIT}]{{1,3}}|[{NUMERAL}]{{1,5}})[ 　]?周年"
_OWN_ANNIVERSARY = lazy_regex(rf"(?P<event>{_OWN_EVENT}){_COUNT}")
_OWN_BASE = lazy_regex(
    rf"(?<![{DIGIT}{NUMERAL}])(?P<year>{YEAR})[ 　]?年[^，。；！？\n]{{0,10}}?"
    rf"(?P<event>{_OWN_EVENT})(?!{_COUNT})"
    rf"|(?P<event>{_OWN_EVENT})于(?P<year>{YEAR})[ 　]?年"
)
"""Events of which the paragraph itself gives the year: 青岭矿建矿于1958年，2018年是建矿60周年."""
_ANNIVERSARY = lazy_regex(
    "(?P<event>"
    + "|".join(f"(?P<y{number}>{words})" for number, (_, words) in enumerate(_EVENTS))
    + f"){_COUNT}"
)
_YEAR_NAMED = lazy_regex(
    rf"(?<![{DIGIT}{NUMERAL}])(?P<year>{YEAR})[ 　]?年|(?P<near>今年|明年|去年)"
)
_SAYS_SO = lazy_regex("是|正值|恰逢|适逢|时值|欣逢|迎来|喜迎")
_REACH = 26
"""Code points before an anniversary in which the sentence names its year."""
_ROUND = 5
"""Nobody celebrates a 37th anniversary: such a number is no correction."""
_AHEAD = lazy_regex("将|即将|到来|面向|前夕|迎接|筹备|到[^，。]{0,60}时")


@dataclass(frozen=True, slots=True)
class _Anniversary:
    span: Span
    number_span: Span
    event: str
    base: int
    number: int

    @property
    def year(self) -> int:
        return self.base + self.number


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the anniversaries of `document` that no year near them fits."""
    page = context.page(document)
    dated = cache(partial(issue_date, document))
    is_foreign = cache(lambda sentence: is_foreign_context(sentence.of(page.text), context))
    named = cache(partial(_years_named, page.text))
    for anniversary in _own_anniversaries(document):
        issue = dated()
        sentence = page.sentence_at(anniversary.span.start)
        said = _year_said(document.text, sentence, anniversary, issue)
        if said is not None and said != anniversary.year:
            yield _contradicted(document, anniversary, said)
    for anniversary in _anniversaries(document.text):
        issue = dated()
        sentence = page.sentence_at(anniversary.span.start)
        if anniversary.event in _AMBIGUOUS and is_foreign(sentence):
            continue
        said = _year_said(document.text, sentence, anniversary, issue)
        if said is not None:
            if said != anniversary.year:
                yield _contradicted(document, anniversary, said)
        elif issue is not None and not _AHEAD.search(_around(document.text, sentence, anniversary)):
            years = named(document.paragraph_at(anniversary.span.start).span)
            yield from _out_of_place(document, anniversary, issue, years)


def _years_named(text: str, paragraph: Span) -> list[tuple[int, Span]]:
    """Return the years of a paragraph, and where each stands."""
    found = _YEAR_NAMED.finditer(text, paragraph.start, paragraph.end)
    return [(int(value(each["year"]) or 0), Span(*each.span())) for each in found if each["year"]]


def _anniversaries(text: str) -> Iterator[_Anniversary]:
    for match in _ANNIVERSARY.finditer(text):
        base = next(year for number, (year, _) in enumerate(_EVENTS) if match[f"y{number}"])
        number = value(match["number"])
        if number:
            yield _Anniversary(
                Span(*match.span()), Span(*match.span("number")), match["event"], base, number
            )


def _own_anniversaries(document: Document) -> Iterator[_Anniversary]:
    """Yield anniversaries of events that the paragraph dates, once and with one year only."""
    dated = cache(partial(_years_of_events, document.text))
    for match in _OWN_ANNIVERSARY.finditer(document.text):
        bases = dated(document.paragraph_at(match.start()).span)[match["event"]]
        base, number = next(iter(bases)) if len(bases) == 1 else None, value(match["number"])
        if base and number:
            yield _Anniversary(
                Span(*match.span()), Span(*match.span("number")), match["event"], base, number
            )


def _years_of_events(text: str, paragraph: Span) -> Mapping[str, set[int | None]]:
    """Return the years that a paragraph gives to each event."""
    years: dict[str, set[int | None]] = defaultdict(set)
    for each in _OWN_BASE.finditer(text, paragraph.start, paragraph.end):
        years[each["event"]].add(value(each["year"]))
    return years


def _around(text: str, sentence: Span, anniversary: _Anniversary) -> str:
    return text[sentence.start : min(sentence.end, anniversary.span.end + 4)]


def _year_said(
    text: str, sentence: Span, anniversary: _Anniversary, issue: datetime.date | None
) -> int | None:
    """Return the year that the sentence gives the anniversary; None if it does not say."""
    start = max(sentence.start, anniversary.span.start - _REACH)
    named = list(_YEAR_NAMED.finditer(text, start, anniversary.span.start))
    if not named or not _SAYS_SO.search(text, named[-1].end(), anniversary.span.start):
        return None
    if named[-1]["year"]:
        return value(named[-1]["year"])
    return issue.year + NEAR_YEARS[named[-1]["near"]] if issue else None


def _contradicted(document: Document, anniversary: _Anniversary, said: int) -> Finding:
    right = said - anniversary.base
    printed = anniversary.number_span.of(document.text)
    suggestions = (
        [replace_span(anniversary.number_span, like(printed, right), 0.8)] if right > 0 else []
    )
    return DETECTOR.finding(
        document,
        anniversary.span,
        Message(
            f"{said}年不是{anniversary.event}{anniversary.number}周年",
            f"{said} is not the {anniversary.number}th anniversary",
        ),
        confidence=0.9,
        suggestions=suggestions,
        evidence=[Evidence("rule", _sum(anniversary))],
    )


def _out_of_place(
    document: Document,
    anniversary: _Anniversary,
    issue: datetime.date,
    years: Sequence[tuple[int, Span]],
) -> Iterator[Finding]:
    """Yield an anniversary that no year fits, of those that its paragraph names or of the page."""
    named = dict.fromkeys(year for year, _ in years)
    if not named or any(abs(year - anniversary.year) <= 1 for year in (issue.year, *named)):
        return
    named_years = "、".join(map(str, named))
    before = bisect_left(years, anniversary.span.start, key=lambda each: each[1].start)
    nearest = years[max(0, before - 1)]
    printed = anniversary.number_span.of(document.text)
    yield DETECTOR.finding(
        document,
        anniversary.span,
        Message(
            f"{anniversary.event}{anniversary.number}周年是{anniversary.year}年，与本段的年份不合",
            f"this anniversary was in {anniversary.year}, which fits no year of the paragraph",
        ),
        confidence=0.7,
        suggestions=[
            replace_span(
                anniversary.number_span,
                like(printed, year - anniversary.base),
                0.2,
                Applicability.MANUAL,
            )
            for year in dict.fromkeys((nearest[0], issue.year))
            if year > anniversary.base and (year - anniversary.base) % _ROUND == 0
        ],
        evidence=[
            Evidence("rule", _sum(anniversary)),
            Evidence(
                "document",
                Message(f"本段写的是{named_years}年", f"the paragraph speaks of {named_years}"),
                span=nearest[1],
            ),
        ],
    )


def _sum(anniversary: _Anniversary) -> Message:
    base, number = anniversary.base, anniversary.number
    return Message(
        f"{anniversary.event}在{base}年，{base} + {number} = {base + number}",
        f"the event was in {base}: {base} + {number} = {base + number}",
    )


_MASTHEAD = "2026年2月4日 星期三 第十期\n"
EXAMPLES = (
    bad("2021年是中国共产党成立90周年。", "2021年是中国共产党成立100周年。"),
    bad(
        "二〇二四年正值新中国成立七十周年，厂里办了展览。",
        "二〇二四年正值新中国成立七十五周年，厂里办了展览。",
    ),
    bad(
        _MASTHEAD + "今年是建党１０４周年，支部上了一课。",
        _MASTHEAD + "今年是建党１０５周年，支部上了一课。",
    ),
    bad(_MASTHEAD + "1958年，化验室炼出了第一块样品，这是献给建党70周年的礼物。"),
    bad(_MASTHEAD + "1959年建成投产，赶在改革开放40周年之前。1964年扩建。"),
    bad("青岭矿建矿于1958年，2018年是建矿50周年。", "青岭矿建矿于1958年，2018年是建矿60周年。"),
    good("青岭矿建矿于1958年，2018年是建矿60周年，2020年是选厂投产50周年。"),
    good("2021年是中国共产党成立100周年。"),
    good(_MASTHEAD + "1958年，化验室炼出了第一块样品。1991年，它在建党70周年展览上展出。"),
    good(_MASTHEAD + "1958年立下的目标，到新中国成立100周年时一定能实现。"),
    good(_MASTHEAD + "今年是建党105周年，1958年的老照片再次展出。"),
    good("2023年恰逢朝鲜国庆75周年。"),
    good(_MASTHEAD + "建党70周年的纪念章，他一直留着。"),
)

DETECTOR = Detector(
    code="N002",
    name="anniversary",
    title=Message("周年数与年份不合", "Anniversary that the year contradicts"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
