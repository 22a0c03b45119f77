"""The running number of an issue that does not fit the numbers and dates of its neighbours.

A paper counts its issues (总第1408期): a later issue has a higher number, and there is at most one
issue a day. Over the files of a run, the longest row of issues that keep to this is taken as right;
an issue that does not fit into it is asked about. Where the issues before and after leave one
number only, that one is suggested. Pages of one issue share date and number.

Legitimate, and left alone: gaps in the collection; weeks without an issue; several pages of one
issue; files without a date or number in their masthead; papers whose count starts anew (第1期 every
year) are only compared where 总第 stands.

How sure: it needs three issues that fit each other. Number or date may be what is misread, so it is
for an editor.
---
报头的总期号（总第1408期）与前后各期的期号、日期对不上。

报纸的总期号逐期增加，一天最多一期。在一次检查的全部文件中，取能够前后衔接的最长一串为准，接不进去的
那一期提出疑问；如果前后两期之间只能是一个号，就给出这个号。同一期的各版日期、期号相同。

以下属于正常写法：收藏不全，中间缺期；节假日停刊；一期分几个文件；报头没有日期或期号的文件；每年从头
计数的期号不比，只比“总第”。

把握：至少要有三期彼此相符才判断。认错的可能是期号，也可能是日期，所以由编辑决定。
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proofer.detectors.api import Corpus, Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.detectors.dates._dates import chinese, issue_date
from proofer.detectors.evidence import in_other_document
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity
from proofer.language.numerals import DIGIT, NUMERAL, like, value
from proofer.messages import Message

_NUMBER = lazy_regex(rf"总第[ 　]*(?P<number>[{DIGIT}]{{1,6}}|[{NUMERAL}]{{1,9}})[ 　]*[期号號]")
_HEAD = 1500
"""Code points of a page in which its masthead stands."""
_FEWEST = 3
"""Issues that must fit each other before another one is doubted."""
_REACH = 40
"""How many issues back the row of fitting ones is followed."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Date and number of a document's masthead, and where the number stands."""

    date: datetime.date
    number: int
    span: Span


def survey(document: Document, context: Context) -> Issue | None:
    """Return date and number of the masthead; None where one of them is missing."""
    match = _NUMBER.search(document.text, 0, _HEAD)
    date = issue_date(document) if match else None
    number = value(match["number"]) if match else None
    return Issue(date, number, Span(*match.span("number"))) if match and date and number else None


def conclude(
    corpus: Sequence[tuple[Document, Issue | None]], context: Context
) -> Iterator[tuple[int, Finding]]:
    """Yield the issues whose number does not fit into the row of the others."""
    known = [(number, document, issue) for number, (document, issue) in enumerate(corpus) if issue]
    weights = Counter((issue.date, issue.number) for _, _, issue in known)
    row = _fitting(sorted(weights), weights)
    if len(row) < _FEWEST or 2 * len(row) <= len(weights):
        return
    printed_at = {
        (issue.date, issue.number): (document, issue.span) for _, document, issue in reversed(known)
    }
    for number, document, issue in known:
        if (issue.date, issue.number) not in row:
            yield number, _finding(document, issue, row, printed_at)


def _fits(earlier: tuple[datetime.date, int], later: tuple[datetime.date, int]) -> bool:
    days, numbers = (later[0] - earlier[0]).days, later[1] - earlier[1]
    return 0 < numbers <= days


def _fitting(
    issues: Sequence[tuple[datetime.date, int]], weights: Counter[tuple[datetime.date, int]]
) -> list[tuple[datetime.date, int]]:
    """Return the longest row of issues, by date, in which each fits the one before it."""
    best: list[int] = []
    back: list[int] = []
    for at, issue in enumerate(issues):
        before = [other for other in range(max(0, at - _REACH), at) if _fits(issues[other], issue)]
        last = max(before, key=lambda other: (best[other], other), default=-1)
        best.append(weights[issue] + (best[last] if last >= 0 else 0))
        back.append(last)
    at = max(range(len(best)), key=best.__getitem__, default=-1)
    row = []
    while at >= 0:
        row.append(issues[at])
        at = back[at]
    return row[::-1]


def _finding(
    document: Document,
    issue: Issue,
    row: Sequence[tuple[datetime.date, int]],
    printed_at: dict[tuple[datetime.date, int], tuple[Document, Span]],
) -> Finding:
    before = [each for each in row if each[0] <= issue.date][-1:]
    after = [each for each in row if each[0] > issue.date][:1]
    printed = issue.span.of(document.text)
    evidence: list[Evidence] = []
    for date, number in (*before, *after):
        other, span = printed_at[date, number]
        what = Message(f"{chinese(date)}，总第{number}期", f"no. {number} of {date.isoformat()}")
        evidence.append(in_other_document(other, span.start, what))
    right = _only_number(issue, before, after)
    suggestions = []
    if right is not None:
        suggestions = [replace_span(issue.span, like(printed, right), 0.7, Applicability.MANUAL)]
    return DETECTOR.finding(
        document,
        issue.span,
        Message(
            f"总第{printed}期（{chinese(issue.date)}）与前后各期对不上，期号或日期有误",
            f"no. {printed} of {issue.date.isoformat()} does not fit the issues before and after "
            "it: number or date is wrong",
        ),
        confidence=0.85,
        suggestions=suggestions,
        evidence=evidence,
    )


def _only_number(
    issue: Issue,
    before: Sequence[tuple[datetime.date, int]],
    after: Sequence[tuple[datetime.date, int]],
) -> int | None:
    """Return the only number that fits between the neighbours."""
    if before and before[0][0] == issue.date:
        return before[0][1]
    if before and after and after[0][1] - before[0][1] == 2:
        return before[0][1] + 1
    return None


CORPUS = Corpus(survey, conclude)
_MASTHEADS = (
    "南山日报\n\n2026年2月2日 星期一 总第1406期\n\n今天的会议开得很好。\n",
    "南山日报\n\n2026年2月3日 星期二 总第1407期\n\n今天的会议开得很好。\n",
    "南山日报\n\n2026年2月6日 星期五 总第1409期\n\n今天的会议开得很好。\n",
)
EXAMPLES = (
    bad("南山日报\n\n2026年2月4日 星期三 总第1403期\n\n今天的会议开得很好。\n", among=_MASTHEADS),
    bad("南山日报\n\n2026年2月3日 星期二 总第1401期\n\n今天的会议开得很好。\n", among=_MASTHEADS),
    good("南山日报\n\n2026年2月4日 星期三 总第1408期\n\n今天的会议开得很好。\n", among=_MASTHEADS),
    good("南山日报\n\n2026年2月4日 星期三 第3期\n\n今天的会议开得很好。\n", among=_MASTHEADS),
    good("南山日报\n\n2026年3月4日 星期三 总第1421期\n\n今天的会议开得很好。\n", among=_MASTHEADS),
)

DETECTOR = Detector(
    code="N005",
    name="issue-order",
    title=Message("总期号与别的文件不符", "Issue number that does not fit those of other files"),
    severity=Severity.WARNING,
    detect=CORPUS.detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
    corpus=CORPUS,
)
