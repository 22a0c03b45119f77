"""What the images of a page say of its lines, once a page: see `proofer.rereading`."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean, median

from proofer.detectors.context import Page, page_fact
from proofer.document.document import Document
from proofer.errors import InputError
from proofer.findings.finding import Finding
from proofer.language.ocr_habits import engine
from proofer.messages import Message
from proofer.rereading.evidence import Correction, ImageEvidence
from proofer.rereading.line_reading import LineReading
from proofer.rereading.lines import Unreadable
from proofer.rereading.model import NAME
from proofer.rereading.reading import Rereading
from proofer.rereading.testimony import Testimony, testimony

_REASONS: Mapping[Unreadable, Message] = {
    Unreadable.NO_BOX: Message("没有方框", "no box"),
    Unreadable.SHARED: Message("一个方框里有几行", "a box of several lines"),
    Unreadable.EMPTY: Message("方框是空的", "an empty box"),
    Unreadable.OUTSIDE: Message("方框在图像之外", "a box outside of the image"),
    Unreadable.LOW: Message("不足 12 像素高", "lower than 12 pixels"),
    Unreadable.ILLEGIBLE: Message("图像看不清", "not legible"),
    Unreadable.ELSEWHERE: Message("方框里是另一行", "a box that shows another line"),
}
_SAME_MODEL = 0.9
"""Share of a page's lines that the same model reads alike; on clear print others do, too."""
_SAME_DOUBT = 8.0
"""Times as much doubt of a line (1 less the confidence in it) as the model's, or as little, that
speak against the same model: of pages read alike, by the median, PP-OCRv6's is .7 to 5 times that
of this one, PP-OCRv4's 15 times and more."""
_ROUNDED = 1e-5
"""Doubt that is added to both, for a confidence may be written as 1."""
_TELLING = 10
"""Lines that tell which model read a page."""


@dataclass(frozen=True, slots=True)
class ScanEvidence:
    """What came of reading a page again.

    Attributes:
        rereading: the lines, those that could not be read, and what is to be told.
        evidence: what the images say of corrections.
        corrections: what they propose.
    """

    rereading: Rereading
    evidence: ImageEvidence
    corrections: tuple[Correction, ...]

    def testimony(self, page: Page, candidates: Iterable[Finding]) -> Testimony:
        """Return what the images say of candidates of the page."""
        lines = self.rereading.lines
        return testimony(page.document, self.evidence, lines, self.corrections, candidates)


@page_fact
def scan_evidence(page: Page) -> ScanEvidence | None:
    """Return what the images say; None if they are not asked, or `notes` say why they cannot be."""
    context = page.context
    if not context.reread or reader_problem(page) is not None:
        return None
    rereading = context.reader.read(page.document, context.images)
    evidence = ImageEvidence(page.document, rereading.lines, context.model)
    return ScanEvidence(rereading, evidence, tuple(evidence.corrections()))


@page_fact
def reader_problem(page: Page) -> Message | None:
    """Return why nothing can be read again on this machine, if so."""
    try:
        _ = page.context.reader
    except InputError as error:
        return error.message
    return None


def notes(page: Page) -> tuple[Message, ...]:
    """Return what a reader should know of the reading of a page: what was left out, and why."""
    if not page.context.reread:
        return ()
    if (problem := reader_problem(page)) is not None:
        return (problem,)
    seen = scan_evidence(page)
    assert seen is not None
    found = seen.rereading
    told = [*found.problems]
    if not found.problems and not found.lines and not _has_boxes(found):
        told.append(Message("没有重读：文件没有各行的方框", "not read again: no boxes of lines"))
    elif found.unread:
        told.append(_unread(found))
    if _is_same_model(page, found):
        told.append(
            Message(
                f"原来的识别引擎看来就是 {NAME}：重读只核对疑问，并按语言重新取舍",
                f"the file seems to be read by {NAME} itself: reading it again only checks "
                "findings, and weighs its readings by the language",
            )
        )
    return tuple(told)


def _has_boxes(found: Rereading) -> bool:
    return any(reason is not Unreadable.NO_BOX for _, reason in found.unread)


def _unread(found: Rereading) -> Message:
    counts = Counter(reason for _, reason in found.unread)
    zh = "，".join(f"{_REASONS[each].zh} {count}" for each, count in counts.most_common())
    en = ", ".join(f"{_REASONS[each].en} {count}" for each, count in counts.most_common())
    number = len(found.unread)
    return Message(
        f"有 {number} 行没有重读：{zh}",
        f"{number} line{'' if number == 1 else 's'} not read again: {en}",
    )


def _is_same_model(page: Page, found: Rereading) -> bool:
    """Return whether the model that reads the page again seems to have read it before."""
    if engine(page.document.engine).measured != "rapidocr" or len(found.lines) < _TELLING:
        return False
    alike = sum(line.text == line.seen[0] for line in found.lines)
    doubts = [
        math.log((1 - sure + _ROUNDED) / (1 - line.seen[1] + _ROUNDED))
        for line in found.lines
        if (sure := _confidence(page.document, line)) is not None
    ]
    if alike < _SAME_MODEL * len(found.lines) or not doubts:
        return False
    return abs(median(doubts)) < math.log(_SAME_DOUBT)


def _confidence(document: Document, line: LineReading) -> float | None:
    """Return how sure of a line the engine of the file was, if the file says so."""
    tokens = (piece.ocr for piece in document.pieces(line.span) if piece.ocr is not None)
    known = [each.confidence for each in tokens if each.confidence is not None]
    return fmean(known) if known else None
