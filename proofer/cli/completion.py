"""`proofer completion bash|zsh|fish`: completion for a shell, generated from the parsers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from shlex import quote
from typing import Any

from proofer.cli import _output
from proofer.cli._parser import add_command
from proofer.errors import EXIT_CLEAN
from proofer.messages import Language, Message


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command."""

    names: Sequence[str]
    help: str
    values: Sequence[str] | None
    """The words that may follow: none for a file; None if the option takes no value."""


@dataclass(slots=True)
class Command:
    """A command or subcommand."""

    words: tuple[str, ...]
    """What it is called, as `proofer dictionary add`."""
    help: str
    options: list[Option] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    """The words that may follow, subcommands or values of an argument, with their help."""
    subcommands: bool = False
    """Whether the words that may follow are subcommands."""


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Message("输出命令行补全脚本", "print the completion script of a shell")
    parser = add_command(commands, "completion", run, language, summary)
    parser.add_argument(
        "shell", choices=tuple(_SHELLS), help=parser.text("所用的 shell", "the shell")
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the script."""
    commands = list(_commands(arguments.parser, ("proofer",), "", _known()))
    _output.write_out(line + "\n" for line in _SHELLS[arguments.shell](commands))
    return EXIT_CLEAN


def _known() -> Mapping[str, Sequence[str]]:
    """Return the words that can stand for a metavar."""
    from proofer.checking.registry import detectors
    from proofer.cli._targets import FORMATS
    from proofer.config.keys import FAIL_ON

    codes = [word for each in detectors().values() for word in (each.code, each.name)]
    return {"CODE": codes, "CODES": codes, "NAME[=FILE]": FORMATS, "LEVEL": FAIL_ON}


def _commands(
    parser: argparse.ArgumentParser,
    words: tuple[str, ...],
    summary: str,
    known: Mapping[str, Sequence[str]],
) -> Iterator[Command]:
    command = Command(words, summary)
    inner: list[Command] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {each.dest: each.help or "" for each in action._choices_actions}
            command.values |= helps
            command.subcommands = True
            for name, sub in action.choices.items():
                inner += _commands(sub, (*words, name), helps.get(name, ""), known)
        elif action.option_strings:
            values = None if action.nargs == 0 else _values(action, known)
            command.options.append(Option(action.option_strings, action.help or "", values))
        else:
            command.values |= dict.fromkeys(_values(action, known), "")
    yield command
    yield from inner


def _values(action: argparse.Action, known: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return [str(each) for each in action.choices or known.get(str(action.metavar), ())]


def _bash(commands: Sequence[Command]) -> Iterator[str]:
    names = "|".join(quote(" ".join(each.words)) for each in commands[1:])
    yield "_proofer() {"
    yield "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}"
    yield "  local command=proofer word"
    yield '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do'
    yield '    case "$command $word" in'
    yield f'      {names}) command+=" $word" ;;'
    yield "    esac"
    yield "  done"
    yield "  COMPREPLY=()"
    yield '  case "$command:$prev" in'
    for command in commands:
        for option in command.options:
            if option.values is not None:
                names = "|".join(
                    quote(f"{' '.join(command.words)}:{name}") for name in option.names
                )
                yield f"    {names}) {_bash_values(option.values)}; return ;;"
    yield "  esac"
    yield '  case "$command" in'
    for command in commands:
        names = " ".join(name for option in command.options for name in option.names)
        yield f"    {quote(' '.join(command.words))})"
        yield f'      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W {quote(names)} -- "$cur"))'
        yield f"      else {_bash_values(list(command.values))}; fi ;;"
    yield "  esac"
    yield "}"
    yield "complete -o filenames -F _proofer proofer"


def _bash_values(values: Sequence[str]) -> str:
    wanted = f"-W {quote(' '.join(values))}" if values else "-f"
    return f'COMPREPLY=($(compgen {wanted} -- "$cur"))'


def _zsh(commands: Sequence[Command]) -> Iterator[str]:
    yield "whence compdef > /dev/null || { autoload -Uz compinit && compinit -i; }"
    yield "autoload -Uz bashcompinit && bashcompinit"
    yield from _bash(commands)


def _fish(commands: Sequence[Command]) -> Iterator[str]:
    for command in commands:
        seen = [f"__fish_seen_subcommand_from {word}" for word in command.words[1:]]
        if command.subcommands:
            seen.append(f"not __fish_seen_subcommand_from {' '.join(command.values)}")
        condition = f"-n {quote('; and '.join(seen))}" if seen else ""
        for value, summary in command.values.items():
            yield _fish_line(condition, f"-f -a {quote(value)}", summary)
        for option in command.options:
            yield _fish_line(condition, _fish_option(option), option.help)


def _fish_option(option: Option) -> str:
    names = " ".join(
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    )
    if option.values is None:
        return names
    return f"{names} -x -a {quote(' '.join(option.values))}" if option.values else f"{names} -r"


def _fish_line(condition: str, words: str, summary: str) -> str:
    text = summary.replace("%%", "%").replace("\\", "\\\\").replace("'", "\\'")
    description = f"-d '{text}'" if text else ""
    return " ".join(filter(None, ("complete -c proofer", condition, words, description)))


_SHELLS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
