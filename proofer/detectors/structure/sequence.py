"""Numbered points that are incomplete or out of order: 一要…二要…四要, （一）（二）（四）, 1. 2. 4.

The numbers are read over the whole reading flow, each kind of marker apart, nested lists inside the
outer ones. Where one number does not fit and its neighbours do, it is misread and the right one is
suggested. Where a number is missing, a line was lost or the number is wrong; where two stand the
wrong way round, so do their lines: an editor decides.

Legitimate, and left alone: references (六、七、八号; 第十条第（二）（三）项); numbers that start
again in the next article or section; a list whose beginning stands on another page; nested lists
with the same marks; numbers in tables of contents and bibliographies.

How sure: points in running text (一是, 一要, 第一，) are nearly never wrong without a reason. Lists
are less sure, as a page may show only some of the items: a list of Arabic numbers is taken for a
selection, and nothing is said, if it has two faults, or a gap and more than eight points or points
of several paragraphs.
---
序号不全或次序不对：一要……二要……四要；（一）（二）（四）；1. 2. 2. 4.；图1 图3。

按阅读顺序通读全文，各种序号分开看，套在里面的小序号归小序号。只有一个序号不合、前后都合的，是认错
了，给出应有的序号；缺了一个序号的，要么丢了行，要么序号错了；两个序号颠倒的，多半是行序颠倒。后两种
由编辑判断。

以下属于正常写法：引用（六、七、八号；第十条第（二）（三）项）；下一篇、下一节重新编号；开头在别的版
面上的；里外两层用同一种序号的；目录和参考文献里的序号。

把握：行文中的序号（一是、一要、第一，）极少误报；分行的条目把握低一些，因为有时只摘登其中几条：阿拉
伯数字的条目有两处不合，或者缺号而又超过八条、一条占好几段的，当作选登，不再报告。
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.detectors.structure._numbering import (
    ARABIC,
    INLINE,
    STATUTES,
    Marker,
    Sequence,
    sequences,
)
from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity
from proofer.language.numerals import like
from proofer.messages import Message

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_FEW = 3
"""Two lines of a list tell nothing: one of them may begin another list."""
_LONGEST = 8
"""Points of an Arabic list; longer ones are digests or rankings, of which pages print some."""
_What = Literal["wrong", "swapped", "missing"]


@dataclass(frozen=True, slots=True)
class _Fault:
    """A point that does not fit: its index in the sequence, and the number expected there."""

    sequence: Sequence
    what: _What
    at: int
    expected: int

    @property
    def marker(self) -> Marker:
        return self.sequence.markers[self.at]


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the numbers of `document` that are out of their sequence."""
    for sequence in sequences(context.page(document)):
        steps = _steps(document, sequence)
        for fault in _reliable(sequence, steps):
            if fault.what == "missing" and _stands_inside(document, fault):
                continue
            yield _finding(document, fault, _unmarked(document, fault, steps))


def _reliable(sequence: Sequence, steps: list[int]) -> list[_Fault]:
    """Return the faults of a sequence; none where it is too short or looks like a selection."""
    found = list(_faults(sequence))
    if sequence.kind in INLINE:
        return found
    if len(sequence.markers) < _FEW or (sequence.kind in ARABIC and len(found) > 1):
        return []
    if sequence.kind in ARABIC and len(found) == 1 and found[0].what == "missing":
        in_a_row = steps.count(1) >= len(steps) - 1 and max(steps) <= 2
        return found if in_a_row and len(sequence.markers) <= _LONGEST else []
    if sequence.kind in STATUTES and sequence.numbers[0] > 1:
        in_a_row = len(found) == 1 and set(steps) == {1} and len(steps) >= _FEW
        return [fault for fault in found if fault.what == "wrong" or in_a_row]
    return found


def _faults(sequence: Sequence) -> Iterator[_Fault]:
    numbers = [*sequence.numbers, 0]
    last, at = numbers[0], 1
    while at < len(numbers) - 1:
        number, following, expected = numbers[at], numbers[at + 1], last + 1
        if number == expected:
            last = number
        elif following == expected + 1:
            yield _Fault(sequence, "wrong", at, expected)
            last = expected
        elif number == expected + 1 and following == expected:
            yield _Fault(sequence, "swapped", at, expected)
            at += 1
            last = number
        elif number == expected + 1:
            yield _Fault(sequence, "missing", at, expected)
            last = number
        else:
            # The beginning of another sequence got lost; there is nothing left to compare with.
            return
        at += 1


def _stands_inside(document: Document, fault: _Fault) -> bool:
    """Return whether the missing point begins inside a line, behind another one.

    A figure may be named anywhere: captions side by side are read as one.
    """
    text = document.text
    what = fault.sequence.kind.removesuffix("N")
    number = _number(fault.marker.span.of(text), fault.expected)
    if what in ("图", "表"):
        return re.search(rf"{what}[ 　]?{number}(?=[ 　：:.．])", text) is not None
    before, end = fault.sequence.markers[fault.at - 1].span, fault.marker.span.end
    mark = "" if what == "①" else re.escape(text[end : end + 1])
    between = text[before.end : fault.marker.start]
    return re.search(rf"(?<![\d.]){number}{mark}", between) is not None


def _number(printed: str, number: int) -> str:
    """Return a number in the form of another one."""
    return _CIRCLED[number - 1] if printed in _CIRCLED else like(printed, number)


def _steps(document: Document, sequence: Sequence) -> list[int]:
    """Return how many paragraphs further each point begins than the one before."""
    starts = [_index(document, marker) for marker in sequence.markers]
    return [after - before for before, after in pairwise(starts)]


def _unmarked(document: Document, fault: _Fault, steps: list[int]) -> Span | None:
    """Return the paragraph without a number that stands where the missing point should."""
    others = steps[: fault.at - 1] + steps[fault.at :]
    if fault.what != "missing" or steps[fault.at - 1] != 2 or set(others) != {1}:
        return None
    return document.paragraphs[_index(document, fault.marker) - 1].span


def _index(document: Document, marker: Marker) -> int:
    return (
        bisect_right(document.paragraphs, marker.start, key=lambda paragraph: paragraph.span.start)
        - 1
    )


def _finding(document: Document, fault: _Fault, unmarked: Span | None) -> Finding:
    marker = fault.marker
    printed = marker.span.of(document.text)
    right = _number(printed, fault.expected)
    sure = _sure(fault, unmarked)
    suggestions = []
    if fault.what == "wrong":
        suggestions = [replace_span(marker.span, right, sure * 0.9)]
    elif fault.what == "missing":
        suggestions = [replace_span(marker.span, right, sure * 0.3, Applicability.MANUAL)]
    evidence = [
        Evidence(
            "document",
            _numbers(document, fault.sequence),
            span=fault.sequence.markers[fault.at - 1].span,
        )
    ]
    if unmarked is not None:
        detail = Message("这里有一段没有序号", "a paragraph without a number stands there")
        evidence.append(Evidence("document", detail, span=unmarked))
    return DETECTOR.finding(
        document,
        marker.span,
        _message(fault, printed, right),
        confidence=sure,
        suggestions=suggestions,
        evidence=evidence,
        related=[each.span for each in fault.sequence.markers if each is not marker],
    )


def _sure(fault: _Fault, unmarked: Span | None) -> float:
    sure = {"wrong": 0.85, "swapped": 0.75, "missing": 0.75}[fault.what]
    return sure if fault.sequence.kind in INLINE or unmarked is not None else sure - 0.15


def _message(fault: _Fault, printed: str, right: str) -> Message:
    if fault.what == "wrong":
        return Message(
            f"序号“{printed}”前后不合，应为“{right}”",
            f"number {printed} fits neither side, {right} would",
        )
    if fault.what == "swapped":
        return Message(f"“{printed}”排在“{right}”前面", f"{printed} stands before {right}")
    return Message(f"缺少“{right}”，可能漏了行", f"{right} is missing: a line may be lost")


def _numbers(document: Document, sequence: Sequence) -> Message:
    read = " ".join(each.span.of(document.text) for each in sequence.markers)
    return Message(f"读到的序号：{read}", f"the numbers as they were read: {read}")


EXAMPLES = (
    bad("会议提出：一要抓安全，二要抓质量，四要抓进度。"),
    bad(
        "一是抓安全；二是抓质量；二是抓进度；四是抓成本。",
        "一是抓安全；二是抓质量；三是抓进度；四是抓成本。",
    ),
    bad("（一）抓安全。\n（二）抓质量。\n（四）抓进度。"),
    bad(
        "1. 抓安全。\n2. 抓质量。\n8. 抓进度。\n4. 抓成本。",
        "1. 抓安全。\n2. 抓质量。\n3. 抓进度。\n4. 抓成本。",
    ),
    bad("一、抓安全。\n二、抓质量。\n四、抓成本。\n三、抓进度。\n五、抓作风。"),
    bad("1. 抓安全。\n2. 抓质量。\n抓进度。\n4. 抓成本。"),
    bad("其一，进洞先敲帮；其二，作业不离人；其四，收工要清场。"),
    bad("问题一：经费\n问题二：人员\n问题四：时间\n问题五：场地"),
    bad("第五条 缴费。\n第六条 表决。\n第七条 会议。\n第九条 会长。"),
    bad("图1 厂区全景\n图2 车间一角\n图4 工人合影"),
    good("一要抓安全，二要抓质量，三要抓进度。"),
    good("一、目标\n1. 产量。\n2. 质量。\n二、措施\n1. 培训。\n2. 检查。\n三、要求"),
    good("参加演出的是六、七、八号选手。一是一，二是二。"),
    good("违反第十条第（二）（三）项的，按第（五）项处理。"),
    good("1. 外层。\n2. 外层。\n1. 里层。\n2. 里层。\n3. 里层。\n3. 外层。"),
    good(
        "一是影响需求，二是影响供给。二是影响供给，这又分两方面。一是一定要稳，二是一些地方要快，第三是要好。"
    ),
    good("2. 上接第一版。\n3. 抓进度。\n4. 抓成本。"),
    good(
        "".join(f"（{number}）这里讲第几个问题。\n" for number in "一二三四五六七八九")
        + "（一〇）防御。\n（一一）进攻。\n（一二）相持。\n"
    ),
)

DETECTOR = Detector(
    code="S003",
    name="sequence",
    title=Message("序号不全或次序不对", "Numbers missing or out of order"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
