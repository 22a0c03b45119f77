"""MinerU: its content list, a JSON array of texts, images and tables in reading order.

The second version has an array for each page, and spans in the place of strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from proofer.document.blocks import Block
from proofer.document.document import OcrToken
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._pages import json_blocks
from proofer.formats._pages.json_pages import PORTRAIT, page_number
from proofer.formats._syntax import json_source
from proofer.formats.api import MalformedError
from proofer.formats.engines._mineru_blocks import Frame, entry_blocks, list_kind
from proofer.messages import Message

_SIGNATURE = lazy_pattern(
    r'\s*\[\s*\{(?=.*?"type"\s*:\s*"(?:text|image|table|equation|list|code|header|footer|page_number|ref_text)")'
    r'(?=.*?"page_idx"\s*:)'
    r'|\s*\[\s*(?:\[\s*\]\s*,\s*)*+\[\s*\{\s*"type"\s*:\s*"\w+"\s*,\s*'
    r'(?:"sub_type"\s*:\s*"\w*"\s*,\s*)?"content"\s*:\s*\{',
    re.DOTALL,
)
_KINDS = {
    **dict.fromkeys(["header", "footer", "page_number"], BlockKind.RUNNING_HEAD),
    "ref_text": BlockKind.BIBLIOGRAPHY,
}
_FIELDS: dict[str, BlockKind | None] = {
    "list_items": BlockKind.LIST,
    **dict.fromkeys(
        ["image_caption", "img_caption", "table_caption", "chart_caption", "code_caption"],
        BlockKind.CAPTION,
    ),
    "table_body": BlockKind.TABLE,
    "code_body": BlockKind.CODE,
    **dict.fromkeys(["image_footnote", "img_footnote", "table_footnote", "chart_footnote"], None),
}
"""Fields with text besides `text`, in reading order, and its kind."""
_SKIPPED = frozenset({"equation", "interline_equation"})
_SHARES = (PORTRAIT[0] / 1000, PORTRAIT[1] / 1000)
"""What boxes are multiplied by: they are in thousandths of the page."""
_LEVELS = 9
"""The deepest level of headings; a deeper one is plain text."""


def blocks(source: str) -> list[Block]:
    """Return the blocks; equations are left out.

    Raises:
        MalformedError: if the source is no JSON, or no content list.
    """
    root = json_source.load(source)
    if isinstance(root, list) and root and all(isinstance(page, list) for page in root):
        return [
            block
            for number, page in enumerate(root, 1)
            for entry in page
            for block in entry_blocks(source, entry, Frame(number, _SHARES, PORTRAIT))
        ]
    if not isinstance(root, list) or not all(
        isinstance(entry, dict) and "type" in entry for entry in root
    ):
        raise MalformedError(Message("不是 MinerU 的内容列表。", "is no content list of MinerU."))
    return [each for entry in root for each in _entry(source, entry)]


def _entry(source: str, entry: dict[str, Any]) -> Iterator[Block]:
    name = json_source.text(entry.get("type"))
    if name in _SKIPPED:
        return
    index, depth = entry.get("page_idx"), entry.get("text_level")
    number = page_number(index + 1 if isinstance(index, float) else None, 1)
    frame = Frame(number, _SHARES, PORTRAIT)
    page = _Page(number, frame.token({"bbox": entry.get("bbox")}))
    level = int(depth) if isinstance(depth, float) and 1 <= depth <= _LEVELS else 0
    kind = BlockKind.HEADING if level else _KINDS.get(name)
    yield from _paragraphs(source, entry.get("text"), page, kind, level)
    listed = {"list_items": list_kind(entry) or BlockKind.LIST}
    for field, kind in (_FIELDS | listed).items():
        value = entry.get(field)
        for each in value if isinstance(value, list) else [value]:
            yield from _paragraphs(source, each, page, kind)


class _Page(NamedTuple):
    number: int
    """From 1."""
    ocr: OcrToken


def _paragraphs(
    source: str, value: Any, page: _Page, kind: BlockKind | None, level: int = 0
) -> Iterator[Block]:
    """Yield a block for each line or cell of a value, if it is a string.

    Args:
        source: the source of the document.
        value: any value of JSON.
        page: where it is.
        kind: the kind of the blocks.
        level: depth of a heading.
    """
    if not isinstance(value, json_source.String):
        return
    if kind is BlockKind.TABLE:
        yield from json_blocks.cells(source, value, page.number, page.ocr)
        return
    for line in json_source.lines(source, value, page.ocr):
        yield from json_blocks.paragraph(source, [[line]], kind, page.number, level)


FORMAT = json_source.json_format(
    name="mineru",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
    marked_up=True,
    engine="mineru",
)
