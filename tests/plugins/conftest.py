"""The package of docs/plugins.md, installed as an installer leaves it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.paths import ROOT

PAGE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+\n# (\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))


@dataclass(frozen=True)
class Site:
    """A folder of installed packages, which processes have in their module path."""

    folder: Path

    def add(self, name: str, text: str) -> None:
        """Add a file of a package, or replace it."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def install(self, version: str = "1.0", pyproject: str = FILES["pyproject.toml"]) -> None:
        """Install the package by hand, for building it would need the network."""
        project = tomllib.loads(pyproject)["project"]
        information = f"{project['name'].replace('-', '_')}-1.0.dist-info"
        metadata = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {version}\n"
        self.add(f"{information}/METADATA", metadata)
        groups = (
            f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in entries.items())
            for group, entries in project["entry-points"].items()
        )
        self.add(f"{information}/entry_points.txt", "\n".join(groups))
        for name, text in FILES.items():
            if name.endswith(".py"):
                self.add(name, text)

    def run(self, *command: object) -> subprocess.CompletedProcess[str]:
        """Run Python with some arguments."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONUTF8": "1"}
        return subprocess.run(
            [sys.executable, *map(str, command)],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The example, installed."""
    site = Site(tmp_path / "site")
    site.install()
    return site


@pytest.fixture
def proofer(site: Site) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command in English, where the example is installed."""
    return lambda *arguments: site.run("-m", "proofer", "--lang", "en", *arguments)
