"""The errata list as an Excel workbook, one sheet a table. Needs XlsxWriter."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from proofer.exports import _office
from proofer.exports._errata import TITLE, Table, tables
from proofer.exports._wording import time
from proofer.exports.api import Exporter, Options
from proofer.messages import Message
from proofer.rendering.terminal import width
from proofer.rendering.xml import holdable
from proofer.review.reviewed import ReviewedDocument

_WIDEST = 36
"""Digits; the width of the widest column, as Excel counts it."""
_PER_LINE = 30
"""Half-width cells that fit in it: half a Chinese character is wider than a digit."""
_LINE_HEIGHT = 18
"""Points."""
_A4 = 9
"""The number of that paper size in Excel."""
_LONGEST_NAME = 31
"""Characters in the name of a sheet, as Excel allows."""
_LONGEST_CELL = 32_767
"""Characters in a cell, as Excel allows."""
_NOT_IN_NAMES = str.maketrans("[]:*?/\\", "　" * 7)
"""What Excel does not allow in the name of a sheet."""


class _Formats(NamedTuple):
    """XlsxWriter's formats of the cells of a table."""

    head: Any
    text: Any
    number: Any


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the workbook; text is written as text, whatever it begins with.

    Raises:
        UsageError: if XlsxWriter is not installed.
    """
    stream = io.BytesIO()
    book = _office.xlsxwriter().Workbook(stream, {"in_memory": True})
    when = _office.latest_time(
        time(place) for each in files for place in (*each.places, *each.applied)
    )
    book.set_properties(
        {
            "title": TITLE.render(options.language),
            "author": "proofer",
            "created": when.replace(tzinfo=None),
        }
    )
    formats = _Formats(
        head=book.add_format({"bold": True, "bottom": 1}),
        text=book.add_format({"text_wrap": True, "valign": "top"}),
        number=book.add_format({"align": "center", "valign": "top"}),
    )
    for table in tables(files, options.language):
        name = table.title.translate(_NOT_IN_NAMES)[:_LONGEST_NAME]
        _fill(book.add_worksheet(name), table, formats)
    book.close()
    return stream.getvalue()


def _fill(sheet: Any, table: Table, formats: _Formats) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    widths = [
        2 + max(width(str(row[column])) for row in (table.header, *table.rows))
        for column in range(len(table.header))
    ]
    for column, name in enumerate(table.header):
        sheet.write_string(0, column, name, formats.head)
        sheet.set_column(column, column, min(_WIDEST, widths[column]))
    for place, row in enumerate(table.rows, 1):
        # not every program computes the height of wrapped text
        sheet.set_row(
            place, _LINE_HEIGHT * max(-(-width(str(value)) // _PER_LINE) for value in row)
        )
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(place, column, holdable(value)[:_LONGEST_CELL], formats.text)
            else:
                sheet.write_number(place, column, value, formats.number)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.header) - 1)


EXPORTER = Exporter(
    "errata-xlsx",
    ".errata.xlsx",
    render,
    collects=True,
    explains=True,
    ready=_office.xlsxwriter,
    title=Message("勘误表，Excel", "errata list, Excel"),
)
