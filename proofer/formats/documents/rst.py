"""reStructuredText, as Sphinx reads it: directives, roles, code, targets and comments stay."""

from __future__ import annotations

import re
from dataclasses import replace

from proofer.document.blocks import Block, Piece
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.formats._layout.wrapped_lines import SourceLine
from proofer.formats._syntax.markup import collapsed, masked, overwritten
from proofer.formats.api import Format
from proofer.formats.documents._rst_explicit import without_explicit
from proofer.formats.documents._typed_lines import paragraphs, without_marks

_LINE_END = r"(?>\r\n|\r|\n)"
_LAST = r"[ \t]*+(?=[\r\n]|\Z)"
_ABOUT = lazy_pattern(
    r"^:(?i:authors?|organization|contact|version|revision|status|date|copyright|orphan):[^\r\n]*+",
    re.MULTILINE,
)
"""Fields about the document, not of it."""
_SPAN = lazy_pattern(
    r"(?::[A-Za-z][\w+.:-]{0,60}:)?(?<![`\\])"
    rf"(?:``(?!`)(?:(?!``)[^\r\n]|{_LINE_END}(?![ \t]*+[\r\n])){{1,1000}}+``"
    rf"|`(?!`)(?:[^`\r\n]|{_LINE_END}(?![ \t]*+[\r\n])){{1,1000}}+`_{{0,2}})"
)
"""A role, code or a link, which may go on in the next line."""
_NO_TEXT = lazy_pattern(
    r"^[ \t]*+(?:\+[-=+]{3,}\+|[=^~]++(?: ++[=^~]++)++"
    rf"|(?P<mark>[=\-`:.'\"~^_*+#<>])(?P=mark){{3,}}+){_LAST}",
    re.MULTILINE,
)
"""Borders of tables, lines over a title and between parts."""
_TITLE = lazy_pattern(
    rf"^(?P<title>(?=[^\r\n]*?\w)[^\r\n]++){_LINE_END}"
    rf"(?P<adornment>(?P<mark>[=\-`:.'\"~^_*+#<>])(?P=mark){{2,}}+{_LAST})",
    re.MULTILINE,
)
_REFERENCE = lazy_pattern(
    r"\[[^\[\]\r\n]{1,100}+\]_|(?<![-.+:\w\\])[^\W_]++(?:[-._+:][^\W_]++)*+__?(?!\w)"
)
"""The mark of a footnote or of a quoted work, or the name of a target."""
_QUOTED_NAME = lazy_pattern(r"[`<]([^`<>\r\n]{1,200}?)_{0,2}[`>]")
_STANDS_FOR = r"\|(?![\s|])[^|\r\n]{1,200}+(?<!\s)\|_{0,2}"
_SUBSTITUTION = lazy_pattern(
    rf"(?P<row>(?<=[-=+]\+)[ \t]*+{_LINE_END}(?>[ \t]*+\|[^\r\n]*+(?>{_LINE_END}|\Z))++)"
    rf"|(?<!\\){_STANDS_FOR}"
)
"""What stands for another text; or the rows of a table behind its border."""
_IN_CELL = lazy_pattern(rf"(?<=[ \t]){_STANDS_FOR}")
_ITEM = lazy_pattern(
    r"(?:[-*+•‣][ \t]++)++|\(?(?:\d{1,3}|#|[A-Za-z])[.)][ \t]++"
    r"|:[^:\r\n]{1,60}:(?:[ \t]++|$)|\.\.[ \t]++\[[^\]\r\n]+\][ \t]++"
)
_EMPHASIS = lazy_pattern(
    r"(?<![\w*\\])(\*{1,2})(?=[^\s*])[^*\r\n]{1,200}?(?<=[^\s\\])(\*{1,2})(?![\w*])|(\\ )"
)
_ESCAPE = lazy_pattern(r"\\[!-/:-@\[-`{-~]")
_MARKUP = lazy_pattern(r"[\\*`_|]")


def blocks(source: str) -> list[Block]:
    """Return the paragraphs, titles, list items, fields and table cells of `source`."""
    text = without_explicit(_ABOUT.sub(_blank, source))
    text = _SUBSTITUTION.sub(_substituted, _SPAN.sub(_opaque, masked(text, tags=False)))
    names = {match[0].strip("_") for match in _REFERENCE.finditer(text)}
    names.update(match[1].rpartition(":")[2] for match in _QUOTED_NAME.finditer(source))
    text = _REFERENCE.sub(_opaque, text)
    ranks: dict[str, int] = {}
    titles: dict[int, int] = {}

    def without_adornment(match: re.Match[str]) -> str:
        titles[match.start("title")] = ranks.setdefault(match["mark"], len(ranks) + 1)
        head = match[0][: match.start("adornment") - match.start()]
        if match["title"].strip() in names:  # A title is the target of its own name.
            head = overwritten(head, OPAQUE)
        return head + " " * len(match["adornment"])

    def title(line: SourceLine) -> tuple[SourceLine, int] | None:
        level = titles.get(line.span.start - line.indent)
        return (line, level) if level is not None else None

    text = _NO_TEXT.sub(_blank, _TITLE.sub(without_adornment, text))
    text = without_marks(_EMPHASIS, text)
    found = paragraphs(text, item=_ITEM, title=title)
    read = (_unescaped(source, collapsed(text, block)) for block in found)
    return [each for each in read if each.pieces]


def _unescaped(source: str, block: Block) -> Block:
    """Return `block` with each mark behind a backslash as the one character that it stands for."""
    pieces: list[Span] = []
    wraps: set[int] = set()
    for number, piece in enumerate(block.pieces):
        if number in block.wraps:
            wraps.add(len(pieces))
        at = piece.start
        for match in () if isinstance(piece, Piece) else _ESCAPE.finditer(source, at, piece.end):
            if at < match.start():
                pieces.append(Span(at, match.start()))
            pieces.append(Piece(*match.span(), match[0][1]))
            at = match.end()
        if at < piece.end:
            pieces.append(piece if at == piece.start else Span(at, piece.end))
    return replace(block, pieces=tuple(pieces), wraps=frozenset(wraps))


def _substituted(match: re.Match[str]) -> str:
    return _IN_CELL.sub(_opaque, match[0]) if match["row"] else _opaque(match)


def _blank(match: re.Match[str]) -> str:
    return overwritten(match[0], " ")


def _opaque(match: re.Match[str]) -> str:
    return overwritten(match[0], OPAQUE)


def escape(replacement: str) -> str:
    """Return `replacement` so that none of its characters reads as markup."""
    return _MARKUP.sub(r"\\\g<0>", replacement)


FORMAT = Format(
    name="rst",
    media_type="text/x-rst",
    suffixes=(".rst",),
    blocks=blocks,
    escape=escape,
    typed=True,
)
