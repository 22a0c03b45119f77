import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.document.edits import Edit, OverlapError, apply, conflict, moved
from proofer.document.spans import Span

TEXT = "春江潮水连海平海上明月共潮生"


@st.composite
def edits_apart(draw: st.DrawFn) -> list[Edit]:
    """Edits of TEXT that leave at least a character between them, in any order."""
    cuts = sorted(draw(st.sets(st.integers(0, len(TEXT)), max_size=8)))
    spans = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    chosen = [Edit(span, draw(st.text("甲乙丙", max_size=3))) for span in spans]
    return draw(st.permutations(chosen))


def naive(text: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


@given(edits_apart())
def test_apply_is_the_same_as_one_edit_after_the_other_from_the_end(edits: list[Edit]) -> None:
    assert apply(TEXT, edits) == naive(TEXT, edits)


@given(edits_apart(), st.integers(0, len(TEXT)))
def test_moved_follows_what_was_not_edited(edits: list[Edit], offset: int) -> None:
    if any(edit.span.start <= offset <= edit.span.end for edit in edits):
        return
    assert apply(TEXT, edits)[moved(offset, edits) :][:1] == TEXT[offset : offset + 1]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((1, 3), (3, 5), False),
        ((1, 3), (2, 5), True),
        ((2, 2), (2, 2), True),
        ((2, 2), (2, 4), False),
        ((4, 4), (2, 4), False),
        ((3, 3), (2, 4), True),
    ],
    ids=[
        "adjacent",
        "overlapping",
        "two insertions",
        "insertion before",
        "insertion behind",
        "insertion inside",
    ],
)
def test_what_conflicts(first: tuple[int, int], second: tuple[int, int], expected: bool) -> None:
    a, b = Edit(Span(*first), "甲"), Edit(Span(*second), "乙")
    assert conflict(a, b) is expected
    assert conflict(b, a) is expected


def test_overlapping_edits_are_an_error_that_names_both() -> None:
    first, second = Edit(Span(1, 4), "甲"), Edit(Span(3, 5), "乙")
    with pytest.raises(OverlapError) as raised:
        apply(TEXT, [second, first])
    assert (raised.value.first, raised.value.second) == (first, second)


def test_an_edit_within_a_longer_one_behind_another_is_found() -> None:
    with pytest.raises(OverlapError):
        apply(TEXT, [Edit(Span(0, 9), "甲"), Edit(Span(1, 2), "乙"), Edit(Span(5, 6), "丙")])


def test_equal_edits_count_once() -> None:
    assert apply("甲乙", [Edit(Span(0, 1), "丙"), Edit(Span(0, 1), "丙")]) == "丙乙"


def test_an_edit_past_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="past a text of 2 code points"):
        apply("甲乙", [Edit(Span(1, 3), "")])
