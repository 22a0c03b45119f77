"""Jupyter notebooks (nbformat 4): the Markdown cells; code and its output are not read.

https://nbformat.readthedocs.io/en/latest/format_description.html. A cell's text is a string, or an
array of its lines.
"""

from __future__ import annotations

from proofer.document.blocks import Block
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._pages import embedded_text
from proofer.formats._pages.json_pages import every, first, has_list, unknown
from proofer.formats._syntax import json_source
from proofer.formats.documents import markdown

_SIGNATURE = lazy_pattern(r'\s*\{[\s\S]*"(?:nbformat|cell_type|cells)"\s*:')


def blocks(source: str) -> list[Block]:
    """Return the blocks of the Markdown cells, each cell a page of its own as far as lines go.

    Raises:
        MalformedError: if the source is no JSON, or has no cells.
    """
    root = json_source.load(source)
    if not has_list(root, "cells"):
        raise unknown("Jupyter", ["cells"])
    found: list[Block] = []
    for cell in every(root, "cells[]"):
        if json_source.text(first(cell, "cell_type")) != "markdown":
            continue
        written = first(cell, "source")
        lines = written if isinstance(written, list) else [written]
        pieces = [
            piece
            for line in lines
            if isinstance(line, json_source.String)
            for piece in json_source.characters(source, line)
        ]
        found += embedded_text.blocks(source, pieces, markdown.blocks)
    return found


FORMAT = json_source.json_format(
    name="ipynb",
    suffixes=(".ipynb",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
    marked_up=True,
)
