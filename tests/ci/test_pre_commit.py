"""The hooks, run by pre-commit from a local clone.

The hooks' own `language: python` would install this project and numpy once more, from the network;
`language: system` takes the command that is there. Everything else is as a user has it.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.conftest import CLEAN, PAGE, Repository
from tests.ci.test_docs import blocks
from tests.paths import ROOT

pytest.importorskip("pre_commit", reason="pre-commit is not installed")


@pytest.fixture
def hooks(repository: Repository) -> dict[str, Any]:
    """The configuration of the docs, with a clone of the hooks; a page is changed and added."""
    clone = repository.folder.parent / "hooks"
    clone.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", clone)
    made = Repository(clone, repository.environment)
    made.run("git init -q && git add -A && git commit -qm hooks && git tag v0.1.0")
    [text] = blocks("yaml pre-commit")
    config: dict[str, Any] = yaml.safe_load(text)
    [source] = config["repos"]
    assert {each["id"] for each in source["hooks"]} == {
        each["id"] for each in yaml.safe_load((clone / ".pre-commit-hooks.yaml").read_text())
    }
    source["repo"] = str(clone)
    for hook in source["hooks"]:
        hook["language"] = "system"
    (repository.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (repository.folder / ".prooferignore").write_text("drafts/\n")
    (repository.folder / "drafts").mkdir()
    (repository.folder / "drafts/c.md").write_text(PAGE, encoding="utf-8")
    repository.run("git add -A")
    return config


def commit(repository: Repository, *arguments: str) -> tuple[int, str]:
    done = repository.run(f"python -m pre_commit run {' '.join(arguments)}", code=None)
    return done.returncode, done.stdout + done.stderr


def test_a_commit_with_findings_is_stopped_and_one_without_is_not(
    repository: Repository, hooks: dict[str, Any]
) -> None:
    code, told = commit(repository)
    assert code == 0, told  # what is staged is configuration, and an ignored page
    page = repository.folder / "pages/b.md"
    page.write_text(PAGE, encoding="utf-8")
    repository.run("git add -A")
    code, told = commit(repository)
    assert code == 1
    assert "pages/b.md:3" in told
    page.write_text(CLEAN, encoding="utf-8")
    repository.run("git add -A")
    assert commit(repository)[0] == 0


def test_the_fixing_hook_corrects_and_then_passes(
    repository: Repository, hooks: dict[str, Any]
) -> None:
    page: Path = repository.folder / "pages/a.md"
    page.write_text("这项工作己经全面完成。\n", encoding="utf-8")
    repository.run("git add -A")
    code, told = commit(
        repository, "--hook-stage", "manual", "proofer-fix", "--files", "pages/a.md"
    )
    assert code == 1, told
    assert page.read_text(encoding="utf-8") == "这项工作已经全面完成。\n", told
    repository.run("git add -A")
    code, told = commit(
        repository, "--hook-stage", "manual", "proofer-fix", "--files", "pages/a.md"
    )
    assert code == 0, told
