"""Places of findings and corrections, as programs expect them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from proofer.document.document import Document
from proofer.document.line_index import Position
from proofer.document.spans import Span


def region(document: Document, span: Span) -> tuple[Position, Position]:
    """Return the first position of a range of the source, and the one after it."""
    return document.lines.position(span.start), document.lines.position(span.end)


def local(path: Path) -> Path:
    """Return the path as programs look it up: relative to the working folder if it is inside."""
    return (
        path.relative_to(Path.cwd())
        if path.is_absolute() and path.is_relative_to(Path.cwd())
        else path
    )


def is_source_shown(document: Document) -> bool:
    """Return whether the file can be read as it is, unlike XML, JSON and archives."""
    return document.origin.readable and document.pack is None


def position_finder(document: Document) -> Callable[[Span], Position]:
    """Return the function from a place of the text to the line and column that people look for.

    In an archive (Word, EPUB) those of its XML say nothing to anybody: there they are the number of
    the paragraph in the reading flow, and the column in it, as the review shows it.
    """
    if document.pack is None:
        return lambda span: document.lines.position(document.source_span(span).start)
    line_of = line_finder(document)

    def position(span: Span) -> Position:
        start = document.paragraph_at(span.start).span.start
        return Position(line_of(span.start), span.start - start + 1)

    return position


def line_finder(document: Document) -> Callable[[int], int]:
    """Return the function from an offset of the text to its line, that of the file.

    Where the file cannot be read as it is, it is the line of the page in the reading flow.
    """
    if is_source_shown(document):
        return lambda offset: document.position(offset).line
    starts = sorted(
        {each.span.start for each in document.paragraphs} | {join.offset for join in document.joins}
    )
    counts: Counter[int] = Counter()
    numbers: list[int] = []
    for start in starts:
        segment = document.segment_at(start)
        page = segment.page if segment else 1
        counts[page] += 1
        numbers.append(counts[page])
    return lambda offset: numbers[bisect_right(starts, offset) - 1] if numbers else 1
