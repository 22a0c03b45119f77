"""One character that was read as its two halves: 禾斗技 for 科技, 女口何 for 如何, 吸弓l for 吸引.

Where the gap between the halves of a character is wide, an engine reads two. Pairs of halves that
make a character are known; such a pair is mended where the language model prefers the whole by far
and the pair makes no word as it stands.

Legitimate, and left alone: pairs that are words or names (木子, 土木, 日月), what the page
writes twice, and pages in traditional characters.
---
一个字认成了左右两半：禾斗技（科技）、女口何（如何）、吸弓l（吸引）。

字的左右两部分离得远，识别引擎就会认成两个字。能拼成一个字的两半有一张表；语言模型认为合起来通顺得
多，而且这两个字原样不成词，才报告并建议合成一个字。

以下不报告：成词的两个字（木子、土木、日月），本版多次这样写的，以及繁体版面。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.characters._halves import split_characters
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.findings.finding import Finding, Severity
from proofer.messages import Message

_CONFIDENCE = 0.93
"""Probability that it is an error; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the pairs of halves of `document` that stand for one character."""
    for span, right in split_characters(context.page(document)):
        old = span.of(document.text)
        yield DETECTOR.correction(
            document,
            span,
            right,
            Message(f"“{old}”疑为“{right}”拆成了两半", f"{old} seems to be {right} in two halves"),
            why=Message(f"左右两半合起来是“{right}”", f"both halves together make {right}"),
            confidence=_CONFIDENCE,
            source="shape",
        )


EXAMPLES = (
    bad("禾斗技进步带来了好收成。", "科技进步带来了好收成。"),
    bad("全年吸弓l外资项目三十个。", "全年吸引外资项目三十个。"),
    good("周末有好几档火暴的综艺节目。"),
    good("女口译员坐在两国总理身后。"),
    good("前面有一片树林，马也喘气不迭，浑身流汗。"),
    good("木子先生学的是土木工程，弓长不是张。"),
    good("科技进步带来了好收成。"),
)


DETECTOR = Detector(
    code="G007",
    name="split-character",
    title=Message("一字拆成两半", "Character read as its halves"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
