"""Text that a format writes with references or escapes, as XML writes `&amp;`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from proofer.document.blocks import Piece
from proofer.document.document import OcrToken
from proofer.document.spans import Span

_LINE_ENDS = frozenset({"\n", "\r", "\r\n", "\f"})
_CONTROLS = frozenset(map(chr, [*range(0x20), 0x7F]))

Decode = Callable[[str], str]
"""Returns what a match of a format's pattern reads as; the match itself if it is read verbatim."""


def lines(
    source: str,
    span: Span,
    special: re.Pattern[str],
    decode: Decode,
    ocr: OcrToken | None = None,
) -> list[list[Piece]]:
    """Return the pieces of each line of `span`, without white space at its ends or empty lines.

    Args:
        source: the source of the document.
        span: a run of text in it.
        special: the pattern of what may not be verbatim.
        decode: what a match of the pattern reads as.
        ocr: what the engine says of all of it.
    """
    text = source[span.start : span.end]
    if not special.search(text):  # most runs are a plain word or nothing
        start = span.start + len(text) - len(text.lstrip())
        text = text.strip()
        return [[Piece(start, start + len(text), None, ocr)]] if text else []
    found = split(source, span, special, decode, ocr)
    return [line for each in found if (line := stripped(source, each))]


def split(
    source: str,
    span: Span,
    special: re.Pattern[str],
    decode: Decode,
    ocr: OcrToken | None = None,
) -> list[list[Piece]]:
    """Return the pieces of each line of `span`, white space and empty lines included.

    Args:
        source: the source of the document.
        span: a run of text in it.
        special: the pattern of what may not be verbatim.
        decode: what a match of the pattern reads as.
        ocr: what the engine says of all of it.
    """
    found: list[list[Piece]] = [[]]
    at = span.start
    for match in special.finditer(source, span.start, span.end):
        character = decode(match[0])
        if character == match[0] and character not in _LINE_ENDS:
            continue
        if at < match.start():
            found[-1].append(Piece(at, match.start(), None, ocr))
        if character in _LINE_ENDS:
            found.append([])
        elif character not in _CONTROLS:
            found[-1].append(Piece(*match.span(), character, ocr))
        at = match.end()
    if at < span.end:
        found[-1].append(Piece(at, span.end, None, ocr))
    return found


def whole(source: str, span: Span, special: re.Pattern[str], decode: Decode) -> list[Piece]:
    """Return the pieces of `span` with its line ends; other control characters are left out."""
    found: list[Piece] = []
    at = span.start
    for match in special.finditer(source, span.start, span.end):
        character = decode(match[0])
        if character == match[0]:
            continue
        if at < match.start():
            found.append(Piece(at, match.start()))
        if character not in _CONTROLS - _LINE_ENDS or character == "\t":
            found.append(Piece(*match.span(), character))
        at = match.end()
    if at < span.end:
        found.append(Piece(at, span.end))
    return found


def stripped(source: str, line: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a line without white space at its ends."""
    texts = [piece.of(source) for piece in line]
    first = next((index for index, text in enumerate(texts) if text.strip()), len(line))
    last = next((index for index in range(len(line) - 1, -1, -1) if texts[index].strip()), -1)
    found: list[Piece] = []
    for index in range(first, last + 1):
        piece, text = line[index], texts[index]
        start = piece.start + (len(text) - len(text.lstrip()) if index == first else 0)
        end = piece.end - (len(text) - len(text.rstrip()) if index == last else 0)
        found.append(piece if piece.shown is not None else replace(piece, start=start, end=end))
    return found


def characters(pieces: Iterable[Piece]) -> list[Piece]:
    """Return a piece for each character."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.shown is not None or len(piece) == 1:
            found.append(piece)
        else:
            found += [part(piece, at, at + 1) for at in range(len(piece))]
    return found


def part(piece: Piece, start: int, end: int) -> Piece:
    """Return a part of a verbatim piece, from `start` to `end` of it, with its echoes."""
    echoes = tuple(Span(each.start + start, each.start + end) for each in piece.echoes)
    return replace(piece, start=piece.start + start, end=piece.start + end, echoes=echoes)


def together(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces, verbatim ones joined if they are adjacent here and in their echoes."""
    found: list[Piece] = []
    for piece in pieces:
        if found and _follows(found[-1], piece):
            before = found[-1]
            echoes = tuple(
                Span(a.start, b.end) for a, b in zip(before.echoes, piece.echoes, strict=True)
            )
            found[-1] = replace(before, end=piece.end, echoes=echoes)
        else:
            found.append(piece)
    return found


def _follows(before: Piece, after: Piece) -> bool:
    places = list(zip((before, *before.echoes), (after, *after.echoes), strict=False))
    return (
        before.ocr is after.ocr
        and before.shown is after.shown is None
        and len(before.echoes) == len(after.echoes)
        and all(
            a.end == b.start and len(a) == len(before) and len(b) == len(after) for a, b in places
        )
    )
