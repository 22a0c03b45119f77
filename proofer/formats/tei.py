"""TEI: the text of paragraphs, headlines and verses, with the breaks of lines and pages.

https://tei-c.org/guidelines/p5/. Of a `<choice>` the editor's reading is read, not the original.
"""

from __future__ import annotations

import re

from proofer.document.blocks import Block
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.formats import _xml, _xml_paragraphs
from proofer.formats.api import Format

_SIGNATURE = re.compile(r"<(?:\w+:)?(?:TEI|teiCorpus)(?:\.2)?[\s>]")
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
_HIDDEN = frozenset({"teiHeader", "facsimile", "sourceDoc", "del", "surplus"})
_REPLACED = frozenset({"sic", "orig", "abbr"})


def blocks(source: str) -> list[Block]:
    """Return the paragraphs of the text; one inside another (a note) follows it.

    Raises:
        MalformedError: if the source is no well-formed XML or declares entities.
    """
    _xml.check(source)
    found: list[_xml_paragraphs.Paragraph] = []
    stack: list[_xml_paragraphs.Paragraph] = []
    names: list[str] = []
    hidden = page = 0
    for event in _xml.events(source):
        if isinstance(event, Span):
            if stack and not hidden:
                stack[-1].add(source, event)
        elif event.opens:
            hidden += _hides(event.name, names)
            names.append(event.name)
            if event.name == "pb":
                page += 1
            elif event.name == "lb" and stack and not hidden:
                stack[-1].end_line()
            elif event.name in _KINDS:
                stack.append(_xml_paragraphs.Paragraph(max(1, page), _KINDS[event.name]))
                found.append(stack[-1])
        else:
            names.pop()
            hidden -= _hides(event.name, names)
            if event.name in _KINDS:
                stack.pop()
    return _xml_paragraphs.blocks(source, found)


def _hides(name: str, parents: list[str]) -> bool:
    return name in _HIDDEN or (name in _REPLACED and parents[-1:] == ["choice"])


FORMAT = Format(
    name="tei",
    media_type="application/tei+xml",
    suffixes=(".xml", ".tei"),
    blocks=blocks,
    escape=_xml.escape,
    escape_ascii=_xml.escape_ascii,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
)
