"""Whether the engine kept the columns of a page apart, by the boxes of its lines in reading order.

Some lines show that it did not: a line that reaches over those of another column, one much longer
than the others of its own, one in two parts with a gutter between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from proofer.document.document import Box, Document
from proofer.document.spans import Span
from proofer.ocr.alignment import printed_lines

_FEWEST = 3
"""Lines out of their column; pages in the right order have one or two."""
_LARGE = 1.3
"""A headline's height, in heights of a line."""
_WIDE = 1.6
"""How much longer than the others of its column a line is that was read across a gutter."""
_GUTTER = 1.5
"""White space inside of a line that is a gutter, in heights of a line."""
_COLUMN = 4
"""Lines that a column has at least."""


def unclear_columns(document: Document) -> tuple[Span, int] | None:
    """Return the first line out of its column, and how many there are; None if they are few."""
    lines = [line for line in printed_lines(document) if len(line.span)]
    boxes = [line.box for line in lines if line.box is not None]
    if len(boxes) < max(_COLUMN, len(lines)) or lines[-1].page != lines[0].page:
        return None
    odd, height = {lines[number].span for number in stray_lines(boxes)}, _height(boxes)
    odd |= {line.span for line in lines if _is_torn(document, line.span, height)}
    return (min(odd), len(odd)) if len(odd) >= _FEWEST else None


def stray_lines(boxes: Sequence[Box]) -> list[int]:
    """Return which lines reach over those of another column or out of their own.

    `boxes` are those of the lines in reading order.
    """
    height = _height(boxes)
    columns = _columns(boxes, height)
    found = []
    for column in range(columns[-1] + 1):
        inside = [number for number, each in enumerate(columns) if each == column]
        others = [boxes[number] for number, each in enumerate(columns) if each != column]
        found += [
            number
            for number in inside
            if any(_reaches_over(boxes[number], each, height) for each in others)
        ]
        if len(inside) >= _COLUMN:
            usual = sorted(boxes[number][2] - boxes[number][0] for number in inside)[
                len(inside) // 2
            ]
            found += [number for number in inside if _is_wide(boxes[number], usual, height)]
    return found


def _height(boxes: Sequence[Box]) -> float:
    return sorted(box[3] - box[1] for box in boxes)[len(boxes) // 2]


def _columns(boxes: Sequence[Box], height: float) -> list[int]:
    """Return the column of each line: one begins where the next line stands higher, or beside."""
    numbers = [0]
    for above, below in pairwise(boxes):
        apart = min(above[2], below[2]) < max(above[0], below[0])
        numbers.append(numbers[-1] + (below[1] < above[1] - height or apart))
    return numbers


def _reaches_over(one: Box, other: Box, height: float) -> bool:
    return min(one[2], other[2]) - max(one[0], other[0]) > height / 2 and _level(one, other)


def _level(one: Box, other: Box) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared > 0.5 * min(one[3] - one[1], other[3] - other[1])


def _is_wide(box: Box, usual: float, height: float) -> bool:
    return box[2] - box[0] > _WIDE * usual and box[3] - box[1] < _LARGE * height


def _is_torn(document: Document, span: Span, height: float) -> bool:
    """Return whether a line is of two parts with a gutter between them."""
    boxes = [piece.ocr.box for piece in document.pieces(span) if piece.ocr is not None]
    return any(
        before is not None and after is not None and after[0] - before[2] > _GUTTER * height
        for before, after in pairwise(boxes)
    )
