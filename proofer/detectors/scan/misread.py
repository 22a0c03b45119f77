"""What the image of a line reads otherwise than the file: 贾 where the engine had read 员.

With `--reread` (or `reread = true`) each line of a page whose OCR file has boxes is read a second
time from the page's image, by another model and with the language weighed in. Wrong, lost and
surplus characters are reported, each with how much likelier the image is with the correction.

Where only a part of a line cannot be seen, under a stamp, a fold or a stain, that is told and
nothing is corrected there: compare it with another copy.

Legitimate, and left alone: characters of the same word in the other script (沒 for 没) unless the
image is clear; lines that are illegible, too low, or share their box; pages whose image shows
something else. In traditional print, and in lines of digits or Latin letters, the image alone
decides.

How sure: the probability is fitted on newspaper pages that two OCR engines had read; of the
corrections shown with 0.9 or more about 97 in 100 are right. Without `--reread` it says nothing.
---
原图上一行的读法与文件不同：原图是“贾”，识别引擎读成了“员”。

加上 `--reread`（或配置 `reread = true`），凡识别结果带有方框的版面，各行都会用另一个模型从原图重
读，并参照语言取舍。误字、脱字、衍字都会报告，并说明原图按改后的读法可能多少倍。

一行里只有一段看不清（盖了章、有折痕或污迹）时，只提出来，不作改动：请对照别的藏本。

以下不报告：同一个字的繁简异体（没、沒），除非原图清楚；看不清、太矮、与别的行同在一个方框里的行；图
像与文字不符的版面。繁体文字和以数字、西文为主的行，只凭图像判断。

把握：概率由两种识别引擎读过的报纸版面拟合而得，标为 0.9 以上的，约百中九十七是对的。不加
`--reread` 时没有任何报告。
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.detectors.evidence import model_evidence
from proofer.detectors.noisy_channel._candidates import beside
from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message
from proofer.rereading.rescoring import CODE

if TYPE_CHECKING:
    from proofer.rereading.evidence import Correction

_SHOWN = 0.3
"""Probability from which a correction is shown."""
_DOUBT = 0.5
"""That something is wrong where nothing can be seen: nobody knows; it is a question."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield what the images of `document` read otherwise; nothing if they are not asked."""
    if not context.reread:
        return
    from proofer.detectors.scan_evidence import scan_evidence

    seen = scan_evidence(context.page(document))
    if seen is None:
        return
    for found in seen.corrections:
        if found.confidence >= _SHOWN:
            yield _finding(document, found)
    for line in seen.rereading.lines:
        yield from (_hidden(document, span) for span in line.hidden)


def _finding(document: Document, found: Correction) -> Finding:
    span, new = found.edit.span, found.edit.replacement
    return DETECTOR.finding(
        document,
        span if len(span) else beside(span.start, document.text),
        _message(span.of(document.text), new),
        confidence=found.confidence,
        suggestions=[replace_span(span, new, found.confidence)],
        evidence=[_of_language(found)],
    )


def _hidden(document: Document, span: Span) -> Finding:
    return DETECTOR.finding(
        document,
        span,
        Message(
            "原图这一处看不清，无从核对（盖了章、有折痕或污迹？）",
            "the scan cannot be read here: a stamp, a fold or a stain?",
        ),
        confidence=_DOUBT,
    )


def _of_language(found: Correction) -> Evidence:
    """Return what the language says of a correction; in traditional print it says nothing."""
    if not found.language_gain:
        return Evidence("scan", Message("只凭原图判断", "the image alone decides"))
    return model_evidence(found.language_gain / math.log(10))


def _message(old: str, new: str) -> Message:
    if not old:
        return Message(f"原图在此还有“{new}”", f"the scan also has {new} here")
    if not new:
        return Message(f"原图没有“{old}”", f"the scan does not have {old}")
    return Message(f"原图作“{new}”，文件作“{old}”", f"the scan reads {new}, the file {old}")


EXAMPLES = (
    bad("这首诗是员岛写的。", "这首诗是贾岛写的。", scan="这首诗是贾岛写的。"),
    good("这首诗是员岛写的。", scan="这首诗是员岛写的。"),
    good("这首诗是员岛写的，没有原图便不作判断。"),
)

DETECTOR = Detector(
    code=CODE,
    name="misread",
    title=Message("与原图不符", "Not what the scan reads"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
    any_script=True,
)
