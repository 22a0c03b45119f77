"""The command `proofer`: runs a subcommand and turns errors into messages and exit codes."""

import os
import sys

if (
    __name__ == "__main__"
    and not sys.flags.safe_path
    # not pathlib, which could be a module of theirs
    and sys.path[0] != os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120
):
    # `python -m proofer` looks for modules in the working folder first, and there may be anything
    # among other people's pages. Python itself has loaded what is imported above; it has not loaded
    # `__future__`, which is therefore not imported.
    del sys.path[0]

import argparse
import atexit
import gc
from collections.abc import Sequence
from importlib import import_module

from proofer import __version__
from proofer.cli._output import silence_stdout, write_out
from proofer.cli._parser import Parser, split_language
from proofer.errors import EXIT_ERROR, ProoferError, UsageError, reason
from proofer.messages import LANGUAGES, Language, Message, preferred_language

_EXIT_INTERRUPTED = 130
_LONGEST_PLACE = 200
"""Code points of a path that are shown where the system refuses it."""
"""As a shell reports a process that SIGINT ended: 128 + 2."""
_GC_THRESHOLDS = 300_000, 50, 50
"""New objects after which garbage is collected, and how often before older ones are looked at.

Entries and patterns are made by the ten thousand and stay: with Python's own thresholds, the
collector takes a tenth of a run.
"""
_COMMANDS = (
    "init",
    "lint",
    "archive",
    "review",
    "export",
    "decisions",
    "explain",
    "names",
    "rules",
    "dictionary",
    "eval",
    "lsp",
    "serve",
    "completion",
    "doctor",
)
"""Modules of `proofer.cli`, in the order of the help; only that of the command is imported."""
_NEEDS_ALL = "completion"
"""The command that asks what all others take."""


# At its end a process need not search for garbage, which takes 45 ms.
atexit.register(gc.freeze)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 clean, 1 findings, 2 errors."""
    gc.set_threshold(*_GC_THRESHOLDS)
    _replace_closed_streams()
    # Matrices are small: NumPy's threads would wait for each other longer than they compute.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    arguments = argparse.Namespace(language=preferred_language())
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv), arguments)
        write_out(())
        return code
    except ProoferError as error:
        from proofer.rendering.terminal import complain

        complain(f"proofer: {error.message.render(arguments.language)}")
        return EXIT_ERROR
    except KeyboardInterrupt:
        return _EXIT_INTERRUPTED
    except BrokenPipeError:
        silence_stdout()
        return EXIT_ERROR
    except OSError as error:
        return _refused_by_system(error, arguments.language)
    except Exception:
        # Python's own exit code for a crash is 1, which means findings here.
        _report_bug(arguments.language)
        return EXIT_ERROR


def _replace_closed_streams() -> None:
    """Put something in the place of a closed stream, for which Python has None.

    Otherwise the next file that is opened gets its number, and what is printed is written into it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "r"), ("stderr", "w")):
        if getattr(sys, name) is None:  # writing to stdout fails, as nobody would read it
            setattr(sys, name, open(os.devnull, mode))  # noqa: PTH123, SIM115 - open to the end


def _run(argv: list[str], arguments: argparse.Namespace) -> int:
    chosen, argv = split_language(argv)
    if chosen is not None and chosen not in LANGUAGES:
        raise UsageError(Message("--lang 应为 zh 或 en。", "--lang should be zh or en."))
    arguments.main = main  # for a process that runs further commands
    arguments.lang = chosen
    arguments.language = chosen or arguments.language
    is_one = argv[:1] != [_NEEDS_ALL] and bool(set(argv[:1]) & set(_COMMANDS))
    arguments.parser = _parser(arguments.language, argv[:1] if is_one else _COMMANDS)
    if not argv:
        arguments.parser.print_help(sys.stderr)
        return EXIT_ERROR
    _refuse_names_like_options(argv)
    _refuse_names_like_commands(argv[0])
    try:
        arguments.parser.parse_args(argv, namespace=arguments)
    except SystemExit as stop:  # --help, --version and errors of the command line end here
        return stop.code if isinstance(stop.code, int) else EXIT_ERROR
    code: int = arguments.run(arguments)
    return code


def _refuse_names_like_options(argv: Sequence[str]) -> None:
    """Refuse an option that may be meant as the name of a file, or be planted as one.

    Programs such as pre-commit pass the names of changed files on, whoever chose them.

    Raises:
        UsageError: if a file is called as an option before `--`.
    """
    options = argv[: argv.index("--")] if "--" in argv else argv
    for each in options:
        if each.startswith("-") and each != "-" and os.path.lexists(each):
            raise UsageError(
                Message(
                    f"有一个文件就叫“{each}”："
                    f"若指这个文件，请写 ./{each}；若是选项，请先把文件改名。",
                    f"a file is called {each}: if you mean it, write ./{each}; "
                    "if you mean the option, rename the file first.",
                )
            )


def _refuse_names_like_commands(first: str) -> None:
    """Refuse a file in the place of the command, with what it may be meant for.

    Raises:
        UsageError: if `first` is a path that is there and no command.
    """
    if first in _COMMANDS or first.startswith("-") or not os.path.lexists(first):
        return
    from shlex import quote

    name = quote(first)
    raise UsageError(
        Message(
            f"先写命令，再写文件：校对用 proofer review {name}，只要报告用 proofer lint {name}。",
            f"the command comes before the file: proofer review {name}, or, for a report, "
            f"proofer lint {name}.",
        )
    )


def _parser(language: Language, known: Sequence[str] = _COMMANDS) -> Parser:
    """Return the parser of the command line, with these commands."""
    parser = Parser(prog="proofer", language=language, epilog=_epilog(language))
    parser.description = parser.text(
        "校对 OCR 识别的中文报刊：找出疑问，逐处决定，写回改正后的文件。",
        "Proofread OCR'd Chinese newspapers: find doubtful places, decide each, "
        "write the corrected file.",
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"proofer {__version__}",
        help=parser.text("显示版本", "show the version"),
    )
    commands = parser.add_subparsers(
        prog=parser.prog,  # else argparse asks how wide the terminal is
        title=parser.text("命令", "commands"),
        metavar="COMMAND",
        required=True,
    )
    for name in known:
        import_module(f"proofer.cli.{name}").register(commands, language)
    return parser


def _epilog(language: Language) -> str:
    return Message(
        "退出码：0 没有疑问；1 有疑问；2 用法、配置或文件有误。",
        "Exit codes: 0 clean; 1 findings; 2 wrong usage, configuration or input.",
    ).render(language)


def _refused_by_system(error: OSError, language: Language) -> int:
    """Tell what the system refuses, such as a name that is too long or a folder that is gone."""
    is_gone = isinstance(error, FileNotFoundError)  # the working folder, if no file is named
    if error.filename is None and not is_gone:
        _report_bug(language)
        return EXIT_ERROR
    place = os.curdir if error.filename is None else os.fsdecode(error.filename)
    from proofer.rendering.terminal import complain

    shown = place if len(place) <= _LONGEST_PLACE else f"{place[:_LONGEST_PLACE]}…"
    why = reason(error)
    said = Message(f"{shown}：系统拒绝（{why.zh}）。", f"{shown}: {why.en}.")
    complain(f"proofer: {said.render(language)}")
    return EXIT_ERROR


def _report_bug(language: Language) -> None:
    import traceback

    traceback.print_exc()
    print(
        Message(
            f"proofer {__version__} 出现内部错误，没有改动任何文件。请把以上内容报告给开发者。",
            f"proofer {__version__}: internal error; please report the lines above.",
        ).render(language),
        file=sys.stderr,
    )


if __name__ == "__main__":
    sys.exit(main())
