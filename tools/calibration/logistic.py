"""Fit a logistic regression by Newton's method, with a ridge; deterministic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from proofer.document.regression import LogisticRegression

_STEPS = 50
"""More than any fit needs to settle."""


def fit(
    features: Sequence[Mapping[str, float]],
    right: Sequence[bool],
    *,
    ridge: float,
    bias_ridge: float = 0.0,
    importance: Sequence[float] | None = None,
    standardised: bool = False,
    digits: int = 2,
) -> LogisticRegression:
    """Return the weights with which the features give the probability of being right.

    Args:
        features: a mapping for each row, all with the same names.
        right: whether each row is right.
        ridge: penalty on the square of each weight, halved; drawn to 0 by it.
        bias_ridge: the same for the bias.
        importance: by how much each row counts; equally if None.
        standardised: whether the penalty is on weights of standardised features.
        digits: decimal places of the weights.
    """
    names = [*features[0]]
    values = np.array([[row[name] for name in names] for row in features], np.float64)
    mean, scale = np.zeros(len(names)), np.ones(len(names))
    if standardised:
        mean, scale = values.mean(0), values.std(0) + 1e-9
    design = np.c_[np.ones(len(values)), (values - mean) / scale]
    penalty = np.diag([bias_ridge, *[ridge] * len(names)])
    counts = np.ones(len(values)) if importance is None else np.asarray(importance, np.float64)
    weights = _newton(design, np.asarray(right, np.float64), counts, penalty)
    plain = weights[1:] / scale
    return LogisticRegression(
        round(float(weights[0] - plain @ mean), digits),
        {name: round(float(weight), digits) for name, weight in zip(names, plain, strict=True)},
    )


def _newton(
    design: NDArray[np.float64],
    right: NDArray[np.float64],
    counts: NDArray[np.float64],
    penalty: NDArray[np.float64],
) -> NDArray[np.float64]:
    weights = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-design @ weights))
        hessian = (design * (counts * p * (1 - p))[:, None]).T @ design + penalty
        slope = design.T @ (counts * (p - right)) + penalty @ weights
        weights -= np.linalg.solve(hessian, slope)
    return weights
