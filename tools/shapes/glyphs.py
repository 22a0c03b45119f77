"""How characters look in print: histograms of the directions of strokes, from glyphs of free fonts.

The outline of a glyph has a direction at each pixel. Directions are counted in 8 x 8 cells of the
glyph, eight directions a cell (histograms of oriented gradients, Dalal and Triggs 2005). Two
characters whose counts are alike have the same strokes in the same places.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

SIZE = 64
"""Pixels of an em."""
CELLS, DIRECTIONS = 8, 8
_MISSING = "\uffff"


def histograms(characters: str, fonts: Sequence[bytes]) -> NDArray[np.float32]:
    """Centred unit vectors, shape (characters, fonts x 512).

    Raises:
        OSError: one of `fonts` is not a font.
        ValueError: a font lacks characters.
    """
    parts = []
    for data in fonts:
        font = ImageFont.truetype(io.BytesIO(data), SIZE)
        empty = render(_MISSING, font)
        glyphs = [render(char, font) for char in characters]
        lost = "".join(
            c for c, glyph in zip(characters, glyphs, strict=True) if np.array_equal(glyph, empty)
        )
        if lost:
            msg = f"{' '.join(map(str, font.getname()))} lacks {lost}"
            raise ValueError(msg)
        parts.append(unit(_centred(np.stack([_directions(glyph) for glyph in glyphs]))))
    return unit(np.concatenate(parts, axis=1))


def render(char: str, font: ImageFont.FreeTypeFont) -> NDArray[np.float32]:
    """The glyph of `char` in the middle of a square, 0 to 1."""
    image = Image.new("L", (SIZE, SIZE), 0)
    ImageDraw.Draw(image).text((SIZE / 2, SIZE / 2), char, fill=255, font=font, anchor="mm")
    return np.asarray(image, np.float32) / np.float32(255)


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row scaled to length 1."""
    scaled: NDArray[np.float32] = rows / np.maximum(
        np.linalg.norm(rows, axis=1, keepdims=True), 1e-9
    )
    return scaled


def _centred(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    centred: NDArray[np.float32] = rows - rows.mean(axis=0)
    return centred


def _blur(size: int, sigma: float) -> NDArray[np.float32]:
    """Matrix that blurs a vector of `size`, mirrored at its ends."""
    reach = np.arange(-size, size + 1)
    weights = np.exp(-0.5 * (reach / sigma) ** 2)
    matrix = np.zeros((size, size))
    for row in range(size):
        columns = (row + reach) % (2 * size)
        np.add.at(matrix[row], np.minimum(columns, 2 * size - 1 - columns), weights / weights.sum())
    return matrix.astype(np.float32)


_SMOOTH, _SPREAD = _blur(SIZE, 1.0), _blur(CELLS, 0.7)


def _directions(glyph: NDArray[np.float32]) -> NDArray[np.float32]:
    """Square roots of directions' weights in each cell; neighbouring cells and directions share."""
    down, across = np.gradient(_SMOOTH @ glyph @ _SMOOTH.T)
    strength = np.hypot(across, down)
    angle = np.arctan2(down, across) % np.pi / np.pi * DIRECTIONS
    low = np.floor(angle).astype(np.int64) % DIRECTIONS
    upper = angle - np.floor(angle)
    cell = np.arange(SIZE) // (SIZE // CELLS)
    place = cell[:, None] * CELLS + cell[None, :]
    counts = np.zeros((DIRECTIONS, CELLS * CELLS))
    np.add.at(counts, (low, place), strength * (1 - upper))
    np.add.at(counts, ((low + 1) % DIRECTIONS, place), strength * upper)
    spread = _SPREAD @ counts.reshape(DIRECTIONS, CELLS, CELLS) @ _SPREAD.T
    return np.sqrt(spread).ravel().astype(np.float32)
