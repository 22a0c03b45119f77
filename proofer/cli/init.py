"""`proofer init`: a configuration with comments, and proposals for the project's dictionary."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.cli import _common, _output
from proofer.cli._parser import add_command
from proofer.errors import EXIT_CLEAN, EXIT_ERROR, InputError, UsageError
from proofer.messages import Language, Message

if TYPE_CHECKING:
    from proofer.vocabulary.term_mining import Miner

EXAMPLES: Mapping[str, str] = {
    "select": '["D", "K001", "known-slip"]',
    "preset": '"quick"',
    "ignore": '["P001"]',
    "enable": '["pycorrector"]',
    "min-confidence": "0.5",
    "timeout": "60",
    "fail-on": '"warning"',
    "unsafe-confidence": "0.9",
    "encoding": '"gb18030"',
    "field": '["text"]',
    "as-text": "true",
    "profile": '"typing"',
    "dictionaries": '["dictionary"]',
    "lang": '"zh"',
    "exclude": '["drafts/", "*.tmp.txt"]',
    "gitignore": "true",
    "baseline": '"proofer-baseline.json"',
    "images": '"scans"',
    "reread": "true",
    "learn": "false",
    "author": '"王编辑"',
}
"""A value for each key that is not a table."""
TABLES: Mapping[str, str] = {
    "keys": '[keys]\naccept = "y, enter"\n',
    "overrides": '[[overrides]]\npaths = ["1950s/"]\nmin-confidence = 0.8\n',
    "ignore-patterns": "[[ignore-patterns]]\nregex = '（[^（）]*摄）'\n"
    'codes = ["D"]\nreason = "photo credits"\n',
}
"""An example of each table, except `[detectors]`: each detector has options of its own."""
_MIN_COUNT = 5
"""Occurrences from which on a word is proposed."""


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Message(
        "新建配置文件，可从页面中提出词典词条",
        "make a configuration, and propose words for a dictionary",
    )
    parser = add_command(commands, "init", run, language, summary)
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help=parser.text(
            "--dictionary 所读的文件或文件夹（默认当前文件夹）",
            "what --dictionary reads (this folder)",
        ),
    )
    parser.add_argument(
        "--dictionary",
        action="store_true",
        help=parser.text(
            "把页面中常见而词典不认识的词写入 dictionary/，供逐条核对",
            "write what the pages often print and no dictionary knows into dictionary/, "
            "to be looked through",
        ),
    )
    parser.add_argument(
        "--least",
        type=int,
        default=_MIN_COUNT,
        metavar="N",
        help=parser.text(
            f"至少出现 N 次的词（默认 {_MIN_COUNT}）",
            f"words that occur at least N times ({_MIN_COUNT})",
        ),
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help=parser.text("只显示将写入的内容", "only show what would be written"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the files that do not exist yet; 2 if a page could not be read."""
    if arguments.paths and not arguments.dictionary:
        raise UsageError(Message("PATH 须与 --dictionary 同用。", "PATH goes with --dictionary."))
    files = {Path("proofer.toml"): "".join(_configuration(arguments.language))}
    complete = True
    if arguments.dictionary:
        miner, complete = _mined(arguments)
        for kind, found in (("terms", miner.terms), ("names", miner.names)):
            if rows := list(found(arguments.least)):
                files[Path("dictionary", f"{kind}.tsv")] = _table(kind, rows, arguments.language)
    if arguments.dry_run:
        _output.write_out(f"# {path}\n{content}\n" for path, content in files.items())
        return EXIT_CLEAN if complete else EXIT_ERROR
    if not Path("proofer.toml").exists():
        from proofer.vocabulary.new_project import check_decisions_below

        check_decisions_below(Path())
    for path, content in files.items():
        _write(path, content, arguments)
    return EXIT_CLEAN if complete else EXIT_ERROR


def _configuration(language: Language) -> Iterator[str]:
    from proofer.config.keys import KEYS, OVERRIDES, OVERRIDES_MEANING

    yield Message(
        "# proofer 的配置。去掉行首的 # 即生效。\n",
        "# Configuration of proofer: take a # away to set a key.\n",
    ).render(language)
    for name, example in EXAMPLES.items():
        yield f"\n# {KEYS[name].meaning.render(language)}\n# {name} = {example}\n"
    for name, table in TABLES.items():
        meaning = OVERRIDES_MEANING if name == OVERRIDES else KEYS[name].meaning
        yield f"\n# {meaning.render(language)}\n" + "".join(
            f"# {line}\n" for line in table.splitlines()
        )


def _mined(arguments: argparse.Namespace) -> tuple[Miner, bool]:
    from proofer.checking.pipeline import make_context
    from proofer.formats import read_parts
    from proofer.vocabulary.term_mining import Miner

    miner, complete = Miner(), True
    arguments.encoding, arguments.config, arguments.isolated = None, None, False
    paths = arguments.paths or [Path()]
    for config, files in _common.configured(_common.text_files(paths, arguments), arguments):
        with _common.dictionary_errors():
            context = make_context(config)
        for path in files:
            try:
                for document in read_parts(path, **config.reading):
                    miner.read(document, context)
            except InputError as error:
                _output.tell(error.message, arguments)
                complete = False
    return miner, complete


def _table(kind: str, rows: Sequence[tuple[str, int]], language: Language) -> str:
    from proofer.language.dictionary_format import COLUMNS

    columns = COLUMNS[kind][0]
    lines = ["\t".join(columns)]
    for word, count in sorted(rows):
        reason = Message(f"在页面中出现 {count} 次", f"{count} times on the pages").render(language)
        values = {"reason": reason, "source": "proofer init"}
        lines.append("\t".join([word, *(values.get(column, "") for column in columns[1:])]))
    return "\n".join(lines) + "\n"


def _write(path: Path, content: str, arguments: argparse.Namespace) -> None:
    from proofer.files.replacing import cannot_write

    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
    except FileExistsError:
        _output.tell(
            Message(f"{path} 已经在了，没有改动。", f"{path} is already there and stays as it is."),
            arguments,
        )
        return
    except OSError as error:
        raise cannot_write(path, error) from error
    _output.tell(Message(f"写了 {path}", f"wrote {path}"), arguments)
