"""TEI: the text of paragraphs, headlines and verses, with the breaks of lines and pages.

https://tei-c.org/guidelines/p5/. Of a `<choice>` the editor's reading is read, not the
original, and of an `<app>` its lemma, or else its first reading.
"""

from __future__ import annotations

from dataclasses import dataclass

from proofer.document.blocks import Block
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.formats._syntax import xml_paragraphs, xml_source
from proofer.formats.api import Document, Format, Message, Note

_SIGNATURE = lazy_pattern(r"<(?:\w+:)?(?:TEI|teiCorpus)(?:\.2)?[\s>]")
_KINDS: dict[str, BlockKind | None] = {
    **dict.fromkeys(
        [
            "p",
            "ab",
            "item",
            "note",
            "dateline",
            "salute",
            "signed",
            "trailer",
            "u",
            "sp",
            "figDesc",
        ],
        None,
    ),
    "head": BlockKind.HEADING,
    "byline": BlockKind.BYLINE,
    "l": BlockKind.VERSE,
    "cell": BlockKind.TABLE,
    "fw": BlockKind.RUNNING_HEAD,
}
_HIDDEN = frozenset(
    {"teiHeader", "facsimile", "sourceDoc", "standOff", "del", "surplus", "metamark", "witDetail"}
)
_REPLACED = frozenset({"sic", "orig", "abbr"})
_READINGS = frozenset({"lem", "rdg"})
_ELSEWHERE = frozenset({"from", "to", "loc"})
"""Attributes of an apparatus that stands apart from the text, which it repeats."""
_TAGS = lazy_pattern(r"<[^<>]*+>")
_HAN = lazy_pattern("[㐀-鿿]")


def blocks(source: str) -> list[Block]:
    """Return the paragraphs of the text; one inside another (a note) follows it.

    Text outside of paragraphs, as in a dictionary (`<orth>`, `<def>`), is one by the element.

    Raises:
        MalformedError: if the source is no well-formed XML or declares entities.
    """
    xml_source.check(source)
    return xml_paragraphs.blocks(source, _TeiReader(source).paragraphs())


@dataclass(slots=True)
class _Element:
    """An open element."""

    name: str
    hides: bool
    begins: bool
    """Whether a paragraph of its own began with it."""
    is_read: bool = False
    """Whether a reading of an apparatus was read."""


class _TeiReader:
    """Goes through the tags once; `stack` holds the open paragraphs."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[xml_paragraphs.Paragraph] = []
        self.stack: list[xml_paragraphs.Paragraph] = []
        self.elements: list[_Element] = []
        self.bare: tuple[int, xml_paragraphs.Paragraph] | None = None
        """A paragraph that text outside of any began, and how many elements were open there."""
        self.hidden = self.page = 0

    def paragraphs(self) -> list[xml_paragraphs.Paragraph]:
        """Return all paragraphs."""
        for event in xml_source.events(self.source):
            if isinstance(event, Span):
                self._text(event)
            elif event.opens:
                self._open(event)
            else:
                self._close()
        return self.found

    def _text(self, span: Span) -> None:
        if self.hidden:
            return
        if not self.stack and self.bare is None and span.of(self.source).strip():
            self.bare = (len(self.elements), self._paragraph(None))
        current = self.stack[-1] if self.stack else self.bare[1] if self.bare else None
        if current is not None:
            current.add(self.source, span)

    def _paragraph(self, kind: BlockKind | None) -> xml_paragraphs.Paragraph:
        self.found.append(xml_paragraphs.Paragraph(max(1, self.page), kind))
        return self.found[-1]

    def _open(self, tag: xml_source.Tag) -> None:
        hides = self._hides(tag)
        begins = tag.name in _KINDS
        self.elements.append(_Element(tag.name, hides, begins))
        self.hidden += hides
        if tag.name == "pb":
            self.page += 1
        elif tag.name == "lb" and not self.hidden:
            if self.stack:
                self.stack[-1].end_line()
            elif self.bare:
                self.bare[1].end_line()
        elif begins:
            self.bare = None
            self.stack.append(self._paragraph(_KINDS[tag.name]))

    def _hides(self, tag: xml_source.Tag) -> bool:
        parent = self.elements[-1] if self.elements else None
        if tag.name in _READINGS:
            around = (each for each in reversed(self.elements) if each.name != "rdgGrp")
            if (app := next(around, None)) is not None and app.name == "app":
                hides, app.is_read = app.is_read, True  # the first of several is the text
                return hides
        if tag.name == "app":
            return not _ELSEWHERE.isdisjoint(xml_source.attributes(self.source, tag))
        return tag.name in _HIDDEN or (
            tag.name in _REPLACED and parent is not None and parent.name == "choice"
        )

    def _close(self) -> None:
        element = self.elements.pop()
        self.hidden -= element.hides
        if element.begins:
            self.stack.pop()
        if self.bare is not None and len(self.elements) < self.bare[0]:
            self.bare = None


def notes(document: Document) -> list[Note]:
    """Return whether less than half of the Chinese in the file is read."""
    there = len(_HAN.findall(_TAGS.sub("", document.source)))
    read = len(_HAN.findall(document.text))
    if 2 * read >= there:
        return []
    message = Message(
        f"里有 {there} 个汉字，只读了 {read} 个；其余的在不读的元素里。",
        f"has {there} Chinese characters, of which {read} were read; the others stand in elements "
        "that are not read.",
    )
    return [Note(message, is_failure=True)]


FORMAT = Format(
    name="tei",
    media_type="application/tei+xml",
    suffixes=(".xml", ".tei"),
    blocks=blocks,
    escape=xml_source.escape,
    escape_ascii=xml_source.escape_ascii,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
    notes=notes,
)
