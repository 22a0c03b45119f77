"""Plain text: one paragraph a line, or paragraphs wrapped at the width of a column."""

from __future__ import annotations

from proofer.document.blocks import Block
from proofer.formats._wrapped_lines import Wrapping, paragraph_block, source_lines, unbroken_runs
from proofer.formats.api import Format


def blocks(source: str) -> list[Block]:
    """Return the paragraphs of `source`."""
    lines = source_lines(source)
    wrapping = Wrapping(lines)
    return [
        paragraph_block(paragraph)
        for run in unbroken_runs(lines)
        for paragraph in wrapping.paragraphs(run)
    ]


FORMAT = Format(
    name="plain", media_type="text/plain", suffixes=(".txt", ".text"), blocks=blocks, divisible=True
)
