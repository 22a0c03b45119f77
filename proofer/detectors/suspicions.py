"""Where the noisy channel suspects an error on a page, and how probable it must be to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofer.detectors.context import FAMILIAR, Page, page_fact

if TYPE_CHECKING:
    from proofer.language.channel.engine import Suspicion

SHOWN_IF_RESCORED = 0.1
"""Probability from which on findings are given where OCR engines say how sure they were.

They are candidates: `ocr.rescoring.OcrRescorer.rescored` drops those that stay unlikely. A detector
called by itself gives them all.
"""
_NEVER = 2.0
"""A probability that none reaches."""
_SHORT = 40
"""Code points of the shortest text whose mean score tells whether its language is known."""
_RARE = -5.0
"""log10 probability of a character; most of those below it are traditional ones."""


def threshold(page: Page, usual: float, strict: float) -> float:
    """Return the probability from which on suspicions of the page are shown.

    That is `usual` in language that the model knows and `strict` in any other. In traditional
    print, of which the model has read nothing, none is shown.
    """
    if page.is_traditional:
        return _NEVER
    return usual if _is_familiar(page) else strict


def _is_familiar(page: Page) -> bool:
    """Return whether the model can judge the language of the page, even if it is short.

    Of paragraphs of old text with 40 code points or more, 99 in 100 score below `FAMILIAR`; of
    those that an OCR read with up to 12 % of errors, not one in 100. A shorter one may score so for
    a single garbled word: there a rare character decides.
    """
    if not page.is_familiar:
        return False
    if page.familiarity > FAMILIAR:
        return True
    if len(page.text) >= _SHORT:
        return False
    characters = sorted({char for char in page.text if char.isalnum()})
    return bool((page.context.model.totals(characters) > _RARE).all())


@page_fact
def is_rescored(page: Page) -> bool:
    """Whether `ocr.rescoring` judges the page: by an engine's confidence, or a second reading."""
    from proofer.language.ocr_habits import engine

    if page.document.alternate is not None:
        return True
    known = bool(engine(page.document.engine).measured)
    return known and any(
        each.ocr and each.ocr.confidence is not None for each in page.document.segments
    )


@page_fact
def suspicions(page: Page) -> tuple[Suspicion, ...]:
    """Where the noisy channel suspects an error, with what could stand there."""
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
            default_engine(profile).knowing(page.context.learned.confusions),
            page.text,
            breaks,
            other=other,
            confidences=confidences,
            alternatives=engine_alternatives(page),
        )
    )


def engine_alternatives(page: Page) -> list[tuple[int, str]]:
    """Return the characters that the engine might have read instead, with their offsets."""
    return [
        (segment.text.start + at, char)
        for segment in page.document.segments
        if segment.ocr is not None
        for other in segment.ocr.alternatives
        if len(other) == len(segment.text)
        for at, char in enumerate(other)
        if char != page.text[segment.text.start + at]
    ]
