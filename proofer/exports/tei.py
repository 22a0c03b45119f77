"""TEI P5 (https://tei-c.org/guidelines/p5/) with both readings of each place.

They are `<choice><sic>…</sic><corr>…</corr></choice>`, where `ana` says whether it is an error of
the recognition or of the printed original, and `resp` who corrected it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from proofer.document.document import Document, Paragraph
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.exports import _wording
from proofer.exports._annotations import Stretch, annotated, is_corrected, text_annotations
from proofer.exports.api import Exporter, Options
from proofer.messages import Language, Message
from proofer.rendering.xml import DECLARATION, escaped
from proofer.review.reviewed import ReviewedDocument

_RECOGNITION = Message("识别差错", "error of the recognition")
_PRINTED = Message("原件差错", "error of the printed original")
_TYPES: Mapping[BlockKind, str] = {
    BlockKind.CAPTION: "caption",
    BlockKind.TABLE: "cell",
    BlockKind.RUNNING_HEAD: "running-head",
    BlockKind.CODE: "code",
    BlockKind.LIST: "item",
    BlockKind.BYLINE: "byline",
}


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the document."""
    return "".join(_document(files[0], options.language)).encode("utf-8")


def _document(reviewed: ReviewedDocument, language: Language) -> Iterator[str]:
    document = reviewed.document
    found = text_annotations(reviewed.places, is_corrected, lambda place: False)
    editors = sorted({_wording.editor(each.place, language) for each in found} - {""})
    ids = {name: f"editor{number}" for number, name in enumerate(editors, 1)}
    yield DECLARATION + '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n'
    yield from _header(document, ids, language)
    yield '<text xml:lang="zh">\n<body>\n<div>\n'
    lines = _BreakWriter(document)
    before = BlockKind.HEADING
    for paragraph in document.paragraphs:
        if paragraph.kind is BlockKind.HEADING and before is not BlockKind.HEADING:
            yield "</div>\n<div>\n"
        before = paragraph.kind
        if page := lines.begin(paragraph):
            yield f"{page}\n"
        name, attributes = _element(paragraph)
        stretches = annotated(document.text, paragraph.span, found)
        inside = "".join(_stretch(each, lines, ids, language) for each in stretches)
        yield f"<{name}{attributes}>{inside}</{name}>\n"
    yield "</div>\n</body>\n</text>\n</TEI>\n"


def _header(document: Document, ids: Mapping[str, str], language: Language) -> Iterator[str]:
    title = escaped(document.path.name)
    yield f"<teiHeader>\n<fileDesc>\n<titleStmt>\n<title>{title}</title>\n"
    role = escaped(Message("校对", "proofreading").render(language))
    for editor, key in ids.items():
        name = f"<name>{escaped(editor)}</name>"
        yield f'<respStmt xml:id="{key}"><resp>{role}</resp>{name}</respStmt>\n'
    yield "</titleStmt>\n<publicationStmt><p>proofer</p></publicationStmt>\n"
    source = f"{title}, SHA-256 {document.origin.digest}"
    yield f"<sourceDesc><p>{source}</p></sourceDesc>\n</fileDesc>\n"
    yield '<encodingDesc><classDecl><taxonomy xml:id="errors">\n'
    for key, text in (("recognition", _RECOGNITION), ("printed", _PRINTED)):
        description = escaped(text.render(language))
        yield f'<category xml:id="{key}"><catDesc>{description}</catDesc></category>\n'
    yield "</taxonomy></classDecl></encodingDesc>\n</teiHeader>\n"


def _element(paragraph: Paragraph) -> tuple[str, str]:
    if paragraph.kind is BlockKind.HEADING:
        return "head", ""
    kind = _TYPES.get(paragraph.kind)
    return ("ab", f' type="{kind}"') if kind else ("p", "")


class _BreakWriter:
    """Writes the old text from start to end, with the breaks of lines and pages in it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.starts = frozenset(join.offset for join in document.joins)
        self.breaks = sorted(self.starts)
        self.at = self.page = 0

    def begin(self, paragraph: Paragraph) -> str:
        """Go to the start of a paragraph, and return the `<pb/>` of a page that begins there."""
        self.at = paragraph.span.start
        return self._new_page(self.at)

    def lead(self) -> str:
        """Return the `<lb/>` or `<pb/>` of a line or page that begins here."""
        return (self._new_page(self.at) or "<lb/>") if self.at in self.starts else ""

    def written(self, old: str) -> str:
        """Return the next part of the paragraph, escaped, with the breaks inside it."""
        parts: list[str] = []
        end = self.at + len(old)
        for stop in [
            *self.breaks[bisect_right(self.breaks, self.at) : bisect_left(self.breaks, end)],
            end,
        ]:
            lead = self.lead() if parts else ""
            parts.append(lead + escaped(self.document.shown(Span(self.at, stop))))
            self.at = stop
        return "".join(parts)

    def _new_page(self, offset: int) -> str:
        segment = self.document.segment_at(offset)
        if segment is None or segment.page == self.page:
            return ""
        self.page = segment.page
        return f'<pb n="{self.page}"/>'


def _stretch(
    stretch: Stretch, lines: _BreakWriter, ids: Mapping[str, str], language: Language
) -> str:
    lead = lines.lead() if stretch.old else ""
    old = lines.written(stretch.old)
    if stretch.annotation is None:
        return lead + old
    place = stretch.annotation.place
    kind = "printed" if place.printed else "recognition"
    editor = ids.get(_wording.editor(place, language))
    resp = f' resp="#{editor}"' if editor else ""
    readings = f"<sic>{old}</sic><corr{resp}>{escaped(stretch.new)}</corr>"
    return f'{lead}<choice ana="#{kind}">{readings}</choice>'


EXPORTER = Exporter("tei", ".xml", render, title=Message("TEI", "TEI"))
