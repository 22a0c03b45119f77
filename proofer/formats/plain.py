"""Plain text: a paragraph a line, or paragraphs that were wrapped at the width of a column."""

from __future__ import annotations

from proofer.document.blocks import Block
from proofer.formats._wrapped_lines import Wrapping, block, lines, runs
from proofer.formats.api import Format


def blocks(source: str) -> list[Block]:
    """Return the paragraphs of `source`."""
    found = lines(source)
    wrapping = Wrapping(found)
    return [block(paragraph) for run in runs(found) for paragraph in wrapping.paragraphs(run)]


FORMAT = Format(
    name="plain", media_type="text/plain", suffixes=(".txt", ".text"), blocks=blocks, divisible=True
)
