"""Drop the n-grams that the model can do without; work out the back-off weights of the rest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.language_model.counts import ORDER, Counts, Numbers
from tools.language_model.smoothing import Frame

Marks = dict[int, NDArray[np.bool_]]
_TINY = 1e-9


def count_marks(raw: dict[int, Counts], thresholds: list[int]) -> Marks:
    """Keep n-grams of order n seen more than `thresholds[n - 1]` times, as KenLM's `--prune`."""
    return {order: raw[order].numbers > thresholds[order - 1] for order in raw}


def losses(
    shape: Frame, values: dict[int, Numbers], seen: dict[int, Numbers]
) -> dict[int, Numbers]:
    """Rise of relative entropy, nats a token, if one n-gram were dropped (Stolcke 1998), by order.

    `seen` holds the share of each n-gram in the training text, which takes the place of the
    model's own probability of the context: Kneser-Ney's lower orders are no estimate of it (Chelba
    et al. 2010).
    """
    result = {}
    for order in range(2, ORDER + 1):
        context, lower = shape.context[order], values[order - 1][shape.suffix[order]]
        own = values[order]
        size = shape.keys[order - 1].size
        rest = np.maximum(1 - np.bincount(context, own, size), _TINY)
        space = np.maximum(1 - np.bincount(context, lower, size), _TINY)
        before = np.log(rest / space)[context]
        after = np.log((rest[context] + own) / (space[context] + lower))
        change = own * (np.log(lower) + after - np.log(own)) + (after - before) * rest[context]
        result[order] = -seen[order - 1][context] * change
    return result


def loss_marks(shape: Frame, loss: dict[int, Numbers], limit: float) -> Marks:
    """Keep what loses more than `limit`."""
    return {1: np.ones(shape.keys[1].size, np.bool_)} | {
        order: loss[order] > limit for order in loss
    }


def close(shape: Frame, marks: Marks) -> Marks:
    """Also keep context and suffix of everything that is kept: look-ups climb the orders."""
    kept = {order: flags.copy() for order, flags in marks.items()}
    kept[1][:] = True
    for order in range(ORDER, 2, -1):
        kept[order - 1][shape.context[order][kept[order]]] = True
        kept[order - 1][shape.suffix[order][kept[order]]] = True
    return kept


def size_of(marks: Marks) -> int:
    """N-grams kept, unigrams not counted: these need no slot."""
    return sum(int(np.count_nonzero(flags)) for order, flags in marks.items() if order > 1)


def fit_limit(shape: Frame, loss: dict[int, Numbers], budget: int) -> Marks:
    """The marks of `loss_marks` whose closure has at most `budget` n-grams and nearly as many."""
    low, high = -40.0, 0.0
    best = close(shape, loss_marks(shape, loss, np.exp(high)))
    for _ in range(22):
        middle = (low + high) / 2
        marks = close(shape, loss_marks(shape, loss, np.exp(middle)))
        if size_of(marks) > budget:
            low = middle
        else:
            high, best = middle, marks
    return best


def backoffs(shape: Frame, values: dict[int, Numbers], marks: Marks) -> dict[int, Numbers]:
    """Back-off weights of n-grams below the highest order, so that each context sums to 1."""
    result = {}
    for order in range(2, ORDER + 1):
        rows = np.flatnonzero(marks[order])
        context = shape.context[order][rows]
        size = shape.keys[order - 1].size
        rest = 1 - np.bincount(context, values[order][rows], size)
        space = 1 - np.bincount(context, values[order - 1][shape.suffix[order][rows]], size)
        result[order - 1] = np.maximum(rest, _TINY) / np.maximum(space, _TINY)
    return result
