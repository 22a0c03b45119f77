"""`proofer eval GOLD.tsv`: how good the findings are on sentences whose right form is known."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.cli import _common, _configuration, _output
from proofer.cli._parser import add_command
from proofer.errors import EXIT_CLEAN, InputError
from proofer.messages import Language, Message

if TYPE_CHECKING:
    from proofer.config import Config
    from proofer.evaluation.matching import Passage
    from proofer.evaluation.rates import Rates, Score

_MOST_ERRORS = 5
"""Malformed lines that an error names."""
_FORMATS = ("text", "json")
_DEFAULT_THRESHOLD = 0.9
"""Doubt and confidence from which a finding counts, as in the tables of docs/accuracy.md."""


def register(commands: Any, language: Language) -> None:
    """Add the subcommand to the parser."""
    summary = Message(
        "用已知正确的句子衡量查错、改错的准确程度",
        "measure accuracy on sentences whose right form is known",
    )
    parser = add_command(commands, "eval", run, language, summary)
    parser.add_argument(
        "gold",
        type=Path,
        metavar="GOLD.tsv",
        help=parser.text(
            "每行一句：原文、制表符、正确的文本（UTF-8）；没有错误的句子两边相同",
            "a sentence a line: as it stands, a tab, as it should read (UTF-8); "
            "the same where there is no error",
        ),
    )
    parser.add_argument(
        "--threshold",
        type=_common.probability,
        default=_DEFAULT_THRESHOLD,
        metavar="P",
        help=parser.text(
            f"只算可疑度不低于 P 的疑问、可信度不低于 P 的改动（默认 {_DEFAULT_THRESHOLD}）",
            f"count only findings of at least doubt P and corrections of at least confidence P "
            f"({_DEFAULT_THRESHOLD})",
        ),
    )
    _common.add_profile(parser)
    parser.add_argument(
        "--format", choices=_FORMATS, default="text", help=parser.text("输出格式", "output format")
    )


def run(arguments: argparse.Namespace) -> int:
    """Check every sentence by itself and print the rates."""
    passages = _read(arguments.gold)
    config = replace(_common.config_for(arguments.gold, arguments), min_confidence=0.0)
    _configuration.check_selection(config)
    with _common.dictionary_errors():
        total = _measure(passages, arguments.gold, config, arguments.threshold)
    pieces = _json(total, arguments) if arguments.format == "json" else _table(total, arguments)
    _output.write_out(pieces, machines=arguments.format == "json")
    return EXIT_CLEAN


def _read(path: Path) -> list[Passage]:
    """Return the sentences of a file.

    Raises:
        InputError: if it cannot be read, is not UTF-8, or has lines that are not two columns.
    """
    from proofer.evaluation.matching import Passage
    from proofer.formats import read_bytes

    data = read_bytes(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            Message(f"{path}:{line}：不是 UTF-8 文本。", f"{path}:{line}: this is not UTF-8.")
        ) from error
    rows = [(number, line.removesuffix("\r")) for number, line in enumerate(text.split("\n"), 1)]
    rows = [(number, line) for number, line in rows if line.strip()]
    if wrong := [
        (number, problem) for number, line in rows if (problem := _problem(line)) is not None
    ]:
        raise _malformed(path, wrong)
    if not rows:
        raise InputError(Message(f"{path}：没有句子。", f"{path}: there is no sentence in it."))
    return [Passage.sentence(*line.split("\t")) for _, line in rows]


def _problem(line: str) -> Message | None:
    columns = line.split("\t")
    if len(columns) != 2:
        count = len(columns)
        return Message(f"应为两列，实为 {count} 列", f"two columns wanted, {count} found")
    if not columns[0].strip():
        return Message("第一列是空的", "the first column is empty")
    return None


def _malformed(path: Path, wrong: Sequence[tuple[int, Message]]) -> InputError:
    named = wrong[:_MOST_ERRORS]
    more = (
        Message(f"（共 {len(wrong)} 行有误）", f" ({len(wrong)} such lines)")
        if len(wrong) > _MOST_ERRORS
        else Message("", "")
    )
    zh = "；".join(f"{path}:{number}：{problem.zh}" for number, problem in named)
    en = "; ".join(f"{path}:{number}: {problem.en}" for number, problem in named)
    return InputError(Message(f"{zh}{more.zh}。", f"{en}{more.en}."))


def _measure(passages: Iterable[Passage], path: Path, config: Config, threshold: float) -> Score:
    """Return the score of the sentences, each checked as a document of its own.

    Raises:
        InputError: if a detector fails.
    """
    from proofer.checking import pipeline
    from proofer.evaluation import matching
    from proofer.evaluation.rates import Score
    from proofer.formats import parse

    context = pipeline.make_context(config)
    total = Score()
    for passage in passages:
        document = parse(passage.source.encode(), path.with_suffix(".txt"), encoding="utf-8")
        report = pipeline.check_document(document, context, config)
        if report.failures:
            raise InputError(report.failures[0].message)
        total += matching.score(passage, matching.proposals(report), threshold)
    return total


def _rates(score: Score) -> list[tuple[str, Message, Rates]]:
    return [
        ("detection", Message("查错（按句）", "detection, by sentence"), score.detection),
        ("correction", Message("改错（按句）", "correction, by sentence"), score.correction),
        ("common", Message("改错（宽松）", 'correction, "common"'), score.common),
        ("any_flag", Message("提示（按句）", "any finding, by sentence"), score.any_flag),
    ]


def _facts(score: Score) -> list[tuple[str, Message, float | None]]:
    return [
        (
            "false_positive_rate",
            Message("正确的句子被改动", "clean sentences changed"),
            score.false_positive_rate,
        ),
        (
            "clean_flagged",
            Message("正确的句子有提示", "clean sentences with a finding"),
            score.clean_flagged,
        ),
        ("edits_right", Message("改动中改对的", "corrections that are right"), score.edits_right),
        (
            "error_rate_before",
            Message("改动前的字错率", "character errors before"),
            score.error_rate_before,
        ),
        (
            "error_rate_after",
            Message("改动后的字错率", "character errors after"),
            score.error_rate_after,
        ),
        (
            "places_found",
            Message("错处有提示的", "wrong places with a finding"),
            score.places_found,
        ),
    ]


def _table(score: Score, arguments: argparse.Namespace) -> Iterator[str]:
    language: Language = arguments.language
    head = Message(
        f"{score.sentences} 句，有错的 {score.wrong} 句；"
        f"可信度不低于 {arguments.threshold:g}，改动 {score.edits} 处",
        f"{score.sentences} sentences, {score.wrong} with an error; "
        f"confidence {arguments.threshold:g} and up, corrections made: {score.edits}",
    )
    yield head.render(language) + "\n\n"
    columns = Message("精确率\t召回率\tF1", "precision\trecall\tF1").render(language).split("\t")
    yield _line("", columns)
    for _, name, rates in _rates(score):
        yield _line(
            name.render(language),
            [_percent(each) for each in (rates.precision, rates.recall, rates.f1)],
        )
    yield "\n"
    for _, name, value in _facts(score):
        yield _line(name.render(language), [_percent(value)])
    alarms = "–" if score.alarm_rate is None else f"{score.alarm_rate:.2f}"
    yield _line(Message("千字误报", "false alarms in 1,000 characters").render(language), [alarms])


def _line(name: str, cells: Iterable[str]) -> str:
    from proofer.rendering.terminal import width

    padded = [" " * max(0, 10 - width(cell)) + cell for cell in cells]
    return (name + " " * max(0, 34 - width(name)) + "".join(padded)).rstrip() + "\n"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _json(score: Score, arguments: argparse.Namespace) -> Iterator[str]:
    import json
    from dataclasses import asdict

    rates = {
        key: {"precision": each.precision, "recall": each.recall, "f1": each.f1}
        for key, _, each in _rates(score)
    }
    facts = {key: value for key, _, value in _facts(score)} | {"alarms_per_1000": score.alarm_rate}
    record = {
        "file": str(arguments.gold),
        "threshold": arguments.threshold,
        **rates,
        **facts,
        "counts": asdict(score),
    }
    yield json.dumps(record, ensure_ascii=False, indent=2) + "\n"
