"""`proofer archive plan|run|status|merge`: a whole archive, on any number of machines."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.cli import _common, _output
from proofer.cli._archive_progress import ArchiveProgress
from proofer.cli._parser import Parser, add_command
from proofer.errors import EXIT_CLEAN, EXIT_ERROR, UsageError
from proofer.messages import Language, Message

if TYPE_CHECKING:
    from proofer.archive.plan import Measured, Plan
    from proofer.config import Config

_BATCH = 64
"""Files that a process measures at a time."""
_FORMATS = ("json", "jsonl", "html")


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Message(
        "在任意多台机器上检查整个档案库，结果与 lint 相同",
        "check a whole archive, on any number of machines, with the findings of lint",
    )
    parser = add_command(commands, "archive", None, language, summary)
    actions = parser.add_subparsers(
        title=parser.text("命令", "commands"), metavar="COMMAND", required=True
    )
    _add_plan(actions, language)
    _add_run(actions, language)
    status = add_command(
        actions, "status", status_plan, language, Message("看做到哪里", "say how far a plan is")
    )
    _add_folder(status)
    _add_merge(actions, language)


def _add_plan(actions: Any, language: Language) -> None:
    summary = Message(
        "把文件分成窗口，连同设置和词典写成计划",
        "divide the files into windows; write them down with the settings and dictionaries",
    )
    parser = add_command(actions, "plan", plan_archive, language, summary)
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help=parser.text(
            "文件、文件夹、通配符、METS，或 fsspec 读得了的网址（如 s3://…）",
            "a file, a folder, a pattern, METS, or a URL that fsspec reads (s3://…)",
        ),
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help=parser.text("计划和结果的文件夹", "the folder of the plan and its results"),
    )
    _common.add_files_from(parser)
    parser.add_argument(
        "--file-group",
        metavar="NAME",
        help=parser.text("读 METS 的哪个文件组", "the file group of METS to read"),
    )
    parser.add_argument(
        "--accept-above",
        type=_common.probability,
        metavar="P",
        help=parser.text(
            "另外写出改正的文件，采用可信度不低于 P 的首条建议",
            "also write corrected files, with each first suggestion of at least confidence P",
        ),
    )
    _add_jobs(parser)
    _common.add_selection(parser)


def _add_run(actions: Any, language: Language) -> None:
    summary = Message(
        "检查还没有做完的窗口；中断之后再运行一次就接着做",
        "check the windows that are not finished; run it again to go on after a break",
    )
    parser = add_command(actions, "run", run_plan, language, summary)
    _add_folder(parser)
    parser.add_argument(
        "--shard",
        type=_shard,
        metavar="I/N",
        help=parser.text(
            "只做 N 份中的第 I 份（从 1 数起），如 SLURM 的一个作业",
            "only share I of N (from 1 on), as one job of a SLURM array does",
        ),
    )
    engine = parser.add_mutually_exclusive_group()
    _add_jobs(engine, parser)
    engine.add_argument(
        "--dask",
        metavar="ADDRESS",
        help=parser.text(
            "在这个 Dask 集群上做（要装 proofer-zh[archive]）",
            "on the Dask cluster of this address (needs proofer-zh[archive])",
        ),
    )
    parser.add_argument(
        "--retry-failed",
        action="store_true",
        help=parser.text(
            "有文件没有检查成的窗口再做一遍", "do windows again in which files could not be checked"
        ),
    )


def _add_merge(actions: Any, language: Language) -> None:
    summary = Message(
        "把各部分并成一份结果：Parquet，和 JSON 或网页",
        "put the parts into one result: Parquet, and JSON or a page of figures",
    )
    parser = add_command(actions, "merge", merge_plan, language, summary)
    _add_folder(parser)
    parser.add_argument(
        "--format",
        action="append",
        type=_target,
        default=[],
        metavar="NAME=FILE",
        help=parser.text(
            f"另外写成 {'、'.join(_FORMATS)}，可多次给出（如 json=report.json）",
            f"also write {', '.join(_FORMATS)} (json=report.json); may be given several times",
        ),
    )


def _add_folder(parser: Parser) -> None:
    parser.add_argument(
        "plan",
        type=Path,
        metavar="PLAN",
        help=parser.text("archive plan 的 --out", "what archive plan had as --out"),
    )


def _add_jobs(group: Any, parser: Parser | None = None) -> None:
    text = (parser or group).text
    group.add_argument(
        "--jobs", type=_common.jobs, default=1, metavar="N", help=text("进程数", "processes (1)")
    )


def _shard(value: str) -> tuple[int, int]:
    number, slash, count = value.partition("/")
    if not (slash and number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise argparse.ArgumentTypeError(f"{value!r}: 1/4, 2/4 …")
    return int(number), int(count)


def _target(value: str) -> tuple[str, Path]:
    name, _, file = value.partition("=")
    if name not in _FORMATS or not file:
        raise argparse.ArgumentTypeError(f"{value!r}: {', '.join(_FORMATS)} = FILE")
    return name, Path(file)


def plan_archive(arguments: argparse.Namespace) -> int:
    """Write the plan; its files are read once for their sizes and digests."""
    from proofer.archive.plan import Settings, make_plan
    from proofer.archive.sources import found, is_url
    from proofer.cli._configuration import Configurations
    from proofer.linting.files import listed

    sources = list(arguments.sources)
    if arguments.files_from is not None:
        sources += map(os.fspath, listed(arguments.files_from))
    if not sources:
        raise UsageError(Message("缺少参数：SOURCE", "give a SOURCE or --files-from."))
    configurations = Configurations(arguments)
    names, left = found(
        sources,
        configurations.settings,
        as_text=bool(arguments.as_text),
        file_group=arguments.file_group,
    )
    if left is not None:
        _output.tell(left, arguments)
    local = [name for name in names if not is_url(name)]
    files = [
        (name, configurations.of(Path.cwd() / "page.txt" if is_url(name) else Path(name)))
        for name in names
    ]
    settings = Settings(
        arguments.language,
        arguments.accept_above,
        os.path.commonpath([os.path.dirname(name) for name in local]) if local else "",  # noqa: PTH120
    )
    progress = ArchiveProgress(arguments.language, len(files))
    with _common.dictionary_errors():
        plan = make_plan(
            arguments.out, files, _measures(files, arguments.jobs), settings, progress.planned
        )
    progress.clear()
    characters = sum(window.characters for window in plan.windows)
    count = len(plan.windows)
    _output.tell(
        Message(
            f"{arguments.out}：{len(files)} 个文件，{characters} 字，{count} 个窗口。",
            f"{arguments.out}: {len(files)} file{'' if len(files) == 1 else 's'}, {characters} "
            f"characters, {count} window{'' if count == 1 else 's'}.",
        ),
        arguments,
    )
    return EXIT_CLEAN


def _measures(files: Sequence[tuple[str, Config]], jobs: int) -> Iterator[Measured]:
    """Yield the measures of each file, in their order."""
    from proofer.archive.plan import measured_names
    from proofer.checking.checker import Checker
    from proofer.checking.workers import WorkerPool, result

    batches = [
        ([name for name, _ in group[at : at + _BATCH]], group[0][1])
        for _, same in groupby(files, lambda each: each[1].digest)
        for group in [list(same)]
        for at in range(0, len(group), _BATCH)
    ]
    if jobs == 1:
        checker = Checker()
        for batch in batches:
            yield from measured_names(checker, *batch)
        return
    with WorkerPool(jobs) as pool:
        for future in [pool.submit(measured_names, *batch) for batch in batches]:
            yield from result(future)


def run_plan(arguments: argparse.Namespace) -> int:
    """Check what is not finished; the exit code is that of the windows that are done now."""
    from proofer.archive import engines
    from proofer.archive.plan import Plan

    plan = Plan(arguments.plan)
    if arguments.retry_failed:
        _forget_failed(plan)
    number, count = arguments.shard or (1, 1)
    share = range(number - 1, len(plan.windows), count)
    finished = set(plan.finished())
    windows = [each for each in share if each not in finished]
    progress = ArchiveProgress(
        arguments.language, sum(plan.windows[each].characters for each in windows)
    )
    if arguments.dask is not None:
        done = engines.run_dask(plan, windows, arguments.dask)
    elif arguments.jobs > 1 and len(windows) > 1:
        done = engines.run_pool(plan, windows, min(arguments.jobs, len(windows)))
    else:
        done = engines.run_here(plan, windows)
    code = EXIT_CLEAN
    failures = 0
    with _common.dictionary_errors():
        for _, note in done:
            code = max(code, note["code"])
            failures += note["summary"]["failures"]
            progress.checked(note["characters"])
    progress.clear()
    left = len(plan.windows) - len(plan.finished())
    skipped = len(share) - len(windows)
    _output.tell(
        Message(
            f"做完 {len(windows)} 个窗口，{skipped} 个早已做完，整个计划还剩 {left} 个。",
            f"windows done: {len(windows)}, done before: {skipped}, left of the plan: {left}.",
        ),
        arguments,
    )
    if failures:
        _output.tell(_failed(failures), arguments)
    return code


def _forget_failed(plan: Plan) -> None:
    """Remove the parts in which something could not be checked."""
    from proofer.archive.arrow import read_note

    for number in plan.finished():
        path = plan.part("findings", number)
        if read_note(path)["summary"]["failures"]:
            path.unlink(missing_ok=True)


def _failed(count: int) -> Message:
    return Message(
        f"有 {count} 处没有检查成；详见 merge 的结果。",
        f"{count} failure{'' if count == 1 else 's'}: merge says what could not be checked.",
    )


def status_plan(arguments: argparse.Namespace) -> int:
    """Say how far the plan is; 2 if it is not finished or something could not be checked."""
    from proofer.archive.merging import status_of
    from proofer.archive.plan import Plan

    status = status_of(Plan(arguments.plan))
    share = status.checked / status.characters if status.characters else 1.0
    zh = (
        f"{status.finished} / {status.windows} 个窗口，"
        f"{status.checked} / {status.characters} 字（{share:.0%}）"
    )
    en = (
        f"{status.finished} of {status.windows} windows, "
        f"{status.checked} of {status.characters} characters ({share:.0%})"
    )
    lines = [
        Message(zh, en),
        Message(
            f"{status.findings} 处疑问，{status.failures} 处没有检查成",
            f"{status.findings} findings, {status.failures} failures",
        ),
    ]
    if status.cpu_seconds:
        rate = status.checked / status.cpu_seconds
        lines.append(
            Message(
                f"{status.cpu_seconds:.0f} 秒 CPU，每秒 {rate:.0f} 字",
                f"{status.cpu_seconds:.0f} s of CPU, {rate:.0f} characters a second",
            )
        )
    _output.write_out(f"{line.render(arguments.language)}\n" for line in lines)
    return EXIT_CLEAN if status.finished == status.windows and not status.failures else EXIT_ERROR


def merge_plan(arguments: argparse.Namespace) -> int:
    """Write the result; the exit code is the one that `lint` has for these files."""
    from proofer.archive import merging
    from proofer.archive.dashboard import page
    from proofer.archive.plan import Plan
    from proofer.rendering.terminal import complain

    merged = merging.merge(Plan(arguments.plan))
    forms = {"json": merging.as_json, "jsonl": merging.as_jsonl}
    for name, path in arguments.format:
        pieces = page(merged, arguments.language) if name == "html" else forms[name](merged)
        merging.write_text(path, pieces)
    summary = merged.summary
    _output.tell(
        Message(
            f"{arguments.plan}：{summary['documents']} 个文件，{summary['findings']} 处疑问。",
            f"{arguments.plan}: {summary['documents']} files, {summary['findings']} findings.",
        ),
        arguments,
    )
    if summary["failures"]:
        _output.tell(_failed(summary["failures"]), arguments)
        for path, text in merging.first_failures(merged):
            complain(f"  {text}" if path in text else f"  {path}: {text}")
    return merged.code
