"""`proofer lint -`: a text of no file."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import PAGE, Proofer

SELECT = ("--select", "D001,K001")


class Stdin:
    """What comes on stdin, as bytes."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.fixture(autouse=True)
def piped(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("other.md").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", Stdin(PAGE.encode()))


def test_a_file_with_that_name_is_no_stdin(proofer: Proofer) -> None:
    Path("-").write_text("全文没有问题。\n", encoding="utf-8")
    result = proofer("lint", "./-", *SELECT, "--format", "concise", "--as-text")
    assert (result.code, result.out) == (0, ""), "the file is read, not what is piped"
    assert proofer("lint", "./-", *SELECT).code == 2, "it has no suffix"


def test_it_is_checked_alone(proofer: Proofer) -> None:
    result = proofer("lint", "-", *SELECT, "--format", "concise")
    assert result.code == 1
    assert [line.partition(" ")[0] for line in result.out.splitlines()] == [
        "stdin.txt:3:3:",
        "stdin.txt:3:16:",
    ], "and not the folder"


def test_it_is_checked_beside_files(proofer: Proofer) -> None:
    result = proofer("lint", "-", "other.md", *SELECT, "--statistics")
    assert "4  findings in 2 files" in result.out


def test_its_name_decides_the_format_and_the_configuration(
    proofer: Proofer, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("sub").mkdir()
    Path("sub/proofer.toml").write_text('ignore = ["D001"]\n', encoding="utf-8")
    text = "```\n他们的的工作\n```\n" + PAGE
    monkeypatch.setattr(sys, "stdin", Stdin(text.encode()))
    result = proofer("lint", "-", "--stdin-name", "sub/page.md", "--format", "concise")
    assert "sub/page.md:6:16: K001" in result.out
    assert "D001" not in result.out


def test_what_cannot_be_read_is_2(proofer: Proofer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin("会议".encode("gb18030") + b"\xff\xff\x80"))
    result = proofer("lint", "-", "--encoding", "utf-8")
    assert result.code == 2
    assert "decode" in result.err


def test_it_is_not_corrected_but_the_difference_is_shown(proofer: Proofer) -> None:
    assert proofer("lint", "-", "--fix").code == 2
    shown = proofer("lint", "-", *SELECT, "--diff", "--unsafe").out
    assert "\n+他们的的工作做得很好。这项工作已经全面完成。\n" in shown
    assert Path("other.md").read_text(encoding="utf-8") == PAGE


def test_the_difference_is_that_of_stdin_not_of_the_file_with_its_name(proofer: Proofer) -> None:
    Path("named.md").write_text("另一篇文章。\n", encoding="utf-8")
    shown = proofer("lint", "-", "--stdin-name", "named.md", *SELECT, "--diff", "--unsafe").out
    assert "+他们的的工作做得很好。这项工作已经全面完成。" in shown
