"""Patterns of the configuration silence what lies inside their matches, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofer.checking.pipeline import check
from proofer.config import Config, IgnorePattern
from proofer.findings.report import DocumentReport
from proofer.suppression import patterns

TEXT = "他们的的工作做得很好。这项工作己经全面完成。\n"


def checked(folder: Path, *ignored: IgnorePattern, **options: object) -> DocumentReport:
    path = folder / "page.txt"
    path.write_text(TEXT, encoding="utf-8")
    config = Config(**({"select": ("D001", "K001"), "patterns": ignored} | options))  # type: ignore[arg-type]
    return check([path], config).documents[0]


@pytest.mark.parametrize(
    ("pattern", "kept"),
    [
        (IgnorePattern("他们的的"), ["己经"]),
        (IgnorePattern("的的"), ["己经"]),
        (IgnorePattern("的"), ["的的", "己经"]),
        (IgnorePattern(".*"), []),
        (IgnorePattern(".*", ("D",)), ["己经"]),
        (IgnorePattern(".*", ("known-slip",)), ["的的"]),
        (IgnorePattern("的的", ("K",)), ["的的", "己经"]),
        (IgnorePattern(r"\p{Han}{2}经"), ["的的"]),
    ],
)
def test_a_finding_inside_a_match_is_ignored(
    tmp_path: Path, pattern: IgnorePattern, kept: list[str]
) -> None:
    report = checked(tmp_path, pattern)
    assert [each.quote for each in report.findings] == kept
    assert sorted(each.quote for each in report.ignored) == sorted({"的的", "己经"} - set(kept))


def test_the_patterns_that_were_used_are_told(tmp_path: Path) -> None:
    used, unused = IgnorePattern("的的", origin="a:1"), IgnorePattern("没有", origin="a:2")
    assert checked(tmp_path, used, unused).used_patterns == {"a:1"}


def test_a_pattern_that_takes_for_ever_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "_TIMEOUT", 1e-9)
    report = checked(tmp_path, IgnorePattern("(.+)+x", origin="proofer.toml:3"))
    assert [each.quote for each in report.findings] == ["的的", "己经"]
    assert "proofer.toml:3: this regular expression takes too long" in report.failures[0].message.en
