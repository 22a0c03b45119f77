"""Marks of half and full width, which are one mark wherever only what stands there counts."""

from __future__ import annotations

FULL_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")
"""For `str.translate`: one character for each, so that offsets hold."""


def counted(text: str) -> str:
    """Return what of `text` counts in a comparison: no white space, marks in full width."""
    return "".join(text.split()).translate(FULL_WIDTH)
