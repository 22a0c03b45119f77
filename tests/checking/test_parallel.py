"""Files of a run are compared in groups that bound the memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from proofer.checking.checker import Checker, Task
from proofer.checking.outcome import Outcome, Survey
from proofer.checking.parallel import _batches, compared
from proofer.config import Config
from proofer.formats import parse

CONFIG = Config(select=("N005",))
OTHER = Config(select=("N005", "C004"))
LONG = parse(("今天的会议开得很好。" * 60_000).encode(), Path("a.txt"))
"""600,000 code points, so that four are more than the 2,000,000 that are compared at a time."""


def long_files(read: list[Path], *configs: Config) -> Iterator[tuple[Path, Config, Outcome]]:
    """Yield the outcome of a long file for each configuration; `read` are the files so far."""
    for number, config in enumerate(configs):
        path = Path(f"{number}.txt")
        read.append(path)
        yield path, config, Outcome([Survey(replace(LONG, path=path))])


def test_reports_come_before_more_text_is_held_than_is_compared_at_a_time() -> None:
    read: list[Path] = []
    held = [
        len(read) - number
        for number, _ in enumerate(compared(long_files(read, *[CONFIG] * 10), Checker()))
    ]

    assert held[0] == 5, "four files of a group and the one that begins the next: not all ten"
    assert max(held) == 5, "each group begins with nothing"
    assert len(held) == 10, "each file has its reports"


def test_files_of_another_configuration_are_not_waited_for() -> None:
    read: list[Path] = []
    next(compared(long_files(read, CONFIG, OTHER, OTHER), Checker()))

    assert len(read) == 2


def test_batches_become_smaller_towards_the_end() -> None:
    tasks = [Task(Path(f"{number}.txt"), CONFIG, size=20_000) for number in range(200)]
    batches = list(_batches(tasks, 2))
    sizes = list(map(len, batches))
    assert [task for batch in batches for task in batch] == tasks
    assert sizes == sorted(sizes, reverse=True), "no process waits long for the last batch"
    assert (sizes[0], sizes[-1]) == (14, 1), "a message passes on much while there is much"
    assert len(list(_batches(tasks[:8], 4))) == 8, "of a few files each process has one"
