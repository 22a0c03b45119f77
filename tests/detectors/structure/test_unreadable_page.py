from __future__ import annotations

from dataclasses import replace

import pytest

from proofer.detectors.structure.unreadable_page import DETECTOR
from proofer.document.document import OcrToken
from tests.detectors.findings import context, find
from tests.documents import document


def test_the_doubt_about_plain_text_is_the_language_models_not_an_engines() -> None:
    (finding,) = find(DETECTOR, DETECTOR.examples[0].text)
    assert [each.source for each in finding.evidence] == ["language-model"]


@pytest.mark.parametrize(("doubted", "found"), [("eeee", False), ("市政", True)])
def test_leaders_that_are_read_as_letters_say_nothing_of_the_page(
    doubted: str, found: bool
) -> None:
    """The doubted half of the page is what an engine made of dots, or words."""
    page = document("第一章 绪论\n\n" + "研究\n\n" * 60 + f"{doubted * 3}\n\n" * 30)
    segments = [
        replace(each, ocr=OcrToken(0.1 if doubted in each.text.of(page.text) else 0.95))
        for each in page.segments
    ]
    read = replace(page, engine="tesseract", segments=tuple(segments))
    assert bool(list(DETECTOR.detect(read, context()))) is found


def test_a_ruled_line_beside_text_is_read_at_once() -> None:
    """Dashes in two branches of the pattern for leaders took twice the time for each of them."""
    assert not find(DETECTOR, "第一回\n\n" + "-" * 140 + "话说\n\n" + "当日无话。" * 30)
