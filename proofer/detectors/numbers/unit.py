"""Units that OCR breaks behind a number: 37"C for 37℃, 120km2 for 120km², 98°/o for 98%.

Signs that are no letters are what OCR engines know least: of ℃ they make "C or 'C, of ‰ %o, and
they set a raised 2 or 3 on the line. Each form is looked for right behind a digit only.

Legitimate, and left alone: °C, which is ℃ in two characters; code, tables and names of models
(IBM3650m3); whatever follows no number.

How sure: the broken signs are certain; that a plain km2 is a slip is a matter of the house's style.
---
数字后面被认错的单位：37"C 应为 37℃，120km2 应为 120km²，98°/o 应为 98%，300平万米应为平方米。

不是字母的符号，光学识别认得最差：“℃”认成“"C”“'C”，“‰”认成“%o”，上标的 2 和 3 落到了行上。只查紧跟在
数字后面的。

以下不报告：“°C”，它就是两个字符的“℃”；代码、表格和型号（IBM3650m3）；前面没有数字的。

把握：符号认错的可以肯定；“km2”也可能是本单位的体例，由编辑决定。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.kinds import LISTINGS
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity
from proofer.messages import Message

_AFTER_NUMBER = r"(?<=(?<![A-Za-z][\d.]*)[\d０-９][万亿]?[ 　]?)"
_BEFORE_HAN = r"(?=[ 　]?(?:[\p{Han}，。、；：（()）～~—/]|$))"
_SIGN = Message("符号认错", "misread sign")
_RAISED = Message("上标落到了行上", "a raised figure set on the line")
_FORMS = (
    (r"(?:(?:[\"“”″'‘’′´`。˚º*]|[oO](?=C[ 　]?\p{Han}))C|°c)(?![A-Za-z\d])", "℃", _SIGN, 0.95),
    (r"(?:°/[oO0]|[oO]/[oO](?![A-Za-z])|％[oO](?!\w))", None, _SIGN, 0.93),
    (r"%[oO](?![A-Za-z\d])", "‰", _SIGN, 0.9),
    (r"(?P<unit>[kcdmh]?m)(?P<power>[23]|(?<=km)z)" + _BEFORE_HAN, None, _RAISED, 0.75),
    (r"[平立]万(?=公里|米)", None, Message("“方”认成了“万”", "万 for 方"), 0.9),
    (r"(?P<unit>Nm)(?P<power>3)" + _BEFORE_HAN, None, _RAISED, 0.75),
)
_PATTERNS = tuple(
    (lazy_regex(_AFTER_NUMBER + form, re.MULTILINE), right, reason, sure)
    for form, right, reason, sure in _FORMS
)
_RAISED_FIGURES = {"2": "²", "3": "³", "z": "²"}


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the broken units of `document`."""
    del context
    for pattern, fixed, reason, confidence in _PATTERNS:
        for match in pattern.finditer(document.text):
            span = Span(*match.span())
            if document.paragraph_at(span.start).kind in LISTINGS:
                continue
            right = fixed or _right(match)
            yield DETECTOR.correction(
                document,
                span,
                right,
                Message(f"单位“{match[0]}”疑为“{right}”", f"the unit {match[0]} may be {right}"),
                why=reason,
                confidence=confidence,
            )


def _right(match: regex.Match[str]) -> str:
    if "unit" in match.groupdict():
        return str(match["unit"]) + _RAISED_FIGURES[match["power"]]
    if match[0][0] in "平立":
        return match[0][0] + "方"
    return "‰" if match[0].startswith("％") else "%"


EXAMPLES = (
    bad("白天最高气温37\"C，夜间26'C。", "白天最高气温37℃，夜间26℃。"),
    bad("流域面积120km2，库容3000m3。", "流域面积120km²，库容3000m³。"),
    bad("盐度为35%o左右，合格率98°/o以上。", "盐度为35‰左右，合格率98%以上。"),
    bad("新增绿地300平万米，山林80kmz。", "新增绿地300平方米，山林80km²。"),
    good("气温37°C，湿度60%，他选了C方案。"),
    good("用std::vector<m2>和im2col处理，C 语言写成。"),
    good("他说“这是第3”，C说“对”。"),
)

DETECTOR = Detector(
    code="N012",
    name="unit",
    title=Message("单位符号认错", "Broken unit"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
