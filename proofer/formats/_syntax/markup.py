"""What is not text in any format: formulas, code, directives, tags, addresses, citation marks.

`masked` writes OPAQUE over each character of what stands for a word (a formula, code, a link) and
HIDDEN over what stands for nothing (the mark of a footnote), and keeps every offset. A format
looks for its lines and blocks in the masked text; `collapsed` then makes one piece of each run.

Patterns are possessive and bounded: each takes time in step with the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from proofer.document.blocks import Block, Piece
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.opaque import CONTROL, OPAQUE
from proofer.document.spans import Span
from proofer.formats._syntax import escaped_text

HIDDEN = "\ufffb"
"""Stands over what a reader does not read at all; no piece is made of it."""
_LONGEST_FORMULA = 2_000
"""Code points of a formula inside a line; what is longer has lost its end."""
_HAN = lazy_pattern("[㐀-鿿]")
_TEX = lazy_pattern(r"\\[A-Za-z]|[_^]\s*\{")
_PROSE_MARK = lazy_pattern("[，。；：！？、“”]")

_ADDRESS_END = r"(?<![.,;:!?'\"）)])"
_MISREAD_ENDING = "c0m|g0v|0rg|c0rn"
"""Ends of domain names that an engine took for something else: these are to be read."""
_HOST = rf"(?:(?!(?:{_MISREAD_ENDING})\.)[A-Za-z0-9-]{{1,63}}+\.){{1,12}}+[A-Za-z]{{2,24}}"
_LAST = r"(?=[\r\n]|\Z)"
_MARKUP = (
    # Formulas: $$…$$, \[…\], \(…\), environments; $…$ is judged by what is inside.
    r"(?P<formula>(?<!\\)\$\$(?:(?!\$\$)[^\\]|\\.){0,20000}+\$\$"
    r"|(?<!\\)\\\[(?=[^\]]{0,400}(?:\\[A-Za-z]|(?<!\\)[_^]))(?:(?!\\[\[\]])[\s\S]){0,20000}+\\\]"
    r"|(?<!\\)\\\((?:(?!\\[()])[^\n])++\\\)"
    r"|(?<!\\)\\begin\{(?P<environment>[A-Za-z]+\*?)\}(?:(?!\\end\{(?P=environment)\})[\s\S]){0,20000}+\\end\{(?P=environment)\})"
    # Scripts, styles, drawings and formulas of HTML; what a shortcode of Hugo sets as mathematics.
    r"|(?P<element><(?P<element_name>script|style|svg|math|pre)\b(?:(?!</?(?P=element_name))[\s\S]){0,20000}+</(?P=element_name)\s*+>"
    r"|\{\{[<%]\s*(?P<shortcode>katex|math|mermaid|plantuml|echarts|chart|mapbox|highlight|gist|raw|script|style)\b(?:(?!\{\{[<%])[\s\S]){0,20000}+\{\{[<%]\s*/\s*(?P=shortcode)\s*[>%]\}\})"
    # Blocks of code of org and of reStructuredText.
    r"|(?P<block>^[ \t]*+\#\+(?i:begin)_"
    r"(?P<block_name>(?i:src|example|export|latex|html))\b"
    r"(?:(?!\#\+(?i:begin|end)_)[\s\S]){0,20000}+\#\+(?i:end)_(?P=block_name)"
    r"|^(?P<depth>[ \t]*+)\.\.[ \t]++"
    r"(?:code-block|code|sourcecode|literalinclude|math|raw|image|graphviz|mermaid)::"
    r"[^\n]*+(?:\n(?:(?P=depth)[ \t]++[^\n]*+|\r?+(?=\n[ \t\r\n])))*+)"
    r"|(?P<dollars>(?<![\\$])\$(?!\$)(?P<inside>(?:[^$\\\n]|\\[^\n]|\n(?!\s*\n))++)\$(?!\$))"
    # Code spans with the role before them (MyST, Sphinx), and roles alone.
    r"|(?P<code>(?::[A-Za-z][\w+.-]*+(?::[\w+.-]++){0,4}+:|\{[A-Za-z][\w:+.-]*+\})?"
    r"(?<![`\\])(?P<ticks>`{1,2})(?!`)(?:(?!(?P=ticks))[^\r\n])++(?P=ticks)(?!`)_{0,2})"
    # Lines that belong to a markup language: directives, options, org keywords, colon fences.
    r"|(?P<line>^[ \t]*+"
    r"(?:\.\.[ \t]++(?:[\w+-]++(?::[\w+-]++)*+::|_[^:\n]++:|\|[^|\n]++\|[ \t])[^\n]*+"
    rf"|:[A-Za-z][\w-]*+:(?:[ \t]++[!-~ \t]*+)?{_LAST}"
    r"|\#\+[A-Za-z_]++(?:\[[^\]\n]*+\])?:[^\n]*+"
    r"|:{3,}+[^\n]*+"
    rf"|\([A-Za-z][\w:.-]{{0,100}}+\)=[ \t]*+{_LAST}|\[\[?_?(?i:toc)_?\]?\][ \t]*+{_LAST}"
    r"|(?:!!!|\?\?\?\+?|===[+!]?)[ \t]++[\w\"][^\n]*+"
    r"|<<<[ \t][^\n]*+|@import[ \t][^\n]*+|@\[[\w-]++\]\([^\n]*+"
    r"|(?:import[ \t]++[^\n]{0,400}?['\"][^\n'\"]++['\"];?"
    rf"|export[ \t]++(?:const|default)\b[^\r\n]*+)[ \t]*+{_LAST}"
    r"|\d{1,2}:\d{2}(?::\d{2})?[.,]\d{3}[ \t]*+-->[^\n]*+))"
    # The kind and the box of a block, as DeepSeek-OCR and Qwen write them; tokens of models.
    r"|(?P<grounding>(?:<\|/?(?:ref|det)\|>|(?<=<\|ref\|>)[a-z_ ]{1,24}(?=<\|/ref\|>)"
    r"|(?<=<\|det\|>)\[\[[\d., \[\]]{1,400}\]\])++)"
    rf"|(?P<token>{CONTROL.pattern}"
    r"|\[\[\d{1,5}(?:\.\d+)?(?:, ?\d{1,5}(?:\.\d+)?){3}\](?:, ?\[\d{1,5}(?:, ?\d{1,5}){3}\])*+\])"
    # Tags over several lines, as JSX has them.
    r"|(?P<lines><[A-Za-z][\w:.-]*+(?=[^<>\n]{0,400}\n)(?:\s++[A-Za-z_:@#][\w:.@-]*+"
    r"(?:=(?:\"[^\"<>]{0,1000}\"|'[^'<>]{0,1000}'"
    r"|\{(?:[^{}]|\{[^{}]{0,400}\}){0,1000}+\}|[^\s\"'<>{}]++))?+){1,50}+\s*+/?>)"
    # Attributes of what stands before them (Pandoc, kramdown, VitePress), comments of MDX.
    r"|(?P<attributes>(?<![ \t])[ \t]*+\{:?[ \t]?[#.][A-Za-z\u3400-\u9fff_][^\s{}]*+"
    r"(?:[ \t]++[^\s{}]++)*+[ \t]*+\}"
    r"|(?<=[)\]`])\{[A-Za-z][\w-]*+=[^{}\n]{0,200}\}"
    r"|(?<![ \t])[ \t]*+\{/\*(?:(?!\*/)[^\n]){0,1000}+\*/\})"
    r"|(?P<image>!\[(?:[^\[\]\n]|\n(?!\s*\n)|\[[^\[\]\n]{0,200}\]){0,1000}+\]\((?:[^()\n]|\([^()\n]*+\))*+\))"
    r"|(?P<template>\{%[^\n]{0,400}?%\}|\{\{[^\n{}]{0,400}?\}\}|\{\{[<%](?:(?!\{\{|[>%]\}\})[\s\S]){0,2000}+[>%]\}\})"
    r"|(?P<tag><!--[\s\S]{0,1000}?-->|</?[A-Za-z][\w:.-]*+(?:[ \t\n][^<>]{0,1000}?)?/?>)"
    # Where a link leads, whatever addresses are in it; a format that knows links leaves it out.
    r"|(?P<target>(?<=\]\()(?:https?|ftp|file)://(?:[^\s()<>]|\([^\s()<>]*+\))*+)"
    rf"|(?P<address><(?:https?://|mailto:)[^<>\s]++>|(?:https?|ftp|file)://"
    r"(?:(?!\]\()[^\s<>\"'`，。；、！？（）《》【】“”㐀-鿿])++"
    rf"|www\.{_HOST}(?:[/?#:][!-~]*+)?{_ADDRESS_END}"
    rf"|(?<![\w.+-])[\w.+-]++@(?![lI|][26]\d\.){_HOST}|\b10\.\d{{4,9}}/(?:[^\s，。；、（）<>\"()]|\([^\s，。；、<>\"()]*+\))++)"
    r"|(?P<path>(?<![\w/\\.$])(?:[A-Za-z]:[\\/]|\.{1,2}/|~?/)(?:[\w.+-]++[\\/])++[\w.+*-]*+)"
    r"|(?P<time>(?<![\d:.])\d{1,2}:\d{2}(?::\d{2})?[.,]\d{3}(?!\d))"
    # References of wikis, a word of theirs in several scripts; of Quarto and bookdown; pictograms.
    r"|(?P<reference>-\{(?:[A-Za-z]\||(?=zh))[^{}\n]{0,400}\}-|!?\[\[[^\[\]\n]{1,400}\](?:\[[^\[\]\n]{1,200}\])?\](?!\()|\\?@ref\([^()\n]++\)|(?<![\w.@])@(?:fig|tbl|tab|sec|eq|lst)[-:]\w++(?:[-:.]\w++)*+"
    r"|(?<![\w:]):[a-z][a-z0-9_+-]{1,30}+:(?![\w:]))"
    # A command of TeX outside of any formula, with its arguments.
    r"|(?P<command>(?<!\\)\\(?!u[0-9a-fA-F]{4})[A-Za-z]{2,}+\*?(?:\[[^\[\]\n]{0,200}\])?(?:\{(?:[^{}\n]|\{[^{}\n]{0,200}\}){0,400}+\})*+)"
    r"|(?P<note>\[\^[^\[\]\s]{1,40}\](?!:)|\[@[^\[\]\n]{1,200}\](?!\()|(?<=> )\[![A-Za-z]++\][+-]?"
    r"|(?<=[\w㐀-鿿，。；！？”」』）)])\[(?:\d{1,3}(?:[-–—~,，、 ]{1,2}(?=\d))?)++\](?![(\[:])"
    r"|(?<=[。！？；”」』）]\n)\[\d{1,3}\](?=\r?\n|\Z))"
    # What a pupil is to fill in: a line to write on, brackets with nothing but blanks inside.
    r"|(?P<blank>(?:(?<=[^\s_A-Za-z0-9])|(?<=[^\s_][ 　]))(?:_{4,}+|(?:\\_){3,}+)(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9_])(?:_{4,}+|(?:\\_){3,}+)(?=[ ]*[^\s_A-Za-z0-9])|[（(][ 　]{1,20}[)）])"
    r"|(?P<pilcrow>(?<![¡-Ń])¶(?![¡-Ń]))"
)
_PATTERN = lazy_pattern(_MARKUP, re.MULTILINE)
_WITHOUT_MAIL = lazy_pattern(f"(?![㐀-鿿，。、；：！？“”《》])(?:{_MARKUP})", re.MULTILINE)
"""The same for a text without @: none but the name before one begins with such a character.

It is tried at a tenth of the places of Chinese text, and in a seventh of the time.
"""
_HIDDEN_GROUPS = frozenset({"attributes", "grounding", "image", "lines", "note", "pilcrow", "tag"})
_SIGNS = lazy_pattern(
    r"(?![㐀-鿿，。、；：！？“”《》])(?:[$\\<{#`@\[/¶]|\.\.[ \t]|:[A-Za-z:]|\)=|!!!|\?\?\?|===|-->"
    r"|port[ \t]|www\.|10\.\d|\d:\d|____|[（(][ 　])"
)
"""What all markup has some of. A page without does not wait for `_MARKUP` to be compiled."""


def masked(text: str, *, code: bool = True, tags: bool = True) -> str:
    """Return `text`, of the same length, with what is no text written over; line ends stay.

    Without `code`, backticks are no markup: in what an OCR engine read they are specks of dirt.
    Without `tags`, those are left to a format that knows them.
    """
    if _SIGNS.search(text) is None:
        return text
    parts: list[str] = []
    at = 0
    for start, end, cover in _found(text, {"code": code, "tag": tags}):
        parts += (text[at:start], overwritten(text[start:end], cover))
        at = end
    return "".join([*parts, text[at:]]) if parts else text


def _found(text: str, wanted: Mapping[str, bool]) -> Iterator[tuple[int, int, str]]:
    at = 0
    pattern = _PATTERN if "@" in text else _WITHOUT_MAIL
    while match := pattern.search(text, at):
        at = max(match.end(), match.start() + 1)
        group = match.lastgroup or ""  # the outermost one, as it ends last
        if not wanted.get(group, True) or (group == "dollars" and not _is_formula(match["inside"])):
            at = match.start() + 1
            continue
        if group == "target":
            continue
        if match["element_name"] == "pre" and is_mostly_chinese(match[0]):
            at = match.start() + 1
            continue
        yield match.start(), match.end(), HIDDEN if group in _HIDDEN_GROUPS else OPAQUE


def _is_formula(inside: str) -> bool:
    """Return whether what is between two dollar signs is mathematics, not one price of two."""
    if len(inside) > _LONGEST_FORMULA or not inside.strip():
        return False
    if _HAN.search(inside) or _PROSE_MARK.search(inside):
        return _TEX.search(inside) is not None
    return True


def is_mostly_chinese(text: str, *, fewest: int = 10) -> bool:
    """Return whether more than half of `text`, and `fewest` characters, is Chinese."""
    han = len(_HAN.findall(text))
    return han >= fewest and 2 * han > len("".join(text.split()))


def overwritten(part: str, cover: str) -> str:
    """Return `part` with the character `cover` over each of its own; line ends stay."""
    if "\n" not in part and "\r" not in part and "\f" not in part:
        return cover * len(part)
    return re.sub(r"[^\r\n\f]", cover, part)


_RUN = lazy_pattern(f"{OPAQUE}+|{HIDDEN}+")


def collapsed(text: str, block: Block) -> Block:
    """Return `block`, found in the masked `text`, with one piece for each run that is no text.

    A block of nothing else is a formula or code: it has its own kind, and what stands beside it is
    not torn. Without any such run it is returned as it is.
    """
    if not any(
        OPAQUE in part or HIDDEN in part for part in (each.of(text) for each in block.pieces)
    ):
        return block
    pieces: list[Span] = []
    wraps: set[int] = set()
    spaced: set[int] = set()
    for number, piece in enumerate(block.pieces):
        parts = list(_parts(text, piece))
        if parts and pieces and number in block.wraps:
            wraps.add(len(pieces))
        if parts and number in block.spaced:
            spaced.add(len(pieces))
        pieces += parts
    return _with_pieces(block, pieces, wraps, spaced)


def _with_pieces(block: Block, pieces: list[Span], wraps: set[int], spaced: set[int]) -> Block:
    """Return `block` with other pieces; one of only OPAQUE is a formula, if it was prose."""
    only = bool(pieces) and all(isinstance(each, Piece) and each.shown == OPAQUE for each in pieces)
    kind = BlockKind.FORMULA if only and block.kind in (None, BlockKind.PROSE) else block.kind
    return replace(
        block, pieces=tuple(pieces), wraps=frozenset(wraps), spaced=frozenset(spaced), kind=kind
    )


def _parts(text: str, piece: Span) -> Iterator[Span]:
    if isinstance(piece, Piece) and piece.shown is not None:
        yield piece
        return
    at = piece.start
    shown = text[piece.start : piece.end]
    for match in _RUN.finditer(shown):
        start, end = piece.start + match.start(), piece.start + match.end()
        if at < start:
            yield _cut(piece, at, start)
        if match[0][0] == OPAQUE:
            ocr = piece.ocr if isinstance(piece, Piece) else None
            yield Piece(start, end, OPAQUE, ocr)
        at = end
    if at < piece.end:
        yield _cut(piece, at, piece.end)


def decoded(source: str, block: Block, *, code: bool = True) -> Block:
    """Return a block of a format with escapes, with one piece for each run that is no text.

    Its text is masked as it reads, not as it is written: JSON doubles the backslashes of a formula.
    """
    shown = [piece.of(source) for piece in block.pieces]
    lines = "".join(
        ("\n" if number in block.wraps and number else "") + part
        for number, part in enumerate(shown)
    )
    cover = masked(lines, code=code)
    if cover == lines:
        return block
    pieces: list[Span] = []
    wraps: set[int] = set()
    spaced: set[int] = set()
    at = 0
    for number, piece in enumerate(block.pieces):
        wrapped = number in block.wraps and number > 0
        at += wrapped
        part = cover[at : at + len(shown[number])]
        at += len(part)
        before = len(pieces)
        _take(pieces, piece, part, joins=not wrapped)
        if len(pieces) > before:
            if wrapped and before:
                wraps.add(before)
            if number in block.spaced:
                spaced.add(before)
    return _with_pieces(block, pieces, wraps, spaced)


def _take(pieces: list[Span], piece: Span, part: str, *, joins: bool) -> None:
    """Add what the masked `part` leaves of `piece`, joined to a run that the last piece began."""
    at = 0
    for run in re.finditer(f"{OPAQUE}+|{HIDDEN}+|[^{OPAQUE}{HIDDEN}]+", part):
        start, end = piece.start + run.start(), piece.start + run.end()
        whole = isinstance(piece, Piece) and piece.shown is not None
        if whole:
            start, end = piece.start, piece.end
        last = pieces[-1] if pieces else None
        if run[0][0] == OPAQUE:
            if at == 0 and joins and isinstance(last, Piece) and last.shown == OPAQUE:
                pieces[-1] = replace(last, end=end)
            else:
                ocr = piece.ocr if isinstance(piece, Piece) else None
                pieces.append(Piece(start, end, OPAQUE, ocr))
        elif run[0][0] != HIDDEN:
            pieces.append(piece if whole else _cut(piece, start, end))
        at = run.end()


def _cut(piece: Span, start: int, end: int) -> Span:
    if not isinstance(piece, Piece):
        return Span(start, end)
    return escaped_text.part(piece, start - piece.start, end - piece.start)


def covered(source: str, blocks: Sequence[Block], *, code: bool) -> list[Block]:
    """Return the blocks of a format with escapes, as `decoded`; those without text are left out."""
    found = (decoded(source, each, code=code) for each in blocks)
    return [each for each in found if each.pieces]
