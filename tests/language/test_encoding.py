from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.language.encoding import BEGIN, END, UNKNOWN, Vocabulary

SOME = Vocabulary("".join(sorted("，。！？；：（）”0A国家老虎的")))
TEXT = st.text(st.sampled_from("国家老虎，。！；”）\n\0 　xy1,.;猫𠀀\ud800"))


def shown(text: str) -> str:
    names = {0: "|", UNKNOWN: "?", BEGIN: "<", END: ">"}
    return "".join(
        names.get(int(number)) or SOME.characters[number - 5]
        for number in SOME.tokenise(SOME.encode(text)).ids
    )


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("国家", "国家"),
        ("国。家", "国。><家"),
        ("国。”家", "国。”><家"),
        ("国！？家", "国！？><家"),
        ("国；）”家", "国；）”><家"),
        ("国”家", "国”家"),
        ("国\n家", "国><家"),
        ("国。\n家", "国。><家"),
        ("国\n\n家", "国><家"),
        ("\n国", "<国"),
        ("国\0\n家", "国|<家"),
        ("国 　家\r\n", "国家><"),
        ("2026年，AI", "0000?，AA"),
        ("猫𠀀", "??"),
        ("", ""),
    ],
)
def test_tokens_of_a_text(text: str, tokens: str) -> None:
    assert shown(text) == tokens


@pytest.mark.parametrize(("half", "full"), list(zip(",;:?!()", "，；：？！（）", strict=True)))
def test_half_width_marks_are_full_width_marks(half: str, full: str) -> None:
    np.testing.assert_array_equal(SOME.encode(half), SOME.encode(full))


@pytest.mark.parametrize("char", ["７", "9", "Ｑ", "z"])
def test_digits_and_letters_stand_for_each_other(char: str) -> None:
    assert SOME.encode(char)[0] == SOME.encode("0" if char in "７9" else "A")[0] > 4


@given(TEXT)
def test_scores_go_back_to_their_characters(text: str) -> None:
    tokens = SOME.tokenise(SOME.encode(text))
    spread = tokens.spread(np.ones(tokens.ids.size, np.float32), len(text))
    assert spread.shape == (len(text),)
    begins = int(np.count_nonzero(tokens.ids == BEGIN))
    assert spread.sum() == tokens.ids.size - begins


@given(TEXT)
def test_white_space_changes_nothing(text: str) -> None:
    spaced = "".join(f" {char}　" for char in text)
    np.testing.assert_array_equal(
        SOME.tokenise(SOME.encode(spaced)).ids, SOME.tokenise(SOME.encode(text)).ids
    )


def test_a_vocabulary_has_each_character_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        Vocabulary("国国")


def test_a_vocabulary_fits_thirteen_bits() -> None:
    with pytest.raises(ValueError, match="too many"):
        Vocabulary("".join(chr(code) for code in range(0x3400, 0x3400 + 8188)))
