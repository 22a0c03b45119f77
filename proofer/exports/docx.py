"""Word: the page with every correction as a tracked change and its reason as a comment.

Accepting all changes gives the corrected text, rejecting all the old one. Needs python-docx.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from proofer.document.document import Paragraph
from proofer.document.kinds import BlockKind
from proofer.exports import _office, _wording
from proofer.exports._annotations import Annotation, Stretch, annotated, text_annotations
from proofer.exports.api import Exporter, Options
from proofer.messages import Language, Message
from proofer.rendering.xml import holdable
from proofer.review.reviewed import ReviewedDocument, ReviewedPlace

if TYPE_CHECKING:
    from docx.document import Document

_STYLES = {BlockKind.CAPTION: "Caption", BlockKind.QUOTE: "Quote", BlockKind.LIST: "List Bullet"}
_DEEPEST = 6
"""The level of headings that deeper ones get, as in HTML."""


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the document.

    Raises:
        UsageError: if python-docx is not installed.
    """
    reviewed = files[0]
    times = (_wording.time(place) for place in reviewed.places)
    written = _office.new_document(reviewed.document.path.name, _office.latest_time(times))
    writer = _Writer(written, options.language)
    found = text_annotations(reviewed.places)
    for paragraph in reviewed.document.paragraphs:
        writer.paragraph(
            paragraph,
            annotated(reviewed.document.text, paragraph.span, found, reviewed.document.shown),
        )
    return _office.packed(written)


class _Writer:
    def __init__(self, document: Document, language: Language) -> None:
        self._document = document
        self._language = language
        self._ids = count(1)
        self._comments: Any = document.comments._comments_elm

    def paragraph(self, paragraph: Paragraph, stretches: Iterator[Stretch]) -> None:
        """Add a paragraph with its changes and comments."""
        element: Any = self._document.add_paragraph(style=_style(paragraph))._p
        for stretch in stretches:
            if stretch.annotation is None:
                element.append(_run(stretch.old))
            else:
                self._annotated(element, stretch, stretch.annotation)

    def _annotated(self, element: Any, stretch: Stretch, annotation: Annotation) -> None:
        number = self._comment(annotation.place) if annotation.first else None
        if number is not None:
            element.append(_made("w:commentRangeStart", {"w:id": number}))
        if annotation.new is None:
            element.extend([_run(stretch.old)] if stretch.old else [])
        else:
            for name, text, holder in (
                ("w:del", stretch.old, "w:delText"),
                ("w:ins", annotation.new, "w:t"),
            ):
                if text:
                    change = _made(name, self._revision(annotation.place))
                    change.append(_run(text, holder))
                    element.append(change)
        if number is not None:
            element.append(_made("w:commentRangeEnd", {"w:id": number}))
            reference = _made("w:r", {})
            reference.append(_made("w:commentReference", {"w:id": number}))
            element.append(reference)

    def _revision(self, place: ReviewedPlace) -> dict[str, str]:
        who = holdable(_wording.editor(place, self._language)) or "proofer"
        when = _office.stamp(_wording.time(place))
        return {"w:id": str(next(self._ids)), "w:author": who} | ({"w:date": when} if when else {})

    def _comment(self, place: ReviewedPlace) -> str:
        """Add a comment on `place` and return its number."""
        # python-docx would search all comments for a free number, and date each one now
        number = str(len(self._comments))
        signed = {key: value for key, value in self._revision(place).items() if key != "w:id"}
        comment = _made(
            "w:comment", {"w:id": number, **signed, "w:initials": signed["w:author"][:2]}
        )
        paragraph, properties = _made("w:p", {}), _made("w:pPr", {})
        properties.append(_made("w:pStyle", {"w:val": "CommentText"}))
        paragraph.extend([properties, _run(_wording.comment(place, self._language))])
        comment.append(paragraph)
        self._comments.append(comment)
        return number


def _style(paragraph: Paragraph) -> str | None:
    """Return the name of the style, None for that of plain paragraphs."""
    if paragraph.kind is BlockKind.HEADING:
        return f"Heading {min(_DEEPEST, max(1, paragraph.level))}"
    if paragraph.kind is BlockKind.LIST and not paragraph.level:  # it has its own mark: 一、
        return None
    return _STYLES.get(paragraph.kind)


def _run(text: str, holder: str = "w:t") -> Any:
    run, element = _made("w:r", {}), _made(holder, {})
    element.text = holdable(text)
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(element)
    return run


def _made(name: str, attributes: dict[str, str]) -> Any:
    from docx.oxml.parser import OxmlElement

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(_qualified(key), value)
    return element


def _qualified(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


EXPORTER = Exporter(
    "docx",
    ".docx",
    render,
    explains=True,
    ready=_office.python_docx,
    title=Message("带修订的 Word", "Word with tracked changes"),
)
