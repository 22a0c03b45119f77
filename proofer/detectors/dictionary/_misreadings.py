"""What `garbled-term` weighs: unexplained stretches, terms near them, signs for and against each.

Nothing here decides; `garbled_term` does, with fitted weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import TYPE_CHECKING

from proofer.detectors.dictionary._term_index import Change, TermIndex, changes
from proofer.detectors.dictionary._unexplained import Token, Unexplained
from proofer.document.spans import Span

if TYPE_CHECKING:
    from proofer.detectors.context import Context, Page

_COPYING_SLIP = 0.45
"""Likeness granted to a character that repeats its neighbour (昇昇): engines copy, too."""
_LOST_LIKENESS = 0.4
"""Likeness granted to a lost character, for which there is nothing to compare."""
_TERM_FREQUENCY = -6.5
"""log10; a term that the word list lacks counts as a word that occurs once in three million."""
_LONGEST_GIVEN_NAME = 2
"""Characters."""
_MOST_READINGS = 3
"""Terms weighed for one stretch of text, those most alike."""
_LONGEST_RUN = 8
"""Characters; no term is longer (`_term_index.LONGEST`)."""


@dataclass(slots=True)
class Reading:
    """The stretch `span` read as `term`."""

    span: Span
    printed: str
    term: str
    changed: list[Change]
    beside: int = 0
    word_gain: float = 0.0
    model_gain: float = 0.0
    likenesses: list[float] = field(default_factory=list)
    features: dict[str, float] = field(default_factory=dict)
    probability: float = 0.0
    """Probability that `term` was printed; set by who weighs the features."""

    @property
    def likeness(self) -> float:
        """Mean likeness of the changed characters."""
        return _mean(self.likenesses)


class Misreadings:
    """The unexplained stretches of one page and their readings."""

    def __init__(self, page: Page, context: Context, terms: TermIndex) -> None:
        self.page = page
        self.text = page.text
        self.unexplained = Unexplained(page, context, terms)
        self.page_terms = self.unexplained.page_terms
        self._context = context
        self._indexes = (terms, TermIndex(self.page_terms)) if self.page_terms else (terms,)

    def readings(self) -> list[Reading]:
        """Return the most alike terms of every doubtful stretch, with their features."""
        found = list(self._near())
        self._compare_words(found)
        self._compare_shapes(found)
        kept = _most_alike(found)
        self._fill_features(kept)
        return kept

    def _near(self) -> Iterator[Reading]:
        windows = self.unexplained.take_windows()
        strings = [self.text[window.start : window.end] for window in windows]
        near = [index.near(strings) for index in self._indexes]
        for window, printed in zip(windows, strings, strict=True):
            for terms in near:
                for term in terms.get(printed, ()):
                    changed = changes(printed, term)
                    span, tokens = window.span, window.tokens
                    if _changes_no_word(changed, span, tokens) and all(map(_is_han, changed)):
                        lost = sum(token.frequency for token in tokens)
                        yield Reading(span, printed, term, changed, window.beside, -lost)

    def runs(self, least: int) -> list[Reading]:
        """Return the terms of the page that share a quarter of a whole unexplained run.

        The run has `least` characters or more.
        """
        found = []
        for span in self.unexplained.runs(least):
            if len(span) <= _LONGEST_RUN:
                printed = span.of(self.text)
                terms = {
                    term
                    for index in self._indexes
                    for term in index.alike(printed, max(1, len(span) // 4))
                }
                used = [term for term in sorted(terms) if self.page.count(term)]
                found += [Reading(span, printed, term, changes(printed, term)) for term in used]
        self._compare_shapes(found)
        self._compare_model(found)
        return found

    def _compare_words(self, readings: Sequence[Reading]) -> None:
        """Add the frequencies of the terms to what the printed words lose."""
        terms = sorted({each.term for each in readings})
        known = self._context.words.log_frequencies(terms).tolist()
        frequencies = {
            term: max(each, _TERM_FREQUENCY) for term, each in zip(terms, known, strict=True)
        }
        for each in readings:
            each.word_gain += frequencies[each.term]

    def _compare_shapes(self, readings: Sequence[Reading]) -> None:
        pairs = [(each.printed, each.right) for reading in readings for each in reading.changed]
        likenesses = iter(self._context.shapes.similarities(pairs).tolist() if pairs else [])
        for reading in readings:
            for change in reading.changed:
                likeness = next(likenesses)
                if not change.printed:
                    likeness = _LOST_LIKENESS
                elif change.printed in self._neighbours(reading.span.start + change.at):
                    likeness = max(likeness, _COPYING_SLIP)
                reading.likenesses.append(likeness)

    def _neighbours(self, at: int) -> str:
        return self.text[max(0, at - 1) : at] + self.text[at + 1 : at + 2]

    def _compare_model(self, readings: Sequence[Reading]) -> None:
        edits = [(each.span.start, each.span.end, each.term) for each in readings]
        for reading, gain in zip(
            readings, self._context.model.gains(self.text, edits).tolist(), strict=True
        ):
            reading.model_gain = gain

    def _fill_features(self, readings: Sequence[Reading]) -> None:
        self._compare_model(readings)
        characters = sorted({change.right for each in readings for change in each.changed})
        rarity = dict(
            zip(characters, (-self._context.model.totals(characters)).tolist(), strict=True)
        )
        phrases, present = self._context.dictionaries.kind("phrases"), set(self.text)
        counts = {
            string: self.page.count(string)
            for each in readings
            for string in (each.printed, each.term)
        }
        for each in readings:
            each.features = {
                "share equal": _equal(each) / len(each.term),
                "likeness of the changed": each.likeness,
                "number changed": float(len(each.changed)),
                "one lost": float(len(each.printed) < len(each.term)),
                "model gain": max(-6.0, min(each.model_gain, 12.0)),
                "word gain": max(-6.0, min(each.word_gain, 20.0)),
                "unexplained beside": float(each.beside),
                "printed again": float(counts[each.printed] > 1),
                "term elsewhere": float(min(counts[each.term], 3)),
                "a set phrase": float(each.term in phrases),
                "rare characters elsewhere": _mean(
                    [rarity[change.right] * (change.right in present) for change in each.changed]
                ),
            }

    def may_be_name(self, span: Span) -> bool:
        """Return whether `span` may be a given name behind its surname, or a whole name."""
        surnames = self._context.dictionaries.kind("names")
        before = self.text[max(0, span.start - 1) : span.start]
        return (len(span) <= _LONGEST_GIVEN_NAME and before in surnames) or (
            len(span) <= 1 + _LONGEST_GIVEN_NAME and self.text[span.start] in surnames
        )


def _changes_no_word(changed: Sequence[Change], span: Span, window: Sequence[Token]) -> bool:
    """A word that makes sense is never a misreading: the changes must lie outside of such words."""
    for change in changed:
        place = Span(span.start + change.at, span.start + change.at + len(change.printed))
        for token in window:
            inside = token.span.overlaps(place) or token.span.start < place.start < token.span.end
            if inside and token.explained and len(token.text) > 1:
                return False
    return True


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)


def _is_han(change: Change) -> bool:
    return not change.printed or "一" <= change.printed <= "鿿"


def _most_alike(readings: Iterable[Reading]) -> list[Reading]:
    by_span: dict[Span, list[Reading]] = {}
    for reading in readings:
        by_span.setdefault(reading.span, []).append(reading)
    kept: list[Reading] = []
    for alternatives in by_span.values():
        alternatives.sort(key=lambda each: (-(each.likeness - len(each.changed)), each.term))
        kept += alternatives[:_MOST_READINGS]
    return kept


def _equal(reading: Reading) -> int:
    return len(reading.printed) - sum(1 for change in reading.changed if change.printed)
