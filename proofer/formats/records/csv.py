"""CSV and TSV: the cells of one column or several are read, row by row, and nothing else.

A column is named by the first row, or by its number from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.projection import UnwritableError
from proofer.formats._pages import embedded_text
from proofer.formats.api import Block, FieldReader, Format, MalformedError
from proofer.formats.records import _fields
from proofer.formats.records._delimited import dialect_of, has_header
from proofer.messages import Message

_SPECIAL = lazy_pattern('[\t\r\n,;|"]')


def records(source: str) -> Iterator[str]:
    """Yield the rows with their line ends.

    Raises:
        MalformedError: if it is no table.
    """
    yield from dialect_of(source).rows(source)


def reader(rows: Sequence[str], named: Sequence[str]) -> FieldReader:
    """Return what reads the columns that are `named`, or the one of `rows` with most Chinese.

    Raises:
        MalformedError: if they are no table, or a column is not there.
    """
    dialect = dialect_of("".join(rows))
    parsed = [(row, found[0]) for row in rows if row.strip() and (found := dialect.row(row))]
    texts = [[cell.text(row) for cell in cells] for row, cells in parsed]
    headed = bool(texts) and has_header(texts, named)
    names = [str(number) for number in range(1, len(texts[0]) + 1)] if texts else []
    if headed:
        names = [name.strip() or names[at] for at, name in enumerate(texts[0])]
    wanted = [names[int(each) - 1] if _is_number(each, names) else each for each in named]
    pairs = [(name, "") for name in names]
    pairs += (pair for row in texts[headed:] for pair in zip(names, row, strict=False))
    chosen, note = _fields.chosen(pairs, wanted)
    columns = [at for at, name in enumerate(names) if name in chosen]

    def blocks(source: str) -> list[Block]:
        row = dialect.row(source)
        if row is None or len(row[0]) > len(names):
            raise MalformedError(_ragged(len(row[0]) if row else 0, len(names)))
        cells = [row[0][at] for at in columns if at < len(row[0])]
        return [
            block
            for cell in cells
            for block in embedded_text.blocks(
                source, cell.pieces(source), embedded_text.plain_or_markdown
            )
        ]

    return FieldReader(blocks, note, parsed[0][0] if headed else "")


def _is_number(name: str, names: Sequence[str]) -> bool:
    return name not in names and name.isdecimal() and 0 < int(name) <= len(names)


def _ragged(found: int, wanted: int) -> Message:
    return Message(
        f"有 {found} 列，应为 {wanted} 列；可能缺了引号。",
        f"has {found} columns instead of {wanted}; quotes may be missing.",
    )


def blocks(source: str) -> list[Block]:
    """Return the blocks of a single row, in the column with most Chinese.

    Raises:
        MalformedError: if it holds no Chinese.
    """
    return reader([source], ()).blocks(source)


def escape(replacement: str) -> str:
    """Return `replacement` as it is.

    Raises:
        UnwritableError: if it has a character that may end a cell.
    """
    if _SPECIAL.search(replacement):
        raise UnwritableError(f"{replacement!r} would end the cell of the table")
    return replacement


FORMAT = Format(
    name="csv",
    media_type="text/csv",
    suffixes=(".csv", ".tsv"),
    blocks=blocks,
    records=records,
    reader=reader,
    escape=escape,
    recognises=lambda head: re.search("[\x80-\xff]", head) is not None,
    typed=True,
)
