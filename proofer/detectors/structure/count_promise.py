"""A number of points that the text announces and does not keep: 五项要求：一要…六要….

Two forms are counted. A number of 方面, 项工作, 点要求, 个坚持 … directly before numbered points is
compared with the last number, if the sequence itself is whole (what is missing inside it is left to
`sequence`) and the numbers are near. A list of three items or more joined by 、 directly before 等N
个方面 may not be longer than N.

Legitimate, and left alone: 等 stands for what is left out, so a shorter list is right; marks inside
quotations, titles and brackets are not counted; last items in other words (第三是, 最后); twenty
tasks summed up in six points.

How sure: which of the two is wrong cannot be known: a line may be lost, the number misread, or the
writer miscounted.
---
文中预告的数目与实际不符：五项要求：一要……六要……；甲、乙、丙、丁等三个方面。

查两种：一、“N个方面／N项工作／N点要求／N个坚持”后面紧跟着各点，序号完整、两数又相近时，
比较最后一个序号与预告的数目（中间缺号由 sequence 负责）；
二、用顿号并列三项以上、后面紧接“等N个方面”的，列出的不应多于 N。

以下属于正常写法：“等”表示没有列完，列得少不算错；引号、书名号、括号里的顿号不计；最后几项换了说法的
（第三是、最后）；二十项任务归为六点来讲的。

把握：哪一处错无法断定，可能丢了行，可能数目认错，也可能作者数错了，由编辑判断。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.detectors.structure._numbering import INLINE, Marker, Sequence, sequences
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity
from proofer.language.numerals import like, numeral, value
from proofer.messages import Message

_NUMBER = "(?P<number>[0-9０-９]{1,2}|[一二两三四五六七八九十]{1,3})"
_NOUN = (
    "(?:方面|工作|要求|任务|问题|措施|举措|意见|建议|原则|特点|重点|坚持|必须|着力|注重|环节|关键|转变|突出|体会|启示|经验"
    "|原因|步骤|目标|要点|主张|倡议|看法|条件|优势|变化|确保|聚焦|强化|抓手|不足|成效|成绩|亮点|硬仗|行动|实事|大事|好事|关系|统筹)"
)
_ANNOUNCED = lazy_regex(
    rf"(?<![第一二三四五六七八九十百千万几多余0-9０-９.．]){_NUMBER}(?:[个项条大方类种件](?:[重主关具]\p{{Han}})?{_NOUN}(?!日)|点{_NOUN}?)"
    r"[”’」]?(?P<between>[^。！？\n0-9第]{0,14}[：:。，,；;—\n]{1,2}[ 　“]?)$"
)
_LISTED = lazy_regex(
    rf"(?P<items>(?:[^。，；：！？\n、,;:]{{1,16}}、){{2,11}}[^。，；：！？\n、,;:]{{1,16}}?)等{_NUMBER}"
    rf"(?:[个项条类种](?:[重主关具]\p{{Han}})?{_NOUN}|大\p{{Han}})"
)
_ENCLOSED = lazy_regex("“[^”]*”|《[^》]*》|（[^）]*）|‘[^’]*’")
_FIRST = lazy_regex("[，。；：\n](?:第?一[是要、，]|（一）)")
_LAST = lazy_regex("[，。；：](?:最后|还有)")
_BEFORE = 40
"""Code points before the first point in which the number is announced."""
_MOST = 12
"""Larger numbers are not compared with the points behind them."""
_NEAR = 3
"""A number further off speaks of something else: twenty tasks, told in six points."""
_LOOK_ON = 600
"""Code points after the last point in which a further one may stand in other words."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the numbers of `document` that announce more or fewer points than there are."""
    for sequence in sequences(context.page(document)):
        if sequence.is_whole and sequence.kind in (*INLINE, "（N）", "N、"):
            yield from _miscounted(document, sequence)
    for match in _LISTED.finditer(document.text):
        announced = value(match["number"].replace("两", "二"))
        listed = _ENCLOSED.sub("", match["items"]).count("、") + 1
        if announced and 1 < announced < listed:
            yield _finding(document, match, announced, listed, Span(*match.span("items")))


def _miscounted(document: Document, sequence: Sequence) -> Iterator[Finding]:
    first, last = sequence.markers[0], sequence.markers[-1]
    match = _ANNOUNCED.search(document.text, max(0, first.start - _BEFORE), first.start)
    if match is None:
        return
    announced = value(match["number"].replace("两", "二"))
    if (
        announced is None
        or not 1 < announced <= _MOST
        or not 0 < abs(announced - last.number) <= _NEAR
    ):
        return
    if not _goes_on(document.text, last, announced):
        yield _finding(document, match, announced, last.number, last.span)


def _goes_on(text: str, last: Marker, announced: int) -> bool:
    """Return whether a later point stands there in other words: 一是…二是…第三是…, 二是…三就是…."""
    later = "|".join(numeral(number) for number in range(last.number + 1, announced + 1))
    pattern = rf"[，。；：\n](?:第|其)?(?:{later})[是要就则者来方，,：:、]"
    after = _FIRST.split(text[last.start : last.start + _LOOK_ON], 1)[0]
    return announced > last.number and bool(
        _LAST.search(after.partition("\n")[0]) or regex.search(pattern, after)
    )


def _finding(
    document: Document, match: regex.Match[str], announced: int, listed: int, place: Span
) -> Finding:
    """Return the finding for a number that the points do not keep.

    Args:
        document: the page.
        match: the announcement.
        announced: how many it announces.
        listed: how many there are.
        place: where the last one stands, or all of them.
    """
    span = Span(*match.span("number"))
    right = like(match["number"], listed)
    return DETECTOR.finding(
        document,
        span,
        Message(
            f"说是{announced}个，实际有{listed}个", f"{announced} are announced, {listed} are there"
        ),
        confidence=0.7,
        suggestions=[replace_span(span, right, 0.35, Applicability.MANUAL)],
        evidence=[
            Evidence(
                "document", Message(f"数到第 {listed} 个", f"counted up to {listed}"), span=place
            )
        ],
        related=[place],
    )


EXAMPLES = (
    bad("会议部署了五项工作。一要抓安全，二要抓质量，三要抓进度，四要抓成本。"),
    bad("他提出三点要求：一是抓安全；二是抓质量；三是抓进度；四是抓成本。"),
    bad("要做到“四个坚持”。一要坚持安全第一，二要坚持质量为本，三要坚持创新。"),
    bad("重点检查安全、质量、进度、成本、作风等四个方面。"),
    good("会议部署了四项工作。一要抓安全，二要抓质量，三要抓进度，四要抓成本。"),
    good("会议部署了五项工作。一要抓安全，二要抓质量，四要抓进度，五要抓成本。"),
    good("重点检查安全、质量、进度等五个方面。"),
    good("第三个方面。一是抓安全，二是抓质量。"),
    good(
        "要抓好两项工作，去年的成绩有目共睹，今年形势不同，大家分头去做：一是抓安全；二是抓质量；三是抓进度。"
    ),
    good("推进“老、中、青”结合、产、学、研等五个方面。"),
)

DETECTOR = Detector(
    code="S004",
    name="count-promise",
    title=Message("数目与所列不符", "Number that the points do not keep"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
