"""Paragraphs that stop in the middle of a sentence and are not continued anywhere.

Where a column, a caption or a page break cut a paragraph, the reading flow puts the parts together
and nothing is reported. What is left are paragraphs of prose whose end is open and for which no
continuation was found: lines were lost, or stand in an order that cannot be inferred. The finding
stands at the open end. Paragraphs that begin inside a sentence are those of lost-text (S006).

Where lines stand in the wrong order, line-order (S005) says so and nothing is reported here.

Legitimate, and left alone: headings, bylines, captions, verse, tables and short lines; a paragraph
that ends in a full stop, a colon, a semicolon, a dash or an ellipsis, in a closing quotation mark
or bracket, or in the signature of its author; a question above its answers (A., B.), items of which
several end in a word, entries of contents, indexes and bibliographies; in markup that people type
(LaTeX, Markdown with code and links) an end in a word; one in a comma is unsure there.

How sure: an end in a comma is nearly always torn; an end in a word is less sure, as some headings
look like prose. With the option `joins = true` every place where the flow joined a torn paragraph
is listed too, for information.
---
段落说到半句就断了，后文也没有接上。

被分栏、图片说明、换页截断的段落，阅读顺序会自动接好，不再报告。这里报告的是接不上的：正文段落的结尾
是敞开的，又找不到下文——要么丢了行，要么行序乱得无法推断。报告的位置是断开的地方。从半句开始的段落由
lost-text（S006）报告。

如果是行序颠倒，由 line-order（S005）报告，这里不再重复。

以下属于正常写法：标题、署名、图片说明、诗歌、表格、短行；以句号、冒号、分号、破折号、省略号结尾，以
下引号、括号结尾，或以作者署名结尾的段落；选择题的题干和选项，有几条都以文字结尾的条目，目录、索引、
参考文献的条目；人写的标记文本（LaTeX、有代码和链接的 Markdown）里以文字结尾的段落，
以逗号结尾的也没有把握。

把握：以逗号结尾的几乎都是断的；以文字结尾的把握较低，因为有的标题很像正文。
选项 joins = true 会另外列出自动接好的每一处。
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.classical import verse
from proofer.detectors.context import Context
from proofer.detectors.structure._line_continuity import line_order
from proofer.detectors.structure._unfinished import (
    COMMA_END,
    PROSE,
    SHORTEST,
    STOP,
    has_lines_for_paragraphs,
    has_one_mark,
    is_unfinished,
)
from proofer.document.document import Document, Paragraph
from proofer.document.kinds import BlockKind, is_explained
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity, percent
from proofer.messages import Message

_HABIT, _HABITUAL = 6, 0.3
"""Paragraphs without a stop, and their share of all prose, that are the habit of notes."""
_IN_TYPED = 0.45
"""Confidence in a text that people typed, where no page tears a paragraph that ends in a comma."""
_SAYS = lazy_regex("[说道问答曰云写喊叫嚷想說問寫][着了著]?[，,][ 　]*$")
_FIRST_POINT = lazy_regex(r"[ 　]*(?:[（(](?:1|一|a)[）)]|[①⑴])")
_NO_TEXT = frozenset({BlockKind.FORMULA, BlockKind.CODE, BlockKind.TABLE, BlockKind.OPTION})
"""Kinds beside which a sentence may stop, or go on."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the places of `document` where a paragraph stops in the middle of a sentence."""
    if len(document.paragraphs) < 2:
        return  # what was cut out of a page may stop anywhere
    page = context.page(document)
    if has_lines_for_paragraphs(page):
        return
    order = line_order(page)
    unstopped = _unstopped_items(document) | _unstopped_paragraphs(document)
    for before, paragraph, after in zip(
        (None, *document.paragraphs),
        document.paragraphs,
        (*document.paragraphs[1:], None),
        strict=False,
    ):
        body = paragraph.span.of(document.text)
        if (
            body.endswith(OPAQUE)
            or paragraph in verse(page)
            or (has_one_mark(page) and body.rstrip().endswith("、"))
            or any(beside is not None and beside.kind in _NO_TEXT for beside in (before, after))
        ):
            continue
        if after is not None and _leads_to(body, after.span.of(document.text)):
            continue
        if COMMA_END.search(body) and _are_items(paragraph, after):
            continue
        if (document.records or document.origin.typed) and not COMMA_END.search(body):
            continue  # what people type often ends without a stop
        if (
            is_unfinished(document.text, paragraph)
            and paragraph.span not in unstopped
            and not order.explains(paragraph.span)
        ):
            yield _open_end(document, paragraph)
    if context.options.get("torn-paragraph", {}).get("joins"):
        yield from _joins(document)


def _unstopped_items(document: Document) -> frozenset[Span]:
    """Return the items that end in a word, as others of their list do, or of all marked lists."""

    def is_item(paragraph: Paragraph) -> bool:
        return paragraph.kind is BlockKind.LIST or is_explained(paragraph.span.of(document.text))

    lists = [list(group) for among, group in groupby(document.paragraphs, key=is_item) if among]
    lists.append([each for group in lists for each in group if each.level])
    bare = ([each.span for each in group if _ends_in_word(document, each)] for group in lists)
    return frozenset(span for spans in bare if len(spans) > 1 for span in spans)


def _unstopped_paragraphs(document: Document) -> frozenset[Span]:
    """Return the paragraphs that end in a word, where so many do that it is the writer's habit."""
    prose = [
        each for each in document.paragraphs if each.kind in PROSE and len(each.span) >= SHORTEST
    ]
    bare = [
        each
        for each in prose
        if _ends_in_word(document, each) and is_unfinished(document.text, each)
    ]
    is_habit = len(bare) >= _HABIT and len(bare) >= _HABITUAL * len(prose)
    return frozenset(each.span for each in bare) if is_habit else frozenset()


def _leads_to(body: str, following: str) -> bool:
    """Return whether a paragraph that ends in a comma goes on in a quotation or in point one."""
    if _SAYS.search(body):
        return following.lstrip(" 　")[:1] in tuple('“「『"')
    return COMMA_END.search(body) is not None and _FIRST_POINT.match(following) is not None


def _are_items(paragraph: Paragraph, after: Paragraph | None) -> bool:
    """Return whether an item follows to which a comma may lead, of markup or of the same list."""
    if after is None or after.kind is not BlockKind.LIST:
        return False
    return after.level > 0 or paragraph.kind is BlockKind.LIST


def _ends_in_word(document: Document, paragraph: Paragraph) -> bool:
    return paragraph.span.of(document.text).rstrip()[-1:].isalnum()


def _open_end(document: Document, paragraph: Paragraph) -> Finding:
    body = paragraph.span.of(document.text).rstrip(" 　")
    end = paragraph.span.start + len(body)
    span = Span(max(paragraph.span.start, end - 6), end)
    if COMMA_END.search(body):
        confidence = _IN_TYPED if document.origin.typed else 0.9
        how = Message("段落以逗号或顿号结尾", "the paragraph ends in a comma")
    else:
        confidence = 0.75 if STOP.search(body) else 0.5
        how = Message("正文段落的结尾没有标点", "the paragraph of prose ends without a mark")
    return DETECTOR.finding(
        document,
        span,
        Message(
            "这一段在句子中间断了，后文没有接上，可能漏了行",
            "the paragraph stops in mid-sentence and is not continued",
        ),
        confidence=confidence,
        evidence=[Evidence("rule", how, span=Span(end - 1, end))],
    )


def _joins(document: Document) -> Iterator[Finding]:
    for join in document.joins:
        if join.wrapped:
            continue
        yield DETECTOR.finding(
            document,
            Span(max(0, join.offset - 2), min(len(document.text), join.offset + 2)),
            Message("这里原来断开，已按阅读顺序接上", "the flow joined what the page had cut here"),
            confidence=join.probability,
            severity=Severity.INFO,
            evidence=[
                Evidence(
                    "language-model",
                    Message(
                        f"接得上的可能约为 {percent(join.probability)}",
                        f"they belong together with a probability of {percent(join.probability)}",
                    ),
                    score=join.probability,
                )
            ],
        )


EXAMPLES = (
    bad(
        "安全是头等大事。\n\n"
        "全市各部门要把安全生产放在心上，扎实开展隐患排查，不断完善应急预案，切实提高处置能力，"
    ),
    bad(
        "水库归三个乡镇管。\n\n这座水库建成于上世纪六十年代，灌溉着下游三个乡镇的农田。几十年来，管理站的职工换了一茬又一茬，"
        "守护水库的传统却从来没有变过，如今这里又成为远近闻名的"
    ),
    good("全市各部门要把安全生产放在心上，扎实开展隐患排查。"),
    good("会议提出了以下几点要求："),
    good("春风拂面"),
    good("他拦住大家，一字一句地对他们说，\n\n“你们先回去，剩下的事情明天再商量。”"),
    good("评比分两步进行，对每个班组，逐项核对各项指标，\n\n（1）安全。\n\n（2）质量。"),
    good("这里把一切会使人伤心的东西都一无遗漏地填进去了。①\n\n第二天，船队离开了港口。"),
    good("大家表示，要继续努力，把各项工作做得更好。（张三 李四）"),
)

DETECTOR = Detector(
    code="S001",
    name="torn-paragraph",
    title=Message("段落断裂", "Torn paragraph"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
