"""The format of a dictionary file: its columns, its rows, and what is wrong with it.

A file is UTF-8, tab-separated, one entry a line, sorted by its first column. Its kind is the name
of its folder (`dictionaries/terms/metals.tsv`) or, for a single project file, its own stem
(`terms.tsv`). See `dictionaries/README.md`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from proofer.document.lazy_pattern import lazy_pattern
from proofer.errors import InputError, reason
from proofer.files.reading import read_bytes

COLUMNS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType(
    {
        "terms": (("term", "category", "reason", "source"),),
        "phrases": (("phrase", "reason", "source"),),
        "reduplications": (("word", "pattern", "reason", "source"),),
        "confusions": (("wrong", "right", "unless", "reason", "source"),),
        "names": (("surname", "reason", "source"), ("title", "category", "reason", "source")),
        "places": (("place", "category", "reason", "source"),),
        "allow": (("term", "reason", "source"),),
    }
)
KINDS: Final = tuple(COLUMNS)
PATTERNS: Final = frozenset({"AABB", "ABB", "AAB", "ABAB", "AABC", "ABCC", "AA"})
_LARGEST = 64 << 20
"""Bytes of a dictionary file; all that are shipped have 2 MB together."""
_MAY_BE_EMPTY: Final = frozenset({"unless", "category", "reason", "source"})
_CONTROL: Final = lazy_pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\ufeff]")
_ODD: Final = ("\n ", " \n", "\t ", " \t", "\t|", "|\t", "||")
"""Signs of a cell that may be malformed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a dictionary file, at a line (from 1; 0 is the file as a whole)."""

    path: Path
    line: int
    message_en: str
    message_zh: str

    @property
    def message(self) -> str:
        """The message in English, for logs."""
        return self.message_en

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message_en}"


class DictionaryError(ValueError):
    """A dictionary that can't be read or extended; `problem` names file and line."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Entry(NamedTuple):
    """One row of a dictionary."""

    term: str
    replacements: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    category: str = ""
    reason: str = ""
    source: str = ""
    weight: float = 1.0
    origin: str = ""
    """Folder, file and line, as `terms/metals.tsv:12`."""

    def occurrences(self, text: str) -> Iterator[int]:
        """Yield where the term stands in `text`: see `stands_at`."""
        at = text.find(self.term)
        while at >= 0:
            if self.stands_at(at, text):
                yield at
            at = text.find(self.term, at + 1)

    def stands_at(self, at: int, text: str) -> bool:
        """Return whether the term stands at `at` in `text`, not inside a string of `unless`."""
        return text.startswith(self.term, at) and not any(
            _covers(text, at, self.term, longer) for longer in self.unless
        )


def _covers(text: str, at: int, term: str, longer: str) -> bool:
    offset = longer.find(term)
    while offset >= 0:
        if at >= offset and text.startswith(longer, at - offset):
            return True
        offset = longer.find(term, offset + 1)
    return False


class Row(NamedTuple):
    """An entry and the line that it stands on."""

    line: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Content:
    """A file as far as it could be read."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def kind_of(path: Path) -> str:
    """Return the kind of a dictionary file: its stem, or else the name of its folder.

    Raises:
        DictionaryError: neither is a kind.
    """
    for name in (path.stem, path.parent.name):
        if name in COLUMNS:
            return name
    names = ", ".join(KINDS)
    raise DictionaryError(
        Problem(
            path,
            0,
            f"neither file nor folder is named after a kind: {names}",
            f"文件名或文件夹名应为以下之一：{names}",
        )
    )


Stamp = tuple[Path, int, int]
"""A file with what tells whether it changed: its time in nanoseconds and its size in bytes."""


def stamped(path: Path) -> Stamp:
    """Return the file as `read_file` takes it.

    Raises:
        DictionaryError: if it is gone or too large.
    """
    try:
        status = path.stat()
    except OSError as error:
        why = reason(error)
        raise DictionaryError(Problem(path, 0, why.en, why.zh)) from error
    if status.st_size > _LARGEST:
        raise DictionaryError(Problem(path, 0, "larger than 64 MB", "超过 64 MB"))
    return path, status.st_mtime_ns, status.st_size


@lru_cache(maxsize=64)
def read_file(path: Path, _modified: int, _size: int) -> Content:
    """Read a file as far as possible; with a problem here its meaning is in doubt."""
    try:
        lines, text = _lines(path)
    except UnicodeDecodeError as error:
        byte = error.start
        wrong = Problem(path, 0, f"not UTF-8: byte {byte}", f"不是 UTF-8 编码：第 {byte} 字节")
        return Content((), (wrong,))
    if not lines:
        return Content((), (Problem(path, 1, "no header", "缺少表头"),))
    header = tuple(lines[0][1].split("\t"))
    problems = _header_problems(path, lines[0][0], kind_of(path), header)
    rows: Mapping[str, Row] = {}
    if not problems:
        rows, problems = _read_rows(path, header, lines[1:], plain=_is_plain(text))
    return Content(tuple(rows.values()), tuple(problems))


@lru_cache(maxsize=64)
def digest(path: Path, _modified: int, _size: int) -> str:
    """Return the SHA-256 of what a file says: remarks and line ends are nothing.

    It takes a tenth of the time of `read_file`. Of a file that is not UTF-8, all bytes count.
    """
    try:
        lines, _ = _lines(path)
    except UnicodeDecodeError:
        return hashlib.sha256(_bytes(path)).hexdigest()
    return hashlib.sha256("\n".join(line for _, line in lines).encode()).hexdigest()


def _lines(path: Path) -> tuple[list[tuple[int, str]], str]:
    """Return the lines that are no remarks, with their numbers, and the whole text.

    Raises:
        UnicodeDecodeError: if the file is not UTF-8.
    """
    text = _bytes(path).decode("utf-8-sig").replace("\r\n", "\n")
    lines = [
        (number, line)
        for number, line in enumerate(text.split("\n"), 1)
        if line[:1] not in ("", "#", "\r") or not is_remark(line)
    ]
    return lines, text


def _bytes(path: Path) -> bytes:
    try:
        return read_bytes(path, most=_LARGEST)
    except InputError as error:
        raise DictionaryError(Problem(path, 0, error.message.en, error.message.zh)) from error


def _is_plain(text: str) -> bool:
    """Return whether no cell needs a closer look, which is most of the time that loading takes."""
    return text.replace("\t", "").replace("\n", "").isprintable() and not any(
        sign in f"\n{text}\n" for sign in _ODD
    )


def _read_rows(
    path: Path, header: Sequence[str], lines: Sequence[tuple[int, str]], *, plain: bool
) -> tuple[dict[str, Row], list[Problem]]:
    """Return the rows by their terms, and what is wrong with those that are left out.

    With `plain`, no cell has anything that `_is_plain` looks for.
    """
    cells = [line.split("\t") for _, line in lines]
    numbers = [number for number, _ in lines]
    problems: list[Problem] = []
    if not (plain and _is_sound(header, cells)):
        problems = _problems(path, header, numbers, cells)
        wrong = {problem.line for problem in problems}
        kept = [at for at, number in enumerate(numbers) if number not in wrong]
        numbers, cells = [numbers[at] for at in kept], [cells[at] for at in kept]
    folder_and_file = "/".join(path.parts[-2:])
    origins = [f"{folder_and_file}:{number}" for number in numbers]
    columns = dict(zip(header, zip(*cells, strict=True), strict=True)) if cells else {}
    entries = _entries(columns, origins)
    rows = map(Row, numbers, entries)
    return dict(zip(columns.get(header[0], ()), rows, strict=True)), problems


def _is_sound(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Return whether plain rows are sound, all of them at once: that is nearly always so."""
    if not rows or "weight" in header or any(len(row) != len(header) for row in rows):
        return not rows
    columns = dict(zip(header, zip(*rows, strict=True), strict=True))
    needed = columns.keys() - _MAY_BE_EMPTY
    return (
        not any("" in columns[name] for name in needed)
        and PATTERNS.issuperset(columns.get("pattern", ()))
        and len(set(columns.get(header[0], ()))) == len(rows)
    )


def _problems(
    path: Path, header: Sequence[str], numbers: Sequence[int], rows: Sequence[Sequence[str]]
) -> list[Problem]:
    """Return what is wrong with rows, each looked at by itself."""
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for number, cells in zip(numbers, rows, strict=True):
        found = cell_problems(path, number, header, cells)
        if not found and cells[0] in first:
            term, line = cells[0], first[cells[0]]
            zh, en = f"“{term}”与第 {line} 行重复", f"{term!r} is already on line {line}"
            found = [Problem(path, number, en, zh)]
        if not found:
            first[cells[0]] = number
        problems += found
    return problems


def is_remark(line: str) -> bool:
    """Return whether a line holds no entry: empty, or a comment."""
    return line in ("", "\r", "#", "#\r") or line.startswith("# ")


def _header_problems(path: Path, line: int, kind: str, header: tuple[str, ...]) -> list[Problem]:
    plain = tuple(name for name in header if name != "weight")
    if (
        plain in COLUMNS[kind]
        and header[0] != "weight"
        and header.count("weight") <= 1
        and header[-2:] == ("reason", "source")
    ):
        return []
    wanted = " / ".join("→".join(names) for names in COLUMNS[kind])
    return [
        Problem(path, line, f"the header should be {wanted}", f"表头应为 {wanted}（以制表符分隔）")
    ]


def cell_problems(
    path: Path, line: int, header: Sequence[str], cells: Sequence[str]
) -> list[Problem]:
    """Return what is wrong with the cells of one row."""
    if len(cells) != len(header):
        return [
            Problem(
                path,
                line,
                f"{len(cells)} columns instead of {len(header)}",
                f"应有 {len(header)} 列，实有 {len(cells)} 列",
            )
        ]
    problems = []
    for name, cell in zip(header, cells, strict=True):
        if _CONTROL.search(cell):
            problems.append(
                Problem(path, line, f"control character in {name}", f"“{name}”列含有控制字符")
            )
        listed = cell.split("|") if name in ("right", "unless") and cell else [cell]
        if (not cell and name not in _MAY_BE_EMPTY) or (cell and "" in listed):
            problems.append(Problem(path, line, f"{name} is empty", f"“{name}”列为空"))
        if cell != cell.strip():
            problems.append(Problem(path, line, f"blanks around {name}", f"“{name}”列首尾有空格"))
        if name == "weight" and not re.fullmatch(r"\d+(\.\d+)?", cell):
            problems.append(
                Problem(path, line, f"weight {cell!r} is no number", f"权重“{cell}”不是数字")
            )
        if name == "pattern" and cell not in PATTERNS:
            problems.append(
                Problem(path, line, f"unknown pattern {cell!r}", f"未知的重叠形式“{cell}”")
            )
    return problems


def _entries(columns: Mapping[str, Sequence[str]], origins: Sequence[str]) -> list[Entry]:
    """Return the entries of rows that are given by columns."""
    nothing = ("",) * len(origins)
    category = ("surname",) * len(origins) if "surname" in columns else nothing
    names = [name for name in columns if name != "weight"]
    return (
        list(
            map(
                Entry,
                columns[names[0]],
                map(_listed, columns.get("right", nothing)),
                map(_listed, columns.get("unless", nothing)),
                columns.get("category", columns.get("pattern", category)),
                columns["reason"],
                columns["source"],
                map(float, columns.get("weight", ("1",) * len(origins))),
                origins,
            )
        )
        if origins
        else []
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
