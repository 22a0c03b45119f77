"""Goes through the tokens of LaTeX and gathers what is text: blocks, and where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from proofer.document.blocks import Block, Piece
from proofer.document.kinds import BlockKind
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.formats._syntax.markup import overwritten
from proofer.formats.api import MalformedError
from proofer.formats.documents._latex_commands import (
    KNOWN,
    TITLED,
    Arguments,
    han_unread,
    own_commands,
    theorems,
)
from proofer.formats.documents._latex_ends import Ends
from proofer.formats.documents._latex_paragraph import Paragraph
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
_INLINE = {
    *("text", "plain", "shown", "style", "open", "close", "switch", "skipped", "blank"),
    *("opaque", "word", "unknown", "comment", "line", "accent"),
}
"""Tokens of a definition whose argument stands in the sentence around it."""


def scanned(source: str) -> Scanner:
    """Return a scanner that went through the whole file."""
    ends = Ends(source)
    scanner = Scanner(source, ends, own_commands(source, ends, _shown))
    scanner.preamble()
    scanner.scan(ends.body, len(source))
    return scanner


def _shown(body: str, own: Mapping[str, Arguments]) -> tuple[str, bool]:
    """Return what is read of the body of a command, and whether it stands in the sentence."""
    scanner = Scanner(body, Ends(body), own)
    try:
        scanner.scan(0, len(body))
    except MalformedError:
        return "", False
    return "\n".join(each.text(body) for each in scanner.found), scanner.names <= _INLINE


class Scanner:
    """Goes through the tokens once; `paragraph` is the block that grows."""

    def __init__(self, source: str, ends: Ends, own: Mapping[str, Arguments]) -> None:
        self.source, self.ends, self.own = source, ends, own
        self.theorems = theorems(source)
        self.names: set[str] = set()
        """The tokens that there were."""
        self.unread: Counter[str] = Counter()
        """The Chinese characters in arguments of commands that are not known, by command."""
        self.texts: list[tuple[int, int]] = []
        """Where text stands: `masked` looks for addresses in it."""
        self.found: list[Block] = []
        self.paragraph = Paragraph()
        self.around: list[Paragraph | None] = []
        """What goes on behind each open brace; None for the same paragraph."""
        self.environments: list[str] = []
        self.at_line_start = self.wrapped = self.spaced = False

    def preamble(self) -> None:
        """Read the titles before the body, and count what else there is to read."""
        at = 0
        while at < self.ends.body and (match := TOKEN.match(self.source, at, self.ends.body)):
            at = match.end()
            rank = match["rank"]
            if rank in ("title", "subtitle") and (group := self.ends.group(at - 1)):
                self._apart(*group, BlockKind.HEADING, _RANKS.get(rank, _LOWEST))
                at = group[1] + 1
            elif match.lastgroup in ("command", "skipped", "unknown", "definition"):
                at = self._arguments(match)[1]

    def scan(self, at: int, stop: int) -> None:
        """Take the tokens from `at` to `stop`; what is open there is closed."""
        while at < stop and (match := TOKEN.match(self.source, at, stop)):
            name = match.lastgroup or ""
            if match["closed"] == "document" and self.ends.is_last(at):
                break
            is_quoted = "document" in (match["opened"], match["closed"])
            name, end = ("opaque", match.end()) if is_quoted else self._whole(name, match)
            end = min(end, stop)
            self.names.add(name)
            if name in ("text", "plain"):
                self.texts.append((at, end))
            self._take(name, match, end)
            self.at_line_start = name in ("line", "comment")
            at = end
        while self.around:
            self._close()
        self._flush()

    def cover(self) -> str:
        """Return the source with OPAQUE over all that is no text."""
        parts: list[str] = []
        at = 0
        for start, end in self.texts:
            parts += (overwritten(self.source[at:start], OPAQUE), self.source[start:end])
            at = end
        return "".join([*parts, overwritten(self.source[at:], OPAQUE)])

    def _whole(self, name: str, match: re.Match[str]) -> tuple[str, int]:
        """Return what a token is and where it ends, with what it takes that is not read."""
        end = match.end()
        if name in ("text", "plain"):
            return self._code_in(name, match)
        if name in ("command", "skipped", "unknown", "definition"):
            return self._arguments(match)
        if name == "iffalse":
            return "skipped", self.ends.condition(end)
        if name == "item":
            end = self.ends.arguments(end, braces=match[0] == "\\bibitem")
        elif name == "begin":
            opened = match["opened"]
            if opened in self.ends.code or opened in OPAQUE_ENVIRONMENTS:
                kind = "code" if opened in self.ends.code else "opaque"
                return kind, self.ends.environment(opened, end)
            end = self._titles(opened, end)
        else:
            return name, end
        while self.source[end : end + 1] in (" ", "\t"):
            end += 1
        return name, end

    def _code_in(self, name: str, match: re.Match[str]) -> tuple[str, int]:
        """Return a token of text up to code between delimiters of the file's own, or that code."""
        code = self.ends.short_verb and self.ends.short_verb.search(self.source, match.start())
        if not code or code.start() >= match.end():
            return name, match.end()
        if code.start() > match.start():
            return name, code.start()
        return "opaque", code.end()

    def _arguments(self, match: re.Match[str]) -> tuple[str, int]:
        """Read those arguments of a command that are text; count the others."""
        name = match[0].lstrip("\\").rstrip("* \t")
        end = match.end()
        known = self.own.get(name) or KNOWN.get(name)
        if known is None:
            stop = self.ends.arguments(end)
            self.unread[f"\\{name}"] += han_unread(name, self.source[end:stop])
            return match.lastgroup or "", stop
        braces = 0
        for in_braces, start, stop in self.ends.taken(end):
            if in_braces and braces < len(known.printed):
                if known.inline:
                    return "style", start
                if known.printed[braces]:
                    self._apart(start, stop - 1, self._kind() or BlockKind.CAPTION)
            elif in_braces:
                break
            braces += in_braces
            end = stop
        return "skipped" if name in KNOWN else "command", end

    def _titles(self, opened: str, end: int) -> int:
        """Read the titles that an environment takes; return where all that it takes ends."""
        titles = TITLED.get(opened, 0)
        for in_braces, start, stop in self.ends.taken(end, braces=opened not in BARE, blanks=False):
            if in_braces and titles:
                self._apart(start, stop - 1, BlockKind.HEADING, _LOWEST)
                titles -= 1
            elif not in_braces and opened.rstrip("*") in self.theorems:
                self._apart(start, stop - 1, BlockKind.CAPTION)
            else:
                name = f"\\begin{{{opened}}}"
                self.unread[name] += han_unread(opened, self.source[start:stop])
            end = stop
        return end

    def _apart(self, start: int, stop: int, kind: BlockKind | None, level: int = 0) -> None:
        """Read what stands between as blocks of their own, behind the open paragraph."""
        kept = (self.found, self.paragraph, self.around, self.environments)
        was = self.at_line_start, self.wrapped, self.spaced
        self.found, self.paragraph, self.around = [], Paragraph(kind, level), []
        self.environments = []
        self.wrapped = self.spaced = False
        self.scan(start, stop)
        apart = self.found
        self.found, self.paragraph, self.around, self.environments = kept
        self.at_line_start, self.wrapped, self.spaced = was
        if self.paragraph.pieces:
            self.paragraph.notes += apart
        else:
            self.found += apart

    def _take(self, name: str, match: re.Match[str], end: int) -> None:
        """Take a token that ends at `end`; comments, `switch` and `skipped` read as nothing."""
        start = match.start()
        if name in ("text", "plain"):
            self._add(Span(start, end))
        elif name == "shown":
            self._add(Piece(start, end, SHOWN.get(match[0], match[0][-1])))
        elif name in ("opaque", "word", "command", "accent"):
            self._add(Piece(start, end, OPAQUE))
        elif name == "unknown":
            if self.paragraph.pieces and not self.wrapped:  # it may stand for a word there
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
            self.paragraph = Paragraph()
        else:
            self._flush()
            self._short_title(match)
            self.around.append(Paragraph(self.paragraph.kind))
            rank = match["rank"]
            self.paragraph = (
                Paragraph(BlockKind.CAPTION)
                if "caption" in rank
                else Paragraph(BlockKind.HEADING, _RANKS.get(rank, _LOWEST))
            )

    def _short_title(self, match: re.Match[str]) -> None:
        """Read the title for the contents or a list, which the title itself may repeat."""
        start, end = match.span("short")
        if end > 0:
            self._apart(start + 1, end - 1, BlockKind.CAPTION)

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
        done, self.paragraph = self.paragraph, Paragraph(self.paragraph.kind, self.paragraph.level)
        if (block := done.block(self.source)).pieces:
            self.found.append(block)
        self.found += done.notes
        self.wrapped = self.spaced = False
