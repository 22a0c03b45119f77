"""Bytes to Documents and back. One file a format; `_*.py` is what they share."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from importlib import import_module
from pathlib import Path

from proofer.document.document import Before, Document, Origin
from proofer.document.edits import SourceEdit, apply
from proofer.document.flow import Judges, read_flow
from proofer.errors import InputError, OutputError
from proofer.formats._api import Format, MalformedError
from proofer.formats._encoding import Decoded, decode, encode, newline_of
from proofer.formats._engine_name import engine_of
from proofer.formats._files import read_bytes
from proofer.formats._markup import covered
from proofer.formats._pieces import pieces
from proofer.messages import Message
from proofer.plugins import collect, has_plugins

__all__ = [
    "Format",
    "formats",
    "is_packaged",
    "is_supported",
    "judges",
    "parse",
    "parse_parts",
    "read",
    "read_bytes",
    "read_parts",
    "write",
]

_MARK = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")
_HEAD = 1 << 16
"""How much of a file tells its format, in bytes."""
LARGEST = 1 << 20
"""Bytes of plain text that is read as one document: several issues of a newspaper."""
_REFUSED = 16 << 20
"""Bytes from which on a format that cannot be cut is refused."""
_NOTHING = Before()
# written out, for to load all readers takes a tenth of the start; a test holds it together with
# their suffixes
_BY_SUFFIX: Mapping[str, Sequence[str]] = {
    **dict.fromkeys([".txt", ".text"], ("plain",)),
    **dict.fromkeys([".md", ".markdown"], ("markdown",)),
    **dict.fromkeys([".hocr", ".html", ".htm", ".xhtml"], ("hocr",)),
    ".xml": ("alto", "hocr", "page", "tei"),
    ".alto": ("alto",),
    ".page": ("page",),
    ".tei": ("tei",),
    ".tsv": ("tesseract",),
    ".json": ("mineru", "paddleocr", "rapidocr"),
    **dict.fromkeys([".docx", ".docm"], ("docx",)),
    ".pdf": ("pdf",),
}


@cache
def formats() -> Mapping[str, Format]:
    """Return all formats by name."""
    return collect("proofer.formats", "FORMAT", Format, "name")


def is_supported(path: Path) -> bool:
    """Return whether a file of a folder is of a format that we know, by its suffix and, where many use that, its head.

    A file that cannot be read counts as one: reading it tells why.
    """
    claiming = _claiming(path.suffix.lower())
    if not claiming or any(form.recognises is None for form in claiming):
        return bool(claiming)
    try:
        head = read_bytes(path, _HEAD)
    except InputError:
        return True
    return _recognised(claiming, head) is not None


def is_packaged(path: Path) -> bool:
    """Return whether the suffix is that of a format whose files are no text themselves."""
    return any(form.package is not None for form in _claiming(path.suffix.lower()))


@cache
def _claiming(suffix: str) -> Sequence[Format]:
    """Return the formats whose files may have the suffix; without plugins no other one is loaded."""
    if not has_plugins():
        return [import_module(f"{__name__}.{name}").FORMAT for name in _BY_SUFFIX.get(suffix, ())]
    return [form for form in formats().values() if suffix in form.suffixes]


def _recognised(forms: Iterable[Format], data: bytes) -> Format | None:
    """Return the first of `forms` that knows the file; one that asks for nothing knows any."""
    # One character a byte, and none of those that UTF-16 puts between ASCII: what tells formats
    # apart is ASCII.
    head = _MARK.sub(b"", data[:_HEAD], count=1).replace(b"\0", b"").decode("latin-1")
    return next((form for form in forms if form.recognises is None or form.recognises(head)), None)


def _format_of(path: Path, data: bytes) -> Format:
    """Return the format of a file; one with a suffix that no format claims is plain text unless its head tells more.

    Raises:
        InputError: if formats claim the suffix, and the content is of none of them.
    """
    claiming = _claiming(path.suffix.lower())
    telling = claiming or [form for form in formats().values() if form.recognises is not None]
    form = _recognised(telling, data)
    if form is not None:
        return form
    if not claiming:
        return formats()["plain"]
    names = [each.name for each in claiming]
    raise InputError(
        Message(
            f"{path} 的内容不是 {path.suffix} 文件可用的格式（{'、'.join(names)}）。",
            f"{path} is none of the formats that we read from {path.suffix} files: {', '.join(names)}.",
        )
    )


def read(path: Path, *, encoding: str | None = None) -> Document:
    """Read a file.

    Raises:
        InputError: if it is missing, no regular file, not permitted, binary, in no encoding that we
            know, or not what its format asks for.
    """
    return parse(read_bytes(path), path, encoding=encoding)


def read_parts(path: Path, *, encoding: str | None = None) -> Iterator[Document]:
    """Yield the documents of a file: one, but several of a large plain text.

    Raises:
        InputError: as `read`, or if it is too large and cannot be cut.
    """
    yield from parse_parts(read_bytes(path), path, encoding=encoding)


def parse_parts(data: bytes, path: Path, *, encoding: str | None = None) -> Iterator[Document]:
    """Yield the documents of `data`, the content of `path`.

    Raises:
        InputError: as `read_parts`.
    """
    form = _format_of(path, data)
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
        document = _document(part, path, form, digest, before=before)
        yield document
        lines = len(document.lines.lines) - 1
        before = Before(before.lines + lines, before.characters + len(piece))


def parse(data: bytes, path: Path, *, encoding: str | None = None) -> Document:
    """Return the document that `data`, the content of `path`, holds.

    Raises:
        InputError: as `read`.
    """
    form = _format_of(path, data)
    try:
        decoded = (
            Decoded(form.package.unpack(data), "utf-8")
            if form.package
            else decode(data, path, encoding)
        )
        pack = partial(form.package.pack, data) if form.package else None
        return _document(decoded, path, form, hashlib.sha256(data).hexdigest(), pack=pack)
    except MalformedError as error:
        raise InputError(
            Message(f"{path} {error.message.zh}", f"{path} {error.message.en}")
        ) from error


def _document(
    decoded: Decoded,
    path: Path,
    form: Format,
    digest: str,
    *,
    pack: Callable[[str], bytes] | None = None,
    before: Before = _NOTHING,
) -> Document:
    blocks = form.blocks(decoded.text)
    if form.recognises is not None or form.package is not None:
        blocks = covered(decoded.text, blocks, code=form.marked_up)
    newline, mixed = newline_of(decoded.text)
    flow = read_flow(decoded.text, blocks, judges())
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
        engine=engine_of(form.name, decoded.text),
        escape=form.escape_ascii if form.escape_ascii and decoded.text.isascii() else form.escape,
        pack=pack,
        before=before,
    )


def _too_large(path: Path, size: int) -> Message:
    return Message(
        f"{path} 有 {size >> 20} MB，超过 {_REFUSED >> 20} MB；只有纯文本可以分段检查，请拆成几个文件。",
        f"{path} has {size >> 20} MB, more than {_REFUSED >> 20}; only plain text is read in pieces. Split the file.",
    )


def write(document: Document, edits: Iterable[SourceEdit]) -> bytes:
    """Return the bytes of the document's file after `edits`; without edits exactly those that were read.

    Raises:
        OverlapError: if two edits conflict.
        OutputError: if a replacement holds a character that the file's encoding does not have, or
            the file's format is one that we only read.
    """
    source = apply(document.source, edits)
    if document.pack is None:
        return encode(source, document.origin, document.path)
    try:
        return document.pack(source)
    except MalformedError as error:
        raise OutputError(
            Message(f"{document.path} {error.message.zh}", f"{document.path} {error.message.en}")
        ) from error


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
