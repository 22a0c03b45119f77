"""The errata list as CSV for Excel: UTF-8 with a byte order mark, CRLF, one table after another."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from proofer.exports._errata import Cell, tables
from proofer.exports.api import Exporter, Options
from proofer.messages import Message
from proofer.review.reviewed import ReviewedDocument

_FORMULA = tuple("=+-@＝＋－＠\t\r\n␉␍␊")
"""What may start a formula in a spreadsheet; in full width too, where the keyboard is Chinese."""


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the list: corrections first, each further table after an empty line and its title."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC)
    for number, table in enumerate(tables(files, options.language)):
        if number:
            stream.write("\r\n")
            writer.writerow([table.title])
        writer.writerow(table.header)
        writer.writerows([[_defused(cell) for cell in row] for row in table.rows])
    return stream.getvalue().encode("utf-8-sig", "replace")


def _defused(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    if isinstance(cell, str) and cell.lstrip().startswith(_FORMULA):
        return f"'{cell}"
    return cell


EXPORTER = Exporter(
    "errata-csv",
    ".errata.csv",
    render,
    collects=True,
    explains=True,
    title=Message("勘误表，CSV", "errata list, CSV"),
)
