"""The pictures of the documentation: every character in its cells, as in a terminal."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style

from tools.docs.painting import Cell, Painter

CELL = Cell(12, 26)
TEXT = "规a矩→“做”…①（abc）✓✎↗│─╭█▀∅"


@pytest.fixture(scope="module")
def painter() -> Painter:
    try:
        return Painter(CELL)
    except FileNotFoundError as error:
        pytest.skip(f"{error} (Debian: fonts-noto-cjk, fonts-dejavu)")


@pytest.mark.parametrize("bold", [False, True])
def test_no_character_leaves_its_cells(painter: Painter, bold: bool) -> None:
    style = Style(bold=bold)
    whole = painter.paint([[Segment(TEXT, style)]])
    left = 0
    for character in TEXT:
        alone = painter.paint([[Segment(character, style)]])
        part = whole.crop((left, 0, left + alone.width, CELL.height))
        assert part.tobytes() == alone.tobytes(), f"{character} touches its neighbours"
        left += alone.width
    assert left == whole.width


def test_a_style_is_painted(painter: Painter) -> None:
    def colours(text: str, style: Style) -> set[object]:
        return {colour for _, colour in painter.paint([[Segment(text, style)]]).getcolors() or ()}

    front, back = (255, 0, 0), (0, 0, 255)
    style = Style(color="#ff0000", bgcolor="#0000ff")
    assert colours("█", style) == {front}
    assert colours(" ", style) == {back}
    assert colours("█", style + Style(reverse=True)) == {back}
    assert colours("█", style + Style(dim=True)) == {(158, 0, 97)}
    assert colours(" ", style + Style(strike=True)) == {front, back}
