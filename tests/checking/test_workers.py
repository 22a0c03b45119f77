"""Processes of a pool have checkers of their own, end with their parent, never die unnoticed."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from multiprocessing import forkserver
from pathlib import Path

import pytest

from proofer.checking.checker import Checker, Task
from proofer.checking.outcome import Outcome
from proofer.checking.parallel import outcomes
from proofer.checking.workers import WorkerDiedError, WorkerPool, _processes, result
from proofer.config import Config
from proofer.errors import InputError
from proofer.messages import Message

CONFIG = Config(select=("D001",))
POOL = """
import os, signal
from proofer.checking.workers import WorkerPool

def process_id(checker):
    return os.getpid()

if __name__ == "__main__":
    pool = WorkerPool(1)
    print(pool.submit(process_id).result(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1) as pool:
        yield pool


def process_and_context(checker: Checker, config: Config) -> tuple[int, int]:
    return os.getpid(), id(checker.context(config))


def collector_and_modules(checker: Checker) -> tuple[tuple[int, int, int], set[str]]:
    return gc.get_threshold(), {name for name in sys.modules if name.startswith("proofer.")}


def test_a_process_collects_garbage_as_this_one_and_shares_what_is_loaded() -> None:
    before = gc.get_threshold()
    try:
        gc.set_threshold(12_345, 6, 7)
        with WorkerPool(1) as pool:
            thresholds, modules = result(pool.submit(collector_and_modules))
    finally:
        gc.set_threshold(*before)
    assert thresholds == (12_345, 6, 7)
    if sys.platform == "linux":
        assert "proofer.detectors.dictionary.garbled_term" in modules, "nothing was preloaded"


def test_processes_start_where_the_folder_of_temporary_files_has_a_long_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ("临时" * 20)
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert _processes(()).get_start_method() == "spawn"


def unreadable(checker: Checker, path: Path) -> None:
    raise InputError(Message(f"读不了 {path}", f"cannot read {path}"))


def die(checker: Checker, *arguments: object) -> None:
    os._exit(1)


def test_a_process_keeps_its_contexts_from_one_call_to_the_next(pool: WorkerPool) -> None:
    found = {
        result(pool.submit(process_and_context, config)) for config in (CONFIG, Config(), CONFIG)
    }
    assert {process for process, _ in found} != {os.getpid()}
    assert len(found) == 2, "one context for each of two configurations"


def test_an_error_of_a_process_has_its_message_in_both_languages(pool: WorkerPool) -> None:
    with pytest.raises(InputError, match=r"cannot read a\.txt") as caught:
        result(pool.submit(unreadable, Path("a.txt")))
    assert caught.value.message.zh == "读不了 a.txt"


def test_what_a_dead_process_owes_is_an_error() -> None:
    with WorkerPool(1) as pool:
        with pytest.raises(WorkerDiedError):
            result(pool.submit(die))
        with pytest.raises(WorkerDiedError):
            result(pool.submit(process_and_context, CONFIG))


def die_of_one(checker: Checker, tasks: Sequence[Task]) -> list[Outcome]:
    if any(task.path.name == "deadly.txt" for task in tasks):
        os._exit(1)
    return [checker.check(task) for task in tasks]


def die_once(checker: Checker, tasks: Sequence[Task]) -> list[Outcome]:
    mark = tasks[0].path.with_name("died")
    if any(task.path.name == "20.txt" for task in tasks) and not mark.exists():
        mark.touch()
        os._exit(1)
    return [checker.check(task) for task in tasks]


def checked(folder: Path, names: Sequence[str]) -> list[tuple[str, str]]:
    """Return the name of each file of a run, and its failure or what was found."""
    for name in names:
        (folder / name).write_text("他们的的工作做得很好。\n", encoding="utf-8")
    files = [(folder / name, CONFIG) for name in names]
    return [
        (path.name, found.failure.message.en if found.failure else _quotes(found))
        for path, _, found in outcomes(files, Checker(), jobs=2)
    ]


def _quotes(outcome: Outcome) -> str:
    return " ".join(each.quote for survey in outcome.surveys for each in survey.candidates)


NAMES = [f"{number:02}.txt" for number in range(36)]


def test_a_file_that_kills_its_process_is_a_failure_and_costs_no_other_file_its_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proofer.checking.parallel._check_batch", die_of_one)
    names = [*NAMES[:20], "deadly.txt", *NAMES[20:]]
    found = dict(checked(tmp_path, names))
    assert list(found) == names, "each file, in the order of the run"
    assert "died" in found.pop("deadly.txt")
    assert set(found.values()) == {"的的"}


def test_what_was_at_work_when_a_process_was_killed_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proofer.checking.parallel._check_batch", die_once)
    monkeypatch.setattr("proofer.checking.parallel._BATCH_FILES", 4)
    assert checked(tmp_path, NAMES) == [(name, "的的") for name in NAMES]
    assert (tmp_path / "died").exists(), "no process died: this test shows nothing"


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_killed_run_leaves_no_process_behind(tmp_path: Path) -> None:
    program = tmp_path / "pool.py"
    program.write_text(POOL, encoding="utf-8")
    killed = subprocess.run(
        [sys.executable, str(program)], capture_output=True, timeout=120, check=False
    )
    assert killed.stdout.strip().isdigit(), killed.stderr.decode()
    # The worker has the same output: it ended, or reading to the end had run out of time.


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked from another on Linux")
def test_the_process_that_others_are_forked_from_begins_deaf_to_ctrl_c(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[object] = []
    monkeypatch.setattr(
        forkserver, "ensure_running", lambda: heard.append(signal.getsignal(signal.SIGINT))
    )
    before = signal.getsignal(signal.SIGINT)
    with WorkerPool(1):
        assert signal.getsignal(signal.SIGINT) == before, "this one hears it"
    assert heard == [signal.SIG_IGN], "it would die with a traceback while it loads"


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked from another on Linux")
@pytest.mark.parametrize(
    ("raised", "ended"), [(KeyboardInterrupt, True), (GeneratorExit, True), (ValueError, False)]
)
def test_ctrl_c_ends_the_process_from_which_others_would_be_forked(
    monkeypatch: pytest.MonkeyPatch, raised: type[BaseException], ended: bool
) -> None:
    killed: list[tuple[int, int]] = []
    monkeypatch.setattr(forkserver, "ensure_running", lambda: None)
    monkeypatch.setattr(forkserver._forkserver, "_forkserver_pid", 4_194_304)  # the kernel's most
    monkeypatch.setattr(forkserver._forkserver, "_stop", lambda: None)
    monkeypatch.setattr(os, "kill", lambda *each: killed.append(each))
    with pytest.raises(raised), WorkerPool(1):
        raise raised
    assert killed == ([(4_194_304, signal.SIGKILL)] if ended else [])


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked from another on Linux")
def test_a_pool_that_is_there_outlives_the_ctrl_c_of_another() -> None:
    """They share the process that others are forked from, and this one has forked none yet."""
    with WorkerPool(1) as pool:
        with pytest.raises(KeyboardInterrupt), WorkerPool(1):
            raise KeyboardInterrupt
        process, _ = result(pool.submit(process_and_context, CONFIG))
    assert process != os.getpid()
