"""The recipes of docs/archive.md run as they stand, as far as they run without a cluster."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("archive.md", "archive.zh-CN.md")


def blocks(page: str, language: str) -> list[str]:
    """Return the code of a language that a page has."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def run(command: list[str], folder: Path, code: int = 0, **variables: str) -> tuple[int, str]:
    """Run a command beside a `proofer` that says how it was called and ends with `code`."""
    stub = folder / "proofer"
    stub.write_text(f'#!/bin/sh\necho "$@"\nexit {code}\n', encoding="utf-8")
    stub.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        env={"PATH": path, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(os.name != "posix", reason="the recipes are for shells")
@pytest.mark.parametrize("page", PAGES)
def test_each_job_of_a_slurm_array_does_its_shard(tmp_path: Path, page: str) -> None:
    [script] = blocks(page, "bash")
    options = re.findall(r"--([a-z-]+)(?:=(\S+))?", script.splitlines()[1])
    array = dict(options)["array"]
    assert array == "1-64", "shards count from 1"
    found = run(
        ["bash", "-c", script], tmp_path, SLURM_ARRAY_TASK_ID="64", SLURM_ARRAY_TASK_COUNT="64"
    )
    assert found == (0, "archive run /work/rmrb --shard 64/64\n")


@pytest.mark.skipif(os.name != "posix", reason="the recipes are for shells")
def test_each_pod_of_a_kubernetes_job_does_its_shard(tmp_path: Path) -> None:
    [text] = blocks("archive.md", "yaml")
    job: dict[str, Any] = yaml.safe_load(text)
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "Job")
    spec = job["spec"]
    assert spec["completionMode"] == "Indexed", "a limit of failures by index is for these alone"
    pod = spec["template"]["spec"]
    [container] = pod["containers"]
    mounted = {each["name"] for each in container["volumeMounts"]}
    assert mounted == {each["name"] for each in pod["volumes"]}
    count = spec["completions"]
    for code, passes in ((0, True), (1, True), (2, True), (137, False)):
        failed, said = run(
            container["command"], tmp_path, code, JOB_COMPLETION_INDEX=str(count - 1)
        )
        assert said == f"archive run /work/rmrb --shard {count}/{count}\n"
        assert (failed == 0) is passes, f"the command ended with {code}"


@pytest.mark.parametrize("page", PAGES)
def test_the_python_of_the_recipes_is_python(page: str) -> None:
    found = blocks(page, "python")
    assert found
    for each in found:
        compile(each, page, "exec")
