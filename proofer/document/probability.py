"""Probabilities on the scales that models add up: log odds, and orders of magnitude of doubt."""

from __future__ import annotations

import math

_STEEPEST = 40.0
"""Log odds beyond which a probability is 0 or 1 for all purposes; `exp` overflows at 710."""

_LEAST_DOUBT = 1e-3
"""1 − confidence below which OCR engines do not differ in how often they are wrong."""


def logistic(score: float) -> float:
    """Return the probability with the log odds `score` (natural logarithm)."""
    return 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, score))))


def doubt(confidence: float) -> float:
    """Return the order of magnitude of 1 − confidence: 3 for a confidence of 0, 0 from 0.999 on."""
    return 3 + math.log10(max(1 - confidence, _LEAST_DOUBT))
