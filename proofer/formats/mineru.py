"""MinerU: its content list, a JSON array of texts, images and tables in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from proofer.document.blocks import Block
from proofer.document.kinds import BlockKind
from proofer.formats import _json
from proofer.formats._layout import TextLine, paragraph_block
from proofer.formats.api import Format, MalformedError
from proofer.messages import Message

_SIGNATURE = re.compile(
    r'(?=.*?"type"\s*:\s*"(?:text|image|table|equation|list|code|header|footer|page_number)")'
    r'(?=.*?"page_idx"\s*:)',
    re.DOTALL,
)
_KINDS = dict.fromkeys(["header", "footer", "page_number"], BlockKind.RUNNING_HEAD)
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
_PAGES = 1_000_000
"""A file with a page number from here on is taken to be of one page."""
_LEVELS = 9
"""The deepest level of headings; a deeper one is plain text."""


def blocks(source: str) -> list[Block]:
    """Return the blocks; equations are left out.

    Raises:
        MalformedError: if the source is no JSON, or no content list.
    """
    root = _json.load(source)
    if not isinstance(root, list) or not all(
        isinstance(entry, dict) and "type" in entry for entry in root
    ):
        raise MalformedError(Message("不是 MinerU 的内容列表。", "is no content list of MinerU."))
    return [each for entry in root for each in _entry(source, entry)]


def _entry(source: str, entry: dict[str, Any]) -> Iterator[Block]:
    name = _json.text(entry.get("type"))
    if name in _SKIPPED:
        return
    index, depth = entry.get("page_idx"), entry.get("text_level")
    page = int(index) + 1 if isinstance(index, float) and 0 <= index < _PAGES else 1
    level = int(depth) if isinstance(depth, float) and 1 <= depth <= _LEVELS else 0
    kind = BlockKind.HEADING if level else _KINDS.get(name)
    yield from _paragraphs(source, entry.get("text"), page, kind, level)
    for field, kind in _FIELDS.items():
        value = entry.get(field)
        for each in value if isinstance(value, list) else [value]:
            yield from _paragraphs(source, each, page, kind)


def _paragraphs(
    source: str, value: Any, page: int, kind: BlockKind | None, level: int = 0
) -> Iterator[Block]:
    """Yield a block for each line or cell of a value, if it is a string.

    Args:
        source: the source of the document.
        value: any value of JSON.
        page: the number of the page, from 1.
        kind: the kind of the blocks.
        level: depth of a heading.
    """
    if not isinstance(value, _json.String):
        return
    for line in (_json.cells if kind is BlockKind.TABLE else _json.lines)(source, value):
        yield paragraph_block([TextLine(tuple(line), page=page, kind=kind)], level=level)


FORMAT = Format(
    name="mineru",
    media_type="application/json",
    suffixes=(".json",),
    blocks=blocks,
    escape=_json.escape,
    escape_ascii=_json.escape_ascii,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
    marked_up=True,
)
