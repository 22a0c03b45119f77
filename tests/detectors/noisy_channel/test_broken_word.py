from __future__ import annotations

from proofer.detectors.noisy_channel import extra_character, lost_character, substitution
from proofer.detectors.noisy_channel.broken_word import DETECTOR
from tests.detectors.findings import find, quotes

GARBLED = "市政府召开专题会议，础览部署冬季供暖工作。要求各部门落实责任，确保群众温暖过冬。"


def test_a_garbled_place_is_flagged_without_a_suggestion() -> None:
    findings = find(DETECTOR, GARBLED)
    assert findings
    assert not any(finding.suggestions for finding in findings)


def test_sound_text_is_left_alone() -> None:
    assert quotes(DETECTOR, "会议强调，农业生产和粮食安全得到全面加强，各项工作有序推进。") == []


def test_what_another_detector_corrects_is_not_flagged_again() -> None:
    flagged = find(DETECTOR, GARBLED)
    for detector in (substitution.DETECTOR, lost_character.DETECTOR, extra_character.DETECTOR):
        for finding in find(detector, GARBLED):
            assert not any(finding.span.overlaps(other.span) for other in flagged)
