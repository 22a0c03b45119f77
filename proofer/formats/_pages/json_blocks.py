"""Blocks of a page that JSON lists in reading order: their kinds, inline formulas and markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from proofer.document.blocks import Block, Piece
from proofer.document.document import OcrToken
from proofer.document.kinds import BlockKind
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.formats._layout.blocks import TextLine, joined, paragraph_block
from proofer.formats._pages import embedded_text
from proofer.formats._pages.echoes import in_step, repeated
from proofer.formats._syntax import json_source
from proofer.formats._syntax.escaped_text import together
from proofer.formats.documents import markdown

Kinds = Mapping[str, BlockKind | None]
"""The kind of blocks by an engine's label; None for a kind that the look of the text tells."""


def opaque(string: Any, ocr: OcrToken | None = None) -> list[Piece]:
    """Return the piece of a string that is no text: a formula, code."""
    if not isinstance(string, json_source.String) or not len(string.span):
        return []
    return [Piece(string.span.start, string.span.end, OPAQUE, ocr)]


def line(source: str, string: Any, ocr: OcrToken | None = None) -> list[Piece]:
    """Return the pieces of a string as one line."""
    if not isinstance(string, json_source.String):
        return []
    return [piece for row in json_source.lines(source, string, ocr) for piece in row]


def paragraph(
    source: str,
    lines: Iterable[Sequence[Sequence[Piece]]],
    kind: BlockKind | None,
    page: int,
    level: int = 0,
) -> Iterator[Block]:
    """Yield the block of a paragraph, if it has text.

    Args:
        source: the source of the document.
        lines: its lines, each as the pieces of its words or of other runs.
        kind: what it is, if that is known.
        page: the number of its page, from 1.
        level: depth of a heading.
    """
    rows = [joined(source, [run for run in runs if run]) for runs in lines]
    found = [TextLine(pieces, spaced, page=page, kind=kind) for pieces, spaced in rows if pieces]
    if found:
        yield paragraph_block(found, level=level)


def cells(source: str, html: Any, page: int, ocr: OcrToken | None = None) -> Iterator[Block]:
    """Yield the cells of an HTML table in a string."""
    if isinstance(html, json_source.String):
        for cell in json_source.cells(source, html):
            run = [replace(piece, ocr=ocr) for piece in cell]
            yield from paragraph(source, [[run]], BlockKind.TABLE, page)


def embedded(
    source: str,
    string: Any,
    page: int,
    ocr: OcrToken | None = None,
    *,
    read: Callable[[str], list[Block]] = markdown.blocks,
) -> list[Block]:
    """Return the blocks of a whole text in a string, as `read` finds them in it.

    Args:
        source: the whole file.
        string: a string of it, as `json_source.load` gives it; anything else has no blocks.
        page: the number of the page, from 1.
        ocr: what the engine says of the text.
        read: finds blocks in a text.
    """
    if not isinstance(string, json_source.String):
        return []
    pieces = [replace(each, ocr=ocr) for each in json_source.characters(source, string)]
    return [replace(each, page=page) for each in embedded_text.blocks(source, pieces, read)]


def marked_up(
    source: str, text: Any, kind: BlockKind | None, page: int, ocr: OcrToken | None = None
) -> Iterator[Block]:
    """Yield the blocks of a text that vision-language models write: HTML for a table, or Markdown.

    Formulas and code are left out. The kind that the engine gives counts where the text does not
    mark another one.

    Args:
        source: the whole file.
        text: a string of it, as `json_source.load` gives it.
        kind: what the engine takes the text for.
        page: the number of the page, from 1.
        ocr: what the engine says of the text.
    """
    if kind is BlockKind.TABLE:
        yield from cells(source, text, page, ocr)
    elif kind not in (BlockKind.FORMULA, BlockKind.CODE):
        for block in embedded(source, text, page, ocr):
            marked = block.kind not in (None, BlockKind.PROSE)
            yield block if marked or kind is None else replace(block, kind=kind)


def with_echoes(
    source: str, blocks: Sequence[Block], copies: Iterable[Iterable[Sequence[Piece]]]
) -> list[Block]:
    """Return the blocks of a document with their echoes in copies of it, in the same order."""
    runs = [[_piece(each)] for block in blocks for each in block.pieces]
    rest = iter(repeated(source, runs, copies))
    return [_rebuilt(block, [next(rest) for _ in block.pieces]) for block in blocks]


def _piece(span: Span) -> Piece:
    return span if isinstance(span, Piece) else Piece(span.start, span.end)


def _rebuilt(block: Block, runs: Sequence[Sequence[Piece]]) -> Block:
    """Return `block` with a run of pieces in the place of each of its own."""
    starts = [0]
    for run in runs:
        starts.append(starts[-1] + len(run))
    return replace(
        block,
        pieces=tuple(piece for run in runs for piece in run),
        wraps=frozenset(starts[each] for each in block.wraps),
        spaced=frozenset(starts[each] for each in block.spaced),
    )


def in_step_with(source: str, pieces: Sequence[Piece], copy: Iterable[Piece]) -> list[Piece]:
    """Return the pieces of a line with their echoes in a copy of it, if that says the same."""
    found = in_step(source, pieces, copy)
    return list(pieces) if found is None else together(found)
