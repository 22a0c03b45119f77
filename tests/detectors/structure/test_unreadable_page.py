from __future__ import annotations

from proofer.detectors.structure.unreadable_page import DETECTOR
from tests.detectors.findings import find


def test_the_doubt_about_plain_text_is_the_language_models_not_an_engines() -> None:
    (finding,) = find(DETECTOR, DETECTOR.examples[0].text)
    assert [each.source for each in finding.evidence] == ["language-model"]
