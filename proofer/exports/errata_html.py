"""The errata list as an HTML page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from proofer.exports import _html
from proofer.exports._errata import TITLE, Cell, Table, tables
from proofer.exports.api import Exporter, Options
from proofer.messages import Message
from proofer.rendering.xml import escaped
from proofer.review.reviewed import ReviewedDocument


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the page."""
    title = TITLE.render(options.language)
    body = [f"<h1>{escaped(title)}</h1>\n"]
    for table in tables(files, options.language):
        body += _table(table)
    return _html.page(title, body, options.language)


def _table(table: Table) -> Iterator[str]:
    yield f"<h2>{escaped(table.title)}</h2>\n<table>\n<thead><tr>"
    yield from (f'<th scope="col">{escaped(name)}</th>' for name in table.header)
    yield "</tr></thead>\n<tbody>\n"
    for row in table.rows:
        yield f"<tr>{''.join(map(_cell, row))}</tr>\n"
    yield "</tbody>\n</table>\n"


def _cell(cell: Cell) -> str:
    return (
        f"<td>{escaped(cell)}</td>" if isinstance(cell, str) else f'<td class="number">{cell}</td>'
    )


EXPORTER = Exporter(
    "errata-html",
    ".errata.html",
    render,
    collects=True,
    explains=True,
    title=Message("勘误表，网页", "errata list, web page"),
)
