"""What a format is: how its bytes read as blocks, and how a replacement is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from proofer.document.blocks import Block
from proofer.messages import Message


class MalformedError(Exception):
    """A source that is not what its format asks for.

    The message is a clause that follows the file's name.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Package:
    """How the source is taken out of a file that is no text itself, and put back.

    Both raise MalformedError; `pack` takes the file's bytes as they were and the new source.
    """

    unpack: Callable[[bytes], str]
    pack: Callable[[bytes, str], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    `blocks` takes the decoded source; `escape` writes a replacement so that it reads as it is.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    blocks: Callable[[str], list[Block]]
    """Raises MalformedError."""
    escape: Callable[[str], str] = str
    divisible: bool = False
    """Whether a large file may be read in pieces, each by itself."""
    escape_ascii: Callable[[str], str] | None = None
    """As `escape`, for a source that is all ASCII and stays so."""
    recognises: Callable[[str], bool] | None = None
    """Tells by the start of a file, with every byte as one character, whether it is of this format."""
    package: Package | None = None
    marked_up: bool = False
    """Whether its strings may hold code between backticks, as those of vision-language models do."""
