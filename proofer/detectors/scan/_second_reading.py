"""Runs that a second engine reads otherwise in traditional print, and how likely it is right.

The language model has read no traditional text, so the engines alone decide: how sure each is of
the place and of the page as a whole, and how alike the two readings are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from proofer.detectors.context import Page, page_fact
from proofer.document.changes import differing_runs
from proofer.document.document import AlternateReading, Document
from proofer.document.normalise import counted, counted_offsets
from proofer.document.probability import doubt
from proofer.document.regression import fitted
from proofer.document.spans import Span
from proofer.language.ocr_habits import engine
from proofer.language.scripts import is_simplified_only
from proofer.rereading.lines import Line, lines_of
from proofer.rereading.variants import OLDER, same_but_for_script

WEIGHTS = "second-traditional"
"""Name of the weights that are shipped; `tools.calibration.second_traditional` fits them."""
_LONGEST = 6
"""Characters of a run beyond which the readings are of different things."""
_MARKS = frozenset("，。、；：？！“”‘’（）《》【】…—·．,.;:?!()-－~～|「」『』•〈〉[]<>\"'")
_DOTS = frozenset("·‧•")
"""What engines make of marks that stand in the middle of their square, as in traditional print."""
_SURER = 1.5
"""Difference of doubt between pages beyond which more says nothing."""

Confidences = Sequence[float | None]
"""0 to 1 by character."""


@dataclass(frozen=True, slots=True)
class Run:
    """What stands at a place, and what the second engine has there instead.

    Attributes:
        span: the place in the document's text; empty where the second engine has more.
        replacement: what it reads, as the page writes it.
        features: what the probability is computed from.
    """

    span: Span
    replacement: str
    features: Mapping[str, float]

    @property
    def probability(self) -> float:
        """How likely the second engine is right."""
        return fitted(WEIGHTS).probability(self.features)


@page_fact
def runs(page: Page) -> tuple[Run, ...]:
    """Return the runs that a second engine reads otherwise, in traditional print.

    Nothing if the confidence of one of the engines was never measured. Numbers, lost marks and
    forms of the same character are no such runs.
    """
    document = page.document
    second = document.alternate
    if second is None or not page.is_traditional:
        return ()
    if not (engine(document.engine).measured and engine(second.engine).measured):
        return ()
    return tuple(_runs(document, second))


def _runs(document: Document, second: AlternateReading) -> Iterator[Run]:
    text = document.text
    here, there = counted_offsets(text), counted_offsets(second.text)
    first, other = counted(text), counted(second.text)
    known = _confidences(document)
    own = [known[at] for at in here]
    others = [second.confidences[at] for at in there]
    if not any(each is not None for each in own) or not any(each is not None for each in others):
        return
    differing = [
        (old, new)
        for old, new in differing_runs(first, other)
        if max(len(old), len(new)) <= _LONGEST
    ]
    whole = _of_page(document, second, own, others)
    whole["alike"] = 1 - sum(max(len(old), len(new)) for old, new in differing) / len(first)
    for old, new in differing:
        span = _span(old, here)
        read = "".join(second.text[at] for at in there[new.start : new.end])
        read = _as_printed(read, text)
        own_doubt, other_doubt = _doubt(own, old), _doubt(others, new)
        if own_doubt is None or other_doubt is None or "\n" in span.of(text):
            continue
        if _is_tried(old.of(first), read):
            doubts = {"own doubt": own_doubt, "other doubt": other_doubt}
            yield Run(span, read, {**whole, **doubts, **_of_text(old.of(first), read, text)})


def _of_page(
    document: Document, second: AlternateReading, own: Confidences, others: Confidences
) -> dict[str, float]:
    """Return the features that all runs of a page share."""
    surer = max(-_SURER, min(_SURER, _mean_doubt(own) - _mean_doubt(others)))
    vertical = _is_vertical(document)
    return {
        "surer": surer,
        "surer vertical": vertical * surer,
        "vertical": float(vertical),
        "Tesseract first": float(engine(document.engine).measured == "tesseract"),
        "Tesseract second": float(engine(second.engine).measured == "tesseract"),
    }


def _of_text(old: str, new: str, text: str) -> dict[str, float]:
    """Return the features of what is replaced by what."""
    return {
        "length": math.log(max(len(old), len(new))),
        "length differs": math.log1p(abs(len(old) - len(new))),
        "inserts": float(not old),
        "deletes": float(not new),
        "marks": float(all(char in _MARKS for char in old + new)),
        "new marks": float(bool(new) and all(char in _MARKS for char in new)),
        "dots": float(not _DOTS.isdisjoint(new)),
        "older": float(any(char in OLDER for char in new)),
    }


def _is_tried(old: str, new: str) -> bool:
    """Return whether the engines may decide; of numbers nobody knows, forms stay as printed."""
    if any(map(str.isdigit, old + new)) or (not new and all(char in _MARKS for char in old)):
        return False
    if is_simplified_only("".join(set(new) - set(old))):
        return False
    return len(old) != len(new) or not all(map(_same_character, old, new))


def _same_character(one: str, other: str) -> bool:
    """Return whether two characters are one in different forms (沒 and 没, 爲 and 為)."""
    return same_but_for_script(one, other) or OLDER.get(one) == other or OLDER.get(other) == one


def _as_printed(read: str, text: str) -> str:
    """Return what was read in the forms that the page has more of."""
    return "".join(
        OLDER[char] if char in OLDER and text.count(OLDER[char]) > text.count(char) else char
        for char in read
    )


def _confidences(document: Document) -> Confidences:
    """Return the first engine's confidence by code point of the text."""
    known: list[float | None] = [None] * len(document.text)
    for piece in document.segments:
        if piece.ocr is not None:
            known[piece.text.start : piece.text.end] = [piece.ocr.confidence] * len(piece.text)
    return known


def _mean_doubt(confidences: Confidences) -> float:
    doubts = [doubt(each) for each in confidences if each is not None]
    return math.fsum(doubts) / len(doubts)


def _doubt(confidences: Confidences, run: Span) -> float | None:
    """Return the greatest doubt in a run or around an empty one, 0 to 3 (orders of magnitude)."""
    run = run if len(run) else Span(max(run.start - 1, 0), run.start + 1)
    given = [each for each in confidences[run.start : run.end] if each is not None]
    return doubt(min(given)) if given else None


def _is_vertical(document: Document) -> bool:
    """Return whether most lines run down."""
    ways = [line.vertical for _, line in lines_of(document) if isinstance(line, Line)]
    return 2 * sum(ways) > len(ways)


def _span(run: Span, places: Sequence[int]) -> Span:
    if len(run):
        return Span(places[run.start], places[run.end - 1] + 1)
    gap = places[run.start - 1] + 1 if run.start else places[0] if places else 0
    return Span(gap, gap)
