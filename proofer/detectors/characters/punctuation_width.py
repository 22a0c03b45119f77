"""Half-width punctuation in Chinese text: , ; : ! ? ( ) and straight quotes for ，；：！？（）“”.

The standard for Chinese punctuation (GB/T 15834) knows full-width marks only; newspapers print
nothing else. Tesseract and the text layers of PDF files give half-width ones, often for some
columns of a page and not for others.

How it is found: marks beside Han characters are counted for each line; neighbouring lines of one
style make a run. A page has one finding, whatever the number of marks: where the page mixes both
widths it names the half-width runs, where it is half-width throughout it says so once. Its
correction changes all of them; nothing else is touched, and no space is ever put between Han
characters and digits or Latin letters.

Legitimate, and left alone: marks between digits (1,000 12:30 3.5) or between Latin letters,
addresses of web and mail, brackets around Latin text that follows Latin text: f(x), code,
tables, tables of contents, bibliographies.

In a file of records (JSONL, CSV) each record has a writer of its own. It is told where it is long
enough to have a style and that is the full-width one: of 20 marks three in four.

How sure it is: a mixed page is nearly always a slip; a page that is half-width throughout may be
the house's style.

---

中文里的半角标点：用 , ; : ! ? ( ) 和直引号代替了 ，；：！？（）“”。

国家标准《标点符号用法》（GB/T 15834）只有全角标点，报纸也只印全角。Tesseract 和 PDF 的文字层常给出
半角标点，而且往往一个版面里有的栏是半角，有的栏是全角。

怎样发现：逐行统计汉字旁边的标点，相邻而风格相同的行合成一段。一个版面不论多少处，只报一次：两种宽度
混用的，列出半角的各段；通篇半角的，只提醒一次。改正时全部一起改；别的一概不动，也决不在汉字与数字、
字母之间加空格。

合法而不报的：数字之间的（1,000、12:30、3.5）、英文之间的、网址和邮箱、英文后面括住英文的括号 f(x)、
代码、表格、目录、参考文献。

一条条记录合成的文件（JSONL、CSV），每条各有作者：只在一条记录够长、而且以全角为主时才报告（二十处标点里，
全角占四分之三以上）。

把握：混用几乎都是差错；通篇半角则可能是本单位的体例。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.document.document import Document, Paragraph
from proofer.document.edits import Edit
from proofer.document.kinds import LISTINGS
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity, Suggestion
from proofer.messages import Message

_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", ".": "。"}
_FULL_MARK = lazy_regex("[，；：！？（）]")
_HAN = lazy_regex(r"\p{Han}")
_OPENING, _CLOSING = r"[“‘《〈「『（(【\"]", r"[”’》〉」』）)】%％℃\"]"
_HALF_MARK = lazy_regex(
    r"(?:https?|ftp)://[\x21-\x7e]+|www\.[\x21-\x7e]+|[A-Za-z0-9_.+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+"
    r"|(?<=\p{Han}" + _CLOSING + r"*)(?P<mark>[,;:!?])"
    r"|(?P<mark>[,;:]|(?<![A-Za-z])[!?])(?=[ ]?" + _OPENING + r"*\p{Han})"
    r"|(?<=\p{Han})(?P<mark>\.)(?=" + _CLOSING + r"*$|[”’」』])"
)
# 1. and 一. number an item.
_ITEM_NUMBER = lazy_regex(r"^\s*[\d一二三四五六七八九十]+\.$")
_BRACKET = lazy_regex("[()（）]")
_NAMED = lazy_regex(r"[^\p{L}]?[用以按由加写打含是中]?[ ]?[,;:!?]")
_USED = lazy_regex(r"[ ]?(?:来|作为|做|为|号)?(?:分[隔割开]|隔开|结[尾束]|连接|表示)")
"""What follows a mark that is spoken of: 用 ; 分隔."""
_SET_OFF = lazy_regex(r"(?<=[用按加写打和与及][ ]?)[?!][ ]?(?:符号|[ ])")
"""A sign of code that is spoken of: 使用? 符号, 下标 h 和 ! 混用."""
_FUNCTION = lazy_regex(r"(?<![A-Za-z])[A-Za-z]\(")
"""The name of a function, a single letter: P(甲队获胜)."""
_NOTATION = lazy_regex(
    r"\((?=[^()]{0,60}[A-Za-z_])(?:[^()（），,。；;：:]{1,10}, ?){1,5}[^()（），,。；;：:]{1,10}\)"
    r"|[(（][^()（）:：]{1,8}: ?\d{4}[-/.年]\d{1,2}[^()（）]{0,24}[)）]"
)
"""A tuple with Latin names in it, (name,函数); a label with a date, (更新时间: 2024-01-02)."""
_DATA = lazy_regex(r'\{\s*"[^"\n]{1,60}"\s*:')
"""The first key of an object of JSON in a sentence; it ends with the last brace, or never."""
_PATH = lazy_regex(r"[\w.-]+[/\\\\][\w./\\\\-]*$|\w\.[A-Za-z]{2,5}$")
_LONGEST_PATH = 60
"""Code points before a colon in which a path may stand."""
_FORMULA = lazy_regex(r"[\dA-Za-z)] ?[+*=^] ?[\dA-Za-z(]")
_NO_CHINESE = lazy_regex(
    r"\(\+?\d{2,5}\)[ -]?\d{3}|\(-?[\dA-Za-z.]+(?:,[ ]?-?[\dA-Za-z.]+){1,5}\)"
    r"|(?<=式)\(\d{1,3}(?:[.-]\d{1,3}[a-z]?)?\)|\([!-'*-/:-@\[-`{-~]{1,3}\)"
)
"""What is set half-width: the code of a telephone (010)6528, a point (3,4), the number of a
formula, as in 由式(2.1), a sign (:).
"""
_RECORD, _FULL_SHARE = 20, 0.75
"""Marks of a record that has a style, and the share of full-width ones that make it theirs."""
_SECONDS = lazy_regex(r"[′'’分][ ]?\d{1,2}(?:\.\d+)?$")
"""What stands before the sign of seconds: 26′31"."""
_STRAY = 0.05
"""Share of full-width marks up to which a page counts as half-width throughout."""
_MIXED, _THROUGHOUT = 0.9, 0.6
"""Confidence on a page of both widths, and of one width only, which may be the house style."""


@dataclass(frozen=True, slots=True)
class _Line:
    """The marks of a paragraph: edits for the half-width ones, the number of full-width ones."""

    paragraph: Paragraph
    edits: tuple[Edit, ...]
    full: int

    @property
    def is_half(self) -> bool:
        return len(self.edits) > self.full


_ADMONITION = lazy_regex(r'(?:!!!|\?\?\?\+?|===[+!]?) ?[^"]*"[^"]*"')
"""The first line of a box or tab of MkDocs, whose title stands in straight quotes."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield at most one finding: the half-width marks of the page."""
    del context
    lines = [_line(each, document) for each in document.paragraphs if each.kind not in LISTINGS]
    lines = [line for line in lines if line.edits or line.full]
    half, full = sum(len(line.edits) for line in lines), sum(line.full for line in lines)
    of_record = document.origin.typed and document.records
    if half and (not of_record or _is_of_style(half, full)):
        yield _finding(document, lines, half, full)


def _is_of_style(half: int, full: int) -> bool:
    """Return whether a record has enough marks to be full-width but for some slips."""
    return half + full >= _RECORD and full >= _FULL_SHARE * (half + full)


def _line(paragraph: Paragraph, document: Document) -> _Line:
    text = paragraph.span.of(document.text)
    if not _HAN.search(text):
        return _Line(paragraph, (), 0)
    data = _DATA.search(text)
    start, end = (data.start(), text.rfind("}")) if data else (0, 0)
    end = len(text) if end < 0 else end
    edits = [*_single_marks(text), *_brackets(text), *_straight_quotes(text)]
    edits = [edit for edit in edits if not start <= edit.span.start < end]
    moved = (Edit(edit.span.shift(paragraph.span.start), edit.replacement) for edit in edits)
    return _Line(paragraph, tuple(sorted(moved)), len(_FULL_MARK.findall(text)))


def _single_marks(text: str) -> Iterator[Edit]:
    for match in _HALF_MARK.finditer(text):
        mark, at = match["mark"], match.start()
        if mark is None or (mark == "." and _ITEM_NUMBER.match(text[: at + 1])):
            continue
        if (
            text[at - 1 : at].isascii()
            and text[at - 1 : at].isalnum()
            and text[at + 1 : at + 2] == " "
        ):
            continue  # `listen 80; 改为`: the blank belongs to the Latin text before it
        if mark in "?!" and (at == 0 or text[at + 1 : at + 2] == mark):
            continue  # a sign of code begins a line, and may be two; else D002 has both
        if _is_named(text, at) or _PATH.search(text, max(0, at - _LONGEST_PATH), at):
            continue
        # One of two marks is superfluous, and D002 has both.
        if text[at - 1 : at] in (*_FULL, *_FULL.values(), "、"):
            continue
        space = text[at + 1 : at + 2] == " " and text[at + 2 : at + 3] not in ("", " ")
        yield Edit(Span(at, at + 1 + space), _FULL[mark])


def _is_named(text: str, at: int) -> bool:
    """Return whether a mark is spoken of, as in `以 ; 分隔`, or stands in a row of short names."""
    if _NAMED.match(text, max(0, at - 2)) and _USED.match(text, at + 1):
        return True
    if text[at] in "?!" and _SET_OFF.match(text, at):
        return True
    start = max(text.rfind("(", 0, at), text.rfind("（", 0, at))
    return start >= 0 and (pair := _NOTATION.match(text, start)) is not None and pair.end() > at


def _brackets(text: str) -> Iterator[Edit]:
    """Yield the half-width brackets of the pairs that hold or follow Chinese."""
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        if match[0] in "(（":
            opened.append(match.start())
        elif opened:
            start, end = opened.pop(), match.start()
            if _is_chinese_pair(text, start, end):
                yield from (
                    Edit(Span(at, at + 1), _FULL[text[at]])
                    for at in (start, end)
                    if text[at] in "()"
                )


def _is_chinese_pair(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end + 1 : end + 2]
    if before == "]" or (before and _FUNCTION.match(text, start - 1)):
        return False
    if _FORMULA.search(text, start, end) and not _HAN.search(text, start, end):
        return False
    if _NOTATION.match(text, start, end + 1) or _NO_CHINESE.match(text, start):
        return False
    if _HAN.search(text, start, end):
        return True
    return bool(_HAN.match(before)) or (not before.strip() and bool(_HAN.match(after)))


def _straight_quotes(text: str) -> Iterator[Edit]:
    """Yield curly quotes for straight ones where they pair up around Chinese."""
    quotes = (at for at, character in enumerate(text) if character == '"')
    places = [at for at in quotes if not _SECONDS.search(text, max(0, at - 8), at)]
    if len(places) % 2 or _ADMONITION.match(text):
        return
    for start, end in zip(places[::2], places[1::2], strict=True):
        if _HAN.search(text, start, end):
            yield from (Edit(Span(start, start + 1), "“"), Edit(Span(end, end + 1), "”"))


def _finding(document: Document, lines: Sequence[_Line], half: int, full: int) -> Finding:
    throughout = full <= _STRAY * (half + full)
    confidence = _THROUGHOUT if throughout else _MIXED
    edits = tuple(edit for line in lines for edit in line.edits)
    if throughout:
        message = _throughout(half, full, stops="。" in document.text)
    else:
        message = Message(
            f"半角与全角标点混用：半角 {half} 处，全角 {full} 处",
            f"half-width and full-width marks are mixed: {half} half-width, {full} full-width",
        )
    return DETECTOR.finding(
        document,
        edits[0].span,
        message,
        confidence=confidence,
        severity=Severity.INFO if throughout else Severity.WARNING,
        suggestions=[
            Suggestion(
                edits,
                confidence,
                Applicability.UNSAFE,
                Message(f"全部 {half} 处改为全角", f"make all {half} full-width"),
                independent=True,
            )
        ],
        evidence=tuple(_runs(document, lines)),
    )


def _throughout(half: int, full: int, *, stops: bool) -> Message:
    if full:
        return Message(
            f"标点多为半角，共 {half} 处", f"most marks of the page are half-width: {half}"
        )
    but_zh, but_en = ("除句号外", ", its stops excepted") if stops else ("", "")
    return Message(
        f"{but_zh}通篇使用半角标点，共 {half} 处",
        f"half-width marks throughout the page{but_en}: {half}",
    )


def _runs(document: Document, lines: Sequence[_Line]) -> Iterator[Evidence]:
    """Yield where the half-width marks are: runs of half-width lines, and strays in others."""
    for is_half, group in groupby(lines, key=lambda line: line.is_half):
        run = list(group)
        edits = [edit for line in run for edit in line.edits]
        if not edits:
            continue
        first, last = (
            document.position(edits[0].span.start).line,
            document.position(edits[-1].span.start).line,
        )
        place = Message(
            f"第 {first} 行" if first == last else f"第 {first}—{last} 行",
            f"line {first}" if first == last else f"lines {first}–{last}",
        )
        kind = (
            Message("半角为主", "mostly half-width")
            if is_half
            else Message("全角为主", "mostly full-width")
        )
        detail = Message(
            f"{place.zh}{kind.zh}，半角 {len(edits)} 处",
            f"{place.en} {kind.en}: {len(edits)} half-width",
        )
        yield Evidence("document", detail, score=float(len(edits)), span=edits[0].span)


EXAMPLES = (
    bad(
        "会议指出，要坚持改革。\n大家认为,报告(草案)实事求是:有成绩,也有不足。",
        "会议指出，要坚持改革。\n大家认为，报告（草案）实事求是：有成绩，也有不足。",
    ),
    bad('他说:"这是好事!"', "他说：“这是好事！”"),
    bad("全年产量达98.6%,创历史新高;明年怎么办?", "全年产量达98.6%，创历史新高；明年怎么办？"),
    good("会议于12:30开始，共1,000人参加，比分3:0，详见https://example.org/a,b?c=1中的说明。"),
    good("语句之间用 ; 分隔，元组 (name,年龄) 的顺序不变（更新时间: 2024-01-02 12:00）。"),
    good("由式(2.1)可得，其形状为(2,3,4)，运算符(+)除外。"),
    good('使用? 符号查看说明，请求失败时返回{"error":"原因"}，概率记作P(获胜)。'),
    good("函数f(x)和Hello, world!都是英文，用std::vector也可以。"),
    good("2026年2月4日，C919客机（首架）交付。"),
)

DETECTOR = Detector(
    code="P001",
    name="punctuation-width",
    title=Message("标点半角", "Half-width punctuation"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
