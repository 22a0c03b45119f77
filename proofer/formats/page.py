"""PAGE XML: regions, lines, words and glyphs with a text of their own each (Transkribus, eScriptorium, OCR-D).

https://github.com/PRImA-Research-Lab/PAGE-XML. The text of a line is what counts; words and glyphs
that say the same tell where it stands and how sure the engine was. A correction is made in all of
them, and in the region's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from proofer.document.blocks import Block, Piece
from proofer.document.document import Box, OcrToken
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.formats import _xml
from proofer.formats._escaped_text import characters, together
from proofer.formats._layout import TextLine, arranged, box_of, joined, size_of
from proofer.formats.api import Format

_SIGNATURE = re.compile(r"<(?:\w+:)?PcGts[\s>]")
_LEVELS = ("TextRegion", "TextLine", "Word", "Glyph")
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")
_KINDS = {
    "heading": BlockKind.HEADING,
    "caption": BlockKind.CAPTION,
    "header": BlockKind.RUNNING_HEAD,
    "footer": BlockKind.RUNNING_HEAD,
    "page-number": BlockKind.RUNNING_HEAD,
}


def blocks(source: str) -> list[Block]:
    """Return the blocks of the pages, in the order that the file gives or, if it gives none, by their boxes.

    Raises:
        MalformedError: if the source is no well-formed XML or declares entities.
    """
    _xml.check(source)
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
            "".join(p.of(source) for p in _xml.pieces(source, each.text))
            for each in others
            if each.text
        )
        ocr = OcrToken(main.confidence, self.box(), self.image, self.size, alternatives=tuple(read))
        return _xml.lines(source, main.text, ocr)


class _PageReader:
    """Goes through the tags once; `stack` has the parts that are open."""

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
        for event in _xml.events(self.source):
            if isinstance(event, Span):
                if self.in_text and self.text is None:
                    self.text = event
            elif event.opens:
                self._open(event)
            else:
                self._close(event.name)

    def _open(self, tag: _xml.Tag) -> None:
        said = _xml.values(self.source, tag)
        if tag.name == "Page":
            self.page += 1
            self.image = said.get("imageFilename", "")
            width, height = (
                _NUMBER.fullmatch(said.get(each, "")) for each in ("imageWidth", "imageHeight")
            )
            self.size = (
                size_of([0, 0, float(width[0]), float(height[0])]) if width and height else None
            )
        elif tag.name.startswith("RegionRef"):
            self.order.append(said.get("regionRef", ""))
        elif tag.name in _LEVELS:
            kind = _KINDS.get(said.get("type", ""))
            part = _PageElement(
                tag.name, said.get("id", ""), kind, self.page, self.image, self.size
            )
            parent = next((each for each in reversed(self.stack) if each.level != tag.name), None)
            if tag.name == "TextRegion":
                self.regions.append(part)
            elif parent is not None:
                parent.parts.append(part)
            self.stack.append(part)
        elif self.stack:
            self._detail(tag.name, said)

    def _detail(self, name: str, said: Mapping[str, str]) -> None:
        part = self.stack[-1]
        if name == "Coords":
            part.corners = [float(number) for number in _NUMBER.findall(said.get("points", ""))]
        elif name == "Point":
            part.corners += [
                float(number) for number in _NUMBER.findall(f"{said.get('x')} {said.get('y')}")
            ]
        elif name == "TextEquiv":
            rank, confidence = (_NUMBER.fullmatch(said.get(each, "")) for each in ("index", "conf"))
            value = float(confidence[0]) if confidence else -1.0
            part.readings.append(
                _TextEquiv(float(rank[0]) if rank else 0.0, value if 0 <= value <= 1 else None)
            )
        elif name == "Unicode":
            self.in_text, self.text = True, None

    def _close(self, name: str) -> None:
        if name == "Unicode" and self.in_text:
            self.in_text = False
            if self.stack and self.stack[-1].readings:
                self.stack[-1].readings[-1].text = self.text
        elif name in _LEVELS and self.stack:
            self.stack.pop()


def _region_lines(source: str, region: _PageElement, number: int) -> Iterator[TextLine]:
    """Return the lines of a region, each with what words, glyphs and the region write of it."""
    whole = region.pieces(source)
    found = [(line, words) for line in region.parts if any(words := _line_words(source, line))]
    if not found:
        for text in whole:
            yield TextLine(tuple(text), page=region.page, paragraph=number, kind=region.kind)
        return
    flat = [each for _, words in found for word in words for each in word]
    told = iter(
        _echoed(source, flat, [each for text in whole for each in characters(text)]) or flat
    )
    for line, words in found:
        parts = [together(islice(told, len(word))) for word in words]
        yield TextLine(*joined(source, parts), line.box(), region.page, number, region.kind)


def _line_words(source: str, line: _PageElement) -> list[list[Piece]]:
    """Return the characters of each word of a line; all in one if its words are lacking or say something else."""
    text = [each for pieces in line.pieces(source) for each in characters(pieces)]
    words = [_word(source, word) for word in line.parts]
    if not text:
        return words
    told = _echoed(source, [each for word in words for each in word], text)
    if told is None:
        return [text]
    rest = iter(told)
    return [list(islice(rest, len(word))) for word in words]


def _word(source: str, word: _PageElement) -> list[Piece]:
    """Return the characters of a word, with what the engine says of each if its glyphs are told."""
    text = [each for pieces in word.pieces(source) for each in characters(pieces)]
    glyphs = [
        each
        for glyph in word.parts
        for pieces in glyph.pieces(source)
        for each in characters(pieces)
    ]
    if not text:
        return glyphs
    told = _echoed(source, text, glyphs) or text
    return (
        [replace(one, ocr=two.ocr) for one, two in zip(told, glyphs, strict=True)]
        if told != text
        else text
    )


def _echoed(source: str, text: list[Piece], other: list[Piece]) -> list[Piece] | None:
    """Return the characters of `text` with their places in `other`; None if that says something else.

    Blanks in `other` do not count: between words there may be one or not.
    """
    if [each.of(source) for each in text] != [each.of(source) for each in other]:
        other = [each for each in other if not each.of(source).isspace()]
    if not text or [each.of(source) for each in text] != [each.of(source) for each in other]:
        return None
    return [
        replace(one, echoes=(*one.echoes, Span(two.start, two.end)))
        for one, two in zip(text, other, strict=True)
    ]


FORMAT = Format(
    name="page",
    media_type="application/vnd.prima.page+xml",
    suffixes=(".xml", ".page"),
    blocks=blocks,
    escape=_xml.escape,
    escape_ascii=_xml.escape_ascii,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
)
