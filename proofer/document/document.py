"""The page as a reader reads it, with the place of every character in the source."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path

from proofer.document.kinds import BlockKind
from proofer.document.line_index import LineIndex, Position
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.messages import Message

BREAK = "\n"
"""Separates two paragraphs of `Document.text`; it has no place in the source."""

SPACE = " "
"""Separates two Latin words at a line end; it is in no segment and has no place in the source."""


_OFFSET = attrgetter("offset")


Box = tuple[float, float, float, float]
"""Left, top, right, bottom on the page's image, in pixels or in the unit of `OcrToken.size`."""


Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners of a line as it is read.

Where its upper edge begins and ends, where its lower edge ends and begins.
"""


@dataclass(frozen=True, slots=True)
class OcrToken:
    """What the OCR engine says of a run of text."""

    confidence: float | None = None
    """0 to 1, as the engine gives it."""
    box: Box | None = None
    image: str = ""
    """The name of the page's image, as the file has it."""
    size: tuple[float, float] | None = None
    """Width and height of the page, in the unit of its boxes, if the file gives them."""
    frame: int | None = None
    """Which frame of the image file shows the page, from 0, if the file says so."""
    alternatives: tuple[str, ...] = ()
    """Other readings of the same place, the likeliest first."""
    quad: Quad | None = None
    """The corners of the line that it stands in, if the file gives them and `box` is larger."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text and where it stands in the source.

    It stands there verbatim, and both spans have the same length in code points; or it is a single
    character that the source writes with several, as `&amp;`; or OPAQUE, for what is no text.
    """

    text: Span
    source: Span
    kind: BlockKind = BlockKind.PROSE
    page: int = 1
    ocr: OcrToken | None = None
    echoes: tuple[Span, ...] = ()
    """Where the source repeats the same characters of the same place, as PAGE XML does in words."""

    @property
    def places(self) -> tuple[Span, ...]:
        """All spans of the source that an edit of the segment changes."""
        return (self.source, *self.echoes)

    def part(self, text: Span) -> Segment:
        """Return the segment of a part of its text."""
        if len(text) == len(self.text):
            return self
        shift = text.start - self.text.start
        source, *echoes = (
            Span(place.start + shift, place.start + shift + len(text)) for place in self.places
        )
        return replace(self, text=text, source=source, echoes=tuple(echoes))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the reading flow: `span` of the text, without the BREAK after it."""

    span: Span
    kind: BlockKind
    level: int = 0
    """Depth of a heading or list item; 0 elsewhere."""


@dataclass(frozen=True, slots=True)
class Join:
    """A place where the reading flow joined what was torn on the page."""

    offset: int
    """Where in the text the second part begins."""
    gap: Span
    """What is between the parts in the source; empty if the second stands before the first."""
    probability: float
    wrapped: bool = False
    """True for a line end in a paragraph, False for the end of a column or page or a caption."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How the bytes of a file became its decoded source."""

    media_type: str = "text/plain"
    encoding: str = "utf-8"
    bom: bytes = b""
    newline: str = "\n"
    """The commonest line end."""
    mixed_newlines: bool = False
    readable: bool = True
    """Whether the source can be read as it is: XML and JSON cannot."""
    typed: bool = False
    """Whether people wrote it and no engine: no line of it is out of place."""
    digest: str = ""
    """SHA-256 of the file's bytes, hexadecimal."""
    fields: tuple[str, ...] = ()
    """The fields of records that a user named; see `ReadOptions`."""
    as_text: bool = False
    """Whether a user says that it is plain text."""


@dataclass(frozen=True, slots=True)
class Before:
    """How much of the file comes before the source of a document that is only a part of it."""

    lines: int = 0
    characters: int = 0
    """Code points."""


@dataclass(frozen=True, slots=True)
class RecordStart:
    """Where a record of the file begins in the text, and its number, from 1."""

    offset: int
    number: int


@dataclass(frozen=True, slots=True)
class Note:
    """What a user should know of how a file was read, as a clause that follows its name."""

    message: Message
    is_failure: bool = False
    """Whether what could not be read is too much for the file to count as checked."""


@dataclass(frozen=True, slots=True)
class UnmatchedLine:
    """A line of another reading where the first one has nothing."""

    text: str
    confidence: float | None
    """Mean of its characters."""
    near: Span
    """The line of the first reading's text that is next to it on the page."""
    below: bool
    """Whether it is below that line."""


@dataclass(frozen=True, slots=True)
class AlternateReading:
    """What another engine read on the same page.

    Its text is in the order of the first reading, with a confidence for each code point.
    """

    path: Path
    text: str
    confidences: tuple[float | None, ...]
    engine: str = ""
    unmatched: tuple[UnmatchedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What detectors read (`text`) and what editors correct (`source`).

    `text` is the reading flow: paragraphs separated by BREAK, without markup, their lines joined
    and captions moved out of the sentences that they interrupt. All offsets are code points.
    `segments` are sorted by their place in the text and do not overlap; a character of `text`
    outside all segments is a BREAK or a SPACE.
    """

    path: Path
    source: str
    text: str
    segments: Sequence[Segment]
    paragraphs: tuple[Paragraph, ...]
    joins: tuple[Join, ...] = ()
    origin: Origin = Origin()
    engine: str = ""
    """The OCR engine that read the page, in lower case, if it is known."""
    alternate: AlternateReading | None = None
    """What another engine read of the same page, if there is one."""
    escape: Callable[[str], str] = field(default=str, repr=False, compare=False)
    """Writes a replacement as the format of the source needs it."""
    before: Before = Before()
    records: tuple[RecordStart, ...] = ()
    """The records that it is made of, if its file holds several documents, by place."""
    notes: tuple[Note, ...] = ()
    """What a user should know of how the file was read."""
    pack: Callable[[str], bytes] | None = field(default=None, repr=False, compare=False)
    """Returns the file's bytes with a new source in them, if the file is not text itself (DOCX)."""
    lines: LineIndex = field(init=False, repr=False, compare=False)
    _starts: list[tuple[int, ...]] = field(init=False, repr=False, compare=False)
    """Holds what `_segment_starts` returns, once it was asked for."""
    _paragraph_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", LineIndex(self.source, self.before.lines + 1))
        object.__setattr__(self, "_starts", [])
        object.__setattr__(
            self, "_paragraph_starts", tuple(paragraph.span.start for paragraph in self.paragraphs)
        )

    @property
    def _segment_starts(self) -> tuple[int, ...]:
        if not self._starts:
            self._starts.append(tuple([segment.text.start for segment in self.segments]))
        return self._starts[0]

    @property
    def is_authored(self) -> bool:
        """Whether a person wrote all of it, in a format that no engine writes."""
        return self.origin.typed and not self.records

    def record_at(self, offset: int) -> int | None:
        """Return the number of the record at `offset` of the text; None if the file has none."""
        index = bisect_right(self.records, offset, key=lambda each: each.offset) - 1
        return self.records[index].number if index >= 0 else None

    def paragraph_at(self, offset: int) -> Paragraph:
        """Return the paragraph at `offset` of the text; a BREAK belongs to the one before."""
        return self.paragraphs[max(0, bisect_right(self._paragraph_starts, offset) - 1)]

    def join_within(self, span: Span) -> Join | None:
        """Return the first join between the first and the last character of `span`, if any."""
        index = bisect_right(self.joins, span.start, key=_OFFSET)
        join = self.joins[index] if index < len(self.joins) else None
        return join if join is not None and join.offset < span.end else None

    def segment_at(self, offset: int) -> Segment | None:
        """Return the segment that holds `offset` of the text; None at a BREAK or SPACE."""
        index = bisect_right(self._segment_starts, offset) - 1
        if index >= 0 and offset in self.segments[index].text:
            return self.segments[index]
        return None

    def source_offset(self, offset: int) -> int:
        """Return where the character at `offset` of the text stands in the source.

        A BREAK, a SPACE and the end of the text stand right after the character before them.
        """
        segment = self.segment_at(offset)
        if segment is not None:
            return offset - segment.text.start + segment.source.start
        index = bisect_right(self._segment_starts, offset) - 1
        return self.segments[index].source.end if index >= 0 else 0

    def source_span(self, span: Span) -> Span:
        """Return the range of the source that covers all characters of `span`.

        Where torn parts were joined, the range includes what stands between them.
        """
        pieces = self.pieces(span)
        if not pieces:
            at = self.source_offset(span.start)
            return Span(at, at)
        return Span(
            min(piece.source.start for piece in pieces), max(piece.source.end for piece in pieces)
        )

    def pieces(self, span: Span) -> list[Segment]:
        """Return the parts of the segments that `span` of the text covers, in reading order."""
        found: list[Segment] = []
        index = max(0, bisect_right(self._segment_starts, span.start) - 1)
        after = bisect_left(self._segment_starts, span.end, index)
        for segment in self.segments[index:after]:
            text = segment.text
            if text.start < span.start or text.end > span.end:
                start, end = max(span.start, text.start), min(span.end, text.end)
                if start < end:
                    found.append(segment.part(Span(start, end)))
            elif text.start < text.end:
                found.append(segment)
        return found

    def shown(self, span: Span) -> str:
        """Return what the file shows at `span` of the text: the source of what is no text."""
        part = span.of(self.text)
        if OPAQUE not in part:
            return part
        sources = (
            self._read(segment.source.of(self.source)) if (segment := self.segment_at(at)) else ""
            for at in range(span.start, span.end)
            if self.text[at] == OPAQUE
        )
        pieces = part.split(OPAQUE)
        return pieces[0] + "".join(
            source + piece for source, piece in zip(sources, pieces[1:], strict=True)
        )

    def _read(self, written: str) -> str:
        """Return a piece of the source without the escapes of JSON or XML."""
        if "json" in self.origin.media_type:
            with suppress(ValueError):
                return str(json.loads(f'"{written}"', strict=False))
        if self.origin.readable:
            return written
        import html

        return html.unescape(written)

    def position(self, offset: int) -> Position:
        """Return line and column in the source of `offset` of the text."""
        return self.lines.position(self.source_offset(offset))
