"""`proofer lint --watch`: checks again after each change, and writes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import watchfiles

from tests.cli.conftest import CLEAN, PAGE, Proofer

LINT = ("lint", "--watch", "--select", "D001", "--format", "concise", "--no-cache")


def test_files_are_checked_at_once_and_after_a_change(
    proofer: Proofer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor saves a file by replacing it; the real watch tells of that."""
    page = Path("page.md")
    page.write_text(CLEAN, encoding="utf-8")
    real, seen = watchfiles.watch, 0

    def saving(*paths: Path, **options: object) -> Iterator[set[watchfiles.main.FileChange]]:
        nonlocal seen
        for batch in real(*paths, **options):  # type: ignore[arg-type]
            yield batch
            seen += 1
            if seen == 1:
                Path("other.md").write_text(PAGE, encoding="utf-8")  # not asked for
                Path("new").write_text(PAGE, encoding="utf-8")
                os.replace("new", page)  # noqa: PTH105
            elif batch or seen > 50:
                raise KeyboardInterrupt

    monkeypatch.setattr(watchfiles, "watch", saving)
    result = proofer(*LINT, "page.md")
    assert result.code == 0
    assert result.out.startswith("page.md:3:3: D001"), "the page as it was had nothing"
    assert result.out.count("\n") == 1
    assert result.err.count("waiting for changes; Ctrl-C ends it.") == 2


def test_an_error_does_not_end_it(proofer: Proofer, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("page.md").write_text(PAGE, encoding="utf-8")
    Path("proofer.toml").write_text("selct = []\n")

    def mending(*paths: Path, **options: object) -> Iterator[set[object]]:
        yield set()
        Path("proofer.toml").write_text("")
        yield {object()}

    monkeypatch.setattr(watchfiles, "watch", mending)
    result = proofer(*LINT, "page.md")
    assert "selct" in result.err
    assert "page.md:3:3: D001" in result.out


@pytest.mark.parametrize(
    "other", [["--fix"], ["--output", "out"], ["--format", "json=out"], ["-"], ["--since", "HEAD"]]
)
def test_what_it_would_see_change_is_refused(proofer: Proofer, other: list[str]) -> None:
    Path("page.md").write_text(PAGE, encoding="utf-8")
    result = proofer(*LINT[:4], "page.md", *other)
    assert (result.code, result.out) == (2, "")
    assert "--watch checks the files and folders that are named" in result.err


def test_a_file_that_is_not_there_is_an_error(proofer: Proofer) -> None:
    result = proofer(*LINT, "nothing.md")
    assert result.code == 2
    assert "no such file: nothing.md" in result.err
