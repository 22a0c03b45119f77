import pytest
from hypothesis import given

from proofer.document.line_index import LineIndex, Position
from tests.documents import texts


def naive_position(text: str, offset: int) -> Position:
    """Count line ends one character at a time; between CR and LF the line has not ended yet."""
    line = column = 1
    for index in range(offset):
        if text[index] == "\n" or (text[index] == "\r" and text[index + 1 : index + 2] != "\n"):
            line, column = line + 1, 1
        else:
            column += 1
    return Position(line, column)


@given(texts)
def test_positions_are_those_of_a_naive_count(text: str) -> None:
    index = LineIndex(text)
    for offset in range(len(text) + 1):
        assert index.position(offset) == naive_position(text, offset), f"at {offset} of {text!r}"


@given(texts)
def test_lines_hold_the_text_but_for_the_line_ends(text: str) -> None:
    lines = LineIndex(text).lines
    assert [line.of(text) for line in lines] == text.replace("\r\n", "\n").replace(
        "\r", "\n"
    ).split("\n")


@pytest.mark.parametrize("separator", ["\f", "\v", "\x1c", "\x85", "\u2028", "\u2029"])
def test_only_lf_crlf_and_cr_end_a_line(separator: str) -> None:
    assert LineIndex(f"甲{separator}乙").position(2) == Position(1, 3)


def test_line_by_number_leaves_out_its_end() -> None:
    text = "甲乙\r\n丙\r丁"
    index = LineIndex(text)
    assert [index.line(number).of(text) for number in (1, 2, 3)] == ["甲乙", "丙", "丁"]


@pytest.mark.parametrize("offset", [-1, 3])
def test_an_offset_outside_the_text_is_refused(offset: int) -> None:
    with pytest.raises(ValueError, match="outside a text of 2 code points"):
        LineIndex("甲乙").position(offset)
