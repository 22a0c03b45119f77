"""Make pages with pictures, as OCR engines read them, with what each line should read.

    python -m tools.scans.make TEXT FOLDER --script traditional --vertical --pages 0-9

TEXT is a file of sentences, a line each (`.xz` too). FOLDER gets `images`, `raw`, `text` and
`truth`, as `$PROOFER_SHARED/data/ocr-pages` has them, so that `bench.reread` judges it there.
Fonts are those of Debian's fonts-noto-cjk, fonts-arphic-ukai and fonts-wqy-zenhei; engines
are Tesseract (chi_sim, chi_tra, chi_tra_vert) and RapidOCR 1.4 with PP-OCRv4, where installed;
traditional text is made by OpenCC. A page is the same each time it is made.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from proofer.document.document import Box
from proofer.formats import read
from proofer.ocr.alignment import printed_lines
from proofer.scan.regions import around

FONTS = (
    "opentype/noto/NotoSerifCJK-Regular.ttc",
    "opentype/noto/NotoSansCJK-Regular.ttc",
    "truetype/arphic/ukai.ttc",
    "truetype/wqy/wqy-zenhei.ttc",
)
"""Song, Hei and Kai, and a Hei of the screen, below /usr/share/fonts."""
_FACES = {
    "simplified": {"noto": 2, "arphic": 0, "wqy": 0},
    "traditional": {"noto": 3, "arphic": 2, "wqy": 0},
}
"""Number of the face for a script in collections of fonts, by the folder of the font."""
_LINES, _CHARACTERS = 26, 18
"""Lines of a column, and characters of a line."""
_NO_HEAD = frozenset("，。、；：？！”）》")
"""Marks that hang at the end of a line rather than begin the next one."""
_TOLERANCE = 0.2
"""Share of a character by which the middle of one may lie outside of the box of its line."""


@dataclass(frozen=True, slots=True)
class Print:
    """A printed page: its image, and its characters with their boxes in reading order."""

    image: Image.Image
    characters: Sequence[tuple[str, Box]]

    def inside(self, box: Box) -> str:
        """Return the characters whose middles are in a box, with the mark behind the last one.

        Engines draw boxes around ink, and there is none in most of the square of a mark.
        """
        found = []
        last: Box | None = None
        for char, place in self.characters:
            left, top, right, bottom = place
            x, y, slack = (left + right) / 2, (top + bottom) / 2, _TOLERANCE * (right - left)
            is_in = box[0] - slack <= x <= box[2] + slack and box[1] - slack <= y <= box[3] + slack
            hangs = char in _NO_HEAD and last is not None and (left == last[0] or top == last[1])
            if is_in or hangs:
                found.append(char)
            last = place if is_in or hangs else None
        return "".join(found)


def wrapped(text: str) -> Iterator[str]:
    """Yield the lines of a text."""
    at = 0
    while at < len(text):
        end = at + _CHARACTERS
        while end < len(text) and text[end] in _NO_HEAD:
            end += 1
        yield text[at:end]
        at = end


def printed(text: str, script: str, dice: random.Random, *, vertical: bool) -> Print:
    """Return a text in print, in one to three columns.

    Args:
        text: the text; what does not fit is left out.
        script: `simplified` or `traditional`.
        dice: chooses font, size and columns.
        vertical: whether lines run down, from the right to the left.
    """
    size, columns = dice.randint(26, 40), dice.randint(1, 3)
    name = dice.choice(FONTS)
    face = _FACES[script][name.split("/")[1]]
    font = ImageFont.truetype(f"/usr/share/fonts/{name}", size, index=face)
    pitch, gutter = round(size * dice.uniform(1.35, 1.7)), 2 * size
    long, high = (_CHARACTERS + 2) * size, _LINES * pitch
    width, height = columns * (long + gutter) + gutter, high + 2 * gutter
    if vertical:
        width, height = height, width
    image = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(image)
    found: list[tuple[str, Box]] = []
    for number, line in enumerate(wrapped(text)):
        column, row = divmod(number, _LINES)
        if column >= columns:
            break
        for at, char in enumerate(line):
            x, y = gutter + column * (long + gutter) + at * size, gutter + row * pitch
            if vertical:
                x, y = width - y - size, x
            pen.text((x, y), char, 0, font, anchor="la")
            found.append((char, (x, y, x + size, y + size * 1.2)))
    return Print(image, found)


def degraded(image: Image.Image, dice: random.Random) -> Image.Image:
    """Return a page as a scan of old newsprint: grey paper, uneven ink, what shines through."""
    noise = np.random.default_rng(dice.randrange(1 << 30))
    values = np.asarray(image.filter(ImageFilter.GaussianBlur(dice.uniform(0.4, 1.5))), np.float64)
    paper, ink = dice.uniform(190, 235), dice.uniform(20, 80)
    values = ink + values / 255 * (paper - ink)
    back = np.asarray(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), np.float64)
    values -= (255 - back) / 255 * dice.uniform(0, 30)
    values += noise.normal(0, dice.uniform(4, 18), values.shape)
    lost = noise.random(values.shape) < dice.uniform(0, 0.02)
    values[lost] = paper
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def traditional(text: str) -> str:
    """Return a text in traditional characters."""
    converted: str = import_module("opencc").OpenCC("s2t").convert(text)
    return converted


def tesseract(image: Path, output: Path, language: str, *, vertical: bool) -> None:
    """Write what Tesseract reads as hOCR."""
    mode = "5" if vertical else "3"
    stem = output.with_suffix("")
    command = ["tesseract", str(image), str(stem), "-l", language, "--psm", mode, "hocr"]
    subprocess.run(command, check=True, capture_output=True)


def rapidocr(image: Path, output: Path) -> None:
    """Write what RapidOCR with PP-OCRv4 reads as JSON."""
    found, _ = import_module("rapidocr_onnxruntime").RapidOCR()(str(image))
    rows = [[corners, text, float(score)] for corners, text, score in found or ()]
    output.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def pair(raw: Path, folder: Path, page: Print) -> None:
    """Write the lines of a reading, and what is printed where each of them stands."""
    document = read(raw)
    lines, truth = [], []
    for line in printed_lines(document):
        boxes = [
            piece.ocr.box
            for piece in document.pieces(line.span)
            if piece.ocr is not None and piece.ocr.box is not None
        ]
        if boxes:
            lines.append(line.span.of(document.text).replace("\n", " "))
            truth.append(page.inside(around(boxes)))
    name = ".".join(raw.name.split(".")[:2]) + ".txt"
    for kind, rows in (("text", lines), ("truth", truth)):
        (folder / kind / name).write_text("\n".join(rows), encoding="utf-8")


def make(number: int, sentences: Sequence[str], folder: Path, options: argparse.Namespace) -> None:
    """Make a page: its image, what the engines read, and the truth."""
    dice = random.Random(f"{options.script} {options.vertical} {number}")
    start = dice.randrange(len(sentences))
    text = "".join([*sentences, *sentences][start : start + 60])
    if options.script == "traditional":
        text = traditional(text)
    page = printed(text, options.script, dice, vertical=options.vertical)
    image = folder / "images" / f"page-{number:03}.png"
    degraded(page.image, dice).save(image)
    raw = folder / "raw" / f"page-{number:03}"
    language = {"simplified": "chi_sim", "traditional": "chi_tra"}[options.script]
    language += "_vert" if options.vertical else ""
    tesseract(image, raw.with_suffix(".tess.hocr"), language, vertical=options.vertical)
    rapidocr(image, raw.with_suffix(".rapid.json"))
    for each in sorted((folder / "raw").glob(f"page-{number:03}.*")):
        pair(each, folder, page)


def main() -> int:
    """Make the pages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("text", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--script", choices=_FACES, default="simplified")
    parser.add_argument("--vertical", action="store_true")
    parser.add_argument("--pages", default="0-9")
    options = parser.parse_args()
    for name in ("images", "raw", "text", "truth"):
        (options.folder / name).mkdir(parents=True, exist_ok=True)
    data = options.text.read_bytes()
    if options.text.suffix == ".xz":
        data = lzma.decompress(data)
    sentences = [line for line in data.decode("utf-8").split("\n") if line.strip()]
    first, last = map(int, options.pages.split("-"))
    for number in range(first, last + 1):
        make(number, sentences, options.folder, options)
        print(f"page {number}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
