"""The parts of a plan as one result: tables, and the report that `lint` would write."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from proofer.archive import arrow
from proofer.archive.plan import Plan
from proofer.errors import InputError
from proofer.messages import Message
from proofer.rendering.json_records import encoded
from proofer.reports.json import SCHEMA


@dataclass(frozen=True, slots=True)
class Status:
    """How far a plan is."""

    windows: int
    finished: int
    characters: int
    checked: int
    """Code points in finished windows."""
    findings: int
    failures: int
    cpu_seconds: float


def notes(plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield the notes of the finished parts, in the order of the plan.

    Raises:
        InputError: if a part cannot be read, or is another plan's.
    """
    for number in plan.finished():
        path = plan.part("findings", number)
        note = arrow.read_note(path)
        if note["plan"] != plan.digest:
            raise InputError(Message(f"{path} 是另一个计划的结果。", f"{path} is of another plan."))
        yield note


def status_of(plan: Plan) -> Status:
    """Return how far a plan is.

    Raises:
        InputError: if a part cannot be read.
    """
    found = list(notes(plan))
    return Status(
        windows=len(plan.windows),
        finished=len(found),
        characters=sum(each.characters for each in plan.windows),
        checked=sum(note["characters"] for note in found),
        findings=sum(note["summary"]["findings"] for note in found),
        failures=sum(note["summary"]["failures"] for note in found),
        cpu_seconds=sum(note["cpu_seconds"] for note in found),
    )


@dataclass(frozen=True, slots=True)
class Merged:
    """The finished plan."""

    plan: Plan
    summary: Mapping[str, Any]
    """As docs/json.md has it."""
    code: int
    """The exit code that `lint` has for these files."""


def merge(plan: Plan) -> Merged:
    """Write `findings.parquet` and `documents.parquet` into the folder of a plan.

    Raises:
        InputError: if a part is missing or cannot be read; then nothing is written.
        OutputError: if a table cannot be written.
    """
    missing = len(plan.windows) - len(plan.finished())
    if missing:
        raise InputError(
            Message(
                f"{plan.folder}：还有 {missing} 个窗口没有做完；先 proofer archive run。",
                f"{plan.folder}: {missing} of {len(plan.windows)} windows are not finished; "
                "proofer archive run does them.",
            )
        )
    found = list(notes(plan))
    for kind in ("documents", "findings"):
        _joined(plan, kind)
    for left in (plan.folder / "findings", plan.folder / "documents"):
        for torn in left.glob(".part-*"):  # of processes that were killed
            torn.unlink(missing_ok=True)
    return Merged(plan, _summary(found), max((note["code"] for note in found), default=0))


def _joined(plan: Plan, kind: str) -> None:
    parquet = arrow.pyarrow().parquet
    paths = [plan.part(kind, number) for number in range(len(plan.windows))]
    with arrow.readable(paths[0]):
        like = parquet.read_schema(paths[0]).remove_metadata()
    with arrow.table_writer(plan.folder / f"{kind}.parquet", like) as write:
        for path in paths:
            with arrow.readable(path):
                table = parquet.read_table(path)
            write(table.replace_schema_metadata(None))


def _summary(found: list[dict[str, Any]]) -> dict[str, Any]:
    summaries = [note["summary"] for note in found]
    codes: Counter[str] = Counter()
    for each in summaries:
        codes.update(each["codes"])
    total: dict[str, Any] = dict(summaries[0])
    for name in ("documents", "findings", "suppressed", "failures"):
        total[name] = sum(each[name] for each in summaries)
    total["severities"] = {
        name: sum(each["severities"][name] for each in summaries) for name in total["severities"]
    }
    return total | {"codes": dict(sorted(codes.items()))}


def as_json(merged: Merged) -> Iterator[str]:
    """Yield the report as `lint --format json` writes it, from the tables."""
    yield f'{{"schema": {encoded(SCHEMA)},\n"documents": ['
    yield from _lines(row["record"] for row in _rows(merged, "documents") if row["record"])
    yield '],\n"findings": ['
    yield from _lines(row["record"] for row in _rows(merged, "findings"))
    yield '],\n"failures": ['
    yield from _lines(map(encoded, _failures(merged)))
    yield f'],\n"summary": {encoded(merged.summary)}}}\n'


def as_jsonl(merged: Merged) -> Iterator[str]:
    """Yield the report as `lint --format jsonl` writes it, from the tables."""
    for row in _rows(merged, "findings"):
        yield '{"type": "finding", ' + row["record"][1:] + "\n"
    for failure in _failures(merged):
        yield encoded({"type": "failure"} | failure) + "\n"
    yield encoded({"type": "summary", **merged.summary}) + "\n"


def _failures(merged: Merged) -> Iterator[dict[str, Any]]:
    """Yield the failures: those of files as a whole first, as in a report."""
    for column in ("failures", "page_failures"):
        for row in _rows(merged, "documents", column):
            yield from json.loads(row[column])


def _rows(merged: Merged, kind: str, column: str = "record") -> Iterator[dict[str, Any]]:
    return arrow.read_rows(merged.plan.folder / f"{kind}.parquet", [column])


def _lines(records: Iterator[str]) -> Iterator[str]:
    separator = "\n"
    for each in records:
        yield separator + each
        separator = ",\n"


def write_text(path: Path, pieces: Iterator[str]) -> None:
    """Write text, piece by piece: a result may be larger than the memory.

    Raises:
        OutputError: if it cannot be written.
    """
    with (
        arrow.replacing(path) as temporary,
        temporary.open("w", encoding="utf-8", newline="\n") as file,
    ):
        file.writelines(pieces)


def first_failures(merged: Merged, most: int = 20) -> Iterator[tuple[str, str]]:
    """Yield the path and the message of the first failures."""
    for failure in islice(_failures(merged), most):
        yield failure["path"], failure["message"]
