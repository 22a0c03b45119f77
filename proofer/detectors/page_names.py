"""The ledger of names of one page or of many, with the dictionaries and tables of a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from proofer.detectors.byline_names import BylineName, Collision, collisions, credited
from proofer.detectors.context import Context, Page, page_fact
from proofer.document.document import Document

_COMMON = -5.8
"""log10 frequency from which a string is a word: names of well-known people are in the word list too."""


def ledger(document: Document, context: Context) -> list[BylineName]:
    """Return the credited names of `document` by place, read once a page."""
    return list(_ledger(context.page(document)))


@page_fact
def _ledger(page: Page) -> tuple[BylineName, ...]:
    context = page.context
    names = context.dictionaries.kind("names")
    roles = {
        entry.term: entry.category
        for entry in names.values()
        if entry.category in ("title", "byline", "credit")
    }
    surnames = frozenset(entry.term for entry in names.values() if entry.category == "surname")
    words = context.words

    def is_word(string: str) -> bool:
        return words.log_frequency(string) >= _COMMON and not words.is_name(string)

    return tuple(credited(page.document, roles, surnames, is_word))


def merged(ledgers: Iterable[Sequence[BylineName]]) -> list[BylineName]:
    """Return the mentions of several documents as one ledger, their credits told apart."""
    found: list[BylineName] = []
    first = 0
    for mentions in ledgers:
        found += [replace(each, credit=each.credit + first) for each in mentions]
        first += max((each.credit for each in mentions), default=0)
    return found


def near(mentions: Sequence[BylineName], context: Context) -> list[Collision]:
    """Return the pairs of names in a ledger that are too alike, by the tables of shape and sound."""
    from proofer.language.sounds import default_sounds

    return collisions(mentions, context.shapes.similarity, default_sounds().similarity)
