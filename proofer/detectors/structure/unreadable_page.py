"""A page that the OCR could not read: said once, instead of hundreds of findings.

Where the engine itself doubts most of what it read, or nearly every fifth character is more likely
wrong than right, the text cannot be corrected character by character: the scan is too faint, too
dirty or cut, and the page should be scanned or read again, or typed. What detectors of repeats,
rules, dictionaries, the language model and comparison (D, R, L, G, K, C, M) found on it is left
out, and the finding says how much that is; `--ignore S007` shows it all.

The engine's mean confidence counts for Tesseract (below 0.64) and for RapidOCR and PaddleOCR (below
0.85); and on any page the share of doubtful characters (180 in 1,000). Of 119 readings of pages 000
to 059, 14 are reported, and in each of them 15 % of the characters or more are wrong; 10 more have
as many, most of which read well but across columns.

Legitimate, and left alone: texts of fewer than 100 characters, and the leaders of a table of
contents, whatever the engine took them for; old and traditional print, of which
the model is no judge, if its engine is sure or unknown; a page with a second reading (`--second`),
which may tell what was printed.
---
无法校对的版面：只说一次，不逐字报告几百处。

识别引擎自己对大部分文字没有把握，或者将近五分之一的字多半是错的，这样的文字无法逐字校对：扫描太淡、
太脏或者不全，应当重新扫描、重新识别，或者手工录入。这一版上重复、规则、词典、语言模型、比对各类检测
器（D、R、L、G、K、C、M）的疑问都略去不报，本条说明略去多少；用 `--ignore S007` 可以全部看到。

Tesseract 看平均置信度（低于 0.64），RapidOCR 和 PaddleOCR 也看平均置信度（低于 0.85）；其他版面看可
疑字所占比例（千分之一百八十）。在一百一十九份识别结果中报告了十四份，每一份都有百分之十五以上的字是
错的；另有十份同样差而没有报告，多是串栏。

以下不报告：不足一百字的文本；目录的连点，不论认成什么；旧时文字和繁体文字（模型不熟悉），只要引擎有把握或者引擎不明；带有另一
次识别（`--second`）的版面，它也许能说明原来印的是什么。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.detectors.suspicions import suspicions, threshold
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity, Source, percent
from proofer.language.ocr_habits import engine
from proofer.messages import Message

_FEWEST = 100
"""Characters of a page, white space not counted; a share of fewer says little."""
_DOUBTFUL = 0.18
"""Share of the characters that are more likely wrong than right."""
_LEADERS = lazy_pattern(r"(?i)([a-z.·…_—-])(?:\1|(?!\1)[.·…_—-]){3,}")
"""The dots of a table of contents, as they are or as an engine takes them for letters: eeee."""
_SHOWN = 30
"""Code points of the page that the finding covers."""
_CONFIDENCE = 0.95
"""Each of 14 pages found had 15 % of its characters wrong, or more."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield one finding if `document` is beyond reading."""
    size = sum(len(word) for word in document.text.split() if not _LEADERS.fullmatch(word))
    if size < _FEWEST or document.alternate is not None:
        return
    page = context.page(document)
    sure = mean_confidence(document)
    least = engine(document.engine).legible
    if sure is not None and least and sure < least:
        yield _finding(
            document,
            Message(
                f"平均识别置信度只有 {percent(sure)}",
                f"the engine's mean confidence is only {percent(sure)}",
            ),
            sure,
            "witness",
        )
    elif threshold(page, 0.0, 1.0) == 0.0:
        doubtful = sum(place.p_error >= 0.5 for place in suspicions(page)) / size
        if doubtful >= _DOUBTFUL:
            detail = Message(
                f"{doubtful:.0%} 的字多半是错的",
                f"{doubtful:.0%} of the characters are probably wrong",
            )
            yield _finding(document, detail, doubtful, "language-model")


def mean_confidence(document: Document) -> float | None:
    """Return the mean of the engine's confidence in each character; None if it does not say.

    Leaders do not count.
    """
    said = [
        (segment.ocr.confidence, len(segment.text))
        for segment in document.segments
        if segment.ocr is not None
        and segment.ocr.confidence is not None
        and not _LEADERS.fullmatch(segment.text.of(document.text))
    ]
    return sum(sure * size for sure, size in said) / sum(size for _, size in said) if said else None


def _finding(document: Document, reason: Message, score: float, source: Source) -> Finding:
    first = next(each.span for each in document.paragraphs if each.span.of(document.text).strip())
    return DETECTOR.finding(
        document,
        Span(first.start, min(first.end, first.start + _SHOWN)),
        Message(
            "这一版识别得太差，无法逐字校对，请重新扫描或识别",
            "this page was read too badly to be proofread; scan it or have it read again",
        ),
        confidence=_CONFIDENCE,
        evidence=[Evidence(source, reason, score=round(score, 2))],
    )


EXAMPLES = (
    bad(
        "市政府召开专题会议，部暑冬季供暧工作。要永各部门落买责任，确俣群众温暖过冬。\n\n"
        "全市衣业工作会议咋天召开，会土部署了今牛眷耕生产的名项任务。各县要扒紧落实好种于、化肥和衣机具的供应。\n\n"
        "新建的囹书馆下月汗放，馆内藏书三十万删，诶者凭身份正就可以人馆阅渎，周未照堂开放，芐日另行通知。"
    ),
    good(
        "市政府召开专题会议，部署冬季供暖工作。要求各部门落实责任，确保群众温暖过冬。\n\n"
        "全市农业工作会议昨天召开，会上部署了今年春耕生产的各项任务。各县要抓紧落实好种子、化肥和农机具的供应。\n\n"
        "新建的图书馆下月开放，馆内藏书三十万册，读者凭身份证就可以入馆阅读，周末照常开放，节日另行通知。"
    ),
)

DETECTOR = Detector(
    code="S007",
    name="unreadable-page",
    title=Message("无法校对的版面", "Page beyond reading"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
    any_script=True,
)
