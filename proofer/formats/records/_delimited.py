"""Rows and cells of CSV and TSV with their places; which delimiter and quoting a file has.

RFC 4180: a cell in double quotes may hold delimiters, line ends, and quotes, which are doubled.
Many tables have no quoting at all, so that a quote is an ordinary character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from proofer.document.blocks import Piece
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.formats._syntax import escaped_text
from proofer.formats.api import MalformedError
from proofer.messages import Message

_DELIMITERS = ("\t", ",", ";", "|")
"""The likeliest first: no Chinese text holds tabs, and few hold ASCII commas."""
_HEAD, _ROWS = 1 << 18, 100
"""Code points and rows at the start of a file that its dialect is told by."""
_DOUBLED = lazy_pattern('""')
_MARKS = lazy_pattern("[，。！？；：、]")
_NAME = 20
"""Code points; the name of a column is no longer."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: its content, without the quotes."""

    span: Span
    quoted: bool

    def pieces(self, source: str) -> list[Piece]:
        """Return its pieces, with any line ends."""
        if self.quoted:
            return escaped_text.whole(source, self.span, _DOUBLED, lambda written: written[0])
        return [Piece(self.span.start, self.span.end)] if len(self.span) else []

    def text(self, source: str) -> str:
        """Return what it reads as."""
        return "".join(piece.of(source) for piece in self.pieces(source))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file separates cells, and whether it quotes them."""

    delimiter: str
    quotes: bool

    def row(self, source: str, start: int = 0) -> tuple[list[Cell], int] | None:
        """Return the cells of the row that begins at `start`, and where the next one does.

        None if a quoted cell does not end, or goes on after its end.
        """
        cells: list[Cell] = []
        at = start
        while match := _cell(self).match(source, at):
            group = "quoted" if match["quoted"] is not None else "bare"
            cells.append(Cell(Span(*match.span(group)), group == "quoted"))
            at = match.end()
            if match["end"] != self.delimiter:
                return cells, at
        return None

    def rows(self, source: str) -> Iterator[str]:
        """Yield the source of each row with its line end.

        Raises:
            MalformedError: if one has a quoted cell that does not end.
        """
        at = 0
        while at < len(source):
            row = self.row(source, at)
            if row is None:
                line = source.count("\n", 0, at) + 1
                raise MalformedError(
                    Message(
                        f"第 {line} 行起有引号没有正确结束；可能被截断或损坏。",
                        f"has a quote that is not closed as it should be (from line {line}); "
                        "it may be cut off or damaged.",
                    )
                )
            yield source[at : row[1]]
            at = row[1]

    def widths(self, source: str) -> list[int] | None:
        """Return the numbers of cells that the first rows have; None if one cannot be read."""
        found: list[int] = []
        at = 0
        for _ in range(_ROWS):
            if at >= len(source):
                break
            row = self.row(source, at)
            if row is None:
                return None
            if source[at : row[1]].strip():
                found.append(len(row[0]))
            at = row[1]
        return found


@cache
def _cell(dialect: Dialect) -> re.Pattern[str]:
    delimiter = re.escape(dialect.delimiter)
    quoted, no_quote = (
        ('"(?P<quoted>(?:[^"]|"")*+)"', '(?!")') if dialect.quotes else ("(?P<quoted>(?!))", "")
    )
    bare = rf"(?P<bare>{no_quote}[^{delimiter}\r\n]*+)"
    return re.compile(rf"(?:{quoted}|{bare})(?P<end>{delimiter}|\r\n|\r|\n|\Z)")


def dialect_of(source: str) -> Dialect:
    """Return the dialect in which no row has more cells than the first, and few have fewer.

    Raises:
        MalformedError: if there is none.
    """
    head = source[:_HEAD]
    if len(source) > _HEAD:  # the last row may be cut
        head = head[: max(head.rfind("\n"), head.rfind("\r")) + 1] or head
    for quotes in (True, False):
        dialects = [Dialect(delimiter, quotes) for delimiter in _DELIMITERS]
        widths = [dialect.widths(head) for dialect in dialects]
        for dialect, found in zip(dialects, widths, strict=True):
            if found and max(found) == found[0] > 1 and 2 * found.count(found[0]) >= len(found):
                return dialect
        if all(found is not None and set(found) <= {1} for found in widths):
            return Dialect(",", quotes)
    raise MalformedError(
        Message(
            "的各行列数不一，无法按表格读取（分隔符可以是制表符、逗号、分号或竖线）。",
            "is no table: its rows have different numbers of columns, whether they are separated "
            "by tabs, commas, semicolons or bars.",
        )
    )


def has_header(rows: Sequence[Sequence[str]], named: Sequence[str]) -> bool:
    """Return whether the first of `rows`, texts of cells, names the columns."""
    first, others = [cell.strip() for cell in rows[0]], rows[1:]
    if any(name in first for name in named):
        return True
    if (
        not others
        or len(set(first)) < len(first)
        or any(not cell or len(cell) > _NAME or cell.isdigit() for cell in first)
        or any(_MARKS.search(cell) for cell in first)
    ):
        return False
    if all(cell.isascii() for cell in first):
        return True
    longest = max(range(len(first)), key=lambda column: _length(others, column))
    return _length(others, longest) >= 2 * len(first[longest])


def _length(rows: Sequence[Sequence[str]], column: int) -> float:
    """Return the mean length of the cells of a column."""
    found = [len(row[column]) for row in islice(rows, _ROWS) if column < len(row)]
    return sum(found) / len(found) if found else 0.0
