"""Issue numbers of one file that disagree: 总第1212期 on page one, 总第1221期 on page three.

The numbers stand in mastheads and running heads, 第36期（总第1212期）. Heads of one date have the
same number; a head without a date belongs to the date before it. In a file with several issues the
number since the foundation must rise with the date, and within a year as much as the number of the
year does.

Legitimate, and left alone: numbers in articles and headings (第三期培训班, 本报第1000期);
supplements and other papers, whose heads have no number of their own; several numbers printed as
one (第1—2期).

How sure: that the numbers disagree is certain. Where most heads agree the odd one is wrong; else
the editor decides.
---
同一文件里各版报头、报眉的期号对不上：第一版印“总第1212期”，第三版印“总第1221期”。

期号印在报头和报眉上，如“第36期（总第1212期）”。同一天的报头，期号应当相同；没有日期的报眉，归前面最
近的日期。一个文件里有几期报纸的，总期号应随日期增大；同一年之内，增加的数目应与本年的期号一致。

以下不报告：文章和标题里的期数（第三期培训班、本报第1000期）；没有期号的增刊和别的报纸；合刊（第1—2
期）。

把握：期号不一致是肯定的。多数报头相同的，少数那个有误；否则由编辑判断。
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.detectors.dates._dates import dates
from proofer.document.document import Document
from proofer.document.kinds import RUNNING_TEXT
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity
from proofer.language.numerals import DIGIT, NUMERAL, like, value
from proofer.messages import Message

_NUMBER = rf"[{DIGIT}]{{1,6}}|[{NUMERAL}]{{1,6}}"
_TOTAL = lazy_regex(rf"总第?[ 　]?(?P<number>{_NUMBER})[ 　]?[期号](?![—–~～\-至])")
_OF_YEAR = lazy_regex(rf"(?<![总\p{{Han}}])第[ 　]?(?P<number>{_NUMBER})[ 　]?期(?![—–~～\-至])")
_LONGEST_HEAD = 120
"""Code points of the longest masthead or running head."""
_CONFIDENCE = 0.8
"""That the numbers disagree is certain; which of them is wrong is not."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of an issue as a head prints it."""

    value: int
    span: Span


@dataclass(frozen=True, slots=True)
class _Head:
    """A masthead or running head: its date, its number since the foundation and of the year."""

    date: datetime.date | None
    total: _Number
    of_year: _Number | None


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the issue numbers of `document` that other heads contradict."""
    del context
    if "总" not in document.text:
        return
    by_date: dict[datetime.date | None, list[_Head]] = defaultdict(list)
    for head in _heads(document):
        by_date[head.date].append(head)
    for heads in by_date.values():
        yield from _disagreeing(document, [head.total for head in heads])
        yield from _disagreeing(document, [head.of_year for head in heads if head.of_year])
    issues = sorted(
        (head for head in map(_usual, by_date.values()) if head.date),
        key=lambda head: str(head.date),
    )
    yield from _out_of_step(document, issues)


def _heads(document: Document) -> Iterator[_Head]:
    date: datetime.date | None = None
    for paragraph in document.paragraphs:
        if len(paragraph.span) > _LONGEST_HEAD or paragraph.kind in RUNNING_TEXT:
            continue
        text = paragraph.span.of(document.text)
        date = next((each.date for each in dates(text) if each.date), date)
        total = _number(_TOTAL, text, paragraph.span.start)
        if total is not None:
            yield _Head(date, total, _number(_OF_YEAR, text, paragraph.span.start))


def _number(pattern: regex.Pattern[str], text: str, offset: int) -> _Number | None:
    match = pattern.search(text)
    number = value(match["number"]) if match else None
    return _Number(number, Span(*match.span("number")).shift(offset)) if match and number else None


def _usual(heads: list[_Head]) -> _Head:
    counts = Counter(head.total.value for head in heads)
    return max(heads, key=lambda head: (counts[head.total.value], head.of_year is not None))


def _disagreeing(document: Document, numbers: list[_Number]) -> Iterator[Finding]:
    """Yield the numbers of one issue that are not the commonest; of equals the first counts."""
    counts = Counter(each.value for each in numbers)
    if len(counts) < 2:
        return
    usual = next(each for each in numbers if counts[each.value] == max(counts.values()))
    for each in numbers:
        if each.value != usual.value:
            message = Message(
                f"同一期报纸的期号不一致：{each.value}／{usual.value}", "two numbers of one issue"
            )
            detail = Message(f"别处印作 {usual.value}", f"another head has {usual.value}")
            yield _finding(
                document, each, message, Evidence("document", detail, span=usual.span), usual.value
            )


def _out_of_step(document: Document, issues: list[_Head]) -> Iterator[Finding]:
    """Yield the numbers that do not follow that of the issue before.

    The number before is the wrong one if the next issue shows so.
    """
    last = issues[0] if issues else None
    for head, following in pairwise([*issues[1:], None]):
        if last is None or head is None:
            return
        wrong, neighbour = (head, last)
        if _fits(last, head):
            last = head
            continue
        if following and _fits(head, following) and not _fits(last, following):
            wrong, neighbour, last = last, head, head
        message = Message(
            "总期号与相邻的一期接不上", "the number does not fit that of the issue beside it"
        )
        detail = Message(
            f"{neighbour.date} 是总第 {neighbour.total.value} 期",
            f"the issue of {neighbour.date} is {neighbour.total.value}",
        )
        yield _finding(
            document,
            wrong.total,
            message,
            Evidence("document", detail, span=neighbour.total.span),
            _expected(wrong, neighbour),
        )


def _expected(head: _Head, other: _Head) -> int | None:
    """Return the number since the foundation that `other` gives `head`, None in another year."""
    if (
        not (head.date and other.date and head.of_year and other.of_year)
        or head.date.year != other.date.year
    ):
        return None
    return other.total.value + head.of_year.value - other.of_year.value


def _fits(before: _Head, after: _Head) -> bool:
    return before.total.value < after.total.value and _expected(after, before) in (
        None,
        after.total.value,
    )


def _finding(
    document: Document, number: _Number, message: Message, evidence: Evidence, right: int | None
) -> Finding:
    """Return the finding for a number of an issue that another head contradicts.

    Args:
        document: the file.
        number: the doubtful number.
        message: what is wrong with it.
        evidence: what the other head has.
        right: the number that would fit, if there is one.
    """
    suggestions = []
    if right is not None and right > 0:
        printed = number.span.of(document.text)
        suggestions = [
            replace_span(number.span, like(printed, right), _CONFIDENCE - 0.1, Applicability.MANUAL)
        ]
    return DETECTOR.finding(
        document,
        number.span,
        message,
        confidence=_CONFIDENCE,
        suggestions=suggestions,
        evidence=[evidence],
        related=[evidence.span] if evidence.span else [],
    )


_HEAD = "2025年9月10日 星期三 第36期（总第1212期）"
EXAMPLES = (
    bad(f"{_HEAD}\n会议召开，大家都来了。\n2025年9月10日 总第1221期 第3版"),
    bad(f"{_HEAD}\n会议召开，大家都来了。\n2025年9月17日 星期三 第37期（总第1215期）"),
    bad(f"{_HEAD}\n会议召开，大家都来了。\n2025年9月17日 星期三 总第1211期"),
    good(f"{_HEAD}\n本报总第1000期出版时，读者来信很多。\n2025年9月10日 总第1212期 第3版"),
    good(f"{_HEAD}\n会议召开，大家都来了。\n2025年9月17日 星期三 第37期（总第1213期）"),
    good("2025年12月31日 第52期（总第1228期）\n会议召开。\n2026年1月7日 第1期（总第1229期）"),
)

DETECTOR = Detector(
    code="N004",
    name="issue-number",
    title=Message("期号前后不一", "Issue numbers that disagree"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
