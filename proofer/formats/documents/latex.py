"""LaTeX: the prose of a document; commands, formulas, labels, code and comments stay as they are.

It has its own scanner. pylatexenc keeps places, too, but eight of 201 Chinese files it does not
read to their end: code with braces of its own, environments that nobody closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from proofer.document.blocks import Block, Piece
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.formats._syntax.markup import collapsed, masked, overwritten
from proofer.formats.api import Format
from proofer.formats.documents._latex_ends import Ends
from proofer.formats.documents._latex_tokens import (
    BARE,
    OPAQUE_ENVIRONMENTS,
    SHOWN,
    TOKEN,
)

_RANKS = {"part": 1, "chapter": 1, "title": 1, "section": 2, "subsection": 3, "subsubsection": 4}
_LOWEST = 5
"""The rank of headings that are not in `_RANKS`."""
_TABLES = ("tabular", "tabular*", "tabularx", "longtable", "tabu", "supertabular", "tblr")
_KINDS = {
    **dict.fromkeys(_TABLES, BlockKind.TABLE),
    **dict.fromkeys(["quote", "quotation"], BlockKind.QUOTE),
    "verse": BlockKind.VERSE,
    "thebibliography": BlockKind.BIBLIOGRAPHY,
}
"""The kinds of paragraphs in environments that have one."""
_MARKUP = lazy_pattern(r"[%&_#${}\\~^]")
_COMMANDS = {each: command for command, each in SHOWN.items() if command.startswith("\\text")}


def blocks(source: str) -> list[Block]:
    """Return the paragraphs, headings, captions, notes, items and table cells of `source`.

    Raises:
        MalformedError: if code, a drawing, a formula or a condition does not end.
    """
    scanner = _Scanner(source)
    found = scanner.blocks()
    text = masked("".join(scanner.cover), code=False, tags=False)
    return [each for each in (collapsed(text, block) for block in found) if each.pieces]


def escape(replacement: str) -> str:
    """Return `replacement` so that none of its characters reads as markup."""
    return _MARKUP.sub(lambda mark: _COMMANDS.get(mark[0], f"\\{mark[0]}"), replacement)


@dataclass(slots=True)
class _Paragraph:
    """An unfinished block; notes to it follow it."""

    kind: BlockKind | None = None
    level: int = 0
    pieces: list[Span] = field(default_factory=list)
    wraps: set[int] = field(default_factory=set)
    spaced: set[int] = field(default_factory=set)
    notes: list[Block] = field(default_factory=list)

    def block(self, source: str) -> Block:
        """Return the block, without white space at its end; it may have no pieces."""
        pieces = self.pieces
        while pieces and type(pieces[-1]) is Span:
            last = pieces.pop()
            if shown := last.of(source).rstrip():
                pieces.append(Span(last.start, last.start + len(shown)))
                break
        return Block(
            pieces=tuple(pieces),
            kind=self.kind,
            level=self.level,
            wraps=frozenset(each for each in self.wraps if each < len(pieces)),
            spaced=frozenset(each for each in self.spaced if each < len(pieces)),
        )


class _Scanner:
    """Goes through the tokens once; `paragraph` is the block that grows."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.ends = Ends(source)
        self.cover: list[str] = []
        """The source with OPAQUE over all that is no text: `masked` looks for addresses in it."""
        self.found: list[Block] = []
        self.paragraph = _Paragraph()
        self.around: list[_Paragraph | None] = []
        """What goes on behind each open brace; None for the same paragraph."""
        self.environments: list[str] = []
        self.at_line_start = self.wrapped = self.spaced = False

    def blocks(self) -> list[Block]:
        """Return the blocks of the body; what is open at its end is closed."""
        at = self.ends.body
        self.cover = [overwritten(self.source[:at], OPAQUE)]
        while match := TOKEN.match(self.source, at):
            name = match.lastgroup or ""
            if name == "end" and match["closed"] == "document":
                break
            name, end = self._whole(name, match)
            token = self.source[at:end]
            self.cover.append(token if name in ("text", "plain") else overwritten(token, OPAQUE))
            self._take(name, match, end)
            self.at_line_start = name in ("line", "comment")
            at = end
        while self.around:
            self._close()
        self._flush()
        self.cover.append(overwritten(self.source[at:], OPAQUE))
        return self.found

    def _whole(self, name: str, match: re.Match[str]) -> tuple[str, int]:
        """Return what a token is and where it ends, with what it takes that is not read."""
        end = match.end()
        if name in ("command", "skipped", "definition"):
            return name, self.ends.arguments(end)
        if name == "iffalse":
            return "skipped", self.ends.condition(end)
        if name == "item":
            end = self.ends.arguments(end, braces=match[0] == "\\bibitem")
        elif name == "begin":
            opened = match["opened"]
            if opened in self.ends.code:
                return "code", self.ends.environment(opened, end)
            if opened in OPAQUE_ENVIRONMENTS:
                return "opaque", self.ends.environment(opened, end)
            end = self.ends.arguments(end, braces=opened not in BARE, blanks=False)
        else:
            return name, end
        while self.source[end : end + 1] in (" ", "\t"):
            end += 1
        return name, end

    def _take(self, name: str, match: re.Match[str], end: int) -> None:
        """Take a token that ends at `end`; comments, `switch` and `skipped` read as nothing."""
        start = match.start()
        if name in ("text", "plain"):
            self._add(Span(start, end))
        elif name == "shown":
            self._add(Piece(start, end, SHOWN.get(match[0], match[0][-1])))
        elif name in ("opaque", "word", "command", "accent"):
            self._add(Piece(start, end, OPAQUE))
        elif name in ("begin", "end", "item", "break", "code"):
            self._flush()
            self._enter(name, match)
        elif name in ("heading", "note", "style", "open"):
            self._open(name, match)
        elif name == "close":
            self._close()
        else:
            self._part(name)

    def _part(self, name: str) -> None:
        """End a line, a paragraph or a cell, or note a blank."""
        in_table = name in ("row", "cell") and self._kind() is BlockKind.TABLE
        if in_table or (name == "line" and self.at_line_start):
            self._flush()
        elif name in ("line", "row"):
            self.wrapped = True
        elif name == "blank":
            self.spaced = True

    def _add(self, piece: Span) -> None:
        """Add a piece; text that goes on from the last piece becomes one with it."""
        held = self.paragraph.pieces
        if not held and type(piece) is Span:
            piece = Span(piece.end - len(piece.of(self.source).lstrip()), piece.end)
            if not piece:
                return
        if held and self.wrapped:
            self.paragraph.wraps.add(len(held))
        elif held and self.spaced:
            self.paragraph.spaced.add(len(held))
        elif held and type(piece) is type(held[-1]) is Span and held[-1].end == piece.start:
            piece = Span(held.pop().start, piece.end)
        held.append(piece)
        self.wrapped = self.spaced = False

    def _enter(self, name: str, match: re.Match[str]) -> None:
        """Begin or end an environment, begin an item, or go past code."""
        if name == "begin":
            self.environments.append(match["opened"])
        elif name == "end" and self.environments:
            self.environments.pop()
        kind = self._kind()
        self.paragraph.kind = BlockKind.LIST if name == "item" and kind is None else kind

    def _kind(self) -> BlockKind | None:
        """Return the kind of paragraphs in the innermost environment that gives one."""
        return next((_KINDS[each] for each in reversed(self.environments) if each in _KINDS), None)

    def _open(self, name: str, match: re.Match[str]) -> None:
        """Go into braces; a heading, a caption and a note are blocks of their own."""
        if name in ("style", "open"):
            self.around.append(None)
        elif name == "note":
            self.around.append(self.paragraph)
            self.paragraph = _Paragraph()
        else:
            self._flush()
            self.around.append(_Paragraph(self.paragraph.kind))
            rank = match["rank"]
            self.paragraph = (
                _Paragraph(BlockKind.CAPTION)
                if "caption" in rank
                else _Paragraph(BlockKind.HEADING, _RANKS.get(rank, _LOWEST))
            )

    def _close(self) -> None:
        around = self.around.pop() if self.around else None
        if around is None:
            return
        if around.pieces:
            found, self.found = self.found, around.notes
            self._flush()
            self.found = found
        else:
            self._flush()
        self.paragraph = around

    def _flush(self) -> None:
        """End the paragraph; the next one is of the same kind."""
        done, self.paragraph = self.paragraph, _Paragraph(self.paragraph.kind, self.paragraph.level)
        if (block := done.block(self.source)).pieces:
            self.found.append(block)
        self.found += done.notes
        self.wrapped = self.spaced = False


FORMAT = Format(
    name="latex",
    media_type="text/x-tex",
    suffixes=(".tex",),
    blocks=blocks,
    escape=escape,
    typed=True,
)
