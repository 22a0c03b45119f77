"""Draw `fixtures/demo/news.png`, a printed page, and write what an engine might read, `news.hocr`.

The printed text is right; where the table below says so, the engine read something else, with less
confidence. The typeface is Noto Serif SC (OFL-1.1), of which only the picture is kept.

Usage: `python -m tools.docs.demo_scan [--cache FOLDER]` (needs `Pillow`; downloads the font unless
    it is in the cache).
"""

from __future__ import annotations

import argparse
import io
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tools.paths import ROOT
from tools.sources.packages import CACHE, FONTS, download, read_member

FACE = "NotoSerifSC-Regular.otf"
DEMO = ROOT / "fixtures" / "demo"
HEADLINE = "青石坪选矿厂扩建工程开工"
PARAGRAPHS = (
    "本报讯（记者沈知远）三月六日，青石坪选矿厂扩建工程开工。去年，干部职工{规规矩矩|规矩矩}做事、认认真真把关，"
    "{已|己}经提前完成全年生产任务，为扩建打下了基础。",
    "新厂房建在老厂房的东侧，计划两年建成。厂长说，工期再紧，也要规规矩矩按图施工，把{未|末}来三年的路走稳。",
    "为了不影响生产，施工队和选矿车间每天早上碰一次头，遇到难题当场商量，谁也没有一{筹|愁}莫展的时候。",
)
"""{printed|read}; a reading shorter than the print leaves characters out at its beginning."""
_SLIP = re.compile(r"\{([^|}]*)\|([^}]*)\}")
SIZE, PITCH, COLUMN, MARGIN = 32, 46, 14, 40
GAP = 48
WIDTH, HEIGHT = 2 * MARGIN + 2 * COLUMN * SIZE + GAP, 560
PAPER, INK, LEVELS = 236, 40, 16
SURE, DOUBTFUL = 96, 61

Character = tuple[str, str, int]
"""What is printed, what is read (nothing, if the engine left it out) and how sure the engine is."""
Placed = tuple[Character, int, int, int]
"""A character with the left, the top and the size of its print."""


def characters(text: str) -> list[Character]:
    """Return the characters of a text with slips in braces."""
    found: list[Character] = []
    done = 0
    for slip in _SLIP.finditer(text):
        found += [(each, each, SURE) for each in text[done : slip.start()]]
        printed, read = slip.groups()
        read = " " * (len(printed) - len(read)) + read
        found += [
            (a, b.strip(), SURE if a == b else DOUBTFUL) for a, b in zip(printed, read, strict=True)
        ]
        done = slip.end()
    return found + [(each, each, SURE) for each in text[done:]]


def lines() -> Iterator[list[Placed]]:
    """Yield the lines of the page: a headline over two columns of paragraphs."""
    size = 2 * SIZE - 8
    left = (WIDTH - size * len(HEADLINE)) // 2
    yield [
        ((each, each, SURE), left + number * size, MARGIN, size)
        for number, each in enumerate(HEADLINE)
    ]
    rows: list[list[tuple[int, Character]]] = []
    for paragraph in PARAGRAPHS:
        indented = list(enumerate(characters(paragraph), 2))
        rows += [
            [(at % COLUMN, each) for at, each in indented if at // COLUMN == row]
            for row in range(indented[-1][0] // COLUMN + 1)
        ]
    half = (len(rows) + 1) // 2
    for number, row in enumerate(rows):
        left = MARGIN + (number >= half) * (COLUMN * SIZE + GAP)
        top = MARGIN + 100 + PITCH * (number % half)
        yield [(each, left + at * SIZE, top, SIZE) for at, each in row]


def drawn(font: bytes) -> Image.Image:
    """Return the page as a scanner sees it: grey paper, soft edges."""
    page = Image.new("L", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(page)
    for line in lines():
        for (printed, _, _), left, top, size in line:
            face = ImageFont.truetype(io.BytesIO(font), size - 2)
            pen.text((left + size / 2, top + size / 2), printed, INK, face, anchor="mm")
    return page.filter(ImageFilter.GaussianBlur(0.7)).quantize(LEVELS)


def hocr(image: str) -> str:
    """Return what the engine read, a word a character."""
    body: list[str] = []
    for number, line in enumerate(lines(), 1):
        words = "\n".join(
            f"   <span class='ocrx_word' "
            f"title='bbox {left} {top} {left + size} {top + size}; x_wconf {sure}'>"
            f"{escape(read)}</span>"
            for (_, read, sure), left, top, size in line
            if read
        )
        (_, first, top, size), (_, last, _, _) = line[0], line[-1]
        box = f"bbox {first} {top} {last + size} {top + size}"
        body.append(
            f"  <span class='ocr_line' id='line_1_{number}' title='{box}'>\n{words}\n  </span>"
        )
    title = f'image "{image}"; bbox 0 0 {WIDTH} {HEIGHT}; ppageno 0'
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        "<html xmlns='http://www.w3.org/1999/xhtml' lang='zh'>\n"
        " <head><title/><meta name='ocr-system' content='demo'/></head>\n <body>\n"
        f" <div class='ocr_page' id='page_1' title='{title}'>\n"
        + "\n".join(body)
        + "\n </div>\n </body>\n</html>\n"
    )


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--cache", type=Path, default=CACHE, help="folder with (or for) the downloaded wheel"
    )
    options = parser.parse_args()
    font = read_member(download(FONTS, options.cache), FACE)
    drawn(font).save(DEMO / "news.png", optimize=True)
    (DEMO / "news.hocr").write_text(hocr("news.png"), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
