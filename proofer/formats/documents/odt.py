"""ODT (LibreOffice, WPS): paragraphs, headings, lists, tables and notes, headers and footers.

OpenDocument 1.3, part 3. Not read are what tracked changes deleted, comments, formulas and the
pronunciation above characters.
"""

from __future__ import annotations

from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.formats._syntax import xml_paragraphs, xml_source
from proofer.formats.api import Block, Format, MalformedError
from proofer.formats.documents import _archive
from proofer.messages import Message

_PARTS = ["content.xml", "styles.xml"]
"""The text with its notes, and the styles of pages with their headers and footers."""
_MANIFEST = "META-INF/manifest.xml"
_HIDDEN = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "ruby-text", "object", "math",
     "forms", "variable-decls", "sequence-decls", "desc", "title", "note-citation", "script",
     "table-of-content", "bibliography", "alphabetical-index"}
)  # fmt: skip
"""Indexes repeat what stands elsewhere, and are made anew from it."""
_MARGINS = frozenset({"header", "footer", "header-left", "footer-left", "header-first"})
_BREAKS = frozenset({"line-break", "tab"})
_LEVELS = 9
"""The lowest level of a heading that is told apart."""


def blocks(source: str) -> list[Block]:
    """Return the paragraphs; those of a note follow the one that refers to it.

    Raises:
        MalformedError: if a part is no well-formed XML or declares entities.
    """
    for part in source.split(_archive.BETWEEN):
        xml_source.check(part)
    found: list[xml_paragraphs.Paragraph] = []
    stack: list[xml_paragraphs.Paragraph] = []
    names: list[str] = []
    hidden, page = 0, 1
    for event in xml_source.events(source):
        if isinstance(event, Span):
            if stack and not hidden:
                stack[-1].add(source, event)
        elif event.opens:
            hidden += event.name in _HIDDEN
            names.append(event.name)
            if event.name in ("p", "h"):
                kind, level = _kind(source, event, names)
                stack.append(xml_paragraphs.Paragraph(page, kind, level, "note" in names))
                found.append(stack[-1])
            elif event.name == "soft-page-break":
                page += 1
            elif event.name in _BREAKS and stack and not hidden:
                stack[-1].end_line()
        else:
            names.pop()
            hidden -= event.name in _HIDDEN
            if event.name in ("p", "h"):
                stack.pop()
    return xml_paragraphs.blocks(source, found)


def _kind(source: str, tag: xml_source.Tag, parents: list[str]) -> tuple[BlockKind | None, int]:
    if tag.name == "h":
        level = xml_source.values(source, tag).get("outline-level", "1")
        return BlockKind.HEADING, min(int(level), _LEVELS) if level.isdecimal() else 1
    if not _MARGINS.isdisjoint(parents):
        return BlockKind.RUNNING_HEAD, 0
    if "table-cell" in parents:
        return BlockKind.TABLE, 0
    return (BlockKind.LIST if "list-item" in parents else None), 0


def _parts(data: bytes) -> list[str]:
    """Return the names of the members that are read.

    Raises:
        MalformedError: if they are encrypted.
    """
    from proofer.formats._syntax import zip_members

    known = zip_members.names(data)
    if _MANIFEST in known and "encryption-data" in zip_members.members(data, [_MANIFEST])[0]:
        raise MalformedError(Message("加了密，无法读取。", "is encrypted."))
    return [name for name in _PARTS if name in known or name == _PARTS[0]]


FORMAT = Format(
    name="odt",
    media_type="application/vnd.oasis.opendocument.text",
    suffixes=(".odt", ".ott"),
    blocks=blocks,
    escape=xml_source.escape,
    recognises=lambda head: head.startswith("PK") and "application/vnd.oasis.opendocument" in head,
    package=_archive.package(_parts),
)
