"""Read and write the rows of a dictionary file; a derived row is known by its `source`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from proofer.language.dictionary_format import COLUMNS
from tools.paths import DICTIONARIES, ROOT

JIEBA = "jieba (MIT)"
JIONLP = "jionlp (Apache-2.0)"
BOTH = "jieba (MIT), jionlp (Apache-2.0)"
GLYPHS = "look-alike table"
DERIVED = (JIEBA, JIONLP, BOTH, GLYPHS)
"""Sources of derived rows; those of any other source are written by hand."""


def rows_of(path: Path) -> tuple[list[str], list[str], dict[str, list[str]]]:
    """Return the comments, the header and the rows (by first cell) of a dictionary file."""
    comments: list[str] = []
    header: list[str] = []
    rows: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").split("\n") if path.exists() else []:
        if line.startswith("#"):
            comments.append(line)
        elif line and not header:
            header = line.split("\t")
        elif line:
            cells = line.split("\t")
            rows.setdefault(cells[0], cells)
    return comments, header, rows


def write(path: Path, rows: Iterable[list[str]], *, replace: bool = True) -> None:
    """Write rows sorted; with `replace`, earlier derived rows go; those written by hand win."""
    comments, header, old = rows_of(path)
    kept = {key: row for key, row in old.items() if not replace or row[-1] not in DERIVED}
    merged = {row[0]: row for row in rows} | kept
    lines = [*comments, "\t".join(header or COLUMNS[path.parent.name][0])]
    lines += ["\t".join(merged[key]) for key in sorted(merged)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{path.relative_to(ROOT)}: {len(merged)} rows")


def sort_all() -> None:
    """Sort and deduplicate every file."""
    for path in sorted(DICTIONARIES.rglob("*.tsv")):
        write(path, (), replace=False)


def words_of(name: str) -> list[str]:
    """Return the words of a list beside this module; lines that begin with # are remarks."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]
