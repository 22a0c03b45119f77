r"""Advanced SubStation Alpha (.ass, .ssa): the text of each dialogue, without overrides (`{\b1}`).

What is drawn (`{\p1}`) is no text. Comments and styles are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.formats.api import Block, Format
from proofer.formats.documents import _cues

_FIELDS = 10
"""The fields of a dialogue, unless the file says otherwise; the last one is the text."""
_FORMAT = lazy_pattern(r"Format:(?P<fields>.*)", re.IGNORECASE)
_DIALOGUE = lazy_pattern(r"Dialogue:[ \t]*", re.IGNORECASE)
_SECTION = lazy_pattern(r"[ \t]*\[(?P<name>[^\]]*)\][ \t]*")
_MARKUP = lazy_pattern(r"\{[^{}\r\n]*+\}")
_DRAWN = lazy_pattern(r"\{[^{}\r\n]*\\p[1-9]")
_SPECIAL = lazy_pattern(r"\\[Nnh]")
_SHOWN = {"\\N": "\n", "\\n": "\n", "\\h": " "}
_UNWRITABLE = lazy_pattern(r"[{}\\]")


def blocks(source: str) -> list[Block]:
    """Return the texts of the dialogues.

    Raises:
        MalformedError: if there is none.
    """
    texts = list(_texts(source))
    if not texts:
        raise _cues.without_cues("ASS")
    return _cues.blocks(
        source,
        (
            _cues.pieces(source, text, _MARKUP, _SPECIAL, _SHOWN.__getitem__)
            for text in texts
            if not _DRAWN.search(text.of(source))
        ),
    )


def _texts(source: str) -> Iterator[Span]:
    in_events, fields = False, _FIELDS
    for line in _cues.lines(source):
        shown = line.of(source)
        if section := _SECTION.fullmatch(shown):
            in_events = section["name"].lower() == "events"
        elif in_events and (stated := _FORMAT.match(shown)):
            fields = stated["fields"].count(",") + 1
        elif in_events and (dialogue := _DIALOGUE.match(shown)):
            before = re.compile(rf"(?:[^,]*,){{{fields - 1}}}").match(shown, dialogue.end())
            if before:
                yield Span(line.start + before.end(), line.end)


FORMAT = Format(
    name="ass",
    media_type="text/x-ssa",
    suffixes=(".ass", ".ssa"),
    blocks=blocks,
    escape=lambda replacement: _cues.one_line(replacement, _UNWRITABLE),
    recognises=lambda head: re.search(r"(?i)\[(?:script info|events)\]", head) is not None,
)
