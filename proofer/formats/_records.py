"""Files that hold several documents, their records, each with a source of its own.

A record is read, checked and corrected by itself: nothing is joined or compared across two of them,
and memory grows with the longest record, not with the file. Joined, their sources are the file's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from proofer.document.blocks import Block
from proofer.document.document import Before, Document, Note, RecordStart
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.read_options import ReadOptions
from proofer.errors import InputError
from proofer.formats._document import document_of, following
from proofer.formats._encoding import Decoded, decode
from proofer.formats._writing import Escape, Pack
from proofer.formats.api import FieldReader, Format, MalformedError
from proofer.messages import Message

SAMPLE = 1000
"""Records at the start of a file that its fields are chosen by."""
_LINE = lazy_pattern(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")


def lines(source: str) -> Iterator[str]:
    """Yield the lines of a source with their ends: the records of JSONL."""
    return (match[0] for match in _LINE.finditer(source))


def record_documents(
    data: bytes, path: Path, form: Format, options: ReadOptions
) -> Iterator[Document]:
    """Yield the document of each record of `data`; one without text for what is no record.

    Raises:
        InputError: if a record is not what its format asks for, or a field is in none.
    """
    digest = hashlib.sha256(data).hexdigest()
    try:
        decoded, pack = _source(data, path, form, options)
        del data  # the text is as large again
        reader = _reader(decoded.text, form, options)
        parts = _parts(decoded, path, form, reader, digest=digest, options=options)
        notes = (Note(reader.note),) if reader.note else ()
        # what is of the whole file
        yield replace(next(parts), notes=notes, pack=pack)
        yield from parts
    except MalformedError as error:
        raise InputError(error.about(path)) from error


def _parts(
    decoded: Decoded,
    path: Path,
    form: Format,
    reader: FieldReader,
    *,
    digest: str,
    options: ReadOptions,
) -> Iterator[Document]:
    assert form.records is not None
    before, number = Before(), 0
    escape = Escape(form.name, decoded.text.isascii())
    for source in form.records(decoded.text) if decoded.text else ("",):
        is_record = bool(source.strip()) and source != reader.header
        number += is_record
        part = replace(decoded, text=source, bom=b"" if before.characters else decoded.bom)
        read = reader.blocks if is_record else _nothing
        try:
            document = document_of(
                part, path, form, digest, options=options, before=before, read=read
            )
        except MalformedError as error:
            raise _in_record(error, number, before.lines + 1) from error
        start = (RecordStart(0, number),) if document.text else ()
        yield replace(document, records=start, escape=escape)
        before = following(before, document)


def _source(
    data: bytes, path: Path, form: Format, options: ReadOptions
) -> tuple[Decoded, Callable[[str], bytes] | None]:
    if form.package is None:
        return decode(data, path, options.get("encoding")), None
    return Decoded(form.package.unpack(data), "utf-8"), Pack(form.name, data)


def _reader(source: str, form: Format, options: ReadOptions) -> FieldReader:
    if form.reader is None or form.records is None:
        return FieldReader(form.blocks)
    sample = list(islice(form.records(source), SAMPLE))
    return form.reader(sample, options.get("fields", ()))


def _nothing(source: str) -> list[Block]:
    return []


def _in_record(error: MalformedError, number: int, line: int) -> MalformedError:
    zh, en = error.message.zh, error.message.en
    return MalformedError(
        Message(
            f"的第 {number} 条记录（第 {line} 行起）{zh}",
            f"(record {number}, from line {line}) {en}",
        )
    )
