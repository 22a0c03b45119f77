"""Cuts the text of a large file into pieces that are checked one after the other, where a paragraph ends."""

from __future__ import annotations

from collections.abc import Iterator

PART = 1 << 18
"""Code points: three times an issue of a newspaper."""
_BORDERS = ("\f", "\n\n", "\r\n\r\n", "\r\r", "\n", "\r", "。", "，")
"""Where to cut, best first."""


def cut(text: str, size: int = PART) -> Iterator[str]:
    """Yield `text` in pieces of at most `size` code points; only the last one may be less than half as long."""
    start = 0
    while len(text) - start > size:
        end = _border(text, start + size // 2, start + size)
        yield text[start:end]
        start = end
    yield text[start:]


def _border(text: str, least: int, most: int) -> int:
    """Return where to cut, in (least, most]; never inside a CRLF."""
    for border in _BORDERS:
        at = text.rfind(border, least, most)
        if at >= 0 and not (border[-1] == "\r" and text.startswith("\n", at + len(border))):
            return at + len(border)
    return most - text.startswith("\r\n", most - 1)
