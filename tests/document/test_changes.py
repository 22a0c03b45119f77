"""Differing runs of two texts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.document.changes import differing_runs
from proofer.document.edits import Edit, apply

TEXTS = st.text("甲乙丙丁的，a", max_size=12)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("己经完成", "已经完成", [("己", "已")]),
        ("甲乙丙丁", "甲子丑丁", [("乙丙", "子丑")]),
        ("认真真做", "认认真真做", [("", "认")]),
        ("真好", "很真好", [("", "很")]),
        ("的的人", "的人", [("的", "")]),
        ("一样", "一样", []),
        ("", "", []),
    ],
)
def test_runs_are_the_smallest(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    found = differing_runs(before, after)
    assert [(old.of(before), new.of(after)) for old, new in found] == expected


def test_without_substitutions_what_both_texts_have_is_kept() -> None:
    def runs(*, substitutions: bool) -> list[tuple[str, str]]:
        found = differing_runs("甲乙", "乙丙", substitutions=substitutions)
        return [(old.of("甲乙"), new.of("乙丙")) for old, new in found]

    assert runs(substitutions=True) == [("甲乙", "乙丙")]
    assert runs(substitutions=False) == [("甲", ""), ("", "丙")]


@given(TEXTS, TEXTS, st.booleans())
def test_the_runs_make_the_other_text_and_never_touch(
    before: str, after: str, substitutions: bool
) -> None:
    found = differing_runs(before, after, substitutions=substitutions)
    assert apply(before, [Edit(old, new.of(after)) for old, new in found]) == after
    assert all(one.end < other.start for (one, _), (other, _) in pairwise(found))
