"""Pictures of pages: an image file read with limits, and the part of it that shows a place.

Pillow, which reads them, is the extra `scan`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from proofer.document.document import Box
from proofer.errors import InputError
from proofer.messages import Message
from proofer.scan.image_lookup import ImageFile
from proofer.scan.regions import ImageRegion, view

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "JPEG2000", "BMP", "GIF", "PPM")
"""Formats that Pillow reads by itself: for PostScript it would start a program."""
_LARGEST = 150_000_000
"""Pixels of a page at most: a broadsheet page of 400 x 600 mm at 600 dots an inch has 134 million."""
_KEPT = 30_000_000
"""Pixels of a page in memory at most: larger ones are halved, which leaves 150 dots an inch and more."""
_MODES_16 = ("I;16", "I;16L", "I;16B", "I;16N")
_PAPER, _INK = 10, 1
"""Per cent of the lightest and of the darkest pixels of a view that become white and black."""
_TINT = (255, 222, 96)
"""The colour of white paper under the mark: light enough to be told from ink where there are only greys."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page's image in greys, as it stands on the screen."""

    image: Image
    size: tuple[float, float]
    """In pixels of the file, upright; the image may be smaller."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a pane shows: an RGB image of its size, and where the marks are on it."""

    image: Image
    marks: tuple[tuple[int, int, int, int], ...]


def read_page_image(file: ImageFile, place: ImageRegion) -> PageImage:
    """Return the page of `place` from its image file.

    Raises:
        InputError: if Pillow is missing, the file is no image that we read, is damaged, too large,
            or lacks the page.
    """
    try:
        from PIL import Image
    except ModuleNotFoundError as error:
        raise InputError(MISSING) from error
    # Our own limit tells of large images; a warning would end up on the screen.
    warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
    try:
        with Image.open(file.path, formats=_FORMATS) as image:
            _turn_to(image, file, place)
            if image.width * image.height > _LARGEST:
                raise _too_large(file.path, image.width, image.height)
            size = image.size
            image.draft(
                "L", (max(1, size[0] // 2), max(1, size[1] // 2)) if _is_large(size) else size
            )
            grey = _halved(_grey(_halved(image)))
            turned = _upright(grey, image.getexif().get(0x0112, 1), place.size)
    except (Image.DecompressionBombError, MemoryError) as error:
        raise _unreadable(file.path, "图像太大", "the image is too large") from error
    # What Pillow raises on damaged files is not documented: SyntaxError, struct.error, zlib.error,
    # ValueError, …
    except InputError:
        raise
    except Exception as error:
        raise _unreadable(
            file.path, f"不是能读的图像，或已损坏（{error}）", f"damaged or no image: {error}"
        ) from error
    sideways = (turned.width > turned.height) != (grey.width > grey.height)
    return PageImage(turned, size[::-1] if sideways else size)


MISSING = Message(
    "看原件图像要先安装：pip install 'proofer-zh[scan]'",
    "to see the scan, install: pip install 'proofer-zh[scan]'",
)


def _turn_to(image: Image, file: ImageFile, place: ImageRegion) -> None:
    """Turn to the picture of the page, in a file of several."""
    frames = getattr(image, "n_frames", 1)
    wanted = place.page - 1 if place.frame is None else place.frame
    if frames == 1 and file.named:
        return
    if wanted >= frames:
        raise _unreadable(file.path, f"没有第 {wanted + 1} 页", f"has no page {wanted + 1}")
    image.seek(wanted)


def _is_large(size: tuple[int, int]) -> bool:
    return size[0] * size[1] > _KEPT


def _halved(image: Image) -> Image:
    if not _is_large(image.size) or image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        return image
    return image.reduce(2)


def _grey(image: Image) -> Image:
    """Return the image in 256 greys, on white where it is transparent."""
    from PIL import Image as Pillow

    if image.mode in _MODES_16 or image.mode in ("I", "F"):
        low, high = (float(each) for each in image.getextrema())  # type: ignore[arg-type]
        scale = 255 / (high - low) if high > low else 0.0
        return image.convert("F").point(lambda value: value * scale - low * scale).convert("L")
    if "transparency" in image.info or image.mode in ("RGBA", "LA", "PA", "La", "RGBa"):
        if image.mode == "La":
            image = image.convert("LA")
        image = image.convert("RGBA")
        return Pillow.alpha_composite(Pillow.new("RGBA", image.size, "white"), image).convert("L")
    if image.mode == "L":
        return image.copy() if image.readonly else image
    return (image if image.mode in ("1", "RGB") else image.convert("RGB")).convert("L")


def _upright(image: Image, orientation: int, size: tuple[float, float] | None) -> Image:
    """Return the image turned as its camera said, unless the engine did not: that shows in the size of its page."""
    from PIL import Image as Pillow

    turns = {
        2: Pillow.Transpose.FLIP_LEFT_RIGHT,
        3: Pillow.Transpose.ROTATE_180,
        4: Pillow.Transpose.FLIP_TOP_BOTTOM,
        5: Pillow.Transpose.TRANSPOSE,
        6: Pillow.Transpose.ROTATE_270,
        7: Pillow.Transpose.TRANSVERSE,
        8: Pillow.Transpose.ROTATE_90,
    }
    if orientation not in turns:
        return image
    if (
        orientation >= 5
        and size is not None
        and (size[0] > size[1]) == (image.width > image.height)
    ):
        return image
    return image.transpose(turns[orientation])


def picture(
    page: PageImage, place: ImageRegion, pane: tuple[int, int], legible: float, zoom: float = 1.0
) -> Picture:
    """Return the part of the page around the place, `pane` pixels in size; see `places.view`.

    Raises:
        InputError: if the place is not on the image.
    """
    from PIL import Image, ImageChops, ImageOps

    size = place.size or page.size
    if _clipped(place.focus, size) is None:
        raise InputError(
            Message(
                "文件给出的方框在图像之外", "the box that the file gives is outside of the image"
            )
        )
    seen = view(place, size, pane, legible, zoom)
    scale = page.image.width / size[0], page.image.height / size[1]
    cut = _clipped(_scaled(seen, scale), page.image.size)
    paper = Image.new("L", pane, 255)
    if cut is not None:
        left, top, right, bottom = _on_pane(_scaled(cut, (1 / scale[0], 1 / scale[1])), seen, pane)
        part = page.image.resize(
            (max(1, right - left), max(1, bottom - top)),
            Image.Resampling.LANCZOS,
            box=cut,
            reducing_gap=3.0,
        )
        paper.paste(ImageOps.autocontrast(part, cutoff=(_INK, _PAPER)), (left, top))
    marks = [_on_pane(mark, seen, pane) for mark in place.marks]
    shown = tuple(
        mark
        for mark in marks
        if mark[2] > 0 and mark[3] > 0 and mark[0] < pane[0] and mark[1] < pane[1]
    )
    tint = Image.new("RGB", pane, "white")
    for mark in shown:
        tint.paste(_TINT, mark)
    return Picture(ImageChops.multiply(paper.convert("RGB"), tint), shown)


def _scaled(box: Box, scale: tuple[float, float]) -> Box:
    return box[0] * scale[0], box[1] * scale[1], box[2] * scale[0], box[3] * scale[1]


def _clipped(box: Box, size: Iterable[float]) -> Box | None:
    """Return the part of `box` that is on the image; None if nothing is."""
    width, height = size
    left, top, right, bottom = (
        max(0.0, box[0]),
        max(0.0, box[1]),
        min(width, box[2]),
        min(height, box[3]),
    )
    return (left, top, right, bottom) if left <= right and top <= bottom else None


def _on_pane(box: Box, seen: Box, pane: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return where a box of the page is on a pane that shows the part `seen`."""
    across, down = pane[0] / (seen[2] - seen[0]), pane[1] / (seen[3] - seen[1])
    left, right = round((box[0] - seen[0]) * across), round((box[2] - seen[0]) * across)
    top, bottom = round((box[1] - seen[1]) * down), round((box[3] - seen[1]) * down)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _too_large(path: Path, width: int, height: int) -> InputError:
    most = _LARGEST // 1_000_000
    return _unreadable(
        path,
        f"图像太大：{width} × {height} 像素，最多 {most} 百万像素",
        f"too large: {width} x {height} pixels, at most {most} million",
    )


def _unreadable(path: Path, zh: str, en: str) -> InputError:
    return InputError(
        Message(f"看不了图像 {path.name}：{zh}", f"cannot show the image {path.name}: {en}")
    )
