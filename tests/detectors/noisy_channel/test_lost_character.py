from __future__ import annotations

import pytest

from proofer.detectors.noisy_channel.lost_character import DETECTOR
from tests.detectors.findings import find, mended, quotes
from tests.documents import document

ERRORS = {
    "坚持改革放不动摇，推动经济社会发展取得新成就。": (
        "坚持改革开放不动摇，推动经济社会发展取得新成就。"
    ),
    "新时代中国特色会主义思想是行动指南。": "新时代中国特色社会主义思想是行动指南。",
}


@pytest.mark.parametrize("text", ERRORS)
def test_lost_characters_are_found_and_mended(text: str) -> None:
    findings = find(DETECTOR, text)
    assert mended(document(text), findings) == ERRORS[text]
    assert all(len(finding.span) == 2 for finding in findings), (
        "the characters on both sides are shown"
    )


@pytest.mark.parametrize("text", ERRORS.values())
def test_the_mended_text_is_left_alone(text: str) -> None:
    assert quotes(DETECTOR, text) == []
