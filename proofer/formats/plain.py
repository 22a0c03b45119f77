"""Plain text: a paragraph a line, or paragraphs that were wrapped at the width of a column."""

from __future__ import annotations

from proofer.document.blocks import Block
from proofer.formats._api import Format
from proofer.formats._lines import Wrapping, block, lines, runs
from proofer.formats._markup import collapsed, masked


def blocks(source: str) -> list[Block]:
    """Return the paragraphs of `source`."""
    text = masked(source)
    found = lines(text)
    wrapping = Wrapping(found)
    paragraphs = (part for run in runs(found) for part in wrapping.paragraphs(run))
    made = (collapsed(text, block(each)) for each in paragraphs)
    return [each for each in made if each.pieces]


FORMAT = Format(
    name="plain", media_type="text/plain", suffixes=(".txt", ".text"), blocks=blocks, divisible=True
)
