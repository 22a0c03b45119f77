"""The errata list in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from proofer.exports._errata import TITLE, Cell, Table, tables
from proofer.exports.api import Exporter, Options
from proofer.messages import Message
from proofer.rendering.markdown import prose
from proofer.review.reviewed import ReviewedDocument


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the list."""
    parts = [f"# {TITLE.render(options.language)}\n"]
    for table in tables(files, options.language):
        parts += [f"\n## {table.title}\n\n", *_rows(table)]
    return "".join(parts).encode("utf-8", "replace")


def _rows(table: Table) -> Iterator[str]:
    yield _row(table.header)
    yield _row(["---"] * len(table.header))
    for row in table.rows:
        yield _row([_cell(cell) for cell in row])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _cell(cell: Cell) -> str:
    return prose(cell).replace("&", "&amp;") if isinstance(cell, str) else str(cell)


EXPORTER = Exporter(
    "errata-md",
    ".errata.md",
    render,
    collects=True,
    explains=True,
    title=Message("勘误表，Markdown", "errata list, Markdown"),
)
