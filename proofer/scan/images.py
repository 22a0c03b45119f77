"""Images of pages: an image file read within limits, and the picture of a region of it.

They are read by Pillow, which the extra `scan` installs.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from proofer.document.document import Box
from proofer.errors import InputError
from proofer.messages import Message, install_command
from proofer.scan.image_lookup import ImageFile
from proofer.scan.regions import ImageRegion, view

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "JPEG2000", "BMP", "GIF", "PPM")
"""Formats that Pillow reads by itself; for PostScript it would start a program."""
_MOST_PIXELS = 150_000_000
"""Pixels of a page, at most: a broadsheet page of 400 x 600 mm at 600 dpi has 134 million."""
_MOST_IN_MEMORY = 30_000_000
"""Pixels of a page in memory, at most: larger ones are halved, which leaves 150 dpi or more."""
_MODES_16 = ("I;16", "I;16L", "I;16B", "I;16N")
_PAPER, _INK = 10, 1
"""Percentage of the lightest and of the darkest pixels of a view that become white and black."""
_TINT = (255, 222, 96)
"""The colour of marked paper: light enough to differ from ink on a screen that has only greys."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """The image of a page, upright and in greys."""

    image: Image
    size: tuple[float, float]
    """Width and height in pixels of the file, upright; `image` may be smaller."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a pane shows: an RGB image of its size, and the boxes of the marks, in its pixels."""

    image: Image
    marks: tuple[tuple[int, int, int, int], ...]


def read_page_image(file: ImageFile, region: ImageRegion) -> PageImage:
    """Return the image of the page of `region`.

    Raises:
        InputError: if Pillow is missing, or if the file is not an image that it reads here, is
            damaged or too large, or lacks the page.
    """
    try:
        from PIL import Image
    except ModuleNotFoundError as error:
        raise InputError(MISSING) from error
    # We have a limit of our own for large images; a warning would end up on the screen.
    warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
    try:
        with Image.open(file.path, formats=_FORMATS) as image:
            _seek_page(image, file, region)
            if image.width * image.height > _MOST_PIXELS:
                raise _too_large(file.path, image.width, image.height)
            size = image.size
            image.draft(
                "L", (max(1, size[0] // 2), max(1, size[1] // 2)) if _is_large(size) else size
            )
            grey = _halved(_grey(_halved(image)))
            turned = _upright(grey, image.getexif().get(_ORIENTATION, 1), region.size)
    except (Image.DecompressionBombError, MemoryError) as error:
        raise _unreadable(file.path, "图像太大", "the image is too large") from error
    except InputError:
        raise
    # Pillow does not document what it raises for damaged files: SyntaxError, struct.error, …
    except Exception as error:
        raise _unreadable(
            file.path, f"不是能读的图像，或已损坏（{error}）", f"damaged or no image: {error}"
        ) from error
    sideways = (turned.width > turned.height) != (grey.width > grey.height)
    return PageImage(turned, size[::-1] if sideways else size)


MISSING = Message(
    f"看原件图像要先安装：{install_command('scan')}",
    f"to see the scan, install: {install_command('scan')}",
)


_ORIENTATION = 0x0112
"""The EXIF tag of how the camera was held."""


def _seek_page(image: Image, file: ImageFile, region: ImageRegion) -> None:
    """Seek the frame of the page in a file of several."""
    frames = getattr(image, "n_frames", 1)
    wanted = region.page - 1 if region.frame is None else region.frame
    if frames == 1 and file.named:
        return
    if wanted >= frames:
        raise _unreadable(file.path, f"没有第 {wanted + 1} 页", f"has no page {wanted + 1}")
    image.seek(wanted)


def _is_large(size: tuple[int, int]) -> bool:
    return size[0] * size[1] > _MOST_IN_MEMORY


def _halved(image: Image) -> Image:
    if not _is_large(image.size) or image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        return image
    return image.reduce(2)


def _grey(image: Image) -> Image:
    """Return the image in 256 shades of grey, on white where it is transparent."""
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
    """Return the image turned by its EXIF orientation.

    It stays as it is if the engine ignored the orientation, which shows in the `size` of the page.
    """
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
    page: PageImage, region: ImageRegion, pane: tuple[int, int], legible: float, zoom: float = 1.0
) -> Picture:
    """Return the picture of a region and what is around it.

    Args:
        page: The image of the page.
        region: The region to show.
        pane: Width and height of the picture, in pixels.
        legible: Pixels of the height of a line that can be read; see `regions.view`.
        zoom: Factor by which the picture is larger than that.

    Raises:
        InputError: if the region is not on the image.
    """
    from PIL import Image, ImageChops, ImageOps

    size = region.size or page.size
    if _clipped(region.focus, size) is None:
        raise InputError(
            Message(
                "文件给出的方框在图像之外", "the box that the file gives is outside of the image"
            )
        )
    seen = view(region, size, pane, legible, zoom)
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
    marks = [_on_pane(mark, seen, pane) for mark in region.marks]
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
    """Return the part of `box` on an image of `size`, or None if nothing of it is."""
    width, height = size
    left, top, right, bottom = (
        max(0.0, box[0]),
        max(0.0, box[1]),
        min(width, box[2]),
        min(height, box[3]),
    )
    return (left, top, right, bottom) if left <= right and top <= bottom else None


def _on_pane(box: Box, seen: Box, pane: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the pixels of a box of the page on a pane that shows the part `seen`."""
    across, down = pane[0] / (seen[2] - seen[0]), pane[1] / (seen[3] - seen[1])
    left, right = round((box[0] - seen[0]) * across), round((box[2] - seen[0]) * across)
    top, bottom = round((box[1] - seen[1]) * down), round((box[3] - seen[1]) * down)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _too_large(path: Path, width: int, height: int) -> InputError:
    most = _MOST_PIXELS // 1_000_000
    return _unreadable(
        path,
        f"图像太大：{width} × {height} 像素，最多 {most} 百万像素",
        f"too large: {width} x {height} pixels, at most {most} million",
    )


def _unreadable(path: Path, zh: str, en: str) -> InputError:
    return InputError(
        Message(f"看不了图像 {path.name}：{zh}", f"cannot show the image {path.name}: {en}")
    )
