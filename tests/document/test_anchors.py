import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.document.anchors import Anchor
from proofer.document.edits import Edit, apply, moved
from proofer.document.spans import Span
from tests.documents import sentences

PAGE = (
    "清晨的码头上已经热闹起来，装卸工们推着小车来回奔走。"
    "老陈站在船头清点货物，一边记账一边同伙计说笑。"
    "到了傍晚，码头上的灯一盏盏亮了，小车的声音也停了。"
)


def place(quote: str, number: int = 0) -> Span:
    at = -1
    for _ in range(number + 1):
        at = PAGE.index(quote, at + 1)
    return Span(at, at + len(quote))


@given(st.integers(0, len(PAGE)), st.integers(0, 6))
def test_an_unchanged_place_is_found(start: int, length: int) -> None:
    span = Span(start, min(start + length, len(PAGE)))
    assert Anchor.of(PAGE, span).find(PAGE) == span


@given(sentences, st.sampled_from(["码头", "小车", "清点货物", "亮了"]))
def test_a_text_put_in_front_moves_the_place(added: str, quote: str) -> None:
    span = place(quote)
    assert Anchor.of(PAGE, span).find(added + PAGE) == span.shift(len(added))


def test_a_correction_nearby_does_not_hide_the_place() -> None:
    span, edit = place("小车", 1), Edit(place("傍晚"), "黄昏时分")
    expected = moved(span.start, [edit])
    assert Anchor.of(PAGE, span).find(apply(PAGE, [edit])) == Span(expected, expected + 2)


def test_the_same_words_elsewhere_are_not_taken_for_it() -> None:
    span = place("码头", 1)
    assert (
        Anchor.of(PAGE, span).find(PAGE.replace("到了傍晚，码头上的灯", "到了傍晚，河岸上的灯"))
        is None
    )


def test_two_places_that_look_alike_are_not_guessed_between() -> None:
    sentence = "他把信交给了邮差，转身回到屋里。"
    anchor = Anchor.of(sentence, Span(2, 3))
    assert anchor.find("序。" + sentence + sentence) is None


@pytest.mark.parametrize("gone", ["", "完全不同的一页，讲的是山里的果园。"])
def test_a_place_that_is_gone_is_not_found(gone: str) -> None:
    assert Anchor.of(PAGE, place("装卸工")).find(gone) is None


def test_a_place_of_insertion_moves_with_its_context() -> None:
    at = place("货物").end
    edit = Edit(place("清晨"), "这天清晨")
    moved_to = moved(at, [edit])
    assert Anchor.of(PAGE, Span(at, at)).find(apply(PAGE, [edit])) == Span(moved_to, moved_to)
