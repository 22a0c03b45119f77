"""Pages are read again from their images in an archive run, also those behind URLs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Proofer, folder, proofer
from tests.cli.test_reread import SEEN, Reads, page, reads, without_extra

pytest.importorskip("pyarrow")
__all__ = ["folder", "page", "proofer", "reads"]
OPTIONS = ("--reread", "--select", "I")


def test_images_are_read_as_lint_reads_them(
    proofer: Proofer, page: Path, reads: Callable[..., Reads]
) -> None:
    memory = pytest.importorskip("fsspec").filesystem("memory")
    reads(*SEEN)
    lint = json.loads(proofer("lint", page, "--format", "json", "--no-cache", *OPTIONS).out)
    assert lint["findings"]
    for file in (page, page.with_suffix(".png")):
        memory.pipe(f"/reread/{file.name}", file.read_bytes())
    for number, source in enumerate((page, "memory://reread")):
        reads(*SEEN)
        out = f"out{number}"
        proofer("archive", "plan", source, "--out", out, *OPTIONS)
        proofer("archive", "run", out)
        proofer("archive", "merge", out, "--format", f"json={out}.json")
        report = json.loads(Path(f"{out}.json").read_text(encoding="utf-8"))
        assert len(report["findings"]) == len(lint["findings"])
        for mine, of_lint in zip(report["findings"], lint["findings"], strict=True):
            assert mine == of_lint | {"path": mine["path"]}


def test_a_machine_that_cannot_read_images_does_not_run_the_plan(
    proofer: Proofer, page: Path, reads: Callable[..., Reads], monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(*SEEN)
    proofer("archive", "plan", page, "--out", "out", *OPTIONS)
    monkeypatch.undo()
    monkeypatch.chdir(page.parent)
    without_extra(monkeypatch)
    result = proofer("archive", "run", "out")
    assert result.code == 2
    assert "proofer-zh[reread]" in result.err
    assert not list(Path("out/findings").iterdir())
