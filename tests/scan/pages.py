"""Pages of OCR, and images of pages that are drawn for them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw

from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.formats import parse

SIDE = 20
"""Pixels of a character."""
PITCH = 40
"""Pixels from line to line."""
LINES = ("青岗铜业的干部职工规矩矩做事", "会上说己经完成全年的生产任务")


def hocr(
    lines: Iterable[str] = LINES, title: str = 'image "page.png"; bbox 0 0 320 120; ppageno 0'
) -> str:
    """Return hOCR with a word a character, the first line at 20, 20."""
    body = ""
    for row, line in enumerate(lines):
        top = 20 + row * PITCH
        words = "".join(
            f'<span class="ocrx_word" title="bbox {20 + at * SIDE} {top} '
            f'{20 + at * SIDE + SIDE} {top + SIDE}">'
            f"{escape(each)}</span>"
            for at, each in enumerate(line)
        )
        box = f"bbox 20 {top} {20 + SIDE * len(line)} {top + SIDE}"
        body += f'<span class="ocr_line" title="{box}">{words}</span>'
    return (
        f"<html><body><div class='ocr_page' title='{title}'>"
        f"<p class='ocr_par'>{body}</p></div></body></html>"
    )


def read(path: Path, source: str) -> Document:
    """Write `source` and read it as the program does."""
    path.write_text(source, encoding="utf-8")
    return parse(path.read_bytes(), path)


def span_of(document: Document, words: str) -> Span:
    """Return the first place of `words`."""
    start = document.text.index(words)
    return Span(start, start + len(words))


def drawn(
    size: tuple[int, int] = (320, 120), boxes: Iterable[tuple[int, int, int, int]] = ()
) -> Image.Image:
    """Return a white page with black boxes."""
    page = Image.new("L", size, 255)
    pen = ImageDraw.Draw(page)
    for left, top, right, bottom in boxes:
        pen.rectangle((left, top, right - 1, bottom - 1), fill=0)
    return page
