"""What is uploaded to a package index: built with hatchling, as `python -m build` does."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.ci.conftest import ROOT

pytest.importorskip("hatchling", reason="hatchling is not installed")


def test_the_source_distribution_holds_every_file_of_the_repository(tmp_path: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone: git cannot tell which files belong to the project")
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    command = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    [archive] = tmp_path.iterdir()
    with tarfile.open(archive) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    assert not {*tracked.split("\0")} - {"", *names}, "its tests, docs and tools need them"
