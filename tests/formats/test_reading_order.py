"""Reading order from boxes alone: the lines of each case are in the order to be read."""

from __future__ import annotations

import random

import pytest

from proofer.document.document import Box
from proofer.formats._layout.reading_order import columns


def column(left: int, top: int, lines: int, width: int = 200) -> list[Box]:
    return [
        (left, top + 40 * number, left + width, top + 40 * number + 30) for number in range(lines)
    ]


HEADLINE = [(150.0, 0.0, 550.0, 50.0)]
CASES: dict[str, list[Box]] = {
    "one column": column(0, 0, 8),
    "two columns": column(0, 0, 8) + column(230, 0, 8),
    "four columns of different lengths": [
        box for x in range(4) for box in column(230 * x, 0, 8 - x)
    ],
    "columns that are not level": column(0, 0, 8) + column(230, 17, 8),
    "a headline across": HEADLINE + column(0, 70, 8) + column(230, 70, 8) + column(460, 70, 8),
    "two articles": column(0, 0, 5) + column(230, 0, 5) + column(0, 300, 5) + column(230, 300, 5),
    "a byline between articles, as wide as no column": [
        *[box for x in range(3) for box in column(230 * x, 0, 5)],
        (270.0, 220.0, 390.0, 250.0),
        *[box for x in range(3) for box in column(230 * x, 280, 5)],
    ],
    "a caption across two of three columns": [
        *column(0, 0, 4), *column(230, 0, 4), (30, 290, 400, 320),
        *column(0, 360, 4), *column(230, 360, 4), *column(460, 0, 13),
    ],
    "a line that the engine took for two": [
        *column(0, 0, 4), (0, 160, 430, 190), *column(0, 200, 6),
        *column(230, 0, 4), *column(230, 200, 6),
    ],
    "a last line that is a little farther from its column": [
        *column(0, 0, 8), (0, 350, 70, 380), *column(230, 0, 8),
    ],
    "a signature far below, and not of the column": [
        *column(0, 0, 8), *column(230, 0, 8), (0, 420, 70, 450),
    ],
    "a byline below both columns": [
        *column(0, 0, 8), *column(230, 0, 8), (150, 350, 280, 380),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_lines_are_read_in_order_however_the_engine_sorts_them(name: str) -> None:
    boxes = CASES[name]
    shuffled = list(range(len(boxes)))
    random.Random(7).shuffle(shuffled)
    found = columns([boxes[index] for index in shuffled])
    assert [shuffled[index] for part in found for index in part] == list(range(len(boxes)))


def test_every_line_is_read_once() -> None:
    chance = random.Random(3)
    for size in (0, 1, 2, 5, 60, 300):
        places = [(chance.random() * 900, chance.random() * 1200) for _ in range(size)]
        boxes = [(x, y, x + chance.random() * 400, y + chance.random() * 60) for x, y in places]
        assert sorted(index for part in columns(boxes) for index in part) == list(range(size))
