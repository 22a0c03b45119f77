"""The command itself: help, version, languages, and errors of the command line."""

from __future__ import annotations

import pytest

from proofer import __version__
from proofer.cli._parser import split_language
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
