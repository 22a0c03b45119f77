"""SECURITY.md says what is guarded, and by which test: each of them is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from tests.paths import ROOT
from tests.security.running import proofer

PAGE = "他们的的工作做得很好。\n"
_ROW = re.compile(r"^\| (?P<what>[^|]+) \| [^|]+ \| [^|]+ \| `(?P<file>[^:`]+)::(?P<test>\w+)` \|$")
ROWS = [
    match
    for line in (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
    if (match := _ROW.match(line))
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["test"]))
def test_each_row_has_its_test(row: re.Match[str]) -> None:
    tree = ast.parse((ROOT / row["file"]).read_text(encoding="utf-8"))
    there = {
        each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert row["test"] in there


def test_every_row_is_read_and_every_attack_is_in_a_row() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    [table] = re.findall(r"\| --- \| --- \| --- \| --- \|\n((?:\|.*\n)+)", text)
    assert len(ROWS) == table.count("\n")
    named = {row["test"] for row in ROWS}
    assert len(named) == len(ROWS), "one test guards one row"
    subjects = " ".join(row["what"] for row in ROWS)
    known = "configuration dictionaries baseline device links images plug-in cache decision git"
    assert not [each for each in known.split() if each not in subjects]


def test_with_isolated_no_configuration_of_the_folder_counts(tmp_path: Path) -> None:
    (tmp_path / "proofer.toml").write_text('ignore = ["D001"]\n')
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    command = ("lint", "--no-cache", "page.md")
    assert proofer(tmp_path, *command)[0] == 0
    assert proofer(tmp_path, *command, "--isolated")[0] == 1


def test_all_that_is_installed_or_run_for_others_is_pinned() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    used = [step["uses"] for step in action["runs"]["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each) for each in used), "a tag can be moved"
    template = yaml.safe_load((ROOT / "templates/gitlab-ci.yml").read_text(encoding="utf-8"))
    images = [template["proofer"]["image"]]
    docker = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    images += re.findall(r"^FROM (\S+)", docker, re.MULTILINE)
    assert all(re.search(r"@sha256:[0-9a-f]{64}$", each) for each in images)
    installs = [
        *re.findall(r"pip install[^&\n]*", docker),
        *(line for step in action["runs"]["steps"] for line in _lines(step.get("run", ""))),
        *template["proofer"]["before_script"],
    ]
    assert len([each for each in installs if "pip install" in each]) == 7
    assert all("--require-hashes" in each or "--no-deps" in each for each in installs)


def _lines(script: str) -> list[str]:
    return [line for line in script.splitlines() if "pip install" in line]


@pytest.mark.parametrize("name", ["runtime", "build"])
def test_the_pinned_packages_are_those_that_are_needed(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    pinned = re.split(r"\n(?=\S)", text.strip())
    assert all(re.match(r"[\w.-]+==\S+[^\n]*\\\n    --hash=sha256:", each) for each in pinned)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    start = "\ndependencies = [" if name == "runtime" else "\nbuild = ["
    needed = re.findall(r'"([\w.-]+)', project.partition(start)[2].partition("]")[0])
    assert needed
    assert {each.lower() for each in needed} <= {each.partition("=")[0] for each in pinned}
