"""Entries among the blocks of a page: contents and indexes, bibliographies, answers to choose from.

Some show what they are by themselves (leaders and a page number, `[J]`); others by the title above
them or by their neighbours (A., B., C.).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from proofer.document.kinds import LONG, BlockKind
from proofer.document.lazy_pattern import lazy_pattern

_FIXED = frozenset(
    {
        BlockKind.CODE,
        BlockKind.FORMULA,
        BlockKind.TABLE,
        BlockKind.CAPTION,
        BlockKind.VERSE,
        BlockKind.RUNNING_HEAD,
    }
)
"""Kinds that are sure, whatever stands around them."""

_BLANKS = lazy_pattern(r"[ \t　]+")
_NUMBER = r"[\d一二三四五六七八九十]{0,3}[、.．]?"
_REFERENCES = lazy_pattern(
    rf"{_NUMBER}(?:主要)?(?:参考|引用|征引|引证)(?:文献|书目|资料|书籍|著作)(?:目录|举要)?[:：]?"
    r"|references|bibliography",
    re.IGNORECASE,
)
_PART_OF_REFERENCES = lazy_pattern(r"文献|著作|论文|期刊|报刊|专著|书籍|网站|网页|史料|档案")
_LISTED = lazy_pattern(
    r"(?:总|分册|本书)?目[录錄次]|(?:人名|地名|主题|名词|术语|关键词|书名|条目)?索引"
    r"|(?:table ?of ?)?contents|index",
    re.IGNORECASE,
)
_TYPE = r"[\[［〔【](?:[JMDCNSRPZAGBK]|EB|DB|CP|DS|CM|PP)(?:[/／](?:OL|CD|DK|MT))?[\]］〕】]"
"""The type of a source by GB/T 7714: [J], [M], [EB/OL]."""
_PUBLISHED = (
    r"《[^》]{1,60}》[^。]{0,80}"
    r"(?:出版社|出版公司|书局|印书馆|书店|《[^》]{1,30}》)[，,、]?[ ]?(?:19|20)\d\d[年版 ]{0,3}"
)
_AUTHORED = (
    r"[\d.\[\]［］ ￼]{0,8}[㐀-鿿·]{2,12}(?:、[㐀-鿿·]{2,12}){0,4}(?:等)?(?:主编|编著|[编著译])?"
    r"[:：]《[^》]{2,80}》[，,、]"
)
"""An author, and a title after a colon: 李明：《书名》，……."""
_SOURCE = lazy_pattern(
    rf".{{0,300}}?{_TYPE}|(?:[^。]{{0,40}}){_PUBLISHED}[^。]{{0,40}}。?$"
    rf"|{_AUTHORED}.{{0,200}}(?:19|20)\d\d"
)
_REPORTED = lazy_pattern(r"《[^》]{4,80}》[^。]{0,20}(?:19|20)\d\d(?:[-./年]\d{1,2}){0,2}[月日]?$")
"""A title with its date, as lists of reports have them: 《行业周报》— 2022-10-12."""
_CATALOGUE = lazy_pattern(
    r"图书在版编目|ISBN ?[\d$]|中国版本图书馆|[IVXⅠⅡⅢⅣⅤ]{1,3} ?[.．、·] ?.{1,3}(?:\.{2,}|…)"
)
"""What the back of a title page has: data for the catalogue of a library."""
_CATALOGUED = lazy_pattern(r"图书在版编目")
_CATALOGUE_ENDS = lazy_pattern(r"(?:中国版本)?图书馆?CIP|核字")
_CATALOGUE_LINES = 12
"""Lines of a book's data, at most."""
_LONGEST_SOURCE = 400
"""Code points of an entry that is looked at; longer ones are prose."""
_LONGEST_NUMBERED = 1_000
"""The same of one with a number and a type, which may be given in two languages."""
_CITATION_NUMBER = r"[\[［〔【（(]?(?P<number>\d{1,3})(?:[\]］〕】）)]|[.．、])"
_NUMBERED = lazy_pattern(_CITATION_NUMBER)
_NUMBERED_SOURCE = lazy_pattern(rf"{_CITATION_NUMBER}.{{0,300}}?{_TYPE}")
_COUNTED = lazy_pattern(r"[\[［〔【(（]?(?P<number>\d{1,3})[\]］〕】)）.．、]?[ 　]")
_YEAR = lazy_pattern(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_CITED = lazy_pattern(rf"{_CITATION_NUMBER}|.*(?:(?:19|20)\d\d|《)")
_LEADERS = lazy_pattern(
    r".{1,80}?(?:(?:[.．·・‥⋯…_—-][ ]?){4,}|…{2,}|⋯{2,})[ 　]*"
    r"[（(]?(?:\d{1,4}|[ivxIVX]{1,6})[)）]?$"
)
_LEADERS_AGAIN = lazy_pattern(r"(?:.{1,80}?(?:[.．·・…_-][ ]?){5,}[ 　]*[（(]?\d){2,}")
"""Several entries that were read as one line."""
_WITH_PAGE = lazy_pattern(
    r"(?=.*[㐀-鿿A-Za-z])(?:.{1,80}?(?:[ \t　/／]+|[（(]|…|\.\.)"
    r"|(?:第[一二三四五六七八九十\d]{1,3}[章节篇]|\d{1,2}(?:\.\d{1,2}){1,3})"
    r"[ 　][^。，；\d]{1,60}(?<=[㐀-鿿]))"
    r"(?P<page>\d{1,4})(?:[,，、 \-—]+\d{1,4})*[)）]?$"
)
_SENTENCE = lazy_pattern(r"[。！？!?]")
_TITLE = lazy_pattern(r"[㐀-鿿]{2}|[A-Za-z]{4}|[㐀-鿿] +[㐀-鿿]")
_GAP = 4
"""Blocks that may stand between entries without being one to look at: parts of a book, titles."""
_ROW = 4
"""Entries with page numbers in a row that are a table of contents without a title."""

_LETTERED = lazy_pattern(r"[（(]?(?P<letter>[A-H])(?:[)）]|[ 　]?[.．、:：,，](?![A-Za-z]\b))")
_NEXT = lazy_pattern(r"(?<![A-Za-z])[（(]?(?P<letter>[A-H])(?:[)）]|[ 　]?[.．、])(?=[ 　]?[^A-H])")
_BETWEEN_OPTIONS = 2
"""Blocks between two answers, as a picture's caption is."""


def with_entries(texts: Sequence[str], kinds: Sequence[BlockKind]) -> list[BlockKind]:
    """Return the kinds of a page's blocks, in reading order, those of entries told apart."""
    found = [
        kind if kind in _FIXED else _by_look(text) or kind
        for text, kind in zip(texts, kinds, strict=True)
    ]
    at = 0
    while at < len(texts):
        kind, places = _section(texts, found, at)
        at = max([at, *places]) + 1
        _mark(found, places, kind)
    _mark(found, _among_sources(texts, found), BlockKind.BIBLIOGRAPHY)
    _mark(found, _rows(texts, found), BlockKind.CONTENTS)
    _mark(found, _options(texts, found), BlockKind.OPTION)
    return found


def titles_entries(text: str) -> bool:
    """Return whether `text` is the title of a table of contents, an index or a bibliography."""
    title = "".join(_BLANKS.split(text))
    return any(pattern.fullmatch(title) is not None for pattern in (_REFERENCES, _LISTED))


def _section(
    texts: Sequence[str], kinds: Sequence[BlockKind], at: int
) -> tuple[BlockKind, list[int]]:
    """Return the entries below the block at `at`, if it is the title of such a section."""
    title = "".join(_BLANKS.split(texts[at])) if len(texts[at]) <= LONG else ""
    if not title or kinds[at] in _FIXED:
        return kinds[at], []
    if _REFERENCES.fullmatch(title):
        return BlockKind.BIBLIOGRAPHY, list(_sources(texts, kinds, at + 1))
    if _CATALOGUED.match(title):
        return BlockKind.BIBLIOGRAPHY, list(_catalogued(texts, at + 1))
    if _LISTED.fullmatch(title):
        return BlockKind.CONTENTS, list(_listed(texts, kinds, at + 1))
    return kinds[at], []


def _mark(kinds: list[BlockKind], places: Iterable[int], kind: BlockKind) -> None:
    for at in list(places):
        if kinds[at] not in _FIXED:
            kinds[at] = kind


def _by_look(text: str) -> BlockKind | None:
    """Return the kind of an entry that needs no neighbour to be known."""
    if len(text) <= _LONGEST_NUMBERED and _NUMBERED_SOURCE.match(text):
        return BlockKind.BIBLIOGRAPHY
    patterns = (_SOURCE, _REPORTED, _CATALOGUE)
    if len(text) <= _LONGEST_SOURCE and any(pattern.match(text) for pattern in patterns):
        return BlockKind.BIBLIOGRAPHY
    if (len(text) <= 2 * LONG and _LEADERS.match(text)) or _LEADERS_AGAIN.match(text):
        return BlockKind.CONTENTS
    return None


def _sources(texts: Sequence[str], kinds: Sequence[BlockKind], start: int) -> Iterator[int]:
    """Yield the entries below the title of a bibliography, up to the next title or text."""
    number = 0
    for at in range(start, len(texts)):
        text = texts[at]
        number = _number(text) or number
        if kinds[at] in (BlockKind.HEADING, BlockKind.SHORT) and _TITLE.search(text):
            cited = _CITED.match(text) or _PART_OF_REFERENCES.search(text)
            if not cited and not _goes_on(texts[at + 1 : at + 1 + _GAP], number):
                return
        elif kinds[at] is BlockKind.PROSE and _is_prose(text):
            return
        yield at


def _among_sources(texts: Sequence[str], kinds: Sequence[BlockKind]) -> Iterator[int]:
    """Yield what is numbered with the sources beside it: after an entry, before one, in a row.

    It has a year; in a row of numbered lines without a sentence half of them have.
    """
    numbers = [int(match["number"]) if (match := _COUNTED.match(text)) else 0 for text in texts]
    dated = [_YEAR.search(text) is not None for text in texts]
    for at, number in enumerate(numbers):
        near = ((at - 1, number - 1), (at + 1, number + 1)) if number and dated[at] else ()
        for place, wanted in near:
            if 0 <= place < len(texts) and (kinds[place], numbers[place]) == (
                BlockKind.BIBLIOGRAPHY,
                wanted,
            ):
                yield at
    for row in _numbered_rows(texts, numbers):
        if len(row) >= _ROW and 2 * sum(dated[at] for at in row) >= len(row):
            yield from row


def _numbered_rows(texts: Sequence[str], numbers: Sequence[int]) -> Iterator[list[int]]:
    """Yield the lines that end in a full point, without a sentence, and are counted in a row."""
    row: list[int] = []
    for at, (text, number) in enumerate(zip(texts, numbers, strict=True)):
        is_line = number > 0 and text.endswith(".") and not _SENTENCE.search(text)
        if row and not (is_line and number == numbers[row[-1]] + 1):
            yield row
            row = []
        if is_line:
            row.append(at)
    yield row


def _number(text: str) -> int:
    match = _NUMBERED.match(text)
    return int(match["number"]) if match else 0


def _goes_on(texts: Sequence[str], number: int) -> bool:
    """Return whether one of the next entries has the next number, or the one after it."""
    return number > 0 and any(number < _number(text) <= number + 2 for text in texts)


def _catalogued(texts: Sequence[str], start: int) -> Iterator[int]:
    """Yield the lines of a book's data for the catalogue, up to the number that ends them."""
    for at in range(start, min(start + _CATALOGUE_LINES, len(texts))):
        if _CATALOGUE_ENDS.search("".join(_BLANKS.split(texts[at]))):
            yield from range(start, at + 1)
            return


def _is_prose(text: str) -> bool:
    return len(text) > LONG and len(_SENTENCE.findall(text)) > 1 and not _CITED.match(text)


def _listed(texts: Sequence[str], kinds: Sequence[BlockKind], start: int) -> Iterator[int]:
    """Yield the entries below the title of a table of contents or index, to the last with a page.

    Parts without a page number stand between them.
    """
    last = start - 1
    for at in range(start, len(texts)):
        if at - last > _GAP or len(texts[at]) > 2 * LONG or _SENTENCE.search(texts[at]):
            return
        if kinds[at] is BlockKind.CONTENTS or _WITH_PAGE.match(texts[at]):
            yield from range(last + 1, at + 1)
            last = at


def _rows(texts: Sequence[str], kinds: Sequence[BlockKind]) -> Iterator[int]:
    """Yield rows of short lines that end in page numbers which never fall."""
    row: list[int] = []
    page = 0
    for at, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
        match = _WITH_PAGE.match(text) if len(text) <= LONG and kind not in _FIXED else None
        if match is None or _SENTENCE.search(text) or int(match["page"]) < page:
            yield from row if len(row) >= _ROW else ()
            row, page = [], 0
        if match is not None:
            row.append(at)
            page = int(match["page"])
    yield from row if len(row) >= _ROW else ()


def _options(texts: Sequence[str], kinds: Sequence[BlockKind]) -> Iterator[int]:
    """Yield the blocks that begin with a letter which follows that of a block above, or goes on."""
    above: int | None = None
    letter = ""
    for at, text in enumerate(texts):
        first, last = _letters(text)
        if not first:
            continue
        near = above is not None and at - above <= 1 + _BETWEEN_OPTIONS
        if near and letter < first <= chr(ord(letter) + 2):
            assert above is not None
            yield from (above, at)
        elif ord(last) - ord(first) > 1 or (last > first and _LETTERED.match(text)):
            yield at
        above, letter = at, last


def _letters(text: str) -> tuple[str, str]:
    """Return the first and the last of the letters in turn that number the answers in `text`."""
    start = _LETTERED.match(text)
    first = last = start["letter"] if start else ""
    for match in _NEXT.finditer(text, start.end() if start else 0):
        if last and match["letter"] == chr(ord(last) + 1):
            last = match["letter"]
        elif not last and match["letter"] == "A":
            first = last = "A"
    if not start and (not last or last < "C"):
        return "", ""
    return first, last
