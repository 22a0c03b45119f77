"""The errata list as a Word document. Needs python-docx."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from proofer.exports import _office
from proofer.exports._errata import TITLE, Table, tables
from proofer.exports._wording import time
from proofer.exports.api import Exporter, Options
from proofer.messages import Message
from proofer.rendering.terminal import width
from proofer.rendering.xml import holdable
from proofer.review.reviewed import ReviewedDocument

_WIDTH, _HEIGHT, _MARGIN = 297, 210, 18
"""Millimetres; A4 in landscape, as the list has many columns."""
_LINE = _WIDTH - 2 * _MARGIN
_SIZE = 9
"""Points."""
_CELL, _PADDING = 1.9, 5.0
"""Millimetres of a half-width cell of text at that size, and of both margins of a cell."""
_WIDEST = 56
"""Half-width cells; a column with longer text wraps it."""

if TYPE_CHECKING:
    from docx.document import Document


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the document, in landscape.

    Raises:
        UsageError: if python-docx is not installed.
    """
    from docx.shared import Pt

    title = TITLE.render(options.language)
    when = _office.latest_time(
        time(place) for each in files for place in (*each.places, *each.applied)
    )
    document = _office.new_document(title, when)
    _turn(document)
    document.styles["Normal"].font.size = Pt(_SIZE)
    document.add_paragraph(title, style="Title")
    for table in tables(files, options.language):
        document.add_heading(table.title, 1)
        _add(document, table)
    return _office.packed(document)


def _turn(document: Document) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_WIDTH), Mm(_HEIGHT)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(_MARGIN))


def _add(document: Document, table: Table) -> None:
    from docx.oxml.parser import OxmlElement
    from docx.shared import Mm

    grid = document.add_table(rows=1 + len(table.rows), cols=len(table.header), style="Table Grid")
    grid.autofit = False
    widths = _widths(table)
    for column, share in zip(grid.columns, widths, strict=True):
        column.width = Mm(share)
    for row, cells in zip(grid.rows, (table.header, *table.rows), strict=True):
        for cell, value, share in zip(row.cells, cells, widths, strict=True):
            cell.text, cell.width = holdable(str(value)), Mm(share)
    head = grid.rows[0]
    for cell in head.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # printed again on every page


def _widths(table: Table) -> list[float]:
    """Return the widths of the columns in millimetres; wide ones share what the others leave."""
    rows = (table.header, *table.rows)
    lengths = [max(width(str(row[column])) for row in rows) for column in range(len(table.header))]
    needs = [_CELL * min(_WIDEST, length) + _PADDING for length in lengths]
    kept = [need <= _LINE / len(needs) or sum(needs) <= _LINE for need in needs]
    rest = _LINE - sum(need for need, keep in zip(needs, kept, strict=True) if keep)
    shared = sum(need for need, keep in zip(needs, kept, strict=True) if not keep)
    return [need if keep else rest * need / shared for need, keep in zip(needs, kept, strict=True)]


EXPORTER = Exporter(
    "errata-docx",
    ".errata.docx",
    render,
    collects=True,
    explains=True,
    ready=_office.python_docx,
    title=Message("勘误表，Word", "errata list, Word"),
)
