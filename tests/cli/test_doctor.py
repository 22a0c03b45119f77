"""`proofer doctor`: what is there and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofer import __version__
from proofer.checking.registry import detectors
from proofer.language import dictionaries
from tests.cli.conftest import Proofer


def test_it_names_versions_data_and_detectors(proofer: Proofer) -> None:
    result = proofer("doctor")
    assert result.code == 0, result.out
    assert result.out.startswith(f"proofer {__version__}, Python 3.")
    for word in (
        "numpy",
        "textual",
        "rapidfuzz",
        "regex",
        "pycorrector",
        "model.npy",
        "confusions",
        *detectors(),
    ):
        assert word in result.out
    assert "MISSING" not in result.out


def test_missing_data_is_1(
    proofer: Proofer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dictionaries, "shipped_folder", lambda: tmp_path / "nowhere")
    result = proofer("doctor")
    assert result.code == 1
    assert "MISSING: the dictionaries cannot be read" in result.out
