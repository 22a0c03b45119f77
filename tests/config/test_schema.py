"""The JSON schema of the configuration says what the reader accepts."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from proofer.config import load
from proofer.config.schema import schema
from proofer.errors import ConfigError
from tests.paths import ROOT


def test_the_published_schema_is_the_one_of_the_code() -> None:
    published = json.loads((ROOT / "docs" / "config.schema.json").read_text(encoding="utf-8"))
    assert published == schema(), "run python -m tools.docs.golden"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("", True),
        ("select = ['D']\nfail-on = 0.5\nmin-confidence = 1", True),
        ("fail-on = 'never'", True),
        (
            "[[overrides]]\npaths = ['a']\nfail-on = 'error'\n"
            "[[ignore-patterns]]\nregex = 'x'\ncodes = ['D']",
            True,
        ),
        ("[detectors.pycorrector]\nkenlm = 'x'", True),
        ("profile = 'ocr-noisy'", True),
        ("profile = 'ocr-two'", False),
        ("fail-on = 'fatal'", False),
        ("slect = []", False),
        ("select = ['']", False),
        ("min-confidence = 2", False),
        ("timeout = 0", True),
        ("timeout = 2.5", True),
        ("timeout = -1", False),
        ("timeout = '60'", False),
        ("lang = 'fr'", False),
        ("[[overrides]]\nfail-on = 'error'", False),
        ("[[overrides]]\npaths = ['a']\nlang = 'zh'", False),
        ("[[ignore-patterns]]\nregex = 'x'\ntext = 'y'", False),
        ("[[ignore-patterns]]\nreason = 'x'", False),
        ("gitignore = 'yes'", False),
    ],
)
def test_the_schema_and_the_reader_agree(tmp_path: Path, text: str, right: bool) -> None:
    validator = jsonschema.Draft7Validator(schema())
    assert validator.is_valid(tomllib.loads(text)) is right
    file = tmp_path / "proofer.toml"
    file.write_text(text)
    if right:
        load(file)
    else:
        with pytest.raises(ConfigError):
            load(file)
