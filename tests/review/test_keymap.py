"""Other keys for the review: what cannot be is refused, naming what is wrong."""

from __future__ import annotations

import pytest
from textual.keys import _character_to_key

from proofer.errors import ConfigError
from proofer.review.keymap import _PUNCTUATION, KEY_NAMES, KEYS, names, remapped


def keys_of(table: dict[str, str]) -> dict[str, str]:
    return {key.id: key.keys for key in remapped(table)}


def test_without_a_table_the_keys_are_the_usual_ones() -> None:
    assert remapped({}) == KEYS


def test_keys_replace_the_usual_ones() -> None:
    keys = keys_of({"next": "l, right", "search": "ctrl+f", "teach": "="})
    assert (keys["next"], keys["search"], keys["teach"]) == ("l,right", "ctrl+f", "equals_sign")
    assert keys["previous"] == "k,up"


def test_two_keys_can_change_places() -> None:
    keys = keys_of({"next": "k, down", "previous": "j, up"})
    assert (keys["next"], keys["previous"]) == ("k,down", "j,up")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"nxt": "l"}, r"nothing named nxt to press\. Did you mean next\?"),
        ({"next": "pgdown"}, r"“pgdown” of next .* Did you mean pagedown\?"),
        ({"next": "ctrl+m"}, "“ctrl[+]m” of next"),
        ({"next": "escape"}, "“escape” of next"),
        ({"next": "jj"}, "“jj” of next"),
        ({"next": ""}, "“” of next"),
        ({"next": "j,"}, "“” of next"),
        ({"next": "改"}, "“改” of next"),
        ({"next": "n"}, "undecided and next have the same key n;"),
        ({"next": "/"}, "next and search have the same key /;"),
        ({"accept": "l", "reject": "l"}, "accept and reject have the same key l;"),
    ],
)
def test_what_cannot_be_is_told(table: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigError, match=told) as caught:
        remapped(table, "proofer.toml:3")
    assert caught.value.message.en.startswith("proofer.toml:3: ")
    assert caught.value.message.zh.startswith("proofer.toml:3：")


def test_the_names_are_those_of_textual() -> None:
    assert {sign: _character_to_key(sign) for sign in _PUNCTUATION} == _PUNCTUATION
    assert _character_to_key(",") in KEY_NAMES


def test_the_usual_keys_are_possible_and_named_once() -> None:
    usual = [each for key in KEYS for each in key.keys.split(",")]
    assert set(usual) <= KEY_NAMES
    assert len(set(usual)) == len(usual)
    assert len({key.id for key in KEYS}) == len(KEYS)
    assert all(names(key) for key in KEYS)
