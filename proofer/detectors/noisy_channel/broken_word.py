"""Places that are garbled beyond mending: 自然溃产, a line of nonsense, a distorted place name.

What makes a place doubtful - the surprise of the language model, no word over it, a page that never
writes so again, corrections that are possible but none likely - goes into one probability. It is
fitted on newspaper pages that two OCR engines had read, and shown from a threshold on that leaves
at most two false alarms in 1,000 characters of clean text.

There is no suggestion: look at the printed page.

Legitimate, and left alone: names of persons, and places for which another detector has a
correction; in old text all but the worst, and all text in traditional characters; words and cells
that stand alone.
---
残破之处：文字显然有误，但看不出原来是什么，如“自然溃产”、整行乱码。

语言模型感到意外、没有词语覆盖、本文他处不见、虽有改法而无一可取，合为一个概率，由两种识别引擎读过的
报纸版面拟合而得；显示的界限，保证干净文本中每千字误报不超过两处。

没有改法可供：请查看原版面。

以下不报告：人名，其他检测器已有改法之处；旧时文字中只报告最严重的，繁体文字一概不报；单独的词语和
表格中的短格。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.detectors.noisy_channel._candidates import correctable, is_left_alone
from proofer.detectors.noisy_channel._forms import is_other_form
from proofer.detectors.suspicions import SHOWN_IF_RESCORED, is_rescored, suspicions, threshold
from proofer.document.document import Document
from proofer.document.kinds import ENTRIES, LISTINGS, BlockKind
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity, percent
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.detectors.context import Page

LEAST_IF_UNFAMILIAR = 0.995
"""Probability from which a character is flagged in language that the model does not know."""
_SHORT_ON_PURPOSE = LISTINGS | ENTRIES | {BlockKind.HEADING}
"""Kinds of text that may be a word; a line of so few letters elsewhere is what is left of one."""
_FEWEST = 5
"""Letters around a character from which on the model can say that it makes no sense there."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the spans of `document` that are wrong in a way that nothing explains."""
    for span, probability in _spans(context.page(document)):
        quote = span.of(document.text)
        doubt = Message(
            f"照语言模型和本页看，此处有误的可能约为 {percent(probability)}",
            f"wrong with a probability of {percent(probability)}, by the model and the page",
        )
        yield DETECTOR.finding(
            document,
            span,
            Message(
                f"“{quote}”读不通，请核对原件",
                f"{quote} makes no sense here: compare the printed page",
            ),
            confidence=probability,
            evidence=[Evidence("language-model", doubt, score=round(probability, 2))],
        )


def _spans(page: Page) -> list[tuple[Span, float]]:
    """Return runs of doubtful characters that no correction touches, with their probability."""
    usual = SHOWN_IF_RESCORED if is_rescored(page) else page.context.profile.garbled
    least = threshold(page, usual, LEAST_IF_UNFAMILIAR)
    spans = (suspicion.span for suspicion in correctable(page))
    touched = {at for span in spans for at in range(span.start, span.end + 1)}
    found: list[tuple[Span, float]] = []
    for suspicion in suspicions(page):
        if suspicion.p_error < least or not len(suspicion.span):
            continue
        if is_left_alone(page, suspicion.span) or _is_alone(page, suspicion.span):
            continue
        best = suspicion.candidates[:1]
        if any(is_other_form(page, suspicion.span, each.replacement) for each in best):
            continue
        if (
            found
            and suspicion.span.start - found[-1][0].end <= 1
            and page.text[found[-1][0].end] != "\n"
        ):
            before, probability = found.pop()
            found.append(
                (Span(before.start, suspicion.span.end), max(probability, suspicion.p_error))
            )
        else:
            found.append((suspicion.span, suspicion.p_error))
    return [
        (span, probability)
        for span, probability in found
        if touched.isdisjoint(range(span.start, span.end + 1))
    ]


def _is_alone(page: Page, span: Span) -> bool:
    """Return whether there is too little around to judge by: a word, a cell, an abbreviation."""
    paragraph = page.document.paragraph_at(span.start)
    if paragraph.kind is BlockKind.BIBLIOGRAPHY:
        return True
    if paragraph.kind not in _SHORT_ON_PURPOSE:
        return False
    return sum(map(str.isalnum, paragraph.span.of(page.text))) - len(span) < _FEWEST


EXAMPLES = (
    bad("市政府召开专题会议，础览部署冬季供暖工作。要求各部门落实责任，确保群众温暖过冬。"),
    good("市政府召开专题会议，研究部署冬季供暖工作。要求各部门落实责任，确保群众温暖过冬。"),
)

DETECTOR = Detector(
    code="M005",
    name="broken-word",
    title=Message("残破之处", "Garbled place"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
