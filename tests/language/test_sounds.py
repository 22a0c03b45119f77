from __future__ import annotations

import random

import numpy as np
import pytest

from proofer.language.sounds import NO_SYLLABLE, SoundTable, default_sounds, fuzzy

SOUNDS = default_sounds()


@pytest.mark.parametrize(
    "pair", ["已以", "的得", "的地", "长张", "长常", "做作", "即既", "帐账", "绿虑"]
)
def test_the_same_syllable_is_1_whatever_the_tone(pair: str) -> None:
    assert SOUNDS.similarity(*pair) == SOUNDS.similarity(*reversed(pair)) == 1


@pytest.mark.parametrize(
    "pair", ["站赞", "吃词", "是四", "南兰", "班帮", "真正", "金京", "庄专", "张咱"]
)
def test_what_many_speakers_do_not_tell_apart_is_near(pair: str) -> None:
    assert SOUNDS.similarity(*pair) == SOUNDS.similarity(*reversed(pair)) == pytest.approx(0.6)


@pytest.mark.parametrize("pair", ["国猎", "东公", "花法", "路吕", "人能", "安恩", "女乳", "己七"])
def test_other_syllables_and_rare_readings_are_not_alike(pair: str) -> None:
    assert SOUNDS.similarity(*pair) == 0


@pytest.mark.parametrize(
    ("syllable", "stands_for_all"),
    [
        ("zhang", "zan"),
        ("shui", "sui"),
        ("ning", "lin"),
        ("huang", "huan"),
        ("hen", "hen"),
        ("e", "e"),
    ],
)
def test_fuzzy_syllables(syllable: str, stands_for_all: str) -> None:
    assert fuzzy(syllable) == stands_for_all


def test_the_same_character_is_1_and_an_uncovered_one_0() -> None:
    assert SOUNDS.similarity("𠀀", "𠀀") == 1
    assert (
        SOUNDS.similarity("国", "𠀀")
        == SOUNDS.similarity("𠀁", "𠀀")
        == SOUNDS.similarity("a", "啊")
        == 0
    )
    assert SOUNDS.neighbours("𠀀") == SOUNDS.neighbours("国", 0) == ()
    assert "国" in SOUNDS
    assert "𠀀" not in SOUNDS


def test_a_batch_is_each_pair() -> None:
    pairs = [("己", "已"), ("国", "国"), ("国", "𠀀"), ("x", "x"), ("站", "赞")]
    np.testing.assert_array_equal(
        SOUNDS.similarities(pairs), [SOUNDS.similarity(*pair) for pair in pairs]
    )
    assert SOUNDS.similarities([]).shape == (0,)


def test_neighbours_are_all_that_sound_alike_the_commonest_first() -> None:
    near = SOUNDS.neighbours("站", 10_000)
    assert set(near) == {
        char for char in SOUNDS.characters if char != "站" and SOUNDS.similarity("站", char) > 0
    }
    assert near[:5] == SOUNDS.neighbours("站", 5)
    assert near.index("占") < near.index("湛")
    assert "展" in near[:3]


def test_random_pairs_are_not_alike() -> None:
    rng = random.Random(1)
    values = SOUNDS.similarities(
        [(rng.choice(SOUNDS.characters), rng.choice(SOUNDS.characters)) for _ in range(5000)]
    )
    assert 0.002 < (values > 0).mean() < 0.03


def test_common_characters_are_covered() -> None:
    for char in "驰宏锌锗晓铸围猎国昇华铝矿磁业的一是在不了有和人这":
        assert char in SOUNDS


@pytest.mark.parametrize(
    ("characters", "readings"),
    [
        ("己已", [[0, NO_SYLLABLE, NO_SYLLABLE]]),
        ("己", [[1, NO_SYLLABLE, NO_SYLLABLE]]),
        ("己", [[0]]),
    ],
)
def test_files_that_do_not_belong_together_are_refused(
    characters: str, readings: list[list[int]]
) -> None:
    with pytest.raises(ValueError, match="readings"):
        SoundTable(characters, ["ji"], np.array(readings, np.uint16))
