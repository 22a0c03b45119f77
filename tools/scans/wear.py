"""Make a page look like a scan of old newsprint."""

from __future__ import annotations

import random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

_PATCHES = 7
"""Patches along each side of a page within which paper and ink are much alike."""
MOST_SKEW = 1.5
"""Degrees by which a page may lie askew."""


def worn(image: Image.Image, dice: random.Random, most: float = 1.0) -> Image.Image:
    """Return a page as a scan: blurred, uneven ink, grey paper, and what shines through.

    Args:
        image: the page as printed.
        dice: chooses how, and how much.
        most: wear of the worst page; with 1 Tesseract reads most pages of 30 pixels well.
    """
    noise = np.random.default_rng(dice.randrange(1 << 30))
    wear = most * dice.random()
    blurred = image.filter(ImageFilter.GaussianBlur(0.4 + dice.uniform(0, 1.1) * wear))
    ink = 1 - np.asarray(blurred, np.float64) / 255
    ink **= dice.uniform(0.6, 1.5)  # thick or thin
    back = np.asarray(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), np.float64)
    back = (1 - back / 255) * dice.uniform(0, 0.16) * wear
    paper = dice.uniform(185, 240) + _patches(noise, ink.shape, 14 * wear)
    depth = dice.uniform(0.65, 0.9) + _patches(noise, ink.shape, 0.1 * wear)
    values = paper * (1 - np.clip(np.maximum(ink * depth, back), 0, 1))
    values += noise.normal(0, 3 + 13 * wear * dice.random(), values.shape)
    lost = noise.random(values.shape) < 0.02 * wear * dice.random()
    values[lost] = paper[lost]
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def bitonal(image: Image.Image, dice: random.Random) -> Image.Image:
    """Return a scan in black and white, where thin strokes are lost or thick ones run together."""
    middle = float(np.median(np.asarray(image)))
    limit = middle * dice.uniform(0.5, 0.85)
    return image.point(lambda value: 255 if value > limit else 0).convert("1")


def _patches(
    noise: np.random.Generator, shape: tuple[int, ...], depth: float
) -> NDArray[np.float64]:
    """Return smooth unevenness over a page, shape `shape`, of this standard deviation."""
    small = noise.normal(0, depth, (_PATCHES, _PATCHES)).astype(np.float32)
    whole = Image.fromarray(small).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(whole, np.float64)
