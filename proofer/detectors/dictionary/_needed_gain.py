"""What the language model must gain by a correction of a known slip, by what stands there.

A wrong form is right where two words meet in it or a longer one has it (先|生曰, 出尔反尔), and the
model is worth little where it does not know the language: in classical text, old novels, verse.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import starmap
from typing import TYPE_CHECKING

from proofer.detectors.classical import is_classical_at, says
from proofer.detectors.context import Page, page_fact
from proofer.document.spans import Span
from proofer.language.lexicon import RARE, by_end, likeliest
from proofer.language.scripts import simplified

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from proofer.language.dictionary_format import Entry

DERIVED = "look-alike table"
"""The source of rows made by rule: on unseen text one in forty was in longer words (癌痛患者)."""
_OLDER_NORM = frozenset(
    zip("象坐作渡著份分布记纪致帐璜振燥藉", "像座做度着分份部纪记至账潢赈躁借", strict=True)
)
VETO = -0.5
"""log10; a model that is this much against the correction is believed."""
_CROSSED = 2.0
"""What the model must gain where a known word crosses the place."""
_BETWEEN_WORDS = 6.0
"""The same where one word ends and another begins inside the place (慢牛|态势), or one is longer:
出尔反尔.
"""
_COMMON = -6.0
"""log10 frequency of such a word."""
_IN_CLASSICAL = 4.0
"""The same in classical Chinese and regulated verse, which the model does not know.

It knows traditional print little: where a common word crosses the place there, or any in the
vernacular of old novels, as much is needed.
"""
_IN_UNFAMILIAR, _BY_RULE_IN_UNFAMILIAR = 2.0, 4.0
"""The same on a page whose language it does not know, and there of a row that a rule made."""
_ENUMERATED, _SAID = 3, 6.0
"""Places of 曰 on a page that says 一曰, 二曰, 三曰; the gain needed if it says 子曰：, too."""


def needed_gain(span: Span, entry: Entry, page: Page) -> float:
    """Return the gain (log10) from which on the place is wrong, by what is known of the page."""
    least = VETO
    if not page.is_familiar and not is_older_norm(entry, entry.replacements[0]):
        least = _BY_RULE_IN_UNFAMILIAR if entry.source == DERIVED else _IN_UNFAMILIAR
    if is_classical_at(page, span.start):
        least = _IN_CLASSICAL
    if "曰" in entry.term and page.count("曰") >= _ENUMERATED:
        least = max(least, _SAID if says(page) else _CROSSED)
    return max(least, _needed_across_words(span, page))


def is_older_norm(entry: Entry, right: str) -> bool:
    """Return whether older books print it so, and right: 好象, 坐位, 沿著."""
    return len(right) == len(entry.term) and not _OLDER_NORM.isdisjoint(
        zip(entry.term, right, strict=True)
    )


def _needed_across_words(span: Span, page: Page) -> float:
    """Return the same by the words at `span`: 出尔反尔, 慢牛|态势, 先生|曰."""
    tokens = _tokens_over(span, page)
    if all(span.covers(token) for token in tokens):
        return VETO
    words, first, last = page.context.words, tokens[0], tokens[-1]
    rarest = min(words.log_frequency(each.of(in_simplified(page))) for each in tokens)
    inside = len(tokens) == 1 and rarest > RARE
    between = len(tokens) == 2 and first.start < span.start and span.end < last.end
    if inside or (between and rarest > _COMMON):
        return _BETWEEN_WORDS
    is_old = page.is_traditional and (rarest > _COMMON or not page.is_familiar)
    return _IN_CLASSICAL if is_old else _CROSSED


def _tokens_over(span: Span, page: Page) -> Sequence[Span]:
    """Return the words that share a character with `span`, read in simplified characters."""
    if not page.is_traditional:
        return page.tokens_over(span)
    clause = page.clause_at(span.start)
    cuts = likeliest(clause.start, clause.end, _words(page))
    return [token for token in starmap(Span, cuts) if token.overlaps(span)]


@page_fact
def in_simplified(page: Page) -> str:
    """Return the text of the page in simplified characters, as the word list has them."""
    return simplified(page.text) if page.is_traditional else page.text


@page_fact
def _words(page: Page) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    return by_end(*page.context.words.lookup_spans(in_simplified(page)))
