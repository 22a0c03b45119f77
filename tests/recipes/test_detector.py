"""The recipe for a detector, followed to the letter in a copy of the project, passes its tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT

RECIPE = ROOT / "docs" / "recipes" / "detector.py"
PARTS = ("dictionaries", "docs", "fixtures", "proofer", "tests", "tools")
CHECKS = (
    "tests/checking/test_registry.py",
    "tests/cli/test_rules.py",
    "tests/detectors/test_examples.py",
    "tests/reports/test_golden.py",
)
"""What tests every detector."""
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the repository with the recipe in it, the last step not done."""
    folder = tmp_path_factory.mktemp("repository")
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copy(RECIPE, folder / "proofer" / "detectors" / "characters" / "ellipsis.py")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def run(copy: Path) -> Run:
    """Python in the copy."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )

    return run


def test_until_the_lists_are_written_the_tests_name_the_command(run: Run) -> None:
    before = run("-m", "pytest", "-q", "-p", "no:cacheprovider", *CHECKS[:1], *CHECKS[3:])
    failed = [line for line in before.stdout.splitlines() if line.startswith("FAILED")]
    assert len(failed) == 4, before.stdout
    assert before.stdout.count("python -m tools.docs.rules") >= len(failed)


def test_then_all_passes(run: Run) -> None:
    written = run("-m", "tools.docs.rules")
    assert written.returncode == 0, written.stderr
    after = run("-m", "pytest", "-q", "-p", "no:cacheprovider", *CHECKS)
    assert after.returncode == 0, after.stdout
    assert "P031" in run("-m", "proofer", "--lang", "en", "rules").stdout


def test_the_recipe_is_clean_and_typed(copy: Path, run: Run) -> None:
    pytest.importorskip("mypy")
    checked = run("-m", "mypy", "--strict", "--cache-dir", str(copy / "mypy"), str(RECIPE))
    assert checked.returncode == 0, checked.stdout
