"""From a file's bytes to Documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Unpack

from proofer.document.document import Before, Document
from proofer.document.joining import joined
from proofer.document.read_options import ReadOptions
from proofer.errors import InputError
from proofer.formats._document import document_of, following
from proofer.formats._encoding import Decoded, decode
from proofer.formats._file_bytes import read_bytes
from proofer.formats._large_text import cut
from proofer.formats._records import record_documents
from proofer.formats._registry import format_of
from proofer.formats._writing import Pack
from proofer.formats.api import MalformedError
from proofer.messages import Message

LARGEST = 1 << 20
"""Bytes of plain text that are read as one document: several issues of a newspaper."""
_REFUSED = 16 << 20
"""Bytes above which a file is refused if its format cannot be read in parts."""


def read(path: Path, **options: Unpack[ReadOptions]) -> Document:
    """Read a file.

    Raises:
        InputError: if it is missing, no regular file, not permitted, binary, in no encoding that we
            know, of no format that we read, or not what its format asks for.
    """
    return parse(read_bytes(path), path, **options)


def read_parts(
    path: Path, *, whole: bool = False, **options: Unpack[ReadOptions]
) -> Iterator[Document]:
    """Yield the documents of a file: one, those of its records, or the parts of a large text.

    A text is read `whole`, however large, if that is wanted.

    Raises:
        InputError: as `read`, or if the file is too large and cannot be read in parts.
    """
    yield from parse_parts(read_bytes(path), path, whole=whole, **options)


def parse_parts(
    data: bytes, path: Path, *, whole: bool = False, **options: Unpack[ReadOptions]
) -> Iterator[Document]:
    """Yield the documents of `data`, the content of `path`.

    Raises:
        InputError: as `read_parts`.
    """
    form = format_of(path, data, as_text=options.get("as_text", False))
    if form.records is not None:
        yield from record_documents(data, path, form, options)
        return
    if not form.divisible and len(data) > _REFUSED:
        raise InputError(_too_large(path, len(data)))
    if whole or not form.divisible or len(data) <= LARGEST:
        yield parse(data, path, **options)
        return
    decoded = decode(data, path, options.get("encoding"))
    digest = hashlib.sha256(data).hexdigest()
    del data  # the text is as large again
    before = Before()
    for text in cut(decoded.text):
        part = replace(decoded, text=text, bom=b"" if before.characters else decoded.bom)
        document = document_of(part, path, form, digest, options=options, before=before)
        yield document
        before = following(before, document)


def parse(data: bytes, path: Path, **options: Unpack[ReadOptions]) -> Document:
    """Return the document that `data`, the content of `path`, holds; its records as one.

    Raises:
        InputError: as `read`.
    """
    form = format_of(path, data, as_text=options.get("as_text", False))
    if form.records is not None:
        return joined(list(record_documents(data, path, form, options)))
    digest = hashlib.sha256(data).hexdigest()
    try:
        if form.package is None:
            decoded = decode(data, path, options.get("encoding"))
            return document_of(decoded, path, form, digest, options=options)
        unpacked = Decoded(form.package.unpack(data), "utf-8")
        document = document_of(unpacked, path, form, digest, options=options)
        return replace(document, pack=Pack(form.name, data))
    except MalformedError as error:
        raise InputError(error.about(path)) from error


def _too_large(path: Path, size: int) -> Message:
    return Message(
        f"{path} 有 {size >> 20} MB，超过 {_REFUSED >> 20} MB；"
        "只有纯文本可以分段检查，请拆成几个文件。",
        f"{path} has {size >> 20} MB, more than {_REFUSED >> 20}; "
        "only plain text is read in pieces. Split the file.",
    )
