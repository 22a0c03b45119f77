"""The command as a user runs it, in an empty folder, in English."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from proofer.__main__ import main
from proofer.checking.pipeline import check
from proofer.formats import read
from proofer.review.session import ReviewSession
from proofer.review.store import DecisionStore


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


Proofer = Callable[..., Result]
PAGE = "# 年度总结会\n\n他们的的工作做得很好。这项工作己经全面完成。\n"
FIXED = "# 年度总结会\n\n他们的工作做得很好。这项工作已经全面完成。\n"
CLEAN = "今天的会议开得很好。\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder and an English locale."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    return tmp_path


@pytest.fixture
def proofer(capsys: pytest.CaptureFixture[str]) -> Proofer:
    """Run the command with some arguments; return its exit code, stdout and stderr."""

    def run(*arguments: object) -> Result:
        capsys.readouterr()
        code = main([str(each) for each in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


def decide(path: Path, quote: str, replacement: str | None) -> None:
    """Replace or, with None, reject the finding that quotes `quote`, as the review does."""
    from proofer.config import for_folder

    config = for_folder(path.parent)
    report = check([path], config).documents[0]
    with DecisionStore.open(config.root, read(path)) as store:
        session = ReviewSession(report, store)
        finding = next(each for each in session.findings if each.quote == quote)
        if replacement is None:
            session.reject(finding)
        else:
            session.accept_with(finding, replacement)
