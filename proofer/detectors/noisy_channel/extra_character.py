"""Characters that should not be there: a speck read as a mark (农村”住房), a second copy.

Where the language model is surprised, the text without the character is weighed against the text as
it stands, with what the page writes elsewhere. Doubled words are left to D001, which knows more
about what may be doubled.

Legitimate, and left alone: names of persons; text in which the model is no judge, below 0.9;
和 and 人, which Tesseract puts in where nothing is printed, on the page of another engine.
---
衍字：线条、污点被认成标点（农村”住房），一个字读了两遍。

凡语言模型感到意外之处，把去掉该字的文字与原样比较，并参考本文他处的写法。重复的词语归 D001 管，它更
清楚什么可以重复。

以下不报告：人名；模型不熟悉的文字中概率不到 0.9；其他引擎所读版面里的和、人（只有
Tesseract 会凭空添上这几个字）。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.detectors.noisy_channel._candidates import corrections
from proofer.document.document import Document
from proofer.findings.finding import Finding, Severity
from proofer.language.ocr_habits import inserted_by_others
from proofer.messages import Message


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the corrections of this kind in `document`."""
    left_alone = inserted_by_others(document.engine)
    for finding in corrections(DETECTOR, "extra", document, context):
        if finding.quote not in left_alone:
            yield finding


EXAMPLES = (
    bad("推进农村”住房建设，改善农民居住条件。", "推进农村住房建设，改善农民居住条件。"),
    good("推进农村住房建设，改善农民居住条件。"),
)

DETECTOR = Detector(
    code="M004",
    name="extra-character",
    title=Message("衍字", "Extra character"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
