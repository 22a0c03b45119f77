"""TEI P5 (https://tei-c.org/guidelines/p5/): both readings of a place, `<choice><sic>…</sic><corr>…</corr></choice>`.

`ana` tells errors of the recognition from those of the printed original, `resp` names the editor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from proofer.document.document import Document, Paragraph
from proofer.document.kinds import Kind
from proofer.document.spans import Span
from proofer.exports import _words
from proofer.exports._api import Exporter, Options
from proofer.exports._reviewed import Place, Reviewed
from proofer.exports._weave import Mark, is_corrected, marks, woven
from proofer.messages import Language, Text
from proofer.reports._xml import DECLARATION, escaped

_RECOGNITION = Text("识别差错", "error of the recognition")
_PRINTED = Text("原件差错", "error of the printed original")
_TYPES: Mapping[Kind, str] = {
    Kind.CAPTION: "caption",
    Kind.TABLE: "cell",
    Kind.RUNNING_HEAD: "running-head",
    Kind.CODE: "code",
    Kind.LIST: "item",
    Kind.BYLINE: "byline",
}


def render(files: Sequence[Reviewed], options: Options) -> bytes:
    """Return the document."""
    return "".join(_document(files[0], options.language)).encode("utf-8")


def _document(reviewed: Reviewed, language: Language) -> Iterator[str]:
    document = reviewed.document
    found = marks(reviewed.places, is_corrected, lambda place: False)
    editors = sorted({_words.editor(mark.place, language) for mark in found} - {""})
    ids = {name: f"editor{number}" for number, name in enumerate(editors, 1)}
    yield DECLARATION + '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n'
    yield from _header(document, ids, language)
    yield '<text xml:lang="zh">\n<body>\n<div>\n'
    page, before = 0, Kind.HEADING
    for paragraph in document.paragraphs:
        if paragraph.kind is Kind.HEADING and before is not Kind.HEADING:
            yield "</div>\n<div>\n"
        before = paragraph.kind
        pieces = document.pieces(paragraph.span)
        if pieces and pieces[0].page != page:
            page = pieces[0].page
            yield f'<pb n="{page}"/>\n'
        name, attributes = _element(paragraph)
        inside = "".join(_inline(document, paragraph.span, found, ids, language))
        yield f"<{name}{attributes}>{inside}</{name}>\n"
    yield "</div>\n</body>\n</text>\n</TEI>\n"


def _header(document: Document, ids: Mapping[str, str], language: Language) -> Iterator[str]:
    name = escaped(document.path.name)
    yield f"<teiHeader>\n<fileDesc>\n<titleStmt>\n<title>{name}</title>\n"
    role = escaped(Text("校对", "proofreading").render(language))
    for editor, key in ids.items():
        yield f'<respStmt xml:id="{key}"><resp>{role}</resp><name>{escaped(editor)}</name></respStmt>\n'
    yield "</titleStmt>\n<publicationStmt><p>proofer</p></publicationStmt>\n"
    yield f"<sourceDesc><p>{name}, SHA-256 {document.origin.digest}</p></sourceDesc>\n</fileDesc>\n"
    yield '<encodingDesc><classDecl><taxonomy xml:id="errors">\n'
    for key, text in (("recognition", _RECOGNITION), ("printed", _PRINTED)):
        yield f'<category xml:id="{key}"><catDesc>{escaped(text.render(language))}</catDesc></category>\n'
    yield "</taxonomy></classDecl></encodingDesc>\n</teiHeader>\n"


def _element(paragraph: Paragraph) -> tuple[str, str]:
    if paragraph.kind is Kind.HEADING:
        return "head", ""
    kind = _TYPES.get(paragraph.kind)
    return ("ab", f' type="{kind}"') if kind else ("p", "")


def _inline(
    document: Document, span: Span, found: Sequence[Mark], ids: Mapping[str, str], language: Language
) -> Iterator[str]:
    for stretch in woven(document.text, span, found):
        if stretch.mark is None:
            yield escaped(stretch.old)
        else:
            yield _choice(stretch.old, stretch.new, stretch.mark.place, ids, language)


def _choice(old: str, new: str, place: Place, ids: Mapping[str, str], language: Language) -> str:
    kind = "printed" if place.printed else "recognition"
    editor = ids.get(_words.editor(place, language))
    resp = f' resp="#{editor}"' if editor else ""
    return f'<choice ana="#{kind}"><sic>{escaped(old)}</sic><corr{resp}>{escaped(new)}</corr></choice>'


EXPORTER = Exporter("tei", ".xml", render)
