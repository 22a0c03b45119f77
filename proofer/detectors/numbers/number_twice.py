"""The same quantity with another magnitude elsewhere on the page: 总投资3.5亿元 and 总投资35亿元.

A lost decimal point, a lost 0, 万 for 亿: the digits are the same and the value is ten, a hundred
or ten thousand times as large. Two numbers are about the same thing if the words before them and
the unit and words after them agree, six characters in all. The finding stands at the rarer value
and names the other place; which of the two is right only the original can tell, so nothing is
suggested.

Legitimate, and left alone: the same value written in another way (1660多公斤 and 1660公斤, 3.5亿
and 35000万); different digits; numbers of one digit, unless all of the words around them agree;
percentages after words as general as 同比增长.

How sure: a question, not a verdict; the more specific the words around the number, the surer. In
nearly twenty million characters of clean text there were seven reports.
---
同一个数量，前后相差十倍百倍：一处写“总投资3.5亿元”，另一处写“总投资35亿元”。

丢了小数点，少了一个 0，“亿”认成“万”，数字相同而大小差了十倍、百倍以至万倍。数字前面的词、后面的单位
和词，合起来有六个字相同，就认为说的是同一件事。报告少见的一处，并指出另一处在哪里；哪个对要看原件，
所以不提修改建议。

以下不报告：同一个值的不同写法（1660多公斤和1660公斤，3.5亿和35000万）；数字不同的；只有一位的数，除
非前后的词全都相同；“同比增长”之类泛泛的词后面的百分比。

把握：这是提问，不是结论；前后的词越具体越可靠。近两千万字的干净文本共报告七处。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.kinds import LISTINGS
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.language.characters import FUNCTION_CHARACTERS
from proofer.messages import Message

_NUMBER = lazy_regex(
    r"(?<![\dA-Za-z.,])(?P<digits>(?>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?))(?![\dA-Za-z.,]*\d)"
    r"(?:多|余|几)?(?P<scale>万亿|百万|千万|十万|[百千万亿])?(?:多|余)?(?P<unit>[%％]|‰|\p{Han}{1,2})"
)
_SCALES = {
    "": 0,
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "万亿": 12,
}
_FILLERS = lazy_regex(
    "(?:达到了?|达|为|约|近|超过?|逾|共计?|至少|仅|了|是|有|完成|实现|突破|高达|大约|接近|的|到|至)+$"
)
_BEFORE = lazy_regex(r"[\p{Han}“”A-Za-z]+$")
_TIMES = frozenset("年月日时点分秒号届次版期第条款项章页层楼岁")
_REACH, _AGREE, _LEAST_BEFORE = 12, 6, 4
"""Code points compared on each side; those that must agree on both together; before the number."""
_LONGEST, _MOST = 30, 40
"""Characters of a number; places with which another one is compared, and which may be named."""
_GENERAL = lazy_regex(
    "同比|环比|增长|增加|下降|减少|提高|上涨|上升|回落|下跌|比例|完成率|其中|比重|左右|以上|涨幅|跌幅|增幅|增速"
)
_CONFIDENCE = 0.65
"""A question: which of the two values is right, only the original tells."""


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A number with its value and the words around it."""

    span: Span
    digits: str
    exponent: int
    before: str
    after: str


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the places where a quantity of `document` has another magnitude than elsewhere."""
    del context
    groups: dict[tuple[str, str], list[_Quantity]] = defaultdict(list)
    for quantity in _quantities(document):
        groups[quantity.digits, quantity.before[-_LEAST_BEFORE:]].append(quantity)
    for group in groups.values():
        by_exponent: dict[int, list[_Quantity]] = defaultdict(list)
        for quantity in group:
            by_exponent[quantity.exponent].append(quantity)
        if len(by_exponent) > 1:
            yield from _rarer(document, list(by_exponent.values()))


def _quantities(document: Document) -> Iterator[_Quantity]:
    text = document.text
    for match in _NUMBER.finditer(text):
        unit = match["unit"]
        if len(match["digits"]) > _LONGEST:
            continue
        paragraph = document.paragraph_at(match.start())
        if unit[0] in _TIMES or paragraph.kind in LISTINGS:
            continue
        before = text[max(paragraph.span.start, match.start() - _REACH - 4) : match.start()]
        words = _BEFORE.search(_FILLERS.sub("", before))
        if words is None or len(words[0]) < _LEAST_BEFORE:
            continue
        digits, exponent = _normalised(match["digits"], _SCALES[match["scale"] or ""])
        if digits:
            end = match.start("unit")
            after = text[end : min(paragraph.span.end, end + _REACH)]
            yield _Quantity(Span(match.start(), end), digits, exponent, words[0], after)


def _normalised(number: str, scale: int) -> tuple[str, int]:
    """Return the digits without zeros at both ends, and the power of ten of the last one."""
    _, digits, exponent = Decimal(number.replace(",", "")).as_tuple()
    assert isinstance(exponent, int)
    plain = "".join(map(str, digits)).lstrip("0")
    stripped = plain.rstrip("0")
    return stripped, exponent + scale + len(plain) - len(stripped)


def _rarer(document: Document, values: Sequence[list[_Quantity]]) -> Iterator[Finding]:
    usual = max(values, key=lambda each: (len(each), -each[0].span.start))
    for value in values:
        for quantity in value if value is not usual else ():
            same = [other for other in usual[:_MOST] if _same_thing(quantity, other)]
            if same:
                yield _finding(document, quantity, same)


def _same_thing(a: _Quantity, b: _Quantity) -> bool:
    if a.after[0] != b.after[0]:
        return False
    before = _common(a.before[::-1], b.before[::-1])
    needed = _AGREE if len(a.digits) > 1 else _AGREE + 4
    if _are_told_apart(a.before[: len(a.before) - before], b.before[: len(b.before) - before]):
        needed += 4
    if _GENERAL.search(a.before[-before:]):
        needed += 4
    return before + _common(a.after, b.after) >= needed


def _are_told_apart(a: str, b: str) -> bool:
    """Return whether what stands before the same words makes them differ: 一期|工程, 二期|工程."""
    return all(part and part[-1] not in FUNCTION_CHARACTERS for part in (a, b))


def _common(a: str, b: str) -> int:
    return next(
        (at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def _finding(document: Document, quantity: _Quantity, others: Sequence[_Quantity]) -> Finding:
    here, there = quantity.span.of(document.text), others[0].span.of(document.text)
    times = 10 ** abs(quantity.exponent - others[0].exponent)
    detail = Message(
        f"另一处写作“{others[0].before[-4:]}…{there}”，相差 {times} 倍",
        f"another place has {others[0].before[-4:]}…{there}, {times} times apart",
    )
    return DETECTOR.finding(
        document,
        quantity.span,
        Message(
            f"同一数量前后不一：{here}／{there}",
            f"one quantity, two magnitudes: {here} and {there}",
        ),
        confidence=_CONFIDENCE,
        evidence=[Evidence("document", detail, score=float(len(others)), span=others[0].span)],
        related=[other.span for other in others],
    )


EXAMPLES = (
    bad("铜冶炼项目总投资3.5亿元。截至年底，铜冶炼项目总投资达35亿元。"),
    bad("全年节约标准煤1660多吨。数据显示，全年节约标准煤16.6吨。"),
    good("救灾物资共重1660多公斤。这批救灾物资共重1660公斤。"),
    good("铜冶炼项目总投资3.5亿元。铜冶炼项目总投资35000万元。"),
    good("营业收入同比增长3.5%，利润同比增长35%。"),
    good("一期工程总投资5.2亿元，二期工程总投资52亿元。"),
)

DETECTOR = Detector(
    code="N011",
    name="number-twice",
    title=Message("同一数量前后不一", "One quantity, two magnitudes"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
