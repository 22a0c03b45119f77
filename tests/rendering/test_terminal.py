"""What is printed cannot steer a terminal, and takes the columns that are counted for it."""

from __future__ import annotations

import pytest

from proofer.document.opaque import OPAQUE
from proofer.rendering.terminal import complain, visible, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("中文 abc", "中文 abc"),
        ("\x1b[31m\t\x07", "␛[31m␉␇"),
        ("\x7f\x9b", "␡<U+009B>"),
        ("\u202e\u2028\udc80\u200b", "<U+202E><U+2028><U+DC80><U+200B>"),
    ],
)
def test_control_characters_are_shown_not_sent(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_what_is_no_text_is_shown_as_a_box() -> None:
    assert visible(f"由{OPAQUE}可知") == "由□可知"
    assert visible(f"由{OPAQUE}\x1b可知") == "由□␛可知"


def test_a_complaint_is_one_line_whatever_it_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    complain("page\n::error ::.md: no such file")
    assert capsys.readouterr().err == "page␊::error ::.md: no such file\n"


@pytest.mark.parametrize(
    ("text", "columns"), [("中文ab", 6), ("，。", 4), ("e\u0301", 1), ("“”", 2), ("ｱ", 1)]
)
def test_width_in_columns(text: str, columns: int) -> None:
    assert width(text) == columns
