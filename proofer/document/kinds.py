"""The kinds of text that a newspaper page is made of."""

from __future__ import annotations

import re
from enum import StrEnum

from proofer.document.lazy_pattern import lazy_pattern


class BlockKind(StrEnum):
    """What a paragraph is on the page; detectors choose which kinds they read."""

    PROSE = "prose"
    HEADING = "heading"
    BYLINE = "byline"
    CAPTION = "caption"
    QUOTE = "quote"
    LIST = "list"
    TABLE = "table"
    VERSE = "verse"
    SHORT = "short"
    RUNNING_HEAD = "running-head"
    CODE = "code"
    FORMULA = "formula"
    """Nothing but what is no text: a formula, a link, a directive."""
    CONTENTS = "contents"
    """An entry of a table of contents or an index, with its page number."""
    BIBLIOGRAPHY = "bibliography"
    """An entry of a bibliography, or of a library's catalogue."""
    OPTION = "option"
    """An answer to choose from: A., (B)."""


RUNNING_TEXT = frozenset({BlockKind.PROSE, BlockKind.LIST, BlockKind.QUOTE})
"""Kinds that are made of sentences."""

LISTINGS = frozenset({BlockKind.CODE, BlockKind.TABLE, BlockKind.CONTENTS, BlockKind.BIBLIOGRAPHY})
"""Kinds whose marks and numbers follow rules of their own."""

ENTRIES = frozenset({BlockKind.CONTENTS, BlockKind.BIBLIOGRAPHY, BlockKind.OPTION})
"""Kinds whose lines are alike on purpose, end without a stop and do not go on from each other."""

LONG = 60
"""Code points; a longer block with a full stop is prose, whatever it starts with (`本报讯 …`)."""

_NUMBER = "[〇零一二三四五六七八九十百]"
_NAMES = r"[一-鿿]{2,4}(?:[ 　、/]+[一-鿿]{2,4})*"
_ITEM = lazy_pattern(
    r"[-*+•●○◆◇▪][ 　]"
    r"|\d{1,3}(?:[、)）]|[.．](?!\d))"
    rf"|[（(](?:{_NUMBER}+|\d{{1,3}})[)）]"
    rf"|{_NUMBER}{{1,3}}[、.．]"
    r"|[①-⑳]"
)
_ENTRY = lazy_pattern(r"[（(][A-H][)）]|[A-H][.．、][ 　]?(?=[㐀-鿿])|[\[［【〔]\d{1,3}[\]］】〕]")
_LABELLED = lazy_pattern(r"<[^<>\s]{1,4}>|[^，。；：！？,;:!?\s]{1,12}[ 　]?[：:]")
_CAPTION_START = (
    r"[△▲][^。]*"
    r"|[▼■◆●]?[ 　]*"
    r"(?:图为|图[一二三四五六七八九十\d]+[ 　]*[：:]|[上下左右]图(?:为|[：:])|资料图)"
    r"|(?:资料|数据|图片)来源[：:]"
    r"|[（(]?(?:第[ 　]*\d{1,3}[ 　]*题[图表]?|[图表][ 　]*\d{1,3}(?:[-.—－]\d{1,3})*)[)）]?$"
)
_CAPTION_END = (
    rf".*(?:{_NAMES}[ 　]*[/／]?[ 　]*(?:摄影?|供图|制图)"
    rf"|(?:资料|数据)来源[：:][^。]{{2,40}}"
    rf"|图片提供[：: 　]*{_NAMES}|[（(]资料图片?[)）])[)）]?$"
)
_RUNNING_HEAD = (
    r"[-—－·. 　]*\d{1,4}[-—－·. 　]*$"
    rf"|[^。！？]*第[ 　]*(?:\d+|{_NUMBER}+)[ 　]*版[^。！？]*$"
    r"|[^。！？]*(?:报|年\d+月\d+日)[^。！？]*(?:星期|礼拜)[一二三四五六日天]"
    r"(?:[ 　\d][^。！？]*)?$"
    r"|[^。！？]*(?:星期|礼拜)[一二三四五六日天] *\d{4}年\d{1,2}月\d{1,2}日[^。！？]*$"
    rf"|第[ 　]*(?:\d+|{_NUMBER}+)[ 　]*页(?:[ 　/／,，]*共[ 　]*\d+[ 　]*页)?$"
)
_BYLINE = (
    r"□|(?:本报|见习|特约|新华社)*"
    r"(?:记者|评论员|通讯员|作者(?:单位)?|编辑|校对|美编|本报讯)(?=[ 　：:]|$)[^。！？]*$"
)
_MARK = r"[，。；：！？、,;:!?…]"
_LOOKS: tuple[tuple[BlockKind, int, re.Pattern[str]], ...] = (
    (BlockKind.CAPTION, 80, lazy_pattern(f"{_CAPTION_START}|{_CAPTION_END}")),
    (BlockKind.RUNNING_HEAD, LONG, lazy_pattern(_RUNNING_HEAD)),
    (BlockKind.BYLINE, 30, lazy_pattern(_BYLINE)),
    (BlockKind.HEADING, LONG, lazy_pattern(r"(?:——|■|【)[^。，,]*$")),
    (BlockKind.LIST, LONG, _ITEM),
    (BlockKind.QUOTE, LONG, lazy_pattern(r"[>＞]")),
    (
        BlockKind.TABLE,
        LONG,
        lazy_pattern(r"(?!.*[。！？])(?:[^ \t　|]+(?: {2,}|　{2,}|\t+| ?\| ?)){2,}[^ \t　|]"),
    ),
    (BlockKind.SHORT, 34, lazy_pattern(f"(?!.*{_MARK})")),
    (BlockKind.SHORT, LONG, lazy_pattern(rf"(?!.*{_MARK})[一-鿿]{{4,}}[ 　]+[一-鿿]{{4,}}")),
)
"""Kinds in the order in which they are tried, the longest text (code points), and its pattern.

The last one is a headline of two or three parts with blanks between.
"""


def look(text: str) -> BlockKind:
    """Return the kind of a block of plain text by what it looks like."""
    length = len(text)
    for kind, longest, pattern in _LOOKS:
        if length <= longest and pattern.match(text) and not (length > LONG and "。" in text):
            return kind
    return BlockKind.PROSE


def starts_item(text: str) -> bool:
    """Return whether `text` begins as an item does: `一、`, `（二）`, `3.`, `④`, `(A)`, `[5]`."""
    return _ITEM.match(text) is not None or _ENTRY.match(text) is not None


def is_explained(text: str) -> bool:
    """Return whether `text` explains the word that it begins with: `买入：…`, `<副>…`."""
    return _LABELLED.match(text) is not None
