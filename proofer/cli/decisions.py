"""`proofer decisions PATH`: list decisions, or merge those of another file."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.cli import _common, _output
from proofer.cli._parser import add_command
from proofer.errors import EXIT_CLEAN, EXIT_FINDINGS, InputError, UsageError
from proofer.messages import Language, Message
from proofer.rendering.terminal import visible
from proofer.rendering.wording import local_time, with_elsewhere

if TYPE_CHECKING:
    from proofer.review.decisions import Decision
    from proofer.review.merging import Merge

_PREFERENCES = ("latest", "ours", "theirs")


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Message(
        "列出校对的决定；并入别人的决定，或套用到重新识别的同一版面",
        "list the decisions; merge another editor's, or replay those on an earlier OCR of the page",
    )
    parser = add_command(commands, "decisions", run, language, summary)
    _common.add_paths(parser, "校对过的文件或文件夹", "files or folders that were reviewed")
    parser.add_argument(
        "--learned",
        action="store_true",
        help=parser.text(
            "列出项目从各项决定中学到的内容", "list what the project has learned from its decisions"
        ),
    )
    parser.add_argument(
        "--forget",
        action="append",
        metavar="A→B",
        help=parser.text(
            "忘掉学到的一条（如 锆→锗，或检测器代码 M002），此后不再起作用；可重复",
            "forget something learned, a change or the code of a detector, for good; repeatable",
        ),
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help=parser.text("每行一个 JSON 对象", "a JSON object a line"),
    )
    parser.add_argument(
        "--merge",
        type=Path,
        metavar="FILE",
        help=parser.text(
            "并入另一个决定文件（.jsonl）：另一位编辑的，或同一版面先前识别文本的",
            "add the decisions of another file (.jsonl): another editor's, or those on an earlier "
            "OCR of the page",
        ),
    )
    parser.add_argument(
        "--prefer",
        choices=_PREFERENCES,
        default="latest",
        help=parser.text(
            "两边决定不同时，以较晚的（默认；互不知情时看时间）、我们的或对方的为准",
            "where both differ: the later one (default; by the clock where neither log knows the "
            "other), ours or theirs",
        ),
    )
    _common.add_reading(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the decisions on each file or what they taught, or merge others; 1 on conflicts."""
    files = _common.text_files(arguments.paths, arguments)
    if arguments.learned or arguments.forget:
        from proofer.cli._learned import tell_learned

        return tell_learned(files, arguments)
    if arguments.merge is None:
        _output.write_out(line for file in files for line in _listing(file, arguments))
        return EXIT_CLEAN
    if len(files) != 1:
        raise UsageError(Message("--merge 只能用于一个文件。", "--merge takes a single file."))
    return _merge(files[0], arguments)


def _listing(file: Path, arguments: argparse.Namespace) -> Iterator[str]:
    from proofer.formats import read
    from proofer.review.decisions import Verdict, latest
    from proofer.review.merging import place_of
    from proofer.review.store import read_decisions

    config = _common.config_for(file, arguments)
    document = read(file, **config.reading)
    held = [
        each
        for each in latest(read_decisions(config.root, file))
        if each.verdict is not Verdict.WITHDRAWN
    ]
    placed = [(span.start if (span := place_of(each, document)) else None, each) for each in held]
    for start, each in sorted(placed, key=lambda pair: (pair[0] is None, pair[0] or 0)):
        line = None if start is None else document.position(start).line
        yield (
            _as_json(file, line, each)
            if arguments.json
            else _as_text(file, line, each, arguments.language)
        )


def _as_json(file: Path, line: int | None, decision: Decision) -> str:
    record = {"path": file.as_posix(), "line": line, **decision.to_json()}
    return json.dumps(record, ensure_ascii=False) + "\n"


def _as_text(file: Path, line: int | None, decision: Decision, language: Language) -> str:
    from proofer.review.decisions import VERDICT_NAMES

    where = (
        f"{file}:{line}"
        if line
        else f"{file}: " + Message("（失位）", "(place lost)").render(language)
    )
    what = decision.anchor.exact + _change(decision, language)
    who = "  ".join(filter(None, (decision.author, local_time(decision.time), decision.note)))
    verdict = VERDICT_NAMES[decision.verdict].render(language)
    return visible(f"{where}: {decision.code} {verdict}: {what}  {who}") + "\n"


def _merge(file: Path, arguments: argparse.Namespace) -> int:
    from proofer.formats import read, read_bytes
    from proofer.review.decisions import StepMark
    from proofer.review.history import utc_now
    from proofer.review.merging import merge
    from proofer.review.records import parse
    from proofer.review.store import LARGEST, DecisionStore

    if not arguments.merge.is_file():
        raise InputError(
            Message(
                f"找不到决定文件 {arguments.merge}。", f"no such decision file: {arguments.merge}"
            )
        )
    config = _common.config_for(file, arguments)
    document = read(file, **config.reading)
    with DecisionStore.open(config.root, document) as store:
        mark = StepMark(utc_now())
        theirs = parse(arguments.merge, read_bytes(arguments.merge, most=LARGEST)).decisions
        merged = merge(document, store.decisions, theirs, arguments.prefer)
        store.append([replace(each, mark=mark) for each in merged.added])
    _tell(file, merged, arguments)
    return EXIT_FINDINGS if merged.conflicts else EXIT_CLEAN


def _tell(file: Path, merged: Merge, arguments: argparse.Namespace) -> None:
    added, lost = len(merged.added), len(merged.lost)
    _output.tell(
        Message(
            f"{file}：并入 {added} 处决定，{len(merged.conflicts)} 处两边不同，"
            f"{lost} 处在文中找不到位置，没有并入。",
            f"{file}: {added} decisions added, {len(merged.conflicts)} conflicts, "
            f"{lost} without a place left out.",
        ),
        arguments,
    )
    for conflict in merged.conflicts:
        exact = conflict.ours.anchor.exact
        one, other = (
            _described(each, arguments.language) for each in (conflict.ours, conflict.theirs)
        )
        _output.tell(
            Message(
                f"“{exact}”：我们 {one}，对方 {other}", f"“{exact}”: ours {one}, theirs {other}"
            ),
            arguments,
        )
    for decision in merged.lost:
        quote = decision.anchor.exact
        _output.tell(Message(f"“{quote}”找不到位置", f"“{quote}” has no place"), arguments)


def _described(decision: Decision, language: Language) -> str:
    from proofer.review.decisions import VERDICT_NAMES

    verdict = VERDICT_NAMES[decision.verdict].render(language)
    change, time = _change(decision, language), local_time(decision.time)
    return f"{verdict}{change} ({decision.author}, {time})"


def _change(decision: Decision, language: Language) -> str:
    """Return what a decision makes of the quote, behind an arrow; nothing if it leaves the text."""
    if not decision.changes:
        return ""
    length = len(decision.anchor.exact)
    elsewhere = [
        (each.offset >= length, each.length, each.new)
        for each in decision.changes
        if not decision.independent and not 0 <= each.offset <= each.offset + each.length <= length
    ]
    return f" → {with_elsewhere(decision.replacement, elsewhere, language)}"
