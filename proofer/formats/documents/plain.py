"""Plain text: one paragraph a line, or paragraphs wrapped at the width of a column."""

from __future__ import annotations

from proofer.document.blocks import Block
from proofer.formats._layout.wrapped_lines import (
    Wrapping,
    paragraph_block,
    source_lines,
    unbroken_runs,
)
from proofer.formats._syntax.markup import collapsed, masked
from proofer.formats.api import Format


def blocks(source: str) -> list[Block]:
    """Return the paragraphs of `source`."""
    text = masked(source)
    lines = source_lines(text)
    wrapping = Wrapping(lines)
    found = (
        collapsed(text, paragraph_block(paragraph))
        for run in unbroken_runs(lines)
        for paragraph in wrapping.paragraphs(run)
    )
    return [each for each in found if each.pieces]


FORMAT = Format(
    name="plain", media_type="text/plain", suffixes=(".txt", ".text"), blocks=blocks, divisible=True
)
