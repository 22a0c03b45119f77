"""Text that the OCR lost: a heading without a body, a paragraph that begins inside a sentence.

A subheading right before the headline of the next article, a numbered heading right before the next
number, and a heading as the last thing on the page have lost what belongs under them. A paragraph
that begins with a mark that can't begin one (，。” …) or with a particle that needs something
before it (的, 了, 们, 者, 等部门 …) has lost its beginning; where the paragraph before it stops in
mid-sentence, torn-paragraph (S001) has the place already.

Where a second reading of the page is given, a line that only the other engine has: on 174 readings
of pages 122 of 125 such lines were printed there. It is reported beside the line above it, and
never inserted.

Legitimate, and left alone: headlines of several lines, with a byline or a date under them; a page
of nothing but headings, as a table of contents is; an outline, of whose subheadings several have
no body yet; numbered lines of a list, none of which has a
body; the numbered questions of an exam paper; words that begin with the same characters (的确,
了解, 等待, 之后); verse and titles.

How sure: marks are nearly certain, and so is a subheading before a headline; a heading at the
page's end may go on on the next page. Nobody can guess lost text, so nothing is suggested.
---
光学识别漏掉的文字：只有标题没有正文，或者段落从半句开始。

小标题后面直接是下一篇的大标题，序号标题后面直接是下一个序号，或者标题是全版最后一行：它下面的文字丢
了。段首是不能用在段首的标点（，。”等），或者是必须接在别的词后面的字（的、了、们、者、“等部门”）：
段落的开头丢了；如果前一段正好断在句中，这个地方由 torn-paragraph（S001）报告，这里不重复。

如果给了同一版面的另一次识别，只有另一引擎读出的行也在这里报告，写在它上面一行的位置，但绝不自动补
上。

以下属于正常写法：标题分几行，下面有署名或日期；目录那样全是标题的版面；有好几个小标题还没写正文的提纲；各条都没有正文的条目；试卷的
题号；以同样的字开头的词（的确、了解、等待、之后）；诗歌和题目。

把握：标点几乎可以肯定，大标题前的小标题也是；全版末尾的标题，正文可能在下一版。丢掉的文字无从推断，
所以不给改法。
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.detectors.structure._line_continuity import line_order
from proofer.detectors.structure._unfinished import (
    PROSE,
    SHORTEST,
    has_lines_for_paragraphs,
    is_unfinished,
)
from proofer.document.document import Document, Paragraph, UnmatchedLine
from proofer.document.entries import titles_entries
from proofer.document.kinds import ENTRIES, BlockKind
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity, percent
from proofer.language.numerals import value
from proofer.language.ocr_habits import engine
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.detectors.context import Page

_LONGEST_HEADING = 34
"""Code points of the longest line with a number that counts as a heading."""
_NO_BEGINNING = lazy_regex(r"[ 　]*(?P<seen>[，。；：、！？,;:!?”’》〉）】」』％%‰℃])")
_CLOSING = frozenset("”’》〉）」】』")
_SYMBOLS = frozenset("％%‰℃")
_SPOKEN_OF = lazy_regex(r"[^\p{Han}]|[号符表代是为即用后前和与或]")
"""What follows a sign that is a name, no amount: % 表示, %号, % of."""
_STOPPED = lazy_regex(r"[。！？!?…][ 　]*$")
_BOUND = lazy_regex(
    r"[ 　]*(?P<seen>[的了们者吗呢吧嘛着]|[性化](?=\p{Han})|过(?![一两三几数半好不没未了些许])"
    r"|等(?:[部地人方国单]|\d|[两三四五六七八九十]+[个家名位]))"
)
_NUMBERED = lazy_regex(
    r"(?P<open>[（(]?)(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})(?P<mark>[、.．）)])(?!\d)"
)
_WORDS = frozenset("了性")
"""Characters that are words of verse in traditional print: 了知, 性空."""
_PREFIXES, _TERM = frozenset("过性化"), 3
"""Characters that begin terms, too (过拟合), and how many of one must stand elsewhere again."""
_PLACE = lazy_regex(r"\p{Han}{2,3}[省市县区州镇乡村屯寨庄湖山河江海港湾岛路街桥站]")
"""者海镇, 过马营镇: a place begins with a character that is a particle elsewhere."""
_BETWEEN = frozenset({BlockKind.BYLINE, BlockKind.RUNNING_HEAD})
_HAN = lazy_regex(r"\p{Han}")
_LINE = 4
"""Han characters of a line that is more than specks of a picture."""
_WITH_BODY = 2
"""Other headings that have a body, before one without is remarkable."""
_DRAFT, _DRAFTED = 3, 0.5
"""Sections that end in a subheading without a body, and their share, that are yet to be written."""
_DOUBTFUL_START = -0.5
"""log10; how much less likely the first two characters are at a sentence's start than anywhere."""


@dataclass(frozen=True, slots=True)
class _Heading:
    paragraph: Paragraph
    style: tuple[str, str, int] | None
    """The marks of its number, and its level: headings that are counted together share them."""
    number: int
    following: Paragraph | None
    """What stands below it, bylines and dates left aside."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the headings without a body, the paragraphs without a beginning, the lost lines."""
    headings = _headings(document)
    found = [
        *_without_body(document, headings),
        *_without_beginning(document, context.page(document)),
    ]
    found += _lost_lines(document)
    yield from sorted(found, key=lambda each: each.span)


def _headings(document: Document) -> list[_Heading]:
    found: list[_Heading] = []
    below: Paragraph | None = None
    asks = any(each.kind is BlockKind.OPTION for each in document.paragraphs)
    for paragraph in reversed(document.paragraphs):
        if paragraph.kind in _BETWEEN:
            continue
        body = paragraph.span.of(document.text)
        # A question is no heading, nor is an entry of the contents, nor a sentence, its own body.
        is_entry = paragraph.kind in ENTRIES or (
            paragraph.kind is BlockKind.LIST and paragraph.level > 0
        )
        # So is a numbered line where headings are marked as what they are.
        is_plain = asks or is_entry or document.origin.typed
        match = None if is_plain else _NUMBERED.match(body)
        if titles_entries(body):  # what it lists is made when the page is, or is no text
            continue
        if (paragraph.kind is BlockKind.HEADING and not body.endswith("。")) or (
            match and len(body) <= _LONGEST_HEADING and body[-1].isalnum()
        ):
            style = (match["open"], match["mark"], paragraph.level) if match else None
            found.append(
                _Heading(paragraph, style, (value(match["number"]) or 0) if match else 0, below)
            )
        below = paragraph
    return found[::-1]


def _without_body(document: Document, headings: Sequence[_Heading]) -> Iterator[Finding]:
    of = {each.paragraph.span: each for each in headings}
    bodies = [each for each in headings if _has_body(each, of)]
    lone = _between_bodies(headings, {each.paragraph.span for each in bodies})
    above = {each.paragraph.span for each in headings if _is_below_none(each, of)}
    closing = sum(
        0 < after.paragraph.level < each.paragraph.level for each, after in pairwise(headings)
    )
    is_draft = len(above) >= _DRAFT and len(above) >= _DRAFTED * closing
    for heading in headings:
        following = of.get(heading.following.span) if heading.following is not None else None
        if heading.following is None:
            if len(bodies) >= _WITH_BODY and _is_like(heading, bodies):
                why = Message(
                    "标题是全版最后一行，别的标题都有正文",
                    "the page ends with it; the other headings have a body",
                )
                yield _finding(document, heading.paragraph.span, _BODY, why, 0.45)
        elif following is None:
            continue
        elif heading.paragraph.span in lone:
            why = Message(
                "前后序号都有正文，唯独这一条没有", "the numbers before and after it have a body"
            )
            yield _finding(document, heading.paragraph.span, _BODY, why, 0.8)
        elif heading.paragraph.span in above and len(bodies) >= _WITH_BODY and not is_draft:
            why = Message(
                "小标题后面直接是更高一级的标题", "a headline of a higher level follows right below"
            )
            yield _finding(document, heading.paragraph.span, _BODY, why, 0.8)


def _is_below_none(heading: _Heading, of: Mapping[Span, _Heading]) -> bool:
    """Return whether a heading of a higher level follows right below a subheading."""
    following = of.get(heading.following.span) if heading.following is not None else None
    return following is not None and 0 < following.paragraph.level < heading.paragraph.level


def _has_body(heading: _Heading, of: Mapping[Span, _Heading]) -> bool:
    """Return whether text stands below a heading, or the first of its subheadings."""
    if heading.following is None:
        return False
    below = of.get(heading.following.span)
    if below is None:
        return True
    level, level_below = heading.paragraph.level, below.paragraph.level
    deeper = 0 < level < level_below or level_below == 0 < level  # that only looks like a heading
    return deeper or (below.number == 1 and below.style != heading.style)


def _between_bodies(headings: Sequence[_Heading], bodies: Container[Span]) -> set[Span]:
    """Return the numbered headings without a body between two that have one."""
    found: set[Span] = set()
    for style in {each.style for each in headings if each.style}:
        counted = [each for each in headings if each.style == style]
        for row in zip(counted, counted[1:], counted[2:], strict=False):
            has_body = [each.paragraph.span in bodies for each in row]
            numbers = [each.number - row[0].number for each in row]
            if numbers == [0, 1, 2] and has_body == [True, False, True]:
                found.add(row[1].paragraph.span)
    return found


def _is_like(heading: _Heading, others: Sequence[_Heading]) -> bool:
    """Return whether other headings have the level or the numbering of `heading`."""
    return any(
        heading.style == each.style
        if heading.style
        else heading.paragraph.level == each.paragraph.level > 0
        for each in others
    )


def _without_beginning(document: Document, page: Page) -> Iterator[Finding]:
    if len(document.paragraphs) < 2 or has_lines_for_paragraphs(page):
        return  # a paragraph cut out of a page may begin anywhere, and so may a line
    after_open, last = False, ""
    for paragraph in document.paragraphs:
        before, last = last, paragraph.span.of(document.text)
        if paragraph.kind not in PROSE:
            continue
        body = last
        is_told = not after_open and len(body) >= SHORTEST
        mark = _NO_BEGINNING.match(body) if is_told else None
        match = mark or (_BOUND.match(body) if is_told else None)
        after_open = is_unfinished(document.text, paragraph)
        if match is None or line_order(page).explains(paragraph.span):
            continue
        if mark is None and before.endswith(OPAQUE):
            continue  # a formula of its own line, of which the sentence speaks
        span = Span(*match.span("seen")).shift(paragraph.span.start)
        seen = match["seen"]
        if seen in _SYMBOLS and _SPOKEN_OF.match(document.text, span.end, paragraph.span.end):
            continue  # % 表示注释
        if seen in _CLOSING and _STOPPED.search(before):
            continue  # it closes what the paragraph before it ends
        if mark is not None:
            why = Message(
                "段首是句中或句末的标点", "a mark of a sentence's middle or end stands first"
            )
            yield _finding(document, span, _BEGINNING, why, 0.75)
        elif seen in _WORDS and page.is_traditional_at(paragraph.span.start):
            continue
        elif _is_bound(body.lstrip(" 　"), seen, page):
            why = Message(f"“{seen}”必须接在别的词后面", f"{seen} needs a word before it")
            yield _finding(document, span, _BEGINNING, why, 0.65)


def _is_bound(body: str, seen: str, page: Page) -> bool:
    """Return whether `seen` begins no word or term, and is rare at the start of a sentence."""
    context = page.context
    first = context.words.segment(body[:10])[0]
    if seen in _PREFIXES and page.count(body[:_TERM]) > 1:
        return False
    if len(seen) == 1 and (first[1] > 1 or body[:2] in context.words or _PLACE.match(body)):
        return False
    start, anywhere = (
        context.model.totals([body[:2]], start=True)[0],
        context.model.totals([body[:2]])[0],
    )
    return bool(start - anywhere < _DOUBTFUL_START)


def _lost_lines(document: Document) -> Iterator[Finding]:
    """Yield the places where another engine read lines that this reading lacks."""
    places: dict[tuple[Span, bool], list[UnmatchedLine]] = {}
    for line in unmatched_lines(document):
        places.setdefault((line.near, line.below), []).append(line)
    for (near, below), lines in places.items():
        end = Span(near.end - 1, near.end) if below else Span(near.start, near.start + 1)
        number = len(lines)
        message = (
            Message(f"此行下面可能漏了 {number} 行", f"lines may be lost below this one: {number}")
            if below
            else Message(
                f"此行上面可能漏了 {number} 行", f"lines may be lost above this one: {number}"
            )
        )
        evidence = [
            Evidence("witness", _other_reads(line), score=line.confidence) for line in lines
        ]
        yield DETECTOR.finding(document, end, message, confidence=0.95, evidence=evidence)


def unmatched_lines(document: Document) -> Iterator[UnmatchedLine]:
    """Yield the lines that only the other engine read and that are text, as far as it is sure."""
    if document.alternate is None:
        return
    least = engine(document.alternate.engine).legible
    for line in document.alternate.unmatched:
        if (line.confidence is None or line.confidence >= least) and len(
            _HAN.findall(line.text)
        ) >= _LINE:
            yield line


def _other_reads(line: UnmatchedLine) -> Message:
    sure = Message("", "")
    if line.confidence is not None:
        share = percent(line.confidence)
        sure = Message(f"（置信度 {share}）", f" (confidence {share})")
    return Message(
        f"另一引擎在此读作“{line.text}”{sure.zh}",
        f"the other engine reads here: {line.text}{sure.en}",
    )


_BODY = Message(
    "标题下面没有正文，可能漏了文字", "no text stands below this heading: it may be lost"
)
_BEGINNING = Message(
    "段落从半句开始，前面可能漏了行",
    "the paragraph begins inside a sentence: lines before it may be lost",
)


def _finding(
    document: Document, span: Span, message: Message, why: Message, confidence: float
) -> Finding:
    """Return the finding at a place where text was lost.

    Args:
        document: the page.
        span: the place.
        message: what was lost.
        why: what shows it.
        confidence: how sure it is.
    """
    return DETECTOR.finding(
        document, span, message, confidence=confidence, evidence=[Evidence("rule", why)]
    )


EXAMPLES = (
    bad("会议昨天召开。\n\n，有力推动了各项工作落到实处，群众的满意度不断提高。"),
    bad("会议昨天召开。\n\n的工作人员介绍，今年的新粮已经全部入库，质量好于往年。"),
    bad("会议昨天召开。\n\n等部门联合印发通知，要求各地做好防汛抗旱各项准备工作。"),
    bad(
        "一、加强领导\n\n各单位要成立领导小组，主要负责人亲自抓。\n\n二、落实责任\n\n三、严格考核\n\n"
        "考核结果与评优挂钩，年底通报全公司。\n"
    ),
    good(
        "他站起来说：“今年的新粮已经全部入库，质量好于往年。\n\n”他说完坐下，大家都笑了，会场里一片掌声。"
    ),
    good("的确，今年的新粮已经全部入库，质量好于往年。"),
    good("了解到情况后，公司立即组织抢修，当晚恢复了供电。"),
    good("一、加强领导\n\n二、落实责任\n\n三、严格考核\n"),
    good(
        "一、领导\n\n各单位要成立领导小组，主要负责人亲自抓。\n\n二、责任\n\n（一）分工\n\n"
        "各部门按照职责分工落实。\n\n三、考核\n\n考核结果与评优挂钩，年底通报全公司。\n"
    ),
    good("他点了点头。\n\n过不多时，门外传来脚步声，两个人提着灯笼走了进来，大家都站了起来。"),
    good("等待验收的项目有三个，预计下个月全部完成验收工作。"),
)

DETECTOR = Detector(
    code="S006",
    name="lost-text",
    title=Message("漏了文字", "Lost text"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
