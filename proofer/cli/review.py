"""`proofer review PATH...

`: decide each finding in the terminal, in one file or in all files of a folder.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.cli import _common, _output
from proofer.cli._parser import add_command
from proofer.cli._progress import StatusLine
from proofer.errors import EXIT_CLEAN, EXIT_ERROR, ProoferError, UsageError
from proofer.messages import Language, Message, install_command

if TYPE_CHECKING:
    from proofer.review.collection import ReviewCollection, ReviewFile
    from proofer.review.keymap import Key
    from proofer.scoring.learned import Learned


_LOOPBACK, _PORT = "127.0.0.1", 8710


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Message("在终端里逐处校对，决定随时保存", "decide each finding in the terminal")
    parser = add_command(commands, "review", run, language, summary)
    _common.add_paths(
        parser,
        "文件，或一起校对其中文本的文件夹",
        "files, or folders whose files are reviewed together",
    )
    _common.add_selection(parser)
    _common.add_cache(parser)
    parser.add_argument(
        "--images",
        type=_folder,
        metavar="FOLDER",
        help=parser.text(
            "版面图像所在的文件夹（不在文件旁边时）",
            "the folder of the pages' images, if not beside the files",
        ),
    )
    parser.add_argument(
        "--web",
        action="store_true",
        help=parser.text("在浏览器里校对（只限本机）", "review in a browser of this machine"),
    )
    parser.add_argument(
        "--host",
        default=_LOOPBACK,
        metavar="ADDRESS",
        help=parser.text(
            "与 --web 同用：让别的机器也能打开，写本机的地址",
            "with --web: let other machines open it at this address",
        ),
    )
    text = Message(f"与 --web 同用：端口（{_PORT}）", f"with --web: the port ({_PORT})").render(
        language
    )
    parser.add_argument("--port", type=int, default=_PORT, metavar="N", help=text)


def _folder(value: str) -> Path:
    folder = Path(value)
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"{value!r}: no such folder")
    return folder


def run(arguments: argparse.Namespace) -> int:
    """Review the files; 2 if one of them could not be read or checked."""
    served = (
        "TEXTUAL_DRIVER" in os.environ
    )  # as textual-serve sets it for the same command: the screen is elsewhere
    if arguments.web and not served:
        return _serve(arguments)
    if not served and not (sys.stdin.isatty() and sys.stderr.isatty()):  # Textual draws on stderr
        raise UsageError(
            Message(
                "校对界面需要在终端里运行；只要报告请用 proofer lint。",
                "the review needs a terminal; for a report use proofer lint.",
            )
        )
    from proofer.review.author import author
    from proofer.review.checking import Checking
    from proofer.review.collection import ReviewCollection
    from proofer.review.keymap import KEYS, remapped

    files = list(_review_files(arguments))
    keys = (
        remapped(files[0].config.keys, files[0].config.origins.get("keys", "keys"))
        if files
        else KEYS
    )
    with _common.dictionary_errors(), StatusLine() as line:
        if not served:
            line.show(Message("正在检查……", "checking …").render(arguments.language))
        with (
            Checking(files, _common.cache_folder(arguments)) as checking,
            ReviewCollection(files, author(files[0].config) if files else "") as collection,
        ):
            while not any(map(collection.shows, files)) and any(file.pending for file in files):
                checking.take(wait=True)
            line.clear()
            code = _review(collection, checking.take, arguments, keys)
            return _learn(files, arguments) or code


def _serve(arguments: argparse.Namespace) -> int:
    """Serve the review of the same files to a browser."""
    from proofer.formats import read

    for path in _common.text_files(
        arguments.paths, arguments
    ):  # what is wrong is told here, not in the browser
        if not path.is_file():
            read(path)
    try:
        from proofer.tui.web import serve
    except ModuleNotFoundError as error:
        raise UsageError(
            Message(
                f"缺少 {error.name}；请先安装：{install_command('web')}",
                f"{error.name} is missing; install it with: {install_command('web')}",
            )
        ) from error
    serve(
        [sys.executable, "-P", "-m", "proofer", *sys.argv[1:]],
        arguments.host,
        arguments.port,
        arguments.language,
    )
    return EXIT_CLEAN


def _review_files(arguments: argparse.Namespace) -> Iterator[ReviewFile]:
    from proofer.review.collection import ReviewFile

    for config, files in _common.configured(
        _common.text_files(arguments.paths, arguments), arguments
    ):
        for file in files:
            yield ReviewFile(file, config)


def _review(
    collection: ReviewCollection,
    take: Callable[[], bool],
    arguments: argparse.Namespace,
    keys: Sequence[Key],
) -> int:
    code = EXIT_CLEAN
    first = collection.first
    if first is not None:
        collection.open(first)  # what is wrong with its decisions is told before the screen opens
        from proofer.tui import run_review

        code = run_review(collection, arguments.language, keys=keys, checking=take)
    for file in collection.files:
        for failure in file.failures:
            _output.tell_failure(failure, arguments)
            code = code or EXIT_ERROR
        if file.config.reread and file.report is not None:
            for warning in file.report.warnings:
                _output.tell_failure(warning, arguments)
        if file.session is not None and file.progress.total:
            _output.tell(_counts(file), arguments)
    clean = [
        file.path
        for file in collection.files
        if file.report is not None and not file.progress.total
    ]
    if clean:
        _output.tell(_nothing_doubtful(clean), arguments)
    corrected = [file.path for file in collection.files if file.session and file.session.plan()]
    if corrected:
        _output.tell(_how_to_write(corrected, arguments.paths), arguments)
    return code


def _learn(files: Sequence[ReviewFile], arguments: argparse.Namespace) -> int:
    """Learn from what was decided in the projects of the files, and say so; 2 if that fails."""
    from proofer.review.learning import learn
    from proofer.scoring.learned import read_learned

    decided = {
        file.config.root
        for file in files
        if file.config.learn and file.session is not None and file.read_only is None
    }
    code = EXIT_CLEAN
    for root in sorted(decided):
        try:
            before, learned = read_learned(root), learn(root)
        except ProoferError as error:
            _output.tell(error.message, arguments)
            code = EXIT_ERROR
            continue
        if learned.effective != before.effective:
            _output.tell(_learned(root, learned), arguments)
    return code


def _counts(file: ReviewFile) -> Message:
    progress = file.progress
    left = progress.total - progress.decided
    zh = f"{file.path}：已决定 {progress.decided} 处"
    en = f"{file.path}: {progress.decided} decided"
    if left:
        zh, en = f"{zh}，还有 {left} 处", f"{en}, {left} to do"
    if progress.deferred:
        zh += f"（其中 {progress.deferred} 处缓议）"
        en += f" ({progress.deferred} of them deferred)"
    return Message(zh, en)


def _how_to_write(corrected: Sequence[Path], paths: Sequence[Path]) -> Message:
    """Return how the corrected files are written, with a command that can be copied."""
    one, command = corrected[0], ""
    names, output = list(paths), Path("corrected")
    if len(corrected) == 1 and one.is_file():
        names, output = [one], one.with_name(f"{one.stem}.corrected{one.suffix}")
    elif any(output.resolve().is_relative_to(path.resolve()) for path in paths):
        output = Path("..", "corrected")
    if "TEXTUAL_DRIVER" not in os.environ:  # whoever reads this in a browser may have no shell
        command = shlex.join(["proofer", "export", *map(str, names), "-o", str(output)])
    zh, en = (f"；或者 {command}", f", or {command}") if command else ("", "")
    return Message(
        f"写出改正后的文件：再开校对，按 w{zh}",
        f"to write what is corrected: w in the review{en}",
    )


def _nothing_doubtful(paths: Sequence[Path]) -> Message:
    if len(paths) == 1:
        return Message(f"{paths[0]}：没有疑问。", f"{paths[0]}: nothing doubtful.")
    return Message(f"{len(paths)} 个文件没有疑问。", f"{len(paths)} files: nothing doubtful.")


def _learned(root: Path, learned: Learned) -> Message:
    count = len(learned.effective)
    return Message(
        f"{root}：从各项决定中学到 {count} 条，此后影响可信度；"
        "查看或忘掉：proofer decisions --learned",
        f"{root}: {count} things learned from the decisions; they shift confidences from now on. "
        "To see or forget them: proofer decisions --learned",
    )
