"""DeepSeek-OCR: Markdown, with a label and a box before each block where it was asked for them.

https://github.com/deepseek-ai/DeepSeek-OCR. Asked to recognise lines, it writes the text of each in
the place of the label. Without labels and page ends it is Markdown as any.
"""

from __future__ import annotations

from proofer.document.blocks import Block
from proofer.formats.api import Format
from proofer.formats.documents import markdown


def blocks(source: str) -> list[Block]:
    """Return the blocks of the pages."""
    from proofer.formats.engines import _grounding

    return _grounding.blocks(source)


def _recognises(head: str) -> bool:
    return "<|ref|>" in head or "<--- Page Split --->" in head


FORMAT = Format(
    name="deepseek",
    media_type="text/markdown",
    suffixes=(".mmd", ".md", ".txt"),
    blocks=blocks,
    escape=markdown.escape,
    recognises=_recognises,
    engine="deepseek",
)
