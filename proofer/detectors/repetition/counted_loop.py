"""A recogniser that goes round in circles with small changes.

The same line stands under 第三条, 第四条, 第五条 …, the same table row again and again, numbers go
on to 119, one sign stands there eighty times.

Exact loops belong to L001. Here lines count as the same when only their numbers differ; cells of a
table count as lines, numbers and all, and six equal rows are a loop. So is a stretch of lines of
which most are repeats of a few. There is no suggestion: what the page says instead is on the scan.

Legitimate, and left alone: lists whose items differ in more than the number, short tables,
refrains; tables of contents, bibliographies, answers to choose from; the lines of what a person
typed (LaTeX, Org, Markdown with code), who does not fall into loops. What else people may have
typed, as records, is a doubt.
---
识别模型兜圈子，只有编号在变：第三条、第四条、第五条……下面是同一句话，同一行表格一再出现，1，2，
3……一直数下去，或者一个字连写几十遍。

一字不差的循环归 L001。这里把只有数字不同的几行看作相同，表格的单元格也算行，连数字也要相同，
连着六行一模一样也算；一段文字里大多数的行只是几种行轮流出现，也算循环。原来印的是什么要看扫描，所以没有改法。

以下不报告：各项内容不同的列表；不长的表格；歌词的复沓；目录、参考文献、选择题的选项；人手写的格式（LaTeX、Org、
有代码的 Markdown）里的各行，人写字不会陷入循环。别的可能出自人手的，如一条条记录，只算存疑。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import regex
from rapidfuzz.distance import Levenshtein

from proofer.detectors.api import Detector, bad, explanation, good
from proofer.detectors.context import Context
from proofer.document.document import Document, Paragraph
from proofer.document.kinds import ENTRIES, BlockKind
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message

_NUMBER = lazy_regex(r"[0-9０-９一二三四五六七八九十百千零〇①-⑳]+")
_HAN = lazy_regex(r"\p{Han}")
_LETTER = lazy_regex(r"\p{L}")
_RUN_OF_ONE = lazy_regex(r"(?P<sign>[\p{Han}0-9A-Za-z])(?P=sign){19,}")
_COUNTING = lazy_regex(r"(?<!\d)\d{1,4}(?:[，,、 ]\s?\d{1,4}){24,}")
_COPIES = 4
"""Lines that differ in their number alone from which on they are a loop."""
_SHORTEST = 6
"""Han characters of such a line."""
_SHORTEST_LATIN = 15
"""Letters of such a line in another script."""
_MARKS = "。，；：！？、.,;:!? 　"
_SENTENCE = lazy_regex(r"[^。；;！!？?\n]+[。；;！!？?]?")
_WINDOW, _FEW = 8, 4
"""Lines that begin a stretch, and how many of them may be different."""
_CELLS = 24
"""Cells that begin a stretch in a table: the heads of its columns are alike, too."""
_ROWS, _COLUMNS = 6, 8
"""Equal rows of a table in a row that are a loop, and the most cells of one."""
_PERIOD = 4
"""Lines that L001 compares as one block, at most."""
_SHOWN = 4
"""Lines of a loop that the finding covers."""
_CONFIDENCE, _IN_TYPED = 0.85, 0.45
"""Probability that it is an error, and in what people may have typed; not fitted."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the loops of `document` that are not repeated to the letter."""
    del context
    text = document.text
    for match in _RUN_OF_ONE.finditer(text):
        yield _finding(
            document,
            Span(*match.span()),
            Message("同一个字连写了许多遍", "one sign again and again"),
        )
    for match in _COUNTING.finditer(text):
        if _is_counting([int(each) for each in regex.findall(r"\d+", match[0])]):
            yield _finding(
                document,
                Span(*match.span()),
                Message("数字一直数下去", "numbers that go on and on"),
            )
    if document.is_authored:
        return  # versions of a changelog, commands to try in turn: no recogniser went in circles
    yield from _lines(document)
    yield from _sentences(document)


def _is_counting(numbers: list[int]) -> bool:
    steps = [after - before for before, after in pairwise(numbers)]
    return sum(step == 1 for step in steps) >= 0.9 * len(steps)


def _lines(document: Document) -> Iterator[Finding]:
    read = [
        each
        for each in document.paragraphs
        if each.kind not in ENTRIES
        and not (document.origin.typed and each.kind is BlockKind.HEADING)
        and each.span.of(document.text).strip()
    ]
    spans = [each.span for each in read]
    texts = [each.of(document.text).strip() for each in spans]
    keys = [
        text if each.kind is BlockKind.TABLE else _key(text)
        for each, text in zip(read, texts, strict=True)
    ]
    start = 0
    while start < len(keys):
        in_table = read[start].kind is BlockKind.TABLE
        end = _loop_end(keys, texts, start, _CELLS if in_table else _WINDOW)
        if in_table:
            end = max(end, _rows_end(keys, start))
        if end > start and _is_exact(read[start:end], texts[start:end]):
            start = end  # L001 has what is repeated to the letter
        elif end > start:
            yield _finding(
                document,
                Span(spans[start].start, spans[min(start + _SHOWN, end) - 1].end),
                Message(
                    f"连着 {end - start} 行只是几句话轮流出现",
                    f"{end - start} lines in a row say the same few things",
                ),
            )
            start = end
        else:
            start += 1


def _key(text: str) -> str:
    """Return a line or sentence without what a counter or the mark behind it changes."""
    return _NUMBER.sub("#", text).rstrip(_MARKS)


def _sentences(document: Document) -> Iterator[Finding]:
    """Yield sentences in a row within a paragraph that differ in their number alone."""
    text = document.text
    for paragraph in document.paragraphs:
        if paragraph.kind in ENTRIES or len(paragraph.span) < _COPIES * _SHORTEST:
            continue
        matches = _SENTENCE.finditer(text, paragraph.span.start, paragraph.span.end)
        for key, group in groupby(matches, key=lambda match: _key(match[0])):
            run = list(group)
            differ = len({match[0] for match in run}) > 1
            if len(run) >= _COPIES and differ and len(_HAN.findall(key)) >= _SHORTEST:
                yield _finding(
                    document,
                    Span(run[0].start(), run[-1].end()),
                    Message(
                        f"连着 {len(run)} 句只有编号不同",
                        f"{len(run)} sentences in a row differ in their number alone",
                    ),
                )


def _is_exact(read: Sequence[Paragraph], texts: Sequence[str]) -> bool:
    """Return whether the same few lines of prose follow each other to the letter."""
    if any(each.kind is BlockKind.TABLE for each in read) or not _HAN.search(texts[0]):
        return False
    return any(
        all(text == texts[at % period] for at, text in enumerate(texts))
        for period in range(1, min(_PERIOD, len(texts) // 2) + 1)
    )


def _loop_end(keys: list[str], texts: list[str], start: int, width: int) -> int:
    """Return the index behind the loop that begins at `start`; `start` itself if none does.

    Args:
        keys: the lines, with `#` for each number outside of tables.
        texts: the lines.
        start: the index of a line.
        width: how many lines must be alike to be a stretch.
    """
    if start == 0 or keys[start] != keys[start - 1]:  # else the whole run was seen to be none
        end = start + 1
        while end < len(keys) and _is_near(keys[end], keys[start]):
            end += 1
        same = keys[start:end].count(keys[start])
        differ = len(set(texts[start:end])) > 1
        if same >= _COPIES and 2 * same > end - start and _is_line(keys[start], differ=differ):
            return end
    return _stretch_end(keys, start, width)


def _rows_end(cells: list[str], start: int) -> int:
    """Return the index behind rows of a table that say the same; `start` if there are too few."""
    for columns in range(2, _COLUMNS + 1):
        row = cells[start : start + columns]
        end = start + columns
        while cells[end : end + columns] == row:
            end += columns
        if end - start >= _ROWS * columns and len(set(row)) > 1 and _tells(row):
            return end
    return start


def _is_near(key: str, first: str) -> bool:
    """Return whether two lines are the same but for one character, which may be misread."""
    if abs(len(key) - len(first)) > 1:
        return False
    return key == first or (
        len(first) >= _SHORTEST and Levenshtein.distance(key, first, score_cutoff=1) <= 1
    )


def _is_line(key: str, *, differ: bool) -> bool:
    """Return whether a line tells enough; L001 has Chinese lines that do not differ at all."""
    if _HAN.search(key):
        return differ and len(_HAN.findall(key)) >= _SHORTEST
    return len(_LETTER.findall(key)) >= _SHORTEST_LATIN


def _stretch_end(keys: list[str], start: int, width: int) -> int:
    """Return the index behind a stretch of lines of which most have been there before."""
    window = keys[start : start + width]
    known = set(window)
    if len(window) < width or len(known) > _FEW or not _tells(window):
        return start
    end = start + width
    while end < len(keys) and keys[end] in known:
        end += 1
    return end


def _tells(window: list[str]) -> bool:
    """Return whether the lines are text: a column of numbers or marks is a table."""
    letters = [len(_LETTER.findall(each)) for each in window]
    words = sum(each > 1 for each in letters)
    return 2 * words >= len(window) and sum(letters) >= len(window)


def _finding(document: Document, span: Span, message: Message) -> Finding:
    return DETECTOR.finding(
        document,
        span,
        message,
        confidence=_IN_TYPED if document.origin.typed else _CONFIDENCE,
        evidence=[
            Evidence(
                "rule",
                Message("识别模型会陷入循环", "recognisers by language models fall into loops"),
            )
        ],
    )


EXAMPLES = (
    bad(
        "第三条 当事人的合法权益受法律保护，任何单位不得侵犯。\n\n"
        "第四条 当事人的合法权益受法律保护，任何单位不得侵犯。\n\n"
        "第五条 当事人的合法权益受法律保护，任何单位不得侵犯。\n\n"
        "第六条 当事人的合法权益受法律保护，任何单位不得侵犯。"
    ),
    bad("（一）落实领导责任；（二）落实领导责任；（三）落实领导责任；（四）落实领导责任。"),
    bad("县长到会讲话。\n\n县长到会讲话，\n\n县长到会进话。\n\n县长到会讲话！\n\n县长到会讲话。"),
    good(
        "一、加强组织领导，明确工作责任。\n\n二、完善规章制度，规范工作流程。\n\n三、强化监督检查，确保取得实效。\n\n"
        "四、做好宣传引导，营造良好氛围。"
    ),
    good("今天的会议开得很好，大家都说有收获。"),
)


DETECTOR = Detector(
    code="L002",
    name="counted-loop",
    title=Message("变着编号的循环", "Loop with a counter"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
    any_script=True,
)
