"""LaTeX: the prose of a document; commands, formulas, labels, code and comments stay as they are.

It has its own scanner. pylatexenc keeps places, too, but eight of 201 Chinese files it does not
read to their end: code with braces of its own, environments that nobody closed.
"""

from __future__ import annotations

from proofer.document.blocks import Block
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._syntax.markup import collapsed, masked
from proofer.formats.api import Document, Format, Note
from proofer.formats.documents._latex_commands import unread_note
from proofer.formats.documents._latex_scanner import scanned
from proofer.formats.documents._latex_tokens import SHOWN

_MARKUP = lazy_pattern(r"[%&_#${}\\~^]")
_COMMANDS = {each: command for command, each in SHOWN.items() if command.startswith("\\text")}


def blocks(source: str) -> list[Block]:
    """Return the paragraphs, headings, captions, notes, items and table cells of `source`.

    Raises:
        MalformedError: if code, a drawing, a formula or a condition does not end.
    """
    scanner = scanned(source)
    text = masked(scanner.cover(), code=False, tags=False)
    return [each for each in (collapsed(text, block) for block in scanner.found) if each.pieces]


def notes(document: Document) -> list[Note]:
    """Return how much Chinese stands in arguments of commands that are not known."""
    return unread_note(scanned(document.source).unread)


def escape(replacement: str) -> str:
    """Return `replacement` so that none of its characters reads as markup."""
    return _MARKUP.sub(lambda mark: _COMMANDS.get(mark[0], f"\\{mark[0]}"), replacement)


FORMAT = Format(
    name="latex",
    media_type="text/x-tex",
    suffixes=(".tex",),
    blocks=blocks,
    escape=escape,
    notes=notes,
    typed=True,
)
