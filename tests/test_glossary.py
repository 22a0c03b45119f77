"""docs/glossary.md: one word for one thing, and no text that uses another."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import proofer
from proofer.findings.family import EDITOR, FAMILIES
from tests.paths import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
CHINESE_PAGES = [ROOT / "README.zh-CN.md", *sorted(ROOT.glob("docs/*.zh-CN.md"))]
HAN = re.compile(r"[一-鿿]")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table below a line that begins with `heading`."""
    lines = GLOSSARY.read_text(encoding="utf-8").split(f"\n{heading}")[1].split("\n## ")[0]
    table = [line for line in lines.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line[1:-1].split(" | ")] for line in table[2:]]


TERMS = rows("One word for one thing")
KINDS = rows("## Kinds of findings")


@cache
def chinese() -> list[tuple[str, str]]:
    """Return the lines in Chinese that users may read, each with its place.

    In the source these are messages, and the pages of `explain` in docstrings.
    """
    files = [*CHINESE_PAGES, *sorted(Path(proofer.__file__).parent.rglob("*.py"))]
    return [
        (f"{file.name}:{number}", line)
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if HAN.search(line)
    ]


@pytest.mark.parametrize("row", TERMS, ids=[row[1] for row in TERMS])
def test_a_term_is_the_only_one_for_what_it_means(row: list[str]) -> None:
    chosen, others = row[0], [each for each in row[3].split("、") if HAN.search(each)]
    wrong = [
        f"{where}: {other} ({chosen})"
        for where, text in chinese()
        for other in others
        if other in text
    ]
    assert not wrong, "the glossary has another word"


def test_each_term_is_in_use() -> None:
    texts = "\n".join(text for _, text in chinese())
    assert [row[0] for row in TERMS if row[0] not in texts] == []


def test_the_kinds_are_those_of_the_program() -> None:
    families = sorted([*FAMILIES.values(), EDITOR], key=lambda family: family.letter)
    assert [row[:3] for row in KINDS] == [
        [
            family.letter,
            f"{family.short.zh} · {family.short.en}" if family.short else "",
            f"{family.title.zh} · {family.title.en}",
        ]
        for family in families
    ]
