"""Posteriors that are made up: small enough to try every way to read them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, product

import numpy as np
from hypothesis import strategies as st

from proofer.rereading.posteriors import FLOOR, Posterior

CHARACTERS = "甲乙丙"
UNKNOWN = "丁"
"""A character that the posteriors have no column for."""


def posterior(rows: Sequence[Sequence[float]], characters: str = CHARACTERS) -> Posterior:
    """Return the posterior of weights by frame, the blank first: each row is made to sum to 1."""
    weights = np.array(rows, np.float64)
    logs = np.log(np.clip(weights / weights.sum(axis=1, keepdims=True), np.exp(FLOOR), 1.0))
    return Posterior(characters, logs.astype(np.float16))


def spelled(frames: str, sure: float = 0.97, characters: str = CHARACTERS) -> Posterior:
    """Return the posterior of a line whose frames are these characters, `.` for blanks."""
    rows = []
    for frame in frames:
        row = [(1 - sure) / len(characters)] * (1 + len(characters))
        row[0 if frame == "." else 1 + characters.index(frame)] = sure
        rows.append(row)
    return posterior(rows, characters)


def enumerated(line: Posterior, text: str) -> float:
    """Return P of a text by adding up all ways to read the frames, each by itself."""
    rows = np.exp(line.logs.astype(np.float64))
    alphabet = ["", *line.characters, UNKNOWN]
    total = 0.0
    for way in product(range(len(alphabet)), repeat=len(rows)):
        if "".join(alphabet[column] for column, _ in groupby(way)) == text:
            total += float(
                np.prod(
                    [
                        rows[frame, column] if column < rows.shape[1] else np.exp(FLOOR)
                        for frame, column in enumerate(way)
                    ]
                )
            )
    return total


rows = st.lists(st.floats(0.001, 1.0), min_size=4, max_size=4)
texts = st.text(CHARACTERS + UNKNOWN, max_size=4)


def posteriors(frames: int) -> st.SearchStrategy[Posterior]:
    """Return posteriors of at most so many frames."""
    return st.lists(rows, min_size=1, max_size=frames).map(posterior)
