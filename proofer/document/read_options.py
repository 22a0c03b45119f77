"""What a user says of a file before it is read."""

from __future__ import annotations

from typing import TypedDict


class ReadOptions(TypedDict, total=False):
    """How files are read; what is left out is found by itself."""

    encoding: str | None
    """Of the files; None to detect it."""
    fields: tuple[str, ...]
    """The fields of records that hold the text (`text`, `data.title`); none to find them."""
    as_text: bool
    """Whether a file that no format claims is plain text."""
