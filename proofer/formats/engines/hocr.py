"""hOCR: HTML with lines and words as classes, boxes as titles (Tesseract, Kraken, OCRopus).

https://kba.github.io/hocr-spec/1.2/. XHTML has to be well-formed; HTML may omit what HTML allows.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from proofer.document.blocks import Block, Piece
from proofer.document.document import OcrToken
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.formats._layout.blocks import TextLine, arranged, box_of, joined, size_of
from proofer.formats._syntax import xml_source
from proofer.formats._syntax.escaped_text import characters
from proofer.formats.api import Format, MalformedError
from proofer.messages import Message

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"]
)
_ROLES = {
    "ocr_page": "page",
    "ocr_par": "paragraph",
    **dict.fromkeys(
        ["ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"],
        "line",
    ),
    "ocrx_word": "word",
    "ocrx_cinfo": "character",
}
_BOX = lazy_pattern(
    r"\bx?_?bbox(?:es)?\s+(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)"
)
_CONFIDENCE = lazy_pattern(r"\bx_w?confs?\s+(\d{1,3}(?:\.\d+)?)")
_IMAGE = lazy_pattern(
    r"""\bimage\s+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^;\s]+))"""
)
_FRAME = lazy_pattern(r"\bppageno\s+(\d{1,6})\b")
_SIGNATURE = lazy_pattern(r"""\bclass\s*=\s*["']?ocr_page\b|["']ocr-(?:system|capabilities)["']""")


def blocks(source: str) -> list[Block]:
    """Return the blocks of the pages in reading order.

    Raises:
        MalformedError: if the source is cut off, is no XML though it says so, or declares entities.
    """
    if source.startswith("<?xml") or "//DTD XHTML" in source[:1000]:
        xml_source.check(source)
    return arranged(source, _HocrReader(source).lines())


@dataclass(slots=True)
class _Word:
    """A word that is being read."""

    pieces: list[Piece] = field(default_factory=list)
    choices: list[list[str]] = field(default_factory=list)
    """The readings of each character, where Tesseract was asked for them (`lstm_choice_mode`)."""

    def read(self, source: str) -> list[Piece]:
        """Return the pieces of the word, one a character if there are readings of each."""
        if not self.choices or len(self.choices) != sum(
            len(piece.of(source)) for piece in self.pieces
        ):
            return self.pieces
        return [
            replace(
                each,
                ocr=replace(each.ocr, alternatives=tuple(c for c in some if c != each.of(source))),
            )
            for each, some in zip(characters(self.pieces), self.choices, strict=True)
            if each.ocr is not None
        ]


@dataclass(frozen=True, slots=True)
class _Element:
    """An open element; its role is what it is in hOCR, nothing if it is plain HTML."""

    name: str
    role: str
    ocr: OcrToken | None


class _HocrReader:
    """Goes through the tags once; `stack` holds the open elements."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[TextLine] = []
        self.stack: list[_Element] = []
        self.open_names: Counter[str] = Counter()
        self.page = 0
        self.paragraph = 0
        self.page_token = OcrToken()
        """What the page's own element says: its image and size."""
        self.line: list[_Word] | None = None

    def lines(self) -> list[TextLine]:
        """Return the lines of all pages.

        Raises:
            MalformedError: if a page or line does not end.
        """
        for event in xml_source.events(self.source):
            if isinstance(event, Span):
                self._text(event)
            elif event.opens:
                self._open(event)
            # HTML may close what it never opened, and leave elements open inside what it closes
            elif self.open_names[event.name]:
                while self._close().name != event.name:
                    pass
        if any(element.role for element in self.stack):
            raise MalformedError(
                Message(
                    "里有没有结束的页或行；可能被截断。",
                    "has a page or line that does not end; it may be cut off.",
                )
            )
        return self.found

    def _open(self, tag: xml_source.Tag) -> None:
        values = xml_source.values(self.source, tag) if len(tag.attributes) else {}
        title = values.get("title", "")
        classes = values.get("class", "").split()
        role = next((_ROLES[each] for each in classes if each in _ROLES), "")
        match role:
            case "page":
                self._begin_page(title)
            case "paragraph":
                self.paragraph += 1
            case "line":
                self.line = []
            case "word" if self.line is not None:
                self.line.append(_Word())
            case "character" if "bbox" not in title:
                role = "choice" if title else "choices"
                if role == "choices" and self.line:
                    self.line[-1].choices.append([])
        self.stack.append(_Element(tag.name, role, self._ocr(title) if role else None))
        self.open_names[tag.name] += 1
        if tag.name.lower() in _VOID:
            self._close()

    def _begin_page(self, title: str) -> None:
        self.page += 1
        image, box, frame = _IMAGE.search(title), _BOX.search(title), _FRAME.search(title)
        self.page_token = OcrToken(
            image=(image[image.lastgroup or 0]) if image else "",
            size=size_of([*map(float, box.groups())]) if box else None,
            frame=int(frame[1]) if frame else None,
        )

    def _ocr(self, title: str) -> OcrToken:
        box, confidence = _BOX.search(title), _CONFIDENCE.search(title)
        page = self.page_token
        return OcrToken(
            confidence=min(1.0, float(confidence[1]) / 100) if confidence else None,
            box=box_of([*map(float, box.groups())]) if box else None,
            image=page.image,
            size=page.size,
            frame=page.frame,
        )

    def _text(self, span: Span) -> None:
        if self.line is None or self.source[span.start : span.end].isspace():
            return
        element = next((each for each in reversed(self.stack) if each.role), None)
        if element is None:
            return
        pieces = xml_source.pieces(self.source, span, element.ocr)
        if element.role in ("choice", "choices"):
            if pieces and self.line and self.line[-1].choices:
                self.line[-1].choices[-1].append("".join(piece.of(self.source) for piece in pieces))
        elif pieces:
            if element.role == "line" or not self.line:
                self.line.append(_Word())
            self.line[-1].pieces += pieces

    def _close(self) -> _Element:
        element = self.stack.pop()
        self.open_names[element.name] -= 1
        if element.role == "line" and self.line is not None:
            pieces, spaced = joined(self.source, [word.read(self.source) for word in self.line])
            box = element.ocr.box if element.ocr else None
            self.found.append(TextLine(pieces, spaced, box, max(1, self.page), self.paragraph))
            self.line = None
        return element


FORMAT = Format(
    name="hocr",
    media_type="text/vnd.hocr+html",
    suffixes=(".hocr", ".html", ".htm", ".xhtml", ".xml"),
    blocks=blocks,
    escape=xml_source.escape,
    escape_ascii=xml_source.escape_ascii,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
)
