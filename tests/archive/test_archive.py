"""An archive run finds what `lint` finds, whatever the engine, and goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from proofer.archive import engines, window
from proofer.archive.plan import Plan
from proofer.checking import admission, parallel
from proofer.checking.checker import Checker
from proofer.files.replacing import atomic_write
from tests.cli.conftest import CLEAN, PAGE, Proofer, folder, proofer

pytest.importorskip("pyarrow")
__all__ = ["folder", "proofer"]
LIGHT = ("--select", "D,K")
"""Few detectors: what is tested is the way of the findings."""


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six pages, two of which make a window; one is in GB 18030, one cannot be read."""
    monkeypatch.setattr(parallel, "_GROUP_CODE_POINTS", 30)
    place = Path("pages").absolute()
    (place / "1953").mkdir(parents=True)
    for number in range(4):
        (place / "1953" / f"{number}.txt").write_text(f"第{number}页。\n{PAGE}", encoding="utf-8")
    (place / "1954.txt").write_bytes(PAGE.encode("gb18030"))
    (place / "bad.jsonl").write_text('{"text": "他们的的', encoding="utf-8")
    return place


def planned(proofer: Proofer, pages: Path, *options: object) -> Path:
    out = Path("out").absolute()
    result = proofer("archive", "plan", pages, "--out", out, *LIGHT, *options)
    assert result.code == 0, result.err
    return out


def merged(proofer: Proofer, out: Path, form: str = "json") -> tuple[int, str]:
    result = proofer("archive", "merge", out, "--format", f"{form}=merged.txt")
    return result.code, Path("merged.txt").read_bytes().decode()


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_the_merged_report_is_that_of_lint(proofer: Proofer, pages: Path, form: str) -> None:
    lint = proofer("lint", pages, "--no-cache", "--format", form, *LIGHT)
    assert "D001" in lint.out
    out = planned(proofer, pages)
    assert len(Plan(out).windows) > 2, "the pages are to make several windows"
    for shard in ("2/2", "1/2"):
        proofer("archive", "run", out, "--shard", shard)
    assert merged(proofer, out, form) == (lint.code, lint.out)
    assert lint.code == 2, "the page that cannot be read"


def test_a_process_finds_the_same(proofer: Proofer, pages: Path) -> None:
    lint = proofer("lint", pages, "--no-cache", "--format", "json", *LIGHT)
    plan = Plan(planned(proofer, pages))
    numbers = range(len(plan.windows))
    assert sorted(number for number, _ in engines.run_pool(plan, numbers, 1)) == list(numbers)
    assert merged(proofer, plan.folder)[1] == lint.out


class DyingPool:
    """Stands for a pool; each of the first two dies of the window 1, after the one before it."""

    made = 0

    def __init__(self, jobs: int, preloaded: Sequence[str]) -> None:
        type(self).made += 1
        self._deadly = self.made <= 2
        self._is_dead = False

    def __enter__(self) -> DyingPool:
        return self

    def __exit__(self, *exception: object) -> None:
        pass

    def submit(self, function: Any, folder: Path, number: int) -> Future[dict[str, Any]]:
        future: Future[dict[str, Any]] = Future()
        self._is_dead = self._is_dead or (self._deadly and number == 1)
        if self._is_dead:
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result(function(Checker(), folder, number))
        return future


def test_a_process_that_dies_costs_nothing_that_is_done(
    proofer: Proofer, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proofer.checking.workers.WorkerPool", DyingPool)
    plan = Plan(planned(proofer, pages))
    tried: list[tuple[int, bool]] = []

    def check(plan: Plan, number: int, checker: Checker, *, apart: bool) -> dict[str, Any]:
        tried.append((number, apart))
        return window.check_window(plan, number, checker)

    monkeypatch.setattr(engines, "check_window", check)
    numbers = range(len(plan.windows))
    assert sorted(number for number, _ in engines.run_pool(plan, numbers, 2)) == list(numbers)
    assert sorted(number for number, _ in tried) == list(numbers), "nothing is done twice"
    assert (1, True) in tried, "what kills processes is checked file by file"


def test_finished_windows_are_not_done_again(
    proofer: Proofer, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = planned(proofer, pages)
    proofer("archive", "run", out, "--shard", "1/2")
    half = {path: path.stat().st_mtime_ns for path in out.glob("findings/part-*")}
    status = proofer("archive", "status", out)
    assert status.code == 2
    assert f"{len(half)} of {len(Plan(out).windows)} windows" in status.out
    done: list[int] = []

    def check(plan: Plan, number: int, *rest: Any, **more: Any) -> dict[str, Any]:
        done.append(number)
        return window.check_window(plan, number, *rest, **more)

    monkeypatch.setattr(engines, "check_window", check)
    proofer("archive", "run", out)
    assert {f"part-{number:06}.parquet" for number in done}.isdisjoint({path.name for path in half})
    assert all(path.stat().st_mtime_ns == then for path, then in half.items())


def test_an_unfinished_plan_is_not_merged(proofer: Proofer, pages: Path) -> None:
    out = planned(proofer, pages)
    proofer("archive", "run", out, "--shard", "1/2")
    result = proofer("archive", "merge", out, "--format", "json=merged.json")
    assert result.code == 2
    assert "not finished" in result.err
    assert not Path("merged.json").exists()


def test_a_page_that_changes_or_vanishes_is_a_failure(proofer: Proofer, pages: Path) -> None:
    out = planned(proofer, pages)
    (pages / "1953" / "0.txt").write_text(CLEAN, encoding="utf-8")
    (pages / "1953" / "1.txt").unlink()
    assert proofer("archive", "run", out).code == 2
    code, text = merged(proofer, out)
    report = json.loads(text)
    assert code == 2
    said = {Path(each["path"]).name: each["message"] for each in report["failures"]}
    assert "has changed" in said["0.txt"]
    assert "no such file" in said["1.txt"]
    told = proofer("archive", "merge", out).err
    lines = [line for line in told.split("\n") if "no such file" in line]
    assert [line.count("1.txt") for line in lines] == [1], "the path is said once"
    assert {Path(each["path"]).name for each in report["documents"]} == {
        "2.txt",
        "3.txt",
        "1954.txt",
    }


def test_a_detector_that_fails_is_a_failure_of_its_page(
    proofer: Proofer, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = planned(proofer, pages)

    def fail(found: Any, detector: Any, document: Any, context: Any) -> Any:
        if document.path.name == "2.txt" and detector.code == "D001":
            raise RuntimeError("broken")
        return admission.usable(found, detector, document, context)

    monkeypatch.setattr("proofer.checking.pipeline.usable", fail)
    lint = proofer("lint", pages, "--no-cache", "--format", "json", *LIGHT)
    assert proofer("archive", "run", out).code == 2
    assert merged(proofer, out) == (2, lint.out)
    report = json.loads(lint.out)
    [failure] = [each for each in report["failures"] if each["detector"] == "D001"]
    assert Path(failure["path"]).name == "2.txt"
    assert len({each["path"] for each in report["findings"] if each["code"] == "D001"}) == 4
    monkeypatch.undo()


def test_a_full_disk_loses_nothing_that_is_done(
    proofer: Proofer, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = planned(proofer, pages)
    write = atomic_write

    def full(path: Path, data: bytes) -> None:
        if path == Plan(out).part("findings", 1):
            raise OSError(28, "No space left on device")
        write(path, data)

    monkeypatch.setattr("proofer.archive.arrow.atomic_write", full)
    result = proofer("archive", "run", out)
    assert result.code == 2
    assert "No space left" in result.err
    assert Plan(out).finished() == [0]
    monkeypatch.setattr("proofer.archive.arrow.atomic_write", write)
    proofer("archive", "run", out)
    assert len(Plan(out).finished()) == len(Plan(out).windows)


def test_failed_windows_are_done_again_if_wanted(proofer: Proofer, pages: Path) -> None:
    out = planned(proofer, pages)
    page = pages / "1953" / "0.txt"
    before = page.read_bytes()
    page.unlink()
    proofer("archive", "run", out)
    page.write_bytes(before)
    proofer("archive", "run", out, "--retry-failed")
    report = json.loads(merged(proofer, out)[1])
    assert [Path(each["path"]).name for each in report["failures"]] == ["bad.jsonl"]


def test_corrected_files_are_those_of_export(proofer: Proofer, pages: Path) -> None:
    out = planned(proofer, pages, "--accept-above", "0.5")
    proofer("archive", "run", out)
    page = pages / "1954.txt"
    proofer("export", page, "-o", "exported.txt", "--accept-above", "0.5", *LIGHT)
    exported = Path("exported.txt").read_bytes()
    assert exported != page.read_bytes()
    assert (out / "corrected" / "1954.txt").read_bytes() == exported


def test_dictionaries_travel_and_are_checked(proofer: Proofer, pages: Path) -> None:
    own = pages / "words" / "confusions" / "own.tsv"
    own.parent.mkdir(parents=True)
    own.write_text("wrong\tright\tunless\treason\tsource\n认识会\t认识到\t\t\t\n", encoding="utf-8")
    (pages / "proofer.toml").write_text('dictionaries = ["words"]\n', encoding="utf-8")
    (pages / "1953" / "0.txt").write_text("我们都认识会这一点。\n", encoding="utf-8")
    lint = proofer("lint", pages, "--no-cache", "--format", "json", *LIGHT)
    assert "认识到" in lint.out
    out = planned(proofer, pages)
    own.unlink()
    proofer("archive", "run", out, "--shard", "1/2")
    [copy] = out.glob("bundle/**/own.tsv")
    text = copy.read_text(encoding="utf-8")
    copy.write_text(text.replace("认识到", "认识了"), encoding="utf-8")
    changed = proofer("archive", "run", out)
    assert changed.code == 2
    assert "not those of the plan" in changed.err
    copy.write_text(text, encoding="utf-8")
    proofer("archive", "run", out)
    assert merged(proofer, out)[1] == lint.out


def test_a_folder_with_a_plan_is_not_planned_over(proofer: Proofer, pages: Path) -> None:
    out = planned(proofer, pages)
    again = proofer("archive", "plan", pages, "--out", out)
    assert again.code == 2
    assert "holds a plan already" in again.err


def test_a_part_of_another_plan_is_no_part(proofer: Proofer, pages: Path) -> None:
    out = planned(proofer, pages)
    proofer("archive", "run", out)
    other = Path("other").absolute()
    proofer("archive", "plan", pages / "1953", "--out", other, *LIGHT)
    plan = Plan(other)
    for number in range(len(plan.windows)):
        plan.part("findings", number).write_bytes(Plan(out).part("findings", 0).read_bytes())
    result = proofer("archive", "status", other)
    assert result.code == 2
    assert "another plan" in result.err


def test_a_shard_is_one_of_its_number(proofer: Proofer) -> None:
    for wrong in ("0/2", "3/2", "2", "a/b"):
        assert proofer("archive", "run", "out", "--shard", wrong).code == 2


def test_a_folder_without_a_plan_is_an_error(proofer: Proofer) -> None:
    result = proofer("archive", "status", "nowhere")
    assert result.code == 2
    assert "nowhere" in result.err
