"""The habits of OCR engines in Chinese text, as far as they were counted.

Counted on those of 240 rendered newspaper pages that Tesseract 5.3 (`chi_sim`) and RapidOCR 1.4
(PP-OCRv4) read with at most 35 % of the characters wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class OcrEngine:
    """What an engine does.

    Attributes:
        measured: the engine whose confidence the weights were fitted to; empty if nobody measured
            it.
        legible: mean confidence of a page below which it is beyond reading; 0 if that is not known.
        never: marks that it does not write, whatever is printed. Where it has something else it
            says nothing of them.
        misreads: what it often writes, and what was printed there.
        inserts: what it often writes where nothing is printed.
        sign: 1 or -1 for the two engines whose readings of one page the channel was fitted to
            compare: whichever is the first, the other is the second. 0 for others.
    """

    measured: str = ""
    legible: float = 0.0
    never: frozenset[str] = frozenset()
    misreads: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    inserts: frozenset[str] = frozenset()
    sign: int = 0


_RAPID = OcrEngine(
    measured="rapidocr",
    legible=0.85,
    misreads=MappingProxyType(
        {
            "·": "。，—",
            "丶": "、，",
            "．": "，。",
            "：": "，；。",
            "一": "—",
            "。": "，",
            "、": "，",
        }
    ),
    sign=1,
)
_ENGINES = {
    "rapidocr": _RAPID,
    # PaddleOCR runs the same models.
    "paddleocr": _RAPID,
    "tesseract": OcrEngine(
        measured="tesseract",
        legible=0.64,
        never=frozenset("—·"),
        misreads=MappingProxyType(
            {"〈": "（", "《": "（", "【": "（", "一": "—", "*": "。", ".": "，。", '"': "“”"}
        ),
        inserts=frozenset("和人"),
        sign=-1,
    ),
}
_UNKNOWN = OcrEngine()
SIGNS: Mapping[str, int] = {each.measured: each.sign for each in _ENGINES.values() if each.sign}
"""The signs of the engines that have one, in the order of the channel's columns."""


def engine(name: str) -> OcrEngine:
    """Return what is known of the engine that a document's file names."""
    return _ENGINES.get(name, _UNKNOWN)


def inserted_by_others(name: str) -> frozenset[str]:
    """Return what other engines often insert and this one, if it is known, does not."""
    own = engine(name)
    if not own.measured:
        return frozenset()
    return frozenset().union(*(each.inserts for each in _ENGINES.values())) - own.inserts
