"""DOCX: the paragraphs of a Word document, corrected where they stand in `word/document.xml`.

Nothing else of the file moves, neither in that part nor in the archive. What tracked changes deleted is not read.
"""

from __future__ import annotations

import re

from proofer.document.blocks import Block
from proofer.document.kinds import Kind
from proofer.document.spans import Span
from proofer.formats import _running, _xml
from proofer.formats._api import Format, MalformedError, Package
from proofer.messages import Text

_PART = "word/document.xml"
_HIDDEN = frozenset({"del", "moveFrom", "oMath", "Fallback"})
"""`Fallback` repeats the text boxes of its `Choice` for programs of before 2010."""
_HEADING = re.compile(r"(?:heading|标题) ?(\d)?|title|subtitle", re.IGNORECASE)


def blocks(source: str) -> list[Block]:
    """Return the paragraphs; those of a text box follow the one that it is anchored in.

    Raises:
        MalformedError: if the source is no well-formed XML or declares entities.
    """
    _xml.check(source)
    return _running.blocks(source, _Reader(source).paragraphs())


class _Reader:
    """Goes through the tags once; `stack` has the paragraphs that are open."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[_running.Paragraph] = []
        self.stack: list[_running.Paragraph] = []
        self.page = 1
        self.cells = self.hidden = 0
        self.in_text = False

    def paragraphs(self) -> list[_running.Paragraph]:
        """Return all paragraphs."""
        for event in _xml.events(self.source):
            if isinstance(event, Span):
                if self.in_text and self.stack and not self.hidden:
                    self.stack[-1].add(self.source, event)
            elif event.opens:
                self._open(event)
            else:
                self._close(event.name)
        return self.found

    def _open(self, tag: _xml.Tag) -> None:
        if tag.name == "p":
            self.stack.append(_running.Paragraph(self.page, Kind.TABLE if self.cells else None))
            self.found.append(self.stack[-1])
        elif tag.name == "t":
            self.in_text = True
        elif tag.name in _HIDDEN:
            self.hidden += 1
        elif tag.name == "tc":
            self.cells += 1
        elif tag.name == "lastRenderedPageBreak":
            self.page += 1
        elif self.stack:
            self._detail(tag)

    def _detail(self, tag: _xml.Tag) -> None:
        paragraph = self.stack[-1]
        if tag.name in ("br", "cr", "tab") and not self.hidden:
            paragraph.end_line()
        elif tag.name == "pStyle":
            style = _HEADING.match(_xml.values(self.source, tag).get("val", ""))
            if style:
                paragraph.kind, paragraph.level = Kind.HEADING, int(style[1] or 1)
        elif tag.name == "outlineLvl":
            level = _xml.values(self.source, tag).get("val", "")
            if level in tuple("012345678"):
                paragraph.kind, paragraph.level = Kind.HEADING, int(level) + 1

    def _close(self, name: str) -> None:
        if name == "p" and self.stack:
            self.stack.pop()
        elif name == "t":
            self.in_text = False
        elif name in _HIDDEN:
            self.hidden -= 1
        elif name == "tc":
            self.cells -= 1


def _unpack(data: bytes) -> str:
    from proofer.formats import _zip

    try:
        return _zip.member(data, _PART).decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedError(Text(f"里的 {_PART} 不是 UTF-8。", f"has a {_PART} that is not in UTF-8.")) from error


def _pack(data: bytes, source: str) -> bytes:
    from proofer.formats import _zip

    content = source.encode("utf-8")
    return data if content == _zip.member(data, _PART) else _zip.replaced(data, _PART, content)


FORMAT = Format(
    name="docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    suffixes=(".docx", ".docm"),
    blocks=blocks,
    escape=_xml.escape,
    recognises=lambda head: head.startswith("PK"),
    package=Package(_unpack, _pack),
)
