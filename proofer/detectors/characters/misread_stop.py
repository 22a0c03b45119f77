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

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity
from proofer.messages import Message

_SIGN = lazy_regex(
    r"(?<=[\p{Han}”』）])(?P<wrong>[069oO〇○◯@口])(?=\p{Han}|[“”‘’（]|[ 　]*$|\n)", re.MULTILINE
)
_UNIT = lazy_regex(
    r"[年月日号时分秒个元万亿吨千百米克度岁人名位次届期版页家户件台套条项种多余余倍折成点]"
)
_MARK = lazy_regex("[，。；：！？]")
_LEAST = {"口": 3.5, "6": 0.3, "9": 0.3}
_USUAL = 1.2
"""log10 that a full stop must be likelier; more for a common character.

In five million characters of clean text no 6 or 9 between words gains anything.
"""
_NOTHING_OF = lazy_regex(r"0\p{Han}{2,3}(?!\p{Han})")
"""0 for 零 before a word that ends the clause: 事故0发生."""
_CONFIDENCE = 0.88
"""Probability that it is an error; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the signs of `document` that stand for a full stop."""
    text = document.text
    if context.page(document).is_traditional:
        return
    spans = [
        Span(*match.span("wrong"))
        for match in _SIGN.finditer(text)
        if not _UNIT.match(text, match.end("wrong"))
        and not _is_word(Span(*match.span("wrong")), text, context)
        and not _is_page_number(Span(*match.span("wrong")), document)
        and not _is_value(Span(*match.span("wrong")), document)
    ]
    stops, zeros = (
        context.model.gains(text, [(span.start, span.end, sign) for span in spans]).tolist()
        for sign in "。零"
    )
    for span, gain, zero in zip(spans, stops, zeros, strict=True):
        sign = span.of(text)
        if sign == "0" and (zero >= gain or _NOTHING_OF.match(text, span.start)):
            continue  # 垃圾0排放
        if gain >= _LEAST.get(sign, _USUAL):
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


def _is_page_number(span: Span, document: Document) -> bool:
    """Return whether a digit ends a title, as in a table of contents whose leaders are lost."""
    paragraph = document.paragraph_at(span.start).span
    ends = not document.text[span.end : paragraph.end].strip()
    return (
        ends
        and span.of(document.text) in ("6", "9")
        and not _MARK.search(paragraph.of(document.text))
    )


def _is_value(span: Span, document: Document) -> bool:
    """Return whether a digit is one among formulas, as in 状态0, 其余为0."""
    paragraph = document.paragraph_at(span.start).span.of(document.text)
    return span.of(document.text).isdigit() and OPAQUE in paragraph


def _is_word(span: Span, text: str, context: Context) -> bool:
    """Return whether 口 or 〇 belongs to a word or numeral here."""
    before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
    sign = span.of(text)
    if sign == "口":
        near = (before[-1:] + sign, sign + after[:1], before + sign, before[-1:] + sign + after[:1])
        return any(len(each) > 1 and each in context.words for each in near)
    return any(char in "一二三四五六七八九十百千万" for char in before[-1:] + after[:1])


EXAMPLES = (
    bad("会谈结束〇双方握手告别。", "会谈结束。双方握手告别。"),
    bad("大会圆满结束0与会代表合影留念。", "大会圆满结束。与会代表合影留念。"),
    good("全县人口六十万，路口都装了信号灯。"),
    good("他家有6口人，住在3号楼。"),
    good("库区的治理6\n\n渠道的修建9"),
    good("推行垃圾0排放，实现事故0发生。"),
    good("设 $x$ 为一个行向量：在第 $i$ 个位置为1，其他位置为0\n\n由此可得。"),
    bad("他把信交给了母亲6转身走了。", "他把信交给了母亲。转身走了。"),
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
