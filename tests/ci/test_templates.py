"""What other systems start: the steps of action.yml and of the GitLab template, the Dockerfile."""

from __future__ import annotations

import json
import re
import shutil
from typing import Any

import pytest
import yaml

import proofer
from tests.ci.conftest import Repository
from tests.paths import ROOT

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not there")


@pytest.fixture
def action() -> Any:
    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def step(action: Any, name: str) -> Any:
    [found] = [each for each in action["runs"]["steps"] if each.get("name") == name]
    return found


def outputs(repository: Repository) -> dict[str, str]:
    lines = (repository.folder / "output").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize(
    ("paths", "code"), [("pages/b.md", "0"), ("pages/", "1"), ("pages/ missing.md", "2")]
)
def test_the_action_reports_and_fails_as_lint_does(
    repository: Repository, action: Any, paths: str, code: str
) -> None:
    script = f"set -e\n{step(action, 'Lint')['run']}"
    done = repository.run(script, GITHUB_OUTPUT="output", PATHS=paths, ARGS="--fail-on info")
    assert outputs(repository) == {"exit-code": code, "sarif-file": "proofer.sarif"}
    results = json.loads((repository.folder / "proofer.sarif").read_text(encoding="utf-8"))["runs"][
        0
    ]["results"]
    assert len(results) == done.stdout.count("::warning") + done.stdout.count("::error file=pages")
    repository.run(step(action, "Result")["run"], code=int(code), CODE=code)


def test_the_action_does_not_take_a_path_for_a_command(repository: Repository, action: Any) -> None:
    paths = "pages/b.md;touch${IFS}gone $(touch gone)"
    repository.run(step(action, "Lint")["run"], GITHUB_OUTPUT="output", PATHS=paths, ARGS="")
    assert outputs(repository)["exit-code"] == "2"
    assert not (repository.folder / "gone").exists()
    for each in action["runs"]["steps"]:
        assert "${{" not in each.get("run", ""), "an expression inside a script would be executed"


def test_the_action_is_a_composite_one_that_names_all_it_uses(action: Any) -> None:
    assert action["runs"]["using"] == "composite"
    ids = {each["id"] for each in action["runs"]["steps"] if "id" in each}
    text = json.dumps(action)
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(action["inputs"])
    assert set(re.findall(r"steps\.([\w-]+)", text)) <= ids
    assert all("shell" in each for each in action["runs"]["steps"] if "run" in each)
    assert action["inputs"]["version"]["required"]


def test_the_gitlab_job_writes_its_artifact(repository: Repository) -> None:
    template = yaml.safe_load((ROOT / "templates/gitlab-ci.yml").read_text(encoding="utf-8"))
    job, variables = template["proofer"], template["variables"]
    for line in job["script"]:
        repository.run(line, code=1, **variables)
    report = repository.folder / job["artifacts"]["reports"]["codequality"]
    assert len(json.loads(report.read_text(encoding="utf-8"))) == 2
    assert variables["PROOFER_VERSION"] == proofer.__version__
    assert job["cache"]["paths"] == [".cache/proofer/"], "what pip keeps is run"
    assert (repository.folder / job["cache"]["paths"][0]).is_dir()


def test_the_cache_of_a_merge_request_is_no_branchs() -> None:
    template = yaml.safe_load((ROOT / "templates/gitlab-ci.yml").read_text(encoding="utf-8"))
    cache = template["proofer"]["cache"]

    def key(text: str, **variables: str) -> str:
        return re.sub(r"\$(\w+)", lambda match: variables.get(match[1], ""), text)

    branch = {"PROOFER_VERSION": "1", "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_REF_SLUG": "main"}
    request = branch | {"CI_MERGE_REQUEST_IID": "7"}  # of a fork, whose branch is called main, too
    assert key(cache["key"], **request) != key(cache["key"], **branch)
    assert [key(each, **request) for each in cache["fallback_keys"]] == [
        key(cache["key"], **branch)
    ], "it may read what the default branch wrote"


def test_the_image_is_not_run_by_root() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith("FROM"))
    users = [line.split()[1] for line in lines[last:] if line.startswith("USER")]
    assert users == ["proofer"]
    assert 'ENTRYPOINT ["proofer"]' in lines
