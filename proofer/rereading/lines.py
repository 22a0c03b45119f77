"""The printed lines of a document and where they stand on the image of their page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from proofer.document.document import Box, Document, OcrToken, Quad, Segment
from proofer.document.spans import Span
from proofer.ocr.alignment import printed_lines
from proofer.scan.regions import ImageRegion, around
from proofer.scan.regions import _is_block as is_block
from proofer.scan.regions import _is_vertical as is_vertical
from proofer.scan.regions import _length as width_of

_USUAL = (0.6, 1.6)
"""Boxes of which heights, in medians, tell the slope of a line: dots and dashes do not."""
_FEWEST = 4
"""Boxes that tell a slope; they must also be wider together than so many are high."""
_LEVEL = 0.002
"""Pixels up or down a pixel of length below which a line is level."""
MARGIN = 0.15
"""White around a line that is read with it, in its heights.

Less cuts characters, more shows the next line.
"""
_HANGING = 0.5
"""White behind a line, in its heights, where there is room: the last mark of a line has a square of
its own, and engines draw their boxes around the ink, or around the character before it."""
_BESIDE = 0.25
"""Share of a line's height that another one must have in common with it to stand beside it."""
_OVERLAP = 2.0
"""By how much another one may reach into a line that it stands beside, in the line's heights."""


class Unreadable(Enum):
    """Why a line cannot be read again."""

    NO_BOX = "no box"
    SHARED = "its box holds other lines too"
    EMPTY = "its box is empty"
    OUTSIDE = "its box is outside of the image"
    LOW = "it is too low"
    ILLEGIBLE = "its image is not legible"
    ELSEWHERE = "its image shows another line"


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of the text with its place on the page, in the unit of the file's boxes.

    A vertical one counts as turned by 90 degrees to the left: its upper edge is the right one.

    Attributes:
        span: the line in the document's text.
        region: its place on the page.
        quad: its corners.
        vertical: whether it runs down.
        room: the white behind it that is read with it, in its heights.
        cut: whether another box touches its beginning, and its end. Engines that take one line of
            print for two may cut a character in two.
    """

    span: Span
    region: ImageRegion
    quad: Quad
    vertical: bool
    room: float = MARGIN
    cut: tuple[bool, bool] = (False, False)


def lines_of(document: Document) -> Iterator[tuple[Span, Line | Unreadable]]:
    """Yield the printed lines in reading order, each with its place or why it has none."""
    held = _characters_by_box(document, document.segments)
    for printed in printed_lines(document):
        pieces = [each for each in document.pieces(printed.span) if _bare(document, each)]
        if pieces:
            yield printed.span, _line(document, printed.span, pieces, held)


def _line(
    document: Document,
    span: Span,
    pieces: Sequence[Segment],
    held: Mapping[tuple[int, Box], int],
) -> Line | Unreadable:
    tokens = [each.ocr for each in pieces if each.ocr is not None and each.ocr.box is not None]
    first = tokens[0] if tokens else OcrToken()
    pages = {(each.page, each.ocr.image if each.ocr else "") for each in pieces}
    if len(tokens) < len(pieces) or len(pages) > 1:
        return Unreadable.NO_BOX
    here = _characters_by_box(document, pieces)
    if any(held[key] > count for key, count in here.items()):
        return Unreadable.SHARED
    boxes = [box for _, box in here]
    length = width_of("".join(_bare(document, each) for each in pieces))
    whole = around(boxes)
    if whole[2] - whole[0] <= 0 or whole[3] - whole[1] <= 0:
        return Unreadable.EMPTY
    if len(boxes) == 1 and is_block(whole, length):
        return Unreadable.SHARED
    vertical = is_vertical(whole, length)
    corners = {each.quad for each in tokens}
    own = first.quad if len(corners) == 1 and not vertical else None
    quad = own or quad_of(boxes, vertical=vertical)
    region = ImageRegion(
        pieces[0].page, whole, height(quad), (), first.image, first.size, first.frame
    )
    return Line(span, region, quad, vertical)


def with_room(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page, each with the white behind it, and what touches it."""
    found = list(lines)
    for vertical in {line.vertical for line in lines}:
        boxes = _boxes(lines, vertical=vertical)
        chosen = [at for at, line in enumerate(lines) if line.vertical is vertical]
        befores, behinds = (
            _gaps(boxes[:, [2, 1, 0, 3]] * (-1, 1, -1, 1), chosen),
            _gaps(boxes, chosen),
        )
        for at, before, behind in zip(chosen, befores, behinds, strict=True):
            room = min(max(behind, MARGIN), _HANGING)
            found[at] = replace(lines[at], room=room, cut=(before < MARGIN, behind < MARGIN))
    return found


def _boxes(lines: Sequence[Line], *, vertical: bool) -> NDArray[np.float64]:
    """Return the boxes of lines, shape (lines, 4), with x and y exchanged for vertical lines."""
    boxes = np.array([line.region.focus for line in lines], np.float64)
    return boxes[:, [1, 0, 3, 2]] if vertical else boxes


def _gaps(boxes: NDArray[np.float64], chosen: Sequence[int]) -> list[float]:
    """Return how much is free behind each chosen box, in its heights, at most `_HANGING`."""
    by_left = boxes[boxes[:, 0].argsort()]
    found = []
    for _, top, right, bottom in boxes[chosen]:
        high = bottom - top
        span = right - _OVERLAP * high, right + _HANGING * high
        lefts, tops, rights, bottoms = by_left[slice(*by_left[:, 0].searchsorted(span))].T
        common = np.minimum(bottoms, bottom) - np.maximum(tops, top)
        behind = lefts[(rights > right) & (common > _BESIDE * high)]
        found.append(float(((behind - right) / high).min(initial=_HANGING)))
    return found


def quad_of(boxes: Sequence[Box], *, vertical: bool = False) -> Quad:
    """Return the corners of the line that `boxes`, one or more, stand in.

    Along its base line, if several boxes tell one.
    """
    array = np.array(boxes, np.float64)
    if vertical:  # turned to the left: across becomes down
        array = np.stack((array[:, 1], -array[:, 2], array[:, 3], -array[:, 0]), 1)
    (x0, top, bottom), (x1, end_top, end_bottom) = _edges(array)
    corners = ((x0, top), (x1, end_top), (x1, end_bottom), (x0, bottom))
    if vertical:
        corners = tuple((-y, x) for x, y in corners)  # type: ignore[assignment]
    return corners


def _edges(boxes: NDArray[np.float64]) -> tuple[tuple[float, float, float], ...]:
    """Return x, top and bottom at the beginning and at the end of a horizontal line."""
    lefts, tops, rights, bottoms = boxes.T
    left, right = float(lefts.min()), float(rights.max())
    heights = bottoms - tops
    usual = float(np.median(heights))
    told = (heights > _USUAL[0] * usual) & (heights < _USUAL[1] * usual)
    if told.sum() < _FEWEST or right - left <= _FEWEST * usual:
        top, bottom = float(tops.min()), float(bottoms.max())
        return (left, top, bottom), (right, top, bottom)
    middles = (tops + bottoms) / 2
    slope, base = np.polyfit(((lefts + rights) / 2)[told], middles[told], 1)
    half = float(np.quantile(heights[told], 0.9)) / 2
    if abs(slope) < _LEVEL:
        middle = float(np.median(middles[told]))
        top = min(float(np.median(tops[told])), middle - half)
        bottom = max(float(np.median(bottoms[told])), middle + half)
        return (left, top, bottom), (right, top, bottom)
    ends = ((x, float(slope * x + base)) for x in (left, right))
    return tuple((x, middle - half, middle + half) for x, middle in ends)


def height(quad: Quad) -> float:
    """Return how high a line is, between the middles of its edges."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    return float(np.hypot((cx + dx - ax - bx) / 2, (cy + dy - ay - by) / 2))


def _characters_by_box(
    document: Document, pieces: Sequence[Segment]
) -> Mapping[tuple[int, Box], int]:
    """Return how many characters stand in each box of each page."""
    counts: Counter[tuple[int, Box]] = Counter()
    for each in pieces:
        if each.ocr is not None and each.ocr.box is not None:
            counts[each.page, each.ocr.box] += len(_bare(document, each))
    return counts


def _bare(document: Document, piece: Segment) -> str:
    """Return the text of a piece without its blanks."""
    return "".join(piece.text.of(document.text).split())
