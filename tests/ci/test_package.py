"""What is uploaded to a package index: built with hatchling, as `python -m build` does."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.paths import ROOT

for name in ("hatchling", "hatch_fancy_pypi_readme"):
    pytest.importorskip(name, reason=f"{name} is not installed")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def hatchling(*arguments: str) -> str:
    """Run a command of hatchling in this repository and return what it prints."""
    command = [sys.executable, "-m", "hatchling", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout


def test_the_source_distribution_holds_every_file_of_the_repository(tmp_path: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone: git cannot tell which files belong to the project")
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    hatchling("build", "--target", "sdist", "--directory", str(tmp_path))
    [archive] = tmp_path.iterdir()
    with tarfile.open(archive) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    assert not {*tracked.split("\0")} - {"", *names}, "its tests, docs and tools need them"


def test_links_of_the_readme_lead_to_files_in_a_clone_and_to_the_release_elsewhere() -> None:
    version, published = hatchling("metadata", "version").strip(), hatchling("metadata", "readme")
    links = _LINK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert _LINK.findall(published) == [absolute(link, version) for link in links]


def absolute(link: str, version: str) -> str:
    if link.startswith("https:"):
        return link
    assert (ROOT / link).is_file(), link
    if link.endswith((".svg", ".png", ".gif")):
        return f"https://raw.githubusercontent.com/proofer-zh/proofer/v{version}/{link}"
    return f"https://github.com/proofer-zh/proofer/blob/v{version}/{link}"
