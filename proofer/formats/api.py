"""What a format is: how its source reads as blocks, and how a replacement is written into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from proofer.document.blocks import Block, Piece
from proofer.document.document import Document, Note
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.messages import Message

__all__ = [
    "Block",
    "BlockKind",
    "Document",
    "FieldReader",
    "Format",
    "MalformedError",
    "Message",
    "Note",
    "Package",
    "Piece",
    "Span",
]


class MalformedError(Exception):
    """A source that is not what its format asks for.

    The message is a clause that follows the file's name.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(message.en)
        self.message = message

    def about(self, path: Path) -> Message:
        """Return the whole sentence about the file at `path`."""
        return Message(f"{path} {self.message.zh}", f"{path} {self.message.en}")


@dataclass(frozen=True, slots=True)
class Package:
    """How the source is taken out of a file that is not text itself, and put back.

    Both raise MalformedError; `pack` takes the bytes of the file as it was and the new source.
    """

    unpack: Callable[[bytes], str]
    pack: Callable[[bytes, str], bytes]


@dataclass(frozen=True, slots=True)
class FieldReader:
    """Reads the fields of records that a user named, or that hold the text."""

    blocks: Callable[[str], list[Block]]
    """Takes the source of one record. Raises MalformedError."""
    note: Message | None = None
    """Which fields were chosen, as a clause that follows the file's name."""
    names: tuple[str, ...] = ()
    """The fields, by which the same ones are read again when something is corrected."""
    header: str = ""
    """The source of the record that only names the fields; it is not read."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format, in a module of the same name.

    `blocks` takes the decoded source, or that of one record if the format has `records`; `escape`
    writes a replacement so that it reads as it is.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    """In lower case, with the dot; spelled out, so that they can be found without an import."""
    blocks: Callable[[str], list[Block]]
    """Raises MalformedError."""
    escape: Callable[[str], str] = str
    escape_ascii: Callable[[str], str] | None = None
    """As `escape`, for a source that is all ASCII and stays so."""
    records: Callable[[str], Iterator[str]] | None = None
    """Cuts the source of a file that holds several documents into theirs: joined, they are it."""
    reader: Callable[[Sequence[str], Sequence[str]], FieldReader] | None = None
    """For a format of records whose fields a user may name: takes the first records and the names.

    Raises MalformedError. Such a format gives way to others of the same suffix.
    """
    divisible: bool = False
    """Whether the parts of a large file may be read one by one."""
    recognises: Callable[[str], bool] | None = None
    """Whether the start of a file, with each byte as one character, is that of this format."""
    on_request: bool = False
    """Whether files that are named are read in it, but none that a folder holds."""
    package: Package | None = None
    marked_up: bool = False
    """Whether its strings may hold code between backticks, as vision-language models write it."""
    typed: bool = False
    """Whether people write it, and no engine: paragraphs are whole, in order, and have no lines."""
    is_typed: Callable[[str], bool] | None = None
    """Tells so of a source, where engines write the format as well."""
    notes: Callable[[Document], Sequence[Note]] | None = None
    """Says what of a document could not be read, as far as the format can know it."""
    engine: str = ""
    """The OCR engine whose output this is, in lower case, unless the file names another one."""
