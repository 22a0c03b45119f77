"""Org: headlines, lists, tables and paragraphs; keywords, drawers, blocks and links stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from proofer.document.blocks import Block
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.opaque import OPAQUE
from proofer.formats._layout.wrapped_lines import SourceLine
from proofer.formats._syntax.markup import HIDDEN, collapsed, masked, overwritten
from proofer.formats.api import Format
from proofer.formats.documents._typed_lines import paragraphs, without_marks

_BORDER = r"(?<![^\s\-({'\"（“‘、，。：；㐀-鿿])"
_BEHIND = r"(?![^\s\-.,;:!?'\")}\[（，。、；：？！）”’㐀-鿿])"
_CODE = rf"{_BORDER}(?P<mark>[=~])(?! )(?:(?!(?P=mark))[^\r\n]){{1,400}}(?P=mark){_BEHIND}"
_NO_TEXT = lazy_pattern(
    r"^[ \t]*+(?:\#\+(?!(?i:title|subtitle|caption)[\[:])[^\s:\[]++(?:\[[^\]\r\n]*+\])?:[^\r\n]*+"
    r"|\#\+(?i:begin|end)_[^\r\n]*+|\#|[:#][ ][^\r\n]*+|:[^\s:]++:(?![^\s])[^\r\n]*+"
    r"|:[A-Za-z_-]++:[^\r\n]*+|(?:CLOSED|DEADLINE|SCHEDULED|CLOCK):[^\r\n]*+"
    r"|\|[-+]{2,}+\|?|-{5,}+)[ \t]*+(?=[\r\n]|\Z)",
    re.MULTILINE,
)
"""Keywords, borders of blocks and drawers, comments, fixed-width lines, dates of tasks, rules."""
_TITLE = lazy_pattern(
    r"^[ \t]*+(?P<keyword>\#\+(?i:title|subtitle|(?P<caption>caption))(?:\[[^\]\r\n]*+\])?:[ \t]*+)"
    r"(?=(?P<text>\S))",
    re.MULTILINE,
)
"""Keywords whose value is prose."""
_LINE_ENDS = lazy_pattern(r"([\r\n]+)")
_CODE_BEGIN = lazy_pattern(
    r"[ \t]*+\#\+begin(?:_(?P<name>src|example|export|comment|latex|html|ascii|beamer)(?!\S)|:)",
    re.IGNORECASE,
)
_BLOCK_END = lazy_pattern(r"[ \t]*+\#\+end(?:_(?P<name>\S++)|:?[ \t]*+$)", re.IGNORECASE)
_DRAWER = lazy_pattern(r"[ \t]*+:(?:PROPERTIES|LOGBOOK):[ \t]*+$", re.IGNORECASE)
_DRAWER_END = lazy_pattern(r"[ \t]*+:END:[ \t]*+$", re.IGNORECASE)
_STARS = lazy_pattern(r"(\*++)[ \t]")
_COMMENTED = lazy_pattern(
    r"(?P<stars>\*++)[ \t]++(?:(?!COMMENT\b)[A-Z]{2,}+[ \t]++)?(?:\[#[A-Z]\][ \t]++)?COMMENT(?!\S)"
)
_ANY = r"(?:[^\r\n]|(?>\r\n|\r|\n)(?![ \t]*+[\r\n]))"
"""A character of a paragraph, which may go on in the next line."""
_FORMULA = (
    r"(?<![\\$])\$\$(?:(?!\$\$)[\s\S]){1,20000}+\$\$"
    r"|(?<!\\)\\\[(?:(?!\\[\[\]])[\s\S]){0,20000}+\\\]"
    rf"|(?<!\\)\\\((?:(?!\\[()]){_ANY}){{0,2000}}+\\\)"
    r"|(?<![\\$])\$(?![\s.,;?$]|\d[\d.,]*+[ \t]*+[㐀-鿿，。；])[^$\r\n]{1,400}+"
    r"(?<![\s.,])\$(?![A-Za-z0-9$])"
)
_NESTED = r"(?:[^{0}{1}\r\n]|\{0}[^{0}{1}\r\n]{{0,400}}+\{1}){{0,400}}+"
_HEADER = r"(?:\[[^\[\]\r\n]{0,400}+\])?"
_INLINE = lazy_pattern(
    rf"(?P<note>\[fn:(?:(?![\[\]]){_ANY}|\[(?:[^\[\]\r\n]|\[[^\[\]\r\n]{{0,400}}+\]){{0,400}}+\])"
    rf"{{0,1000}}+\])|{_FORMULA}|{_CODE}"
    rf"|\[cite(?:/[\w/-]++)?:(?:(?![\[\]]){_ANY}){{1,1000}}+\]"
    rf"|@@[\w-]++:(?:(?!@@){_ANY}){{0,1000}}+@@|<{{2,3}}[^<>\r\n]{{1,200}}+>{{2,3}}"
    rf"|(?<![A-Za-z0-9_])src_[^\s\[\]{{}}]{{1,40}}+{_HEADER}\{{{_NESTED.format('{', '}')}\}}"
    rf"|(?<![A-Za-z0-9_])call_[^\s\[\](){{}}]{{1,80}}+{_HEADER}"
    rf"\({_NESTED.format('(', ')')}\){_HEADER}"
    r"|<?%%\((?:[^()\r\n]|\((?:[^()\r\n]|\([^()\r\n]{0,400}+\)){0,400}+\)){0,400}+\)>?"
    r"|\{\{\{[A-Za-z][\w-]*+(?:\((?:(?!\}\}\})[^\r\n]){0,1000}+)?\}\}\}"
    r"|[<\[]\d{4}-\d{2}-\d{2}[^<>\[\]\r\n]{0,60}+[>\]]"
)
"""Footnotes, formulas, citations, raw export, targets, code, calls, macros and dates in a line."""
_HEADLINE = lazy_pattern(
    r"(?P<stars>\*{1,9})[ \t]++(?:(?:TODO|DONE|WAITING|NEXT|CANCELED|CANCELLED)[ \t]++)?"
    r"(?:\[#[A-Z]\][ \t]++)?(?P<text>.*)$"
)
_TAGS = lazy_pattern(r"^\*++[ \t][^\r\n]*?([ \t]++:[\w@#%:]*:)[ \t]*+(?=[\r\n]|\Z)", re.MULTILINE)
_ITEM = lazy_pattern(r"(?:[-+]|\d{1,3}[.)])[ \t]++(?:\[[ X-]\][ \t]++)?")
_EMPHASIS = lazy_pattern(rf"{_BORDER}([*/_+])(?=[^\s*/_+])[^\r\n]{{1,200}}?(?<=\S)(\1){_BEHIND}")


def blocks(source: str) -> list[Block]:
    """Return the headlines, paragraphs, list items and table cells of `source`."""
    text = _NO_TEXT.sub(lambda match: overwritten(match[0], " "), _without_code(source))
    titles: dict[int, int] = {}

    def without_keyword(match: re.Match[str]) -> str:
        titles[match.start("text")] = 0 if match["caption"] else 1
        return " " * len(match[0])

    def title(line: SourceLine) -> tuple[SourceLine, int] | None:
        level = titles.get(line.span.start)
        return _headline(line) if level is None else (line, level)

    text = _INLINE.sub(_covered, _TITLE.sub(without_keyword, text))
    text = masked(without_marks(_TAGS, text), tags=False)
    text = without_marks(_EMPHASIS, text)
    found = paragraphs(text, item=_ITEM, title=title)
    read = (_caption(collapsed(text, block)) for block in found)
    return [each for each in read if each.pieces]


def _caption(block: Block) -> Block:
    """Return `block` as a caption if it is a title without a level."""
    is_caption = block.kind is BlockKind.HEADING and not block.level
    return replace(block, kind=BlockKind.CAPTION) if is_caption else block


def _covered(match: re.Match[str]) -> str:
    return overwritten(match[0], HIDDEN if match.lastgroup == "note" else OPAQUE)


def _without_code(source: str) -> str:
    """Return `source` with blanks over the lines that are not read as Org, from first to last."""
    parts = _LINE_ENDS.split(source)
    lines = parts[::2]
    ends = {
        (match["name"] or "").lower(): number
        for number, line in enumerate(lines)
        if (match := _BLOCK_END.match(line))
    }
    at = 0
    while at < len(lines):
        end = _end_of_code(lines, at, ends)
        lines[at:end] = [overwritten(line, " ") for line in lines[at:end]]
        at = max(end, at + 1)
    parts[::2] = lines
    return "".join(parts)


def _end_of_code(lines: Sequence[str], at: int, ends: Mapping[str, int]) -> int:
    """Return the line behind the block, drawer or commented subtree that begins at line `at`.

    A block goes on to its own end, the next end of another where it has none, or the last line.

    Args:
        lines: of the source.
        at: the number of the line.
        ends: the last line that ends a block, by the name of the block.
    """
    behind = range(at + 1, len(lines))
    if begin := _CODE_BEGIN.match(lines[at]):
        name = (begin["name"] or "").lower()
        closed = ends.get(name, -1) > at
        found = (
            number + 1
            for number in behind
            if (end := _BLOCK_END.match(lines[number]))
            and (not closed or (end["name"] or "").lower() == name)
        )
    elif headline := _COMMENTED.match(lines[at]):
        found = (
            number
            for number in behind
            if (stars := _STARS.match(lines[number])) and len(stars[1]) <= len(headline["stars"])
        )
    elif _DRAWER.match(lines[at]):
        found = (
            number + (not lines[number].startswith("*"))
            for number in behind
            if _DRAWER_END.match(lines[number]) or _STARS.match(lines[number])
        )
    else:
        return at
    return next(found, len(lines))


def _headline(line: SourceLine) -> tuple[SourceLine, int] | None:
    match = None if line.indent else _HEADLINE.match(line.text)
    return (line.part(*match.span("text")), len(match["stars"])) if match else None


FORMAT = Format(name="org", media_type="text/x-org", suffixes=(".org",), blocks=blocks, typed=True)
