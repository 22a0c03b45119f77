"""Printed lines and their places: from boxes of lines and of characters; sloping, vertical."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from proofer.document.spans import Span
from proofer.formats import parse
from proofer.rereading.lines import Line, Unreadable, height, lines_of, quad_of, with_room
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


FOLLOWED = "20,20 90,27 160,34 220,40 218,60 150,53 80,46 18,40"
"""A polygon of more corners around the same line."""
ALTO = """<alto><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout>
<Page WIDTH="400" HEIGHT="200"><TextBlock><Shape><Polygon POINTS="0,0 400,0 400,200 0,200"/></Shape>
<TextLine HPOS="18" VPOS="20" WIDTH="202" HEIGHT="40"><Shape><Polygon POINTS="{points}"/></Shape>
<String CONTENT="青岗铜业" HPOS="18" VPOS="20" WIDTH="100" HEIGHT="30"/>
<String CONTENT="的干部职工" HPOS="118" VPOS="30" WIDTH="102" HEIGHT="30"/></TextLine></TextBlock>
</Page></Layout></alto>"""
PAGE = """<PcGts><Page imageWidth="400" imageHeight="200"><TextRegion><TextLine>
<Coords points="{points}"/><TextEquiv><Unicode>青岗铜业的干部职工</Unicode></TextEquiv></TextLine>
</TextRegion></Page></PcGts>"""
TENCENT = """{{"TextDetections": [
{{"DetectedText": "青岗铜业的干部职工", "Confidence": 90, "Polygon": [{points}]}}]}}"""


@pytest.mark.parametrize(
    ("name", "form"), [("page.alto", ALTO), ("page.page", PAGE), ("page.json", TENCENT)]
)
@pytest.mark.parametrize("points", ["20,20 220,40 218,60 18,40", FOLLOWED])
def test_the_polygon_of_a_line_is_kept(name: str, form: str, points: str) -> None:
    written = points.replace(" ", ",") if form is TENCENT else points
    ((_, line),) = lines_of(parse(form.format(points=written).encode(), Path(name)))
    assert isinstance(line, Line)
    for (x, y), (right_x, right_y) in zip(line.quad, SLOPING, strict=True):
        assert (x, y) == pytest.approx((right_x, right_y), abs=2.5)
    assert height(line.quad) == pytest.approx(20, abs=1)


def test_the_polygon_of_a_word_is_not_that_of_its_line() -> None:
    whole = ALTO.format(points="").replace(
        'HEIGHT="30"/>\n',
        'HEIGHT="30"><Shape><Polygon POINTS="18,20 118,30 118,50 18,40"/></Shape></String>\n',
    )
    document = parse(whole.encode(), Path("page.alto"))
    corners = [each.ocr.quad for each in document.segments if each.ocr is not None]
    assert corners[0] is not None
    assert corners[-1] is None
    assert only(lines_of(document)).quad == ((18, 20), (220, 20), (220, 60), (18, 60))


@pytest.mark.parametrize("points", ["20,20 220,40", "1,1 " * 40, "20,20 220,40 20,20 220,40 20,20"])
def test_a_polygon_without_an_inside_is_none(points: str) -> None:
    document = parse(ALTO.format(points=points).encode(), Path("page.alto"))
    assert all(each.ocr.quad is None for each in document.segments)  # type: ignore[union-attr]


def test_a_polygon_of_a_thousand_sides_is_none() -> None:
    round_ = " ".join(f"{200 + 180 * math.cos(t)},{100 + 90 * math.sin(t)}" for t in range(1000))
    document = parse(ALTO.format(points=round_).encode(), Path("page.alto"))
    assert all(each.ocr.quad is None for each in document.segments)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("left", "top", "room", "cut"),
    [
        (104.0, 20.0, 0.2, False),
        (300.0, 20.0, 0.5, False),
        (101.0, 20.0, 0.15, True),
        (75.0, 20.0, 0.15, True),
        (104.0, 50.0, 0.5, False),
    ],
    ids=["near", "far", "touching", "overlapping", "on another row"],
)
def test_the_white_behind_a_line_ends_where_another_begins(
    left: float, top: float, room: float, *, cut: bool
) -> None:
    lines = [("规规矩矩", [box(4)]), ("做事", [box(2, left, top)])]
    upright = [line for _, line in lines_of(document(lines)) if isinstance(line, Line)]
    down = [(text, turned(places, 400)) for text, places in lines]
    vertical = [line for _, line in lines_of(document(down)) if isinstance(line, Line)]
    for page in (upright, [replace(each, vertical=True) for each in vertical]):
        first, second = with_room(page)
        assert first.room == pytest.approx(room)
        assert first.cut == (False, cut)
        assert second.cut == (cut, False)


def test_a_line_that_runs_down_ends_the_white_behind_one_that_does_not() -> None:
    lines = [("规规矩矩", [box(4)]), ("做", [box(1, 101)])]
    first, other = (line for _, line in lines_of(document(lines)) if isinstance(line, Line))
    assert with_room([first, replace(other, vertical=True)])[0].cut == (False, True)
