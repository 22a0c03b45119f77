"""From the lines that an OCR engine found, with their boxes, to the blocks of a page in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from proofer.document.blocks import Block, Piece
from proofer.document.document import Box
from proofer.document.kinds import Kind
from proofer.document.flow import CLOSERS
from proofer.formats._order import columns, rows

_FARTHEST = 1e7
"""A place beyond these pixels is on no image."""
_LOOK = 6
"""How many lines above and below tell the edges of a column; a page's skew does not show in so few."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as an engine found it, with `pieces` and `spaced` as in Block."""

    pieces: tuple[Piece, ...]
    spaced: frozenset[int] = frozenset()
    box: Box | None = None
    page: int = 1
    paragraph: object = None
    """Lines of one paragraph, as the engine has it, share it."""
    kind: Kind | None = None
    hyphenated: bool = False
    """The last word goes on in the next line; the hyphen is not among the pieces."""


def box_of(numbers: Sequence[float]) -> Box | None:
    """Return the box of left, top, right, bottom or of the corners x, y, x, y, …; None if it makes no sense."""
    if len(numbers) < 4 or len(numbers) % 2 or not all(abs(number) < _FARTHEST for number in numbers):
        return None
    across, down = numbers[::2], numbers[1::2]
    return min(across), min(down), max(across), max(down)


def joined(source: str, words: Iterable[Sequence[Piece]]) -> tuple[tuple[Piece, ...], frozenset[int]]:
    """Return the pieces of a line's words, and those before which a blank stands.

    A blank parts two words of Latin letters or digits; Chinese has none, whatever the engine calls a word.
    """
    pieces: list[Piece] = []
    spaced: list[int] = []
    for word in words:
        if pieces and word and _blank_between(pieces[-1].of(source)[-1], word[0].of(source)[0]):
            spaced.append(len(pieces))
        pieces += word
    return tuple(pieces), frozenset(spaced)


def _blank_between(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and after.isalnum() and (before.isalnum() or before in ",.;:)")


def blocks(source: str, lines: Sequence[TextLine], *, ordered: bool = False) -> list[Block]:
    """Return the blocks of `lines`: by their boxes if all of a page have one, as they stand if not or if `ordered`."""
    found: list[Block] = []
    for _, group in groupby((line for line in lines if line.pieces), key=lambda line: line.page):
        page = list(group)
        boxes = [line.box for line in page if line.box is not None]
        if ordered or len(boxes) < len(page):
            found += [block(list(paragraph)) for _, paragraph in groupby(page, key=lambda line: line.paragraph)]
        else:
            found += _by_geometry(source, page, boxes)
    return found


def block(lines: Sequence[TextLine], *, indented: bool = False, blank_before: bool = True) -> Block:
    """Return the block of a paragraph's lines."""
    pieces: list[Piece] = []
    wraps: list[int] = []
    spaced: list[int] = []
    hyphenated = True
    for line in lines:
        if not hyphenated:
            wraps.append(len(pieces))
        spaced += [len(pieces) + index for index in line.spaced]
        pieces += line.pieces
        hyphenated = line.hyphenated
    first = lines[0]
    return Block(
        pieces=tuple(pieces),
        kind=first.kind,
        page=first.page,
        blank_before=blank_before,
        indented=indented,
        wraps=frozenset(wraps),
        spaced=frozenset(spaced),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a column, put together from all that the engine found at its height."""

    lines: Sequence[TextLine]
    box: Box
    last: str

    @property
    def height(self) -> float:
        """The height of the line."""
        return self.box[3] - self.box[1]


def _by_geometry(source: str, page: Sequence[TextLine], boxes: Sequence[Box]) -> Iterator[Block]:
    boxes = _upright(boxes)
    texts = ["".join(piece.of(source) for piece in line.pieces) for line in page]
    for column in columns(boxes):
        found: list[_Row] = []
        for row in rows(boxes, column):
            lefts, tops, rights, bottoms = zip(*(boxes[index] for index in row), strict=True)
            box = (min(lefts), min(tops), max(rights), max(bottoms))
            found.append(_Row([page[index] for index in row], box, texts[row[-1]].rstrip(CLOSERS)[-1:]))
        for paragraph in _paragraphs(found):
            lines = [line for row in paragraph for line in row.lines]
            yield block(lines, indented=paragraph[0].box[0] > 0)


def _upright(boxes: Sequence[Box]) -> Sequence[Box]:
    """Return the boxes; of a page of vertical lines turned, so that its lines run from left to right."""
    if sum(bottom - top > 2 * (right - left) for left, top, right, bottom in boxes) <= 0.5 * len(boxes):
        return boxes
    return [(top, -right, bottom, -left) for left, top, right, bottom in boxes]


def _paragraphs(column: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    yield column
