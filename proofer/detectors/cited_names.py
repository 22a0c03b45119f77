"""Who bibliographies name: authors and editors are right, whatever the language model thinks."""

from __future__ import annotations

from collections.abc import Container, Iterator

from proofer.document.document import Document
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span

_AUTHORS = lazy_regex(
    r"[ 　]*(?:[\[［【（(〔]?\d{1,3}[\]］】）)〕]?[ 　]?[.．、]?|[①-⑳])?[ 　]*\[?"
    r"(?P<names>[^.．。：:《“\[［(（\d\n]{2,80}?)[ 　，,、]*(?=[.．。：:《“\[［(（\d])"
)
"""What stands before the title, the year or the first stop of an entry."""
_EDITORS = lazy_regex(
    r"[，,.。、：:）)》 　](?P<names>\p{Han}{2,4}(?:[，,、 　]\p{Han}{2,4})*)[ 　]?"
    r"(?=等?(?:主编|编著|编|译|校注|点校|整理)[，,.。：:；;])"
)
"""Who edited or translated the book: 商务印书馆，王亚南译。"""
_NAME = lazy_regex(r"(?<!\p{Han})\p{Han}{2,4}?(?=等?(?:\P{Han}|$))")


def cited_parts(document: Document) -> Iterator[Span]:
    """Yield the parts of bibliographies that name people, or bodies that write as people do."""
    for paragraph in document.paragraphs:
        if paragraph.kind is BlockKind.BIBLIOGRAPHY:
            start, end = paragraph.span.start, paragraph.span.end
            if (authors := _AUTHORS.match(document.text, start, end)) is not None:
                yield Span(*authors.span("names"))
            for editors in _EDITORS.finditer(document.text, start, end):
                yield Span(*editors.span("names"))


def names_in(text: str, surnames: Container[str]) -> set[str]:
    """Return the names of a cited part that begin with a surname, of two to four characters."""
    return {name for name in _NAME.findall(text) if name[0] in surnames or name[:2] in surnames}
