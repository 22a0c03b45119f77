"""From a file's bytes to Documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from proofer.document.document import Before, Document, Origin
from proofer.document.flow import read_flow
from proofer.errors import InputError
from proofer.file_bytes import read_bytes
from proofer.formats._encoding import Decoded, decode, newline_of
from proofer.formats._language_scores import language_scores
from proofer.formats._large_text import cut
from proofer.formats._markup import covered
from proofer.formats._ocr_engine import engine_of
from proofer.formats._registry import format_of
from proofer.formats._writing import Escape, Pack
from proofer.formats.api import Format, MalformedError
from proofer.messages import Message

LARGEST = 1 << 20
"""Bytes of plain text that are read as one document: several issues of a newspaper."""
_REFUSED = 16 << 20
"""Bytes above which a file is refused if its format cannot be read in parts."""
_LARGEST = 1 << 30
"""Bytes above which any file is refused before it is read: its text takes three times as much."""
_NOTHING = Before()


def read(path: Path, *, encoding: str | None = None) -> Document:
    """Read a file.

    Raises:
        InputError: if it is missing, no regular file, not permitted, binary, in no encoding that we
            know, or not what its format asks for.
    """
    return parse(read_bytes(path, most=_LARGEST), path, encoding=encoding)


def read_parts(path: Path, *, encoding: str | None = None) -> Iterator[Document]:
    """Yield the documents of a file: one, or several of a large plain text.

    Raises:
        InputError: as `read`, or if the file is too large and cannot be read in parts.
    """
    yield from parse_parts(read_bytes(path, most=_LARGEST), path, encoding=encoding)


def parse_parts(data: bytes, path: Path, *, encoding: str | None = None) -> Iterator[Document]:
    """Yield the documents of `data`, the content of `path`.

    Raises:
        InputError: as `read_parts`.
    """
    form = format_of(path, data)
    if not form.divisible and len(data) > _REFUSED:
        raise InputError(_too_large(path, len(data)))
    if not form.divisible or len(data) <= LARGEST:
        yield parse(data, path, encoding=encoding)
        return
    decoded = decode(data, path, encoding)
    digest = hashlib.sha256(data).hexdigest()
    del data  # the text is as large again
    before = Before()
    for text in cut(decoded.text):
        part = replace(decoded, text=text, bom=b"" if before.characters else decoded.bom)
        document = _document(part, path, form, digest, before)
        yield document
        lines = len(document.lines.lines) - 1
        before = Before(before.lines + lines, before.characters + len(text))


def parse(data: bytes, path: Path, *, encoding: str | None = None) -> Document:
    """Return the document that `data`, the content of `path`, holds.

    Raises:
        InputError: as `read`.
    """
    form = format_of(path, data)
    digest = hashlib.sha256(data).hexdigest()
    try:
        if form.package is None:
            return _document(decode(data, path, encoding), path, form, digest)
        unpacked = Decoded(form.package.unpack(data), "utf-8")
        return replace(_document(unpacked, path, form, digest), pack=Pack(form.name, data))
    except MalformedError as error:
        raise InputError(error.about(path)) from error


def _document(
    decoded: Decoded,
    path: Path,
    form: Format,
    digest: str,
    before: Before = _NOTHING,
) -> Document:
    """Return the document of a source.

    Args:
        decoded: the source, or a part of it.
        path: where its file is.
        form: the format of the file.
        digest: SHA-256 of the file's bytes, hexadecimal.
        before: what of the file comes before this part of it.

    Raises:
        MalformedError: if the source is not what the format asks for.
    """
    blocks = form.blocks(decoded.text)
    if form.recognises is not None or form.package is not None:
        blocks = covered(decoded.text, blocks, code=form.marked_up)
    flow = read_flow(decoded.text, blocks, language_scores())
    newline, mixed = newline_of(decoded.text)
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
            readable=form.recognises is None,
            digest=digest,
        ),
        engine=engine_of(decoded.text, form.engine),
        escape=Escape(form.name, decoded.text.isascii()),
        before=before,
    )


def _too_large(path: Path, size: int) -> Message:
    return Message(
        f"{path} 有 {size >> 20} MB，超过 {_REFUSED >> 20} MB；"
        "只有纯文本可以分段检查，请拆成几个文件。",
        f"{path} has {size >> 20} MB, more than {_REFUSED >> 20}; "
        "only plain text is read in pieces. Split the file.",
    )
