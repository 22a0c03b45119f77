"""`proofer names PATHS`: the names in bylines, and which of them are too alike."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.cli import _common, _output
from proofer.cli._parser import add_command
from proofer.errors import EXIT_CLEAN, EXIT_ERROR, InputError
from proofer.messages import Language, Message

if TYPE_CHECKING:
    from proofer.detectors.byline_names import BylineName
    from proofer.detectors.name_collisions import Collision
    from proofer.document.document import Document

_MOST_PLACES = 6
"""Places of a name that the table shows."""
_HEADS = (
    Message("姓名", "name"),
    Message("署名", "credited"),
    Message("全文", "printed"),
    Message("身份", "as"),
    Message("位置", "places"),
)


@dataclass(frozen=True, slots=True)
class _Credit:
    """A credited name in a file."""

    mention: BylineName
    path: Path
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Ledger:
    """All credits of some files; `printed` counts each name everywhere in them."""

    credits: tuple[_Credit, ...]
    printed: Counter[str]
    collisions: tuple[Collision, ...]

    def by_name(self) -> list[tuple[str, list[_Credit]]]:
        """Return the credits of each name, the commonest name first."""
        groups: dict[str, list[_Credit]] = {}
        for credit in self.credits:
            groups.setdefault(credit.mention.name, []).append(credit)
        return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Message(
        "列出署名和职务后的姓名，并提示相近的姓名",
        "list the credited names and those that are too alike",
    )
    parser = add_command(commands, "names", run, language, summary)
    _common.add_paths(
        parser,
        "文件，或其中文本都要读的文件夹",
        "a file, or a folder whose text files are all read",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help=parser.text("输出的格式（默认 text）", "output format (text)"),
    )
    _common.add_reading(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the names of all files; 2 if one cannot be read."""
    ledger, complete = _read(arguments)
    if arguments.format == "json":
        _output.write_out(
            [json.dumps(_as_json(ledger), ensure_ascii=False, indent=2), "\n"], machines=True
        )
    else:
        _output.write_out(_as_text(ledger, arguments.language))
    return EXIT_CLEAN if complete else EXIT_ERROR


def _read(arguments: argparse.Namespace) -> tuple[_Ledger, bool]:
    from proofer.checking.pipeline import make_context
    from proofer.detectors.byline_names import merged
    from proofer.detectors.name_collisions import name_collisions
    from proofer.findings.report import Failure
    from proofer.formats import read

    credits: list[_Credit] = []
    printed: Counter[str] = Counter()
    texts: list[str] = []
    ledgers: list[Sequence[BylineName]] = []
    complete, context = True, None
    for config, files in _common.configured(
        _common.text_files(arguments.paths, arguments), arguments
    ):
        with _common.dictionary_errors():
            context = make_context(config)
        for path in files:
            try:
                document = read(path, **config.reading)
            except InputError as error:
                _output.tell_failure(Failure(path, error.message), arguments)
                complete = False
                continue
            ledgers.append(context.page(document).byline_names)
            credits += [_credit(each, path, document) for each in ledgers[-1]]
            texts.append(document.text)
    names = {credit.mention.name for credit in credits}
    for text in texts:
        printed.update({name: text.count(name) for name in names})
    found = name_collisions(merged(ledgers), context) if context else []
    return _Ledger(tuple(credits), printed, tuple(found)), complete


def _credit(mention: BylineName, path: Path, document: Document) -> _Credit:
    position = document.position(mention.span.start)
    return _Credit(mention, path, position.line, position.column)


def _as_json(ledger: _Ledger) -> dict[str, object]:
    names = [
        {
            "name": name,
            "credited": len(credits),
            "printed": ledger.printed[name],
            "places": [
                {
                    "path": str(each.path),
                    "line": each.line,
                    "column": each.column,
                    "role": each.mention.role,
                }
                for each in credits
            ],
        }
        for name, credits in ledger.by_name()
    ]
    near = [
        {"names": list(each.names), "difference": list(each.difference), "alike": each.alike}
        for each in ledger.collisions
    ]
    return {"names": names, "near": near}


def _as_text(ledger: _Ledger, language: Language) -> Iterator[str]:
    if not ledger.credits:
        yield Message("没有找到署名。\n", "No credited names.\n").render(language)
        return
    rows = [[head.render(language) for head in _HEADS]]
    for name, credits in ledger.by_name():
        roles = "、".join(
            role for role, _ in Counter(each.mention.role for each in credits).most_common()
        )
        rows.append([name, str(len(credits)), str(ledger.printed[name]), roles, _places(credits)])
    yield from _table(rows)
    if ledger.collisions:
        yield "\n" + Message("请核对相近的姓名：", "Names to compare:").render(language) + "\n"
        groups = dict(ledger.by_name())
        for collision in ledger.collisions:
            one, other = (f"{name}（{_places(groups[name])}）" for name in collision.names)
            yield f"  {one} — {other}\n"


def _places(credits: Sequence[_Credit]) -> str:
    """Return the first places: each file once, with its lines."""
    lines: dict[Path, list[int]] = {}
    for each in credits[:_MOST_PLACES]:
        lines.setdefault(each.path, []).append(each.line)
    shown = [f"{path}:{','.join(map(str, numbers))}" for path, numbers in lines.items()]
    return " ".join([*shown, "…"] if len(credits) > _MOST_PLACES else shown)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    from proofer.rendering.terminal import visible, width

    cells = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = (cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip() + "\n"
