"""The image of a line: what is on it, which way it runs, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from proofer.document.document import Box, Quad
from proofer.rereading.crops import crop
from proofer.rereading.lines import Line, Unreadable, lines_of
from proofer.rereading.model import HEIGHT
from proofer.scan.images import PageImage
from tests.rereading.pages import SIDE, SIZE, box, boxes, document, turned
from tests.scan.pages import drawn


def line_of(places: list[Box], size: tuple[float, float] | None = SIZE) -> Line:
    count = len(places) if len(places) > 1 else 4
    (found,) = [line for _, line in lines_of(document([("字" * count, places)], size=size))]
    assert isinstance(found, Line), found
    return found


def page(marks: list[Box], size: tuple[int, int] = (400, 200)) -> PageImage:
    """Return a page that is black in these boxes."""
    drawing = drawn(size, [tuple(map(round, mark)) for mark in marks])  # type: ignore[misc]
    return PageImage(drawing, size)


def cropped(where: PageImage, line: Line) -> NDArray[np.uint8]:
    found = crop(where, line)
    assert not isinstance(found, Unreadable), found
    assert found.shape[0] == HEIGHT
    return found


def ink(image: NDArray[np.uint8]) -> list[bool]:
    """Return for each tenth of the line's length whether its middle row is black."""
    row = image[HEIGHT // 2]
    return [bool(part.mean() < 128) for part in np.array_split(row, 10)]


BEGINNING = [True] * 3 + [False] * 7


def test_a_line_is_cut_with_white_around_it() -> None:
    image = cropped(page([box(4)]), line_of([box(4)]))
    assert image.shape[1] == pytest.approx(HEIGHT * (4 * SIDE + 6) / (SIDE + 6), abs=1)
    edge = round(HEIGHT * 3 / 26)
    assert image[: edge - 1].min() > 200
    assert image[:, : edge - 1].min() > 200
    assert image[edge + 2 : -edge - 2, edge + 2 : -edge - 2].max() < 50


def test_a_sloping_line_is_drawn_level() -> None:
    places = boxes(8, slope=0.1)
    image = cropped(page(places), line_of(places))
    assert ink(image) == [True] * 10
    corner = image[:8, -40:-10], image[-8:, 10:40]
    assert all(part.mean() > 100 for part in corner), (
        "a box around it all would show white and black"
    )


def test_a_vertical_line_runs_from_left_to_right() -> None:
    places = turned(boxes(8), 200)
    image = cropped(page(places[:2], (200, 400)), line_of(places, (200, 400)))
    assert ink(image) == BEGINNING
    assert image.shape[1] == pytest.approx(HEIGHT * (8 * SIDE + 6) / (1.6 * SIDE), abs=1)


def test_the_right_edge_of_a_vertical_line_is_up() -> None:
    places = turned(boxes(8), 200)
    right_half = (170.0, 20.0, 180.0, 180.0)
    image = cropped(page([right_half], (200, 400)), line_of(places, (200, 400)))
    assert image[14:22, 20:-20].mean() < 50
    assert image[28:, 20:-20].mean() > 200


def test_a_quadrangle_is_drawn_as_a_rectangle() -> None:
    quad: Quad = ((40, 20), (200, 60), (195, 80), (35, 40))
    line = replace(line_of([box(8)]), quad=quad)
    image = Image.new("L", (400, 200), 255)
    image.putdata([0 if _inside(quad, at % 400, at // 400) else 255 for at in range(400 * 200)])
    found = cropped(PageImage(image, (400, 200)), line)
    assert found[14:-14, 14:-14].max() < 128
    assert found[:3].min() > 128


def _inside(quad: Quad, x: int, y: int) -> bool:
    corners = zip(quad, (*quad[1:], quad[0]), strict=True)
    return all((bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0 for (ax, ay), (bx, by) in corners)


def test_boxes_count_in_the_unit_of_the_page() -> None:
    marked = [box(4)]
    plain = cropped(page(marked), line_of(marked))
    double = page([(40.0, 40.0, 200.0, 80.0)], (800, 400))
    assert cropped(double, line_of(marked)).shape == plain.shape
    assert np.abs(cropped(double, line_of(marked)).astype(int) - plain).mean() < 12
    halved = PageImage(double.image.reduce(2), (800, 400))
    assert np.abs(cropped(halved, line_of(marked)).astype(int) - plain).mean() < 12


@pytest.mark.parametrize(
    ("place", "size", "reason"),
    [
        ((500.0, 20.0, 580.0, 40.0), SIZE, Unreadable.OUTSIDE),
        ((20.0, -15.0, 100.0, 5.0), SIZE, Unreadable.OUTSIDE),
        ((-1e12, 20.0, 1e12, 40.0), SIZE, Unreadable.OUTSIDE),
        ((20.0, 20.0, 100.0, 31.0), SIZE, Unreadable.LOW),
        ((20.0, 20.0, 100.0, 43.0), (800.0, 400.0), Unreadable.LOW),
    ],
)
def test_lines_that_cannot_be_read_are_refused(
    place: Box, size: tuple[float, float], reason: Unreadable
) -> None:
    assert crop(page([]), line_of([place], size)) is reason


def test_a_line_at_the_edge_of_the_image_is_read() -> None:
    image = cropped(page([(0.0, 0.0, 80.0, 20.0)]), line_of([(0.0, 0.0, 80.0, 20.0)]))
    assert image[4:36, 4:-12].max() < 50


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_boxes_that_are_no_numbers_are_refused(number: float) -> None:
    line = replace(line_of([box(4)]), quad=((20, 20), (number, 20), (number, 40), (20, 40)))
    assert crop(page([]), line) is Unreadable.OUTSIDE
