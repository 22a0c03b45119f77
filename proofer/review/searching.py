"""Words found in a text, and in the texts of a whole review."""

from __future__ import annotations

from collections.abc import Iterator

from proofer.document.spans import Span
from proofer.review.collection import FileSpan, ReviewCollection


def occurrences(text: str, words: str) -> list[Span]:
    """Return where `words` stand in `text`.

    Case is ignored, and any white space, or none, may stand between the characters.
    """
    import regex

    characters = "".join(words.split())
    if not characters:
        return []
    pattern = r"\s*".join(map(regex.escape, characters))
    return [Span(*match.span()) for match in regex.finditer(pattern, text, regex.IGNORECASE)]


def exact_occurrences(text: str, words: str) -> Iterator[Span]:
    """Yield where exactly `words` stand in `text`; of those that overlap, the first."""
    at = text.find(words) if words else -1
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.find(words, at + len(words))


def correctable(collection: ReviewCollection, words: str) -> list[FileSpan]:
    """Return where exactly `words` stand in all files that can be decided in, by file and place.

    Places that an accepted correction touches are left out, and files that are not checked yet.
    """
    found: list[FileSpan] = []
    for file in collection.files:
        if file.report is None:
            continue
        spans = list(exact_occurrences(file.report.document.text, words))
        if not spans:
            continue
        session = collection.open(file)
        if file.read_only is None:
            found += [(file, span) for span in spans if session.is_free(span)]
    return found
