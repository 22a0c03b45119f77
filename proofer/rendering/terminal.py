"""How text looks in a terminal: its width in columns, and control characters that are shown, not sent."""

from __future__ import annotations

import unicodedata

_PICTURES = 0x2400
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def visible(text: str) -> str:
    """Return `text` with control, bidirectional and other unseen characters in a form that a terminal only shows."""
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == 0x7F:
        return "␡"
    return f"<U+{code:04X}>" if unicodedata.category(character) in _UNSEEN else character


def width(text: str) -> int:
    """Return how many columns `text` takes (Unicode Standard Annex 11; ambiguous characters count one)."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
