r"""SubRip (.srt): the text of each cue, without tags (`<i>`) and positions (`{\an8}`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.formats.api import Block, Format
from proofer.formats.documents import _cues

TIME = r"(?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3}"
_TIMING = lazy_pattern(rf"[ \t]*{TIME}[ \t]*-->[ \t]*{TIME}(?:[ \t].*)?")
_MARKUP = lazy_pattern(r"</?[A-Za-z][^<>\r\n]*+>|\{\\[^{}\r\n]*+\}|\{[A-Za-z]:[^{}\r\n]*+\}")
_NOTHING = lazy_pattern(r"(?!)")
_UNWRITABLE = lazy_pattern(r"-->|[<{]")


def blocks(source: str) -> list[Block]:
    """Return the cues.

    Raises:
        MalformedError: if there is none.
    """
    cues = [
        [
            part
            for line in text
            for part in _cues.pieces(source, line, _MARKUP, _NOTHING, lambda written: written)
        ]
        for text in _texts(source)
    ]
    if not cues:
        raise _cues.without_cues("SRT")
    return _cues.blocks(source, cues)


def _texts(source: str) -> Iterator[list[Span]]:
    """Yield the lines of text of each cue; its number stands before the time of the next one."""
    text: list[Span] | None = None
    for line in _cues.lines(source):
        shown = line.of(source)
        if _TIMING.fullmatch(shown):
            if text is not None:
                if text and text[-1].of(source).strip().isdecimal():
                    text.pop()
                yield text
            text = []
        elif not shown.strip():
            if text is not None:
                yield text
            text = None
        elif text is not None:
            text.append(line)
    if text is not None:
        yield text


FORMAT = Format(
    name="srt",
    media_type="application/x-subrip",
    suffixes=(".srt",),
    blocks=blocks,
    escape=lambda replacement: _cues.one_line(replacement, _UNWRITABLE),
    recognises=lambda head: re.search(rf"^[ \t]*{TIME}[ \t]*-->", head, re.MULTILINE) is not None,
)
