"""A blank behind each character, as some recognisers write it: 我 们 要 把 握 正 确 方 向.

The blanks are no part of the text: proofer reads the page without them, and what it corrects gets
or loses the blank that belongs to it. It is told once, at the first such run, where most of the
page is so.

Legitimate, and left alone: headlines and seals of a few characters (通 知), lists of names, blanks
around Latin words and figures.

How sure: always, on prose. Have the page read again without blanks between characters, or take
them out before you hand the file in.
---
字与字之间都有空格，有些识别软件会这样输出：“我 们 要 把 握 正 确 方 向”。

这些空格不是文字的一部分。校对时按没有空格来读；改正某个字，属于它的空格也随着增减。整版多半如此的，在
第一处报告一次。

以下不报告：几个字的标题、落款（通 知），名单，西文和数字前后的空格。

把握：正文里这样的空格总是多余的。请在识别软件里关掉字间空格，或在交稿前全部删去。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import (
    Context,
    Detector,
    Document,
    Evidence,
    Finding,
    Message,
    Severity,
    Span,
    bad,
    explanation,
    good,
)
from proofer.document.lazy_pattern import lazy_regex

_HAN = lazy_regex(r"\p{Han}")
_FEWEST = 10
"""Characters with a blank behind them; a headline may have fewer."""
_CONFIDENCE = 0.9
"""Probability that it is an error; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield one finding if most characters of `document` have a blank behind them."""
    apart = [
        segment.text.start
        for segment in document.segments
        if segment.text.end - segment.text.start == 1  # faster than len: a page has thousands
        and segment.source.of(document.source) == document.text[segment.text.start] + " "
    ]
    if len(apart) < _FEWEST:
        return
    han = len(_HAN.findall(document.text))
    if 2 * len(apart) < han:
        return
    first = context.page(document).clause_at(apart[0])
    yield DETECTOR.finding(
        document,
        first if len(first) else Span(apart[0], apart[0] + 1),
        Message(
            "字与字之间都有空格；校对时按没有空格来读",
            "a blank stands between all characters; the page is read without them",
        ),
        confidence=_CONFIDENCE,
        evidence=[
            Evidence(
                "rule",
                Message(
                    f"{han} 个字里有 {len(apart)} 处", f"{len(apart)} blanks at {han} characters"
                ),
            )
        ],
    )


EXAMPLES = (
    bad("全 县 粮 食 产 量 达 到 三 万 吨 ， 比 上 年 增 长 百 分 之 五 。"),
    good("通 知\n全县粮食产量达到三万吨，比上年增长百分之五。"),
    good("使用 Python 语言 编写 程序 。"),
)

DETECTOR = Detector(
    code="P004",
    name="spaced-characters",
    title=Message("字间空格", "Blanks between characters"),
    severity=Severity.INFO,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
