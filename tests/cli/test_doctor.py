"""`proofer doctor`: what is there and what is missing."""

from __future__ import annotations

from importlib import metadata
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


def test_packages_and_extras_are_those_that_the_distribution_declares(
    proofer: Proofer, monkeypatch: pytest.MonkeyPatch
) -> None:
    requirements = [
        "numpy>=1",
        "no.such_thing<2,>=1",
        "no-such-extra>=1; extra == 'b'",
        "pillow-none; extra == 'a'",
        "pillow-none; extra == 'z'",
    ]
    monkeypatch.setattr(metadata, "requires", lambda name: requirements)
    result = proofer("doctor")
    assert result.code == 1
    lines = [line.split(maxsplit=1) for line in result.out.splitlines() if line.startswith("  ")]
    told = {line[0]: line[1] for line in lines}
    assert told["numpy"] == metadata.version("numpy")
    assert told["no.such_thing"] == "MISSING: pip install no.such_thing"
    assert told["no-such-extra"] == "not installed (optional: pip install 'proofer-zh[b]')"
    assert told["pillow-none"] == "not installed (optional: pip install 'proofer-zh[z]')"
    assert "kenlm" in told


def test_what_is_off_says_how_it_is_turned_on(proofer: Proofer) -> None:
    [line] = [each for each in proofer("doctor").out.splitlines() if " M001 " in each]
    assert "off (--enable pycorrector turns it on)" in line
