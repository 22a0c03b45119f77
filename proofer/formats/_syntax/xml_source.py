"""XML with the place of every tag, attribute and run of text, for files corrected in place.

No parser gives the offsets of attributes, so expat says whether the source is well-formed, and a
scanner finds the places. A document type with declarations of its own is refused: XML bombs are
made of entities.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.parsers import expat

from proofer.document.blocks import Piece
from proofer.document.document import OcrToken
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.formats._syntax import escaped_text
from proofer.formats.api import MalformedError
from proofer.messages import Message

_TOKEN = lazy_pattern(
    r"(?P<text>[^<]++)"
    r"|<(?P<close>/?)(?P<name>[^\s/>!?][^\s/>]*+)(?P<attributes>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
    r"|<!--.*?-->"
    r"|<!\[CDATA\[(?P<cdata>.*?)\]\]>"
    r"|<\?.*?\?>"
    r"|<!(?:DOCTYPE|doctype)(?:[^<>\[\"']++|\"[^\"]*+\"|'[^']*+')*+>",
    re.DOTALL,
)
_ATTRIBUTE = lazy_pattern(
    r"""(?:^|\s)(?P<name>[^\s=]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')"""
)
_SPECIAL = lazy_pattern(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,32});|[\r\n\f]")
_NOT_XML = lazy_pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


class Tag(NamedTuple):
    """An opening or closing tag; that of an empty element (`<lb/>`) comes as both in turn."""

    name: str
    """Without a namespace prefix."""
    opens: bool
    attributes: Span


def check(source: str) -> None:
    """Check that `source` is well-formed and declares nothing.

    Raises:
        MalformedError: if not.
    """
    # the declared encoding is about bytes that are decoded already
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _doctype
    try:
        parser.Parse(source.encode("utf-8"), True)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        raise MalformedError(
            Message(
                f"不是完好的 XML（第 {error.lineno} 行第 {error.offset + 1} 列：{why}）；"
                "可能被截断或损坏。",
                f"is not well-formed XML (line {error.lineno}, column {error.offset + 1}: {why}); "
                "it may be cut off or damaged.",
            )
        ) from error


def _doctype(name: str, system: str | None, public: str | None, declares: int) -> None:
    if declares:
        raise MalformedError(
            Message(
                f"在 DOCTYPE {name} 里自行声明了内容（实体等）；为安全起见不读这样的文件。",
                f"has declarations (entities, for example) in its DOCTYPE {name}; "
                "such files are not read, to be safe.",
            )
        )


def events(source: str) -> Iterator[Tag | Span]:
    """Yield the tags and the runs of text of `source` in order.

    Raises:
        MalformedError: if markup does not end, or text is in a CDATA section, where nothing can be
            escaped.
    """
    at = 0
    while match := _TOKEN.match(source, at):
        at = match.end()
        kind = match.lastgroup
        if kind == "text":
            yield Span(*match.span())
        elif kind == "attributes":
            name = match["name"].rpartition(":")[2]
            attributes = Span(*match.span("attributes"))
            if not match["close"]:
                yield Tag(name, True, attributes)
            if match["close"] or source[at - 2] == "/":
                yield Tag(name, False, attributes)
        elif kind == "cdata" and match[0].strip():
            raise MalformedError(in_cdata(_line(source, at)))
    if at < len(source):
        raise MalformedError(_unfinished(_line(source, at)))


def _line(source: str, offset: int) -> int:
    return source.count("\n", 0, offset) + 1


def in_cdata(line: int) -> Message:
    """Return why text in a CDATA section, which ends in a line, is refused."""
    return Message(
        f"第 {line} 行的文字放在 CDATA 段里，无法改写；请先转成普通文字。",
        f"has text in a CDATA section (line {line}), where it cannot be corrected; "
        "convert it to ordinary text first.",
    )


def _unfinished(line: int) -> Message:
    return Message(
        f"第 {line} 行的标记没有结束；可能被截断或损坏。",
        f"has markup that does not end (line {line}); it may be cut off or damaged.",
    )


def attributes(source: str, tag: Tag) -> Mapping[str, Span]:
    """Return the places of attribute values without their quotes, by name without prefix."""
    found: dict[str, Span] = {}
    for match in _ATTRIBUTE.finditer(source, tag.attributes.start, tag.attributes.end):
        found[match["name"].rpartition(":")[2]] = Span(*match.span(match.lastgroup or 0))
    return found


def values(source: str, tag: Tag) -> Mapping[str, str]:
    """Return the values of the tag's attributes, by name without prefix."""
    return read(source, attributes(source, tag))


def read(source: str, places: Mapping[str, Span]) -> Mapping[str, str]:
    """Return what stands at the places of attribute values."""
    return {name: html.unescape(source[at.start : at.end]) for name, at in places.items()}


def pieces(source: str, span: Span, ocr: OcrToken | None = None) -> list[Piece]:
    """Return the pieces of `span`, of text or an attribute's value, one line after the other."""
    return [piece for line in lines(source, span, ocr) for piece in line]


def lines(source: str, span: Span, ocr: OcrToken | None = None) -> list[list[Piece]]:
    """Return the pieces of each line of `span`, without white space at its ends."""
    return escaped_text.lines(source, span, _SPECIAL, _decode, ocr)


def split(source: str, span: Span) -> list[list[Piece]]:
    """Return the pieces of each line of `span`, white space and empty lines included."""
    return escaped_text.split(source, span, _SPECIAL, _decode)


def _decode(written: str) -> str:
    character = html.unescape(written)
    # A reference that nobody knows, or to more than a character, is no text: it stays as it is.
    return character if len(character) == 1 else OPAQUE


def escape(replacement: str) -> str:
    """Return `replacement` as written in text and attributes, without what XML cannot hold."""
    return _NOT_XML.sub("", replacement).translate(_ESCAPES)


def escape_ascii(replacement: str) -> str:
    """Return `replacement` with references for all that is not ASCII."""
    return escape(replacement).encode("ascii", "xmlcharrefreplace").decode("ascii")
