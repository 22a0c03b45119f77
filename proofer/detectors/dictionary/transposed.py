"""Two neighbouring characters that changed places: 取突得破 for 取得突破, 言发 for 发言.

Typesetting and editing turn characters round. A pair is tried where a character stands that no word
explains, and turned back where the language model prefers the other order by far and a word comes
of it.

Legitimate, and left alone: both orders that are words (力气, 气力; 运命, 绍介 of older prose),
phrases of four whose halves stand parallel (左等右等, 上尊下卑), verbs parted from their object
(毕了业) or result (洗不净), what the page prints more than once, names, verse.
---
相邻两字颠倒：取突得破（取得突破）、安意全识（安全意识）、言发（发言）。

排版和改稿会把相邻的字弄颠倒。只在有字不成词的地方试着换位；换位以后成词，而且语言模型认为通顺得多，
才报告并建议换回来。

以下不报告：正反都成词的（力气、气力；旧时的运命、绍介）；两两相对的四字格（左等右等、上尊下卑）；中间插字的动词（毕了业、洗不净）；本文印过不止一次的；人名；诗句。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.detectors.dictionary._transpositions import transpositions
from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity
from proofer.messages import Message

_CONFIDENCE = 0.7
"""Probability that it is an error; not fitted. Of seven in unseen files of all kinds one was."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the pairs of neighbours of `document` that changed places."""
    for span in transpositions(context.page(document)):
        yield _finding(document, span)


def _finding(document: Document, span: Span) -> Finding:
    old = span.of(document.text)
    return DETECTOR.correction(
        document,
        span,
        old[::-1],
        Message(f"“{old}”疑为“{old[::-1]}”颠倒", f"{old} seems to be {old[::-1]} turned round"),
        why=Message("相邻两字换位以后成词", "turned round, the two make a word"),
        confidence=_CONFIDENCE,
    )


EXAMPLES = (
    bad("经过多年攻关，终于取突得破。", "经过多年攻关，终于取得突破。"),
    bad("她在言发中强调，要抓紧落实。", "她在发言中强调，要抓紧落实。"),
    good("他力气大，做事有条有理。"),
    good("这些人都想改变自己的运命，托他绍介工作。"),
    good("果如其言，他第二天就回来了，缺吃少药的日子过去了。"),
    good("经过多年攻关，终于取得突破。"),
)


DETECTOR = Detector(
    code="G008",
    name="transposed",
    title=Message("相邻字颠倒", "Neighbours turned round"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
