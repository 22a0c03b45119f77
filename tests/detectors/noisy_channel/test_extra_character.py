from __future__ import annotations

from dataclasses import replace

import pytest

from proofer.detectors.noisy_channel.extra_character import DETECTOR
from tests.detectors.findings import context, find, mended, quotes
from tests.documents import document

ERRORS = {
    "推进农村”住房建设，改善农民居住条件。": "推进农村住房建设，改善农民居住条件。",
}


def test_marks_are_left_alone_where_no_engine_doubts_them() -> None:
    assert not find(DETECTOR, "加快国防和军队-现代化建设，维护国家主权。")
    assert not find(DETECTOR, "功能有：PDF · DOCX · PPTX · 图片 · 网页")


@pytest.mark.parametrize("text", ERRORS)
def test_stray_characters_are_found_and_taken_out(text: str) -> None:
    assert mended(document(text), find(DETECTOR, text)) == ERRORS[text]


@pytest.mark.parametrize("text", ERRORS.values())
def test_the_mended_text_is_left_alone(text: str) -> None:
    assert quotes(DETECTOR, text) == []


@pytest.mark.parametrize(
    ("engine", "found"), [("", True), ("tesseract", True), ("rapidocr", False)]
)
def test_what_one_engine_inserts_is_no_fault_of_another(engine: str, found: bool) -> None:
    """Tesseract writes 和 where nothing is printed; RapidOCR reads it where it stands."""
    page = replace(document("全省大部分地区天和气晴朗，适宜出行。"), engine=engine)
    assert any(each.quote == "和" for each in DETECTOR.detect(page, context())) is found
