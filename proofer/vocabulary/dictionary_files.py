"""The files of dictionaries: checks them, and adds or removes entries and keeps all else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from proofer.files.replacing import atomic_write
from proofer.language.dictionaries import files_of, wrong_in
from proofer.language.dictionary_format import (
    COLUMNS,
    DictionaryError,
    Entry,
    Problem,
    Row,
    cell_problems,
    is_remark,
    kind_of,
    read_file,
    stamped,
)


@dataclass(frozen=True, slots=True)
class Addition:
    """A word of a kind, with the columns of its row.

    `right` are the correct forms of a confusion, `unless` the longer words in which it is right.
    """

    kind: str
    term: str
    right: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    reason: str = ""
    source: str = ""
    category: str = ""


def check(path: Path) -> list[Problem]:
    """Return all problems of a dictionary file, or of all files of a folder taken together."""
    problems: list[Problem] = []
    seen: dict[tuple[str, str], tuple[Path, Row]] = {}
    try:
        files = files_of(path)
        kinds = [kind_of(file) for file in files]
    except DictionaryError as error:
        return [error.problem]
    for file, kind in zip(files, kinds, strict=True):
        content = read_file(*stamped(file))
        problems += [*content.problems, *_form_problems(file), *_order_problems(file, content.rows)]
        for row in content.rows:
            first = seen.setdefault((kind, row.entry.term), (file, row))
            if first[1] is not row:
                place = f"{first[0].name}:{first[1].line}"
                term = row.entry.term
                problems.append(
                    Problem(
                        file,
                        row.line,
                        f"{term!r} is already in {place}",
                        f"“{term}”与 {place} 重复",
                    )
                )
    places = [place for (kind, _), place in seen.items() if kind == "confusions"]
    confusions = {row.entry.term: row.entry for _, row in places}
    for file, row in places:
        problems += _confusion_problems(file, row, confusions)
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
        problems.append(
            Problem(path, raw.count(b"\n") + 1, "no line end at the end", "文件末尾缺少换行")
        )
    for number, line_text in enumerate(raw.decode("utf-8", "replace").split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line_text):
            problems.append(
                Problem(path, number, "not in Unicode form NFC", "不是 Unicode NFC 形式")
            )
    return problems


def _order_problems(path: Path, rows: Iterable[Row]) -> list[Problem]:
    problems = []
    last = ""
    for row in rows:
        term = row.entry.term
        if term < last:
            problems.append(
                Problem(
                    path,
                    row.line,
                    f"{term!r} should stand before {last!r}",
                    f"“{term}”应排在“{last}”之前",
                )
            )
        last = max(last, term)
    return problems


def _confusion_problems(path: Path, row: Row, confusions: Mapping[str, Entry]) -> list[Problem]:
    entry, problems = row.entry, []
    if len(entry.term) < 2:
        problems.append(
            Problem(
                path, row.line, f"{entry.term!r} is too short", f"“{entry.term}”太短，至少两个字"
            )
        )
    for longer in entry.unless:
        if entry.term not in longer or entry.term == longer:
            text = f"unless {longer!r} does not contain {entry.term!r}"
            problems.append(Problem(path, row.line, text, f"例外“{longer}”应当包含“{entry.term}”"))
    for right in entry.replacements:
        for wrong in wrong_in(right, confusions):
            text = f"the correction {right!r} contains the error {wrong.term!r} ({wrong.origin})"
            problems.append(
                Problem(path, row.line, text, f"改正“{right}”本身含有错误写法“{wrong.term}”")
            )
    return problems


def add(path: Path, addition: Addition) -> None:
    """Insert an entry in its place in a file, which is made if missing and replaced atomically.

    Raises:
        DictionaryError: if the file is malformed or of another kind, if the term is there already,
            or if the row is not valid.
        OSError: if the file cannot be read or written.
    """
    _refuse_other_kinds(path, addition.kind)
    lines = _lines(path) if path.exists() else []
    rows = _valid_rows(path) if lines else ()
    header = next((line.removesuffix("\r") for line in lines if not is_remark(line)), "")
    names = tuple(header.split("\t")) if header else _default_header(addition)
    term, *_ = cells = _cells(addition, names)
    _refuse(cell_problems(path, 0, names, cells))
    for row in rows:
        if row.entry.term == term:
            typed = addition.term
            _refuse(
                [Problem(path, row.line, f"{typed!r} is already there", f"“{typed}”已经在词典里")]
            )
    end = "\r" if lines and lines[0].endswith("\r") else ""
    lines = lines or ["\t".join(names), ""]
    if lines[-1]:
        lines.append("")
    at = next((row.line - 1 for row in rows if row.entry.term > term), len(lines) - 1)
    lines.insert(at, "\t".join(cells) + end)
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(path, "\n".join(lines).encode())


def remove(path: Path, kind: str, term: str) -> bool:
    """Remove an entry from a file, which is replaced atomically; return whether it was there.

    Raises:
        DictionaryError: if the file is malformed or of another kind.
        OSError: if the file cannot be read or written.
    """
    _refuse_other_kinds(path, kind)
    if not path.exists():
        return False
    wanted = unicodedata.normalize("NFC", term)
    removed = {row.line - 1 for row in _valid_rows(path) if row.entry.term == wanted}
    if removed:
        kept = (line for number, line in enumerate(_lines(path)) if number not in removed)
        atomic_write(path, "\n".join(kept).encode())
    return bool(removed)


def _lines(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8-sig", "replace").split("\n")


def _cells(addition: Addition, names: Sequence[str]) -> tuple[str, ...]:
    """Return the row of an addition in the columns `names`, of which the first is the term."""
    values = {
        "right": "|".join(addition.right),
        "unless": "|".join(addition.unless),
        "weight": "1",
        "reason": addition.reason,
        "source": addition.source,
        "category": addition.category,
        "pattern": addition.category,
    }
    return (unicodedata.normalize("NFC", addition.term), *(values[name] for name in names[1:]))


def _valid_rows(path: Path) -> tuple[Row, ...]:
    content = read_file(*stamped(path))
    _refuse(content.problems)
    return content.rows


def _refuse_other_kinds(path: Path, kind: str) -> None:
    if kind_of(path) != kind:
        _refuse([Problem(path, 0, f"not a file of kind {kind!r}", f"这个文件不是“{kind}”词典")])


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise DictionaryError(problems[0])


def _default_header(addition: Addition) -> tuple[str, ...]:
    """Return the header of a new file; of the names only titles have a category."""
    kind, category = addition.kind, addition.category
    choices = COLUMNS[kind]
    return choices[-1] if category and category != "surname" else choices[0]
