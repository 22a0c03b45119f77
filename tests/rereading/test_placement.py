"""An image in another cut or size than the engine's: boxes show other lines, or parts of lines."""

from __future__ import annotations

from collections.abc import Sequence

from proofer.document.spans import Span
from proofer.rereading.line_reading import LineReading
from proofer.rereading.placement import Placement, displaced, placement
from tests.rereading.lattices import spelled
from tests.rereading.pages import box, document

LINES = ("春耕时节村里忙起来", "渡口的船又开了两班", "老校长今年八十有三", "夜里下过一场大雪吗")
NOISE = "我你他她它们哪谁某"


def readings(printed: Sequence[str], seen: Sequence[str], sure: float = 0.97) -> list[LineReading]:
    """Return lines of a page, and what is seen of each."""
    made = document([(line, [box(9, top=20 + 30 * at)]) for at, line in enumerate(printed)])
    characters = "".join(dict.fromkeys("".join((*LINES, NOISE))))
    return [
        LineReading.of(made, Span(9 * at, 9 * at + 9), spelled(".".join(each), sure, characters))
        for at, each in enumerate(seen)
    ]


def shown(seen: Sequence[str], printed: Sequence[str] = LINES, sure: float = 0.97) -> Placement:
    lines = readings(printed, seen, sure)
    return placement(lines, displaced(lines))


def test_a_page_whose_boxes_are_a_line_off_shows_other_lines() -> None:
    """All of its text is on the image, so that the page as a whole is alike."""
    assert shown([*LINES[1:], NOISE]) is Placement.OTHER
    assert shown([NOISE] * 4) is Placement.OTHER
    assert shown(LINES) is Placement.OWN


def test_bad_lines_of_an_engine_do_not_make_the_image_another_one() -> None:
    misread = [line[0] + "我" + line[2:5] + "你它谁某" for line in LINES]
    assert shown(LINES, misread) is Placement.OWN
    assert shown(LINES, [NOISE, *LINES[1:]]) is Placement.OWN


def test_a_line_that_shows_another_one_is_told_from_one_that_was_misread() -> None:
    lines = readings(LINES, (*LINES[:3], LINES[0]))
    assert displaced(lines) == {lines[3]}
    lines = readings((*LINES[:3], NOISE), LINES)
    assert not displaced(lines)


def test_a_line_that_stands_twice_on_a_page_is_no_other_line() -> None:
    lines = readings((LINES[0], LINES[0], NOISE), (LINES[0],) * 3)
    assert not displaced(lines)


def test_a_page_of_which_a_fifth_shows_other_lines_is_not_where_it_should_be() -> None:
    assert shown((*LINES[:3], LINES[0])) is Placement.OTHER


def test_lines_that_lack_their_ends_are_those_of_a_page_cut_otherwise() -> None:
    assert shown([line[:-1] for line in LINES]) is Placement.CUT
    assert shown([line[2:] for line in LINES]) is Placement.CUT
    assert shown([*(line[:-1] for line in LINES[:3]), LINES[3]]) is Placement.OWN
    assert shown([LINES[0][1:], LINES[1][1:], LINES[2][:-1], LINES[3][:-1]]) is Placement.OWN


def test_a_mark_that_is_not_seen_at_the_end_says_nothing() -> None:
    printed = [line[:-1] + "。" for line in LINES]
    assert shown([line[:-1] for line in LINES], printed) is Placement.OWN


def test_a_few_characters_do_not_tell() -> None:
    assert shown(LINES[1:3], LINES[:2]) is Placement.OWN
