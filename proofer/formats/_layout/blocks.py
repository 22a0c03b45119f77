"""From the lines of an OCR engine, with their boxes, to the blocks of a page in reading order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, product

from proofer.document.blocks import Block, Piece
from proofer.document.document import Box, Quad
from proofer.document.flow import CLOSERS
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._layout.reading_order import LARGE, columns, median, rows
from proofer.formats._layout.wrapped_lines import SENTENCE_END

_FARTHEST = 1e7
"""Pixels; no image is larger."""
_NEAR = 4
"""Lines above and below that give the edges of a column: too few for the page's skew to matter."""
_INDENT = 1.2
"""Line heights; a paragraph's first line is indented by more."""
_SHORT = 2.5
"""Line heights; a paragraph's last line ends farther than this from the edge of the column."""
_SHORT_SENTENCE = 1.0
"""The same if the line ends in a mark that ends a sentence."""
_WHITE = 0.5
"""Line heights; lines of one paragraph are no more than this farther apart than usual."""
_OTHER_SIZE = 1.6
"""Ratio of the heights of two lines from which they are of different sizes of type."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as the engine has it, with `pieces` and `spaced` as in Block."""

    pieces: tuple[Piece, ...]
    spaced: frozenset[int] = frozenset()
    box: Box | None = None
    page: int = 1
    paragraph: object = None
    """Lines of one paragraph, as the engine has it, share it."""
    kind: BlockKind | None = None
    hyphenated: bool = False
    """Its last word continues in the next line; the hyphen is not among the pieces."""


NUMBER = lazy_pattern(r"-?\d{1,9}(?:\.\d{1,9})?")
"""A coordinate."""
_CORNERS = 4
"""Corners of a quad."""
_MOST_SIDES = 64
"""Sides of the convex hull of a line's polygon: its ends are round at most."""
_SLOPING = 0.1
"""Share of a line's height by which it must rise or fall to be more than a trembling box."""


def coordinates(written: str) -> list[float]:
    """Return the numbers of a list of points, however they are separated."""
    return [float(number) for number in NUMBER.findall(written)]


def box_of(numbers: Sequence[float]) -> Box | None:
    """Return the box of left, top, right, bottom or of corners x, y, x, y, …; None if absurd."""
    if (
        len(numbers) < 4
        or len(numbers) % 2
        or not all(abs(number) < _FARTHEST for number in numbers)
    ):
        return None
    across, down = numbers[::2], numbers[1::2]
    return min(across), min(down), max(across), max(down)


def quad_of(numbers: Sequence[float]) -> Quad | None:
    """Return the corners of a line that slopes so much that its box is too high.

    None for one that is level, or runs down, or has less than four corners.

    Args:
        numbers: x, y, x, y, … of four corners, or of a polygon that follows the ink.
    """
    box = box_of(numbers)
    if box is None or len(numbers) < 2 * _CORNERS or box[2] - box[0] <= box[3] - box[1]:
        return None
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    points = sorted(points if len(points) == _CORNERS else _rectangle(points))
    if not points:
        return None
    (a, d), (b, c) = (sorted(side, key=lambda each: each[1]) for side in (points[:2], points[2:]))
    height = (c[1] + d[1] - a[1] - b[1]) / 2
    rise = max(abs(a[1] - b[1]), abs(c[1] - d[1]))
    return (a, b, c, d) if height > 0 and rise > _SLOPING * height else None


def _rectangle(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the corners of the smallest rectangle around points, along one side of their hull.

    Nothing for a hull without an inside, or of so many sides that it is not that of a line.
    """
    hull = _hull(points)
    if not 2 < len(hull) <= _MOST_SIDES:
        return []
    best: tuple[float, list[tuple[float, float]]] = (math.inf, [])
    for (ax, ay), (bx, by) in pairwise([*hull, hull[0]]):
        long = math.hypot(bx - ax, by - ay)
        cosine, sine = (bx - ax) / long, (by - ay) / long
        across = [x * cosine + y * sine for x, y in hull]
        down = [y * cosine - x * sine for x, y in hull]
        area = (max(across) - min(across)) * (max(down) - min(down))
        if area < best[0]:
            corners = product((min(across), max(across)), (min(down), max(down)))
            best = area, [(u * cosine - v * sine, u * sine + v * cosine) for u, v in corners]
    return best[1]


def _hull(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the convex hull of points, by Andrew's monotone chain."""
    ordered = sorted(set(points))
    halves: list[list[tuple[float, float]]] = []
    for way in (ordered, ordered[::-1]):
        half: list[tuple[float, float]] = []
        for x, y in way:
            while len(half) > 1 and (
                (half[-1][0] - half[-2][0]) * (y - half[-2][1])
                <= (half[-1][1] - half[-2][1]) * (x - half[-2][0])
            ):
                half.pop()
            half.append((x, y))
        halves.append(half[:-1])
    return halves[0] + halves[1]


def size_of(numbers: Sequence[float]) -> tuple[float, float] | None:
    """Return width and height of a page, given as a box; None unless it begins at 0, 0."""
    box = box_of(numbers)
    return box[2:] if box is not None and box[:2] == (0, 0) and min(box[2:]) > 0 else None


def joined(
    source: str, words: Iterable[Sequence[Piece]]
) -> tuple[tuple[Piece, ...], frozenset[int]]:
    """Return the pieces of a line's words, and the indexes of those that follow a blank.

    A blank separates words of Latin letters or digits; Chinese has none, whatever the engine takes
    for a word.
    """
    pieces: list[Piece] = []
    spaced: list[int] = []
    for word in words:
        if pieces and word and _blank_between(pieces[-1].of(source)[-1], word[0].of(source)[0]):
            spaced.append(len(pieces))
        pieces += word
    return tuple(pieces), frozenset(spaced)


def _blank_between(before: str, after: str) -> bool:
    return (
        before.isascii()
        and after.isascii()
        and after.isalnum()
        and (before.isalnum() or before in ",.;:)")
    )


def arranged(source: str, lines: Iterable[TextLine], *, ordered: bool = False) -> list[Block]:
    """Return the blocks of `lines`, in reading order by their boxes.

    They stay in their order if that is known to be right (`ordered`), or if a line of their page
    has no box.
    """
    found: list[Block] = []
    for _, group in groupby((line for line in lines if line.pieces), key=lambda line: line.page):
        page = list(group)
        if not ordered and all(line.box for line in page):
            found += _by_columns(source, page)
        else:
            for _, part in groupby(page, key=lambda line: line.paragraph):
                found += _as_written(source, list(part))
    return found


def paragraph_block(
    lines: Sequence[TextLine], *, indented: bool = False, blank_before: bool = True, level: int = 0
) -> Block:
    """Return the block of a paragraph's lines."""
    pieces: list[Piece] = []
    wraps: list[int] = []
    spaced: list[int] = []
    hyphenated = True
    for line in lines:
        if not hyphenated:
            wraps.append(len(pieces))
        spaced += [len(pieces) + index for index in line.spaced]
        pieces += line.pieces
        hyphenated = line.hyphenated
    first = lines[0]
    return Block(
        pieces=tuple(pieces),
        kind=first.kind,
        page=first.page,
        level=level,
        blank_before=blank_before,
        indented=indented,
        wraps=frozenset(wraps),
        spaced=frozenset(spaced),
    )


@dataclass(frozen=True, slots=True)
class _ColumnLine:
    """A line of a column: all that the engine found at its height."""

    lines: Sequence[TextLine]
    box: Box
    last: str

    @classmethod
    def of(cls, source: str, lines: Sequence[TextLine], boxes: Sequence[Box]) -> _ColumnLine:
        """Return the row of lines with these boxes."""
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        last = "".join(piece.of(source) for piece in lines[-1].pieces).rstrip(CLOSERS)[-1:]
        return cls(lines, (min(lefts), min(tops), max(rights), max(bottoms)), last)

    @property
    def height(self) -> float:
        """The height of the line."""
        return self.box[3] - self.box[1]


def _by_columns(source: str, page: Sequence[TextLine]) -> Iterator[Block]:
    boxes = _upright([line.box for line in page if line.box])
    for column in columns(boxes):
        found = rows(boxes, column)
        yield from _blocks(
            [
                _ColumnLine.of(source, [page[i] for i in row], [boxes[i] for i in row])
                for row in found
            ]
        )


def _as_written(source: str, lines: Sequence[TextLine]) -> Iterator[Block]:
    boxes = _upright([line.box for line in lines if line.box])
    if len(boxes) == len(lines):
        yield from _blocks(
            [_ColumnLine.of(source, [line], [box]) for line, box in zip(lines, boxes, strict=True)]
        )
    else:
        yield paragraph_block(lines)


def _blocks(column: Sequence[_ColumnLine]) -> Iterator[Block]:
    left = min(row.box[0] for row in column)
    bottom = float("inf")
    for paragraph in _paragraphs(column):
        first = paragraph[0]
        yield paragraph_block(
            [line for row in paragraph for line in row.lines],
            indented=first.box[0] - left > _INDENT * first.height,
            blank_before=first.box[1] - bottom > first.height,
        )
        bottom = paragraph[-1].box[3]


def _upright(boxes: Sequence[Box]) -> Sequence[Box]:
    """Return the boxes, those of vertical lines turned so that they run from left to right."""
    tall = sum(bottom - top > 2 * (right - left) for left, top, right, bottom in boxes)
    if tall > 0.5 * len(boxes):
        return [(top, -right, bottom, -left) for left, top, right, bottom in boxes]
    return boxes


def _paragraphs(column: Sequence[_ColumnLine]) -> Iterator[Sequence[_ColumnLine]]:
    """Split a column into paragraphs.

    A paragraph begins where a line is indented, or where the line above ends early, is far above or
    of another size. The edges of the column are those of the lines around, as they move on a skewed
    page.
    """
    height = median(row.height for row in column) or 1.0
    spacing = median([below.box[1] - above.box[3] for above, below in pairwise(column)])
    start = 0
    for index in range(1, len(column)):
        above, below = column[index - 1], column[index]
        near = [
            row
            for row in column[max(0, index - _NEAR) : index + _NEAR]
            if row.height < LARGE * height
        ]
        near = near or [above, below]
        left, right = min(row.box[0] for row in near), max(row.box[2] for row in near)
        short = (right - above.box[2]) / height
        if (
            below.box[0] - left > _INDENT * height
            or short > (_SHORT_SENTENCE if above.last in SENTENCE_END else _SHORT)
            or below.box[1] - above.box[3] > spacing + _WHITE * height
            or max(above.height, below.height) > _OTHER_SIZE * min(above.height, below.height)
        ):
            yield column[start:index]
            start = index
    yield column[start:]
