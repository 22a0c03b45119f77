"""Bytes to Documents and back. One file a format; `_*.py` is what they share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from proofer.document.document import Before, Document, Origin
from proofer.document.edits import SourceEdit, apply
from proofer.document.flow import Judges, read_flow
from proofer.errors import InputError
from proofer.formats._api import Format
from proofer.formats._encoding import Decoded, decode, encode, newline_of
from proofer.formats._files import read_bytes
from proofer.formats._pieces import pieces
from proofer.messages import Text
from proofer.plugins import collect

__all__ = [
    "Format",
    "format_of",
    "formats",
    "is_supported",
    "judges",
    "parse",
    "read",
    "read_bytes",
    "read_parts",
    "write",
]


LARGEST = 1 << 20
"""Bytes of plain text that is read as one document: several issues of a newspaper."""
_REFUSED = 16 << 20
"""Bytes from which on a format that cannot be cut is refused."""
_NOTHING = Before()


@cache
def formats() -> Mapping[str, Format]:
    """Return all formats by name."""
    return collect("proofer.formats", "FORMAT", Format, "name")


def format_of(path: Path) -> Format:
    """Return the format of a file by its suffix; a file with any other suffix is plain text."""
    return _by_suffix().get(path.suffix.lower()) or formats()["plain"]


def is_supported(path: Path) -> bool:
    """Return whether the suffix is one that a format claims (for the files of a folder)."""
    return path.suffix.lower() in _by_suffix()


@cache
def _by_suffix() -> Mapping[str, Format]:
    return {suffix: each for each in formats().values() for suffix in each.suffixes}


def read(path: Path, *, encoding: str | None = None) -> Document:
    """Read a file.

    Raises:
        InputError: if it is missing, no regular file, not permitted, binary, or in no encoding that we know.
    """
    return parse(read_bytes(path), path, encoding=encoding)


def read_parts(path: Path, *, encoding: str | None = None) -> Iterator[Document]:
    """Yield the documents of a file.

    Raises:
        InputError: as `read`.
    """
    yield from parse_parts(read_bytes(path), path, encoding=encoding)


def parse_parts(data: bytes, path: Path, *, encoding: str | None = None) -> Iterator[Document]:
    """Yield the documents of `data`, the content of `path`.

    Raises:
        InputError: as `read`.
    """
    form = format_of(path)
    if not form.divisible and len(data) > _REFUSED:
        raise InputError(_too_large(path, len(data)))
    if not form.divisible or len(data) <= LARGEST:
        yield parse(data, path, encoding=encoding)
        return
    decoded = decode(data, path, encoding)
    digest = hashlib.sha256(data).hexdigest()
    del data  # the text is as large again
    before = Before()
    for piece in pieces(decoded.text):
        part = replace(decoded, text=piece, bom=b"" if before.characters else decoded.bom)
        document = _document(part, path, form, digest, before)
        yield document
        lines = len(document.lines.lines) - 1
        before = Before(before.lines + lines, before.characters + len(piece))


def parse(data: bytes, path: Path, *, encoding: str | None = None) -> Document:
    """Return the document that `data`, the content of `path`, holds.

    Raises:
        InputError: as `read`.
    """
    return _document(decode(data, path, encoding), path, format_of(path), hashlib.sha256(data).hexdigest())


def _document(decoded: Decoded, path: Path, form: Format, digest: str, before: Before = _NOTHING) -> Document:
    newline, mixed = newline_of(decoded.text)
    flow = read_flow(decoded.text, form.blocks(decoded.text), judges())
    return Document(
        path=path,
        source=decoded.text,
        text=flow.text,
        segments=flow.segments,
        paragraphs=flow.paragraphs,
        joins=flow.joins,
        origin=Origin(
            media_type=form.media_type,
            encoding=decoded.encoding,
            bom=decoded.bom,
            newline=newline,
            mixed_newlines=mixed,
            digest=digest,
        ),
        escape=form.escape,
        before=before,
    )


def _too_large(path: Path, size: int) -> Text:
    return Text(
        f"{path} 有 {size >> 20} MB，超过 {_REFUSED >> 20} MB；只有纯文本可以分段检查，请拆成几个文件。",
        f"{path} has {size >> 20} MB, more than {_REFUSED >> 20}; only plain text is read in pieces. Split the file.",
    )


def write(document: Document, edits: Iterable[SourceEdit]) -> bytes:
    """Return the bytes of the document's file after `edits`; without edits exactly those that were read.

    Raises:
        OverlapError: if two edits conflict.
        OutputError: if a replacement holds a character that the file's encoding does not have.
    """
    return encode(apply(document.source, edits), document.origin, document.path)


def judges() -> Judges:
    """Return what the reading flow asks the language model, which is loaded only if a page has an open block."""

    def continuation(pairs: Sequence[tuple[str, str]]) -> Iterable[float]:
        from proofer.language.model import default_model

        return default_model().continuation(pairs)

    def gains(text: str, edits: Sequence[tuple[int, int, str]]) -> Iterable[float]:
        from proofer.language.model import default_model

        return default_model().gains(text, edits)

    def are_words(words: Sequence[str]) -> Iterable[bool]:
        from proofer.language.lexicon import default_words

        return [frequency > float("-inf") for frequency in default_words().log_frequencies(words)]

    return Judges(continuation, are_words, gains)
