"""`proofer explain CODE`: what a detector looks for, why, and what it leaves alone."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from proofer.cli import _output
from proofer.cli._parser import add_command
from proofer.errors import EXIT_CLEAN, UsageError
from proofer.messages import Language, Message

if TYPE_CHECKING:
    from proofer.detectors.api import Detector, Example


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Message("解释一种疑问：查什么、为什么、哪些不算", "explain a kind of finding")
    parser = add_command(commands, "explain", run, language, summary)
    parser.add_argument(
        "detector",
        metavar="CODE",
        help=parser.text("检测器的代码或名称，如 D001", "code or name of a detector, such as D001"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the page of one detector."""
    _output.write_out(page(_find(arguments.detector), arguments.language))
    return EXIT_CLEAN


def _find(word: str) -> Detector:
    from proofer.checking.registry import detectors
    from proofer.config import nearest

    known = {each.code.lower(): each for each in detectors().values()}
    known |= {each.name: each for each in detectors().values()}
    if (found := known.get(word.lower())) is not None:
        return found
    names = [name for each in detectors().values() for name in (each.code, each.name)]
    near = nearest(word.upper() if any(map(str.isdigit, word)) else word.lower(), tuple(names))
    raise UsageError(
        Message(
            f"没有检测器 {word}。{near.zh}全部检测器见 proofer rules。",
            f"there is no detector {word}.{near.en} proofer rules lists them all.",
        )
    )


def page(detector: Detector, language: Language) -> Iterator[str]:
    """Yield the page of a detector."""
    yield from heading(detector, language)
    yield "\n" + detector.explanation.render(language) + "\n\n"
    yield Message("例子", "Examples").render(language) + "\n"
    yield from examples(detector, language)


def heading(detector: Detector, language: Language) -> Iterator[str]:
    """Yield two lines: what the detector is called, and how it stands."""
    from proofer.detectors.api import title_line

    yield title_line(detector, language) + "\n"
    level = Message(f"级别：{detector.severity.value}，", f"severity: {detector.severity.value}, ")
    yield level.render(language) + default(detector).render(language) + "\n"


def default(detector: Detector) -> Message:
    """Return whether the detector runs unless it is ignored."""
    return (
        Message("默认开启", "on by default")
        if detector.default
        else Message("默认关闭", "off by default")
    )


_SCAN = Message("原图：", "the scan reads: ")
_SECOND = Message("另一引擎：", "a second engine reads: ")


def examples(detector: Detector, language: Language) -> Iterator[str]:
    """Yield the examples as indented lines, those that are flagged first."""
    for example in sorted(detector.examples, key=lambda example: not example.bad):
        yield _example(example, language)


def _example(example: Example, language: Language) -> str:
    def quoted(text: str) -> str:
        return text.replace("\n", "\n      ")

    mark = Message("误", "bad ") if example.bad else Message("正", "good")
    block = f"  {mark.render(language)}  {quoted(example.text)}\n"
    if example.scan:
        block += f"      {_SCAN.render(language)}{example.scan}\n"
    if example.second:
        block += f"      {_SECOND.render(language)}{example.second}\n"
    if example.fixed is not None:
        block += f"      → {quoted(example.fixed)}\n"
    return block
