"""Where a part of the text stands on the image of its page, by the boxes of the OCR engine."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from unicodedata import east_asian_width

from proofer.document.document import Box, Document, OcrToken, Segment
from proofer.document.spans import Span

_VERTICAL = 0.5
"""Height for each character, in widths of the box, from which a box is a vertical line."""
_LINE_SPACING = 1.5
"""Distance from one line of a block to the next, in heights of a character."""
_BLOCK = 2
"""Characters by which a box must be wider and higher to be that of a block of lines."""
_FLAT = 0.5
"""Share of a character: a line of 一 or dashes is lower, and then a character gives its height."""
_NEIGHBOURS = 2
"""Boxes on each side that give the height of a line at a place."""
_MOST_LINES = 300
"""Lines of a page, at most: a lower box is not that of a line."""
_LEAST_VIEW = 1.25
"""Lines that a view shows at least: one, and some of the white around it."""


@dataclass(frozen=True, slots=True)
class ImageRegion:
    """A part of the text on the image of its page.

    Boxes are in the unit of `size`, or in pixels of the image if that is unknown.
    """

    page: int
    """Number of the page in its file, from 1."""
    focus: Box
    """What to show: as high as the line, and as wide as the part of it."""
    pitch: float
    """Height of a line of print; its width in vertical print."""
    marks: tuple[Box, ...] = ()
    """The part itself, a box for each line; none if only the box of a block is known."""
    image: str = ""
    """The image as the OCR file names it."""
    size: tuple[float, float] | None = None
    """Width and height of the page, if known."""
    frame: int | None = None
    """Number of the page's frame in the image file, from 0, if known."""


def region_of(document: Document, span: Span) -> ImageRegion | None:
    """Return where `span` begins on its page, with all its marks there; None without any box."""
    pieces = _boxed(document, span) or _boxed(document, Span(max(0, span.start - 1), span.end + 1))
    if not pieces:
        return None
    first, first_token = pieces[0]
    marks: dict[int, Box] = {}
    for piece, token in pieces:
        part = _part(document, piece, token)
        if part is not None and (piece.page, token.image) == (first.page, first_token.image):
            start = _line(document, piece.text.start).start
            marks[start] = around(
                [marks.get(start, part), _PrintLine.of(document, piece).across(piece, part)]
            )
    if marks:
        focus, pitch = next(iter(marks.values())), _PrintLine.of(document, first).pitch
    else:
        focus, pitch = _guess(document, first, first_token.box)
    return ImageRegion(
        first.page,
        focus,
        pitch,
        tuple(marks.values()),
        first_token.image,
        first_token.size,
        first_token.frame,
    )


def usual_pitch(document: Document, page: int) -> float:
    """Return the median height of the characters of a page; 0 without boxes."""
    sizes = [
        min(box[2] - box[0], box[3] - box[1])
        for segment in document.segments
        if segment.page == page and segment.ocr is not None and (box := segment.ocr.box) is not None
        if not _is_block(box, _length(segment.text.of(document.text)))
    ]
    return _median(sizes) if sizes else 0.0


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that holds all `boxes`, which are not empty."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def view(
    region: ImageRegion,
    page: tuple[float, float],
    pane: tuple[int, int],
    legible: float,
    zoom: float = 1.0,
) -> Box:
    """Return the part of the page to show: of the shape of the pane, and legible.

    A focus that is wider or higher than the view is shown from its beginning. The view stays on the
    page if the page is large enough.

    Args:
        region: The region to show.
        page: Width and height of the page, in the unit of the region.
        pane: Width and height of the pane, in pixels.
        legible: Pixels of the height of a line that can be read. Lines get more if the pane is so
            low that less than a line would be seen.
        zoom: Factor by which lines are larger than that.
    """
    width, height = pane
    tall = max(region.pitch, page[1] / _MOST_LINES) * max(_LEAST_VIEW, height / legible) / zoom
    wide = tall * width / height
    left, top, right, bottom = region.focus
    x, y = (left + right - wide) / 2, (top + bottom - tall) / 2
    if right - left > wide:
        x = left - region.pitch / 2
    if bottom - top > tall:
        y = top - region.pitch / 2
    x, y = _clamped(x, wide, page[0]), _clamped(y, tall, page[1])
    return x, y, x + wide, y + tall


def _clamped(start: float, length: float, whole: float) -> float:
    return (whole - length) / 2 if length >= whole else min(max(0.0, start), whole - length)


def _boxed(document: Document, span: Span) -> list[tuple[Segment, OcrToken]]:
    return [
        (piece, piece.ocr)
        for piece in document.pieces(span)
        if piece.ocr is not None and piece.ocr.box is not None
    ]


def _line(document: Document, offset: int) -> Span:
    """Return the line of the page with `offset`: it ends at the joins of the text around it."""
    paragraph = document.paragraph_at(offset).span
    after = bisect_right(document.joins, offset, key=lambda join: join.offset)
    starts = [paragraph.start] + [join.offset for join in document.joins[max(0, after - 1) : after]]
    ends = [paragraph.end] + [join.offset for join in document.joins[after : after + 1]]
    return Span(max(starts), max(min(ends), offset + 1))


@dataclass(frozen=True, slots=True)
class _PrintLine:
    """A line as it was printed, by its segments that have boxes."""

    starts: Sequence[int]
    """Offsets of the segments in the text."""
    boxes: Sequence[Box]
    length: float
    """Width of their text in Chinese characters."""

    @classmethod
    def of(cls, document: Document, piece: Segment) -> _PrintLine:
        """Return the line of `piece`."""
        found = [
            (segment, token.box)
            for segment, token in _boxed(document, _line(document, piece.text.start))
            if segment.page == piece.page and token.box is not None
        ]
        length = sum(_length(segment.text.of(document.text)) for segment, _ in found)
        return cls([segment.text.start for segment, _ in found], [box for _, box in found], length)

    @property
    def vertical(self) -> bool:
        """Whether it runs from top to bottom."""
        return _is_vertical(around(self.boxes), self.length)

    @property
    def pitch(self) -> float:
        """Its height, or its width if it is vertical.

        This is the median of the boxes, for on a skewed page all of them together are higher. If a
        box has much white around its line, it is the width of a character.
        """
        left, top, right, bottom = around(self.boxes)
        along = bottom - top if self.vertical else right - left
        across = _median(
            [(box[2] - box[0]) if self.vertical else (box[3] - box[1]) for box in self.boxes]
        )
        advance = along / max(1.0, self.length)
        return max(min(across, max(advance, _FLAT * across)), _FLAT * advance, 1.0)

    def across(self, piece: Segment, part: Box) -> Box:
        """Return the box of a part of the line, made as high as the line is there."""
        at = bisect_right(self.starts, piece.text.start) - 1
        line = around(self.boxes[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1])
        if self.vertical:
            return line[0], part[1], line[2], part[3]
        return part[0], line[1], part[2], line[3]


def _run(document: Document, piece: Segment) -> tuple[str, int]:
    """Return the whole text of the box of `piece`, and the offset of the piece in it."""
    segments = document.segments
    box = piece.ocr.box if piece.ocr else None
    index = bisect_right(segments, piece.text.start, key=lambda segment: segment.text.start) - 1

    def same(segment: Segment) -> bool:
        token = segment.ocr
        return token is not None and token.box == box and segment.page == piece.page

    before = list(takewhile(same, reversed(segments[max(0, index - _MOST_SEGMENTS) : index])))
    behind = list(takewhile(same, segments[index : index + _MOST_SEGMENTS]))
    text = "".join(segment.text.of(document.text) for segment in (*reversed(before), *behind))
    return text, sum(len(segment.text) for segment in before) + piece.text.start - segments[
        index
    ].text.start


_MOST_SEGMENTS = 1000
"""Segments to each side that are looked at: a box is a line or a block, which has fewer."""


def _part(document: Document, piece: Segment, token: OcrToken) -> Box | None:
    """Return the part of its box that `piece` takes by the widths of the characters.

    Returns None for the box of a block of lines.
    """
    box = token.box
    text, start = _run(document, piece)
    length = _length(text)
    if box is None or not length or _is_block(box, length):
        return None
    first = _length(text[:start]) / length
    last = _length(text[: start + len(piece.text)]) / length
    left, top, right, bottom = box
    if _is_vertical(box, length):
        return left, top + first * (bottom - top), right, top + last * (bottom - top)
    return left + first * (right - left), top, left + last * (right - left), bottom


def _length(text: str) -> float:
    """Return the width of a text in Chinese characters, to which half-width ones count half."""
    return sum(1.0 if east_asian_width(character) in "WFA" else 0.5 for character in text)


def _is_vertical(box: Box, length: float) -> bool:
    left, top, right, bottom = box
    return length > 1 and bottom - top > _VERTICAL * length * (right - left)


def _is_block(box: Box, length: float) -> bool:
    """Return whether `length` characters fill the box only in several lines, across or down."""
    left, top, right, bottom = box
    character = (max(0.0, (right - left) * (bottom - top)) / (length * _LINE_SPACING)) ** 0.5
    return bool(min(right - left, bottom - top) > _BLOCK * character)


def _guess(document: Document, piece: Segment, block: Box | None) -> tuple[Box, float]:
    """Return roughly where `piece` stands in a block of full lines, and the height of its lines."""
    text, start = _run(document, piece)
    left, top, right, bottom = block or (0.0, 0.0, 0.0, 0.0)
    area = max(1.0, (right - left) * (bottom - top))
    pitch = (area * _LINE_SPACING / max(1.0, _length(text))) ** 0.5
    middle = top + (bottom - top) * (start + 0.5) / max(1, len(text))
    return (left, middle - pitch / 2, right, middle + pitch / 2), pitch


def _median(sizes: Sequence[float]) -> float:
    from statistics import median  # it imports `decimal` and `random`, and few pages have boxes

    return median(sizes)
