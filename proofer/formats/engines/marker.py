"""marker: its JSON, a tree of blocks with HTML in reading order, or its chunks, a list of them.

https://github.com/datalab-to/marker. A block that holds others says so in its HTML
(`content-ref`), and is read there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from proofer.document.blocks import Block
from proofer.document.document import OcrToken
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._layout.blocks import size_of
from proofer.formats._pages import json_blocks
from proofer.formats._pages.json_pages import every, first, has_list, unknown
from proofer.formats._syntax import html_source, json_source, xml_source
from proofer.formats.api import Format

_SIGNATURE = lazy_pattern(
    r'"block_type"\s*:\s*"(?:Page|Document)"|"id"\s*:\s*"/page/\d+/\w+/\d+"\s*,\s*"block_type"'
)
_KINDS: json_blocks.Kinds = {
    "SectionHeader": BlockKind.HEADING,
    "Caption": BlockKind.CAPTION,
    **dict.fromkeys(["PageHeader", "PageFooter"], BlockKind.RUNNING_HEAD),
    **dict.fromkeys(["Code", "Equation", "ChemicalBlock"], BlockKind.FORMULA),
}
_PAGE_OF = lazy_pattern(r"/page/(\d{1,6})/")


def blocks(source: str) -> list[Block]:
    """Return the blocks; formulas between lines and code are left out.

    Raises:
        MalformedError: if the source is no JSON, or none that marker writes.
    """
    root = json_source.load(source)
    if not has_list(root, "children") and not has_list(root, "blocks"):
        raise unknown("marker", ["children", "blocks"])
    found: list[Block] = []
    for page in every(root, "children[]"):
        size = size_of(list(json_source.numbers(first(page, "bbox"))))
        found += (
            block for each in every(page, "children[]") for block in _tree(source, each, size)
        )
    for each in every(root, "blocks[]"):
        shape = first(root, f"page_info.{int(_page(each)) - 1}.bbox")
        found += _tree(source, each, size_of(list(json_source.numbers(shape))))
    return found


def _tree(source: str, block: Any, size: tuple[float, float] | None) -> Iterator[Block]:
    children = every(block, "children[]")
    for child in children:
        yield from _tree(source, child, size)
    kind = _KINDS.get(json_source.text(first(block, "block_type")))
    if children or kind is BlockKind.FORMULA:
        return
    ocr = OcrToken(None, json_source.box(first(block, "bbox")), "", size)
    for each in json_blocks.embedded(
        source, first(block, "html"), _page(block), ocr, read=html_source.blocks
    ):
        yield each if each.kind is not None or kind is None else replace(each, kind=kind)


def _page(block: Any) -> int:
    told = _PAGE_OF.match(json_source.text(first(block, "id")))
    return int(told[1]) + 1 if told else 1


def escape(replacement: str) -> str:
    """Return `replacement` as it is written in HTML in a string."""
    return json_source.escape(xml_source.escape(replacement))


def escape_ascii(replacement: str) -> str:
    """Return `replacement` as it is written in HTML in a string, in ASCII."""
    return json_source.escape_ascii(xml_source.escape(replacement))


FORMAT = Format(
    name="marker",
    media_type="application/json",
    suffixes=(".json",),
    blocks=blocks,
    escape=escape,
    escape_ascii=escape_ascii,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
    marked_up=True,
    engine="marker",
)
