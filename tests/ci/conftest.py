"""A repository with pages, and the command as a CI finds it: on the PATH."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.paths import ROOT

PAGE = "# 年度总结会\n\n他们的的工作做得很好。这项工作己经全面完成。\n"
CLEAN = "今天的会议开得很好。\n"


@dataclass(frozen=True)
class Repository:
    """A folder under git, with an environment in which `proofer` is this one."""

    folder: Path
    environment: dict[str, str]

    def run(
        self, command: str, *, code: int | None = 0, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a line in bash and see that it ends with `code`."""
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=self.folder,
            env=self.environment | variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert code in (None, done.returncode), (
            f"{command}\n{done.returncode}\n{done.stdout}\n{done.stderr}"
        )
        return done


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A project with a page of two commits, and one that is clean."""
    programs, pages = tmp_path / "bin", tmp_path / "repository" / "pages"
    programs.mkdir()
    pages.mkdir(parents=True)
    script = programs / "proofer"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m proofer "$@"\n')
    script.chmod(0o755)
    environment = os.environ | {
        "PATH": os.pathsep.join(
            (str(programs), str(Path(sys.executable).parent), os.environ["PATH"])
        ),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
        "HOME": str(tmp_path),
        "LANG": "en_US.UTF-8",
        "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    for name in ("LC_ALL", "LC_MESSAGES"):
        environment.pop(name, None)
    (tmp_path / "gitconfig").write_text(
        "[user]\nname = a\nemail = a@b\n[init]\ndefaultBranch = main\n"
    )
    made = Repository(pages.parent, environment)
    (pages / "a.md").write_text(CLEAN, encoding="utf-8")
    (pages / "b.md").write_text(CLEAN, encoding="utf-8")
    (pages.parent / "proofer.toml").write_text('select = ["D001", "K001"]\n')
    made.run("git init -q && git add -A && git commit -qm first")
    (pages / "a.md").write_text(PAGE, encoding="utf-8")
    made.run("git commit -qam second")
    return made
