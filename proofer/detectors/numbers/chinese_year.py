"""Years and numbers in Chinese numerals with another circle for 〇: 二0二四年, 一九七O年代.

In Chinese numerals the zero is 〇. An OCR engine reads it as the digit 0, the letter O, the mark ○
or the character 口. Between Chinese numerals before 年 or 号, and in a row of four numerals, only
〇 is right. A text that writes ○ throughout is asked about once.

Legitimate, and left alone: numbers in Arabic digits; 零 (三百零五); 口 where no numeral stands on
both sides.
---
中文数字里的〇写成了别的圆圈：二0二四年、二○二四、一九七O年代。

中文数字的零是〇。识别引擎会把它认成数字 0、字母 O、符号○或汉字口。年、号之前的中文数字之间，以及四
位一组的中文数字里，只能是〇，这里报告并给出改法，不会按普通的多余字符删掉它。全文都写作○的，只问一次。

以下不报告：阿拉伯数字；“零”；两边不都是中文数字的“口”。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span, overlaps_any
from proofer.findings.finding import Evidence, Finding, Severity, Suggestion
from proofer.messages import Message

_ROW = lazy_regex(
    r"(?=[一二三四五六七八九][一二三四五六七八九〇零0OoＯ０○◯口])"  # what is rare comes first
    r"(?<![0-9０-９A-Za-z一二三四五六七八九〇零○])(?=[^年号次]{2,5}[年号次]|[一二三四五六七八九0OoΟ○口〇]{4}(?![0-9]))"
    r"(?P<row>[一二三四五六七八九](?:[一二三四五六七八九〇零]|[0OoＯ０○◯口]){0,8}(?:[一二三四五六七八九〇0OoＯ０○◯]|(?<=[一二][一二三四五六七八九〇口]{2})口(?=年)))"
    r"(?=[年号次届期世]|月)"
)
_WRONG = lazy_regex("[0OoＯ０○◯口]")
_BETWEEN = lazy_regex(
    r"(?<![0-9A-Za-z一二三四五六七八九〇])[一二三四五六七八九](?P<wrong>[0OoＯ０○◯])[一二三四五六七八九](?![0-9])"
)
_CIRCLE = "○"
_USUAL = 3
"""Numbers with ○ from which it is a habit of the text, and one question."""
_CONFIDENCE = 0.95
"""Probability that it is an error; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the numbers in Chinese numerals of `document` whose zero is no 〇."""
    del context
    text = document.text
    rows = [Span(*match.span("row")) for match in _ROW.finditer(text)]
    wrong = [
        Edit(span, _WRONG.sub("零" if "零" in span.of(text) else "〇", span.of(text)))
        for span in rows
        if _WRONG.search(span.of(text))
    ]
    circled = [edit for edit in wrong if _is_circled(edit, text)]
    if len(circled) >= _USUAL:
        yield _finding_of_all(document, circled)
        wrong = [edit for edit in wrong if not _is_circled(edit, text)]
    for edit in wrong:
        yield _finding(document, edit.span, edit.replacement)
    for match in _BETWEEN.finditer(text):
        span = Span(*match.span())
        if not overlaps_any(span, rows):
            yield _finding(document, span, match[0].replace(match["wrong"], "〇"))


def _is_circled(edit: Edit, text: str) -> bool:
    return set(_WRONG.findall(edit.span.of(text))) == {_CIRCLE}


def _finding_of_all(document: Document, edits: Sequence[Edit]) -> Finding:
    """Return the finding for a text that writes ○ throughout, as many typists did."""
    first, number = edits[0].span, len(edits)
    note = Message(f"{number} 处全部改为〇", f"make all {number} 〇")
    return DETECTOR.finding(
        document,
        first,
        Message(
            f"中文数字的零应为〇，本文 {number} 处写作○",
            f"the zero of Chinese numerals is 〇: this text has ○ in {number} places",
        ),
        confidence=_CONFIDENCE,
        suggestions=[Suggestion(tuple(edits), _CONFIDENCE, note=note, independent=True)],
        evidence=[Evidence("rule", Message("○是图形符号", "○ is a geometric shape"))],
    )


def _finding(document: Document, span: Span, right: str) -> Finding:
    return DETECTOR.correction(
        document,
        span,
        right,
        Message(f"中文数字的零应为〇：“{right}”", f"the zero of Chinese numerals is 〇: {right}"),
        why=Message("两边都是中文数字", "Chinese numerals stand on both sides"),
        confidence=_CONFIDENCE,
    )


EXAMPLES = (
    bad("二0二五年五月，工厂成立四十周年。", "二〇二五年五月，工厂成立四十周年。"),
    bad("二○二五年五月，工厂成立四十周年。", "二〇二五年五月，工厂成立四十周年。"),
    bad("二口二五年三月一日起施行。", "二〇二五年三月一日起施行。"),
    bad(
        "二○二三年立项，二○二四年开工，二○二五年投产。",
        "二〇二三年立项，二〇二四年开工，二〇二五年投产。",
    ),
    good("二〇二五年五月，工厂成立四十周年。"),
    good("一九九三年三月，三口人搬进了新居。"),
    good("2024年三月，公司成立30周年。"),
)


DETECTOR = Detector(
    code="N015",
    name="chinese-zero",
    title=Message("中文数字的零", "Zero of Chinese numerals"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
