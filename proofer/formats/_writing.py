"""From edits of a document's source to the bytes of its file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from proofer.document.document import Document
from proofer.document.edits import SourceEdit, apply
from proofer.errors import OutputError
from proofer.formats._encoding import encode
from proofer.formats._registry import format_named
from proofer.formats.api import MalformedError


@dataclass(frozen=True, slots=True)
class Escape:
    """Writes a replacement as a format needs it.

    Documents are pickled (for the cache, and between processes), so they hold the format's name and
    not its functions.
    """

    format: str
    ascii: bool
    """Whether the source is all ASCII and stays so, if the format has a way to."""

    def __call__(self, replacement: str) -> str:
        """Return `replacement` as the source has to write it."""
        form = format_named(self.format)
        escape = form.escape_ascii if self.ascii and form.escape_ascii else form.escape
        return escape(replacement)


@dataclass(frozen=True, slots=True)
class Pack:
    """Puts a new source into a file that is not text itself; a value, as Escape is."""

    format: str
    file: bytes = field(repr=False)
    """The bytes of the file as it was read."""

    def __call__(self, source: str) -> bytes:
        """Return the bytes of the file with `source` in it.

        Raises:
            MalformedError: if the format is one that we only read.
        """
        package = format_named(self.format).package
        assert package is not None, f"files in {self.format} are text"
        return package.pack(self.file, source)


def write(document: Document, edits: Iterable[SourceEdit]) -> bytes:
    """Return the bytes of the document's file after `edits`; without any, those that were read.

    Raises:
        OverlapError: if two edits conflict.
        OutputError: if the file's encoding does not have a character of a replacement, or the
            file's format is one that we only read.
    """
    source = apply(document.source, edits)
    if document.pack is None:
        return encode(source, document.origin, document.path)
    try:
        return document.pack(source)
    except MalformedError as error:
        raise OutputError(error.about(document.path)) from error
