"""MinerU's model JSON: what its models read, before MinerU puts it together.

Of the vision-language model: an array of blocks for each page, with type, box and Markdown, in
reading order; MinerU 4 has them in an object. Of the pipeline: `layout_dets`, with the lines that
were recognised.
"""

from __future__ import annotations

from typing import Any

from proofer.document.blocks import Block
from proofer.document.document import OcrToken
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._pages import json_blocks
from proofer.formats._pages.json_pages import (
    PORTRAIT,
    Pages,
    Part,
    blocks_of,
    every,
    first,
    unknown,
)
from proofer.formats._syntax import json_source
from proofer.formats.engines._mineru_blocks import Frame, entry_blocks

_SIGNATURE = lazy_pattern(
    r'\s*\[\s*(?:\[\s*\]\s*,\s*)*+\[\s*\{\s*"type"\s*:\s*"\w+"\s*,\s*"bbox"\s*:\s*'
    r'\[[\s\d.,eE-]{5,200}\]\s*,\s*"angle"\s*:'
    r'|(?=[\s\S]*?"(?:layout_dets"\s*:\s*\[|schema"\s*:\s*"docvortex\.model"))'
)
_TABLE, _LINE = 5.0, 15.0
"""Categories of the pipeline."""
_PIPELINE = Pages(
    pages="[]",
    lines=Part("lines[]", "text", "poly", "score"),
    number="number",
    size=("width", "height"),
)


def blocks(source: str) -> list[Block]:
    """Return the blocks; formulas, code and what stands inside of pictures are left out.

    Raises:
        MalformedError: if the source is no JSON, or none of MinerU's model JSON.
    """
    root = json_source.load(source)
    pages = every(root, "pages") or [root]
    if not isinstance(pages[0], list):
        raise unknown("MinerU", ["pages", "layout_dets"])
    if any(isinstance(page, dict) and "layout_dets" in page for page in pages[0]):
        return _recognised(source, pages[0])
    return [
        block
        for number, page in enumerate(pages[0], 1)
        for entry in every(page, "[]")
        for block in entry_blocks(source, entry, Frame(number, PORTRAIT, PORTRAIT))
    ]


def _recognised(source: str, pages: list[Any]) -> list[Block]:
    """Return the lines of the pipeline, by their boxes, and the cells of its tables."""
    found: list[Block] = []
    for number, page in enumerate(pages, 1):
        parts = every(page, "layout_dets[]")
        lines = [each for each in parts if first(each, "category_id") == _LINE]
        size = {name: first(page, f"page_info.{name}") for name in ("width", "height")}
        found += blocks_of(
            source, None, [{"lines": lines, "number": float(number), **size}], _PIPELINE
        )
        for each in parts:
            if first(each, "category_id") == _TABLE:
                ocr = OcrToken(None, json_source.box(first(each, "poly")))
                found += json_blocks.cells(source, first(each, "html"), number, ocr)
    return found


FORMAT = json_source.json_format(
    name="mineru_model",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
    marked_up=True,
    engine="mineru",
)
