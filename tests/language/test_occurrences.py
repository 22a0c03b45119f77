"""Counting and finding strings in a text is the same by the index of long texts as without it."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from proofer.language import occurrences
from proofer.language.occurrences import Occurrences, StringIndex


@pytest.mark.parametrize("short", [0, 1_000_000], ids=["by the index", "by reading"])
@given(
    st.text("的一a\U00020000", min_size=2, max_size=30),
    st.text("的一aX\U00020000", min_size=1, max_size=4),
)
def test_strings_are_found_as_by_reading(short: int, text: str, string: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(occurrences, "_SHORT", short)
        places = Occurrences(text)
        found = [match.start() for match in regex.finditer(regex.escape(string), text)]
        assert list(places.starts(string)) == found
        assert places.count(string) == len(found) == text.count(string)


@given(
    st.text("的一a\U00020000", max_size=30),
    st.sets(st.text("的一a\U00020000", min_size=1, max_size=3)),
    st.sampled_from([1, 18]),
)
def test_strings_of_one_length_are_found_where_they_stand(
    text: str, strings: set[str], bits: int
) -> None:
    pairs = [(at, text[at : at + 2]) for at in range(len(text) - 1)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(occurrences, "_HASH_BITS", bits)  # the fewer, the more strings share a hash
        index = StringIndex({string: string for string in strings}, 2)
        assert index.places(text) == [each for each in pairs if each[1] in strings]
