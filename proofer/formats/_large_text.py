"""Cuts the text of a large file into parts that are checked one by one, where a paragraph ends."""

from __future__ import annotations

from collections.abc import Iterator

PART = 160_000
"""Code points, for each of which some 200 bytes are computed: two issues of a newspaper."""
_ENDS = ("\f", "\n\n", "\r\n\r\n", "\r\r", "\n", "\r", "。", "，")
"""Where to cut, the best first."""


def cut(text: str, size: int = PART) -> Iterator[str]:
    """Yield `text` in parts of at most `size` code points; all but the last have at least half."""
    start = 0
    while len(text) - start > size:
        end = _cut_between(text, start + size // 2, start + size)
        yield text[start:end]
        start = end
    yield text[start:]


def _cut_between(text: str, least: int, most: int) -> int:
    """Return where to cut, in (least, most]; never inside a CRLF."""
    for end in _ENDS:
        at = text.rfind(end, least, most)
        if at >= 0 and not (end[-1] == "\r" and text.startswith("\n", at + len(end))):
            return at + len(end)
    return most - text.startswith("\r\n", most - 1)
