"""Plain text: one paragraph a line, paragraphs wrapped at the width of a column, or verse."""

from __future__ import annotations

from collections.abc import Sequence

from proofer.document.blocks import Block
from proofer.document.kinds import BlockKind
from proofer.formats._layout.verse import WIDEST, is_verse
from proofer.formats._layout.wrapped_lines import (
    SourceLine,
    Wrapping,
    paragraph_block,
    source_lines,
    unbroken_runs,
)
from proofer.formats._syntax.markup import collapsed, masked
from proofer.formats.api import Format


def blocks(source: str) -> list[Block]:
    """Return the paragraphs of `source`; each line of verse is one."""
    text = masked(source)
    lines = source_lines(text)
    found = [collapsed(text, each) for each in (_verse(lines) or _paragraphs(lines))]
    return [each for each in found if each.pieces]


def _verse(lines: Sequence[SourceLine]) -> list[Block]:
    """Return a block for each line if they are verse."""
    if not is_verse(lines):
        return []
    return [
        paragraph_block([line], BlockKind.VERSE if line.width <= WIDEST else None) for line in lines
    ]


def _paragraphs(lines: Sequence[SourceLine]) -> list[Block]:
    wrapping = Wrapping(lines)
    return [
        paragraph_block(paragraph)
        for run in unbroken_runs(lines)
        for paragraph in wrapping.paragraphs(run)
    ]


FORMAT = Format(
    name="plain", media_type="text/plain", suffixes=(".txt", ".text"), blocks=blocks, divisible=True
)
