"""Text that a model emitted again and again: a phrase, a line, a paragraph; or each letter twice.

Recognisers that generate text (vision-language models, LSTM line readers) can fall into a loop and
print the last words, line or block until they are stopped. Some print each character twice: 基基本
本规规定定 for 基本规定.

How it is found: three or more copies of two or more characters in a row; two or more copies of a
stretch of at least 13 characters; the same paragraph twice in a row (three times if it is short),
or the same few paragraphs in turn; a line that is the same text twice with a blank between; and
three or more different doubled characters in a row that are no reduplications, with the marks,
figures and letters among them (22002244年年, GGDDPP).

Legitimate, and left alone: verse and songs, tables, code, running heads, tables of contents,
answers to choose from; sounds (哗啦哗啦哗啦) and
counting (一二一二); 爸爸妈妈爷爷奶奶, 高高兴兴; a paragraph that returns far from where it stood;
what people typed three times and more (LaTeX, Org), the filler of a template; equal strings of a
record, as answers that quote each other.

How sure it is: none in four million characters of clean news and laws. Correcting is never done
without asking, for a speaker may have said it three times.

---

模型反复输出的文字：一个短语、一句、一行或一段翻来覆去；或者每个字都印两遍。

会“生成”文字的识别模型（视觉语言模型、LSTM 行识别）可能陷入循环，把最后几个字、一行或一段不停地印下
去；有的把每个字印两遍：“基基本本规规定定”。

怎样发现：两个字以上的文字连着出现三遍以上；十三个字以上的一段文字连着出现两遍以上；相邻两段完全相同
（短的要三段），或者几段轮流重复；一行里同样的文字隔着空格印了两遍；连着三个以上不同的叠字而又不是重叠
词，连同其间的标点、数字和字母（22002244年年、GGDDPP）。

合法而不报的：诗歌、表格、代码、页眉、目录、选择题的选项；象声词（哗啦哗啦哗啦）和报数（一二一二）；爸爸妈妈爷爷奶奶、高
高兴兴；隔得很远又出现一次的段落；人手写的格式（LaTeX、Org）里连着三遍以上的，那是模板的填充文字；一条记录里相同
的几个字符串，多是互相引用的回复。

把握：四百万字干净的新闻和法规中没有误报。但说话的人也可能真的连说三遍，所以不经询问不会改正。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context, Page
from proofer.detectors.repetition._exemptions import SOUNDS
from proofer.detectors.repetition._half_reduplications import NUMERALS
from proofer.detectors.repetition._repeats import Repeat, long_repeats, repeats
from proofer.detectors.repetition._spoken import is_cried
from proofer.detectors.repetition._twice import doubled_runs, lines_twice
from proofer.detectors.repetition.doubled import style_shift
from proofer.document.document import Document, Paragraph
from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity, Suggestion
from proofer.messages import Message

_UNREAD = frozenset(
    {
        BlockKind.CODE,
        BlockKind.TABLE,
        BlockKind.VERSE,
        BlockKind.RUNNING_HEAD,
        BlockKind.CONTENTS,
    }
)
_SHORT_UNIT, _LONGEST_UNIT = 12, 200
"""Code points up to which a unit must stand three times, and beyond which none is sought."""
_SHORT_CRY = 6
"""Code points, with its marks, of what somebody cries several times."""
_SHORT_WORD, _FEW = 3, 4
"""Code points of a word that somebody says several times and nothing else, and how many times."""
_LONGEST_BLOCK = 6
"""Paragraphs that may stand there again in turn."""
_TELLING, _TELLING_BLOCK = 12, 40
"""Han characters of a paragraph, and of several in turn, that do not stand twice by chance.

Headings and names of three or four characters do so on real pages; sentences do not.
"""
_LEAST_TELLING = 2
"""The same of what stands three times or more."""
_HAN = lazy_regex(r"\p{Han}")
_HANS = lazy_regex(r"\p{Han}+")
_SOURCE = lazy_regex(r"[资料数据图片]{2}来源[：:]")
"""What stands below every figure; below two that are side by side it stands twice in a line."""
_FILLER = lazy_regex(r"(.{2,40}?)\1{2}")
_STRING_END = lazy_regex(r'(?<!\\)"')
"""A quote that ends a string of JSON, or a cell."""
_CERTAIN, _LIKELY = 0.97, 0.85
"""Confidence where much is repeated, and where little is."""
_ON_PURPOSE, _TWO_WORDS = 0.45, 4
"""Confidence where an author may mean it: two words of two characters, each of them doubled
(高高矮矮胖胖瘦瘦), and what is said three times in a text that doubles on purpose.
"""
_SAID_OFTEN, _LONGEST_SAID, _OF_STYLE = 4, 8, 0.5
"""Times and code points of what somebody says again (快，快，快，), and the least `style_shift`."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the loops of a page."""
    page = context.page(document)
    for repeat in _loops(page):
        if not (repeat.copies > 2 and document.is_authored):
            yield _loop_finding(_at_clause(repeat), page)
    yield from _paragraph_loops(document)
    for span, rest in doubled_runs(page):
        if page.kind_at(span.start) not in _UNREAD:
            yield _doubled_signs(span, rest, page)
    for whole, again in lines_twice(page):
        if page.kind_at(whole.start) not in _UNREAD:
            yield _line_twice(whole, again, document)


def _loops(page: Page) -> Iterator[Repeat]:
    found = [each for each in repeats(page.text, _SHORT_UNIT, copies=3) if each.length > 1]
    found += long_repeats(page.text, _SHORT_UNIT + 1, _LONGEST_UNIT)
    for repeat in found:
        han = _HAN.findall(repeat.unit)
        legitimate = (
            NUMERALS.issuperset(han) or SOUNDS.issuperset(han) or _is_list(repeat, page.text)
        )
        legitimate = (
            legitimate
            or _is_slogan(repeat, page.text)
            or (repeat.length <= _SHORT_CRY and is_cried(repeat.unit, repeat.copies))
            or _is_all_that_is_said(repeat, page)
            or bool(_SOURCE.search(repeat.unit))
        )
        kind = page.kind_at(repeat.span.start)
        # An entry is given in two forms: [3] 某某. 某书[M]. [某某. 某书[M]. ].
        is_entry_twice = kind is BlockKind.BIBLIOGRAPHY and repeat.copies == 2
        if (
            2 * len(han) >= repeat.length
            and not (legitimate or is_entry_twice)
            and kind not in _UNREAD
        ):
            yield repeat


def _is_slogan(repeat: Repeat, text: str) -> bool:
    """Return whether somebody shouts a short word a few times, as 加油加油加油！ in a stadium."""
    behind = text[repeat.whole.end : repeat.whole.end + 1]
    return repeat.length <= 3 and repeat.copies <= 4 and behind in ("！", "!", "”", "」")


def _is_all_that_is_said(repeat: Repeat, page: Page) -> bool:
    """Return whether a short word is a clause by itself, as 坐下坐下坐下。 is."""
    is_short = repeat.length <= _SHORT_WORD and repeat.copies <= _FEW
    return is_short and page.clause_at(repeat.span.start) == repeat.span


def _is_list(repeat: Repeat, text: str) -> bool:
    """Return whether the repeat lies across items of an enumeration, which may share words."""
    before = text[max(0, repeat.span.start - 1) : repeat.span.start]
    return repeat.copies == 2 and "、" in repeat.unit and bool(_HAN.match(before))


def _at_clause(repeat: Repeat) -> Repeat:
    """Return the repeat with its unit begun behind a mark, where the run leaves room for that."""
    room = len(repeat.span) - repeat.copies * repeat.length
    for shift in range(room + 1):
        if not repeat.unit[shift - 1].isalnum():
            unit = repeat.unit[shift:] + repeat.unit[:shift]
            return Repeat(Span(repeat.span.start + shift, repeat.span.end), repeat.length, unit)
    return repeat


def _loop_finding(repeat: Repeat, page: Page) -> Finding:
    unit, copies, document = _shortened(repeat.unit), repeat.copies, page.document
    confidence = _CERTAIN if repeat.length * (copies - 1) >= _TELLING else _LIKELY
    is_short = copies <= _SAID_OFTEN and repeat.length <= _LONGEST_SAID
    if is_short and style_shift(page) >= _OF_STYLE:
        confidence = _ON_PURPOSE
    return DETECTOR.finding(
        document,
        repeat.whole,
        Message(f"“{unit}”连印了 {copies} 遍", f"“{unit}” stands {copies} times in a row"),
        confidence=confidence,
        suggestions=[replace_span(repeat.superfluous(document), "", confidence)],
        evidence=[_rule(copies, repeat.length)],
    )


def _paragraph_loops(document: Document) -> Iterator[Finding]:
    """Yield neighbouring paragraphs, or short sequences of them, that stand there again."""
    paragraphs = [
        each for each in document.paragraphs if each.kind not in _UNREAD and len(each.span)
    ]
    texts = [
        f"{at}" if _may_recur(each, document) else each.span.of(document.text).strip()
        for at, each in enumerate(paragraphs)
    ]
    han = [0, *accumulate(sum(map(len, _HANS.findall(text))) for text in texts)]
    done = 0
    for start in range(len(texts)):
        for length in range(1, _LONGEST_BLOCK + 1) if start >= done else ():
            there = han[min(start + length, len(texts))] - han[start]
            if there < _LEAST_TELLING:
                continue
            copies = _copies(texts, start, length)
            if copies > 1 and _is_telling(there, length, copies):
                done = start + copies * length
                run = paragraphs[start:done]
                if not _is_meant(run, length, copies, document):
                    yield _paragraph_finding(run, length, copies, document)
                break


def _is_meant(run: Sequence[Paragraph], length: int, copies: int, document: Document) -> bool:
    """Return whether copies of paragraphs in a row are a title, a template, or what others say."""
    return (
        _is_title(run, copies)
        or (document.is_authored and (copies > 2 or _is_filler(run[0], document)))
        or (bool(document.records) and _are_apart(run[0], run[length], document))
    )


def _is_filler(paragraph: Paragraph, document: Document) -> bool:
    """Return whether a paragraph says one thing again and again, as those of templates do."""
    span = paragraph.span
    return _FILLER.match(document.text, span.start, span.end) is not None


def _are_apart(first: Paragraph, second: Paragraph, document: Document) -> bool:
    """Return whether two paragraphs of a record stand in different strings of it."""
    end, start = document.segment_at(first.span.end - 1), document.segment_at(second.span.start)
    if end is None or start is None:
        return False
    return _STRING_END.search(document.source, end.source.end, start.source.start) is not None


def _may_recur(paragraph: Paragraph, document: Document) -> bool:
    """Return whether a paragraph may have the words of the one before it.

    The same answers belong to different questions. In what people type so do slides in a row, whose
    title is one, what leads to code that is not read, short samples, and the title of a figure,
    which is given for the list of figures, too.
    """
    if paragraph.kind is BlockKind.OPTION:
        return True
    body = paragraph.span.of(document.text)
    return document.origin.typed and (
        paragraph.kind in (BlockKind.HEADING, BlockKind.FORMULA, BlockKind.CAPTION)
        or (not document.records and len(_HAN.findall(body)) < _TELLING)
    )


def _copies(texts: Sequence[str], start: int, length: int) -> int:
    unit = texts[start : start + length]
    copies = 1
    while texts[start + copies * length : start + (copies + 1) * length] == unit:
        copies += 1
    return copies


def _is_title(run: Sequence[Paragraph], copies: int) -> bool:
    """Return whether a heading has the words of the line beside it, as a slide that explains it."""
    return copies == 2 and sum(each.kind is BlockKind.HEADING for each in run[:2]) == 1


def _is_telling(han: int, length: int, copies: int) -> bool:
    if copies >= 3:
        return han >= _LEAST_TELLING
    return han >= (_TELLING if length == 1 else _TELLING_BLOCK)


def _paragraph_finding(
    run: Sequence[Paragraph], length: int, copies: int, document: Document
) -> Finding:
    again = run[length:]
    first = _shortened(run[0].span.of(document.text).strip())
    lines = len(_HAN.findall("".join(each.span.of(document.text) for each in again)))
    confidence = _CERTAIN if lines >= 2 * _TELLING else _LIKELY
    # Marks of a heading or list item stand outside the text and would stay behind.
    by_hand = any(
        each.kind in (BlockKind.HEADING, BlockKind.LIST, BlockKind.QUOTE) for each in again
    )
    note = Message("删后留下空行", "an empty line stays")
    removal = Suggestion(
        tuple(Edit(each.span, "") for each in again),
        confidence,
        Applicability.MANUAL if by_hand else Applicability.UNSAFE,
        note,
    )
    what = (
        Message("段落", "paragraph")
        if length == 1
        else Message(f"{length} 个段落", f"{length} paragraphs")
    )
    return DETECTOR.finding(
        document,
        again[0].span,
        Message(
            f"同样的{what.zh}连印了 {copies} 遍：“{first}”",
            f"the same {what.en} {copies} times in a row: “{first}”",
        ),
        confidence=confidence,
        suggestions=[removal],
        evidence=[
            Evidence(
                "document", Message("第一遍在这里", "the first time is here"), span=run[0].span
            )
        ],
        related=[each.span for each in again[1:]],
    )


def _doubled_signs(span: Span, rest: str, page: Page) -> Finding:
    confidence, document = _CERTAIN, page.document
    halves = (rest[: len(rest) // 2], rest[len(rest) // 2 :])
    if len(rest) == _TWO_WORDS and all(each in page.context.words for each in halves):
        confidence = _ON_PURPOSE
    return DETECTOR.finding(
        document,
        span,
        Message(f"每个字都印了两遍，应为“{rest}”", f"every character stands twice: {rest}"),
        confidence=confidence,
        suggestions=[replace_span(span, rest, confidence)],
        evidence=[_rule(2, 1)],
    )


def _line_twice(whole: Span, again: Span, document: Document) -> Finding:
    once = _shortened(again.of(document.text).strip())
    return DETECTOR.finding(
        document,
        whole,
        Message(f"“{once}”在一行里印了两遍", f"“{once}” stands twice in one line"),
        confidence=_LIKELY,
        suggestions=[replace_span(again, "", _LIKELY)],
        evidence=[_rule(2, len(once))],
    )


def _rule(copies: int, length: int) -> Evidence:
    return Evidence(
        "rule",
        Message(
            f"{length} 个字的单位连着出现 {copies} 遍",
            f"a unit of {length} characters, {copies} times in a row",
        ),
        score=float(copies),
    )


def _shortened(text: str, most: int = 16) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


EXAMPLES = (
    bad("我们要加快发展加快发展加快发展，迈上新台阶。", "我们要加快发展，迈上新台阶。"),
    bad(
        "会议听取了全年工作情况的汇报，会议听取了全年工作情况的汇报，随后休会。",
        "会议听取了全年工作情况的汇报，随后休会。",
    ),
    bad(
        "厂里召开了安全生产工作动员大会。\n厂里召开了安全生产工作动员大会。\n散会以后大家参观了车间。",
        "厂里召开了安全生产工作动员大会。\n\n散会以后大家参观了车间。",
    ),
    bad("应当遵守基基本本规规定定。", "应当遵守基本规定。"),
    bad("22002255年年工工作作总总结结，，全年GGDDPP增长。", "2025年工作总结，全年GDP增长。"),
    bad("二、落实工作责任 二、落实工作责任", "二、落实工作责任"),
    good("爸爸妈妈爷爷奶奶都高高兴兴地来了，老太太喜喜欢欢地收下。"),
    good("队伍喊着一二一二一二，雨哗啦哗啦哗啦地下。"),
    good("安全第一\n安全第一\n大家都记住了这句话。"),
)

DETECTOR = Detector(
    code="L001",
    name="repetition-loop",
    title=Message("循环重复", "Repetition loop"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
    any_script=True,
)
