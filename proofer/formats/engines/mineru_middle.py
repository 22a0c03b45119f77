"""MinerU's middle JSON: pages with blocks of lines of spans, or of MinerU 4 blocks of spans.

Lines stand in `para_blocks` and, before paragraphs were made of them, in `preproc_blocks`; what is
no part of the running text is in `discarded_blocks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from proofer.document.blocks import Block, Piece
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._layout.blocks import size_of
from proofer.formats._pages import json_blocks
from proofer.formats._pages.json_pages import PORTRAIT, every, first, has_list, page_number, unknown
from proofer.formats._syntax import json_source
from proofer.formats.engines._mineru_blocks import Frame, entry_blocks

_SIGNATURE = lazy_pattern(r'"pdf_info"\s*:\s*\[|"schema"\s*:\s*"docvortex\.middle"')


def blocks(source: str) -> list[Block]:
    """Return the blocks; formulas between lines are left out.

    Raises:
        MalformedError: if the source is no JSON, or none of MinerU's middle JSON.
    """
    root = json_source.load(source)
    if not has_list(root, "pdf_info") and not has_list(root, "pages"):
        raise unknown("MinerU", ["pdf_info", "pages"])
    found: list[Block] = []
    aside: list[Block] = []
    copy: list[Sequence[Piece]] = []
    for place, page in enumerate(every(root, "pdf_info[]") or every(root, "pages[]"), 1):
        index = first(page, "page_idx")
        number = page_number(index + 1 if isinstance(index, float) else None, place)
        size = size_of([0.0, 0.0, *json_source.numbers(first(page, "page_size"))])
        # In MinerU 4 a page has no size, and boxes are shares of it.
        frame = Frame(number, size=size) if size else Frame(number, PORTRAIT, PORTRAIT)
        found += _all(source, every(page, "para_blocks[]") or every(page, "blocks[]"), frame)
        aside += _all(source, every(page, "discarded_blocks[]"), frame)
        for block in _all(source, every(page, "preproc_blocks[]"), frame):
            copy += [[each] for each in block.pieces if isinstance(each, Piece)]
    found = json_blocks.with_echoes(source, found, [copy])
    return sorted([*found, *aside], key=lambda block: block.page)


def _all(source: str, entries: Sequence[Any], frame: Frame) -> list[Block]:
    return [block for entry in entries for block in entry_blocks(source, entry, frame)]


FORMAT = json_source.json_format(
    name="mineru_middle",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
    marked_up=True,
    engine="mineru",
)
