"""What sounds like what stands there: characters and words by their syllables."""

from __future__ import annotations

import numpy as np
import pytest

from proofer.language.channel.homophones import Homophones, Lists, load
from proofer.language.channel.reading import Reading
from proofer.language.lexicon import default_words
from proofer.language.model import DATA, default_model
from proofer.language.sounds import default_sounds

MODEL = default_model()
SOUNDS = default_sounds()
HOMOPHONES = load(DATA / "homophones.npy", MODEL)
WORDS = np.load(DATA / "homophones.npy")


def shown(ids: np.ndarray) -> list[str]:
    characters = "     " + MODEL.vocabulary.characters
    return [characters[number] for number in ids.tolist()]


def everywhere(text: str) -> tuple[Reading, np.ndarray]:
    reading = Reading(text, MODEL)
    return reading, np.arange(reading.size)


@pytest.mark.parametrize(
    ("text", "at", "wanted"),
    [("权力", 1, "利"), ("制订", 1, "定"), ("他们", 0, "她"), ("在来", 0, "再")],
)
def test_characters_that_sound_alike_are_tried(text: str, at: int, wanted: str) -> None:
    reading, places = everywhere(text)
    where, ids = HOMOPHONES.characters(reading, places)
    assert wanted in shown(ids[where == at])


def test_everything_tried_sounds_like_what_stands_there() -> None:
    reading, places = everywhere("会议强调，2025年 要zuo好工作。\n下一段")
    where, ids = HOMOPHONES.characters(reading, places)
    for place, new in zip(where.tolist(), shown(ids), strict=True):
        old = chr(reading.points[place])
        assert new == old or SOUNDS.similarity(old, new) > 0, f"{new} does not sound like {old}"


@pytest.mark.parametrize(
    ("typed", "meant"), [("悔意", "会议"), ("平谷", "评估"), ("发源", "法院"), ("床上", "创伤")]
)
def test_words_of_which_both_characters_differ_are_tried(typed: str, meant: str) -> None:
    reading, places = everywhere(f"这是{typed}的")
    where, first, second = HOMOPHONES.words(reading, places)
    assert meant in found_at(2, where, first, second)


def test_a_word_that_shares_a_character_is_a_matter_of_the_other_one() -> None:
    reading, places = everywhere("这项试验")
    where, first, second = HOMOPHONES.words(reading, places)
    assert "实验" not in found_at(2, where, first, second)


def found_at(place: int, where: np.ndarray, first: np.ndarray, second: np.ndarray) -> list[str]:
    here = where == place
    return [one + other for one, other in zip(shown(first[here]), shown(second[here]), strict=True)]


def test_no_word_reaches_over_the_end_of_a_line_or_of_the_text() -> None:
    reading, places = everywhere("开会\n议事")
    where, _, _ = HOMOPHONES.words(reading, places)
    assert not {1, 2, 4, 5} & set(where.tolist())


def test_every_listed_word_is_one_of_the_lexicon() -> None:
    words = ["".join(map(chr, pair)) for pair in WORDS[:: len(WORDS) // 500].tolist()]
    assert all(word in default_words() for word in words)
    frequencies = default_words().log_frequencies(words)
    assert (np.diff(frequencies) <= 1e-6).all(), "the commonest comes first"


def test_a_list_gives_what_is_under_a_key_in_order_and_no_more() -> None:
    lists = Lists(np.array([7, 3, 7, 7]), np.array([10, 20, 30, 40]), most=2)
    owner, values = lists(np.array([3, 5, 7]))
    assert owner.tolist() == [0, 2, 2]
    assert values.tolist() == [20, 10, 30]


def test_a_word_outside_the_model_is_left_out() -> None:
    rare = np.array([[ord("㐀"), ord("㐁")], [ord("会"), ord("议")]], np.uint16)
    reading, places = everywhere("悔意")
    where, first, second = Homophones(SOUNDS, rare, MODEL).words(reading, places)
    assert found_at(0, where, first, second) == ["会议"]


def test_the_gain_of_a_word_is_that_of_the_model() -> None:
    text = "公司召开悔意研究部署工作。\n"
    reading = Reading(text, MODEL)
    new, second = MODEL.vocabulary.encode("会议")
    at = text.index("悔")
    gain = reading.word_gains(np.array([at]), np.array([new]), np.array([second]))
    assert gain == pytest.approx(MODEL.gains(text, [(at, at + 2, "会议")]), abs=1e-4)
    assert gain[0] > 2
