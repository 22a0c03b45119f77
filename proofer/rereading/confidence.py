"""What tells how likely a correction by the image is right.

The weights of the features are in `logistic-rereading.json`, which `tools.calibration.rereading`
fits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

WEIGHTS = "rereading"
"""Name of the weights that are shipped."""
_MARKS = frozenset("，。、；：？！“”‘’（）《》【】…—·．,.;:?!()-－~～|「」『』•〈〉[]<>\"'")
_GAIN = 12.0
"""ln beyond which more says nothing."""
_SURE_GAIN = 2.0
"""ln up to which each step counts more."""
_MOST_GAIN = 60.0
"""ln beyond which nothing of a long run says more."""
_LEAST_MARGIN = -6.0
"""ln below which something else is printed anyway."""
_MOST_LANGUAGE = 24.0
"""The same of the language model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What is known of a correction that the image proposes.

    Attributes:
        old: what the file has.
        new: what the image reads.
        gain: of the image, ln.
        language_gain: of the language model, ln, without what it takes for each character.
        margin: over all else that may be printed there, by image and language, ln.
        alone: whether only the language speaks for it: the image alone reads what the file has.
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
    margin: float
    alone: bool
    certainty: float
    confidence: float | None
    engine: str
    at_edge: bool
    distance: float


def features(seen: Observation) -> Mapping[str, float]:
    """Return the features of a correction, by name."""
    both = seen.old + seen.new
    longer = abs(len(seen.old) - len(seen.new))
    language = max(-_GAIN, min(seen.language_gain, _GAIN))
    doubt = 0.0 if seen.confidence is None else _log_odds(seen.confidence, 0.02)
    rapid = float(seen.engine in ("rapidocr", "paddleocr"))
    alone, marks = float(seen.alone), float(all(char in _MARKS for char in both))
    one = float(len(seen.old) == len(seen.new) == 1 and not _MARKS.intersection(both))
    return {
        "gain": min(seen.gain, _GAIN),
        "gain at first": min(seen.gain, _SURE_GAIN),
        "much gain": max(0.0, min(seen.gain, _MOST_GAIN) - _GAIN),
        "language": language,
        "language against": min(language, 0.0),
        "much language": max(0.0, min(seen.language_gain, _MOST_LANGUAGE) - _GAIN),
        "margin": max(_LEAST_MARGIN, min(seen.margin, _GAIN)),
        "alone": alone,
        "alone language": alone * language,
        "alone marks": alone * marks,
        "alone one": alone * one,
        "one": one,
        "certainty": _log_odds(seen.certainty, 0.01),
        "engine": doubt,
        "rapidocr": rapid,
        "rapidocr engine": rapid * doubt,
        "inserts": float(not seen.old),
        "deletes": float(not seen.new),
        "length": math.log(max(len(seen.old), len(seen.new))),
        "length differs": math.log1p(longer),
        "marks": marks,
        "new marks": float(bool(seen.new) and all(char in _MARKS for char in seen.new)),
        "digits": float(any(char.isdigit() for char in both)),
        "latin": float(any(char.isascii() and char.isalpha() for char in both)),
        "edge": float(seen.at_edge),
        "edge differs": seen.at_edge * math.log1p(longer),
        "distance": seen.distance,
    }


def _log_odds(probability: float, least: float) -> float:
    kept = min(max(probability, least), 1 - least)
    return math.log(kept / (1 - kept))
