"""`proofer dictionary add|check|list`: a project's own words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.cli import _common, _output
from proofer.cli._parser import Parser, add_command
from proofer.errors import EXIT_CLEAN, EXIT_FINDINGS, InputError, UsageError
from proofer.language.dictionary_format import KINDS, Problem
from proofer.messages import Language, Message
from proofer.rendering.terminal import visible

if TYPE_CHECKING:
    from proofer.config import Config


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Message("增加、检查、列出项目自己的词", "add, check and list the project's own words")
    parser = add_command(commands, "dictionary", None, language, summary)
    actions = parser.add_subparsers(
        title=parser.text("命令", "commands"),
        metavar="COMMAND",
        required=True,
    )
    _register_add(actions, parser)
    check_help = parser.text(
        "检查项目的词典（或给出的文件）", "check the project's dictionaries, or given files"
    )
    check: Parser = actions.add_parser(
        "check", language=language, help=check_help, description=check_help
    )
    check.set_defaults(run=check_dictionaries)
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    list_help = parser.text("列出项目的词", "list the project's words")
    listing: Parser = actions.add_parser(
        "list", language=language, help=list_help, description=list_help
    )
    listing.set_defaults(run=list_entries)
    listing.add_argument("kind", nargs="?", choices=KINDS)


def _register_add(actions: Any, parser: Parser) -> None:
    summary = parser.text("增加一个词", "add a word")
    add: Parser = actions.add_parser(
        "add", language=parser.language, help=summary, description=summary
    )
    add.set_defaults(run=add_entry)
    add.add_argument("kind", choices=KINDS, help=parser.text("词典的种类", "kind of dictionary"))
    add.add_argument("term", metavar="TERM")
    add.add_argument(
        "right",
        nargs="*",
        metavar="RIGHT",
        help=parser.text(
            "正确写法（只用于 confusions）", "the right form or forms (of confusions only)"
        ),
    )
    for name, zh, en in (
        (
            "--unless",
            "在这个较长的词里不算错，可重复",
            "not wrong inside this longer word; may be repeated",
        ),
        (
            "--category",
            "类别（terms、places、names），或重叠形式如 AABB",
            "category, or a pattern such as AABB",
        ),
        ("--reason", "为什么收这个词", "why the word is here"),
        ("--source", "出处", "where it comes from"),
    ):
        options: dict[str, Any] = (
            {"action": "append", "default": []} if name == "--unless" else {"default": ""}
        )
        add.add_argument(name, help=parser.text(zh, en), metavar="TEXT", **options)


def add_entry(arguments: argparse.Namespace) -> int:
    """Add a word to the project's dictionary of its kind, which is made if there is none yet."""
    from proofer.vocabulary.dictionary_files import Addition
    from proofer.vocabulary.project_dictionary import ProjectDictionary

    if bool(arguments.right) != (arguments.kind == "confusions"):
        raise UsageError(
            Message(
                "confusions 须在错误写法之后给出正确写法，其他种类不要给。",
                "confusions need the right form behind the wrong one; other kinds take none.",
            )
        )
    addition = Addition(
        arguments.kind,
        arguments.term,
        tuple(arguments.right),
        tuple(arguments.unless),
        arguments.reason,
        arguments.source,
        arguments.category,
    )
    path = ProjectDictionary(_project(arguments, make=True)).add(addition)
    _output.tell(Message(f"已加入 {path}", f"added to {path}"), arguments)
    return EXIT_CLEAN


def check_dictionaries(arguments: argparse.Namespace) -> int:
    """Print what is wrong with the dictionaries; 1 if anything is."""
    from proofer.vocabulary import dictionary_files

    paths = arguments.paths or _existing(_project(arguments))
    for path in paths:
        if not path.exists():
            raise InputError(Message(f"找不到词典 {path}。", f"no such dictionary: {path}"))
    problems = [problem for path in paths for problem in dictionary_files.check(path)]
    _output.write_out(_line(each, arguments.language) for each in problems)
    if not problems:
        _output.tell(Message("词典没有问题。", "the dictionaries are sound."), arguments)
    return EXIT_FINDINGS if problems else EXIT_CLEAN


def _line(problem: Problem, language: Language) -> str:
    message = Message(problem.message_zh, problem.message_en)
    return f"{problem.path}:{problem.line}: {message.render(language)}\n"


def list_entries(arguments: argparse.Namespace) -> int:
    """Print the project's entries, one a line: kind, term, right forms, reason and place."""
    _output.write_out(_entries(_project(arguments), arguments.kind))
    return EXIT_CLEAN


def _entries(config: Config, only: str | None) -> Iterator[str]:
    from proofer.language import dictionaries

    with _common.dictionary_errors():
        shipped = dictionaries.load()
        everything = dictionaries.load(_existing(config))
    for kind in KINDS:
        if only not in (None, kind):
            continue
        for term, entry in sorted(everything.kind(kind).items()):
            if shipped.kind(kind).get(term) != entry:
                yield (
                    "\t".join(
                        (kind, term, "|".join(entry.replacements), entry.reason, entry.origin)
                    )
                    + "\n"
                )


def _project(arguments: argparse.Namespace, *, make: bool = False) -> Config:
    """Return the project here; with `make`, one that is made if whoever is asked wants it."""
    from proofer.vocabulary.new_project import new_project
    from proofer.vocabulary.project_dictionary import no_project

    config = _common.config_for(Path(), arguments)
    if config.file is not None:
        return config
    if make and _wants_project(config.root, arguments):
        return new_project(config)
    raise no_project()


def _wants_project(root: Path, arguments: argparse.Namespace) -> bool:
    """Ask whether the folder shall be a project; where nobody can answer, it shall not."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    question = Message(
        f"这里还不是项目。新建 {root / 'proofer.toml'}？[y/N] ",
        f"this is no project yet. Make {root / 'proofer.toml'}? [y/N] ",
    )
    print(visible(question.render(arguments.language)), end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def _existing(config: Config) -> list[Path]:
    return [path for path in config.dictionaries if path.exists()]
