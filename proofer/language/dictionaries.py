"""The dictionaries: read and merge the TSV files that editors keep.

A file is UTF-8, tab-separated, one entry a line, sorted by its first column. Its kind is the name
of its folder (`dictionaries/terms/metals.tsv`) or, for a single project file, its own stem
(`terms.tsv`). See `dictionaries/README.md` for the format.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

T = TypeVar("T")
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
_MAY_BE_EMPTY: Final = frozenset({"unless", "category", "reason", "source"})
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\ufeff]")
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
        """Yield where the term stands in `text`, except inside a string of `unless`."""
        at = text.find(self.term)
        while at >= 0:
            if not any(_covers(text, at, self.term, longer) for longer in self.unless):
                yield at
            at = text.find(self.term, at + 1)


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """All entries by kind, unchanging; equal if their `digest` (of the content) is."""

    digest: str
    _kinds: Mapping[str, Mapping[str, Entry]] = field(repr=False, compare=False)
    _derived: dict[Callable[[Dictionaries], Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def kind(self, name: str) -> Mapping[str, Entry]:
        """Return the entries of one kind, term to entry.

        Raises:
            KeyError: the kind is none of `KINDS`.
        """
        return self._kinds[name]

    def derived(self, function: Callable[[Dictionaries], T]) -> T:
        """Return what `function` makes of these dictionaries, computed once and kept with them."""
        if function not in self._derived:
            self._derived[function] = function(self)
        made: T = self._derived[function]
        return made


class Row(NamedTuple):
    """An entry and the line that it stands on."""

    line: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Content:
    """A file as far as it could be read."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    digest: str


def _covers(text: str, at: int, term: str, longer: str) -> bool:
    offset = longer.find(term)
    while offset >= 0:
        if at >= offset and text.startswith(longer, at - offset):
            return True
        offset = longer.find(term, offset + 1)
    return False


def shipped_folder() -> Path:
    """Return the folder of the shipped dictionaries, in a wheel or in a source tree."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_dictionaries"
    return installed if installed.is_dir() else package.parent / "dictionaries"


def load(paths: Sequence[Path] = ()) -> Dictionaries:
    """Merge the shipped dictionaries with those of a project.

    Args:
        paths: files or folders of the project; a later one overrides an earlier one, all override
            what is shipped.

    Raises:
        DictionaryError: a file is missing or malformed.
    """
    files = [file for path in (shipped_folder(), *paths) for file in files_of(path)]
    return _load(tuple(stamped(file) for file in files))


@lru_cache(maxsize=8)
def _load(files: tuple[tuple[Path, int, int], ...]) -> Dictionaries:
    kinds: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
    digest = hashlib.sha256()
    for file in files:
        content = read_file(*file)
        if content.problems:
            raise DictionaryError(content.problems[0])
        kind = kind_of(file[0])
        kinds[kind].update((row.entry.term, row.entry) for row in content.rows)
        digest.update(f"{kind} {content.digest}\n".encode())
    frozen = {kind: MappingProxyType(entries) for kind, entries in kinds.items()}
    return Dictionaries(digest.hexdigest(), MappingProxyType(frozen))


def stamped(path: Path) -> tuple[Path, int, int]:
    """Return the file with what tells whether it changed, for `read_file`."""
    status = path.stat()
    return path, status.st_mtime_ns, status.st_size


def files_of(path: Path) -> list[Path]:
    """Return the dictionary files of a folder, or the file itself.

    Raises:
        DictionaryError: there is nothing at `path`.
    """
    if path.is_dir():
        return sorted(path.rglob("*.tsv"))
    if path.is_file():
        return [path]
    raise DictionaryError(Problem(path, 0, "no such dictionary", "找不到这个词典"))


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


@lru_cache(maxsize=64)
def read_file(path: Path, _modified: int, _size: int) -> Content:
    """Read a file as far as possible; with a problem here its meaning is in doubt."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        byte = error.start
        return Content(
            (),
            (Problem(path, 0, f"not UTF-8: byte {byte}", f"不是 UTF-8 编码：第 {byte} 字节"),),
            "",
        )
    lines = [
        (number, line)
        for number, line in enumerate(text.split("\n"), 1)
        if line[:1] not in ("", "#", "\r") or not is_remark(line)
    ]
    if not lines:
        return Content((), (Problem(path, 1, "no header", "缺少表头"),), "")
    header = tuple(lines[0][1].split("\t"))
    problems = _header_problems(path, lines[0][0], kind_of(path), header)
    rows: dict[str, Row] = {}
    if not problems:
        problems = _read_rows(path, header, lines[1:], rows, plain=_is_plain(text))
    digest = hashlib.sha256("\n".join(line for _, line in lines).encode()).hexdigest()
    return Content(tuple(rows.values()), tuple(problems), digest)


def _is_plain(text: str) -> bool:
    """Return whether no cell needs a closer look, which is most of the time that loading takes."""
    return text.replace("\t", "").replace("\n", "").isprintable() and not any(
        sign in f"\n{text}\n" for sign in _ODD
    )


def _read_rows(
    path: Path,
    header: tuple[str, ...],
    lines: Sequence[tuple[int, str]],
    rows: dict[str, Row],
    *,
    plain: bool,
) -> list[Problem]:
    problems: list[Problem] = []
    name, columns = "/".join(path.parts[-2:]), {column: at for at, column in enumerate(header)}
    needed = [at for column, at in columns.items() if column not in _MAY_BE_EMPTY]
    plain, pattern = plain and "weight" not in header, columns.get("pattern")
    entry = _entries(columns)
    for number, line in lines:
        cells = tuple(line.split("\t"))
        sound = plain and len(cells) == len(header) and "" not in [cells[at] for at in needed]
        sound = sound and (pattern is None or cells[pattern] in PATTERNS)
        found = [] if sound else cell_problems(path, number, header, cells)
        if not found and cells[0] in rows:
            term, first = cells[0], rows[cells[0]].line
            found = [
                Problem(
                    path,
                    number,
                    f"{term!r} is already on line {first}",
                    f"“{term}”与第 {first} 行重复",
                )
            ]
        if found:
            problems += found
        else:
            rows[cells[0]] = Row(number, entry(cells, f"{name}:{number}"))
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
    path: Path, line: int, header: tuple[str, ...], cells: tuple[str, ...]
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


def _entries(columns: Mapping[str, int]) -> Callable[[tuple[str, ...], str], Entry]:
    """Return what makes an entry of the cells under these columns, and of its origin."""
    right, unless, weight = columns.get("right"), columns.get("unless"), columns.get("weight")
    category = columns.get("category", columns.get("pattern"))
    usual = "surname" if "surname" in columns else ""

    def entry(cells: tuple[str, ...], origin: str) -> Entry:
        return Entry(
            cells[0],
            tuple(cells[right].split("|")) if right else (),
            tuple(cells[unless].split("|")) if unless and cells[unless] else (),
            cells[category] if category else usual,
            cells[-2],
            cells[-1],
            float(cells[weight]) if weight else 1.0,
            origin,
        )

    return entry


def wrong_in(text: str, confusions: Mapping[str, Entry]) -> Iterator[Entry]:
    """Yield the confusions whose wrong side stands in a short text outside of their exceptions."""
    pieces = {
        text[start:end] for start in range(len(text)) for end in range(start + 2, len(text) + 1)
    }
    for piece in sorted(pieces & confusions.keys()):
        if next(confusions[piece].occurrences(text), None) is not None:
            yield confusions[piece]
