"""Whose name decisions are signed with."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from proofer.config import Config
from proofer.review.author import author


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """A user whom git does not know."""
    monkeypatch.delenv("GIT_AUTHOR_NAME", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / "gitconfig"))
    monkeypatch.setattr(getpass, "getuser", lambda: "login")


def test_the_configuration_comes_first_then_git_then_the_login(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    assert author(Config()) == "login"
    (home / "gitconfig").write_text("[user]\n\tname = 李编辑\n", encoding="utf-8")
    assert author(Config()) == "李编辑"
    monkeypatch.setenv("GIT_AUTHOR_NAME", "张编辑")
    assert author(Config()) == "张编辑"
    assert author(Config(author="王编辑")) == "王编辑"


def test_the_name_in_a_repository_does_not_count(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("objects", "refs"):
        (tmp_path / ".git" / name).mkdir(parents=True)
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / ".git/config").write_text("[user]\n\tname = somebody else\n")
    monkeypatch.chdir(tmp_path)
    assert author(Config()) == "login"


def test_a_name_is_one_short_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert author(Config(author=" 王\x1b[2J\n编辑 ")) == "王[2J编辑"
    assert len(author(Config(author="王" * 500))) == 80
    assert author(Config(author="\n")) == "login", "what cannot be seen is no name"


def test_somebody_without_any_name_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> str:
        raise KeyError("uid")

    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(getpass, "getuser", unknown)
    assert author(Config()) == ""
