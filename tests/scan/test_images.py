"""The picture of a region: where it is cut, from which files, and what is refused."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from proofer.document.document import Box
from proofer.errors import InputError
from proofer.scan import images
from proofer.scan.image_lookup import ImageFile
from proofer.scan.images import Picture, picture, read_page_image
from proofer.scan.regions import ImageRegion
from proofer.scan.scans import ScanRegion, Scans
from tests.scan.pages import drawn, hocr, read, span_of

BOX = (200, 20, 260, 40)
PLACE = ImageRegion(1, BOX, 20, (BOX,), "page.png", (320, 120), 0)
PANE = (100, 25)
"""Shows the 25 pixels around the line without scaling."""


def shown(path: Path, place: ImageRegion = PLACE, *, named: bool = True) -> Picture:
    return picture(read_page_image(ImageFile(path, named), place), place, PANE, 20)


def grey(seen: Picture, x: int, y: int) -> int:
    """Return the brightest channel of a pixel: the mark's tint leaves it as it is."""
    pixel = seen.image.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return int(max(pixel))


def black_in_the_mark(seen: Picture) -> bool:
    """Whether the black box of the page stands where the mark is, and white around it."""
    ((left, top, right, bottom),) = seen.marks
    middle = (left + right) // 2, (top + bottom) // 2
    return (
        grey(seen, *middle) < 60
        and grey(seen, left - 5, middle[1]) > 200
        and grey(seen, right + 5, middle[1]) > 200
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    drawn(boxes=[BOX]).save(tmp_path / "page.png")
    return tmp_path / "page.png"


def test_the_place_is_in_the_middle_and_marked(page: Path) -> None:
    seen = shown(page)
    assert seen.image.size == PANE
    assert seen.marks == ((20, 2, 80, 22),)
    assert black_in_the_mark(seen)
    tint = seen.image.getpixel((30, 3))
    paper = seen.image.getpixel((5, 3))
    assert paper == (255, 255, 255)
    assert tint != paper, "the mark is seen without its ink, too"


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16", "I", "F"])
def test_every_kind_of_pixel_is_read(tmp_path: Path, mode: str) -> None:
    image = drawn(boxes=[BOX])
    if mode == "I;16":
        image = Image.frombytes(
            "I;16", image.size, b"".join(struct.pack("<H", each * 16) for each in image.tobytes())
        )
    elif mode in ("RGBA", "LA"):  # black ink on nothing
        image = Image.merge(
            "LA", (Image.new("L", image.size, 0), image.point(lambda value: 255 - value))
        ).convert(mode)
    else:
        image = image.convert(mode)
    image.save(tmp_path / "page.tif")
    assert black_in_the_mark(shown(tmp_path / "page.tif"))


@pytest.mark.parametrize("suffix", ["png", "jpg", "tif", "webp", "bmp", "gif", "jp2"])
def test_every_kind_of_file_is_read(tmp_path: Path, suffix: str) -> None:
    drawn(boxes=[BOX]).save(tmp_path / f"page.{suffix}")
    assert black_in_the_mark(shown(tmp_path / f"page.{suffix}"))


def test_the_page_of_a_file_of_several_is_shown(tmp_path: Path) -> None:
    pages = [drawn(), drawn(boxes=[BOX])]
    pages[0].save(tmp_path / "book.tif", save_all=True, append_images=pages[1:])
    assert black_in_the_mark(shown(tmp_path / "book.tif", replace(PLACE, frame=1)))
    assert black_in_the_mark(shown(tmp_path / "book.tif", replace(PLACE, page=2, frame=None)))
    assert grey(shown(tmp_path / "book.tif"), 50, 12) > 200, "the first page is white"
    with pytest.raises(InputError, match="page 3"):
        shown(tmp_path / "book.tif", replace(PLACE, frame=2))


def test_an_image_that_the_file_names_is_its_page_whatever_its_number(page: Path) -> None:
    assert black_in_the_mark(shown(page, replace(PLACE, page=7, frame=6)))
    with pytest.raises(InputError, match="page 7"):
        shown(page, replace(PLACE, page=7, frame=6), named=False)


@pytest.mark.parametrize("factor", [0.5, 2, 3])
def test_boxes_of_a_page_of_another_size_are_scaled(tmp_path: Path, factor: float) -> None:
    size = int(320 * factor), int(120 * factor)
    left, top, right, bottom = (int(each * factor) for each in BOX)
    drawn(size, [(left, top, right, bottom)]).save(tmp_path / "page.png")
    assert black_in_the_mark(shown(tmp_path / "page.png"))


def test_without_a_size_boxes_are_pixels(page: Path) -> None:
    assert black_in_the_mark(shown(page, replace(PLACE, size=None)))


STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera that was held so stores an upright page."""


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("size", [PLACE.size, None])
def test_a_photograph_is_turned_as_its_camera_says(
    tmp_path: Path, orientation: int, size: tuple[float, float] | None
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = drawn(boxes=[BOX]).transpose(STORED[orientation])
    stored.save(tmp_path / "page.jpg", exif=exif, quality=95)
    assert black_in_the_mark(shown(tmp_path / "page.jpg", replace(PLACE, size=size)))


def test_a_turned_photograph_that_the_engine_read_as_it_lies_is_not_turned(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn(boxes=[BOX]).save(tmp_path / "page.jpg", exif=exif, quality=95)
    assert black_in_the_mark(shown(tmp_path / "page.jpg")), (
        "the engine's page is wide, as the file is"
    )


def png(width: int, height: int) -> bytes:
    """Return a PNG file that says it has this size, with a single row in it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "damaged or no image"),
        (b"no image at all", "damaged or no image"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "damaged or no image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "damaged or no image"),
        (png(100_000, 100_000), "too large"),
        (png(16_000, 11_000), "too large"),
        (png(3000, 3000), "damaged or no image"),
        (png(0, 10), "damaged or no image"),
    ],
    ids=[
        "empty",
        "text",
        "PostScript",
        "SVG",
        "100,000 a side",
        "over our limit",
        "cut off",
        "no width",
    ],
)
def test_what_cannot_be_shown_is_said(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "page.png").write_bytes(content)
    with pytest.raises(InputError, match=words) as raised:
        shown(tmp_path / "page.png")
    assert "page.png" in raised.value.message.zh


def test_a_file_that_is_cut_off_is_said_to_be_damaged(page: Path) -> None:
    image = Image.effect_noise((320, 120), 50)
    image.save(page)
    page.write_bytes(page.read_bytes()[:2000])
    with pytest.raises(InputError, match="damaged"):
        shown(page)


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot show the image"):
        shown(tmp_path / "gone.png")


@pytest.mark.parametrize(
    "box",
    [(5000, 20, 5060, 40), (-90, -90, -50, -70), (1e6, 1e6, 1e6 + 1, 1e6 + 1)],
    ids=["right", "left", "far"],
)
def test_a_box_outside_of_the_image_is_said(page: Path, box: Box) -> None:
    with pytest.raises(InputError, match="outside of the image"):
        shown(page, replace(PLACE, focus=box, marks=(box,)))


@pytest.mark.parametrize(
    "box", [(200, 20, 200, 20), (300, 100, 340, 140), (-10, -10, 10, 10), (0, 0, 320, 120)]
)
def test_a_box_of_nothing_or_over_the_edge_is_shown(page: Path, box: Box) -> None:
    assert shown(page, replace(PLACE, focus=box, marks=(box,))).image.size == PANE


def test_a_large_page_is_kept_smaller(monkeypatch: pytest.MonkeyPatch, page: Path) -> None:
    monkeypatch.setattr(images, "_MOST_IN_MEMORY", 10_000)
    small = read_page_image(ImageFile(page, named=True), PLACE)
    assert small.image.size == (160, 60)
    assert black_in_the_mark(picture(small, PLACE, PANE, 20))
    assert black_in_the_mark(picture(small, replace(PLACE, size=None), PANE, 20))


def test_faint_print_is_made_black(tmp_path: Path) -> None:
    drawn(boxes=[BOX]).point(lambda value: 180 if value else 150).save(tmp_path / "page.png")
    assert black_in_the_mark(shown(tmp_path / "page.png"))


def test_a_page_is_read_once(page: Path) -> None:
    document = read(page.with_name("page.hocr"), hocr())
    scans = Scans(document)
    regions = [scans.find(span_of(document, words)) for words in ("规矩矩", "己经")]
    first, second = (region for region in regions if isinstance(region, ScanRegion))
    assert scans.page_image(first) is None
    scans.read(first)
    page.unlink()
    scans.read(second)
    assert scans.page_image(second) is scans.page_image(first) is not None


def test_a_document_without_an_image_has_no_region(tmp_path: Path) -> None:
    document = read(tmp_path / "page.hocr", hocr())
    assert Scans(document).find(span_of(document, "规矩矩")) is None
