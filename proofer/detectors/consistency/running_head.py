"""A running head, a footer or a page number that got into the text.

What stands at the head or foot of every page is no part of the text: the paper's name, date, issue,
page, the title of a book. Where a file holds several pages, the OCR leaves such lines between two
paragraphs, or inside one that the page's end cut. They can be known by their repetition: a short
line of the same wording with other numbers, on other pages of the file or in other files of the
run. One is reported in the middle of the text if it looks like a running head and its number counts
up, if the same line stands at the edge of other pages or files, or if it cuts a sentence.

Legitimate, and left alone: the masthead at the top of a file and what stands below its last
paragraph; everything at the edge of a page that a form feed ends; headings of the format (`#`),
bylines, captions and credits, which come again in every issue; items of a list,
contents or bibliography, answers to choose from; years and dates as
headings of a chronicle; numbers 1, 2, 3 that part the sections of an essay.

How sure: surest where the line cuts a sentence. The suggestion is to remove it, and left to an
editor.
---
书眉、页脚或页码混进了正文。

每页天头地脚上的报名、日期、期号、版次、书名不属于正文。一个文件含有几页时，光学识别会把这些行留在两
段之间，或者夹在被换页截断的段落中间。它们会重复出现，因而认得出来：同样的短行，只有数字不同，出现在
同一文件的别的页上，或者这次检查的别的文件里。位于正文中间的这种行，如果样子像书眉、数字又逐次增加，
或者同样的行在别处位于页边或文件首尾，或者它截断了句子，就予以报告。

以下属于正常写法：文件开头的报头，最后一段之后的文字；换页符所分各页的首尾；格式标明的标题（#）、署
名、图片说明，它们本来每期都有；列表、目录、参考文献的条目和选择题的选项；大事记中作标题的年份、日
期；文章里分节的数字 1、2、3。

把握：截断句子的最有把握。建议删去，由编辑决定。
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from proofer.detectors.api import Corpus, Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.detectors.evidence import in_other_document
from proofer.document.document import Document
from proofer.document.kinds import ENTRIES, RUNNING_TEXT, BlockKind, look
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity
from proofer.messages import Message

_LONGEST = 45
"""Code points of the longest line that may be a running head."""
_HAN = lazy_regex(r"\p{Han}*")
_SHORTEST = 3
"""Han characters of a head without a number; 即, 其中, 解得 stand alone between formulas."""
_FEWEST = 3
"""Lines of the same wording that there must be."""
_APART = 60
"""Code points of text that stand between two running heads at least."""
_MARK = lazy_regex(r"[，。；：！？、,;!?…“”（）()]")
_DIGITS = lazy_regex(r"[0-9０-９]+")
_COUNTED = lazy_regex(
    r"(?<=第 ?)[〇零一二三四五六七八九十百]+(?= ?[版页期張张])|(?<=星期|礼拜)[一二三四五六日天]"
)
_PAGE = lazy_regex(r"#|[-—－·.~～ ]*#[-—－·.~～ ]*|第#[版页期](?:共#[版页])?|#/#")
_PAPER = lazy_regex(r"第#[版页]|总第#期|报(?![告道名销考到])|刊|星期#")
_CUTS = Message("它截断了一句话", "it cuts a sentence"), 0.9
"""Why a line inside a sentence is one, and the confidence."""
_NEVER = frozenset(
    {
        BlockKind.HEADING,
        BlockKind.BYLINE,
        BlockKind.CAPTION,
        BlockKind.LIST,
        BlockKind.TABLE,
        BlockKind.CODE,
        BlockKind.VERSE,
        BlockKind.QUOTE,
        *ENTRIES,
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """A short line: its wording without numbers, the numbers, where it stands, and how."""

    key: str
    numbers: tuple[int, ...]
    span: Span
    inside: bool
    """Running text of the same page stands before and after it."""
    tears: bool
    """It stands where a sentence is cut."""


def survey(document: Document, context: Context) -> list[Line]:
    """Return the short lines of the document that may be running heads."""
    starts = [
        paragraph.span.start
        for paragraph in document.paragraphs
        if _is_text(document, paragraph.span)
    ]
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    """Where the first and the last text of each page begins."""
    for start in starts:
        first.setdefault(_page(document, start), start)
        last[_page(document, start)] = start
    gaps = sorted(join.gap for join in document.joins if not join.wrapped)
    reach = list(accumulate((gap.end for gap in gaps), max))
    found: list[Line] = []
    for span in _short_lines(document):
        shown = span.of(document.text).strip()
        key, numbers = _masked(shown)
        page = _page(document, span.start)
        before = first.get(page, span.end) <= span.start
        after = last.get(page, 0) > span.start
        paragraph = document.paragraph_at(span.start).span
        within = paragraph.start < span.start and span.end < paragraph.end
        source = document.source_span(span)
        begun = bisect_right(gaps, source.start, key=lambda gap: gap.start)
        tears = within or (begun > 0 and reach[begun - 1] >= source.end)
        found.append(Line(key, numbers, span, within or (before and after), tears))
    return found


def _is_text(document: Document, span: Span) -> bool:
    kind = document.paragraph_at(span.start).kind
    return (
        len(span) > (_LONGEST // 2 if kind is BlockKind.PROSE else _LONGEST)
        and kind in RUNNING_TEXT
    )


def _page(document: Document, offset: int) -> int:
    segment = document.segment_at(offset)
    return segment.page if segment else 0


def _short_lines(document: Document) -> Iterator[Span]:
    joins = [join.offset for join in document.joins]
    at = 0
    for paragraph in document.paragraphs:
        cuts = [paragraph.span.start]
        while at < len(joins) and joins[at] < paragraph.span.end:
            cuts.append(joins[at])
            at += 1
        cuts.append(paragraph.span.end)
        if paragraph.kind in _NEVER:
            continue
        for start, end in pairwise(cuts):
            text = document.text[start:end]
            if (
                end - start <= _LONGEST
                and not _MARK.search(text)
                and look(text.strip()) not in _NEVER
            ):
                yield Span(start, end)


def _masked(text: str) -> tuple[str, tuple[int, ...]]:
    numbers = tuple(int(match) for match in _DIGITS.findall(text))
    return "".join(_COUNTED.sub("#", _DIGITS.sub("#", text)).split()), numbers


def conclude(
    corpus: Sequence[tuple[Document, list[Line]]], context: Context
) -> Iterator[tuple[int, Finding]]:
    """Yield the lines inside a text that come again on other pages as running heads do."""
    groups: dict[str, list[tuple[int, Line]]] = {}
    for number, (_, found) in enumerate(corpus):
        for line in found:
            groups.setdefault(line.key, []).append((number, line))
    for key, lines in groups.items():
        if len(lines) < _FEWEST or (len(key) < _SHORTEST and _HAN.fullmatch(key)):
            continue
        group = _apart(lines)
        if len(group) < _FEWEST:
            continue
        usual = _reason(key, group)
        for number, line in group:
            why = _CUTS if line.tears else usual
            if line.inside and why is not None:
                yield number, _finding(corpus, number, line, group, why)


def _apart(group: Sequence[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """Return the lines that have text between them: rows of a table have none."""
    close = {
        id(line)
        for (number, first), (other, second) in pairwise(group)
        if number == other and second.span.start - first.span.end < _APART
        for line in (first, second)
    }
    return [(number, line) for number, line in group if id(line) not in close]


def _reason(key: str, group: Sequence[tuple[int, Line]]) -> tuple[Message, float] | None:
    """Return what shows that lines which cut no sentence are running heads, if anything does."""
    tears = sum(each.tears for _, each in group)
    if _PAGE.fullmatch(key):
        plain = key == "#"
        if _counts_up(group) and (not plain or tears or group[0][1].numbers[0] > 1):
            return Message("数字逐次增加，是页码", "the numbers count up as pages do"), 0.8
        return None
    edges = sum(not each.inside for _, each in group)
    if _PAPER.search(key) and (edges >= 2 or tears or _counts_up(group)):
        return Message("同样的行反复出现，像书眉", "the line comes again as running heads do"), 0.8
    return None


def _counts_up(group: Sequence[tuple[int, Line]]) -> bool:
    """Return whether a number of the line grows from place to place by mostly equal steps."""
    rows = [line.numbers for _, line in group]
    for column in zip(*rows, strict=False):
        steps = Counter(after - before for before, after in pairwise(column))
        usual, times = steps.most_common(1)[0] if steps else (0, 0)
        if 0 < usual <= 4 and times >= 0.6 * steps.total():
            return True
    return False


def _finding(
    corpus: Sequence[tuple[Document, list[Line]]],
    number: int,
    line: Line,
    group: Sequence[tuple[int, Line]],
    why: tuple[Message, float],
) -> Finding:
    """Return the finding for a running head inside the text.

    Args:
        corpus: all documents with their short lines.
        number: the document's index.
        line: the running head.
        group: the lines of the same wording, with the index of their document.
        why: what shows that it is one, and the confidence.
    """
    document = corpus[number][0]
    shown = line.span.of(document.text)
    other, place = next(each for each in group if each[1] is not line)
    again = in_other_document(
        corpus[other][0], place.span.start, _again(place.span.of(corpus[other][0].text).strip())
    )
    counted = Message(f"这样的行共有 {len(group)} 处", f"there are {len(group)} such lines")
    return DETECTOR.finding(
        document,
        line.span,
        Message(
            f"“{shown.strip()}”像是书眉、页脚或页码，混进了正文",
            f"{shown.strip()} looks like a running head or page number inside the text",
        ),
        confidence=why[1],
        suggestions=[replace_span(line.span, "", why[1] - 0.05, Applicability.MANUAL)],
        evidence=[
            Evidence("rule", why[0]),
            Evidence("document", counted, score=float(len(group))),
            again,
        ],
    )


def _again(shown: str) -> Message:
    return Message(f"又见“{shown}”", f"again as {shown}")


CORPUS = Corpus(survey, conclude)
_BODY = (
    "今年以来，全县各级各部门认真落实防汛责任，及时排查险工险段，备足抢险物资，确保人民群众安全度汛。"
    * 3
)
EXAMPLES = (
    bad(
        f"{_BODY}\n\n南山日报 2026年2月4日 第2版\n\n{_BODY}\n\n"
        f"南山日报 2026年2月4日 第3版\n\n{_BODY}\n\n"
        f"南山日报 2026年2月4日 第4版\n\n{_BODY}\n"
    ),
    bad(f"{_BODY}\n\n- 12 -\n\n{_BODY}\n\n- 13 -\n\n{_BODY}\n\n- 14 -\n\n{_BODY}\n"),
    bad(
        f"{_BODY}\n\n云岭矿业报 第2版\n\n{_BODY}\n",
        among=(f"云岭矿业报 第1版\n\n{_BODY}\n", f"云岭矿业报 第3版\n\n{_BODY}\n"),
    ),
    good(
        f"南山日报 2026年2月4日 第2版\n\n{_BODY}\n",
        among=(f"南山日报 2026年2月5日 第2版\n\n{_BODY}\n",) * 3,
    ),
    good(f"{_BODY}\n\n1\n\n{_BODY}\n\n2\n\n{_BODY}\n\n3\n\n{_BODY}\n"),
    good(f"{_BODY}\n\n2021年\n\n{_BODY}\n\n2022年\n\n{_BODY}\n\n2023年\n\n{_BODY}\n"),
    good(f"{_BODY}\n\n# 综合新闻\n\n{_BODY}\n", among=(f"{_BODY}\n\n# 综合新闻\n\n{_BODY}\n",) * 3),
)

DETECTOR = Detector(
    code="C003",
    name="running-head",
    title=Message("书眉页码混入正文", "Running head or page number in the text"),
    severity=Severity.WARNING,
    detect=CORPUS.detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
    corpus=CORPUS,
)
