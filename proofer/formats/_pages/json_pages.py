"""Pages of JSON, read by a description of where their lines are and what each has.

A path is made of keys with dots between; `[]` behind a key stands for all of its array:
`pages[].lines[]`. A dot alone is the value itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from proofer.document.blocks import Block, Piece
from proofer.document.document import Box, OcrToken, Quad
from proofer.formats._layout.blocks import TextLine, arranged, box_of, quad_of, size_of
from proofer.formats._pages import embedded_text
from proofer.formats._pages.echoes import in_step, repeated
from proofer.formats._syntax import json_source
from proofer.formats._syntax.escaped_text import together
from proofer.formats.api import MalformedError
from proofer.messages import Message

PORTRAIT = (1000.0, 1414.0)
"""Width and height that a page is taken to have where boxes are shares of it: those of A4."""
_MOST = 1_000_000
"""No file has a page of this number."""


_NOTHING = OcrToken(None)
"""What is known of a word that is in no line."""


@dataclass(frozen=True, slots=True)
class Part:
    """Where things with text are, and what each has: paths."""

    each: str
    text: str = ""
    box: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where an engine puts its pages, and what each has: paths, from the page unless said."""

    pages: str
    """From the root."""
    lines: Part
    words: Part | None = None
    """From the line."""
    page_words: Part | None = None
    """From the page, where it lists them beside its lines."""
    copies: tuple[str, ...] = ()
    """Strings that say the same as the lines do, from the root."""
    image: str = ""
    number: str = ""
    """From 1."""
    size: tuple[str, str] = ("", "")
    """Width and height."""
    sure: float = 1.0
    """The score of what is certain."""
    unit: tuple[float, float] = (1.0, 1.0)
    """What boxes are multiplied by, across and down; the size of a page of which they are shares,
    if the file does not give one."""


def every(value: Any, path: str) -> list[Any]:
    """Return all that is at a path, without null."""
    found = [value]
    for key in path.split(".") if path else ():
        name = key.removesuffix("[]")
        if name:
            found = [each[name] for each in found if isinstance(each, dict) and name in each]
        if name != key:
            found = [one for each in found if isinstance(each, list) for one in each]
    return [each for each in found if each is not None]


def first(value: Any, path: str) -> Any:
    """Return the first of what is at a path; None if nothing is, or the path is empty."""
    return next(iter(every(value, path)), None) if path else None


def read(source: str, root: Any, layouts: Sequence[Pages], engine: str) -> list[Block]:
    """Return the blocks of the pages of a file in reading order.

    Args:
        source: the source of the document.
        root: the value that it holds.
        layouts: what the engine may write; the first one of which there are pages counts.
        engine: its name, for the error.

    Raises:
        MalformedError: if it is none that the engine writes.
    """
    for layout in layouts:
        pages = every(root, layout.pages)
        if any(has_list(page, layout.lines.each) for page in pages):
            return blocks_of(source, root, pages, layout)
    raise unknown(engine, [layout.lines.each for layout in layouts])


def has_list(value: Any, path: str) -> bool:
    """Return whether there is an array where a path looks into one, be it empty."""
    return any(isinstance(each, list) for each in every(value, path.removesuffix("[]")))


def unknown(engine: str, paths: Iterable[str]) -> MalformedError:
    """Return the error that nothing is at any of the paths where an engine has its lines."""
    names = sorted({path.replace("[]", "") for path in paths})
    return MalformedError(
        Message(
            f"里没有 {'、'.join(names)}，不是 {engine} 的结果。",
            f"has no {' or '.join(names)}, as {engine} writes them.",
        )
    )


def blocks_of(source: str, root: Any, pages: Sequence[Any], layout: Pages) -> list[Block]:
    """Return the blocks of `pages` of a file in reading order.

    Args:
        source: the source of the document.
        root: what its copies are looked for in.
        pages: what its lines are looked for in.
        layout: where they are.
    """
    found = [_Page(source, page, place, layout) for place, page in enumerate(pages, 1)]
    lines = [line for page in found for line in page.lines()]
    copies = [[row for page in found for row in page.words(page.page, layout.page_words)]]
    for path in layout.copies:
        strings = [each for each in every(root, path) if isinstance(each, json_source.String)]
        copies.append([row for each in strings for row in json_source.lines(source, each)])
    return arranged_with_copies(source, lines, copies)


def arranged_with_copies(
    source: str, lines: Sequence[TextLine], copies: Iterable[Iterable[Sequence[Piece]]]
) -> list[Block]:
    """Return the blocks of the lines of a document, with their echoes in copies of it."""
    runs = repeated(source, [line.pieces for line in lines], copies)
    lines = [replace(line, pieces=tuple(run)) for line, run in zip(lines, runs, strict=True)]
    found: list[Block] = []
    for number, group in groupby(lines, key=lambda line: line.page):
        page = [line for line in group if line.pieces]
        if any(line.box for line in page):
            found += arranged(source, page)
        else:
            found += [replace(block, page=number) for block in _as_text(source, page)]
    return found


def _as_text(source: str, page: Sequence[TextLine]) -> list[Block]:
    """Return the blocks of lines of which nobody knows the place: those of a text file."""
    pieces: list[Piece] = []
    for line in page:
        end = line.pieces[-1].end
        pieces += (*line.pieces, Piece(end, end, "\n"))
    return embedded_text.blocks(source, pieces)


@dataclass(frozen=True, slots=True)
class _Page:
    source: str
    page: Any
    place: int
    """From 1, in the file."""
    layout: Pages

    def lines(self) -> Iterator[TextLine]:
        """Yield the lines as the file has them, with their echoes in their words."""
        part = self.layout.lines
        number = page_number(first(self.page, self.layout.number), self.place)
        for line in every(self.page, part.each):
            ocr = self._token(line, part)
            pieces = [piece for row in self._rows(line, part, ocr) for piece in row]
            rows = self.words(line, self.layout.words, ocr)
            words = [piece for row in rows for piece in row]
            stepped = in_step(self.source, pieces, words, finer=True)
            found = together(stepped) if stepped else pieces
            yield TextLine(tuple(found), box=ocr.box, page=number)

    def words(
        self, holder: Any, part: Part | None, line: OcrToken = _NOTHING
    ) -> Iterator[Sequence[Piece]]:
        """Yield the words that the page or a `line` lists, with its box and score for their own."""
        if part is not None:
            for word in every(holder, part.each):
                yield from self._rows(word, part, self._token(word, part, line))

    def _rows(self, value: Any, part: Part, ocr: OcrToken) -> Sequence[Sequence[Piece]]:
        text = first(value, part.text) if part.text else value
        return (
            json_source.lines(self.source, text, ocr)
            if isinstance(text, json_source.String)
            else []
        )

    def _token(self, value: Any, part: Part, line: OcrToken = _NOTHING) -> OcrToken:
        layout, place = self.layout, first(value, part.box)
        score = json_source.confidence(first(value, part.score), layout.sure)
        return OcrToken(
            line.confidence if score is None else score,
            scaled(json_source.box(place), layout.unit) or line.box,
            json_source.text(first(self.page, layout.image)),
            self._size(),
            quad=_quad(place, layout.unit),
        )

    def _size(self) -> tuple[float, float] | None:
        width, height = (first(self.page, path) for path in self.layout.size)
        across, down = self.layout.unit
        if isinstance(width, float) and isinstance(height, float):
            return size_of([0.0, 0.0, width * across, height * down])
        return None if across == down else (across, down)


def page_number(value: Any, otherwise: int) -> int:
    """Return a value as the number of a page, from 1."""
    return int(value) if isinstance(value, float) and 1 <= value < _MOST else otherwise


def _quad(place: Any, unit: tuple[float, float]) -> Quad | None:
    """Return the corners of a place that is a polygon, in the unit of the page."""
    if not isinstance(place, list):
        return None
    numbers = [each * unit[at % 2] for at, each in enumerate(json_source.numbers(place))]
    return quad_of(numbers)


def scaled(box: Box | None, unit: tuple[float, float]) -> Box | None:
    """Return a box in the unit of the page."""
    if box is None:
        return None
    (across, down), (left, top, right, bottom) = unit, box
    return box_of([left * across, top * down, right * across, bottom * down])
