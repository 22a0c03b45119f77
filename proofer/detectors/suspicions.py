"""The noisy channel over a page: where it doubts the text, and from which probability on that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofer.detectors.context import Page, page_fact

if TYPE_CHECKING:
    from proofer.language.channel.engine import Suspicion

SHOWN_IF_RESCORED = 0.1
"""The same where OCR engines say how sure they were: candidates for `ocr.rescoring`, which decides.

Its `OcrRescorer.rescored` drops those that stay unlikely; a detector called by itself gives them all.
"""
_NEVER = 2.0
_KNOWN, _SHORT = -2.6, 40
_RARE = -5.0
"""log10 probability of a character; most of those below it are traditional ones."""


def threshold(page: Page, usual: float, strict: float) -> float:
    """Return the probability from which on places of the page are shown.

    ``usual`` in language that the model knows, ``strict`` in other; in traditional print, of which
    the model has read nothing, no place is shown.
    """
    if page.is_traditional:
        return _NEVER
    return usual if _is_familiar(page) else strict


def _is_familiar(page: Page) -> bool:
    """Return whether the model is a judge of the page's language, also of a short text.

    99 of 100 paragraphs of old text from 40 code points on score below `_KNOWN` a character, and
    not one of 100 that an OCR read with up to 12 % of errors. Shorter ones may score so for one
    garbled word: there a rare character decides.
    """
    if not page.is_familiar:
        return False
    if page.familiarity > _KNOWN:
        return True
    if len(page.text) >= _SHORT:
        return False
    characters = sorted({char for char in page.text if char.isalnum()})
    return bool((page.context.model.totals(characters) > _RARE).all())


@page_fact
def is_rescored(page: Page) -> bool:
    """Whether an engine whose words can be weighed says how sure it was, or a second one what it read.

    What is too unlikely to be shown is then found all the same, for the witnesses to judge.
    """
    from proofer.language.ocr_habits import engine

    if page.document.alternate is not None:
        return True
    known = bool(engine(page.document.engine).measured)
    return known and any(
        each.ocr and each.ocr.confidence is not None for each in page.document.segments
    )


@page_fact
def suspicions(page: Page) -> tuple[Suspicion, ...]:
    """Where the noisy channel doubts the text, with what could stand there."""
    from proofer.language.channel import batches
    from proofer.language.channel.engine import default_engine
    from proofer.language.channel.ocr_confidences import ocr_confidences

    breaks = [join.offset for join in page.document.joins]
    second = page.document.alternate
    profile, other = page.context.profile.name, None
    if second is not None and page.context.profile.twice:
        profile, other = page.context.profile.twice, second.text
    confidences = ocr_confidences(page.document)
    return tuple(
        batches.suspicions(
            default_engine(profile),
            page.text,
            breaks,
            other=other,
            confidences=confidences,
            alternatives=engine_alternatives(page),
        )
    )


def engine_alternatives(page: Page) -> list[tuple[int, str]]:
    """Return the characters that the engine might have read instead, with their places."""
    return [
        (segment.text.start + at, char)
        for segment in page.document.segments
        if segment.ocr is not None
        for other in segment.ocr.alternatives
        if len(other) == len(segment.text)
        for at, char in enumerate(other)
        if char != page.text[segment.text.start + at]
    ]
