"""One of two equal characters that was lost: 她默奉献 for 默默, 代表们纷表示 for 纷纷, 203年.

Engines that decode by CTC merge equal neighbours that stand close. Words that exist only doubled
(默默, 纷纷, 缓缓, 渐渐) then stand as one character that is no word there. It is found where the
doubled word is known, the single character makes no word with its neighbours, and the language
model prefers the doubled one by far.

Legitimate, and left alone: the single character in its own words (默许, 渐进, 纷争), names,
classical text.
---
两个相同的字丢了一个：她默奉献（默默）、代表们纷表示（纷纷）、203年（2003年）。

按 CTC 解码的引擎会把紧挨着的相同的字并成一个。“默默”“纷纷”“缓缓”“渐渐”这类只能叠用的词，就只剩下一
个不成词的字。叠词是已知的，单字与前后都不成词，而且语言模型认为补上以后通顺得多，才报告并建议补上。

以下不报告：单字自己的词（默许、渐进、纷争）；人名；文言。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message

_TWINS = "默纷缓渐轻悄匆频娓谆侃翩袅潺淙簌皑粼怏惴讪悻兢牢遥茫滔源暗深"
"""Characters that are doubled as adverbs and adjectives of manner, from general knowledge."""
_DOUBLED_ONLY = frozenset("默纷缓渐悄匆娓谆侃翩袅潺淙簌皑粼怏惴讪悻兢")
"""Those that hardly stand alone in modern prose."""
_ALONE = regex.compile(
    rf"(?<![{_TWINS}])"
    r"(?!缓[缴建刑期发征期限起冲和]|渐(?![为被不])|默[写认许契读片算记书]|纷[至争]|悄[无]|侃[大着])"
    rf"(?P<twin>[{_TWINS}])(?!(?P=twin))(?=[\p{{Han}}，。；！？])"
    r"(?<!东渐|日渐|逐渐|积渐|排纷|解纷|息纷|缠纷|沉默|静默|幽默|缄默|[放未减趋延稍]缓)"
)
_YEAR = regex.compile(
    r"(?<![\d.第])(?P<year>20[3-9]|2[1-9]0)(?=年(?:[1-9]|1[0-2])月|年(?!前|来|间|以|的?历史|左右|多|之|后|内))"
)
_LEAST, _LEAST_SURE = 2.2, -1.9
"""log10 by which the doubled word must be likelier, and where the character hardly stands alone.

One more character costs two to three by itself.
"""
_CONFIDENCE = 0.85
"""Probability that it is an error; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the characters of `document` that lost their twin."""
    text = document.text
    page = context.page(document)
    if page.is_traditional:
        return
    places = [
        match.start() for match in _ALONE.finditer(text) if _is_alone(match.start(), text, context)
    ]
    gains = context.model.gains(text, [(at, at + 1, 2 * text[at]) for at in places]).tolist()
    for at, gain in zip(places, gains, strict=True):
        char = text[at]
        span = Span(at, at + 1)
        if gain >= (_LEAST_SURE if char in _DOUBLED_ONLY else _LEAST) and not page.touches_name(
            span
        ):
            yield _finding(document, span, 2 * char)
    for match in _YEAR.finditer(text):
        year = match["year"]
        span = Span(*match.span("year"))
        if year[1] == "0":
            yield _finding(document, span, f"20{year[1:]}")


def _is_alone(at: int, text: str, context: Context) -> bool:
    """Return whether the character makes no word with its neighbours."""
    char = text[at]
    left, right = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    near = [left + char, char + right, text[max(0, at - 2) : at + 1], text[at : at + 3]]
    if 2 * char not in context.words:
        return False
    return not any(len(each) > 1 and context.words.log_frequency(each) > -6.5 for each in near)


def _finding(document: Document, span: Span, right: str) -> Finding:
    old = span.of(document.text)
    return DETECTOR.finding(
        document,
        span,
        Message(
            f"“{old}”疑为“{right}”，丢了一个相同的字",
            f"{old} seems to be {right}: one of two equal characters is lost",
        ),
        confidence=_CONFIDENCE,
        suggestions=[replace_span(span, right, _CONFIDENCE)],
        evidence=[
            Evidence(
                "rule",
                Message("识别引擎会把紧挨着的相同的字并成一个", "engines merge equal neighbours"),
            )
        ],
    )


EXAMPLES = (
    bad("多年来，她默奉献，从不计较得失。", "多年来，她默默奉献，从不计较得失。"),
    bad("会议刚结束，代表们纷表示要抓好落实。", "会议刚结束，代表们纷纷表示要抓好落实。"),
    bad("203年10月，神舟五号发射成功。", "2003年10月，神舟五号发射成功。"),
    good("双方默许了这一做法，事情渐入佳境。"),
    good("他在家静养，孩子们轻声说话。"),
)


DETECTOR = Detector(
    code="R002",
    name="lost-twin",
    title=Message("叠字丢了一个", "One of two equal characters lost"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
