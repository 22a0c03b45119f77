"""The dictionaries: read, merge, check and extend the TSV files that editors keep.

A file is UTF-8, tab-separated, one entry a line, sorted by its first column. Its kind is the name of its folder
(``dictionaries/terms/metals.tsv``) or, for a single project file, its own stem (``terms.tsv``). See
``dictionaries/README.md`` for the format.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

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
PATTERNS: Final = frozenset({"AABB", "ABB", "AAB", "ABAB", "AA"})
_MAY_BE_EMPTY: Final = frozenset({"unless", "category", "reason", "source"})
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\ufeff]")
# A file without any of these needs no look at every cell, which is most of the time that loading takes.
_ODD: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\ufeff]|(?m:^|\t)[\s|]|[\s|](?m:\t|$)|\|\|"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a dictionary file, at a line (1 is the first; 0 is the file as a whole)."""

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
    """A dictionary that can't be read or extended; ``problem`` names file and line in both languages."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a dictionary."""

    term: str
    replacements: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    category: str = ""
    reason: str = ""
    source: str = ""
    weight: float = 1.0
    origin: str = ""

    def occurrences(self, text: str) -> Iterator[int]:
        """Yield where the term stands in ``text``, except inside one of the strings of ``unless``."""
        at = text.find(self.term)
        while at >= 0:
            if not any(_covers(text, at, self.term, longer) for longer in self.unless):
                yield at
            at = text.find(self.term, at + 1)


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """All entries by kind, with a digest of their content; never changes after loading."""

    digest: str
    _kinds: Mapping[str, Mapping[str, Entry]] = field(repr=False)

    def kind(self, name: str) -> Mapping[str, Entry]:
        """Return the entries of one kind, term to entry.

        Raises:
            KeyError: the kind is none of ``KINDS``.
        """
        return self._kinds[name]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Content:
    rows: tuple[_Row, ...]
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
    """Return the folder of the dictionaries that come with proofer, in a wheel or in a source tree."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_dictionaries"
    return installed if installed.is_dir() else package.parent / "dictionaries"


def load(paths: Sequence[Path] = ()) -> Dictionaries:
    """Merge the shipped dictionaries with those of a project.

    Args:
        paths: files or folders of the project; a later one overrides an earlier one, all override what is shipped.

    Raises:
        DictionaryError: a file is missing or malformed.
    """
    files = [file for path in (shipped_folder(), *paths) for file in _files(path)]
    return _load(tuple(_stamped(file) for file in files))


@lru_cache(maxsize=8)
def _load(files: tuple[tuple[Path, int, int], ...]) -> Dictionaries:
    kinds: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
    digest = hashlib.sha256()
    for file in files:
        content = _read(*file)
        if content.problems:
            raise DictionaryError(content.problems[0])
        kind = kind_of(file[0])
        kinds[kind].update((row.entry.term, row.entry) for row in content.rows)
        digest.update(f"{kind} {content.digest}\n".encode())
    frozen = {kind: MappingProxyType(entries) for kind, entries in kinds.items()}
    return Dictionaries(digest.hexdigest(), MappingProxyType(frozen))


def _stamped(path: Path) -> tuple[Path, int, int]:
    status = path.stat()
    return path, status.st_mtime_ns, status.st_size


def _files(path: Path) -> list[Path]:
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
            path, 0, f"neither file nor folder is named after a kind: {names}", f"文件名或文件夹名应为以下之一：{names}"
        )
    )


@lru_cache(maxsize=64)
def _read(path: Path, _modified: int, _size: int) -> _Content:
    """Read a file as far as it can be read; every problem here means that its meaning is in doubt."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        byte = error.start
        return _Content((), (Problem(path, 0, f"not UTF-8: byte {byte}", f"不是 UTF-8 编码：第 {byte} 字节"),), "")
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if not _is_remark(line)]
    if not lines:
        return _Content((), (Problem(path, 1, "no header", "缺少表头"),), "")
    header = tuple(lines[0][1].split("\t"))
    problems = _header_problems(path, lines[0][0], kind_of(path), header)
    rows: dict[str, _Row] = {}
    if not problems:
        problems = _read_rows(path, header, lines[1:], rows, plain=not _ODD.search(text))
    digest = hashlib.sha256("\n".join(line for _, line in lines).encode()).hexdigest()
    return _Content(tuple(rows.values()), tuple(problems), digest)


def _read_rows(
    path: Path, header: tuple[str, ...], lines: Sequence[tuple[int, str]], rows: dict[str, _Row], *, plain: bool
) -> list[Problem]:
    problems: list[Problem] = []
    needed = [at for at, name in enumerate(header) if name not in _MAY_BE_EMPTY]
    plain = plain and "weight" not in header and "pattern" not in header
    for number, line in lines:
        cells = tuple(line.split("\t"))
        sound = plain and len(cells) == len(header) and all(cells[at] for at in needed)
        found = [] if sound else _cell_problems(path, number, header, cells)
        if not found and cells[0] in rows:
            term, first = cells[0], rows[cells[0]].line
            found = [Problem(path, number, f"{term!r} is already on line {first}", f"“{term}”与第 {first} 行重复")]
        problems += found
        if not found:
            rows[cells[0]] = _Row(number, _entry(header, cells, f"{path}:{number}"))
    return problems


def _is_remark(line: str) -> bool:
    return line in ("", "\r", "#", "#\r") or line.startswith("# ")


def _header_problems(path: Path, line: int, kind: str, header: tuple[str, ...]) -> list[Problem]:
    plain = tuple(name for name in header if name != "weight")
    if plain in COLUMNS[kind] and header[0] != "weight" and header.count("weight") <= 1 and header[-1] == "source":
        return []
    wanted = " / ".join("→".join(names) for names in COLUMNS[kind])
    return [Problem(path, line, f"the header should be {wanted}", f"表头应为 {wanted}（以制表符分隔）")]


def _cell_problems(path: Path, line: int, header: tuple[str, ...], cells: tuple[str, ...]) -> list[Problem]:
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
            problems.append(Problem(path, line, f"control character in {name}", f"“{name}”列含有控制字符"))
        listed = cell.split("|") if name in ("right", "unless") and cell else [cell]
        if (not cell and name not in _MAY_BE_EMPTY) or (cell and "" in listed):
            problems.append(Problem(path, line, f"{name} is empty", f"“{name}”列为空"))
        if cell != cell.strip():
            problems.append(Problem(path, line, f"blanks around {name}", f"“{name}”列首尾有空格"))
        if name == "weight" and not re.fullmatch(r"\d+(\.\d+)?", cell):
            problems.append(Problem(path, line, f"weight {cell!r} is no number", f"权重“{cell}”不是数字"))
        if name == "pattern" and cell not in PATTERNS:
            problems.append(Problem(path, line, f"unknown pattern {cell!r}", f"未知的重叠形式“{cell}”"))
    return problems


def _entry(header: tuple[str, ...], cells: tuple[str, ...], origin: str) -> Entry:
    row = dict(zip(header, cells, strict=True))
    category = row.get("category") or row.get("pattern") or ("surname" if header[0] == "surname" else "")
    return Entry(
        term=cells[0],
        replacements=tuple(row["right"].split("|")) if row.get("right") else (),
        unless=tuple(row["unless"].split("|")) if row.get("unless") else (),
        category=category,
        reason=row["reason"],
        source=row["source"],
        weight=float(row.get("weight", 1.0)),
        origin=origin,
    )


def check(path: Path) -> list[Problem]:
    """Return everything wrong with a dictionary file, or with all files of a folder taken together."""
    problems: list[Problem] = []
    seen: dict[tuple[str, str], tuple[Path, _Row]] = {}
    try:
        files = _files(path)
        kinds = [kind_of(file) for file in files]
    except DictionaryError as error:
        return [error.problem]
    for file, kind in zip(files, kinds, strict=True):
        content = _read(*_stamped(file))
        problems += [*content.problems, *_form_problems(file), *_order_problems(file, content.rows)]
        for row in content.rows:
            first = seen.setdefault((kind, row.entry.term), (file, row))
            if first[1] is not row:
                place = f"{first[0].name}:{first[1].line}"
                term = row.entry.term
                problems.append(Problem(file, row.line, f"{term!r} is already in {place}", f"“{term}”与 {place} 重复"))
    confusions = {term: place for (kind, term), place in seen.items() if kind == "confusions"}
    for file, row in confusions.values():
        problems += _confusion_problems(file, row, {term: place[1].entry for term, place in confusions.items()})
    return sorted(problems, key=lambda problem: (str(problem.path), problem.line))


def _form_problems(path: Path) -> list[Problem]:
    raw = path.read_bytes()
    problems = []
    if raw.startswith(b"\xef\xbb\xbf"):
        problems.append(Problem(path, 1, "byte order mark", "文件开头有 BOM"))
    if b"\r" in raw:
        line = raw[: raw.index(b"\r")].count(b"\n") + 1
        problems.append(Problem(path, line, "line ends are not LF", "换行符不是 LF"))
    if raw and not raw.endswith(b"\n"):
        problems.append(Problem(path, raw.count(b"\n") + 1, "no line end at the end", "文件末尾缺少换行"))
    for number, line_text in enumerate(raw.decode("utf-8", "replace").split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line_text):
            problems.append(Problem(path, number, "not in Unicode form NFC", "不是 Unicode NFC 形式"))
    return problems


def _order_problems(path: Path, rows: Iterable[_Row]) -> list[Problem]:
    problems = []
    last = ""
    for row in rows:
        term = row.entry.term
        if term < last:
            problems.append(
                Problem(path, row.line, f"{term!r} should stand before {last!r}", f"“{term}”应排在“{last}”之前")
            )
        last = max(last, term)
    return problems


def _confusion_problems(path: Path, row: _Row, confusions: Mapping[str, Entry]) -> list[Problem]:
    entry, problems = row.entry, []
    if len(entry.term) < 2:
        problems.append(Problem(path, row.line, f"{entry.term!r} is too short", f"“{entry.term}”太短，至少两个字"))
    for longer in entry.unless:
        if entry.term not in longer or entry.term == longer:
            text = f"unless {longer!r} does not contain {entry.term!r}"
            problems.append(Problem(path, row.line, text, f"例外“{longer}”应当包含“{entry.term}”"))
    for right in entry.replacements:
        for wrong in wrong_in(right, confusions):
            text = f"the correction {right!r} contains the error {wrong.term!r} ({wrong.origin})"
            problems.append(Problem(path, row.line, text, f"改正“{right}”本身含有错误写法“{wrong.term}”"))
    return problems


def wrong_in(text: str, confusions: Mapping[str, Entry]) -> Iterator[Entry]:
    """Yield the confusions whose wrong side stands in a short text outside of their exceptions."""
    pieces = {text[start:end] for start in range(len(text)) for end in range(start + 2, len(text) + 1)}
    for piece in sorted(pieces & confusions.keys()):
        if next(confusions[piece].occurrences(text), None) is not None:
            yield confusions[piece]


def add(
    path: Path,
    kind: str,
    term: str,
    *,
    replacements: Sequence[str] = (),
    unless: Sequence[str] = (),
    reason: str = "",
    source: str = "",
    category: str = "",
) -> None:
    """Insert an entry where it belongs in a file, which is made when missing and replaced atomically.

    Raises:
        DictionaryError: the file is malformed or of another kind, the term is there already, or the row is not valid.
    """
    if kind_of(path) != kind:
        raise DictionaryError(Problem(path, 0, f"not a file of kind {kind!r}", f"这个文件不是“{kind}”词典"))
    lines = path.read_bytes().decode("utf-8-sig", "replace").split("\n") if path.exists() else []
    rows = _sound_rows(path) if lines else ()
    header = next((line.removesuffix("\r") for line in lines if not _is_remark(line)), "")
    names = tuple(header.split("\t")) if header else _default_header(kind, category)
    values = {"right": "|".join(replacements), "unless": "|".join(unless), "weight": "1"}
    values |= {"reason": reason, "source": source, "category": category, "pattern": category}
    cells = (unicodedata.normalize("NFC", term), *(values[name] for name in names[1:]))
    _refuse(_cell_problems(path, 0, names, cells))
    for row in rows:
        if row.entry.term == cells[0]:
            _refuse([Problem(path, row.line, f"{term!r} is already there", f"“{term}”已经在词典里")])
    end = "\r" if lines and lines[0].endswith("\r") else ""
    lines = lines or ["\t".join(names), ""]
    if lines[-1]:
        lines.append("")
    at = next((row.line - 1 for row in rows if row.entry.term > cells[0]), len(lines) - 1)
    lines.insert(at, "\t".join(cells) + end)
    _replace(path, "\n".join(lines))


def _sound_rows(path: Path) -> tuple[_Row, ...]:
    content = _read(*_stamped(path))
    _refuse(content.problems)
    return content.rows


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise DictionaryError(problems[0])


def _default_header(kind: str, category: str) -> tuple[str, ...]:
    """Return the header for a new file; of the names only titles have a category."""
    choices = COLUMNS[kind]
    return choices[-1] if category and category != "surname" else choices[0]


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
