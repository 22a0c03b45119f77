"""A punctuation mark printed twice, or two in a row: ，，  。。  、、  ：：  ，。.

A scan's speck beside a comma, or a line end read again, gives two marks where one belongs.
Full-width and half-width forms of one mark count as the same (,，).

Legitimate, and left alone: the ellipsis (……, 。。。), the dash (——), doubled exclamation and
question marks, `::` and other marks between Latin letters or digits, table rules.

How sure it is: on clean news and laws none in a million characters. That one mark is right is less
sure: on a bad scan the other may be what is left of a character.

---

同一个标点印了两遍，或者两个标点连在一起：“，，”“。。”“、、”“：：”“，。”。

逗号旁的污点，或者行末被读了两遍，就会多出一个标点。同一标点的全角和半角算同一个（,，）。

合法而不报的：省略号（……、。。。）、破折号（——）、连用的叹号和问号、英文字母或数字之间的“::”等、表格
线。

把握：一百万字干净的新闻和法规里没有误报。但只留一个标点未必就对：扫描很差时，另一个可能是某个字的残
迹。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.detectors.repetition._twice import doubled_runs
from proofer.document.document import Document
from proofer.document.kinds import LISTINGS
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message

_CONFIDENCE, _ONE_MARK = 0.95, 0.85
"""That it is an error, and that one mark is right.

All of 21 findings on pages of two OCR engines were errors, but on bad pages the second mark may
stand for a character.
"""
_TWO_MARKS = 0.75
"""That two different marks are an error and the likelier one is right."""
# Two marks and no third; the half-width ones only beside a Han character, for programs and
# addresses have them too.
_DOUBLED = lazy_regex(
    r"(?<![，,、；;：:。])(?:"
    r"，，|，,|,，|、、|；；|：：|。。|(?<=\p{Han}[”’）》]?)(?:,,|;;|::)"
    r")(?![，,、；;：:。])"
)
_MIXED = lazy_regex(
    r"(?<=[\p{Han}”》）])(?<![语文名称](?=[：:]))(?!(?P<mark>[，、；：。,])(?P=mark)|，,|,，)"
    r"[，、；：。,]{2}(?=[\p{Han}“《（])"
)
"""Two different marks; behind 语：, 学名： a word is lost whose letters nothing could read."""
_BY_WEIGHT = "、,，；：。"
_HAS_HAN = lazy_regex(r"\p{Han}")
_NEAR = 6
"""Code points on both sides within which there must be a Han character."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the doubled marks of a page."""
    page = context.page(document)
    for match in _DOUBLED.finditer(page.text):
        start, end = match.span()
        if page.kind_at(start) in LISTINGS or not _HAS_HAN.search(
            page.text, max(0, start - _NEAR), end + _NEAR
        ):
            continue
        if any(start in span for span, _ in doubled_runs(page)):
            continue  # every character stands twice there
        mark = match[0][0]
        yield DETECTOR.finding(
            document,
            Span(start, end),
            Message(f"标点“{mark}”重复", f"doubled mark {mark}"),
            confidence=_CONFIDENCE,
            suggestions=[replace_span(Span(start + 1, end), "", _ONE_MARK)],
            evidence=[
                Evidence(
                    "rule", Message("两个相同的标点连在一起", "the same mark stands twice in a row")
                )
            ],
        )
    yield from _mixed(document)


def _mixed(document: Document) -> Iterator[Finding]:
    """Yield two different marks in a row; a speck reads as the lighter one."""
    for match in _MIXED.finditer(document.text):
        if document.paragraph_at(match.start()).kind in LISTINGS:
            continue
        kept = max(match[0], key=_BY_WEIGHT.index).replace(",", "，")
        yield DETECTOR.correction(
            document,
            Span(*match.span()),
            kept,
            Message(f"两个标点连在一起，疑只有“{kept}”", f"two marks in a row: {kept} alone?"),
            why=Message("一处只用一个点号", "one mark is set at a place"),
            confidence=_TWO_MARKS,
        )


EXAMPLES = (
    bad("会议指出，，要坚持稳中求进。", "会议指出，要坚持稳中求进。"),
    bad("他说完就走了。。大家都愣住了。", "他说完就走了。大家都愣住了。"),
    bad("铜、、铝、锌的产量都有增长。", "铜、铝、锌的产量都有增长。"),
    bad("法院判决：，被告赔偿损失。", "法院判决：被告赔偿损失。"),
    bad("他说完就走了，。大家都愣住了。", "他说完就走了。大家都愣住了。"),
    good("该岛（荷兰语：，法语：）位于北海。"),
    good("他想了想……还是去了——虽然很远。"),
    good("太好了！！真的吗？？他喃喃道。。。"),
    good("在程序里写 std::vector 和 a,,b 都可以。"),
)

DETECTOR = Detector(
    code="D002",
    name="doubled-mark",
    title=Message("标点重复", "Doubled punctuation mark"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
