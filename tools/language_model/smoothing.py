"""Modified Kneser-Ney (Chen and Goodman 1998), interpolated, and the mixture of such models.

Everything stays in arrays that run parallel to the sorted keys of one order; see `lm_counts`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proofer.language.encoding import BEGIN
from tools.language_model.counts import ORDER, SHIFT, Counts, Keys, Numbers, begins, suffix


@dataclass(frozen=True, slots=True)
class Frame:
    """The n-grams of all training text, and where context and suffix of each are, an order below.

    Attributes:
        keys: sorted keys, by order.
        context: index of the first n - 1 tokens among the keys of order n - 1, by order from 2 on.
        suffix: index of the last n - 1 tokens there.
    """

    keys: dict[int, Keys]
    context: dict[int, NDArray[np.int64]]
    suffix: dict[int, NDArray[np.int64]]


def frame(raw: dict[int, Counts]) -> Frame:
    """Lay out the n-grams of `raw` counts."""
    keys = {order: raw[order].keys for order in raw}
    contexts = {
        order: locate(keys[order - 1], keys[order] >> SHIFT) for order in range(2, ORDER + 1)
    }
    suffixes = {
        order: locate(keys[order - 1], suffix(keys[order], order)) for order in range(2, ORDER + 1)
    }
    return Frame(keys, contexts, suffixes)


def locate(keys: Keys, wanted: Keys) -> NDArray[np.int64]:
    """Index of each wanted key among sorted `keys`.

    Raises:
        KeyError: one is not there.
    """
    unique, inverse = np.unique(wanted, return_inverse=True)
    place = np.minimum(np.searchsorted(keys, unique), keys.size - 1)
    if np.any(keys[place] != unique):
        msg = "an n-gram without its context or suffix"
        raise KeyError(msg)
    return place[inverse]


def discounts(numbers: Numbers) -> tuple[float, float, float]:
    """Discounts for counts of 1, 2 and 3 or more, from how many n-grams were seen 1 to 4 times.

    At least one n-gram of each is assumed, as a text may be tiny or hold each character often.
    """
    one, two, three, four = (
        max(1.0, float(np.count_nonzero(numbers == times))) for times in (1, 2, 3, 4)
    )
    ratio = one / (one + 2 * two)
    steps = (1 - 2 * ratio * two / one, 2 - 3 * ratio * three / two, 3 - 4 * ratio * four / three)
    first, second, third = (min(max(step, 0.0), float(most)) for most, step in enumerate(steps, 1))
    return first, second, third


def probabilities(shape: Frame, adjusted: dict[int, Counts]) -> dict[int, Numbers]:
    """Interpolated probability of each n-gram of `shape` with these `adjusted` counts.

    The model may have seen fewer n-grams than `shape` holds: for others it backs off.
    """
    known = adjusted[1]
    keys = shape.keys[1]
    words = int(np.count_nonzero(keys != BEGIN))
    direct, gamma = _share(known, known.numbers.sum(), np.zeros(known.keys.size, np.int64), 1)
    lower = np.full(keys.size, gamma[0] / words)
    lower[locate(keys, known.keys)] += direct
    lower[keys == BEGIN] = 0
    result = {1: lower}
    for order in range(2, ORDER + 1):
        result[order] = _interpolate(shape, adjusted[order], result[order - 1], order)
    return result


def _interpolate(shape: Frame, known: Counts, lower: Numbers, order: int) -> Numbers:
    """Probabilities of one order from those one below."""
    heads = known.keys >> SHIFT
    fresh = np.r_[True, heads[1:] != heads[:-1]]
    group = np.cumsum(fresh) - 1
    totals = np.add.reduceat(known.numbers, np.flatnonzero(fresh))
    direct, gamma = _share(known, totals[group], group, order)
    spare = np.ones(shape.keys[order - 1].size)
    spare[locate(shape.keys[order - 1], heads[fresh])] = gamma
    values = spare[shape.context[order]] * lower[shape.suffix[order]]
    values[locate(shape.keys[order], known.keys)] += direct
    return values


def _share(
    known: Counts, totals: Numbers | float, group: NDArray[np.int64], order: int
) -> tuple[Numbers, Numbers]:
    """Discounted share of each n-gram in its context, and what each context has left over."""
    inner = ~begins(known.keys, order) if order > 1 else np.ones(known.keys.size, np.bool_)
    steps = np.array([0.0, *discounts(known.numbers[inner] if order < ORDER else known.numbers)])
    cut = np.minimum(steps[np.minimum(known.numbers, 3).astype(np.int64)], known.numbers)
    gamma = np.bincount(group, cut / totals).astype(np.float64)
    return (known.numbers - cut) / totals, gamma


def mix(models: list[dict[int, Numbers]], weights: list[float]) -> dict[int, Numbers]:
    """Linear mixture of several models over the same n-grams; `weights` sum to 1."""
    return {
        order: sum(
            (weight * model[order] for model, weight in zip(models, weights, strict=True)),
            np.zeros(1),
        )
        for order in models[0]
    }
