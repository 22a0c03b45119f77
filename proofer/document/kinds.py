"""The kinds of text that a newspaper page is made of."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a paragraph is on the page; detectors choose which kinds they read."""

    PROSE = "prose"
    HEADING = "heading"
    BYLINE = "byline"
    CAPTION = "caption"
    QUOTE = "quote"
    LIST = "list"
    TABLE = "table"
    VERSE = "verse"
    SHORT = "short"
    RUNNING_HEAD = "running-head"
    CODE = "code"


RUNNING_TEXT = frozenset({Kind.PROSE, Kind.LIST, Kind.QUOTE})
"""Kinds that are made of sentences."""
