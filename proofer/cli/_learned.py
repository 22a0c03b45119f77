"""What `proofer decisions` says of what a project has learned, and what it forgets."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING

from proofer.cli import _common, _output
from proofer.errors import EXIT_CLEAN, EXIT_FINDINGS
from proofer.messages import Message
from proofer.rendering.terminal import visible

if TYPE_CHECKING:
    from proofer.scoring.learned import Lesson

_NOTHING = Message("（无）", "(nothing)")


def tell_learned(files: Sequence[Path], arguments: argparse.Namespace) -> int:
    """Forget what is asked for, and list what the projects of the files have learned.

    Returns:
        1 if something that should be forgotten was not known, else 0.
    """
    from proofer.review.learning import forget
    from proofer.scoring.learned import read_learned

    roots = sorted({_common.config_for(file, arguments).root for file in files})
    unknown = [
        each
        for each in arguments.forget or ()
        if not sum(forget(root, *_sides(each)) for root in roots)
    ]
    for each in unknown:
        _output.tell(Message(f"没有学到过 {each}。", f"nothing was learned of {each}."), arguments)
    lines: list[str] = []
    for root in roots:
        lessons = read_learned(root).lessons.values()
        told = [each for each in lessons if each.counts or each.answer]
        lines += [_line(each).render(arguments.language) + "\n" for each in told]
    _output.write_out(map(visible_line, lines) if lines else _none(arguments))
    return EXIT_FINDINGS if unknown else EXIT_CLEAN


def visible_line(line: str) -> str:
    """Return a line without control characters but its end."""
    return visible(line[:-1]) + "\n"


def _none(arguments: argparse.Namespace) -> Iterator[str]:
    yield Message("还没有学到什么。", "Nothing is learned yet.").render(arguments.language) + "\n"


def _sides(text: str) -> tuple[str, str]:
    """Return what was read and what is right, as they are listed or typed: 锆→锗, 锆->锗, 好→."""
    read, _, right = text.replace("->", "→").partition("→")
    nothing = (_NOTHING.zh, _NOTHING.en)
    sides = (each.strip() for each in (read, right))
    one, other = ("" if each in nothing else each for each in sides)
    return one, other


def _line(lesson: Lesson) -> Message:
    """Return what was learned, the decisions behind it, and what follows from it."""
    what = _subject(lesson)
    effects = [*_effects(lesson)]
    zh, en = "；".join(each.zh for each in effects), "; ".join(each.en for each in effects)
    counts = Message(
        f"接受 {lesson.accepted} 次，没有采用 {lesson.rejected} 次，共 {lesson.files} 个文件",
        f"accepted {lesson.accepted}, not {lesson.rejected}, in {lesson.files} files",
    )
    return Message(f"{what.zh}：{zh}（{counts.zh}）", f"{what.en}: {en} ({counts.en})")


def _subject(lesson: Lesson) -> Message:
    if lesson.kind == "detector":
        return Message(f"检测器 {lesson.read}", f"detector {lesson.read}")
    read, right = (
        (each, each) if each else (_NOTHING.zh, _NOTHING.en) for each in (lesson.read, lesson.right)
    )
    return Message(f"{read[0]}→{right[0]}", f"{read[1]}→{right[1]}")


def _effects(lesson: Lesson) -> Iterator[Message]:
    if lesson.answer == "silent":
        yield Message("不再提示", "not shown any more")
    if lesson.answer == "forgotten":
        yield Message("已忘掉", "forgotten")
    if lesson.answer == "shown":
        yield Message("问过，仍然提示", "asked about, still shown")
    if lesson.shift:
        times = f"{exp(abs(lesson.shift)):.1f}"
        yield (
            Message(f"可能性提高到 {times} 倍", f"odds times {times}")
            if lesson.shift > 0
            else Message(f"可能性降到 1/{times}", f"odds divided by {times}")
        )
    if lesson.times:
        yield Message("引擎常有的误识", "taken for a confusion of the engine")
