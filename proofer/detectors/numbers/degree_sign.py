"""Degree signs that came out as a letter or a digit: 85o℃, 25°℃, 38o，, 99o12′.

The small circle of ° and ℃ is read as o, O or 0 beside the sign itself, or in its place. Before ℃
or C it is superfluous, before minutes (′) and behind a temperature it is °, in Chinese text ℃.

Legitimate, and left alone: numbers that end in 0 before ℃ (100℃); letters of a model (iPhone 5o).
---
温度和角度的度号认成了字母或数字：85o℃、25°℃、38o、99o12′。

°和℃的小圆圈常被认成 o、O。℃、C 之前的这个圆圈是多余的；分号（′）之前的应当是°；“气温”“温度”之后的应
当是℃。这里按上下文给出改法，不会把它当作数字 0，改出 850℃ 这样的错误数值。

以下不报告：以 0 结尾的数（100℃）；型号里的字母。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message

_NUMBER = r"(?<![A-Za-z0-9.])-?\d{1,3}(?:\.\d+)?"
_RULES = (
    (
        lazy_regex(
            _NUMBER + r"(?P<wrong>[ ]?[oO○°º˚][ ]?[℃°]|[ ]?[oOº˚○][ ]?[CcＣ](?![A-Za-z])"
            r")"
        ),
        "℃",
        0.95,
    ),
    (lazy_regex(_NUMBER + r"(?P<wrong>[oO○º˚])(?=\d{1,2}(?:\.\d+)?[′'’])"), "°", 0.95),
    (
        lazy_regex(
            r"(?:气温|温度|水温|体温|室温|高温|低温|最高|最低|零下|零上)[^，。；\n\d]{0,4}"
            + _NUMBER
            + r"(?P<wrong>[oO○º˚])(?=[，。、；至到左右以～~—-]|$)",
            re.MULTILINE,
        ),
        "℃",
        0.9,
    ),
    (
        lazy_regex(
            r"(?:坡度|角度|倾角|夹角|仰角|俯角|转角|方位角|[北南]纬|[东西]经|倾斜|旋转|转动|转过|弯曲|成|呈)"
            r"[^，。；\n\d]{0,4}" + _NUMBER + r"(?P<wrong>[oO○º˚])(?=\p{Han}|[，。、；～~—-]|$)",
            re.MULTILINE,
        ),
        "°",
        0.9,
    ),
)
"""What is wrong, what is right, and how sure that is."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the broken degree signs of `document`."""
    del context
    done = 0
    found = [
        (Span(*match.span("wrong")), right, sure, match)
        for pattern, right, sure in _RULES
        for match in pattern.finditer(document.text)
    ]
    for span, right, sure, match in sorted(found, key=lambda each: (each[0].start, -each[0].end)):
        if span.start < done:
            continue
        done = span.end
        yield DETECTOR.finding(
            document,
            Span(match.start(), span.end),
            Message(f"度号应为“{right}”", f"the degree sign is {right}"),
            confidence=sure,
            suggestions=[replace_span(span, right, sure)],
            evidence=[
                Evidence(
                    "rule",
                    Message("数字之后是温度或角度", "a temperature or an angle follows the number"),
                )
            ],
        )


EXAMPLES = (
    bad("水温加热到85o℃后保温。", "水温加热到85℃后保温。"),
    bad("室温28°℃时开机。", "室温28℃时开机。"),
    bad("最高气温36o，最低气温24o。", "最高气温36℃，最低气温24℃。"),
    bad("在坡度25o的山坡上修梯田。", "在坡度25°的山坡上修梯田。"),
    bad("位于东经102o45′。", "位于东经102°45′。"),
    good("水温加热到85℃后保温，气温100℃。"),
    good("东经102°45′，北纬25°。"),
    good("他买了一台50英寸的电视。"),
)


DETECTOR = Detector(
    code="N013",
    name="degree-sign",
    title=Message("度号有误", "Broken degree sign"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
