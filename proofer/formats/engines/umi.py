"""Umi-OCR: JSONL with a result a line, each of an image or a page.

https://github.com/hiroi-sora/Umi-OCR. A line whose code is not 100 says why it has no text.
"""

from __future__ import annotations

from proofer.document.blocks import Block
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats import _records
from proofer.formats._pages.json_pages import Pages, Part, blocks_of, first, unknown
from proofer.formats._syntax import json_source

_SIGNATURE = lazy_pattern(r'\s*\{\s*"code"\s*:\s*\d{3}\s*,\s*"data"\s*:')
_LAYOUT = Pages(pages="", lines=Part("data[]", "text", "box", "score"), image="path", number="page")


def blocks(source: str) -> list[Block]:
    """Return the blocks of one result in reading order.

    Raises:
        MalformedError: if it is no JSON, or no result of Umi-OCR.
    """
    root = json_source.load(source)
    if not isinstance(first(root, "data"), list | json_source.String):
        raise unknown("Umi-OCR", ["data"])
    return blocks_of(source, None, [root], _LAYOUT)


FORMAT = json_source.json_format(
    name="umi",
    media_type="application/jsonl",
    suffixes=(".jsonl", ".ndjson"),
    blocks=blocks,
    records=_records.lines,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
    engine="rapidocr",
)
