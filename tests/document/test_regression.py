"""Fitted weights: found by the names of the features, written and read by the same module."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from proofer.document.regression import LogisticRegression, fitted
from tests.cli import pages


def test_features_add_to_the_log_odds_by_their_weights() -> None:
    logistic = LogisticRegression(-1.0, {"gain": 2.0, "length": -0.5})
    assert logistic.probability({"length": 2.0, "gain": 1.0}) == 0.5
    assert logistic.probability({"gain": 2.0, "length": 0.0}) == pytest.approx(0.952574)


def test_a_missing_feature_is_an_error() -> None:
    with pytest.raises(KeyError, match="gain"):
        LogisticRegression(0.0, {"gain": 1.0}).probability({"length": 1.0})


def test_scores_beyond_all_measure_are_no_error() -> None:
    assert LogisticRegression(1e6, {}).probability({}) == 1
    assert 0 <= LogisticRegression(-1e6, {}).probability({}) < 1e-15


def test_written_weights_are_read_again(tmp_path: Path) -> None:
    logistic = LogisticRegression(0.41, {"jump": 1.62, "comma": 0.76})
    logistic.save(tmp_path / "logistic-flow.json")
    assert LogisticRegression.load(tmp_path / "logistic-flow.json") == logistic


def test_each_feature_has_a_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {}

    def probability(logistic: LogisticRegression, features: Mapping[str, float]) -> float:
        asked[frozenset(logistic.weights)] = frozenset(features)
        return 0.5

    monkeypatch.setattr(LogisticRegression, "probability", probability)
    for _ in pages.goldens():
        pass
    for name in ("garbled-term", "doubled", "second-reading", "reading-flow"):
        weights = frozenset(fitted(name).weights)
        assert asked.get(weights) == weights, f"{name}: features without weights, or never asked"
