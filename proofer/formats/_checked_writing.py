"""From edits to bytes that say what was planned: they are read back before anything is replaced.

A correction may turn into markup, or spoil what stands beside it; then the file is not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from proofer.document.document import Document, Segment
from proofer.document.edits import SourceEdit
from proofer.errors import InputError, OutputError
from proofer.formats._encoding import decode
from proofer.formats._reading import parse
from proofer.formats._syntax.markup import HIDDEN, masked
from proofer.formats._writing import write
from proofer.messages import Message

_SHOWN = 12
"""Code points that a message quotes from the place where a file says something else."""


def write_checked(document: Document, edits: Iterable[SourceEdit]) -> bytes:
    """Return the bytes of the document's file after `edits`, which read as these want it.

    Raises:
        OverlapError, OutputError: as `write`.
        OutputError: if the bytes cannot be read, or say something else.
    """
    made = sorted(set(edits))
    data = write(document, made)
    if made:
        try:
            origin = document.origin
            again = parse(
                data,
                document.path,
                encoding=_named_encoding(document),
                fields=origin.fields,
                as_text=origin.as_text,
            )
        except InputError as error:
            raise OutputError(_unreadable(document, error)) from error
        check_reading(document.path, reading(document, made), [again])
    return data


def check_reading(path: Path, wanted: str, found: Iterable[Document]) -> None:
    """Check that the documents `found` of a file say what is `wanted`; see `reading`.

    Line ends and blanks do not count, nor in which order the reading flow puts the lines.

    Raises:
        OutputError: if they say something else; it quotes the place.
    """
    got = "".join(map(reading, found))
    if _bare(wanted) != _bare(got) and (one := _text(wanted)) != (other := _text(got)):
        raise OutputError(_differing(path, one, other))


def reading(document: Document, edits: Sequence[SourceEdit] = ()) -> str:
    """Return what a document says in the order of its source, with `edits`, by place, made."""
    parts = [(edit.span.start, 0, edit.reading) for edit in edits]
    at = 0
    for segment in sorted(document.segments, key=lambda each: each.source):
        while at < len(edits) and edits[at].span.end <= segment.source.start:
            at += 1
        inside = _within(segment.source.end, edits, at)
        parts += ((start, 1, text) for start, text in _left(document, segment, inside))
    return "".join(text for _, _, text in sorted(parts, key=lambda part: part[:2]))


def _within(end: int, edits: Sequence[SourceEdit], at: int) -> list[SourceEdit]:
    found: list[SourceEdit] = []
    while at < len(edits) and edits[at].span.start < end:
        found.append(edits[at])
        at += 1
    return found


def _left(
    document: Document, segment: Segment, edits: Sequence[SourceEdit]
) -> Iterator[tuple[int, str]]:
    """Yield what `edits` leave of a segment, with its place in the source."""
    shown, (start, end) = (
        segment.text.of(document.text),
        (
            segment.source.start,
            segment.source.end,
        ),
    )
    if len(shown) != len(segment.source) or len(shown) == 1:  # one character, however written
        if not any(len(edit.span) for edit in edits):
            yield start, document.shown(segment.text)
        return
    at = start
    for edit in edits:
        if at < edit.span.start:
            yield at, shown[at - start : edit.span.start - start]
        at = max(at, edit.span.end)
    if at < end:
        yield at, shown[at - start :]


def _text(reading: str) -> str:
    """Return a reading without blanks, and without what a reader of the page does not read."""
    return _bare(masked(reading).replace(HIDDEN, ""))


def _bare(text: str) -> str:
    return "".join(text.split())


def _named_encoding(document: Document) -> str | None:
    """Return the encoding to read the file with: None if it is found by itself."""
    encoding = document.origin.encoding
    if document.pack is not None:
        return None
    try:
        found = decode(write(document, ()), document.path).encoding
    except InputError:
        return encoding
    return None if found == encoding else encoding


def _unreadable(document: Document, error: InputError) -> Message:
    path, why = document.path, error.message
    return Message(
        f"{path}：改正后的文件无法再读（{why.zh}）；没有写出。",
        f"{path}: the corrected file could not be read again ({why.en}); nothing was written.",
    )


def _differing(path: Path, wanted: str, got: str) -> Message:
    at = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(wanted, got, strict=False)))
    start = max(0, at - _SHOWN // 2)
    one, other = wanted[start : start + _SHOWN], got[start : start + _SHOWN]
    return Message(
        f"{path}：改正写回后再读，文字与决定的不同：应为“{one}”，读到“{other}”；没有写出。"
        "请撤销这处改动，在文件里手工改。",
        f"{path}: read back, the corrected file does not say what was decided: "
        f"“{one}” was wanted, it reads “{other}”. Nothing was written; take that correction back "
        "and make it in the file by hand.",
    )
