"""What the subcommands share: common options, files with their configuration, output."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from proofer.cli._output import tell
from proofer.cli._parser import Parser
from proofer.config.settings import PRESETS
from proofer.errors import UsageError
from proofer.language.channel.profiles import PUBLIC_PROFILES
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.config import Config


def path_argument(text: str) -> Path:
    """Return a path of the command line; an empty one would be the working folder.

    Raises:
        UsageError: if it is empty, as a variable of a shell is that nobody has set.
    """
    if not text:
        raise UsageError(
            Message(
                "有一个路径是空的；当前文件夹请写 . 。",
                "a path is empty; for the current folder write . instead.",
            )
        )
    return Path(text)


def add_paths(parser: Parser, zh: str, en: str) -> None:
    """Add the files and folders that a command reads, with a help text in both languages."""
    parser.add_argument(
        "paths", nargs="+", type=path_argument, metavar="PATH", help=parser.text(zh, en)
    )


def add_files_from(parser: Parser) -> None:
    """Add the option that names a list of files."""
    parser.add_argument(
        "--files-from",
        metavar="FILE",
        help=parser.text(
            "另外检查 FILE（- 为标准输入）列出的文件，每行一个，或以 NUL 分隔",
            "also check the files that FILE (- is stdin) lists, one a line or separated by NUL",
        ),
    )


def add_selection(parser: Parser) -> None:
    """Add the options that choose detectors and findings.

    Each replaces the value of the key of the same name.
    """
    for name, zh, en in (
        (
            "--select",
            "只运行这些检测器（代码、代码开头或名称，逗号分隔）",
            "run only these (codes, prefixes or names)",
        ),
        ("--ignore", "不运行这些检测器", "do not run these"),
        ("--enable", "另外运行这些默认关闭的检测器", "also run these, which are off by default"),
    ):
        parser.add_argument(
            name, action="extend", type=_split, metavar="CODES", help=parser.text(zh, en)
        )
    parser.add_argument(
        "--preset",
        choices=tuple(PRESETS),
        help=parser.text(
            "只运行一组检测器：quick 只看字词重复、叠字、常见误写、标点，约快四倍",
            "run a set of detectors: quick looks for doublings, reduplications, known slips and "
            "marks alone, about four times as fast",
        ),
    )
    parser.add_argument(
        "--min-confidence",
        type=probability,
        metavar="P",
        help=parser.text(
            "只要可疑度（该处有误的概率）不低于 P（0 到 1）的疑问",
            "only findings of at least doubt P, the probability that the place is wrong (0 to 1)",
        ),
    )
    add_profile(parser)
    add_second(parser)
    add_reread(parser)
    add_reading(parser)
    _add_timeout(parser)
    add_configuration(parser)


def add_reading(parser: Parser) -> None:
    """Add the options that say what a file is: its encoding, its fields, that it is text."""
    add_encoding(parser)
    parser.add_argument(
        "--field",
        action="append",
        metavar="NAME",
        help=parser.text(
            "JSONL、CSV、TSV、Parquet 的正文字段（如 text、data.title，可多次给出），不再自动判断",
            "the field of JSONL, CSV, TSV or Parquet that holds the text (text, data.title; may be "
            "given several times), instead of finding it",
        ),
    )
    parser.add_argument(
        "--as-text",
        action="store_true",
        default=None,
        help=parser.text(
            "不认识的文件当作纯文本来读", "read files of no known format as plain text"
        ),
    )


def add_configuration(parser: Parser) -> None:
    """Add the options that choose the configuration files."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help=parser.text(
            "用这个配置文件，不再向上查找", "use this configuration instead of the nearest one"
        ),
    )
    group.add_argument(
        "--isolated",
        action="store_true",
        help=parser.text("不读任何配置文件", "read no configuration file at all"),
    )


def add_profile(parser: Parser) -> None:
    """Add `--profile`."""
    parser.add_argument(
        "--profile",
        choices=PUBLIC_PROFILES,
        help=parser.text(
            "文本的来历：ocr 识别而来（默认），ocr-noisy 错误密集的短行（如字幕），typing 打字录入",
            "how the text came about: ocr (default), ocr-noisy (short lines full of errors, "
            "as subtitles) or typing",
        ),
    )


def add_second(parser: Parser) -> None:
    """Add `--second`."""
    parser.add_argument(
        "--second",
        type=Path,
        metavar="PATH",
        help=parser.text(
            "另一引擎对同一版面的识别结果：文件，或按文件名主干配对的文件夹、通配符",
            "what another engine read of the same page: a file, or a folder or pattern with a file "
            "of the same stem",
        ),
    )


def add_reread(parser: Parser) -> None:
    """Add `--reread`."""
    parser.add_argument(
        "--reread",
        action="store_true",
        default=None,
        help=parser.text(
            "从版面图像重读各行，据以核对疑问、找出误读（要装 proofer-zh[reread]）",
            "read the lines again from the pages' images, to check findings and find misread "
            "characters (needs proofer-zh[reread])",
        ),
    )


def add_encoding(parser: Parser) -> None:
    """Add `--encoding`."""
    parser.add_argument(
        "--encoding",
        type=_encoding,
        metavar="NAME",
        help=parser.text(
            "文件的编码，不再自动判断（如 gb18030）", "the files' encoding, instead of detecting it"
        ),
    )


def _add_timeout(parser: Parser) -> None:
    parser.add_argument(
        "--timeout",
        type=_timeout,
        metavar="SECONDS",
        help=parser.text(
            "检查一个文件最多占用的 CPU 秒数，每 1 MB 计（默认 60；0 为不限）",
            "CPU seconds that checking a file may take for each megabyte (60; 0 for no limit)",
        ),
    )


def add_cache(parser: Parser) -> None:
    """Add the options of the cache; see `cache_folder`."""
    parser.add_argument(
        "--no-cache", action="store_true", help=parser.text("不用缓存", "use no cache")
    )
    parser.add_argument(
        "--cache-dir",
        type=Path,
        metavar="DIR",
        help=parser.text("缓存所在的文件夹", "the folder of the cache, instead of the user's"),
    )


def cache_folder(arguments: argparse.Namespace) -> Path | None:
    """Return the folder of the cache; None for no cache."""
    from proofer.checking.cache import default_folder

    folder: Path | None = arguments.cache_dir
    return None if arguments.no_cache else folder or default_folder()


def _split(value: str) -> list[str]:
    return [code for word in value.split(",") if (code := word.strip())]


def probability(value: str) -> float:
    """Return an argument as a number from 0 to 1 (a type for argparse)."""
    from proofer.config import is_probability

    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not is_probability(number):
        raise argparse.ArgumentTypeError(f"{value!r}: 0 … 1")
    return number


def jobs(value: str) -> int:
    """Return an argument as a number of processes (a type for argparse)."""
    try:
        number = int(value)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{value!r}: 1, 2, 3 …")
    return number


def _timeout(value: str) -> float:
    from proofer.config.keys import TIMEOUT

    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not TIMEOUT.holds(seconds):
        raise argparse.ArgumentTypeError(f"{value!r}: {TIMEOUT.wanted.en}")
    return seconds


def _encoding(value: str) -> str:
    from proofer.config import is_encoding

    if not is_encoding(value):
        raise argparse.ArgumentTypeError(f"unknown encoding {value!r}")
    return value


def text_files(
    paths: Iterable[Path], arguments: argparse.Namespace, *, quietly: bool = False
) -> list[Path]:
    """Return the files that `paths` stand for (see `linting.files.find`) and tell what is left."""
    from proofer.cli._configuration import Configurations
    from proofer.linting.files import find

    as_text = bool(getattr(arguments, "as_text", False))
    found = find(paths, Configurations(arguments).settings, as_text=as_text)
    if not quietly:
        for left_out in filter(None, (found.unknown_kinds(), found.exports())):
            tell(left_out, arguments)
    return found.files


def config_for(path: Path, arguments: argparse.Namespace) -> Config:
    """Return the configuration of a file, or of a folder's project, with the options on top."""
    from proofer.cli._configuration import Configurations
    from proofer.linting.files import is_folder

    configurations = Configurations(arguments)
    return configurations.of_folder(path) if is_folder(path) else configurations.of(path)


def configured(
    files: Iterable[Path], arguments: argparse.Namespace
) -> Iterator[tuple[Config, list[Path]]]:
    """Yield runs of consecutive files that share a configuration; it has the options on top."""
    from proofer.cli._configuration import Configurations

    for config, group in groupby(files, Configurations(arguments).of):
        yield config, list(group)


def dictionary_errors() -> AbstractContextManager[None]:
    """Turn an error in a dictionary into one of the configuration."""
    from proofer.vocabulary.project_dictionary import dictionary_errors

    return dictionary_errors()
