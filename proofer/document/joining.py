"""Several documents of one file as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from proofer.document.document import BREAK, Before, Document, RecordStart, Segment


def text_starts(parts: Sequence[Document]) -> list[int]:
    """Return where the text of each part begins in the text of `joined(parts)`, in code points."""
    lengths = [len(part.text) + len(BREAK) if part.text else 0 for part in parts]
    return [0, *accumulate(lengths)][: len(parts)]


def joined(parts: Sequence[Document]) -> Document:
    """Return the parts of a file as one document; no paragraph reaches from one into another."""
    first = parts[0]
    sources = [0, *accumulate(len(part.source) for part in parts)]
    places = list(zip(parts, text_starts(parts), sources, strict=False))
    return replace(
        first,
        source="".join(part.source for part in parts),
        text=BREAK.join(part.text for part in parts if part.text),
        segments=tuple(_segments(places)),
        paragraphs=tuple(
            replace(each, span=each.span.shift(text))
            for part, text, _ in places
            for each in part.paragraphs
        ),
        joins=tuple(
            replace(each, offset=each.offset + text, gap=each.gap.shift(source))
            for part, text, source in places
            for each in part.joins
        ),
        records=tuple(
            RecordStart(each.offset + text, each.number)
            for part, text, _ in places
            for each in part.records
        ),
        notes=tuple(note for part in parts for note in part.notes),
        before=Before(),
    )


def _segments(places: Iterable[tuple[Document, int, int]]) -> Iterable[Segment]:
    for part, text, source in places:
        for each in part.segments:
            yield replace(
                each,
                text=each.text.shift(text),
                source=each.source.shift(source),
                echoes=tuple(echo.shift(source) for echo in each.echoes),
            )
