"""Text in a terminal: its width, and control characters that are shown, not sent."""

from __future__ import annotations

import os
import sys
import unicodedata
from contextlib import suppress
from typing import IO

from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.opaque import OPAQUE

_BOX = "□"
"""Stands for what is no text: a formula, code, a link."""
_PICTURES = 0x2400
"""The code point of the control picture of NUL; the others follow."""
_OPENING, _CLOSING = "（《〈「『【〔“‘(\\[", "，。、；：？！）》〉」』】〕”’…,.;:?!)\\]%"
_PIECES = lazy_pattern(
    rf"[{_OPENING}]*(?:[^\W\u2E80-\uFFFF]|[-=.,:;/_%#'\"+<>@](?=\S))+[{_CLOSING}]*\s*"
    rf"|[{_OPENING}]*\S[{_CLOSING}]*\s*|\s+"
)
"""What is not broken: a word or option, or one character, with the marks that belong to it."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def complain(text: str) -> None:
    """Print one line on stderr.

    No name of a file and no word of a page that it quotes ends the line or steers a terminal: a
    runner of GitHub obeys a line that begins with `::`.
    """
    try:
        print(visible(text), file=sys.stderr)
    except (OSError, ValueError):  # a full or closed stderr is no reason to fail
        silence(sys.stderr)


def silence(stream: IO[str]) -> None:
    """Discard what is printed from now on: Python flushes at exit, and fails if it cannot."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def visible(text: str) -> str:
    """Return `text` with control, bidirectional and other invisible characters made visible."""
    if text.isprintable():
        return text.replace(OPAQUE, _BOX)
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character == OPAQUE:
        return _BOX
    code = ord(character)
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == 0x7F:
        return "␡"
    return f"<U+{code:04X}>" if unicodedata.category(character) in _INVISIBLE else character


def width(text: str) -> int:
    """Return the columns of `text` (Unicode Standard Annex 11; ambiguous characters count one)."""
    return sum(map(_columns, text))


def wrapped(text: str, columns: int) -> list[str]:
    """Return `text` in lines of at most `columns`, if no word is longer.

    Lines are broken at blanks, and beside wide characters where no mark begins or ends a line.
    """
    lines, line = [""], 0
    for piece in _PIECES.findall(text):
        cells = width(piece)
        if line and line + width(piece.rstrip()) > columns:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            line = 0
        lines[-1] += piece
        line += cells
    return lines


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
