"""The command itself: help, version, languages, and errors of the command line."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from proofer import __version__
from proofer.cli._parser import split_language
from proofer.rendering.terminal import width
from tests.cli.conftest import Proofer

COMMANDS = (
    "lint",
    "review",
    "export",
    "decisions",
    "explain",
    "names",
    "dictionary",
    "eval",
    "doctor",
)


def test_version(proofer: Proofer) -> None:
    result = proofer("--version")
    assert (result.code, result.out) == (0, f"proofer {__version__}\n")


@pytest.mark.parametrize("command", [(), *((each,) for each in COMMANDS), ("dictionary", "add")])
def test_help_is_in_the_chosen_language(
    proofer: Proofer, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    english = proofer(*command, "--help")
    assert english.code == 0
    assert english.out.startswith("usage: proofer")
    assert not any("\u4e00" <= character <= "\u9fff" for character in english.out), (
        "Chinese in the English help"
    )
    chinese = proofer("--lang", "zh", *command, "-h")
    assert chinese.code == 0
    assert chinese.out.startswith("用法： proofer")
    assert "options" not in chinese.out
    assert "show this help" not in chinese.out
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert proofer(*command, "--help").out == chinese.out
    assert proofer(*command, "--help", "--lang=en").out == english.out


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("lnt",),
        ("lint",),
        ("lint", "--formt", "x", "page.md"),
        ("lint", "a", "--format", "x"),
        ("--lang", "fr", "lint"),
        ("lint", "--lang"),
    ],
)
def test_a_wrong_command_line_is_2_and_told_on_stderr(
    proofer: Proofer, arguments: tuple[str, ...]
) -> None:
    result = proofer(*arguments)
    assert result.code == 2
    assert result.out == ""
    assert result.err


def test_a_file_without_a_command_is_answered_with_the_command(proofer: Proofer) -> None:
    Path("第 1 版.md").write_text("全文没有问题。\n", encoding="utf-8")
    for language, words in (("zh", "先写命令，再写文件"), ("en", "comes before the file")):
        result = proofer("--lang", language, "第 1 版.md")
        assert (result.code, result.out) == (2, "")
        assert words in result.err
        assert "proofer review '第 1 版.md'" in result.err
    assert "invalid choice" in proofer("nowhere.md").err, "no such file: a slip in a command"


def test_without_a_command_the_help_is_shown(proofer: Proofer) -> None:
    assert "review " in proofer().err
    assert "逐处校对" in proofer("--lang", "zh").err


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("lnit",), "Did you mean lint?"),
        (("lint", "a.md", "--formt", "text"), "Did you mean --format?"),
        (("--lang", "zh", "reveiw"), "是不是想写 review？"),
        (("dictionary", "chek"), "Did you mean check?"),
        (("lint", "a.md", "--zzzzzz"), ""),
        (("decisions", "a.md", "--accept-above"), ""),
    ],
)
def test_a_slip_is_answered_with_what_may_have_been_meant(
    proofer: Proofer, arguments: tuple[str, ...], meant: str
) -> None:
    error = proofer(*arguments).err
    assert meant in error
    assert meant or "mean" not in error


@pytest.mark.parametrize("command", ["lint", "export", "review", "decisions", "rules"])
def test_no_help_text_cuts_a_word(proofer: Proofer, command: str) -> None:
    lines = proofer("--lang", "zh", command, "--help").out.split("\n")
    assert all(width(line) <= 100 for line in lines)
    for line, following in itertools.pairwise(lines):
        last, first = line[-1:], following.strip()[:1]
        cut = last.isascii() and last.isalnum() and first.isascii() and first.isalnum()
        assert not (cut and following.startswith(" " * 20)), (line, following)
        assert first not in tuple("，。、；：）") or not following.startswith(" " * 20), following


def test_errors_are_in_chinese_too(proofer: Proofer) -> None:
    assert "缺少参数：PATH" in proofer("lint", "--lang", "zh").err
    assert "值 'x' 无效" in proofer("lint", "--lang", "zh", "a", "--format", "x").err
    assert "不认识的参数：--formt" in proofer("--lang", "zh", "lint", "a", "--formt").err
    assert "没有这个文件" in proofer("--lang", "zh", "lint", "nowhere.md").err


@pytest.mark.parametrize(
    ("arguments", "language", "rest"),
    [
        (["lint", "a"], None, ["lint", "a"]),
        (["--lang", "zh", "lint"], "zh", ["lint"]),
        (["lint", "--lang=en", "a"], "en", ["lint", "a"]),
        (["lint", "--lang"], "", ["lint"]),
        (["lint", "--", "--lang", "zh"], None, ["lint", "--", "--lang", "zh"]),
    ],
)
def test_the_language_is_taken_out_wherever_it_stands(
    arguments: list[str], language: str | None, rest: list[str]
) -> None:
    assert split_language(arguments) == (language, rest)


@pytest.mark.parametrize("name", ["字" * 100 + ".md", "x" * 300 + ".md"])
def test_a_name_that_the_system_refuses_is_told_and_no_bug(proofer: Proofer, name: str) -> None:
    result = proofer("lint", name)
    assert result.code == 2
    assert "internal error" not in result.err
    assert result.err.startswith(f"proofer: {name[:50]}")


def test_a_working_folder_that_is_gone_is_told(proofer: Proofer, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    os.chdir(folder)
    folder.rmdir()
    result = proofer("lint", "page.md")
    assert (result.code, "internal error" in result.err) == (2, False)


def test_an_empty_path_is_not_the_working_folder(proofer: Proofer) -> None:
    Path("page.md").write_text("他们的的工作做得很好。\n", encoding="utf-8")
    result = proofer("lint", "")
    assert (result.code, result.out) == (2, "")
    assert "a path is empty" in result.err
