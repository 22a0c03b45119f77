"""What a format is: how its bytes read as blocks, and how a replacement is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from proofer.document.blocks import Block


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. `blocks` takes the decoded source; `escape` writes a replacement so that it reads as it is."""

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    blocks: Callable[[str], list[Block]]
    escape: Callable[[str], str] = str
    divisible: bool = False
    """Whether a large file may be read in pieces, each by itself."""
