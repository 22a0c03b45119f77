"""Documents read again: from images of all kinds, and what is said of those that cannot be read."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.errors import InputError
from proofer.formats import read
from proofer.language.model import default_model
from proofer.rereading.cache import LineCache
from proofer.rereading.evidence import ImageEvidence
from proofer.rereading.line_reading import LineReading
from proofer.rereading.lines import Unreadable
from proofer.rereading.model import HEIGHT, Recogniser, default_recogniser
from proofer.rereading.reading import Reader, Rereading
from tests.paths import SHARED
from tests.rereading.lattices import spelled
from tests.rereading.pages import box, document
from tests.scan.pages import drawn
from tests.scan.test_images import png

TEXT = "青岗铜业的干部职工"
PLACE = box(9)
INKED = (20, 20, 80, 40)
"""The first three of its nine characters, which are drawn as one black box."""
CHARACTERS = "青岗铜业的干部职工会"


@dataclass
class Fake:
    """A recogniser that reads the same in every line, and remembers the images it was shown."""

    text: str = TEXT
    sure: float = 0.99
    shown: list[NDArray[np.uint8]] = field(default_factory=list)
    characters: Sequence[str] = ("", *CHARACTERS, " ")

    def probabilities(self, line: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return what the text's frames are."""
        self.shown.append(line)
        return self._rows

    @cached_property
    def _rows(self) -> NDArray[np.float32]:
        rows = np.exp(spelled(".".join(self.text), self.sure, CHARACTERS).logs.astype(np.float32))
        return np.concatenate((rows, np.zeros((len(rows), 1), np.float32)), axis=1)

    @property
    def reader(self) -> Reader:
        """Return a reader that asks this recogniser."""
        return Reader(self)  # type: ignore[arg-type]

    @property
    def inked(self) -> list[bool]:
        """Return for each ninth of the only line that was shown whether there is ink."""
        (line,) = self.shown
        margin = round(HEIGHT * 0.15 / 1.3)
        parts = np.array_split(line[HEIGHT // 3 : -HEIGHT // 3, margin:-margin], 9, axis=1)
        return [bool(part.mean() < 128) for part in parts]


BEGINNING = [True] * 3 + [False] * 6


def page(folder: Path, **changes: object) -> Document:
    """Return the document of a page in this folder, whose image is `page.png`."""
    made = document([(TEXT, [PLACE])], path=folder / "page.hocr")
    token = replace(made.segments[0].ocr, **changes)  # type: ignore[type-var]
    return replace(made, segments=(replace(made.segments[0], ocr=token),))


def reads(folder: Path, fake: Fake, **changes: object) -> Rereading:
    return fake.reader.read(page(folder, **changes))


def sheet() -> Image.Image:
    return drawn((400, 200), [INKED])


def said(found: Rereading) -> str:
    (problem,) = found.problems
    assert "page.hocr" in problem.zh or "page." in problem.zh
    return problem.en


def test_a_line_is_read_where_it_stands(tmp_path: Path) -> None:
    sheet().save(tmp_path / "page.png")
    fake = Fake()
    (line,) = reads(tmp_path, fake).lines
    assert line.span == Span(0, len(TEXT))
    assert line.seen[0] == TEXT
    assert fake.inked == BEGINNING


def one_bit(path: Path) -> None:
    sheet().convert("1").save(path, "TIFF", compression="group4")


def cmyk(path: Path) -> None:
    sheet().convert("RGB").convert("CMYK").save(path, "JPEG", quality=95)


def turned_by_the_camera(path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    sheet().transpose(Image.Transpose.ROTATE_90).save(path, "JPEG", exif=exif, quality=95)


def larger(path: Path) -> None:
    sheet().resize((1200, 600)).save(path)


def stretched(path: Path) -> None:
    sheet().resize((800, 600)).save(path)


@pytest.mark.parametrize("save", [one_bit, cmyk, turned_by_the_camera, larger, stretched])
def test_images_of_all_kinds_are_read(tmp_path: Path, save: Callable[[Path], None]) -> None:
    save(tmp_path / "page.png")
    fake = Fake()
    assert len(reads(tmp_path, fake).lines) == 1
    assert fake.inked == BEGINNING


def test_the_frame_of_a_file_of_several_pages_is_read(tmp_path: Path) -> None:
    pages = [drawn((400, 200)), sheet(), drawn((400, 200))]
    pages[0].save(tmp_path / "page.tif", save_all=True, append_images=pages[1:])
    fake = Fake()
    assert len(reads(tmp_path, fake, image="page.tif", frame=1).lines) == 1
    assert fake.inked == BEGINNING
    missing = reads(tmp_path, Fake(), image="page.tif", frame=3)
    assert "has no page 4" in said(missing)
    assert not missing.lines


def truncated(path: Path) -> None:
    Image.effect_noise((400, 200), 50).save(path)
    path.write_bytes(path.read_bytes()[:2000])


def huge(path: Path) -> None:
    path.write_bytes(png(30_000, 30_000))


def no_image(path: Path) -> None:
    path.write_bytes(struct.pack("8s", b"no image"))


@pytest.mark.parametrize(
    ("save", "words"),
    [
        (truncated, "damaged"),
        (huge, "too large"),
        (no_image, "damaged or no image"),
        (lambda path: None, "no image of it is found"),
    ],
)
def test_images_that_cannot_be_read_are_told(
    tmp_path: Path, save: Callable[[Path], None], words: str
) -> None:
    save(tmp_path / "page.png")
    fake = Fake()
    found = reads(tmp_path, fake)
    assert words in said(found)
    assert not found.lines
    assert not fake.shown


def test_an_image_of_another_page_is_told_and_not_used(tmp_path: Path) -> None:
    sheet().save(tmp_path / "page.png")
    places = [(TEXT[at:] + TEXT[:at], [box(9, top=20 + 40 * at)]) for at in range(3)]
    made = document(places, path=tmp_path / "page.hocr")
    found = Fake("会工会干会的会业会").reader.read(made)
    assert "is not what the file says" in said(found)
    assert not found.lines


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ((500.0, 20.0, 680.0, 40.0), Unreadable.OUTSIDE),
        ((20.0, 20.0, 20.0, 40.0), Unreadable.EMPTY),
        ((20.0, 20.0, 140.0, 30.0), Unreadable.LOW),
        (None, Unreadable.NO_BOX),
    ],
)
def test_lines_that_cannot_be_read_are_told(
    tmp_path: Path, place: object, reason: Unreadable
) -> None:
    sheet().save(tmp_path / "page.png")
    found = reads(tmp_path, Fake(), box=place)
    assert found.unread == ((Span(0, len(TEXT)), reason),)
    assert not found.lines
    assert not found.problems


def test_a_line_that_is_not_legible_is_told(tmp_path: Path) -> None:
    sheet().save(tmp_path / "page.png")
    faint, clear = (reads(tmp_path, Fake("青会会会会会会职工", sure)) for sure in (0.6, 0.99))
    assert [reason for _, reason in faint.unread] == [Unreadable.ILLEGIBLE]
    assert not faint.lines
    assert len(clear.lines) == 1


def test_a_line_whose_box_shows_another_line_is_told(tmp_path: Path) -> None:
    sheet().save(tmp_path / "page.png")
    lines = ["部的铜职青业干岗工", TEXT, *["青岗的部会的部会的"] * 4]
    places = [(text, [box(9, top=20 + 25 * at)]) for at, text in enumerate(lines)]
    found = Fake().reader.read(document(places, path=tmp_path / "page.hocr"))
    assert found.unread == ((Span(0, 9), Unreadable.ELSEWHERE),)
    assert len(found.lines) == 5


def test_a_page_that_is_cut_otherwise_is_told_and_not_used(tmp_path: Path) -> None:
    sheet().save(tmp_path / "page.png")
    places = [(TEXT + "会", [box(10, top=20 + 30 * at)]) for at in range(4)]
    found = Fake().reader.read(document(places, path=tmp_path / "page.hocr"))
    assert "it seems to be cut otherwise" in said(found)
    assert not found.lines


def test_many_lines_are_read_one_at_a_time(tmp_path: Path) -> None:
    sheet().save(tmp_path / "page.png")
    lines = [(TEXT, [box(9, top=20 + at / 100)]) for at in range(10_000)]
    found = Fake().reader.read(document(lines, path=tmp_path / "page.hocr"))
    assert len(found.lines) == 10_000
    assert [line.span.start for line in found.lines] == [9 * at for at in range(10_000)]


def test_what_was_read_once_is_not_read_again(tmp_path: Path) -> None:
    sheet().save(tmp_path / "page.png")
    fake = Fake()
    cache = LineCache(tmp_path / "cache")
    first, second = (
        Reader(fake, cache).read(page(tmp_path))  # type: ignore[arg-type]
        for _ in range(2)
    )
    assert len(fake.shown) == 1
    assert first.lines[0].seen == second.lines[0].seen


@pytest.mark.parametrize("text", ["青 岗铜业", "青岗 铜业 "])
def test_places_of_a_line_are_found_in_the_document(text: str) -> None:
    made = document([(text, [box(5)])])
    line = LineReading.of(made, Span(0, len(text)), spelled("甲"))
    assert line.text == "青岗铜业"
    for start in range(5):
        for end in range(start, 5):
            place = line.place(Span(start, end))
            assert "".join(place.of(text).split()) == line.text[start:end]
            assert line.folded(place) == Span(start, end)


def real_recogniser() -> Recogniser:
    pytest.importorskip("onnxruntime", reason="the extra `reread` is not installed")
    try:
        return default_recogniser()
    except InputError as error:
        pytest.skip(error.message.en)


@pytest.mark.parametrize("name", ["page-016.rapid.json", "page-048.tess.hocr"])
def test_a_real_page_is_read_better_than_by_its_engine(name: str) -> None:
    from rapidfuzz.distance import Levenshtein

    data = SHARED / "data/ocr-pages"
    if not data.is_dir():
        pytest.skip(f"no {data}")
    recogniser = real_recogniser()
    made = read(data / "raw" / name)
    found = Reader(recogniser).read(made, data / "images")
    assert not found.problems
    stem = ".".join(name.split(".")[:2])
    engine, printed = (
        (data / folder / f"{stem}.txt").read_text(encoding="utf-8").split("\n")
        for folder in ("text", "truth")
    )
    truth = {
        "".join(one.split()): "".join(two.split()) for one, two in zip(engine, printed, strict=True)
    }
    asked = ImageEvidence(made, found.lines, default_model())
    before = after = 0
    for line in found.lines:
        if right := truth.get("".join(line.span.of(made.text).split())):
            before += Levenshtein.distance(line.text, right)
            after += Levenshtein.distance(asked.decoded(line), right)
    assert before > 10
    assert after < before / 2
