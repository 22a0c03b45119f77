"""DOCX: the paragraphs of a Word document with its notes, headers and footers, corrected in place.

Nothing else of the file changes, neither in those parts nor in the archive. Not read are what
tracked changes deleted, comments, formulas, field codes and phonetic guides. Parts: ECMA-376-1,
11.3.
"""

from __future__ import annotations

import re

from proofer.document.blocks import Block
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.formats._syntax import xml_paragraphs, xml_source
from proofer.formats.api import Format, MalformedError
from proofer.formats.documents import _archive
from proofer.messages import Message

_TYPES = "[Content_Types].xml"
_PARTS = ("main", "footnotes", "endnotes", "header", "footer")
"""The parts that are read, in this order, by the end of their content type; `main` is needed."""
_OVERRIDE = lazy_pattern(r"<(?:\w+:)?Override\s[^<>]*>")
_HIDDEN = frozenset({"del", "moveFrom", "oMath", "Fallback", "rt"})
"""`Fallback` repeats the text boxes of `Choice` for old programs; `rt` is a phonetic guide."""
_NOTES = ("footnote", "endnote")
_HEADING = lazy_pattern(r"(?:heading|标题) ?(\d)?|title|subtitle", re.IGNORECASE)
_OUTLINE_LEVELS = frozenset("012345678")
"""Those of headings; 9 is body text."""


def blocks(source: str) -> list[Block]:
    """Return the paragraphs; those of a text box follow the one that it is anchored to.

    Raises:
        MalformedError: if the source is no well-formed XML or declares entities.
    """
    for part in source.split(_archive.BETWEEN):
        xml_source.check(part)
    return xml_paragraphs.blocks(source, _DocxReader(source).paragraphs())


class _DocxReader:
    """Goes through the tags once; `stack` holds the open paragraphs."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[xml_paragraphs.Paragraph] = []
        self.stack: list[xml_paragraphs.Paragraph] = []
        self.page = 1
        self.cells = self.hidden = 0
        self.in_text = self.in_note = self.in_margin = False
        self.note_pages: dict[tuple[str, str], int] = {}
        """The pages on which notes are referred to, by their kind and number."""

    def paragraphs(self) -> list[xml_paragraphs.Paragraph]:
        """Return all paragraphs."""
        for event in xml_source.events(self.source):
            if isinstance(event, Span):
                if self.in_text and self.stack and not self.hidden:
                    self.stack[-1].add(self.source, event)
            elif event.opens:
                self._open(event)
            else:
                self._close(event.name)
        return self.found

    def _open(self, tag: xml_source.Tag) -> None:
        match tag.name:
            case "p":
                self._begin()
            case "t":
                self.in_text = True
            case name if name in _HIDDEN:
                self.hidden += 1
            case "tc":
                self.cells += 1
            case "hdr" | "ftr":
                self.in_margin, self.page = True, 1
            case name if name in _NOTES:
                self.in_note = True
                self.page = self.note_pages.get((name, self._value(tag, "id")), self.page)
            case "lastRenderedPageBreak":
                self.page += 1
            case _ if self.stack:
                self._detail(tag, self.stack[-1])

    def _begin(self) -> None:
        kind = None
        if self.in_margin:
            kind = BlockKind.RUNNING_HEAD
        elif self.cells:
            kind = BlockKind.TABLE
        self.stack.append(xml_paragraphs.Paragraph(self.page, kind, is_whole=self.in_note))
        self.found.append(self.stack[-1])

    def _value(self, tag: xml_source.Tag, name: str) -> str:
        return xml_source.values(self.source, tag).get(name, "")

    def _detail(self, tag: xml_source.Tag, paragraph: xml_paragraphs.Paragraph) -> None:
        match tag.name:
            case "br" | "cr" | "tab" if not self.hidden:
                paragraph.end_line()
            case name if name.endswith("Reference"):
                note = name.removesuffix("Reference"), self._value(tag, "id")
                self.note_pages[note] = self.page
            case "pStyle":
                style = _HEADING.match(self._value(tag, "val"))
                if style:
                    paragraph.kind, paragraph.level = BlockKind.HEADING, int(style[1] or 1)
            case "outlineLvl":
                level = self._value(tag, "val")
                if level in _OUTLINE_LEVELS:
                    paragraph.kind, paragraph.level = BlockKind.HEADING, int(level) + 1

    def _close(self, name: str) -> None:
        match name:
            case "p" if self.stack:
                closed = self.stack.pop()
                if self.found[-1] is closed and not any(closed.lines):
                    self.found.pop()  # millions of empty ones are a way to use up the memory
            case "t":
                self.in_text = False
            case "tc":
                self.cells -= 1
            case name if name in _HIDDEN:
                self.hidden -= 1
            case name if name in _NOTES:
                self.in_note = False


def _parts(data: bytes) -> list[str]:
    """Return the names of the parts that hold text, the document itself first."""
    from proofer.formats._syntax import zip_members

    (types,) = zip_members.members(data, [_TYPES])
    found: dict[str, list[str]] = {kind: [] for kind in _PARTS}
    for match in _OVERRIDE.finditer(types):
        tag = xml_source.Tag(
            "Override", True, Span(match.start() + len("<Override"), match.end() - 1)
        )
        values = xml_source.values(types, tag)
        kind = values.get("ContentType", "").rpartition(".")[2].removesuffix("+xml")
        if kind in found and "word" in values["ContentType"]:
            found[kind].append(values.get("PartName", "").removeprefix("/"))
    if len(found["main"]) != 1:
        raise MalformedError(
            Message("不是 Word 文档，里面没有正文。", "is no Word document: it has no main part.")
        )
    return [name for kind in _PARTS for name in sorted(found[kind])]


FORMAT = Format(
    name="docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    suffixes=(".docx", ".docm"),
    blocks=blocks,
    escape=xml_source.escape,
    recognises=lambda head: head.startswith("PK") and ("[Content_" in head or "word/" in head),
    package=_archive.package(_parts),
)
