"""Marks of half and full width, which are one mark wherever only what stands there counts."""

from __future__ import annotations

FULL_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")
"""For `str.translate`: one character for each, so that offsets hold."""


def counted_offsets(text: str) -> list[int]:
    """Return where in `text` each character of `counted(text)` stands."""
    return [offset for offset, char in enumerate(text) if not char.isspace()]


def counted(text: str) -> str:
    """Return what of `text` counts in a comparison: no white space, marks in full width."""
    return "".join(text.split()).translate(FULL_WIDTH)
