"""docs/ci.md: every example is run, or read as the tool that it is for reads it."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.ci.conftest import Repository
from tests.paths import ROOT

ENGLISH, CHINESE = (ROOT / "docs" / name for name in ("ci.md", "ci.zh-CN.md"))
_CODE = re.compile(r"# exit code (\d)$")

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not there")


def blocks(kind: str, page: Path = ENGLISH) -> Iterator[str]:
    """Yield the examples of a kind: what follows the three backticks."""
    for match in re.finditer(
        r"^```([^\n]*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    ):
        if match[1] == kind:
            yield match[2]


def without_comments(text: str) -> list[str]:
    return [
        re.sub(r"\s+# .*$", "", line)
        for line in text.splitlines()
        if not line.startswith(("#", "--"))
    ]


def test_both_languages_have_the_same_examples() -> None:
    for kind in (
        "sh",
        "sh reviewdog",
        "sh docker",
        "sh completion",
        "yaml github",
        "yaml gitlab",
        "yaml pre-commit",
        "yaml prooferd",
    ):
        english, chinese = (list(blocks(kind, page)) for page in (ENGLISH, CHINESE))
        assert english, f"no example of {kind}"
        assert list(map(without_comments, english)) == list(map(without_comments, chinese))


@pytest.mark.parametrize("number", range(len(list(blocks("sh")))))
def test_commands_end_with_the_exit_code_that_is_written_there(
    repository: Repository, number: int
) -> None:
    for line in list(blocks("sh"))[number].splitlines():
        told = _CODE.search(line)
        repository.run(line, code=int(told[1]) if told else 0)


def test_reports_are_what_their_readers_take(repository: Repository) -> None:
    for line in list(blocks("sh"))[3].splitlines():
        repository.run(line, code=None)
    assert (
        json.loads((repository.folder / "proofer.sarif").read_text(encoding="utf-8"))["version"]
        == "2.1.0"
    )
    issues = json.loads(
        (repository.folder / "gl-code-quality-report.json").read_text(encoding="utf-8")
    )
    assert [each["check_name"].split()[0] for each in issues] == ["D001", "K001"]


def test_reviewdog_gets_diagnostics(repository: Repository) -> None:
    stand_in = repository.folder.parent / "bin" / "reviewdog"
    stand_in.write_text('#!/bin/sh\necho "$@" > arguments\ncat > diagnostics.json\n')
    stand_in.chmod(0o755)
    [command] = blocks("sh reviewdog")
    repository.run(command, code=1)
    assert "-f=rdjson" in (repository.folder / "arguments").read_text()
    found = json.loads((repository.folder / "diagnostics.json").read_text(encoding="utf-8"))
    assert len(found["diagnostics"]) == 2


def test_the_local_hook_does_what_ours_does() -> None:
    [text] = blocks("yaml prooferd")
    [[hook]] = [each["hooks"] for each in yaml.safe_load(text)["repos"]]
    ours = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]
    assert hook["entry"] == ours["entry"].replace("proofer", "prooferd", 1)
    assert {key: hook[key] for key in ("types_or", "require_serial")} == {
        key: ours[key] for key in ("types_or", "require_serial")
    }
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "prooferd" in scripts["project"]["scripts"]


def test_completion_is_taken_as_written(repository: Repository) -> None:
    [text] = blocks("sh completion")
    for line in text.splitlines():
        shell = re.findall(r"completion (\w+)", line)[0]
        if shutil.which(shell):
            (repository.folder.parent / ".config/fish/completions").mkdir(
                parents=True, exist_ok=True
            )
            repository.run(line if shell != "zsh" else f"zsh -f -c '{line}'")


def test_the_workflow_gives_the_action_what_it_takes() -> None:
    [text] = blocks("yaml github")
    workflow = yaml.safe_load(text)
    used = workflow["jobs"]["proofer"]["steps"][1]
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert set(used["with"]) <= set(action["inputs"])
    assert {name for name, each in action["inputs"].items() if each.get("required")} <= set(
        used["with"]
    )
    assert workflow["permissions"]["security-events"] == "write"


def test_the_gitlab_example_sets_variables_of_the_template() -> None:
    [text] = blocks("yaml gitlab")
    template = yaml.safe_load((ROOT / "templates/gitlab-ci.yml").read_text(encoding="utf-8"))
    assert set(yaml.safe_load(text)["variables"]) <= set(template["variables"])
