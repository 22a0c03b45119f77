"""Text that a format writes with references and escapes: `&amp;`, `\\u4e2d`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from proofer.document.blocks import Piece
from proofer.document.document import Witness
from proofer.document.spans import Span

Decode = Callable[[str], str]
"""Takes what the pattern of a format found and returns what it reads as; it is read verbatim if that is the same."""


def lines(
    source: str, span: Span, special: re.Pattern[str], decode: Decode, witness: Witness | None = None
) -> list[list[Piece]]:
    """Return the pieces of each line of `span`, without white space at its ends; empty lines are left out."""
    found: list[list[Piece]] = [[]]
    at = span.start
    for match in special.finditer(source, span.start, span.end):
        character = decode(match[0])
        if character == match[0] and character not in _LINE_ENDS:
            continue
        if at < match.start():
            found[-1].append(Piece(at, match.start(), None, witness))
        if character in _LINE_ENDS:
            found.append([])
        elif character not in _CONTROLS:
            found[-1].append(Piece(*match.span(), character, witness))
        at = match.end()
    if at < span.end:
        found[-1].append(Piece(at, span.end, None, witness))
    return [line for each in found if (line := list(_trimmed(source, each)))]


_LINE_ENDS = frozenset({"\n", "\r", "\r\n", "\f"})
_CONTROLS = frozenset(map(chr, [*range(0x20), 0x7F]))


def _trimmed(source: str, line: list[Piece]) -> Iterator[Piece]:
    texts = [piece.of(source) for piece in line]
    first = next((index for index, text in enumerate(texts) if text.strip()), len(line))
    last = next((index for index in range(len(line) - 1, -1, -1) if texts[index].strip()), -1)
    for index in range(first, last + 1):
        piece, text = line[index], texts[index]
        start = piece.start + (len(text) - len(text.lstrip()) if index == first else 0)
        end = piece.end - (len(text) - len(text.rstrip()) if index == last else 0)
        yield piece if piece.shown else Piece(start, end, None, piece.witness)
