"""Text with a blank behind each character, as some recognisers write it: 我 们 要 把 握.

Those blanks are no part of the text. Each character is read together with the blank behind it, so
that what takes it out takes the blank out, and what is written in its place gets one too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from proofer.document.blocks import Block, Piece
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span

_WORD = r"(?:[㐀-鿿〇]{1,2}|[，。、；：？！…—·“”‘’（）《》〈〉【】「」『』〔〕]{1,3}|[!-~]+)"
_RUN = lazy_pattern(
    rf"(?<![^ \t　\r\n\f]){_WORD}(?P<blank>[ 　]){_WORD}(?:(?P=blank){_WORD})*(?![^ \t　\r\n\f])"
)
_HAN = lazy_pattern("[㐀-鿿〇]")
_APART = lazy_pattern("[㐀-鿿〇][ 　](?=[㐀-鿿〇])")
_SINGLE = lazy_pattern(r"(?<![㐀-鿿〇])[㐀-鿿〇](?![㐀-鿿〇])")
_LATIN, _WORDS = lazy_pattern("[0-9A-Za-z]"), lazy_pattern("[0-9A-Za-z]{2}")
_LEAST, _LEAST_ON_SPACED_PAGE = 6, 2
"""Han characters of a run; a headline may have fewer: 通 知."""
_SINGLES = 0.6
"""Share of the Han characters of a run that stand alone; lists of names have two together."""


def closed(source: str, blocks: Sequence[Block]) -> Sequence[Block]:
    """Return `blocks` with the blanks between all characters read as part of the characters."""
    if not _APART.search(source):
        return blocks
    least = _LEAST_ON_SPACED_PAGE if _is_spaced(source) else _LEAST
    return [_closed(source, each, least) for each in blocks]


def _is_spaced(source: str) -> bool:
    """Return whether most Han characters of the page have a blank behind them."""
    return 2 * len(_APART.findall(source)) > len(_HAN.findall(source))


def _closed(source: str, block: Block, least: int) -> Block:
    if not any(_APART.search(source, each.start, each.end) for each in block.pieces):
        return block
    pieces: list[Span] = []
    wraps: set[int] = set()
    spaced: set[int] = set()
    for number, piece in enumerate(block.pieces):
        if number in block.wraps:
            wraps.add(len(pieces))
        if number in block.spaced:
            spaced.add(len(pieces))
        pieces += _parts(source, piece, least)
    return replace(block, pieces=tuple(pieces), wraps=frozenset(wraps), spaced=frozenset(spaced))


def _parts(source: str, piece: Span, least: int) -> Iterator[Span]:
    """Yield `piece`, cut so that each blank inside of a run goes with the character before it."""
    if isinstance(piece, Piece) and (piece.shown is not None or piece.echoes):
        yield piece
        return
    at = piece.start
    for run in _RUN.finditer(source, piece.start, piece.end):
        if not _is_apart(run[0], least):
            continue
        for blank in re.finditer(run["blank"], run[0]):
            place = run.start() + blank.start()
            if _parts_words(source[place - 2 : place], source[place + 1 : place + 3]):
                continue
            if at < place - 1:
                yield _cut(piece, at, place - 1)
            yield _cut(piece, place - 1, place + 1, source[place - 1])
            at = place + 1
    if at < piece.end:
        yield _cut(piece, at, piece.end)


def _is_apart(run: str, least: int) -> bool:
    han = len(_HAN.findall(run))
    return han >= least and len(_SINGLE.findall(run)) >= _SINGLES * han


def _parts_words(before: str, after: str) -> bool:
    """Return whether a blank parts two words of letters or figures, which it does in any text.

    Of both sides two characters are given at most; G D P and 2 0 2 4 are one word each.
    """
    if not _WORDS.match(before[-1:] + after[:1]):
        return False
    return bool(_LATIN.match(before[:-1]) or _LATIN.match(after[1:]))


def _cut(piece: Span, start: int, end: int, shown: str | None = None) -> Span:
    if isinstance(piece, Piece):
        return replace(piece, start=start, end=end, shown=shown)
    return Span(start, end) if shown is None else Piece(start, end, shown)
