"""A full stop that was read as a digit, a letter or a box: 推开门6, 闭幕0与会代表, 雷动口代表们.

The circle of 。 becomes 6, 9, 0, o, O, 〇, ○, @ or the character 口. It is found where such a sign
stands between Chinese characters, the language model is sure that a sentence ends there and that
the sign makes no sense, and neither a number nor a word with 口 can be meant.

Legitimate, and left alone: numbers, 口 in words (人口, 口岸, 路口), signs beside digits, letters or
units; pages in traditional characters.
---
句号认成了数字、字母或方框：推开门6、闭幕0与会代表、雷动口代表们。

句号的小圆圈会被认成 6、9、0、o、O、〇、○、@ 或汉字“口”。夹在汉字之间的这种符号，如果语言模型认为改
成句号通顺得多，而且既不是数字、也不是带“口”的词，就报告并建议改成句号。

以下不报告：数字；“人口”“口岸”“路口”等词里的口；紧挨数字、字母、量词的符号；繁体版面。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context, Page
from proofer.document.document import Document
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity
from proofer.messages import Message

_SIGN = lazy_regex(
    r"(?<=[\p{Han}”』）])(?P<wrong>[069oO〇○◯@口])"
    r"(?=\p{Han}(?![，。；：！？、])|[“”‘’（]|[ 　]*$|\n)",
    re.MULTILINE,
)
"""No sentence is a single character: 逃生口近，"""
_UNIT = lazy_regex(
    r"[年月日号时分秒个元万亿吨千百米克度岁人名位次届期版页家户件台套条项种多余倍折成点叶型形环]"
    r"|大(?![家会量约批型学部概众地多])|只(?![有是要能好得怕不见会用做顾剩])"
)
_MARK = lazy_regex("[，。；：！？]")
_TO_THE_END = lazy_regex(r"\s*\Z")
_LEAST = {"口": 3.5, "6": 0.3, "9": 0.3, "0": 1.2, "@": inf}
_USUAL, _LESS_AGAIN = -0.5, {"口": 2.5, "0": 1.0}
"""log10 that a full stop must be likelier; more for a common character.

In 20 million characters of clean text no letter or circle between words gains anything. Where a
paragraph has the sign twice and no full stop, less is enough. @ calls somebody.
"""
_LEAST_BETWEEN_WORDS = -1.0
"""The same for @, and 口 between two words, where the paragraph ends so too: 转阴口气温."""
_COMMON = -6.5
"""log10 frequency of a word with 口 that tells where the paragraph has the sign again."""
_NOTHING_OF = lazy_regex(r"0\p{Han}{2,3}(?!\p{Han})")
"""0 for 零 before a word that ends the clause: 事故0发生."""
_NAMES = frozenset(("大O", "大o", "表6", "表9", "图6", "图9"))
"""The notation of that name, and numbers of figures and tables."""
_DIGITS = "0123456789"
_BEFORE_VALUES = frozenset("是为到成置设取")
_MORE_BEFORE_NUMERAL = 1.0
"""More (log10) before a numeral, as in 上诉6二审."""
_POWERS = frozenset("十百千万亿")
_NUMERALS = frozenset("一二三四五六七八九") | _POWERS
_CONFIDENCE = 0.88
"""Probability that it is an error; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the signs of `document` that stand for a full stop."""
    text = document.text
    if context.page(document).is_traditional:
        return
    spans = [
        span
        for match in _SIGN.finditer(text)
        if not (match["wrong"].isascii() and _UNIT.match(text, match.end("wrong")))
        and not _is_word(span := Span(*match.span("wrong")), document, context)
        and not _is_page_number(span, document)
        and not _is_marked_heading(span, document)
        and not _is_value(span, context.page(document))
        and text[max(0, span.start - 1) : span.end] not in _NAMES
    ]
    stops, zeros = (
        context.model.gains(text, [(span.start, span.end, sign) for span in spans]).tolist()
        for sign in "。零"
    )
    for span, gain, zero in zip(spans, stops, zeros, strict=True):
        sign = span.of(text)
        if sign == "0" and (zero >= gain or _NOTHING_OF.match(text, span.start)):
            continue  # 垃圾0排放
        before = text[max(0, span.start - 1) : span.start]
        if sign.isdigit() and (before in _BEFORE_VALUES or text.startswith("单位", span.end)):
            continue  # 计数一直是0，边长6单位
        if gain >= _least(span, document, context):
            yield DETECTOR.correction(
                document,
                span,
                "。",
                Message(f"“{sign}”疑为句号", f"{sign} seems to be a full stop"),
                why=Message(
                    "句号的圆圈与它形近，此处是一句的末尾",
                    "it looks like the circle of 。 and a sentence ends here",
                ),
                confidence=_CONFIDENCE,
            )


def _least(span: Span, document: Document, context: Context) -> float:
    """Return the log10 that the model must gain at a sign."""
    sign = span.of(document.text)
    if sign == "口" and _is_between_words(span, document, context):
        return _LEAST_BETWEEN_WORDS
    least = _LEAST.get(sign, _USUAL)
    if sign == "@" and _ends_paragraph(span, document):
        return _LEAST_BETWEEN_WORDS
    if _stands_again(span, document):
        least -= _LESS_AGAIN.get(sign, 0.0)
    if document.text[span.end : span.end + 1] in _NUMERALS:
        least += _MORE_BEFORE_NUMERAL
    return least


def _is_between_words(span: Span, document: Document, context: Context) -> bool:
    """Return whether words meet at a sign that the paragraph, which has no full stop, ends in."""
    text = document.text
    near = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
    return (
        all(len(each) == 2 and context.words.log_frequency(each) > _COMMON for each in near)
        and near[0][1] + span.of(text) not in context.words
        and _stands_again(span, document)
        and _ends_paragraph(span, document)
    )


def _ends_paragraph(span: Span, document: Document) -> bool:
    """Return whether the paragraph ends in the same sign."""
    text, paragraph = document.text, document.paragraph_at(span.start).span
    return paragraph.of(text).rstrip().endswith(span.of(text))


def _is_page_number(span: Span, document: Document) -> bool:
    """Return whether a digit ends a title, as in a table of contents whose leaders are lost."""
    text, paragraph = document.text, document.paragraph_at(span.start).span
    return (
        span.of(text) in ("6", "9")
        and _TO_THE_END.match(text, span.end, paragraph.end) is not None
        and not _MARK.search(text, paragraph.start, paragraph.end)
        and not _stands_again(span, document)
    )


def _is_marked_heading(span: Span, document: Document) -> bool:
    """Return whether a sign stands in what markup says is a heading, which has no stop."""
    paragraph = document.paragraph_at(span.start)
    return paragraph.kind is BlockKind.HEADING and paragraph.level > 0


def _stands_again(span: Span, document: Document) -> bool:
    """Return whether a paragraph without full stops has the sign twice where one may be meant."""
    text, paragraph = document.text, document.paragraph_at(span.start).span
    if text.find("。", paragraph.start, paragraph.end) >= 0:
        return False
    sign = span.of(text)
    found = _SIGN.finditer(text, paragraph.start, paragraph.end)
    alike = (match for match in found if match["wrong"] == sign)
    return next(alike, None) is not None and next(alike, None) is not None


def _is_value(span: Span, page: Page) -> bool:
    """Return whether a digit is one among formulas (状态0, 其余为0), or others: 类别0, 类别1."""
    text, digit = page.text, span.of(page.text)
    if not digit.isdigit():
        return False
    paragraph = page.document.paragraph_at(span.start).span
    before = text[max(0, span.start - 2) : span.start]
    return text.find(OPAQUE, paragraph.start, paragraph.end) >= 0 or any(
        page.count(before + other) for other in _DIGITS if other != digit
    )


def _is_word(span: Span, document: Document, context: Context) -> bool:
    """Return whether 口 or 〇 belongs to a word or numeral here."""
    text = document.text
    before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
    sign = span.of(text)
    if sign == "口":
        if _is_between_words(span, document, context):
            return False
        near = (before[-1:] + sign, sign + after[:1], before + sign, before[-1:] + sign + after[:1])
        least = _COMMON if _stands_again(span, document) else -inf
        return any(len(each) > 1 and context.words.log_frequency(each) > least for each in near)
    if after[:1] in (_POWERS if sign in "69" else _NUMERALS):
        return True
    return before[-1:] in _NUMERALS


EXAMPLES = (
    bad("会谈结束〇双方握手告别。", "会谈结束。双方握手告别。"),
    bad("大会圆满结束0与会代表合影留念。", "大会圆满结束。与会代表合影留念。"),
    good("全县人口六十万，路口都装了信号灯。"),
    good("他家有6口人，住在3号楼。"),
    good("场馆由森林王国、海洋家园6大展厅组成，收养海龟，当中6只来自邻省。"),
    good("库区的治理6\n\n渠道的修建9"),
    good("更新之前计数一直还是0，之后才变。"),
    good("实际为类别0（水果）\n\n实际为类别1（蔬菜）"),
    good("算法的复杂度用大O记法表示，图表6委托贷款的数据另见附录。"),
    good("推行垃圾0排放，实现事故0发生。"),
    good("设 $x$ 为一个行向量：在第 $i$ 个位置为1，其他位置为0\n\n由此可得。"),
    bad("原告提出上诉6二审法院已经受理6", "原告提出上诉。二审法院已经受理。"),
    bad("明天阴转多云口气温略有回升口", "明天阴转多云。气温略有回升。"),
    good("全家6口，改六6千元为九9百元，转发@新华社的消息，@小明快来"),
    bad("他把信交给了母亲6转身走了6", "他把信交给了母亲。转身走了。"),
    bad("伤员转危为安口家属送来锦旗口", "伤员转危为安。家属送来锦旗。"),
    good("乘车须知：①座位离安全口近；②备好棉布口罩"),
    good("路口有人招手，出口人山人海，户口已经迁走"),
)


DETECTOR = Detector(
    code="P002",
    name="misread-stop",
    title=Message("句号误识", "Misread full stop"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
