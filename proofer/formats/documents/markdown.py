"""Markdown: what a reader sees of it, without the markup.

It has its own scanner, because parsers give lines but no offsets of characters. Lines are joined to
paragraphs as in plain text, for OCR output often has one paragraph a line without blank lines.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from proofer.document.blocks import Block, Piece
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span, spans_at
from proofer.formats._layout.wrapped_lines import (
    SourceLine,
    Wrapping,
    paragraph_block,
    source_lines,
)
from proofer.formats._syntax.markup import collapsed, masked
from proofer.formats.api import Format
from proofer.formats.documents._markdown_code import without_code
from proofer.formats.documents._markdown_inline import markup

_HAN = lazy_pattern("[㐀-鿿]")
_ENTITY = lazy_pattern(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_FENCE = lazy_pattern(r"(`{3,}|~{3,})")
_HEADING = lazy_pattern(
    r"(?P<mark>#{1,6})(?:[ \t　]+(?P<text>.*?))?(?:(?<![ \t])[ \t]++#++)?$", re.DOTALL
)
_RULE = lazy_pattern(r"(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$|=+$")
_DEFINITION = lazy_pattern(r"\[[^\[\]^][^\[\]]*\]:[ \t]*\S+$")
_NOTE = lazy_pattern(r"\[\^[^\[\]\s]+\]:[ \t]*")
_CAPTION = lazy_pattern(r":(?!:)[ \t]*+(?![ \t]|\Z)")
"""Before the title of a table (Pandoc, d2l), or a definition."""
_QUOTE = lazy_pattern(r"(?:>[ \t]?)+")
_BULLET = lazy_pattern(r"[-*+][ \t]+(?!\d{1,4}[ \t]*-$)(?:\[[ xX]\][ \t]+)?")
_DELIMITER_ROW = lazy_pattern(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+(?::?-++:?|::?)?[ \t]*+)*+$")
_CELL_END = lazy_pattern(r"(?<!\\)\|")
_BLOCK_TAG = lazy_pattern(
    r"</?(?:table|thead|tbody|tr|td|th|p|div|center|br|hr|ul|ol|li|h[1-6])\b[^<>]*>", re.IGNORECASE
)
_CELL_TAG = lazy_pattern(r"<(?:td|th|tr)\b", re.IGNORECASE)
_ESCAPED = lazy_pattern(r"[\\`*_\[\]<|$^]|~(?=~)|&(?=[a-z])")
_BY_HAND = lazy_pattern(
    r"(?<!`)`[^`\r\n]{1,200}`(?!`)|^(?:```|~~~)(?!markdown|md|te?xt|html|latex)[A-Za-z]"
    r"|(?<!!)\[[^\[\]\r\n]{1,200}\]\((?:https?:|[^()\s:]{1,200}\.(?:md|html?)\b)",
    re.MULTILINE,
)
"""Code, and links to addresses and files."""
_BY_ENGINE = lazy_pattern(
    r"<\|(?:ref|det)\|>|!\[[^\[\]\r\n]{0,200}\]\((?!https?:)[^()\s]{0,100}(?:[0-9a-f]{24}|_page_\d|img_in_)"
    r"|<span id=\"page-\d|\]\(#page-\d|<page_number>"
)
"""Boxes, pictures that an engine named, and its anchors of pages."""
_MARKS_OF_HANDS = 3
"""Code spans, fences and links from which on people wrote a file."""
_SETEXT_LENGTH = 60
"""Half-width cells of a line that a rule below makes a heading."""


def blocks(source: str) -> list[Block]:
    """Return the paragraphs, headings, list items and table cells of `source`."""
    text = masked(without_code(source), tags=False)
    found = (collapsed(text, _inline(text, each)) for each in _Scanner(text).blocks())
    return [_with_written(source, each) for each in found if each.pieces]


def escape(replacement: str) -> str:
    """Return `replacement` so that none of its characters reads as markup."""
    return _ESCAPED.sub(r"\\\g<0>", replacement)


def is_typed(source: str) -> bool:
    """Return whether people wrote `source`: it has code and links, and nothing of an engine's."""
    if _BY_ENGINE.search(source):
        return False
    marks = islice(_BY_HAND.finditer(source), _MARKS_OF_HANDS)
    return sum(1 for _ in marks) == _MARKS_OF_HANDS


class _Scanner:
    """Goes through the lines of a file once; `paragraph` holds those of the unfinished block."""

    def __init__(self, source: str) -> None:
        self.lines = source_lines(source)
        self.wrapping = Wrapping(self.lines, lazy=True)
        self.run = 0
        """Where the lines begin that no blank line parts from the current one."""
        self.paragraph: list[SourceLine] = []
        self.kind: BlockKind | None = None
        self.level = 0
        self.fence = ""

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks, with the markup inside their lines."""
        for index, line in enumerate(self.lines):
            if line.blank_before:
                self.run = index
            if self.fence or _FENCE.match(line.text):
                yield from self._flush()
                yield from self._code(line)
            elif line.text.startswith("|") or self._in_table(line):
                yield from self._flush()
                yield from _row(line)
            else:
                yield from self._text(line)
        yield from self._flush()

    def _code(self, line: SourceLine) -> Iterator[Block]:
        match = _FENCE.match(line.text)
        if self.fence and match and match[1].startswith(self.fence) and line.text == match[1]:
            self.fence = ""
        elif self.fence:
            yield paragraph_block([line], BlockKind.CODE)
        elif match:
            self.fence = match[1]

    def _in_table(self, line: SourceLine) -> bool:
        """Return whether a line is in a table; one without outer bars has a row of dashes."""
        if "|" not in line.text:
            return False
        run = self.lines[self.run : self.run + 2]
        return len(run) == 2 and not run[1].blank_before and _is_delimiter_row(run[1])

    def _text(self, line: SourceLine) -> Iterator[Block]:
        text = line.text
        if match := _HEADING.match(text):
            yield from self._flush()
            if match["text"]:
                yield paragraph_block(
                    [line.part(*match.span("text"))], BlockKind.HEADING, len(match["mark"])
                )
        elif _RULE.match(text):
            yield from self._underlined(line)
        elif _DEFINITION.match(text):
            yield from self._flush()
        elif _BLOCK_TAG.search(text):
            yield from self._flush()
            yield from _tagged(line)
        else:
            yield from self._grow(line)

    def _underlined(self, line: SourceLine) -> Iterator[Block]:
        """Yield the paragraph before a rule, which makes a heading of one short line above it."""
        held, kind = self.paragraph, self.kind
        adjacent = len(held) == 1 and kind is None and not line.blank_before
        if adjacent and line.text[0] in "=-" and held[0].width <= _SETEXT_LENGTH:
            self.paragraph = []
            yield paragraph_block(held, BlockKind.HEADING, 1 if line.text[0] == "=" else 2)
        yield from self._flush()

    def _grow(self, line: SourceLine) -> Iterator[Block]:
        quote, bullet = _QUOTE.match(line.text), _BULLET.match(line.text)
        kind = BlockKind.QUOTE if quote else BlockKind.LIST if bullet else None
        defines = line.text.startswith((": ", ":\t"))
        begins = line.blank_before or bullet is not None or defines
        goes_on = not begins and (kind is self.kind or not quote)
        if not goes_on:
            yield from self._flush()
            self.kind = kind
            self.level = 1 + line.indent // 2 if bullet else 0
        mark = quote or bullet or _NOTE.match(line.text)
        if mark is None and (defines or line.blank_before):
            mark = _CAPTION.match(line.text)
        rest = line.part(mark.end() if mark else 0, len(line.text))
        broken = rest.text.endswith("\\")
        if broken:
            rest = rest.part(0, len(rest.text) - 1)
        if rest.text:
            self.paragraph.append(rest)
        if broken:
            yield from self._flush()

    def _flush(self) -> Iterator[Block]:
        if self.paragraph:
            for paragraph in self.wrapping.paragraphs(self.paragraph):
                yield paragraph_block(paragraph, self.kind, self.level)
        self.paragraph = []
        self.kind = None
        self.level = 0


def _with_written(source: str, raw: Block) -> Block:
    """Return `raw` with what is written with several characters as the one that a reader sees.

    References for Han characters stay: nobody writes them so, and `mojibake` finds them.
    """
    pieces: list[Span] = []
    wraps: set[int] = set()
    for number, piece in enumerate(raw.pieces):
        if number in raw.wraps:
            wraps.add(len(pieces))
        done = pieces[-1].end if pieces else 0
        pieces += [piece] if isinstance(piece, Piece) else _written(source, piece, done)
    return replace(raw, pieces=tuple(pieces), wraps=frozenset(wraps))


def _written(source: str, piece: Span, done: int) -> Iterator[Span]:
    """Yield a piece in parts: an escape and its backslash, character references, and the rest.

    Args:
        source: the file.
        piece: where it is.
        done: where the piece before it ends: what is between both is markup.
    """
    at = piece.start
    if done < at and source[at - 1] == "\\":
        yield Piece(at - 1, at + 1, source[at])
        at += 1
    for match in _ENTITY.finditer(source, at, piece.end):
        shown = html.unescape(match[0])
        if len(shown) == 1 and shown.isprintable() and not _HAN.match(shown):
            if at < match.start():
                yield Span(at, match.start())
            yield Piece(*match.span(), shown)
            at = match.end()
    if at < piece.end:
        yield Span(at, piece.end)


def _is_delimiter_row(line: SourceLine) -> bool:
    return "-" in line.text and _DELIMITER_ROW.match(line.text) is not None


def _row(line: SourceLine) -> Iterator[Block]:
    if not _is_delimiter_row(line):
        yield from _split(line, _CELL_END, BlockKind.TABLE)


def _tagged(line: SourceLine) -> Iterator[Block]:
    yield from _split(line, _BLOCK_TAG, BlockKind.TABLE if _CELL_TAG.search(line.text) else None)


def _split(line: SourceLine, separator: re.Pattern[str], kind: BlockKind | None) -> Iterator[Block]:
    start = 0
    for match in [*separator.finditer(line.text), None]:
        part = line.part(start, match.start() if match else len(line.text))
        if part.text:
            yield paragraph_block([part], kind)
        start = match.end() if match else 0


def _inline(source: str, raw: Block) -> Block:
    """Return `raw` without the markup inside its lines and the white space that it leaves."""
    text = "\n".join([piece.of(source) for piece in raw.pieces])
    hidden = [] if raw.kind is BlockKind.CODE else markup(text)
    if not hidden:
        return raw
    pieces: list[Span] = []
    wraps: list[int] = []
    at = 0
    for line in raw.pieces:
        shown = _shown(text, Span(at, at + len(line)), spans_at(hidden, at, at + len(line)))
        if shown and pieces:
            wraps.append(len(pieces))
        pieces += [span.shift(line.start - at) for span in shown]
        at += len(line) + 1
    return replace(raw, pieces=tuple(pieces), wraps=frozenset(wraps))


def _shown(text: str, line: Span, hidden: Sequence[Span]) -> list[Span]:
    spans: list[Span] = []
    at = line.start
    for each in [*hidden, Span(line.end, line.end)]:
        if each.end < at:
            continue
        end = min(each.start, line.end)
        if at < end:
            spans.append(Span(at, end))
        at = max(at, each.end)
        if at >= line.end:
            break
    return _trimmed(text, spans)


def _trimmed(text: str, spans: list[Span]) -> list[Span]:
    while spans and not spans[0].of(text).strip():
        del spans[0]
    while spans and not spans[-1].of(text).strip():
        del spans[-1]
    if spans:
        first = spans[0].of(text)
        spans[0] = Span(spans[0].start + len(first) - len(first.lstrip()), spans[0].end)
        last = spans[-1].of(text)
        spans[-1] = Span(spans[-1].start, spans[-1].start + len(last.rstrip()))
    return spans


FORMAT = Format(
    name="markdown",
    media_type="text/markdown",
    suffixes=(".md", ".markdown", ".mdown", ".mkd", ".mmd", ".mdx", ".qmd", ".rmd"),
    blocks=blocks,
    escape=escape,
    is_typed=is_typed,
)
