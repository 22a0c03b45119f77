"""WebVTT (https://www.w3.org/TR/webvtt1/): the text of each cue, without tags and time stamps."""

from __future__ import annotations

import html
from collections.abc import Iterator

from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.formats.api import Block, Format
from proofer.formats.documents import _cues

_TIME = r"(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}"
_TIMING = lazy_pattern(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?")
_MARKUP = lazy_pattern(r"<[^>\r\n]*+>")
_REFERENCE = lazy_pattern(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,32});")
_NOTHING = lazy_pattern(r"(?!)")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def blocks(source: str) -> list[Block]:
    """Return the cues.

    Raises:
        MalformedError: if there is none.
    """
    cues = [
        [part for line in text for part in _cues.pieces(source, line, _MARKUP, _REFERENCE, _decode)]
        for text in _texts(source)
    ]
    if not cues:
        raise _cues.without_cues("WebVTT")
    return _cues.blocks(source, cues)


def _texts(source: str) -> Iterator[list[Span]]:
    """Yield the lines of text of each cue: from its time to a blank line, or to another time."""
    text: list[Span] | None = None
    for line in _cues.lines(source):
        shown = line.of(source)
        is_timing = _TIMING.fullmatch(shown) is not None
        if text is not None and (is_timing or not shown):
            yield text
            text = None
        if is_timing:
            text = []
        elif text is not None:
            text.append(line)
    if text is not None:
        yield text


def _decode(written: str) -> str:
    character = html.unescape(written)
    return character if len(character) == 1 else written


def escape(replacement: str) -> str:
    """Return `replacement` as a cue has it."""
    return _cues.one_line(replacement, _NOTHING).translate(_ESCAPES)


FORMAT = Format(
    name="vtt",
    media_type="text/vtt",
    suffixes=(".vtt",),
    blocks=blocks,
    escape=escape,
    recognises=lambda head: head.startswith(("WEBVTT", "\xef\xbb\xbfWEBVTT")),
)
