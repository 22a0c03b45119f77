"""Whole pages as two OCR engines read them, and what the command finds on them.

`fixtures/pages/NAME.txt` is a page, a headline and paragraphs; where a reading differs from the
print it has `{print|Tesseract|RapidOCR}`. `typed.md`, with what a typist confuses, is checked as it
is. All of it is made up. `python -m tools.docs.golden` writes `fixtures/pages/*.golden` again.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from proofer.__main__ import main

FOLDER = Path(__file__).parents[2] / "fixtures" / "pages"
_SLIP = re.compile(r"\{([^|}]*)\|([^|}]*)\|([^|}]*)\}|(.)")
_WORD = re.compile("[0-9]+|.")
_COLUMN, _SIZE, _PITCH = 16, 30, 40
"""Characters of a line, and pixels."""
TYPED = "typed"
PAGES = [
    f"{page}-{way}"
    for page in ("mine", "town")
    for way in ("hocr", "hocr-second", "json", "json-second")
]
"""Page, reading, and whether the other one is the second."""
Line = tuple[str, list[int], int, int]
"""Text, the engine's confidence in each character in per cent, left and top."""


def readings(paragraph: str, engine: int) -> Iterator[tuple[str, int]]:
    """Yield what an engine (1: Tesseract, 2: RapidOCR) reads of each stretch, and how surely."""
    for slip in _SLIP.finditer(paragraph):
        read = slip[4] or slip[1 + engine]
        right = slip[4] is not None or read == slip[1]
        yield from ((char, 88 + ord(char) % 11 if right else 45 + ord(char) % 40) for char in read)


def lines(page: str, engine: int) -> list[Line]:
    """Return the lines column by column, as they are read: the headline, then both columns."""
    headline, *paragraphs = page.splitlines()
    rows = []
    for paragraph in paragraphs:
        read = [("　", 0), ("　", 0), *readings(paragraph, engine)]
        rows += [read[at : at + _COLUMN] for at in range(0, len(read), _COLUMN)]
    half = (len(rows) + 1) // 2
    found = [_line([*readings(headline, engine)], 200, 20)]
    for number, row in enumerate(rows):
        found.append(_line(row, 40 + 520 * (number // half), 120 + _PITCH * (number % half)))
    return found


def _line(row: list[tuple[str, int]], left: int, top: int) -> Line:
    text = "".join(char for char, _ in row)
    indent = len(text) - len(text.lstrip("　"))
    return text[indent:], [sure for _, sure in row[indent:]], left + indent * _SIZE, top


def hocr(page: str) -> str:
    """The page as Tesseract writes it, each number a word, and each other character."""
    rows = []
    for text, sure, left, top in lines(page, 1):
        words = "".join(
            f"<span class='ocrx_word' title='bbox "
            f"{left + a * _SIZE} {top} {left + b * _SIZE} {top + _SIZE}; "
            f"x_wconf {min(sure[a:b])}'>{escape(text[a:b])}</span>"
            for a, b in (word.span() for word in _WORD.finditer(text))
        )
        box = f"bbox {left} {top} {left + len(text) * _SIZE} {top + _SIZE}"
        rows.append(f"<span class='ocr_line' title='{box}'>{words}</span>")
    head = (
        "<html><head><meta name='ocr-system' content='tesseract 5.3.0'/></head>"
        "<body><div class='ocr_page'>"
    )
    return head + "<p class='ocr_par'>\n" + "\n".join(rows) + "\n</p></div></body></html>\n"


def rapidocr(page: str) -> str:
    """The page as RapidOCR writes it, line by line from top to bottom."""
    found = []
    for text, sure, left, top in sorted(lines(page, 2), key=lambda each: (each[3], each[2])):
        right, bottom = left + len(text) * _SIZE, top + _SIZE
        corners = [[left, top], [right, top], [right, bottom], [left, bottom]]
        found.append([corners, text, round(sum(sure) / len(sure) / 100, 3)])
    return json.dumps(found, ensure_ascii=False)


def goldens() -> Iterator[tuple[str, str]]:
    """Yield the name and the content of every golden file."""
    for name in (TYPED, *PAGES):
        yield f"{name}.golden", found(name)


def found(name: str) -> str:
    """Return what `proofer lint` finds on a page of `PAGES`, or the typed one."""
    if name == TYPED:
        return _linted(str(FOLDER / "typed.md"), "--profile", "typing")
    stem, way, *second = name.split("-")
    page = (FOLDER / f"{stem}.txt").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        files = {"hocr": Path(folder) / "page.tess.hocr", "json": Path(folder) / "page.rapid.json"}
        files["hocr"].write_text(hocr(page), encoding="utf-8")
        files["json"].write_text(rapidocr(page), encoding="utf-8")
        first = files.pop(way)
        return _linted(str(first), *(["--second", str(*files.values())] if second else []))


def _linted(*arguments: str) -> str:
    """Return a line for each finding: code, probability, quote, suggestions with theirs."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        main(
            [
                "lint",
                *arguments,
                "--isolated",
                "--no-cache",
                "--format",
                "json",
                "--output",
                str(report),
            ]
        )
        data = json.loads(report.read_text(encoding="utf-8"))
    assert not data["failures"], data["failures"]
    return "".join(map(_told, data["findings"]))


def _told(finding: dict[str, Any]) -> str:
    corrections = [
        f"{_correction(each, finding['quote'])} {each['confidence']:.2f}"
        for each in finding["suggestions"]
    ]
    suggested = " | ".join(corrections) or "?"
    return f"{finding['code']} {finding['confidence']:.2f} {finding['quote']} → {suggested}\n"


def _correction(suggestion: dict[str, Any], quote: str) -> str:
    """Return what should replace the quote, ∅ for nothing, or after a + what is inserted."""
    if suggestion["replacement"] == quote:
        return "+" + "".join(edit["replacement"] for edit in suggestion["edits"])
    return suggestion["replacement"] or "∅"
