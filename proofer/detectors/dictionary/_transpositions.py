"""Pairs of neighbours that changed places.

`transposed` reports them; terms and set phrases that would lose a character there, and guesses of
the noisy channel, leave them alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from proofer.detectors.context import page_fact
from proofer.document.spans import Apart, Span

if TYPE_CHECKING:
    from proofer.detectors.context import Context, Page

_HAN_PAIR = regex.compile(r"\p{Han}{2}")
_LEAST = 4.5
"""log10 by which the other order must be likelier."""
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
    starts = sorted({at + shift for at in page.wordless for shift in (-1, 0)})
    spans = [
        Span(start, start + 2)
        for start in starts
        if start >= 0
        and _HAN_PAIR.fullmatch(text[start : start + 2])
        and text[start] != text[start + 1]
        and text[start : start + 2] not in context.words
        and page.count(text[start : start + 2]) == 1
    ]
    edits = [(span.start, span.end, span.of(text)[::-1]) for span in spans]
    gains = context.model.gains(text, edits).tolist()
    taken, found = Apart(), []
    for span, gain in sorted(zip(spans, gains, strict=True), key=lambda each: -each[1]):
        if (
            gain >= _LEAST
            and not page.touches_name(span)
            and _makes_word(span, text, context)
            and taken.add(span)
        ):
            found.append(span)
    return tuple(found[:_MOST])


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
