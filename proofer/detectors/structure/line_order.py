"""Lines in the wrong order: two that changed places, a line of another column, columns mixed.

An OCR that sorts what it read by height puts the second line of a caption before its first, or a
line of the next column between two that belong together. The language model knows how well one line
goes on from another: where another order of the same lines reads far better, the finding names the
line and where it should stand. If nearly every line goes on in the one after the next, the page was
read across its columns; that is one finding, for no correction of single lines will help: read the
page again with its columns told apart. Where the lines have boxes and three or more of them do not
keep to their column, the columns may be mixed; that is one finding, too.

Legitimate, and left alone: every order that reads well, whatever is around it: headings, bylines
and captions that part a paragraph are no lines of it; verse, lists and
explained words, whose lines do not go on from each other; lines without a Chinese character.

How sure: a probability of ten thousand to one for another order is asked for. In 130,000 characters
of clean pages there is no alarm; three of four swapped lines are found in news, half of them in
loose prose. The correction is a move and always left to an editor.
---
行序错乱：两行前后颠倒，别栏的一行插进了句子，或者整版跨栏串行。

有的光学识别按高低排列文字，图片说明的第二行跑到了第一行前面，邻栏的一行夹进了本栏的句子。语言模型知
道一行接另一行通不通：同样几行换个次序明显通顺得多，就报告是哪一行、应当移到哪里。如果几乎每一行都要
跳过一行才接得上，那是整版跨栏串行，只报告一次，因为逐行改没有用：应当分栏重新识别。各行有方框而有三
行以上越出所在的栏，各栏就可能混在一起，也只报告一次。

以下属于正常写法：读得通的任何次序；隔断段落的标题、署名、图片说明，它们本来就不是段落中的行；诗歌和
各行互不相接的条目、词语解释；没有汉字的行。

把握：另一种次序的可能性要高出一万倍才报告。十三万字没有错误的版面上没有一处误报；新闻中颠倒的两行四
处能找到三处，随意的文字约能找到一半。改法是移动整行，一律由编辑决定。
"""

from __future__ import annotations

from collections.abc import Iterator

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.classical import verse
from proofer.detectors.context import Context
from proofer.detectors.structure._column_doubt import unclear_columns
from proofer.detectors.structure._line_continuity import Misplaced, line_order
from proofer.detectors.structure._unfinished import has_lines_for_paragraphs
from proofer.document.document import BREAK, Document
from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity, Suggestion
from proofer.messages import Message

_SHOWN = 14
"""Code points of a line that a message quotes."""
_CONFIDENCE = 0.75
"""For two lines that changed places; 0.1 less for a line of another column."""
_UNSURE = 0.7
"""For columns that may be mixed."""
_LONGEST = 30
"""Code points of a line that the finding covers."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the lines of `document` that stand in the wrong order."""
    page = context.page(document)
    order = line_order(page)
    if order.first is not None:
        yield _across(document, order.first, order.columns)
    elif (unsure := unclear_columns(document)) is not None:
        yield _unsure(document, *unsure)
    for each in () if has_lines_for_paragraphs(page) else order.misplaced:
        if document.paragraph_at(each.line.start) in verse(page):
            continue
        yield _swapped(document, each) if each.swapped else _foreign(document, each)


def _unsure(document: Document, first: Span, lines: int) -> Finding:
    strays = Message(f"{lines} 行越出所在的栏", f"{lines} lines do not keep to their column")
    return DETECTOR.finding(
        document,
        Span(first.start, min(first.end, first.start + _LONGEST)),
        Message(
            "这一版各栏可能没有分清，请核对阅读顺序",
            "columns may be mixed on this page: check the reading order",
        ),
        confidence=_UNSURE,
        evidence=[Evidence("witness", strays, score=float(lines))],
        severity=Severity.INFO,
    )


def _across(document: Document, first: Span, columns: int) -> Finding:
    return DETECTOR.finding(
        document,
        first,
        Message(
            f"这一版是跨栏串着读的：隔 {columns - 1} 行才接得上，请分栏重新识别",
            "the page was read across its columns: "
            f"every line goes on {columns} lines further down; "
            "have it read again, column by column",
        ),
        confidence=0.9,
        evidence=[
            Evidence(
                "language-model",
                Message(
                    "各行接下一行都不通，隔行相接才通顺",
                    "lines go on far better beyond the next line than in it",
                ),
            )
        ],
    )


def _swapped(document: Document, each: Misplaced) -> Finding:
    assert each.before is not None
    second, first = each.before, each.line
    span = Span(second.start, first.end)
    right = first.of(document.text) + second.of(document.text).rstrip(BREAK)
    return DETECTOR.finding(
        document,
        span,
        Message(f"两行的顺序颠倒了，应为“{right}”", f"two lines changed places: {right}"),
        confidence=_CONFIDENCE,
        suggestions=[replace_span(span, right, 0.7, Applicability.MANUAL)],
        evidence=[_reads_better(each)],
    )


def _foreign(document: Document, each: Misplaced) -> Finding:
    suggestions = []
    where = Message("不知应在何处", "its place is not known")
    if each.before is not None:
        edits = (
            Edit(each.line, ""),
            Edit(Span(each.before.start, each.before.start), each.line.of(document.text)),
        )
        suggestions = [
            Suggestion(tuple(sorted(edits, key=lambda edit: edit.span)), 0.6, Applicability.MANUAL)
        ]
        shown = each.before.of(document.text)[:_SHOWN]
        where = Message(f"应在“{shown}”之前", f"it goes before {shown}")
    return DETECTOR.finding(
        document,
        each.line,
        Message(
            f"这一行把前后相接的句子隔断了，{where.zh}",
            f"this line parts two that belong together; {where.en}",
        ),
        confidence=_CONFIDENCE - 0.1,
        suggestions=suggestions,
        evidence=[_reads_better(each)],
        related=[each.before] if each.before is not None else [],
    )


def _reads_better(each: Misplaced) -> Evidence:
    return Evidence(
        "language-model",
        Message("换个次序通顺得多", "the lines read far better in the other order"),
        score=round(each.gain, 2),
        span=each.before,
    )


EXAMPLES = (
    bad("理发的场景。图为青年志愿者在社区为老人"),
    bad(
        "会议要求，各级党组织要把学习贯彻党\n的二十届四中全会精神作为当前和今\n组织开展形式多样的宣讲活动，推动\n"
        "后一个时期的重大政治任务，精心\n全会精神深入人心，以实际行动做好\n今年的各项工作。\n"
    ),
    good("昨日，全市表彰大会隆重召开。图为大会现场"),
    good(
        "会议要求，各级党组织要把学习贯彻党\n的二十届四中全会精神作为当前和今\n后一个时期的重大政治任务，精心\n"
        "组织开展形式多样的宣讲活动，推动\n全会精神深入人心，以实际行动做好\n今年的各项工作。\n"
    ),
    good("春风吹绿江南岸\n桃花开满旧庭园\n少年不识愁滋味\n明月何时照我还\n"),
)

DETECTOR = Detector(
    code="S005",
    name="line-order",
    title=Message("行序错乱", "Lines in the wrong order"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
