"""Probabilities from named features, by fitted weights in a data file of the package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from proofer.document.probability import logistic

DATA = Path(__file__).parents[1] / "language" / "data"
"""Folder of the shipped weights: `logistic-NAME.json`."""


@dataclass(frozen=True, slots=True)
class LogisticRegression:
    """A fitted logistic regression.

    Attributes:
        bias: log-odds where all features are 0.
        weights: what one unit of each feature adds to the log-odds.
    """

    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the probability of what has these features.

        Raises:
            KeyError: a feature lacks for which there is a weight.
        """
        score = self.bias
        for name, weight in self.weights.items():
            score += weight * features[name]
        return logistic(score)

    @classmethod
    def load(cls, path: Path) -> LogisticRegression:
        """Read the weights that `save` wrote.

        Raises:
            OSError: the file cannot be read.
        """
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(data["bias"], data["weights"])

    def save(self, path: Path) -> None:
        """Write the weights for `load`."""
        data = {"bias": self.bias, "weights": dict(self.weights)}
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def weights_file(name: str) -> Path:
    """Return where the weights of this name are shipped."""
    return DATA / f"logistic-{name}.json"


@cache
def fitted(name: str) -> LogisticRegression:
    """Return the weights shipped under `name`, read once a process."""
    return LogisticRegression.load(weights_file(name))
