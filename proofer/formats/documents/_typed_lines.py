"""Paragraphs of markup that people type by lines: up to a blank line, an item or a title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from proofer.document.blocks import Block
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._layout.wrapped_lines import SourceLine, paragraph_block, source_lines
from proofer.formats._syntax.markup import HIDDEN, overwritten

_CELL_END = lazy_pattern(r"\|")


def without_marks(pattern: re.Pattern[str], text: str) -> str:
    """Return `text` with the marks of emphasis, the groups of `pattern`, written over."""
    parts: list[str] = []
    at = 0
    for match in pattern.finditer(text):
        for start, end in (match.span(number) for number in range(1, pattern.groups + 1)):
            if start >= at:
                parts += (text[at:start], overwritten(text[start:end], HIDDEN))
                at = end
    return "".join([*parts, text[at:]])


def paragraphs(
    text: str,
    *,
    item: re.Pattern[str],
    title: Callable[[SourceLine], tuple[SourceLine, int] | None],
) -> Iterator[Block]:
    """Yield the blocks of `text`, in which all that is no text is written over.

    Args:
        text: as long as the source.
        item: what an item of a list begins with.
        title: returns the text of a line that is a title, and its level.
    """
    held: list[SourceLine] = []
    kind: BlockKind | None = None
    for line in source_lines(text):
        heading = title(line)
        bullet = item.match(line.text)
        is_row = line.text.startswith("|")
        if heading or bullet or is_row or line.blank_before or _is_moved(held, line, kind):
            yield from _block(held, kind)
            held = []
        if heading:
            yield paragraph_block([heading[0]], BlockKind.HEADING, heading[1])
        elif is_row:
            yield from _cells(line)
        else:
            kind = kind if held else BlockKind.LIST if bullet else None
            rest = line.part(bullet.end(), len(line.text)) if bullet else line
            held += [rest] if rest.text else []
    yield from _block(held, kind)


def _block(lines: Sequence[SourceLine], kind: BlockKind | None) -> Iterator[Block]:
    if lines:
        yield paragraph_block(lines, kind)


def _is_moved(held: Sequence[SourceLine], line: SourceLine, kind: BlockKind | None) -> bool:
    """Return whether a line is indented otherwise than the paragraph before it, as a definition."""
    return bool(held) and kind is None and line.indent != held[-1].indent


def _cells(line: SourceLine) -> Iterator[Block]:
    start = 0
    for match in [*_CELL_END.finditer(line.text), None]:
        cell = line.part(start, match.start() if match else len(line.text))
        if cell.text:
            yield paragraph_block([cell], BlockKind.TABLE)
        start = match.end() if match else start
