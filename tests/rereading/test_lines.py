"""Printed lines and their places: from boxes of lines and of characters; sloping, vertical."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from proofer.document.spans import Span
from proofer.formats import parse
from proofer.rereading.lines import Line, Unreadable, height, lines_of, quad_of
from tests.rereading.pages import SIDE, box, boxes, document, turned


def only(lines: object) -> Line:
    (found,) = [line for _, line in lines]  # type: ignore[attr-defined]
    assert isinstance(found, Line), found
    return found


def test_each_printed_line_has_its_own_place() -> None:
    found = list(lines_of(document([("规规矩矩", [box(4)]), ("做事", [box(2, top=60)])])))
    assert [span for span, _ in found] == [Span(0, 4), Span(4, 6)]
    first, second = (line for _, line in found if isinstance(line, Line))
    assert first.quad == ((20, 20), (100, 20), (100, 40), (20, 40))
    assert second.quad == ((20, 60), (60, 60), (60, 80), (20, 80))
    assert not first.vertical


def test_a_line_of_words_follows_its_base_line() -> None:
    line = only(lines_of(document([("规规矩矩做事的人", boxes(8, slope=0.05))])))
    start, end, _, low = line.quad
    assert (end[1] - start[1]) / (end[0] - start[0]) == pytest.approx(0.05, abs=1e-6)
    assert low[1] - start[1] == pytest.approx(SIDE), "as high as a character, not as all boxes"
    assert height(line.quad) == pytest.approx(SIDE)


def test_dots_and_dashes_do_not_tilt_a_line() -> None:
    dash, dot = (20.0, 29.0, 40.0, 31.0), (180.0, 36.0, 200.0, 40.0)
    quad = quad_of([dash, *boxes(7, left=40), dot])
    assert quad == ((20, 20), (200, 20), (200, 40), (20, 40))


def test_a_vertical_line_is_read_from_its_right_edge() -> None:
    upright = quad_of(boxes(6, slope=0.03))
    down = quad_of(turned(boxes(6, slope=0.03), 400), vertical=True)
    for (x, y), (turned_x, turned_y) in zip(upright, down, strict=True):
        assert (turned_x, turned_y) == pytest.approx((400 - y, x))


def test_a_column_of_characters_is_vertical() -> None:
    line = only(lines_of(document([("规规矩矩做事", turned(boxes(6), 200))])))
    assert line.vertical
    assert line.quad[0] == pytest.approx((180, 20)), "it begins at its right upper corner"


def test_what_stands_on_no_single_line_is_told() -> None:
    reasons = [
        line
        for case in (
            [("规规矩矩", [None])],
            [("规矩", [box(1), None])],
            [("规规矩矩", [(20.0, 20.0, 20.0, 40.0)])],
            [("规规矩矩做事的人们", [(20.0, 20.0, 80.0, 80.0)])],
            [("规规", [box(4)]), ("矩矩", [box(4)])],
        )
        for _, line in lines_of(document(case))
    ]
    assert reasons == [
        Unreadable.NO_BOX,
        Unreadable.NO_BOX,
        Unreadable.EMPTY,
        Unreadable.SHARED,
        Unreadable.SHARED,
        Unreadable.SHARED,
    ]


SLOPING = ((20.0, 20.0), (220.0, 40.0), (218.0, 60.0), (18.0, 40.0))


@pytest.mark.parametrize("turned", [0, 1, 2, 3], ids=lambda by: f"from corner {by}")
def test_the_corners_that_a_file_gives_are_those_of_the_line(turned: int) -> None:
    corners = [[x, y] for x, y in (*SLOPING[turned:], *SLOPING[:turned])]
    source = json.dumps([[corners, "青岗铜业的干部职工", 0.9]], ensure_ascii=False)
    ((_, line),) = lines_of(parse(source.encode(), Path("page.json")))
    assert isinstance(line, Line)
    assert line.quad == SLOPING
    assert height(line.quad) == pytest.approx(20, abs=0.2)


@pytest.mark.parametrize(
    "corners",
    [
        [[20, 20], [220, 21], [220, 41], [20, 40]],
        [[20, 20], [220, 40], [218, 60]],
        [[20, 20], [40, 20], [44, 220], [24, 220]],
        [[20, 20], [20, 20], [20, 20], [20, 20]],
    ],
    ids=["level", "three", "down", "a point"],
)
def test_other_corners_are_a_box(corners: list[list[int]]) -> None:
    source = json.dumps([[corners, "青岗铜业的干部职工", 0.9]], ensure_ascii=False)
    assert all(each.ocr.quad is None for each in parse(source.encode(), Path("a.json")).segments)  # type: ignore[union-attr]
