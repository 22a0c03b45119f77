"""Characters that the OCR lost: 改革放 for 改革开放, a full stop missing at the end of a line.

Where the language model is surprised, characters that fit between two others are tried there. A
lost character leaves little to go by, so few of these places reach the probability from which on
they are shown (0.3).

With a second reading (`--second`) up to six characters may be put in that only the other engine
has, where it is sure and the first is not; numbers never.

Legitimate, and left alone: names of persons; text in which the model is no judge, below 0.9.
---
脱字：“改革开放”漏成“改革放”，行末缺句号。

凡语言模型感到意外之处，试补与前后文相合的字。漏掉的字不留痕迹，达到显示概率（0.3）的不多。

有另一次识别（`--second`）时，可以补上只有另一引擎读出的六字以内的一段：它有把握而本引擎没有；数字从
不这样补。

以下不报告：人名；模型不熟悉的文字中概率不到 0.9。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.detectors.noisy_channel import _second_reading
from proofer.detectors.noisy_channel._candidates import corrections
from proofer.document.document import Document
from proofer.findings.finding import Finding, Severity
from proofer.messages import Message


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the corrections of this kind in `document`, and those by a second reading."""
    yield from corrections(DETECTOR, "lost", document, context)
    yield from _second_reading.findings(DETECTOR, document, context, lost=True)


EXAMPLES = (
    bad(
        "坚持改革放不动摇，推动经济社会发展取得新成就。",
        "坚持改革开放不动摇，推动经济社会发展取得新成就。",
    ),
    good("坚持改革开放不动摇，推动经济社会发展取得新成就。"),
)

DETECTOR = Detector(
    code="M003",
    name="lost-character",
    title=Message("脱字", "Lost character"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
