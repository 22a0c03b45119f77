"""A cache from elsewhere may hide findings; it never gives a page another text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from proofer.__main__ import main
from proofer.checking.cache import dumps, loads
from proofer.findings.finding import Suggestion

PAGE = "团结奋斗的合力很大，这项工作己经全面完成。\n"
OTHER = "他们的的工作做得很好。\n"


def lint(folder: Path, *options: str) -> int:
    select = ["--lang", "en", "--isolated", "--select", "K,D,L"]
    return main(["lint", *select, "--cache-dir", str(folder / "cache"), *options])


def fill(folder: Path) -> dict[str, Path]:
    """Lint two pages and return the entry of each."""
    entries: dict[str, Path] = {}
    for name, text in (("page.txt", PAGE), ("other.txt", OTHER)):
        before = set(folder.glob("cache/??/*"))
        (folder / name).write_text(text, encoding="utf-8")
        lint(folder, str(folder / name))
        [entries[name]] = set(folder.glob("cache/??/*")) - before
    return entries


def test_swapped_entries_are_not_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = fill(tmp_path)
    one, other = (entries[name].read_bytes() for name in ("page.txt", "other.txt"))
    entries["page.txt"].write_bytes(other)
    entries["other.txt"].write_bytes(one)
    capsys.readouterr()
    lint(tmp_path, str(tmp_path / "page.txt"))
    said = capsys.readouterr().out
    assert "己经" in said
    assert "的的" not in said


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_a_forged_suggestion_is_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    entry = fill(tmp_path)["page.txt"]
    held = loads(entry.read_bytes())
    forged = tuple(
        replace(each, suggestions=tuple(map(poisoned, each.suggestions)))
        for each in held.survey.candidates
    )
    entry.write_bytes(dumps(replace(held, survey=replace(held.survey, candidates=forged))))
    page = tmp_path / "page.txt"
    capsys.readouterr()
    lint(tmp_path, option, "--unsafe", str(page))
    assert "恶意" not in page.read_text(encoding="utf-8")
    assert "+恶意" not in capsys.readouterr().out
    assert ("已经全面" in page.read_text(encoding="utf-8")) is (option == "--fix")


def poisoned(suggestion: Suggestion) -> Suggestion:
    edits = tuple(replace(edit, replacement="恶意文字") for edit in suggestion.edits)
    return replace(suggestion, edits=edits)
