"""Where a finding stands on its page, by what each format says of boxes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from proofer.document.document import Box, Document
from proofer.document.spans import Span
from proofer.formats import parse, read
from proofer.scan.regions import ImageRegion, around, region_of, usual_pitch, view
from tests.paths import FIXTURES
from tests.scan.pages import LINES, hocr, span_of
from tests.scan.pages import read as written

PAGES = FIXTURES / "documents" / "ocr"


def lines_of(*lines: tuple[str, Box]) -> str:
    """Return the JSON of RapidOCR."""
    entries = [
        {
            "text": text,
            "score": 0.9,
            "box": [[left, top], [right, top], [right, bottom], [left, bottom]],
        }
        for text, (left, top, right, bottom) in lines
    ]
    return json.dumps({"image": "page.png", "lines": entries}, ensure_ascii=False)


def place(document: Document, words: str) -> ImageRegion:
    found = region_of(document, span_of(document, words))
    assert found is not None
    return found


def test_words_with_boxes_are_marked_by_them(tmp_path: Path) -> None:
    found = place(written(tmp_path / "page.hocr", hocr()), "规矩矩")
    assert found == ImageRegion(
        1, (200, 20, 260, 40), 20, ((200, 20, 260, 40),), "page.png", (320, 120), 0
    )


def test_a_part_of_a_line_with_one_box_is_found_by_its_characters(tmp_path: Path) -> None:
    document = written(tmp_path / "page.json", lines_of(("共12个字的一行文字", (100, 50, 280, 70))))
    assert place(document, "一行").marks == ((200, 50, 240, 70),), (
        "two digits are as wide as one character"
    )


def test_a_vertical_line_is_cut_across(tmp_path: Path) -> None:
    document = written(tmp_path / "page.json", lines_of(("直排的一行字", (100, 50, 120, 170))))
    found = place(document, "一行")
    assert found.marks == ((100, 110, 120, 150),)
    assert found.pitch == 20, "of vertical print the width tells the size"


def test_a_part_over_the_end_of_a_line_has_a_mark_in_each(tmp_path: Path) -> None:
    document = written(
        tmp_path / "page.hocr", hocr(["前面一行的结尾处应当接", "着后面一行的开头往下读"])
    )
    found = place(document, "接着后面")
    assert found.marks == ((220, 20, 240, 40), (20, 60, 80, 80))
    assert found.focus == found.marks[0], "what is shown first is where it begins"


def test_a_mark_is_as_high_as_its_line(tmp_path: Path) -> None:
    source = hocr().replace("bbox 80 60 100 80", "bbox 80 68 100 71")  # 己, as flat as a stroke
    found = place(written(tmp_path / "page.hocr", source), "己")
    assert found.marks == ((80, 60, 100, 80),)
    assert found.pitch == 20


def test_a_block_of_lines_has_no_mark_but_about_a_place(tmp_path: Path) -> None:
    text = "一个方框里的许多行文字没有各自的位置" * 10
    block = [{"block_label": "text", "block_content": text + "尾", "block_bbox": [0, 0, 300, 800]}]
    source = json.dumps({"input_path": "page.png", "parsing_res_list": block}, ensure_ascii=False)
    found = place(written(tmp_path / "page.json", source), "尾")
    assert found.marks == ()
    assert found.focus[3] == pytest.approx(800, abs=found.pitch), (
        "the end of the text is at the end of the block"
    )


def test_a_loss_is_shown_between_its_neighbours(tmp_path: Path) -> None:
    document = written(tmp_path / "page.hocr", hocr())
    at = span_of(document, "做").start
    found = region_of(document, Span(at, at))
    assert found is not None
    assert found.focus == (240, 20, 280, 40)


def test_text_without_boxes_has_no_place(tmp_path: Path) -> None:
    document = written(tmp_path / "page.md", "# 标题\n\n没有位置的文字。\n")
    assert region_of(document, Span(0, 2)) is None


@pytest.mark.parametrize(
    "name",
    ["harbour.hocr", "hocr-crlf.html", "alto.xml", "page.xml", "tesseract.tsv", "rapidocr.json"],
)
def test_every_format_with_boxes_gives_the_same_place(name: str) -> None:
    found = place(read(PAGES / name), "正武")
    assert around(found.marks) == pytest.approx(
        around(place(read(PAGES / "harbour.hocr"), "正武").marks), abs=1
    )


@pytest.mark.parametrize(
    ("name", "size"),
    [("harbour.hocr", (840, 500)), ("alto.xml", (840, 500)), ("page.xml", (840, 500))],
)
def test_formats_tell_the_size_of_the_page(name: str, size: tuple[int, int]) -> None:
    assert place(read(PAGES / name), "正武").size == size


def test_alto_in_tenths_of_a_millimetre_keeps_its_boxes() -> None:
    source = (PAGES / "alto.xml").read_bytes()
    assert b">pixel<" in source
    document = parse(source.replace(b">pixel<", b">mm10<"), Path("alto.xml"))
    assert place(document, "正武").marks, "the size of the page tells what the unit is"


def test_a_page_has_a_usual_pitch(tmp_path: Path) -> None:
    assert usual_pitch(written(tmp_path / "page.hocr", hocr()), 1) == 20
    assert usual_pitch(written(tmp_path / "page.md", "文字"), 1) == 0


PLACE = ImageRegion(1, (200, 100, 240, 120), 20)
PAGE = (1000.0, 500.0)


@pytest.mark.parametrize("pane", [(116, 16), (44, 16), (76, 42), (232, 32)])
def test_a_view_has_the_shape_of_the_pane_and_the_place_in_its_middle(
    pane: tuple[int, int],
) -> None:
    left, top, right, bottom = view(PLACE, PAGE, pane, 13)
    assert (right - left) / (bottom - top) == pytest.approx(pane[0] / pane[1])
    assert (left + right) / 2 == pytest.approx(220)
    assert (top + bottom) / 2 == pytest.approx(110)
    assert bottom - top >= 25, "a line and some white"


def test_a_higher_pane_shows_more_lines_and_zoom_fewer() -> None:
    heights = [
        box[3] - box[1] for box in (view(PLACE, PAGE, (80, rows), 13) for rows in (16, 39, 52))
    ]
    assert heights == pytest.approx([25, 60, 80])
    assert view(PLACE, PAGE, (80, 52), 13, zoom=2)[3] - view(PLACE, PAGE, (80, 52), 13, zoom=2)[
        1
    ] == pytest.approx(40)


@pytest.mark.parametrize(
    ("focus", "left"),
    [
        ((0, 100, 20, 120), 0),
        ((980, 100, 1000, 120), 1000 - 125),
        ((100, 100, 900, 120), 90),
        ((-50, 100, -20, 120), 0),
    ],
    ids=["left edge", "right edge", "wider than the view", "outside"],
)
def test_a_view_keeps_to_the_page(focus: Box, left: float) -> None:
    assert view(replace(PLACE, focus=focus), PAGE, (80, 16), 13)[0] == pytest.approx(left)


def test_a_page_smaller_than_the_view_is_in_its_middle() -> None:
    left, _, right, _ = view(replace(PLACE, focus=(0, 0, 20, 20)), (40, 20), (80, 16), 13)
    assert (left + right) / 2 == pytest.approx(20)


def test_a_box_without_height_is_not_enlarged_without_end() -> None:
    _, top, _, bottom = view(
        replace(PLACE, focus=(10, 10, 10, 10), pitch=0), (3000, 3000), (80, 16), 13
    )
    assert bottom - top >= 10


def test_lines_of_the_helper_are_read_as_two(tmp_path: Path) -> None:
    assert "".join(written(tmp_path / "page.hocr", hocr()).text.split()) == "".join(LINES)
