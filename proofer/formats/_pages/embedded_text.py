"""Whole texts that stand in a string of JSON or in a cell: read as a file of their own would be."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from proofer.document.blocks import Block, Piece
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.formats._syntax.escaped_text import part
from proofer.formats.documents import plain

Read = Callable[[str], list[Block]]
"""Returns the blocks of a text, as `plain.blocks` and `markdown.blocks` do."""

_MARKDOWN = lazy_pattern(
    r"(?:\A|[\r\n])[ \t]{0,3}(?:```|~~~|#{1,6}[ \t])|\]\([^()\s]{1,400}\)"
    r"|(?<!`)`[^`\r\n]{1,200}`(?!`)"
    r"|[\r\n][ \t]{0,3}\|?[ \t]*+:?-{2,}+:?[ \t]*+\|[ \t|:-]*+(?=[\r\n]|\Z)"
)
"""A fence, a heading, a link or code in a line, the row of dashes below the heads of a table."""


def plain_or_markdown(text: str) -> list[Block]:
    """Return the blocks of a text that people typed, of Markdown if it has marks of that."""
    if not _MARKDOWN.search(text):
        return [_told_from_data(text, each) for each in plain.blocks(text)]
    from proofer.formats.documents import markdown  # its parser takes 30 ms to import

    return [_told_from_data(text, each) for each in markdown.blocks(text)]


def _told_from_data(text: str, block: Block) -> Block:
    """Return `block`, or one that is no text for an object of JSON, as calls of tools are."""
    written = text[block.pieces[0].start : block.pieces[-1].end]
    if not written.startswith(("{", "[{")):
        return block
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        return block
    if not value:
        return block
    whole = Piece(block.pieces[0].start, block.pieces[-1].end, OPAQUE)
    return Block((whole,), BlockKind.CODE)


def blocks(source: str, pieces: Sequence[Piece], read: Read = plain.blocks) -> list[Block]:
    """Return the blocks of the text that `pieces` of `source` make up, with their places in it.

    The pieces are in the order of the source and hold the line ends of the text, too.
    """
    texts = [piece.of(source) for piece in pieces]
    starts = [0, *accumulate(map(len, texts))]
    return [_placed(block, pieces, starts) for block in read("".join(texts))]


def _placed(block: Block, pieces: Sequence[Piece], starts: Sequence[int]) -> Block:
    """Return a block of the text as one of the source."""
    placed: list[Span] = []
    wraps: set[int] = set()
    spaced: set[int] = set()
    for number, each in enumerate(block.pieces):
        if number in block.wraps:
            wraps.add(len(placed))
        if number in block.spaced:
            spaced.add(len(placed))
        if isinstance(each, Piece) and each.shown is not None:  # what is no text
            parts = list(_parts(each, pieces, starts))
            placed.append(replace(each, start=parts[0].start, end=parts[-1].end))
        else:
            placed += _parts(each, pieces, starts)
    return replace(block, pieces=tuple(placed), wraps=frozenset(wraps), spaced=frozenset(spaced))


def _parts(span: Span, pieces: Sequence[Piece], starts: Sequence[int]) -> Iterator[Piece]:
    """Yield the pieces of the source that a span of the text stands for."""
    at = span.start
    while at < span.end:
        number = bisect_right(starts, at) - 1
        piece, end = pieces[number], min(span.end, starts[number + 1])
        if piece.shown is not None:
            yield piece
        else:
            yield part(piece, at - starts[number], end - starts[number])
        at = end
