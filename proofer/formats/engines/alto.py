"""ALTO 2 to 4: XML with words in attributes (Tesseract, ABBYY, Kraken, eScriptorium).

https://www.loc.gov/standards/alto/. A word hyphenated at the end of a line has its halves in
CONTENT and the whole in the SUBS_CONTENT of both; the hyphen (HYP) is not part of the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from proofer.document.blocks import Block, Piece
from proofer.document.document import Box, OcrToken, Quad
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.formats._layout.blocks import (
    TextLine,
    arranged,
    box_of,
    coordinates,
    joined,
    quad_of,
    size_of,
)
from proofer.formats._syntax import xml_source
from proofer.formats.api import Format

_SIGNATURE = lazy_pattern(r"<(?:\w+:)?alto[\s>]")
_FRAME = ("HPOS", "VPOS", "WIDTH", "HEIGHT")


def blocks(source: str) -> list[Block]:
    """Return the blocks of the pages in reading order.

    Raises:
        MalformedError: if the source is no well-formed XML or declares entities.
    """
    xml_source.check(source)
    return arranged(source, _AltoReader(source).lines())


class _AltoReader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[TextLine] = []
        self.page = 0
        self.paragraph = 0
        self.image = ""
        self.size: tuple[float, float] | None = None
        self.in_pixels = True
        self.inside = ""
        self.box: Box | None = None
        self.shaped = ""
        """What a polygon is the shape of."""
        self.quad: Quad | None = None
        self.words: list[list[Piece]] = []
        self.hyphenated = False
        self.cut: Span | None = None
        """The SUBS_CONTENT of the first half of a hyphenated word."""

    def lines(self) -> list[TextLine]:
        """Return the lines of all pages."""
        for event in xml_source.events(self.source):
            if isinstance(event, Span):
                self._text(event)
            elif event.opens:
                self.inside = event.name
                self._open(event)
            else:
                self.inside = ""
                if event.name == "TextLine":
                    self._end_line()
                elif event.name == "String":
                    self.shaped = "TextLine"
        return self.found

    def _open(self, tag: xml_source.Tag) -> None:
        match tag.name:
            case "Page":
                self.page += 1
                page = _frame({**xml_source.values(self.source, tag), "HPOS": "0", "VPOS": "0"})
                self.size = size_of(page) if page else None
            case "TextBlock":
                self.paragraph += 1
                self.shaped = tag.name
            case "TextLine":
                self.words, self.hyphenated = [], False
                self.box, self.quad = _frame(xml_source.values(self.source, tag)), None
                self.shaped = tag.name
            case "Polygon":
                corners = coordinates(xml_source.values(self.source, tag).get("POINTS", ""))
                self._shape(quad_of(corners))
            case "String":
                self.shaped = tag.name
                self._word(tag)
            case "HYP":
                self.hyphenated = True

    def _word(self, tag: xml_source.Tag) -> None:
        places = xml_source.attributes(self.source, tag)
        if "CONTENT" not in places:
            return
        values = xml_source.read(self.source, places)
        box = _frame(values) if self.in_pixels or self.size else None
        sure = _confidence(values.get("WC", ""))
        quad = self.quad if box is not None else None
        ocr = OcrToken(sure, box, self.image, self.size, quad=quad)
        word = xml_source.pieces(self.source, places["CONTENT"], ocr)
        whole = places.get("SUBS_CONTENT")
        if values.get("SUBS_TYPE") == "HypPart1":
            self.hyphenated = True
            self.cut = whole
        elif values.get("SUBS_TYPE") == "HypPart2":
            self._link_halves(word, [each for each in (self.cut, whole) if each is not None])
            self.cut = None
        self.words.append(word)

    def _shape(self, quad: Quad | None) -> None:
        """Take the corners of the line, or of the word that is open."""
        if self.shaped == "TextLine":
            self.quad = quad
        elif self.shaped == "String" and self.words:
            self.words[-1] = [
                replace(each, ocr=replace(each.ocr or OcrToken(), quad=quad))
                for each in self.words[-1]
            ]

    def _link_halves(self, second: list[Piece], wholes: list[Span]) -> None:
        """Note that `wholes` repeat both halves of a hyphenated word, if all are written alike."""
        before = self.found[-1] if self.found else None
        if before is None or not before.pieces or len(second) != 1:
            return
        first = before.pieces[-1]
        word = first.of(self.source) + second[0].of(self.source)
        alike = [whole for whole in wholes if whole.of(self.source) == word]
        if first.shown is not None or second[0].shown is not None or not alike:
            return
        echoes = tuple(Span(each.start, each.start + len(first)) for each in alike)
        self.found[-1] = replace(
            before, pieces=(*before.pieces[:-1], replace(first, echoes=echoes))
        )
        second[0] = replace(
            second[0], echoes=tuple(Span(each.start + len(first), each.end) for each in alike)
        )

    def _text(self, span: Span) -> None:
        if self.inside == "fileName":
            self.image = span.of(self.source).strip()
        elif self.inside == "MeasurementUnit":
            self.in_pixels = span.of(self.source).strip() == "pixel"
        elif self.inside == "ALTERNATIVE" and self.words:
            reading = "".join(
                piece.of(self.source) for piece in xml_source.pieces(self.source, span)
            )
            self.words[-1] = [_with_reading(piece, reading) for piece in self.words[-1]]

    def _end_line(self) -> None:
        pieces, spaced = joined(self.source, self.words)
        self.found.append(
            TextLine(
                pieces,
                spaced,
                self.box,
                max(1, self.page),
                self.paragraph,
                hyphenated=self.hyphenated,
            )
        )


def _with_reading(piece: Piece, reading: str) -> Piece:
    ocr = piece.ocr or OcrToken()
    return replace(piece, ocr=replace(ocr, alternatives=(*ocr.alternatives, reading)))


def _frame(values: Mapping[str, str]) -> Box | None:
    try:
        left, top, width, height = (float(values[name]) for name in _FRAME)
    except (KeyError, ValueError):
        return None
    return box_of([left, top, left + max(0.0, width), top + max(0.0, height)])


def _confidence(written: str) -> float | None:
    try:
        value = float(written)
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


FORMAT = Format(
    name="alto",
    media_type="application/alto+xml",
    suffixes=(".xml", ".alto"),
    blocks=blocks,
    escape=xml_source.escape,
    escape_ascii=xml_source.escape_ascii,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
)
