"""argparse that speaks the editor's language."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from proofer.errors import EXIT_ERROR
from proofer.messages import LANGUAGES, Language, Message

_ARGPARSE_ZH = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"one of the arguments (.*) is required", r"必须给出以下参数之一：\1"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 不能与 \2 同用"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1 的值 \2 无效，可选：\3"),
    (r"argument (.*): expected one argument", r"\1 需要一个值"),
    (r"argument (.*): expected at least one argument", r"\1 至少需要一个值"),
    (r"argument (.*?): unknown encoding (.*)", r"\1：没有 \2 这种编码"),
    (r"argument (.*?): (.*)", r"\1：\2"),
)


_COLUMNS = 80
"""Columns where nobody says how wide the terminal is."""
_MARGIN = 2
"""Columns that argparse leaves free on the right."""


def _columns() -> int:
    """Return the columns of the terminal as `shutil` does, whose import takes 2 ms.

    argparse asks for each option, if only to check it.
    """
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    if sys.__stdout__ is not None:
        with suppress(ValueError, OSError):  # closed, or no terminal
            return os.get_terminal_size(sys.__stdout__.fileno()).columns or _COLUMNS
    return _COLUMNS


class HelpFormatter(argparse.HelpFormatter):
    """Wraps help by columns: Chinese between characters, words and options never inside."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - _MARGIN)

    def _split_lines(self, text: str, width: int) -> list[str]:
        from proofer.rendering.terminal import wrapped

        return wrapped(" ".join(text.split()), width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        from proofer.rendering.terminal import wrapped

        lines = wrapped(" ".join(text.split()), width - len(indent))
        return "\n".join(indent + line for line in lines)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser with headings and errors in `language` and without abbreviated options."""

    def __init__(self, *, language: Language, **options: Any) -> None:
        own = {"add_help": False, "allow_abbrev": False, "formatter_class": HelpFormatter}
        super().__init__(**{**options, **own})
        self.language = language
        self._positionals.title = Message("参数", "arguments").render(language)
        self._optionals.title = Message("选项", "options").render(language)
        self.add_argument(
            "-h", "--help", action="help", help=self.text("显示这份说明", "show this help")
        )
        # only for the help: split_language has taken it out of the arguments
        self.add_argument(
            "--lang",
            choices=LANGUAGES,
            default=argparse.SUPPRESS,
            help=self.text(
                "说明和消息的语言（默认随系统）", "language of help and messages (the locale's)"
            ),
        )

    def text(self, zh: str, en: str) -> str:
        """Return the text in the language of the parser."""
        return Message(zh, en).render(self.language)

    def format_help(self) -> str:
        """Return the help with its first word translated."""
        return self._translated_usage(super().format_help())

    def format_usage(self) -> str:
        """Return the usage with its first word translated."""
        return self._translated_usage(super().format_usage())

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Refuse here what a command does not know: only it can say what its options are."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def _nearest(self, message: str) -> str:
        """Return what an unknown command or option may have meant; nothing if that is not known."""
        from proofer.config import nearest

        choice = re.search(r"invalid choice: '(.*)' \(choose from (.*)\)", message)
        if choice:
            return nearest(choice[1], tuple(re.findall(r"[\w-]+", choice[2]))).render(self.language)
        option = re.search(r"unrecognized arguments: (--[\w-]+)", message)
        return nearest(option[1], tuple(self._options())).render(self.language) if option else ""

    def _options(self) -> Iterator[str]:
        """Yield the long options of this parser."""
        for action in self._actions:
            yield from (each for each in action.option_strings if each.startswith("--"))

    def _translated_usage(self, text: str) -> str:
        return re.sub(r"^usage:", "用法：", text) if self.language == "zh" else text

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print help and version with the errors of writing, which argparse swallows.

        Raises:
            OutputError: if stdout cannot be written.
        """
        if file not in (None, sys.stdout):
            super()._print_message(message, file)
            return
        from proofer.cli._output import write_out

        write_out([message])

    def error(self, message: str) -> NoReturn:
        """Print the error on stderr, and where the usage is told, and exit with 2."""
        near = self._nearest(message)
        if self.language == "zh":
            for english, chinese in _ARGPARSE_ZH:
                if re.fullmatch(english, message, re.DOTALL):
                    message = re.sub(english, chinese, message, flags=re.DOTALL)
                    break
        from proofer.rendering.terminal import complain

        complain(f"{self.prog}: {message}{self.text('。', '.') + near if near else ''}")
        complain(self.text(f"用法见 {self.prog} --help。", f"See {self.prog} --help."))
        self.exit(EXIT_ERROR)


def add_command(
    commands: Any,
    name: str,
    run: Callable[[argparse.Namespace], int] | None,
    language: Language,
    summary: Message,
) -> Parser:
    """Add a subcommand and return its parser.

    Args:
        commands: what `add_subparsers` returned.
        name: of the subcommand.
        run: does its work and returns the exit code; None if subcommands of its own do.
        language: of its help.
        summary: of what it does.
    """
    text = summary.render(language)
    parser: Parser = commands.add_parser(name, language=language, help=text, description=text)
    if run is not None:
        parser.set_defaults(run=run)
    return parser


def split_language(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take `--lang X` or `--lang=X` out of the arguments, wherever it stands before a `--`.

    It must be known before the parsers are built, whose help is in that language.
    """
    value: str | None = None
    rest: list[str] = []
    position = 0
    while position < len(arguments):
        argument = arguments[position]
        if argument == "--":
            return value, [*rest, *arguments[position:]]
        if argument.startswith("--lang="):
            value = argument.removeprefix("--lang=")
        elif argument == "--lang":
            position += 1
            value = arguments[position] if position < len(arguments) else ""
        else:
            rest.append(argument)
        position += 1
    return value, rest
