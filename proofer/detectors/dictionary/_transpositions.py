"""Pairs of neighbours that changed places.

`transposed` reports them; terms and set phrases that would lose a character there, and guesses of
the noisy channel, leave them alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofer.detectors.context import page_fact
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Apart, Span

if TYPE_CHECKING:
    from proofer.detectors.context import Context, Page

_HAN_PAIR = lazy_regex(r"\p{Han}{2}")
_LEAST = 4.5
"""log10 by which the other order must be likelier."""
_LEAST_OF_WORD, _RARE = 7.0, -5.7
"""The same where the pair is a rare word as it stands, and the log10 frequency of such a word."""
_COMMON = -6.0
"""log10 frequency of a word that tells."""
_MOST = 41
"""Findings on a page: a page with more is read across columns, or verse."""


@page_fact
def transpositions(page: Page) -> tuple[Span, ...]:
    """Return the pairs of a page that changed places, the likeliest first; no two overlap."""
    if page.is_traditional:
        return ()
    text, context = page.text, page.context
    starts = sorted({at + shift for at in page.wordless for shift in (-1, 0)} | _rare_words(page))
    spans = [
        Span(start, start + 2)
        for start in starts
        if start >= 0
        and _HAN_PAIR.fullmatch(text[start : start + 2])
        and text[start] != text[start + 1]
        and context.words.log_frequency(text[start : start + 2]) < _RARE
    ]
    edits = [(span.start, span.end, span.of(text)[::-1]) for span in spans]
    gains = context.model.gains(text, edits).tolist()
    taken, found = Apart(), []
    for span, gain in sorted(zip(spans, gains, strict=True), key=lambda each: -each[1]):
        if (
            gain >= (_LEAST_OF_WORD if span.of(text) in context.words else _LEAST)
            and not page.touches_name(span)
            and page.count(span.of(text)) == 1
            and _makes_word(span, text, context)
            and taken.add(span)
        ):
            found.append(span)
    return tuple(found[:_MOST])


def _rare_words(page: Page) -> set[int]:
    """Return where rare words of two characters begin that no common word overlaps: 度高|重视."""
    import numpy as np

    starts, lengths, frequencies = page.word_places
    common = (lengths > 1) & (frequencies >= _RARE)
    size = len(page.text) + 1
    begun = np.bincount(starts[common], minlength=size)
    ended = np.bincount((starts + lengths)[common], minlength=size)
    covered = np.cumsum(begun - ended) > 0
    rare = starts[(lengths == 2) & (frequencies < _RARE)]
    return {*rare[~covered[rare] & ~covered[rare + 1]].tolist()}


def _makes_word(span: Span, text: str, context: Context) -> bool:
    """Return whether a common word covers one of the two, turned round, and its neighbour."""
    first = max(0, span.start - 2)
    turned = text[first : span.start] + span.of(text)[::-1] + text[span.end : span.end + 2]
    words = (
        turned[start - first : end - first]
        for start in range(first, span.end)
        for end in range(max(start + 2, span.start + 1), min(len(text), span.end + 2) + 1)
    )
    printed = text[max(0, span.start - 3) : span.end + 3]
    return any(
        word in context.words
        and context.words.log_frequency(word) > _COMMON
        and word not in printed
        for word in words
    )
