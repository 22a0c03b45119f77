"""The profile for typed text: what sounds alike is tried, alone and as a word, and nothing else."""

from __future__ import annotations

import pytest

from proofer.language.channel.engine import Engine, default_engine
from proofer.language.channel.profiles import PROFILES

ENGINE: Engine = default_engine("typing")
RIGHT = (
    "会议强调，要深入学习贯彻会议精神，抓好农业生产，确保粮食安全。"
    "坚持改革开放不动摇，推进农村住房建设。"
)


def best(text: str) -> dict[tuple[str, str], float]:
    """What stands at each place, what should, and how likely that is."""
    return {
        (place.span.of(text), place.candidates[0].replacement): place.candidates[0].probability
        for place in ENGINE.suspicions(text)
        if place.candidates
    }


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("各地要认真作好粮食生产工作，确保丰收。", ("作", "做")),
        ("他在会上做了重要将话，要求大家抓紧落实。", ("将", "讲")),
        ("公司召开悔意，研究部署下一步工作。", ("悔意", "会议")),
        ("当事人可以向人民发源提起诉讼。", ("发源", "法院")),
        ("我们以经完成了全年的任务。", ("以", "已")),
    ],
)
def test_what_was_typed_for_what_sounds_like_it_is_found(
    text: str, correction: tuple[str, str]
) -> None:
    assert best(text).get(correction, 0) > 0.5, best(text)


def test_the_evidence_says_how_alike_both_sound() -> None:
    text = "我们以经完成了全年的任务。"
    found = next(place.candidates[0] for place in ENGINE.suspicions(text) if place.candidates)
    assert found.sound == 1


def test_right_text_has_no_likely_correction() -> None:
    assert not {
        correction for correction, p in best(RIGHT).items() if p >= PROFILES["typing"].shown
    }


def test_marks_and_letters_are_left_alone() -> None:
    text = "会议强调·要深入学习“精神。推进农村”住房建设。共120万元abc。"
    for place in ENGINE.suspicions(text, least=0.0):
        for each in place.candidates:
            changed = each.span.of(text) + each.replacement
            assert all("\u4e00" <= char <= "\u9fff" for char in changed), changed


def test_a_word_and_its_characters_are_not_both_corrected() -> None:
    text = "公司召开悔意，研究部署下一步工作。"
    places = [
        place
        for place in ENGINE.suspicions(text)
        if place.candidates and place.candidates[0].probability >= 0.5
    ]
    assert [place.span.of(text) for place in places] == ["悔意"]


def test_the_engines_of_two_profiles_do_not_share_what_they_try() -> None:
    text = "会议强调，要深彻学习贯彻会议精神，抓好衣业生产，确保粮食安全。"
    assert best(text) != {
        (place.span.of(text), place.candidates[0].replacement): place.candidates[0].probability
        for place in default_engine("ocr").suspicions(text)
        if place.candidates
    }
