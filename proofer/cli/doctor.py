"""`proofer doctor`: what is installed, what comes with proofer, and what detectors lack."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from proofer import __version__
from proofer.cli import _output
from proofer.cli._parser import add_command
from proofer.document.lazy_pattern import lazy_pattern
from proofer.errors import EXIT_CLEAN, EXIT_FINDINGS, ConfigError, InputError
from proofer.messages import Language, Message, install_command

_DISTRIBUTION = "proofer-zh"
_OF_PYCORRECTOR = ("torch", "transformers", "kenlm")
"""What some of pycorrector's correctors need and neither its wheel nor any extra of ours brings."""
_REQUIREMENT = lazy_pattern(r"(?P<name>[\w.-]+)(?:.*\bextra == ['\"](?P<extra>[\w.-]+)['\"])?.*")


class _Examination:
    """Yields lines for the reader, and notes whether proofer lacks something that it needs."""

    def __init__(self, language: Language) -> None:
        self.is_complete = True
        self._language = language

    def heading(self, zh: str, en: str) -> str:
        return f"\n{self.say(zh, en)}\n"

    def say(self, zh: str, en: str) -> str:
        return Message(zh, en).render(self._language)

    def fault(self, zh: str, en: str) -> str:
        self.is_complete = False
        return self.say(f"缺：{zh}", f"MISSING: {en}")

    def pages(self) -> Iterator[str]:
        import platform

        python = f"Python {platform.python_version()}"
        yield f"proofer {__version__}, {python}, {platform.platform()}\n{sys.executable}\n"
        yield from self.packages()
        yield from self.rereading()
        yield from self.data()
        yield from self.plugins()
        yield from self.detectors()

    def packages(self) -> Iterator[str]:
        yield self.heading("依赖", "Packages")
        for name, extra in _packages().items():
            yield f"  {name:<20} {_version(name) or self.lacking(name, extra)}\n"

    def lacking(self, package: str, extra: str | None) -> str:
        how = install_command(extra) if extra else f"pip install {package}"
        if extra is None:
            return self.fault(how, how)
        return self.say(f"未安装（可选：{how}）", f"not installed (optional: {how})")

    def rereading(self) -> Iterator[str]:
        from proofer.rereading.model import NAME, SHA256, default_recogniser, problem

        yield self.heading("重读原图（--reread）", "Reading the scan again (--reread)")
        try:
            if (lacking := problem()) is not None:
                raise InputError(lacking)
            default_recogniser()
        except InputError as error:
            yield f"  {error.message.render(self._language)}\n"
            return
        works = self.say("可用", "works")
        yield f"  {NAME:<20} {works} (SHA-256 {SHA256[:8]}…{SHA256[-6:]})\n"

    def data(self) -> Iterator[str]:
        from proofer import language
        from proofer.language.dictionaries import load
        from proofer.language.dictionary_format import KINDS

        yield self.heading("随附数据", "Shipped data")
        for file in sorted((Path(language.__file__).parent / "data").glob("*")):
            yield f"  {file.name:<28} {file.stat().st_size:>12,} B\n"
        for zh, en, table in _TABLES:
            if (error := _error(table)) is not None:
                yield f"  {self.fault(f'{zh}无法读取：{error}', f'{en} cannot be read: {error}')}\n"
        if (error := _error(lambda: [load().kind(kind) for kind in KINDS])) is not None:
            zh, en = f"词典无法读取：{error}", f"the dictionaries cannot be read: {error}"
            yield f"  {self.fault(zh, en)}\n"
            return
        for kind in KINDS:
            size = len(load().kind(kind))
            yield f"  {kind:<28} {self.say(f'{size:>12,} 条', f'{size:>12,} entries')}\n"

    def plugins(self) -> Iterator[str]:
        from proofer.plugins import GROUPS, distribution, entry_points

        found = [entry for group in GROUPS for entry in entry_points(group)]
        if not found:
            return
        yield self.heading("插件", "Plug-ins")
        for entry in found:
            error = _error(entry.load)
            state = distribution(entry) if error is None else self.fault(error, error)
            yield f"  {entry.group:<20} {entry.value:<30} {state}\n"

    def detectors(self) -> Iterator[str]:
        from proofer.checking.registry import detectors

        yield self.heading("检测器", "Detectors")
        try:
            found = detectors()
        except ConfigError as error:
            yield f"  {self.fault(error.message.zh, error.message.en)}\n"
            return
        for detector in found.values():
            missing = detector.missing()
            state = self.say("默认开启", "on")
            if not detector.default:
                on = f"--enable {detector.name}"
                state = self.say(f"默认关闭（{on} 开启）", f"off ({on} turns it on)")
            if missing is not None and detector.default:
                state = self.fault(missing.zh, missing.en)
            elif missing is not None:
                state += self.say(f"；{missing.zh}", f"; {missing.en}")
            yield f"  {detector.code} {detector.name:<24} {state}\n"


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Message(
        "检查安装：有什么、缺什么", "examine the installation: what is there, what is missing"
    )
    add_command(commands, "doctor", run, language, summary)


def run(arguments: argparse.Namespace) -> int:
    """Print the examination; 1 if something is missing that the default detectors need."""
    examination = _Examination(arguments.language)
    _output.write_out(list(examination.pages()))
    return EXIT_CLEAN if examination.is_complete else EXIT_FINDINGS


def _model() -> object:
    from proofer.language.model import default_model

    return default_model()


def _words() -> object:
    from proofer.language.lexicon import default_words

    return default_words()


def _shapes() -> object:
    from proofer.language.shapes import default_shapes

    return default_shapes()


_TABLES: tuple[tuple[str, str, Callable[[], object]], ...] = (
    ("语言模型", "the language model", _model),
    ("词表", "the word list", _words),
    ("字形表", "the table of shapes", _shapes),
)


def _error(load: Callable[[], object]) -> str | None:
    try:
        load()
    except Exception as error:  # whatever is wrong with the data is what the reader wants to know
        return f"{type(error).__name__}: {error}"
    return None


def _packages() -> Mapping[str, str | None]:
    """Return the packages that proofer can use, with the extra that brings each.

    The extra is None for a package that proofer needs, and empty for one that no extra brings; of
    several extras it is the last one by name (Pillow: `scan`, not `graphics`, which brings more).
    """
    from importlib import metadata

    try:
        requirements = metadata.requires(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        requirements = [_DISTRIBUTION]
    found = (match for each in requirements if (match := _REQUIREMENT.match(each)))
    return {**{each["name"]: each["extra"] for each in found}, **dict.fromkeys(_OF_PYCORRECTOR, "")}


def _version(name: str) -> str | None:
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
