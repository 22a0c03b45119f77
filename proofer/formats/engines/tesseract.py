"""The table that Tesseract writes with `tsv`: a word a row, after its box and confidence.

It has no quoting, so that a double quote is an ordinary character: rows are split at tabs, not read
as CSV.
"""

from __future__ import annotations

import re
from itertools import groupby

from proofer.document.blocks import Block, Piece
from proofer.document.document import Box, OcrToken
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._layout.blocks import TextLine, arranged, box_of, joined
from proofer.formats.api import Format

_HEADER = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)
_ROW = lazy_pattern(
    r"^(?P<level>[1-5])\t(?P<line>(?P<page>\d{1,9})\t(?P<block>\d+)\t(?P<paragraph>\d+)\t\d+)\t\d+"
    r"\t(?P<left>-?\d+)\t(?P<top>-?\d+)\t(?P<width>\d+)\t(?P<height>\d+)\t(?P<confidence>-?\d+(?:\.\d+)?)"
    r"\t(?P<text>[^\t\r\n]*)$",
    re.MULTILINE,
)
_LINE, _WORD = "4", "5"


def blocks(source: str) -> list[Block]:
    """Return the blocks of the pages in reading order; malformed rows are left out."""
    rows = _ROW.finditer(source.replace("\r", "\n"))
    lines: list[TextLine] = []
    for _, group in groupby(
        (row for row in rows if row["level"] in (_LINE, _WORD)), key=lambda row: row["line"]
    ):
        found = list(group)
        first = found[0]
        words = [_word(row) for row in found if row["level"] == _WORD and row["text"].strip()]
        pieces, spaced = joined(source, [[word] for word in words])
        box = _box(first) if first["level"] == _LINE else None
        lines.append(
            TextLine(pieces, spaced, box, int(first["page"]), (first["block"], first["paragraph"]))
        )
    return arranged(source, lines)


def _word(row: re.Match[str]) -> Piece:
    confidence = float(row["confidence"]) / 100
    text = row["text"]
    start = row.start("text") + len(text) - len(text.lstrip())
    return Piece(
        start,
        start + len(text.strip()),
        None,
        OcrToken(confidence if 0 <= confidence <= 1 else None, _box(row)),
    )


def _box(row: re.Match[str]) -> Box | None:
    left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
    return box_of([left, top, left + width, top + height])


def escape(replacement: str) -> str:
    """Return `replacement` without what would begin a new cell or row."""
    return re.sub(r"[\t\r\n]", " ", replacement)


FORMAT = Format(
    name="tesseract",
    media_type="text/tab-separated-values",
    suffixes=(".tsv",),
    blocks=blocks,
    escape=escape,
    recognises=lambda head: head.startswith(_HEADER),
    engine="tesseract",
)
