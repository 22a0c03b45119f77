"""Print a text in columns, and say what is printed where."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from proofer.document.document import Box

FONTS = {
    "simplified": (
        ("opentype/noto/NotoSerifCJK-Regular.ttc", 2),
        ("opentype/noto/NotoSerifCJK-Bold.ttc", 2),
        ("opentype/noto/NotoSansCJK-Regular.ttc", 2),
        ("truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0),
        ("truetype/arphic/uming.ttc", 0),
        ("truetype/arphic/ukai.ttc", 0),
        ("truetype/wqy/wqy-zenhei.ttc", 0),
    ),
    "traditional": (
        ("opentype/noto/NotoSerifCJK-Regular.ttc", 3),
        ("opentype/noto/NotoSansCJK-Regular.ttc", 3),
        ("truetype/cwtex/cwfs.ttf", 0),
        ("truetype/arphic/uming.ttc", 2),
        ("truetype/arphic/ukai.ttc", 2),
        ("truetype/wqy/wqy-zenhei.ttc", 0),
    ),
}
"""Song, Hei, Kai and (traditional only) Fangsong below /usr/share/fonts, the first one with every
character; the number is that of the face in a collection."""
NO_HEAD = frozenset("，。、；：？！”’）》〉」』】…—·%％")
"""Marks that hang at the end of a line rather than begin the next one."""
_STANDING = str.maketrans(
    "，、。：；！？…—（）《》【】「」『』", "︐︑︒︓︔︕︖︙︱︵︶︽︾︻︼﹁﹂﹃﹄"
)
"""Marks as they look in lines that run down."""
_TOLERANCE = 0.2
"""Share of a character by which the middle of one may lie outside of the box of its line."""
_INDENT = 2
"""Characters that a paragraph begins further in."""


class Glyph(NamedTuple):
    """A printed character: its square before the page is turned, and the number of its line."""

    char: str
    box: Box
    line: int


@dataclass(frozen=True, slots=True)
class Print:
    """A printed page.

    Attributes:
        image: what it looks like.
        glyphs: its characters in reading order.
        turn: radians by which it was turned about its middle, counter-clockwise.
    """

    image: Image.Image
    glyphs: Sequence[Glyph]
    turn: float = 0.0

    def turned(self, degrees: float) -> Print:
        """Return the page as it lies in a scanner that it was not laid in straight."""
        image = self.image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
        return replace(self, image=image, turn=self.turn + math.radians(degrees))

    def inside(self, boxes: Sequence[Box]) -> list[str]:
        """Return the characters that belong to each of the boxes that an engine drew.

        A character belongs to the box that its middle is deepest in. One that is in none belongs to
        that of the character beside it in its line: engines draw boxes around what they have read,
        and lose characters at both ends. So does a mark, whatever box it is in: most of its square
        is white. What else an engine lost is in no box, and nobody could find it there.
        """
        straight = [self._straight(box) for box in boxes]
        held = [_deepest(glyph, straight) for glyph in self.glyphs]
        owners = list(held)
        for at, (glyph, following) in enumerate(pairwise(self.glyphs)):
            if glyph.line != following.line:
                continue
            if following.char in NO_HEAD:
                owners[at + 1] = held[at + 1] if owners[at] is None else owners[at]
            elif held[at + 1] is None:
                owners[at + 1] = held[at]
            if owners[at] is None:
                owners[at] = held[at + 1]
        found = ["" for _ in boxes]
        for glyph, owner in zip(self.glyphs, owners, strict=True):
            if owner is not None:
                found[owner] += glyph.char
        return found

    def _straight(self, box: Box) -> Box:
        """Return where a box was before the page was turned."""
        sine, cosine = math.sin(self.turn), math.cos(self.turn)
        x = (box[0] + box[2] - self.image.width) / 2
        y = (box[1] + box[3] - self.image.height) / 2
        middle = (
            x * cosine - y * sine + self.image.width / 2,
            x * sine + y * cosine + self.image.height / 2,
        )
        wide, high = box[2] - box[0], box[3] - box[1]
        shrunk = cosine**2 - sine**2
        width = (wide * cosine - high * abs(sine)) / shrunk
        height = (high * cosine - wide * abs(sine)) / shrunk
        return (
            middle[0] - width / 2,
            middle[1] - height / 2,
            middle[0] + width / 2,
            middle[1] + height / 2,
        )


def _deepest(glyph: Glyph, boxes: Sequence[Box]) -> int | None:
    """Return which of the boxes a character is deepest in, for how thick each is.

    Boxes are those of the page before it was turned.
    """
    left, top, right, bottom = glyph.box
    x, y = (left + right) / 2, (top + bottom) / 2
    slack = _TOLERANCE * (right - left)
    best: tuple[float, int] | None = None
    for number, box in enumerate(boxes):
        depth = min(x - box[0], box[2] - x, y - box[1], box[3] - y)
        thick = max(1.0, min(box[2] - box[0], box[3] - box[1]))
        if depth >= -slack and (best is None or depth / thick > best[0]):
            best = depth / thick, number
    return None if best is None else best[1]


def wrapped(paragraphs: Sequence[str], length: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text of `length` characters a line, with how far in each begins."""
    for paragraph in paragraphs:
        at, indent = 0, _INDENT
        while at < len(paragraph):
            end = at + length - indent
            while end < len(paragraph) and paragraph[end] in NO_HEAD:
                end += 1
            yield indent, paragraph[at:end]
            at, indent = end, 0


def printed(
    paragraphs: Sequence[str],
    script: str,
    dice: random.Random,
    *,
    vertical: bool,
    sizes: range = range(24, 41),
) -> Print:
    """Return a text in print, in one to four columns.

    Args:
        paragraphs: the text.
        script: one of `FONTS`.
        dice: chooses font, size and columns.
        vertical: whether lines run down, from the right to the left.
        sizes: of the type, pixels.
    """
    size, columns = dice.choice(sizes), dice.randint(1, 4)
    length = dice.randint(10, 16) if columns > 2 else dice.randint(16, 26)
    font = dice.choice(FONTS[script])
    pitch, gutter = round(size * dice.uniform(1.35, 1.7)), 2 * size
    lines = list(wrapped(paragraphs, length))
    rows = math.ceil(len(lines) / columns)
    long = (length + 2) * size + gutter
    across, down = columns * long + gutter, rows * pitch + 2 * gutter
    image = Image.new("L", (down, across) if vertical else (across, down), 255)
    pen = ImageDraw.Draw(image)
    glyphs = []
    for number, (indent, line) in enumerate(lines):
        column, row = divmod(number, rows)
        along, off = gutter + column * long + indent * size, gutter + row * pitch
        for char in line:
            wide = size // 2 if char.isascii() and not vertical else size
            x, y = (image.width - off - size, along) if vertical else (along, off)
            sort = char.translate(_STANDING) if vertical else char
            pen.text((x, y), sort, 0, _with(sort, font, script, size), anchor="la")
            glyphs.append(Glyph(char, (x, y, x + wide, y + size * 1.2), number))
            along += wide
    return Print(image, glyphs)


def _with(char: str, font: tuple[str, int], script: str, size: int) -> ImageFont.FreeTypeFont:
    """Return a font for a character that has it: a printer takes the sort from another case."""
    missing = bytes(_loaded(font, size).getmask("\U0010ffff"))
    if bytes(_loaded(font, size).getmask(char)) == missing:
        return _loaded(FONTS[script][0], size)
    return _loaded(font, size)


@cache
def _loaded(font: tuple[str, int], size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(f"/usr/share/fonts/{font[0]}", size, index=font[1])
