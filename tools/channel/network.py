"""Train a `calibration.Net`: a small network whose rows compete within their group."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from proofer.language.channel.calibration import Net

HIDDEN, EPOCHS, SEEDS = 24, 20, 4
DECAY, RATE, BATCH = 1e-3, 2e-3, 1024
_MOST = 5.0
Array = NDArray[np.float32]


def train(features: Array, target: Array, fresh: NDArray[np.bool_]) -> Net:
    """The mean of `SEEDS` networks, which is one network of more hidden units.

    Args:
        features: evidence, shape (n, m).
        target: share of each row in what is right at its place; the rest of 1 is the text as it
            stands, shape (n,).
        fresh: whether a new place begins at each row.
    """
    mean, spread = features.mean(0), features.std(0)
    scale = np.where(spread > 1e-4, spread, 1e6).astype(np.float32)
    standard = np.clip((features - mean) / scale, -_MOST, _MOST).astype(np.float32)
    parts = [_train(standard, target, fresh, seed) for seed in range(SEEDS)]
    hidden, shift, out, direct, constant = (list(each) for each in zip(*parts, strict=True))
    return Net(
        mean,
        scale,
        np.concatenate(hidden, 1),
        np.concatenate(shift),
        (np.concatenate(out) / SEEDS).astype(np.float32),
        np.mean(direct, 0),
        np.mean(constant, 0),
    )


def _train(standard: Array, target: Array, fresh: NDArray[np.bool_], seed: int) -> list[Array]:
    """Adam over batches of places, the rate falling to 0."""
    random = np.random.default_rng(seed)
    width = standard.shape[1]
    first = np.flatnonzero(fresh)
    sizes = np.diff(np.r_[first, fresh.size])
    weights = [
        random.normal(0, 0.08, (width, HIDDEN)).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        random.normal(0, 0.1, HIDDEN).astype(np.float32),
        np.zeros(width, np.float32),
        np.full(1, -4, np.float32),
    ]
    moments = [(np.zeros_like(each), np.zeros_like(each)) for each in weights]
    step = 0
    for epoch in range(EPOCHS):
        order = random.permutation(first.size)
        for start in range(0, order.size, BATCH):
            places = np.sort(order[start : start + BATCH])
            size = sizes[places]
            heads = np.cumsum(size) - size
            rows = np.repeat(first[places] - heads, size) + np.arange(size.sum())
            slopes = _slopes(
                weights,
                standard[rows],
                target[rows],
                heads,
                np.repeat(np.arange(places.size), size),
            )
            step += 1
            _move(weights, moments, slopes, step, RATE * (1 - epoch / EPOCHS))
    return weights


def _slopes(
    weights: list[Array],
    x: Array,
    target: Array,
    heads: NDArray[np.int64],
    place: NDArray[np.int64],
) -> list[Array]:
    """Derivatives of the mean log-likelihood of a batch.

    Args:
        weights: of the network, layer by layer.
        x: features, a row a candidate.
        target: 1 for the right candidate, else 0.
        heads: the first row of each place.
        place: the place of each row.
    """
    hidden, shift, out, direct, constant = weights
    before = x @ hidden + shift
    inner = np.maximum(before, 0)
    score = inner @ out + x @ direct + constant
    most = np.maximum(np.maximum.reduceat(score, heads), 0)
    shares = np.exp(score - most[place])
    p = shares / (np.add.reduceat(shares, heads) + np.exp(-most))[place]
    error = (p - target) / np.float32(heads.size)
    back = error[:, None] * out * (before > 0)
    return [x.T @ back, back.sum(0), inner.T @ error, x.T @ error, error.sum(keepdims=True)]


def _move(
    weights: list[Array],
    moments: list[tuple[Array, Array]],
    slopes: list[Array],
    step: int,
    rate: float,
) -> None:
    """Change `weights` by one step of Adam (Kingma and Ba, 2015) with weight decay.

    Args:
        weights: of the network; changed in place.
        moments: running means of the slopes and of their squares; changed in place.
        slopes: derivatives of the log-likelihood.
        step: number of the step, from 1.
        rate: learning rate.
    """
    for index, (first, second) in enumerate(moments):
        slope = slopes[index] + (DECAY * weights[index] if index in (0, 2, 3) else 0)
        np.add(first, np.float32(0.1) * (slope - first), out=first)
        np.add(second, np.float32(0.001) * (slope * slope - second), out=second)
        change = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weights[index] -= np.float32(rate) * change.astype(np.float32)
