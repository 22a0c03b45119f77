"""What tells how likely a correction by the image is right; `bench/reread.py` fits the weights."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

_MARKS = frozenset("，。、；：？！“”‘’（）《》【】…—·．,.;:?!()-－~～|「」『』•〈〉[]<>\"'")
_GAIN = 12.0
"""ln beyond which more says nothing."""
_SURE_GAIN = 2.0
"""ln up to which each step counts more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A correction that the image proposes.

    Attributes:
        old: what the file has.
        new: what the image reads.
        gain: of the image, ln.
        language_gain: of the language model, ln.
        certainty: mean of the recogniser's peaks in the line, 0 to 1.
        confidence: of the file's engine in `old`, 0 to 1; None if it gives none.
        engine: the file's engine.
        at_edge: whether it begins or ends the line.
        distance: share of the line's characters that the image reads otherwise.
    """

    old: str
    new: str
    gain: float
    language_gain: float
    certainty: float
    confidence: float | None
    engine: str
    at_edge: bool
    distance: float


def features(change: Change) -> Mapping[str, float]:
    """Return the numbers of a correction, those that are 0 left out."""
    both = change.old + change.new
    longer = abs(len(change.old) - len(change.new))
    language = max(-_GAIN, min(change.language_gain, _GAIN))
    doubt = 0.0 if change.confidence is None else _log_odds(change.confidence, 0.02)
    rapid = float(change.engine in ("rapidocr", "paddleocr"))
    numbers = {
        "any": 1.0,
        "gain": min(change.gain, _GAIN),
        "gain at first": min(change.gain, _SURE_GAIN),
        "language": language,
        "language against": min(language, 0.0),
        "certainty": _log_odds(change.certainty, 0.01),
        "engine": doubt,
        "rapidocr": rapid,
        "rapidocr engine": rapid * doubt,
        "inserts": float(not change.old),
        "deletes": float(not change.new),
        "length": math.log(max(len(change.old), len(change.new))),
        "length differs": math.log1p(longer),
        "marks": float(all(char in _MARKS for char in both)),
        "new marks": float(bool(change.new) and all(char in _MARKS for char in change.new)),
        "digits": float(any(char.isdigit() for char in both)),
        "latin": float(any(char.isascii() and char.isalpha() for char in both)),
        "edge": float(change.at_edge),
        "edge differs": change.at_edge * math.log1p(longer),
        "distance": change.distance,
    }
    return {name: value for name, value in numbers.items() if value}


def _log_odds(probability: float, least: float) -> float:
    kept = min(max(probability, least), 1 - least)
    return math.log(kept / (1 - kept))
