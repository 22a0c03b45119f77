"""MinerU: its content list, a JSON array of texts, pictures and tables in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from proofer.document.blocks import Block, Piece
from proofer.document.kinds import BlockKind
from proofer.formats import _json
from proofer.formats._layout import TextLine, paragraph_block
from proofer.formats.api import Format, MalformedError
from proofer.messages import Message

_SIGNATURE = re.compile(
    r'(?=.*?"type"\s*:\s*"(?:text|image|table|equation|list|code|header|footer|page_number)")(?=.*?"page_idx"\s*:)',
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
"""Where text stands beside `text`, in the order of reading, and of which kind it is."""


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
    index = entry.get("page_idx")
    page = int(index) + 1 if isinstance(index, float) and 0 <= index < 1e6 else 1
    kind = _json.text(entry.get("type"))
    if kind in ("equation", "interline_equation"):
        return
    level = entry.get("text_level")
    depth = int(level) if isinstance(level, float) and 1 <= level <= 9 else 0
    if isinstance(text := entry.get("text"), _json.String):
        yield from _paragraphs(
            source, text, page, BlockKind.HEADING if depth else _KINDS.get(kind), depth
        )
    for name, kind_of_field in _FIELDS.items():
        value = entry.get(name)
        for string in value if isinstance(value, list) else [value]:
            if isinstance(string, _json.String):
                yield from _paragraphs(source, string, page, kind_of_field)


def _paragraphs(
    source: str, string: _json.String, page: int, kind: BlockKind | None, level: int = 0
) -> Iterator[Block]:
    found: Sequence[list[Piece]] = (_json.cells if kind is BlockKind.TABLE else _json.lines)(
        source, string
    )
    for line in found:
        yield paragraph_block([TextLine(tuple(line), page=page, kind=kind)], level=level)


FORMAT = Format(
    name="mineru",
    media_type="application/json",
    suffixes=(".json",),
    blocks=blocks,
    escape=_json.escape,
    escape_ascii=_json.escape_ascii,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
)
