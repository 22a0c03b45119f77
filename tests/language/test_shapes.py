from __future__ import annotations

import random

import numpy as np
import pytest

from proofer.language.model import default_model
from proofer.language.shapes import ShapeTable, default_shapes

SHAPES = default_shapes()
TWINS = ["己已", "末未", "土士", "日曰", "人入", "毫亳", "矿扩", "锌锋", "国围"]


@pytest.mark.parametrize("pair", TWINS)
def test_look_alikes_are_alike(pair: str) -> None:
    assert SHAPES.similarity(*pair) > 0.45
    assert SHAPES.similarity(*pair) == pytest.approx(SHAPES.similarity(*reversed(pair)))


@pytest.mark.parametrize("pair", TWINS[:-1])
def test_look_alikes_are_neighbours(pair: str) -> None:
    # Between 锌 and 锋 stand metals that only the periodic table has.
    assert pair[1] in SHAPES.neighbours(pair[0], 12)


def test_random_pairs_are_not_alike() -> None:
    rng = random.Random(1)
    values = SHAPES.similarities(
        [(rng.choice(SHAPES.characters), rng.choice(SHAPES.characters)) for _ in range(5000)]
    )
    assert np.median(values) < 0.3
    assert np.quantile(values, 0.99) < 0.5


def test_no_two_characters_are_the_same_to_the_table() -> None:
    # The recogniser's rows of untrained characters are all alike: none of them may have stayed.
    values = SHAPES.similarities(
        [(char, SHAPES.neighbours(char, 1)[0]) for char in SHAPES.characters[::20]]
    )
    assert values.max() < 0.95


def test_common_characters_are_covered() -> None:
    for char in "驰宏锌锗晓铸围猎国昇华铝矿磁业的一是在不了有和人这":
        assert char in SHAPES


@pytest.mark.parametrize(
    ("char", "alike"),
    [("铟", "锢"), ("钽", "担"), ("铌", "昵"), ("楫", "揖"), ("峁", "昴"), ("囯", "国")],
)
def test_characters_the_recogniser_does_not_know_have_look_alikes(char: str, alike: str) -> None:
    assert alike in SHAPES.neighbours(char, 12)
    assert SHAPES.similarity(char, alike) > 0.45


def test_the_characters_of_the_language_model_are_covered() -> None:
    han = [char for char in default_model().vocabulary.characters if "一" <= char <= "鿿"]
    assert not [char for char in han if char not in SHAPES]


def test_the_same_character_is_1_and_an_uncovered_one_0() -> None:
    assert SHAPES.similarity("国", "国") == 1
    assert SHAPES.similarity("𠀀", "𠀀") == 1
    assert SHAPES.similarity("国", "𠀀") == 0
    assert SHAPES.similarity("a", "国") == 0
    assert SHAPES.neighbours("𠀀") == ()
    assert SHAPES.neighbours("国", 0) == ()


def test_a_batch_is_each_pair() -> None:
    pairs = [("己", "已"), ("国", "国"), ("国", "𠀀"), ("x", "x"), ("锌", "铸")]
    np.testing.assert_allclose(
        SHAPES.similarities(pairs), [SHAPES.similarity(*pair) for pair in pairs], atol=1e-6
    )
    assert SHAPES.similarities([]).shape == (0,)


def test_neighbours_come_nearest_first() -> None:
    near = SHAPES.neighbours("锌", 20)
    values = [SHAPES.similarity("锌", char) for char in near]
    assert values == sorted(values, reverse=True)
    assert "锌" not in near
    assert len(near) == 20


def test_files_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(ValueError, match="vectors"):
        ShapeTable("己已", np.ones((3, 4), np.int8))


def test_of_equal_neighbours_the_first_are_taken() -> None:
    table = ShapeTable("".join(map(chr, range(0x4E00, 0x4E64))), np.ones((100, 4), np.int8))
    assert table.neighbours("丐", 3) == ("一", "丁", "丂")
