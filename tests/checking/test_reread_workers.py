"""Pages that are read again in other processes, and runs that are broken off while they are."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from proofer.checking.checker import Checker, Task
from proofer.checking.outcome import Outcome
from proofer.checking.parallel import outcomes
from proofer.checking.workers import WorkerPool
from proofer.config import Config
from proofer.rereading import model
from tests.cli.conftest import Proofer, folder, proofer
from tests.cli.test_reread import SEEN, Reads
from tests.scan.pages import drawn, hocr

__all__ = ["folder", "proofer"]
CONFIG = Config(select=("I",), reread=True)
TURNED = tuple(line[at:] + line[:at] for at in range(12) for line in SEEN)
"""Lines of a page of 24, no two alike."""
READ = 21
"""Lines that are read before a run is broken off; what a killed process has lost is the last."""


def broken_off() -> None:
    raise KeyboardInterrupt


def waiting() -> None:
    Path("read").touch()
    time.sleep(60)


class BrokenOff(Reads):
    """A recogniser whose run is broken off at the line behind `READ`."""

    def __init__(self, stopped: Callable[[], None] = broken_off) -> None:
        super().__init__(TURNED)
        self._stopped = stopped

    def probabilities(self, line: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the frames of the next line."""
        if self.asked == READ:
            self._stopped()
        return super().probabilities(line)


def install(recogniser: Reads) -> Reads:
    """Have this process read lines by a recogniser that is none."""
    vars(model)["problem"] = lambda: None
    vars(model)["default_recogniser"] = lambda: recogniser
    return recogniser


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("problem", "default_recogniser"):
        monkeypatch.setattr(model, name, getattr(model, name))


def here(checker: Checker, tasks: Sequence[Task]) -> list[Outcome]:
    install(Reads(SEEN))
    return [checker.check(task) for task in tasks]


def stopped(checker: Checker, tasks: Sequence[Task]) -> list[Outcome]:
    install(BrokenOff(waiting))
    return [checker.check(task) for task in tasks]


def corrections(files: Sequence[Path], jobs: int, cache: Path | None) -> list[list[str]]:
    """Return the corrections of each page by a run in so many processes."""
    found = outcomes([(file, CONFIG) for file in files], Checker(cache), jobs=jobs)
    return [
        [
            f"{each.quote} {each.confidence}"
            for survey in outcome.surveys
            for each in survey.candidates
        ]
        for _, _, outcome in found
    ]


def written(path: Path, lines: Sequence[str]) -> Path:
    """Write a page with its image."""
    title = f'image "{path.stem}.png"; bbox 0 0 320 {60 + 40 * len(lines)}; ppageno 0'
    path.write_text(hocr(lines, title), encoding="utf-8")
    drawn((320, 60 + 40 * len(lines))).save(path.with_suffix(".png"))
    return path


def test_pages_read_in_other_processes_are_read_alike_and_only_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (SEEN[0], SEEN[1].replace("已", "己"))
    pages = [written(folder / f"{number}.hocr", lines[:number] + lines) for number in (0, 2)]
    monkeypatch.setattr("proofer.checking.parallel._check_batch", here)
    monkeypatch.setattr("proofer.checking.parallel._BATCH_FILES", 1)
    elsewhere = corrections(pages, 2, folder / "cache")
    assert [len(found) for found in elsewhere] == [1, 2]
    fake = install(Reads(SEEN))
    assert corrections(pages, 1, folder / "cache") == elsewhere
    assert not fake.asked, "the processes kept what they had read"
    assert corrections(pages, 1, None) == elsewhere, "read here it is the same"


def test_a_run_that_is_broken_off_reads_no_line_twice(proofer: Proofer, folder: Path) -> None:
    page = written(folder / "page.hocr", TURNED)
    run = ("lint", page, "--reread", "--cache-dir", "cache", "--format", "json")
    install(BrokenOff())
    assert proofer(*run).code == 130
    rest = install(Reads(TURNED[READ:]))
    again = proofer(*run)
    assert rest.asked == len(TURNED) - READ
    install(Reads(TURNED))
    assert again.out == proofer(*run[:3], "--no-cache", *run[5:]).out
    assert not list(folder.glob("**/*.tmp")), "nothing half written is left"


def test_a_run_that_is_broken_off_has_what_its_processes_had_read(folder: Path) -> None:
    page = written(folder / "page.hocr", TURNED)
    checker = Checker(folder / "cache")

    with WorkerPool(1, checker.cache_folder) as pool:  # left as Ctrl-C leaves it: killed
        pool.submit(stopped, [checker.task(page, CONFIG)])
        deadline = time.monotonic() + 60
        while not (folder / "read").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
    rest = install(Reads(TURNED[READ - 1 :]))
    corrections([page], 1, folder / "cache")
    assert rest.asked == len(TURNED) - (READ - 1), "twenty lines were written"
