"""PAGE XML: regions, lines, words and glyphs, each with a text (Transkribus, eScriptorium, OCR-D).

https://github.com/PRImA-Research-Lab/PAGE-XML. The text of a line is what counts; words and glyphs
with the same text give its place and the engine's confidence. A correction is made in all of them,
and in the region's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from proofer.document.blocks import Block, Piece
from proofer.document.document import Box, OcrToken
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.formats._layout.blocks import (
    NUMBER,
    TextLine,
    arranged,
    box_of,
    coordinates,
    joined,
    quad_of,
    size_of,
)
from proofer.formats._pages.echoes import in_step
from proofer.formats._syntax import xml_source
from proofer.formats._syntax.escaped_text import characters, together
from proofer.formats.api import Format

_SIGNATURE = lazy_pattern(r"<(?:\w+:)?PcGts[\s>]")
_LEVELS = ("TextRegion", "TextLine", "Word", "Glyph")
_KINDS = {
    "heading": BlockKind.HEADING,
    "caption": BlockKind.CAPTION,
    "header": BlockKind.RUNNING_HEAD,
    "footer": BlockKind.RUNNING_HEAD,
    "page-number": BlockKind.RUNNING_HEAD,
}


def blocks(source: str) -> list[Block]:
    """Return the blocks of the pages, in the file's reading order or else by their boxes.

    Raises:
        MalformedError: if the source is no well-formed XML or declares entities.
    """
    xml_source.check(source)
    reader = _PageReader(source)
    reader.read()
    places = {name: number for number, name in enumerate(reader.order)}
    regions = sorted(
        reader.regions, key=lambda region: (region.page, places.get(region.name, len(places)))
    )
    lines = [
        line
        for number, region in enumerate(regions)
        for line in _region_lines(source, region, number)
    ]
    return arranged(source, lines, ordered=bool(places))


@dataclass(slots=True)
class _TextEquiv:
    """A TextEquiv: one of the readings of a place."""

    rank: float
    confidence: float | None
    text: Span | None = None


@dataclass(slots=True)
class _PageElement:
    """A region, line, word or glyph."""

    level: str
    name: str
    kind: BlockKind | None
    page: int
    image: str
    size: tuple[float, float] | None
    corners: list[float] = field(default_factory=list)
    readings: list[_TextEquiv] = field(default_factory=list)
    parts: list[_PageElement] = field(default_factory=list)

    def reading(self) -> _TextEquiv | None:
        """Return the main reading."""
        return min(
            (each for each in self.readings if each.text), key=lambda each: each.rank, default=None
        )

    def box(self) -> Box | None:
        """Return what is around all corners."""
        return box_of(self.corners)

    def pieces(self, source: str) -> list[list[Piece]]:
        """Return the lines of the main reading."""
        main = self.reading()
        if main is None or main.text is None:
            return []
        others = [each for each in self.readings if each is not main and each.text]
        read = (
            "".join(p.of(source) for p in xml_source.pieces(source, each.text))
            for each in others
            if each.text
        )
        ocr = OcrToken(
            main.confidence,
            self.box(),
            self.image,
            self.size,
            alternatives=tuple(read),
            quad=quad_of(self.corners),
        )
        return xml_source.lines(source, main.text, ocr)


class _PageReader:
    """Goes through the tags once; `stack` holds the open elements."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.regions: list[_PageElement] = []
        self.stack: list[_PageElement] = []
        self.order: list[str] = []
        self.page = 0
        self.image = ""
        self.size: tuple[float, float] | None = None
        self.text: Span | None = None
        self.in_text = False

    def read(self) -> None:
        """Fill `regions` and `order`."""
        for event in xml_source.events(self.source):
            if isinstance(event, Span):
                if self.in_text and self.text is None:
                    self.text = event
            elif event.opens:
                self._open(event)
            else:
                self._close(event.name)

    def _open(self, tag: xml_source.Tag) -> None:
        values = xml_source.values(self.source, tag)
        match tag.name:
            case "Page":
                self._begin_page(values)
            case name if name.startswith("RegionRef"):
                self.order.append(values.get("regionRef", ""))
            case name if name in _LEVELS:
                self._begin_element(name, values)
            case name if self.stack:
                self._detail(name, values, self.stack[-1])

    def _begin_page(self, values: Mapping[str, str]) -> None:
        self.page += 1
        self.image = values.get("imageFilename", "")
        width, height = _number(values, "imageWidth"), _number(values, "imageHeight")
        self.size = size_of([0, 0, width or 0, height or 0])

    def _begin_element(self, level: str, values: Mapping[str, str]) -> None:
        kind = _KINDS.get(values.get("type", ""))
        name = values.get("id", "")
        element = _PageElement(level, name, kind, self.page, self.image, self.size)
        parent = next((each for each in reversed(self.stack) if each.level != level), None)
        if level == "TextRegion":
            self.regions.append(element)
        elif parent is not None:
            parent.parts.append(element)
        self.stack.append(element)

    def _detail(self, name: str, values: Mapping[str, str], element: _PageElement) -> None:
        match name:
            case "Coords":
                element.corners = coordinates(values.get("points", ""))
            case "Point":
                element.corners += coordinates(f"{values.get('x')} {values.get('y')}")
            case "TextEquiv":
                confidence = _number(values, "conf")
                known = confidence is not None and 0 <= confidence <= 1
                rank = _number(values, "index") or 0.0
                element.readings.append(_TextEquiv(rank, confidence if known else None))
            case "Unicode":
                self.in_text, self.text = True, None

    def _close(self, name: str) -> None:
        if name == "Unicode" and self.in_text:
            self.in_text = False
            if self.stack and self.stack[-1].readings:
                self.stack[-1].readings[-1].text = self.text
        elif name in _LEVELS and self.stack:
            self.stack.pop()


def _number(values: Mapping[str, str], name: str) -> float | None:
    written = NUMBER.fullmatch(values.get(name, ""))
    return float(written[0]) if written else None


def _region_lines(source: str, region: _PageElement, number: int) -> Iterator[TextLine]:
    """Return the lines of a region, each with its echoes in words, glyphs and the region's text."""
    whole = region.pieces(source)
    found = [(line, words) for line in region.parts if any(words := _line_words(source, line))]
    if not found:
        for text in whole:
            yield TextLine(tuple(text), page=region.page, paragraph=number, kind=region.kind)
        return
    flat = [each for _, words in found for word in words for each in word]
    rest = iter(in_step(source, flat, _characters(whole)) or flat)
    for line, words in found:
        parts = [together(islice(rest, len(word))) for word in words]
        yield TextLine(*joined(source, parts), line.box(), region.page, number, region.kind)


def _line_words(source: str, line: _PageElement) -> list[list[Piece]]:
    """Return the characters of each word of a line.

    They are one word if the line has no words or these have another text.
    """
    text = _characters(line.pieces(source))
    words = [_word(source, word) for word in line.parts]
    if not text:
        return words
    echoed = in_step(source, [each for word in words for each in word], text)
    if echoed is None:
        return [text]
    rest = iter(echoed)
    return [list(islice(rest, len(word))) for word in words]


def _word(source: str, word: _PageElement) -> list[Piece]:
    """Return the characters of a word, with what the engine says of its glyphs if it has them."""
    text = _characters(word.pieces(source))
    glyphs = [each for glyph in word.parts for each in _characters(glyph.pieces(source))]
    if not text:
        return glyphs
    return in_step(source, text, glyphs, finer=True) or text


def _characters(lines: Iterable[Iterable[Piece]]) -> list[Piece]:
    return [each for line in lines for each in characters(line)]


FORMAT = Format(
    name="page",
    media_type="application/vnd.prima.page+xml",
    suffixes=(".xml", ".page"),
    blocks=blocks,
    escape=xml_source.escape,
    escape_ascii=xml_source.escape_ascii,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
)
