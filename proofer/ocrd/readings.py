"""Corrections of a PAGE document as readings of their own, before those that were there."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from proofer import __version__
from proofer.document.document import Document
from proofer.findings.finding import Finding
from proofer.formats._syntax import xml_source
from proofer.review.export import Selection, corrected, projected

_TEXT = "Unicode"
_READING = "TextEquiv"


def with_readings(document: Document, selection: Selection) -> bytes:
    """Return a PAGE file in which the selected corrections stand before the text that was there.

    Each region, line, word and glyph whose text is corrected gets a `TextEquiv` of its own: index
    0, the probability of its least sure correction as `conf`, and what was corrected as `comments`.
    Its other readings follow in their order.

    Args:
        document: a page that the format `page` read.
        selection: findings whose first suggestions are made; their edits do not overlap.

    Raises:
        OutputError: if an edit has no safe place in the file.
    """
    tree = ElementTree.fromstring(document.source.encode())
    ElementTree.register_namespace("pc", tree.tag[1:].partition("}")[0])  # as OCR-D writes it
    new = ElementTree.fromstring(corrected(document, selection.edits))
    parents = {child: parent for parent in tree.iter() for child in parent}
    made = _made(document, selection.accepted)
    for number, (old, text) in enumerate(zip(_texts(tree), _texts(new), strict=True)):
        if old.text != text.text:
            _add(parents, old, text.text or "", made[number])
    data: bytes = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return data


def _texts(tree: Element) -> list[Element]:
    """Return the elements that hold a text, in the order of the file."""
    return [each for each in tree.iter() if _name(each) == _TEXT]


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _made(document: Document, findings: Iterable[Finding]) -> dict[int, list[Finding]]:
    """Return the findings that are corrected in each text of the file, by its number."""
    starts = _starts(document.source)
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        numbers = {
            bisect_right(starts, place.span.start) - 1
            for edit in finding.suggestions[0].edits
            for place in projected(document, edit)
        }
        for number in numbers:
            found[number].append(finding)
    return found


def _starts(source: str) -> list[int]:
    """Return where the texts of the elements begin in the source, in their order."""
    return [
        event.attributes.end
        for event in xml_source.events(source)
        if isinstance(event, xml_source.Tag) and event.opens and event.name == _TEXT
    ]


def _add(
    parents: dict[Element, Element], text: Element, replacement: str, findings: Sequence[Finding]
) -> None:
    """Put a reading before all others of the element whose `text` is corrected."""
    old = parents[text]
    holder = parents[old]
    readings = sorted(
        (each for each in holder if _name(each) == _READING),
        key=lambda each: (each is not old, int(each.get("index") or 0)),
    )
    reading = Element(old.tag, {"index": "0", "comments": _comment(findings)})
    if findings:
        sure = min(finding.suggestions[0].confidence for finding in findings)
        reading.set("conf", f"{sure:.3f}")
    ElementTree.SubElement(reading, text.tag).text = replacement
    holder.insert(min(map(list(holder).index, readings)), reading)
    for number, each in enumerate(readings, 1):
        each.set("index", str(number))


def _comment(findings: Iterable[Finding]) -> str:
    corrections = ", ".join(
        f"{finding.code} {finding.quote} → {finding.replacement(finding.suggestions[0])}"
        for finding in findings
    )
    return f"proofer {__version__}: {corrections}"
