"""Paints a screen of the terminal as a picture, each character as wide as its cells.

A browser gives a Han character the width that its font has, which is seldom that of two columns of
the fallback for Latin letters: words come apart. Here every character stands in its cells, in a
font that has two columns for a Han character, and lines of frames are drawn, so that they meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style

FONTS = Path("/usr/share/fonts")
"""Where Debian has the fonts."""
_NOTO, _DEJAVU = "NotoSansCJK-{}.ttc", "DejaVuSansMono{}.ttf"
_MONO_CJK_SC = 7
"""Number of Noto Sans Mono CJK SC in its collection."""
_DEJAVU_ADVANCE = 0.602
"""Width of a character of DejaVu Sans Mono, in em."""
_DIM = 0.62
"""Share of the foreground in a dim character."""
_FRAMES = {
    "─": "lr",
    "│": "tb",
    "╭": "rb",
    "╮": "lb",
    "╰": "rt",
    "╯": "lt",
}
"""Sides of the cell that a character of a frame meets: left, right, top, bottom."""
_BLOCKS = {
    "█": (0, 0, 1, 1),
    "▀": (0, 0, 1, 0.5),
    "▄": (0, 0.5, 1, 1),
    "▁": (0, 0.875, 1, 1),
    "▔": (0, 0, 1, 0.125),
    "▎": (0, 0, 0.25, 1),
}
"""The part of its cell that a block fills: left, top, right, bottom."""
Colour = tuple[int, int, int]
Row = Sequence[Segment]
"""A line of the screen."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Size of a cell in pixels."""

    width: int
    height: int


class Painter:
    """Paints rows of segments with cells of one size."""

    def __init__(self, cell: Cell, fonts: Path = FONTS) -> None:
        """Set the size of a cell and the folder below which the fonts are.

        Raises:
            FileNotFoundError: if a font is not there.
        """
        self._cell = cell
        self._fonts = {
            bold: (
                ImageFont.truetype(
                    _found(fonts, _NOTO.format("Bold" if bold else "Regular")),
                    2 * cell.width,
                    index=_MONO_CJK_SC,
                ),
                ImageFont.truetype(
                    _found(fonts, _DEJAVU.format("-Bold" if bold else "")),
                    cell.width / _DEJAVU_ADVANCE,
                ),
            )
            for bold in (False, True)
        }

    def paint(self, rows: Sequence[Row]) -> Image.Image:
        """Return a picture of `rows`, which are equally wide."""
        columns = sum(segment.cell_length for segment in rows[0])
        image = Image.new("RGB", (columns * self._cell.width, len(rows) * self._cell.height))
        draw = ImageDraw.Draw(image)
        for number, row in enumerate(rows):
            at = 0
            for segment in filter(None, row):
                self._run(draw, at, number, segment)
                at += segment.cell_length
        return image

    def _run(self, draw: ImageDraw.ImageDraw, column: int, row: int, segment: Segment) -> None:
        style = segment.style or Style()
        front, back = _colours(style)
        x, y = column * self._cell.width, row * self._cell.height
        right, bottom = x + segment.cell_length * self._cell.width, y + self._cell.height
        draw.rectangle((x, y, right - 1, bottom - 1), fill=back)
        for character in segment.text:
            self._character(draw, x, y, character, front, bold=bool(style.bold))
            x += cell_len(character) * self._cell.width
        left = right - segment.cell_length * self._cell.width
        thick = max(1, self._cell.width // 8)
        if style.underline:
            draw.rectangle((left, bottom - 2 * thick, right - 1, bottom - thick - 1), fill=front)
        if style.strike:
            middle = (y + bottom) // 2
            draw.rectangle((left, middle, right - 1, middle + thick - 1), fill=front)

    def _character(
        self,
        draw: ImageDraw.ImageDraw,
        x: int,
        y: int,
        character: str,
        front: Colour,
        *,
        bold: bool,
    ) -> None:
        width, height = self._cell.width, self._cell.height
        if character in _BLOCKS:
            left, top, right, bottom = _BLOCKS[character]
            box = (x + left * width, y + top * height, x + right * width - 1)
            draw.rectangle((*box, y + bottom * height - 1), fill=front)
        elif character in _FRAMES:
            middle = (x + width // 2, y + height // 2)
            ends = {
                "l": (x, middle[1]),
                "r": (x + width - 1, middle[1]),
                "t": (middle[0], y),
                "b": (middle[0], y + height - 1),
            }
            for side in _FRAMES[character]:
                draw.line((middle, ends[side]), fill=front, width=max(1, width // 8))
        elif not character.isspace():
            cells = cell_len(character) * width
            han, other = self._fonts[bold]
            font = han if round(han.getlength(character)) == cells else other
            gap = (cells - font.getlength(character)) / 2
            baseline = y + round(0.78 * height)
            draw.text((x + gap, baseline), character, font=font, fill=front, anchor="ls")


def _found(fonts: Path, name: str) -> str:
    path = next(fonts.rglob(name), None)
    if path is None:
        raise FileNotFoundError(f"no font {name} below {fonts}")
    return str(path)


def _colours(style: Style) -> tuple[Colour, Colour]:
    """Return the colours of foreground and background."""
    front = _triplet(style.color, (224, 224, 224))
    back = _triplet(style.bgcolor, (18, 18, 18))
    if style.reverse:
        front, back = back, front
    if style.dim:
        mixed = [round(_DIM * a + (1 - _DIM) * b) for a, b in zip(front, back, strict=True)]
        front = (mixed[0], mixed[1], mixed[2])
    return front, back


def _triplet(colour: Color | None, default: Colour) -> Colour:
    if colour is None or colour.is_default:
        return default
    red, green, blue = colour.get_truecolor()
    return (red, green, blue)
