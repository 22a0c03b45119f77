"""Where a part of the text stands on the image of its page, by the boxes that the OCR engine gave."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from statistics import median
from unicodedata import east_asian_width

from proofer.document.document import Box, Document, OcrToken, Segment
from proofer.document.spans import Span

_VERTICAL = 0.5
"""A box is a vertical line when it is this many times as high, for each character, as it is wide."""
_SPACED = 1.5
"""From one line of a block to the next, in heights of a character."""
_SEVERAL = 2
"""A box is that of a block when it is wider and higher than so many of its characters."""
_FLAT = 0.5
"""A line of 一 or of dashes is lower than this share of a character, which then tells the height of the line."""
_NEAR = 2
"""So many boxes on both sides tell how high a line is at a place."""
_MOST_LINES = 300
"""Lines of a page: a box that says they are lower is none of a line."""
_TIGHTEST = 1.25
"""Lines that a view shows at least: one, and some of the white around it."""


@dataclass(frozen=True, slots=True)
class ImageRegion:
    """A part of the text on its page; boxes in the unit of `size`, or in pixels of the image if that is unknown."""

    page: int
    """Number of the page in its file, from 1."""
    focus: Box
    """As high as the line, as wide as the part of it: what to show."""
    pitch: float
    """Height of a line of print; of vertical print the width."""
    marks: tuple[Box, ...] = ()
    """The part itself, one box a line; none where only the block of several lines is known."""
    image: str = ""
    size: tuple[float, float] | None = None
    frame: int | None = None


def region_of(document: Document, span: Span) -> ImageRegion | None:
    """Return where `span` of the text begins on its page, with all its marks there; None if no box is known."""
    pieces = _boxed(document, span) or _boxed(document, Span(max(0, span.start - 1), span.end + 1))
    if not pieces:
        return None
    first, said = pieces[0]
    marks: dict[int, Box] = {}
    for piece, witness in pieces:
        part = _part(document, piece, witness)
        if part is not None and (piece.page, witness.image) == (first.page, said.image):
            start = _line(document, piece.text.start).start
            marks[start] = around(
                [marks.get(start, part), _PrintLine.of(document, piece).across(piece, part)]
            )
    if marks:
        focus, pitch = next(iter(marks.values())), _PrintLine.of(document, first).pitch
    else:
        focus, pitch = _guess(document, first, said.box)
    return ImageRegion(
        first.page, focus, pitch, tuple(marks.values()), said.image, said.size, said.frame
    )


def usual_pitch(document: Document, page: int) -> float:
    """Return the height of most characters of a page; 0 if no box tells."""
    sizes = [
        min(box[2] - box[0], box[3] - box[1])
        for segment in document.segments
        if segment.page == page and segment.ocr is not None and (box := segment.ocr.box) is not None
        if not _is_block(box, _length(segment.text.of(document.text)))
    ]
    return median(sizes) if sizes else 0.0


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that holds all `boxes`, of which there is one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def view(
    place: ImageRegion,
    page: tuple[float, float],
    pane: tuple[int, int],
    legible: float,
    zoom: float = 1.0,
) -> Box:
    """Return the part of the page to show: of the shape of `pane` (pixels), as much of it as can be read.

    `page` is the size of the page in the place's unit. A line takes `legible` pixels of the pane,
    or more so that no view is narrower than a line; a part that is wider is shown from its
    beginning. The view keeps to the page as far as the page is large enough.
    """
    width, height = pane
    tall = max(place.pitch, page[1] / _MOST_LINES) * max(_TIGHTEST, height / legible) / zoom
    wide = tall * width / height
    left, top, right, bottom = place.focus
    x, y = (left + right - wide) / 2, (top + bottom - tall) / 2
    if right - left > wide:
        x = left - place.pitch / 2
    if bottom - top > tall:
        y = top - place.pitch / 2
    x, y = _kept(x, wide, page[0]), _kept(y, tall, page[1])
    return x, y, x + wide, y + tall


def _kept(start: float, length: float, whole: float) -> float:
    return (whole - length) / 2 if length >= whole else min(max(0.0, start), whole - length)


def _boxed(document: Document, span: Span) -> list[tuple[Segment, OcrToken]]:
    return [
        (piece, piece.ocr)
        for piece in document.pieces(span)
        if piece.ocr is not None and piece.ocr.box is not None
    ]


def _line(document: Document, offset: int) -> Span:
    """Return the line of the page that holds `offset`: between two joins of the text, which are sorted."""
    paragraph = document.paragraph_at(offset).span
    after = bisect_right(document.joins, offset, key=lambda join: join.offset)
    starts = [paragraph.start] + [join.offset for join in document.joins[max(0, after - 1) : after]]
    ends = [paragraph.end] + [join.offset for join in document.joins[after : after + 1]]
    return Span(max(starts), max(min(ends), offset + 1))


@dataclass(frozen=True, slots=True)
class _PrintLine:
    """A line as it was printed: its segments that have boxes, and how many characters they have."""

    starts: Sequence[int]
    boxes: Sequence[Box]
    length: float

    @classmethod
    def of(cls, document: Document, piece: Segment) -> _PrintLine:
        """Return the line that `piece` stands in."""
        found = [
            (segment, witness.box)
            for segment, witness in _boxed(document, _line(document, piece.text.start))
            if segment.page == piece.page and witness.box is not None
        ]
        length = sum(_length(segment.text.of(document.text)) for segment, _ in found)
        return cls([segment.text.start for segment, _ in found], [box for _, box in found], length)

    @property
    def vertical(self) -> bool:
        """Whether it runs from top to bottom."""
        return _is_vertical(around(self.boxes), self.length)

    @property
    def pitch(self) -> float:
        """Its height, or width if it is vertical.

        That of most boxes, for on a skewed page all together are higher; and of a box with much
        white around its line, the width of a character.
        """
        left, top, right, bottom = around(self.boxes)
        along = bottom - top if self.vertical else right - left
        across = median(
            (box[2] - box[0]) if self.vertical else (box[3] - box[1]) for box in self.boxes
        )
        advance = along / max(1.0, self.length)
        return max(min(across, max(advance, _FLAT * across)), _FLAT * advance, 1.0)

    def across(self, piece: Segment, part: Box) -> Box:
        """Return the box of a part of it, made as high as the line is there."""
        at = bisect_right(self.starts, piece.text.start) - 1
        line = around(self.boxes[max(0, at - _NEAR) : at + _NEAR + 1])
        if self.vertical:
            return line[0], part[1], line[2], part[3]
        return part[0], line[1], part[2], line[3]


def _run(document: Document, piece: Segment) -> tuple[str, int]:
    """Return all text that the box of `piece` holds, and where in it the piece begins."""
    segments = document.segments
    box = piece.ocr.box if piece.ocr else None
    index = bisect_right(segments, piece.text.start, key=lambda segment: segment.text.start) - 1

    def same(segment: Segment) -> bool:
        witness = segment.ocr
        return witness is not None and witness.box == box and segment.page == piece.page

    # A box of the engine holds a line or a block; nobody's block has so many segments that this
    # counts.
    before = list(takewhile(same, reversed(segments[max(0, index - 1000) : index])))
    behind = list(takewhile(same, segments[index : index + 1000]))
    text = "".join(segment.text.of(document.text) for segment in (*reversed(before), *behind))
    return text, sum(len(segment.text) for segment in before) + piece.text.start - segments[
        index
    ].text.start


def _part(document: Document, piece: Segment, witness: OcrToken) -> Box | None:
    """Return the share that `piece` has of its box, by the widths of the characters; None of a block of lines."""
    box = witness.box
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
    """Return the width of a text in characters as wide as a Chinese one."""
    return sum(1.0 if east_asian_width(character) in "WFA" else 0.5 for character in text)


def _is_vertical(box: Box, length: float) -> bool:
    left, top, right, bottom = box
    return length > 1 and bottom - top > _VERTICAL * length * (right - left)


def _is_block(box: Box, length: float) -> bool:
    """Whether so many characters fill the box only in several lines, across or down."""
    left, top, right, bottom = box
    character = (max(0.0, (right - left) * (bottom - top)) / (length * _SPACED)) ** 0.5
    return bool(min(right - left, bottom - top) > _SEVERAL * character)


def _guess(document: Document, piece: Segment, block: Box | None) -> tuple[Box, float]:
    """Return about where in a block of full lines `piece` stands, and the height of its lines."""
    text, start = _run(document, piece)
    left, top, right, bottom = block or (0.0, 0.0, 0.0, 0.0)
    pitch = (max(1.0, (right - left) * (bottom - top)) * _SPACED / max(1.0, _length(text))) ** 0.5
    middle = top + (bottom - top) * (start + 0.5) / max(1, len(text))
    return (left, middle - pitch / 2, right, middle + pitch / 2), pitch
