"""Subtitles: the lines of each cue, without the markup between their characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from proofer.document.blocks import Block, Piece
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.projection import UnwritableError
from proofer.document.spans import Span
from proofer.formats._layout.blocks import TextLine, paragraph_block
from proofer.formats._syntax.escaped_text import Decode, characters, split, stripped, together
from proofer.formats.api import MalformedError
from proofer.messages import Message

_LINE = lazy_pattern(r"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_SPEAKER = lazy_pattern(r"[-–－](?![-–－])[ \t]*")
_GOING_ON = ("，", "、", "；", "：", ",")


def lines(source: str) -> Iterator[Span]:
    """Yield the lines of a source without their ends."""
    at = 0
    while at < len(source) and (match := _LINE.match(source, at)):
        yield Span(at, at + len(match[0].rstrip("\r\n")))
        at = match.end()


def pieces(
    source: str, line: Span, markup: re.Pattern[str], special: re.Pattern[str], decode: Decode
) -> list[list[Piece]]:
    """Return the pieces of a line of a cue, one list a line that is shown.

    Args:
        source: the source of the document.
        line: the line in it.
        markup: the pattern of what is not shown.
        special: the pattern of what may not be verbatim.
        decode: what a match of `special` reads as; a line end begins a new line.
    """
    found: list[list[Piece]] = [[]]
    at = line.start
    for match in [*markup.finditer(source, line.start, line.end), None]:
        end = match.start() if match else line.end
        first, *others = split(source, Span(at, max(at, end)), special, decode)
        found[-1] += first
        found += others
        at = match.end() if match else end
    return [shown for each in found if (shown := stripped(source, each))]


def blocks(source: str, cues: Iterable[Sequence[Sequence[Piece]]]) -> list[Block]:
    """Return the blocks of cues, each given by its lines: one a cue, or one for each speaker.

    Cues stop where the time does, not where sentences do: they are read as verses are, and a cue
    that ends in a comma is read on in the next one. A speaker's dash is not read.
    """
    paragraphs: list[list[TextLine]] = []
    goes_on = False
    for shown in cues:
        for number, line in enumerate(shown):
            text = "".join(piece.of(source) for piece in line)
            dash = _SPEAKER.match(text)
            said = stripped(source, together(characters(line)[dash.end() if dash else 0 :]))
            if not said:
                continue
            if not paragraphs or dash or not (number or goes_on):
                paragraphs.append([])
            paragraphs[-1].append(TextLine(tuple(said), kind=BlockKind.VERSE))
            goes_on = text.endswith(_GOING_ON)
    return [paragraph_block(each) for each in paragraphs]


def without_cues(name: str) -> MalformedError:
    """Return the error of a file of the format `name` in which no cue is found."""
    return MalformedError(Message(f"里没有 {name} 字幕。", f"has no subtitles as {name} has them."))


def one_line(replacement: str, unwritable: re.Pattern[str]) -> str:
    """Return `replacement` without line ends.

    Raises:
        UnwritableError: if it has what the format can only read as markup.
    """
    if unwritable.search(replacement):
        raise UnwritableError(f"{replacement!r} would be markup in a subtitle")
    return re.sub(r"[\r\n\f]+", " ", replacement)
