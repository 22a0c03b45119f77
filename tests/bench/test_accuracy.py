"""`bench.accuracy.findings` on a made-up set, and what it writes into docs/measurements."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bench.accuracy.tables import page
from tests.paths import ROOT

SENTENCES = (
    ("这是大家共同努力的的结果。", "这是大家共同努力的结果。"),
    ("我们要牢牢把把握正确方向。", "我们要牢牢把握正确方向。"),
    ("今天天气很好。", "今天天气很好。"),
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """What the command prints and what it writes."""
    folder = tmp_path_factory.mktemp("bench")
    spelling = folder / "shared" / "data" / "spelling"
    spelling.mkdir(parents=True)
    rows = "".join(f"{wrong}\t{right}\n" for wrong, right in SENTENCES)
    (spelling / "natural-duplicates.tsv").write_text(rows, encoding="utf-8")
    options = ["--set", "natural-duplicates", "--no-peer", "--jobs", "1", "--write", str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.accuracy.findings", *options],
        cwd=ROOT,
        env=os.environ | {"PROOFER_SHARED": str(folder / "shared"), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout, (folder / "ocr.md").read_text(encoding="utf-8")


def lines(text: str, start: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(start)]


def test_the_file_has_the_tables_that_are_printed(written: tuple[str, str]) -> None:
    printed, file = written
    assert lines(file, "| ") == lines(printed, "| ")
    assert lines(file, "| natural-duplicates | 2 of 3 | proofer | 0.5 | 100.0 / 100.0 / 100.0 |")


def test_the_file_says_how_it_was_measured(written: tuple[str, str]) -> None:
    _, file = written
    assert file.startswith("# Accuracy: the profile `ocr`\n")
    assert "findings --write --set natural-duplicates --no-peer`" in file
    assert "Language model: the shipped one" in file


@pytest.mark.parametrize("profile", ["ocr", "typing", "ocr-noisy"])
def test_the_published_tables_are_of_today_s_form(profile: str) -> None:
    published = (ROOT / "docs" / "measurements" / f"{profile}.md").read_text(encoding="utf-8")
    empty = page(profile, "", "", {"proofer": {}})
    assert lines(published, "#") == lines(empty, "#")
    assert lines(empty, "| set") == lines(published, "| set")[:2], "the tables have other columns"
