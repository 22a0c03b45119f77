"""The image of a single line, cut from its page, upright and as high as the recogniser takes it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from proofer.document.document import Box, Quad
from proofer.rereading.lines import MARGIN, Line, Unreadable, height
from proofer.rereading.model import HEIGHT
from proofer.scan.images import PageImage

if TYPE_CHECKING:
    from PIL.Image import Image

LOWEST = 12
"""Pixels of a line's height: of lower ones more than 2 characters in 100 are read wrongly."""
_MARGIN_VERTICAL = 0.3
"""On both sides of a vertical line, in its widths: boxes of vertical print are tighter."""

_NARROWEST = 8
"""Pixels of a line's image: one frame."""
_ON_IMAGE = 0.5
"""Share of a line's length and height that must be on the image."""


def crop(page: PageImage, line: Line) -> NDArray[np.uint8] | Unreadable:
    """Return the greys of a line, shape (`HEIGHT`, width), or why it cannot be read.

    It runs from left to right, as it is read.
    """
    unit = line.region.size or page.size
    in_file = _scaled(line.quad, page.size[0] / unit[0], page.size[1] / unit[1])
    if not _is_on(in_file, page.size):
        return Unreadable.OUTSIDE
    if height(in_file) < LOWEST:
        return Unreadable.LOW
    image = page.image
    quad = _scaled(line.quad, image.width / unit[0], image.height / unit[1])
    quad = _widened(quad, _MARGIN_VERTICAL if line.vertical else MARGIN, line.room)
    box = _upright_box(quad)
    return np.asarray(_drawn(image, quad) if box is None else _cut(image, box), np.uint8)


def _cut(image: Image, box: Box) -> Image:
    """Return the part of an image that is on it, as high as the recogniser takes it."""
    from PIL.Image import Resampling

    left, top = max(0.0, box[0]), max(0.0, box[1])
    right, bottom = min(float(image.width), box[2]), min(float(image.height), box[3])
    width = max(_NARROWEST, math.ceil(HEIGHT * (right - left) / (bottom - top)))
    return image.resize((width, HEIGHT), Resampling.BILINEAR, (left, top, right, bottom))


def _drawn(image: Image, quad: Quad) -> Image:
    """Return a line that slopes or runs down, drawn level; what is not on the image is white."""
    from PIL.Image import Resampling, Transform

    high, long = height(quad), math.dist(_middle(quad[0], quad[3]), _middle(quad[1], quad[2]))
    # As large as it is, first: a transformation that also shrinks would leave out rows.
    size = (max(2, round(long)), max(2, round(high)))
    corners = [number for corner in (quad[0], quad[3], quad[2], quad[1]) for number in corner]
    level = image.transform(size, Transform.QUAD, corners, Resampling.BILINEAR, fillcolor=255)
    width = max(_NARROWEST, math.ceil(HEIGHT * long / high))
    return level.resize((width, HEIGHT), Resampling.BILINEAR)


def _widened(quad: Quad, across: float, behind: float) -> Quad:
    """Return a line with white around it, in its heights.

    Args:
        quad: the line.
        across: white above and below.
        behind: white at its end; at its beginning it is `MARGIN`.
    """
    a, b, c, d = (np.array(corner) for corner in quad)
    high = height(quad)
    along = (b + c - a - d) / 2
    along *= high / max(1.0, float(np.hypot(*along)))
    down = (c + d - a - b) / 2
    down *= across
    before, after = MARGIN * along, behind * along
    corners = (a - before - down, b + after - down, c + after + down, d - before + down)
    return tuple((float(x), float(y)) for x, y in corners)  # type: ignore[return-value]


def _upright_box(quad: Quad) -> Box | None:
    """Return left, top, right, bottom of a line that neither slopes nor is vertical."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    if ay == by and cy == dy and ax == dx and bx == cx and bx > ax and dy > ay:
        return ax, ay, cx, cy
    return None


def _is_on(quad: Quad, size: tuple[float, float]) -> bool:
    """Whether most of the line is on the image."""
    xs, ys = zip(*quad, strict=True)
    if not all(map(math.isfinite, (*xs, *ys))):
        return False
    across = min(max(xs), size[0]) - max(min(xs), 0)
    down = min(max(ys), size[1]) - max(min(ys), 0)
    return (
        across >= _ON_IMAGE * (max(xs) - min(xs)) > 0
        and down >= _ON_IMAGE * (max(ys) - min(ys)) > 0
    )


def _scaled(quad: Quad, across: float, down: float) -> Quad:
    return tuple((x * across, y * down) for x, y in quad)  # type: ignore[return-value]


def _middle(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
