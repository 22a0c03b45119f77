"""dots.ocr: a JSON array of blocks for each page, in reading order, as Markdown and HTML tables.

https://github.com/rednote-hilab/dots.ocr. Boxes are in pixels of the image, which has the name of
the file.
"""

from __future__ import annotations

from proofer.document.blocks import Block
from proofer.document.document import OcrToken
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._pages import json_blocks
from proofer.formats._pages.json_pages import first
from proofer.formats._syntax import json_source
from proofer.formats.api import MalformedError
from proofer.messages import Message

_SIGNATURE = lazy_pattern(
    r'\s*\[\s*\{\s*"bbox"\s*:\s*\[[\s\d.,-]{4,100}\]\s*,\s*"category"\s*:\s*"[A-Z][a-z-]+"'
)
_KINDS: json_blocks.Kinds = {
    **dict.fromkeys(["Title", "Section-header"], BlockKind.HEADING),
    **dict.fromkeys(["Page-header", "Page-footer"], BlockKind.RUNNING_HEAD),
    **dict.fromkeys(["Formula", "Picture"], BlockKind.FORMULA),
    "Caption": BlockKind.CAPTION,
    "List-item": BlockKind.LIST,
    "Table": BlockKind.TABLE,
}


def blocks(source: str) -> list[Block]:
    """Return the blocks; formulas are left out.

    Raises:
        MalformedError: if the source is no JSON, or no array of blocks.
    """
    root = json_source.load(source)
    if not isinstance(root, list):
        raise MalformedError(
            Message("不是 dots.ocr 的区块列表。", "is no array of blocks of dots.ocr.")
        )
    return [
        block
        for entry in root
        for block in json_blocks.marked_up(
            source,
            first(entry, "text"),
            _KINDS.get(json_source.text(first(entry, "category"))),
            1,
            OcrToken(None, json_source.box(first(entry, "bbox"))),
        )
    ]


FORMAT = json_source.json_format(
    name="dots",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
    marked_up=True,
    engine="dots",
)
