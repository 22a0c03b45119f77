"""Probabilities and their log odds, for all models that are logistic."""

from __future__ import annotations

import math

_STEEPEST = 40.0
"""Log odds beyond which a probability is 0 or 1 for all purposes; `exp` overflows at 710."""


def logistic(score: float) -> float:
    """Return the probability with the log odds `score` (natural logarithm)."""
    return 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, score))))
