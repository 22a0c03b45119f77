"""How sure two OCR engines were of what each read on the same page, if both were measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proofer.document.document import Document
from proofer.language.ocr_habits import engine

Confidences = Sequence[float | None]
"""0 to 1 by code point; empty if the engine says nothing or was not measured."""


@dataclass(frozen=True, slots=True)
class OcrConfidences:
    """What is known of two readings beside their texts.

    Attributes:
        engine: the measured engine that made the first reading; empty if it is another one or
            nobody knows.
        own: confidences of the first reading.
        other: confidences of the second one.
    """

    engine: str = ""
    own: Confidences = ()
    other: Confidences = ()


def ocr_confidences(document: Document) -> OcrConfidences:
    """Return what the engines of a document with a second reading say of themselves."""
    first = engine(document.engine).measured
    if not first or document.alternate is None:
        return OcrConfidences()
    own: list[float | None] = [None] * len(document.text)
    for segment in document.segments:
        if segment.ocr is not None:
            own[segment.text.start : segment.text.end] = [segment.ocr.confidence] * len(
                segment.text
            )
    second = engine(document.alternate.engine).measured
    # What a confidence is worth depends on who reads against whom, and two of the same kind were
    # never compared.
    return OcrConfidences(
        first, own, document.alternate.confidences if second not in ("", first) else ()
    )
