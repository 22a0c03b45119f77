"""Full stops in the place of the Chinese ellipsis: 走了...吧 for 走了……吧.

The standard for Chinese punctuation (GB/T 15834) has one ellipsis, six dots in the middle of the
line. Typists and OCR give three or more full stops instead.

Legitimate, and left alone: dots that follow no Chinese character, as in versions and ranges
(1.2...1.4), and dots in code and tables.

How sure: nearly always an error. A table of contents may have such dots as leaders, so nothing is
corrected unasked.
---
用句点代替省略号：“他走了……”误作“他走了...”。

国家标准《标点符号用法》（GB/T 15834）只有一种省略号，是居中的六个点。打字和光学识别常常给出三个以上
的句点。

以下不报告：前面不是汉字的，如版本号和数的范围（1.2...1.4）；代码和表格里的。

把握：几乎都是差错；但目录里可能用来连接页码，所以不经询问不会改正。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import (
    BlockKind,
    Context,
    Detector,
    Document,
    Finding,
    Message,
    Severity,
    Span,
    bad,
    explanation,
    good,
    lazy_regex,
)

_DOTS = lazy_regex(r"(?<=\p{Han})\.{3,}")
_UNREAD = frozenset({BlockKind.CODE, BlockKind.TABLE})
_CONFIDENCE = 0.9
"""Probability that the dots are wrong; count it on pages of your own."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the runs of full stops in `document` that should be an ellipsis."""
    page = context.page(document)
    for match in _DOTS.finditer(document.text):
        span = Span(*match.span())
        if page.kind_at(span.start) in _UNREAD:
            continue
        rule = Message("中文的省略号是六个点“……”", "the Chinese ellipsis is …… (GB/T 15834)")
        yield DETECTOR.correction(
            document,
            span,
            "……",
            Message("省略号应为“……”", "the ellipsis should be ……"),
            why=rule,
            confidence=_CONFIDENCE,
        )


EXAMPLES = (
    bad("他走了...大家都没有说话。", "他走了……大家都没有说话。"),
    bad("他想了想....", "他想了想……"),
    good("他想了想……"),
    good("支持的版本是 1.2...1.4。"),
)

DETECTOR = Detector(
    code="P031",
    name="ellipsis",
    title=Message("句点冒充省略号", "Full stops for an ellipsis"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
