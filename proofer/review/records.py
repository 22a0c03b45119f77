"""The records of a decision file, from bytes to decisions and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from proofer.errors import DecisionError
from proofer.messages import Message
from proofer.review.decisions import Decision, StepMark
from proofer.vocabulary.dictionary_files import Addition

SCHEMA = "proofer-decisions/1"
_FAMILY = SCHEMA.partition("/")[0] + "/"
_BEGINNING = f'{{"schema": "{_FAMILY}'.encode()


@dataclass(frozen=True, slots=True)
class DictionaryAddition:
    """A record that a step added a word to the project's dictionary.

    Without an `addition` it records that undo or redo took such a word out or put it back.
    """

    mark: StepMark
    addition: Addition | None = None
    author: str = ""
    time: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return a record of the decision file; it has no verdict, so older versions ignore it."""
        word = {} if self.addition is None else {"taught": asdict(self.addition)}
        return {"author": self.author, "time": self.time, **word, **self.mark.to_json()}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> DictionaryAddition:
        """Return what a record says.

        Raises:
            ValueError: if a field has a wrong type.
        """
        word = record.get("taught")
        if word is not None and not isinstance(word, dict):
            raise ValueError("not a word of a dictionary")
        addition = None if word is None else _addition(word)
        return cls(
            StepMark.from_json(record),
            addition,
            str(record.get("author", "")),
            str(record.get("time", "")),
        )


def _addition(word: Mapping[str, Any]) -> Addition:
    right, unless = (tuple(map(str, word.get(name, ()))) for name in ("right", "unless"))
    kind, term, reason, source, category = (
        str(word.get(name, "")) for name in ("kind", "term", "reason", "source", "category")
    )
    return Addition(kind, term, right, unless, reason, source, category)


@dataclass(slots=True)
class Log:
    """The content of a decision file, oldest first; its first `size` bytes are whole records."""

    records: list[Decision | DictionaryAddition] = field(default_factory=list)
    digest: str = ""
    """The digest of the document when the last decision was made."""
    size: int = 0
    unterminated: bool = False
    """Whether the last record is whole and lacks only its newline."""

    @property
    def decisions(self) -> list[Decision]:
        """The records of decisions."""
        return [each for each in self.records if isinstance(each, Decision)]

    @property
    def additions(self) -> list[DictionaryAddition]:
        """The records of words."""
        return [each for each in self.records if isinstance(each, DictionaryAddition)]

    def marks(self) -> Iterator[tuple[str, StepMark, str]]:
        """Yield the step, mark and author of each record."""
        for each in self.records:
            step = each.step if isinstance(each, Decision) else each.mark.step
            yield step, each.mark, each.author


def parse(file: Path, data: bytes) -> Log:
    """Return the records in `data`, the content of `file`; one that a crash cut short is left out.

    Raises:
        DecisionError: if a newer version wrote the file, or a line (which is named) is no record.
    """
    *lines, tail = data.split(b"\n")
    log = Log(size=len(data) - len(tail))
    if _is_whole(tail):
        lines.append(tail)
        log.size = len(data)
        log.unterminated = True
    elif not lines and not _BEGINNING.startswith(tail.strip(b"\0")[: len(_BEGINNING)]):
        raise _invalid(
            file, 1
        )  # what a crash leaves of a first line is the beginning of ours, or nothing
    for number, line in enumerate(lines, 1):
        try:
            _add(log, json.loads(line), file if number == 1 else None)
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise _invalid(file, number) from error
    return log


def lines_of(records: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the records as the lines of a file."""
    return b"".join(map(_line, records))


def _line(record: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # a lone surrogate from a damaged file
        return json.dumps(record).encode() + b"\n"


def _is_whole(tail: bytes) -> bool:
    try:
        return isinstance(json.loads(tail), dict)
    except (ValueError, RecursionError):
        return False


def _add(log: Log, record: Any, first_of: Path | None) -> None:
    if not isinstance(record, dict):
        raise ValueError("not an object")
    if first_of is not None:
        _check_schema(first_of, record.get("schema"))
    if "verdict" in record:
        log.records.append(Decision.from_json(record))
    elif "step" in record:
        log.records.append(DictionaryAddition.from_json(record))
    if "digest" in record:
        log.digest = str(record["digest"])


def _check_schema(file: Path, schema: object) -> None:
    if schema == SCHEMA:
        return
    if isinstance(schema, str) and schema.startswith(_FAMILY):
        raise DecisionError(
            Message(
                f"{file} 由更新版本的 proofer 写成（{schema}，本版本只认 {SCHEMA}）。"
                "文件未作改动；请升级 proofer。",
                f"{file} was written by a newer proofer ({schema}; this one knows {SCHEMA}). "
                "The file is untouched; upgrade proofer.",
            )
        )
    raise ValueError("the first line names no schema")


def _invalid(file: Path, number: int) -> DecisionError:
    return DecisionError(
        Message(
            f"{file} 第 {number} 行不是有效的校对记录。文件未作改动；请改正或删去这一行后再打开。",
            f"{file}, line {number}: not a valid record. "
            "The file is untouched; mend or remove the line.",
        )
    )
