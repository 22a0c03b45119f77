"""Runs that a second engine reads otherwise and that the channel does not weigh.

They differ in length, or have a character that the language model does not know. What the second
engine has is right where it is sure, the first one is not, and the language gains by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from proofer.detectors.api import Detector, replace_span
from proofer.detectors.context import Context, Page, page_fact
from proofer.detectors.evidence import model_evidence
from proofer.detectors.noisy_channel._candidates import beside, message
from proofer.detectors.suspicions import threshold
from proofer.document.changes import differing_runs
from proofer.document.document import Document
from proofer.document.normalise import counted, counted_offsets
from proofer.document.probability import doubt
from proofer.document.regression import fitted
from proofer.document.spans import Span
from proofer.findings.finding import Finding
from proofer.language.channel.ocr_confidences import Confidences, ocr_confidences

_LONGEST = 6
"""Characters of a run beyond which the readings are of different things."""
_SHOWN, _STRICT = 0.3, 0.97
"""Probability from which a run is shown, and in language that the model does not know."""


@dataclass(frozen=True, slots=True)
class Run:
    """What stands at a place, what the second engine has there instead, and the evidence for it."""

    span: Span
    replacement: str
    gain: float
    """log10 of the language model."""
    features: Mapping[str, float]
    """Gain, doubts of both engines, whether RapidOCR is first, length, whether nothing is here."""

    @property
    def probability(self) -> float:
        """How likely the second engine is right."""
        return fitted("second-reading").probability(self.features)


def findings(
    detector: Detector, document: Document, context: Context, *, lost: bool
) -> Iterator[Finding]:
    """Yield the runs worth showing: those that the first reading lacks (`lost`), or the others."""
    if document.alternate is None:
        return
    page = context.page(document)
    least = threshold(page, _SHOWN, _STRICT)
    for run in runs(page):
        if run.probability >= least and lost == (not len(run.span)):
            yield _finding(detector, run, document)


def _finding(detector: Detector, run: Run, document: Document) -> Finding:
    return detector.finding(
        document,
        run.span if len(run.span) else beside(run.span.start, document.text),
        message(run.span.of(document.text), run.replacement),
        confidence=run.probability,
        suggestions=[replace_span(run.span, run.replacement, run.probability)],
        evidence=[model_evidence(run.gain)],
    )


@page_fact
def runs(page: Page) -> tuple[Run, ...]:
    """Return the runs that a second engine reads otherwise and that the channel does not weigh.

    The engines' confidence in them is known in both readings.
    """
    return tuple(_runs(page.document, page.context))


def _runs(document: Document, context: Context) -> Iterator[Run]:
    confidences = ocr_confidences(document)
    if document.alternate is None or not confidences.other:
        return
    text, other = document.text, document.alternate.text
    here, there = counted_offsets(text), counted_offsets(other)
    first, second = counted(text), counted(other)
    own = [confidences.own[at] for at in here]
    others = [confidences.other[at] for at in there]
    blocks = [
        (old, new)
        for old, new in differing_runs(first, second)
        if _is_tried(old.of(first), new.of(second), context)
    ]
    edits = [(old.start, old.end, new.of(second)) for old, new in blocks]
    gains = context.model.gains(first, edits).tolist() if edits else []
    for (old, new), gain in zip(blocks, gains, strict=True):
        own_doubt, other_doubt = _doubt(own, old), _doubt(others, new)
        span = _span(old, here)
        if own_doubt is None or other_doubt is None or "\n" in span.of(text):
            continue
        features = {
            "gain": max(-6.0, min(8.0, gain)),
            "own doubt": own_doubt,
            "other doubt": other_doubt,
            "RapidOCR first": float(confidences.engine == "rapidocr"),
            "length": float(max(len(old), len(new))),
            "nothing here": float(not len(old)),
        }
        replacement = "".join(other[at] for at in there[new.start : new.end])
        yield Run(span, replacement, gain, features)


def _is_tried(old: str, new: str, context: Context) -> bool:
    """Return whether the channel cannot weigh what the second reading has, and it is no number."""
    if not new or max(len(old), len(new)) > _LONGEST or any(map(str.isdigit, old + new)):
        return False
    if max(len(old), len(new)) == 1:
        return new not in context.model.vocabulary.characters
    return len(old) != len(new)


def _doubt(confidences: Confidences, run: Span) -> float | None:
    """Return the greatest doubt in a run or around an empty one, 0 to 3 (orders of magnitude)."""
    run = run if len(run) else Span(max(run.start - 1, 0), run.start + 1)
    given = [each for each in confidences[run.start : run.end] if each is not None]
    return doubt(min(given)) if given else None


def _span(run: Span, places: Sequence[int]) -> Span:
    if len(run):
        return Span(places[run.start], places[run.end - 1] + 1)
    gap = places[run.start - 1] + 1 if run.start else places[0] if places else 0
    return Span(gap, gap)
