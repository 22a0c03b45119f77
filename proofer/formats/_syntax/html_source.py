"""HTML as browsers read it, with the place of every run of text: paragraphs for `html` and `epub`.

Elements need not be closed and a lone `<` is text. What is not shown as running text is not read:
scripts, styles, the head, formulas, code, deletions and the pronunciation above characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

from proofer.document.blocks import Block, Piece
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.formats._syntax import xml_paragraphs, xml_source
from proofer.formats.api import MalformedError
from proofer.messages import Message

_TOKEN = lazy_pattern(
    r"(?P<text>(?:[^<]|<(?![A-Za-z/!?]))++)"
    r"|<!--.*?(?:-->|\Z)"
    r"|<!\[CDATA\[(?P<cdata>.*?)\]\]>"
    r"|<[!?][^>]*+>"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*+)(?P<attributes>(?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+)>"
    r"|</[^>]*+>",
    re.DOTALL,
)
_RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
"""Elements whose content is no markup; nothing of it is running text."""
_RAW_ENDS = {name: lazy_pattern(rf"</{name}(?=[\s/>])|\Z", re.IGNORECASE) for name in _RAW}
_HIDDEN = frozenset(
    ["head", "template", "svg", "rt", "rp", "del", "select", "button", "nav", "audio", "video"]
)
_OPAQUE = frozenset(["code", "kbd", "samp", "tt", "math"])
"""Elements inside a sentence that are no text; each reads as one OPAQUE."""
_KINDS: Mapping[str, tuple[BlockKind | None, int]] = {
    **{f"h{level}": (BlockKind.HEADING, level) for level in range(1, 7)},
    **dict.fromkeys(["li", "dt", "dd"], (BlockKind.LIST, 0)),
    **dict.fromkeys(["td", "th"], (BlockKind.TABLE, 0)),
    **dict.fromkeys(["figcaption", "caption"], (BlockKind.CAPTION, 0)),
    "blockquote": (BlockKind.QUOTE, 0),
    "pre": (BlockKind.CODE, 0),
    **dict.fromkeys(
        ["p", "div", "section", "article", "header", "footer", "main", "aside", "address", "form",
         "table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl", "figure", "hr", "fieldset",
         "body", "html", "details", "summary", "legend", "center"],
        (None, 0),
    ),
}  # fmt: skip
"""The kind and level of elements that begin a paragraph; None for that of the one around it."""
_NO_KIND = (None, 0)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
     "track", "wbr"]
)  # fmt: skip
_CLOSED_BY: Mapping[str, Collection[str]] = {
    "head": {"body"},
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "td": {"td", "th", "tr"},
    "th": {"td", "th", "tr"},
    "p": frozenset(_KINDS),
}
"""Elements that may lack an end tag, and the tags that end them."""


def blocks(source: str, between: str = "\0") -> list[Block]:
    """Return the paragraphs of a source, or of several that `between` separates, a page each.

    Raises:
        MalformedError: if a source declares entities, or a tag or comment does not end.
    """
    found: list[xml_paragraphs.Paragraph] = []
    at = 0
    for page, part in enumerate(source.split(between), 1):
        if re.search(r"<!ENTITY", part, re.IGNORECASE):
            raise MalformedError(_DECLARES)
        found += _Reader(source, at, at + len(part), page).paragraphs()
        at += len(part) + len(between)
    return xml_paragraphs.blocks(source, found)


class _Reader:
    """Goes through the tags of one source; `stack` holds the names of the open elements."""

    def __init__(self, source: str, start: int, end: int, page: int) -> None:
        self.source = source
        self.at, self.end = start, end
        self.page = page
        self.stack: list[str] = []
        self.opened: Counter[str] = Counter()
        self.kinds: list[tuple[BlockKind | None, int]] = [(None, 0)]
        """Those of the open elements that have one."""
        self.hidden = self.opaque = 0
        self.found: list[xml_paragraphs.Paragraph] = []
        self.paragraph: xml_paragraphs.Paragraph | None = None
        self.opaque_from = 0
        """Where the outermost element of `_OPAQUE` begins."""

    def paragraphs(self) -> list[xml_paragraphs.Paragraph]:
        """Return all paragraphs."""
        while self.at < self.end:
            match = _TOKEN.match(self.source, self.at, self.end)
            if match is None:
                line = self.source.count("\n", 0, self.at) + 1
                raise MalformedError(_unfinished(line))
            self.at = match.end()
            if match["text"] is not None:
                self._text(Span(*match.span("text")))
            elif (match["cdata"] or "").strip():
                raise MalformedError(xml_source.in_cdata(self.source.count("\n", 0, self.at) + 1))
            elif match["name"] is not None:
                self._tag(match, match["name"].rpartition(":")[2].lower())
        if self.opened["html"] or self.opened["body"]:  # pages that leave their ends out are rare
            raise MalformedError(_unfinished(self.source.count("\n", 0, self.end) + 1))
        return self.found

    def _text(self, span: Span) -> None:
        if self.opaque or self.hidden:
            return
        if self.paragraph is not None or span.of(self.source).strip():
            self._current().add(self.source, span)

    def _tag(self, match: re.Match[str], name: str) -> None:
        if match["close"]:
            self._close(name, Span(*match.span()))
            return
        if self.stack and name in _CLOSED_BY.get(self.stack[-1], ()):
            self._pop()
        if name in _KINDS:
            self.paragraph = None
        if name == "br" and self.paragraph is not None and not self.opaque:
            self.paragraph.end_line()
        if match["attributes"].endswith("/") or name in _VOID:
            return
        if name in _RAW:
            raw_end = _RAW_ENDS[name].search(self.source, self.at, self.end)
            self.at = raw_end.start() if raw_end else self.end
        elif name in _OPAQUE and not self.opaque:
            self.opaque_from = match.start()
        self._push(name)

    def _push(self, name: str) -> None:
        self.stack.append(name)
        self.opened[name] += 1
        self.hidden += name in _HIDDEN
        self.opaque += name in _OPAQUE
        if (kind := _KINDS.get(name, _NO_KIND))[0] is not None:
            self.kinds.append(kind)

    def _pop(self) -> str:
        name = self.stack.pop()
        self.opened[name] -= 1
        self.hidden -= name in _HIDDEN
        self.opaque -= name in _OPAQUE
        if _KINDS.get(name, _NO_KIND)[0] is not None:
            self.kinds.pop()
        return name

    def _close(self, name: str, tag: Span) -> None:
        was_opaque = self.opaque
        if self.opened[name]:
            while self._pop() != name:
                pass
        if name in _KINDS:
            self.paragraph = None
        if was_opaque and not self.opaque and not self.hidden:
            end = tag.end if name in _OPAQUE else tag.start
            self._current().lines[-1].append(Piece(self.opaque_from, end, OPAQUE))

    def _current(self) -> xml_paragraphs.Paragraph:
        if self.paragraph is None:
            self.paragraph = xml_paragraphs.Paragraph(self.page, *self.kinds[-1])
            self.found.append(self.paragraph)
        return self.paragraph


_DECLARES = Message(
    "自行声明了实体；为安全起见不读这样的文件。",
    "declares entities; such files are not read, to be safe.",
)


def _unfinished(line: int) -> Message:
    return Message(
        f"第 {line} 行的标记没有结束；可能被截断或损坏。",
        f"has markup that does not end (line {line}); it may be cut off or damaged.",
    )
