"""The channel on long texts, in batches of paragraphs: its arrays take some 14 KB a character."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from proofer.document.spans import Span
from proofer.language.channel.counts import RunCounts
from proofer.language.encoding import BLANK

if TYPE_CHECKING:
    from proofer.language.channel.engine import Engine, Suspicion
    from proofer.language.channel.ocr_confidences import OcrConfidences

BATCH = 16_000
"""Code points: a large page is one batch."""
_LONGEST = 2 * BATCH
"""Code points of a paragraph that is not cut: its arrays take half a gigabyte."""


def suspicions(
    engine: Engine,
    text: str,
    breaks: Sequence[int],
    size: int = BATCH,
    *,
    other: str | None = None,
    confidences: OcrConfidences | None = None,
    alternatives: Sequence[tuple[int, str]] = (),
) -> Iterator[Suspicion]:
    """Yield the suspicions about `text` as `Engine.suspicions` does, batch by batch.

    Args:
        engine: the channel.
        text: the text; how often its runs occur is counted in all of it.
        breaks: where sentences or paragraphs end in it, ascending offsets.
        size: code points of a batch.
        other: a second reading of the same page; a text that has one is not cut.
        confidences: the OCR engine's confidence in each character.
        alternatives: other choices of the OCR engine, offset and character.
    """
    if len(text) <= size or other is not None:
        yield from engine.suspicions(
            text, breaks=breaks, other=other, confidences=confidences, alternatives=alternatives
        )
        return
    ids = engine.model.vocabulary.encode(text)
    counts = RunCounts(ids[ids != BLANK])
    others = sorted(alternatives)
    for batch in _batches(text, size):
        here = slice(*(bisect_left(breaks, each) for each in (batch.start, batch.end)))
        inside = [each - batch.start for each in breaks[here]]
        here = slice(*(bisect_left(others, (each,)) for each in (batch.start, batch.end)))
        choices = [(at - batch.start, char) for at, char in others[here]]
        for suspicion in engine.suspicions(
            batch.of(text), breaks=inside, counts=counts, alternatives=choices
        ):
            candidates = tuple(
                replace(each, span=each.span.shift(batch.start)) for each in suspicion.candidates
            )
            yield replace(suspicion, span=suspicion.span.shift(batch.start), candidates=candidates)


def _batches(text: str, size: int) -> Iterator[Span]:
    """Yield runs of whole paragraphs of up to `size`; a longer one is a batch of its own.

    One beyond `_LONGEST` is cut, behind a sentence if it has any.
    """
    start = 0
    while len(text) - start > size:
        most = start + _LONGEST
        end = text.rfind("\n", start, start + size) + 1 or text.find("\n", start + size, most) + 1
        if not end:
            end = len(text) if len(text) <= most else text.rfind("。", start, most) + 1 or most
        yield Span(start, end)
        start = end
    if start < len(text):
        yield Span(start, len(text))
