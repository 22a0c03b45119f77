"""The segments of a document as plain numbers, for pages on their way between processes and disk.

A page of OCR has a segment a word or character, each with what the engine said of it: as objects a
thousand bytes a character and a sixth of the time that checking the page takes, there and back.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any, overload

from proofer.document.document import OcrToken, Segment
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span

_KINDS = tuple(BlockKind)
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_TOKEN = attrgetter("confidence", "box", "image", "size", "frame", "alternatives", "quad")
_FORMAT = 2
"""Of marshal: without references, which would cost more than they save."""


class PackedSegments(Sequence[Segment]):
    """Equal to a tuple of the same segments, each of which is made when it is asked for."""

    __slots__ = ("_data", "_read")

    def __init__(self, data: bytes) -> None:
        """Take the bytes that `data` of other segments returns."""
        self._data = data
        self._read: tuple[list[Any], list[Any]] | None = None

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> PackedSegments:
        """Pack segments that are not yet."""
        if isinstance(segments, PackedSegments):
            return segments
        numbers: dict[int, int] = {}
        tokens: list[OcrToken] = []
        rows = []
        for each in segments:
            token = -1
            if (ocr := each.ocr) is not None and (token := numbers.get(id(ocr), -1)) < 0:
                token = numbers[id(ocr)] = len(tokens)
                tokens.append(ocr)
            text, source = each.text, each.source
            rows.append(
                (
                    (text.start, text.end, source.start, source.end),
                    (_NUMBERS[each.kind], each.page, token),
                    tuple([(echo.start, echo.end) for echo in each.echoes]),
                )
            )
        return cls(marshal.dumps((rows, list(map(_TOKEN, tokens))), _FORMAT))

    def __reduce__(self) -> tuple[object, ...]:
        return PackedSegments, (self._data,)

    @property
    def _content(self) -> tuple[list[Any], list[Any]]:
        if self._read is None:
            self._read = marshal.loads(self._data)
        return self._read

    def _made(self, row: Any) -> Segment:
        (start, end, source_start, source_end), (kind, page, token), echoes = row
        return Segment(
            Span(start, end),
            Span(source_start, source_end),
            _KINDS[kind],
            page,
            None if token < 0 else OcrToken(*self._content[1][token]),
            tuple([Span(*echo) for echo in echoes]),
        )

    def __len__(self) -> int:
        return len(self._content[0])

    @overload
    def __getitem__(self, index: int) -> Segment: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Segment]: ...

    def __getitem__(self, index: int | slice) -> Segment | Sequence[Segment]:
        rows = self._content[0]
        if isinstance(index, slice):
            return tuple(map(self._made, rows[index]))
        return self._made(rows[index])

    def __iter__(self) -> Iterator[Segment]:
        return map(self._made, self._content[0])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple | PackedSegments) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))
