"""EPUB 2 and 3: the chapters in the order in which they are read, each as HTML.

https://www.w3.org/TR/epub-33/. The table of contents outside of the chapters is not read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.formats._syntax import html_source, xml_source
from proofer.formats.api import Block, Format, MalformedError
from proofer.formats.documents import _archive
from proofer.messages import Message

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_CHAPTER = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_ELEMENT = lazy_pattern(r"<(?:[\w-]+:)?(?P<name>rootfile|item|itemref|CipherReference)\s[^<>]*>")


def blocks(source: str) -> list[Block]:
    """Return the paragraphs of all chapters.

    Raises:
        MalformedError: if a tag does not end, or entities are declared.
    """
    return html_source.blocks(source, _archive.BETWEEN)


def _chapters(data: bytes) -> list[str]:
    """Return the names of the members that are read, in their order."""
    from proofer.formats._syntax import zip_members

    (container,) = zip_members.members(data, [_CONTAINER])
    packages = [each.get("full-path", "") for each in _elements(container, "rootfile")]
    if not packages:
        raise MalformedError(_without_chapters())
    (package,) = zip_members.members(data, packages[:1])
    folder = posixpath.dirname(packages[0])
    items = {each.get("id", ""): each for each in _elements(package, "item")}
    found: list[str] = []
    for reference in _elements(package, "itemref"):
        item = items.get(reference.get("idref", ""), {})
        if item.get("media-type") in _CHAPTER and (href := item.get("href", "")):
            name = posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))
            if name not in found:
                found.append(name)
    if not found:
        raise MalformedError(_without_chapters())
    _check_readable(data, found)
    return found


def _elements(source: str, name: str) -> Iterator[Mapping[str, str]]:
    """Yield the attributes of the elements called `name`."""
    for match in _ELEMENT.finditer(source):
        if match["name"] == name:
            span = Span(match.end("name"), match.end() - 1)
            yield xml_source.values(source, xml_source.Tag(name, True, span))


def _check_readable(data: bytes, names: list[str]) -> None:
    """Check that none of the chapters is encrypted (fonts may be).

    Raises:
        MalformedError: if one is.
    """
    from proofer.formats._syntax import zip_members

    if _ENCRYPTION not in zip_members.names(data):
        return
    (encryption,) = zip_members.members(data, [_ENCRYPTION])
    if any(
        unquote(each.get("URI", "")) in names for each in _elements(encryption, "CipherReference")
    ):
        raise MalformedError(
            Message("的正文加了密（DRM），无法读取。", "has encrypted chapters (DRM).")
        )


def _without_chapters() -> Message:
    return Message("不是完好的 EPUB，里面没有正文。", "is no sound EPUB: it has no chapters.")


FORMAT = Format(
    name="epub",
    media_type="application/epub+zip",
    suffixes=(".epub",),
    blocks=blocks,
    escape=xml_source.escape,
    recognises=lambda head: (
        head.startswith("PK") and ("application/epub+zip" in head or "META-INF/" in head)
    ),
    package=_archive.package(_chapters),
)
