"""Many files in one run: from the cache, in this process, or in several; always in the order of the files.

Processes share the language model, which is mapped into memory.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from proofer.checking.cache import Cache, file_key, run_key
from proofer.checking.pipeline import Outcome, check_file, make_context, reports_of
from proofer.checking.workers import start_pool
from proofer.config import Config
from proofer.detectors.context import Context
from proofer.errors import InputError, ProoferError
from proofer.findings.report import DocumentReport, Failure
from proofer.formats import LARGEST, read_bytes
from proofer.messages import Message

_BATCH = 16
_BATCH_BYTES = 1 << 18
_BYTES_A_JOB = 1 << 19
"""A further process takes a second to start, and about as long as this to check."""
_TOGETHER = 2_000_000
_AHEAD = 3
"""Batches a process that may wait to be taken: they bound the memory."""
_CONTEXTS = 8
"""Contexts kept in a process: each may hold the dictionaries of a project."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to check; `key` is its place in the cache, if it has one."""

    path: Path
    config: Config
    key: str | None = None
    digest: str = ""
    """SHA-256 of the content that the key is for."""
    size: int = 0
    held: bool = False
    """Whether the cache has it."""

    @property
    def alone(self) -> bool:
        """Whether it is a large file: its many reports are not passed between processes."""
        return self.size > LARGEST


class _Contexts:
    """What a run has made of its configurations, by their digests.

    Another run may find other dictionaries.
    """

    def __init__(self) -> None:
        self._contexts: dict[str, Context] = {}
        self._keys: dict[str, bytes] = {}

    def of(self, config: Config) -> Context:
        """Return the context of a configuration; the one that was not used for longest goes.

        Raises:
            DictionaryError: if a dictionary is missing or malformed.
        """
        context = self._contexts.pop(config.digest, None) or make_context(config)
        self._contexts[config.digest] = context
        if len(self._contexts) > _CONTEXTS:
            del self._contexts[next(iter(self._contexts))]
        return context

    def key(self, config: Config) -> bytes:
        """Return the key of a run with a configuration."""
        if config.digest not in self._keys:
            self._keys[config.digest] = run_key(config, self.of(config).dictionaries.digest)
        return self._keys[config.digest]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What every process of a run knows; configurations are named by their digests."""

    configs: Mapping[str, Config]
    cache: Path | None
    contexts: _Contexts = field(default_factory=_Contexts)


def outcomes(
    files: Iterable[tuple[Path, Config]],
    *,
    jobs: int | None = 1,
    cache_folder: Path | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[tuple[Path, Config, Outcome]]:
    """Yield what each file comes to, in their order; without `jobs` as many processes as are worth it.

    Raises:
        DictionaryError: if a dictionary is missing or malformed.
        ProoferError: if a process died.
    """
    found = None if cache_folder is None else Cache(cache_folder)
    contexts = _Contexts()
    tasks = [_task(path, config, found, contexts) for path, config in files]
    missing = [task for task in tasks if not task.held and not task.alone]
    count = min(jobs or _worth(missing), max(1, len(missing)))
    made = (
        (_checked(task, found, contexts) for task in missing)
        if count == 1
        else _elsewhere(missing, count, cache_folder, contexts)
    )
    progress(0, len(tasks))
    for number, task in enumerate(tasks, 1):
        outcome = found.get(task.key, task.path) if found and task.key and task.held else None
        if outcome is None:
            outcome = _checked(task, found, contexts) if task.held or task.alone else next(made)
        yield task.path, task.config, outcome
        progress(number, len(tasks))
    if found is not None and missing:
        found.shrink()


def compared(
    found: Iterable[tuple[Path, Config, Outcome]],
) -> Iterator[tuple[Path, Config, Sequence[DocumentReport], Failure | None]]:
    """Yield the reports on each file, in their order, after comparing them with each other.

    Files of one configuration in a row are compared, `_TOGETHER` code points of text at most at a
    time: this bounds the memory, and what a corpus detector looks for stands near, in issues of one
    paper.
    """
    contexts = _Contexts()
    for config, group in _together(found):
        reports = reports_of([outcome for _, outcome in group], contexts.of(config), config)
        for (path, outcome), parts in zip(group, reports, strict=True):
            yield path, config, parts, outcome.failure


def _together(
    found: Iterable[tuple[Path, Config, Outcome]],
) -> Iterator[tuple[Config, list[tuple[Path, Outcome]]]]:
    group: list[tuple[Path, Outcome]] = []
    last: Config | None = None
    size = 0
    for path, config, outcome in found:
        if last is not None and group and (config.digest != last.digest or size >= _TOGETHER):
            yield last, group
            group, size = [], 0
        last = config
        group.append((path, outcome))
        size += len(outcome.surveys[0].document.text) if len(outcome.surveys) == 1 else 0
    if last is not None and group:
        yield last, group


def _worth(tasks: Sequence[Task]) -> int:
    size = sum(task.size for task in tasks)
    return max(1, min(_processors(), size // _BYTES_A_JOB))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _task(path: Path, config: Config, found: Cache | None, contexts: _Contexts) -> Task:
    if found is None or config.second is not None:  # a key knows nothing of the second reading
        try:
            return Task(path, config, size=path.stat().st_size)
        except (OSError, ValueError):
            return Task(path, config)
    try:
        data = read_bytes(path) if path.stat().st_size <= LARGEST else b""
    except (OSError, ValueError, InputError):  # checking it tells why
        return Task(path, config)
    if not data:
        return Task(path, config, size=path.stat().st_size)
    digest = hashlib.sha256(data).hexdigest()
    key = file_key(contexts.key(config), digest, path)
    return Task(path, config, key, digest, len(data), found.has(key))


def _checked(task: Task, found: Cache | None, contexts: _Contexts) -> Outcome:
    outcome = check_file(task.path, contexts.of(task.config), task.config)
    if found is not None and task.key is not None:
        found.put(task.key, outcome, task.digest)
    return outcome


def _elsewhere(
    tasks: Sequence[Task], jobs: int, cache_folder: Path | None, contexts: _Contexts
) -> Iterator[Outcome]:
    from concurrent.futures import Future
    from concurrent.futures.process import BrokenProcessPool

    configs = {task.config.digest: task.config for task in tasks}
    for config in configs.values():
        contexts.of(config)  # what is wrong with a dictionary is told here, once
    pool = start_pool(jobs, _start, _Setting(configs, cache_folder))
    waiting: deque[Future[list[Outcome]]] = deque()
    try:
        for batch in _batches(tasks):
            waiting.append(
                pool.submit(
                    _work,
                    [(task.path, task.config.digest, task.key, task.digest) for task in batch],
                )
            )
            while len(waiting) > jobs * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise ProoferError(
            Message(
                "一个检查进程意外终止（可能是内存不足）；请用较小的 --jobs 再试。",
                "a process of the run died, perhaps for lack of memory; try a smaller --jobs.",
            )
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _batches(tasks: Sequence[Task]) -> Iterator[list[Task]]:
    """Yield runs of tasks: few enough to share them out, enough that passing them on costs little."""
    weight = 0

    def batch(task: Task) -> int:
        nonlocal weight
        weight += max(task.size, _BATCH_BYTES // _BATCH)
        return weight // _BATCH_BYTES

    for _, group in groupby(tasks, batch):
        yield list(group)


_setting: _Setting | None = None


def _start(setting: _Setting) -> None:
    global _setting  # noqa: PLW0603 - a process is started once and then only given names of files
    _setting = setting


def _work(batch: Sequence[tuple[Path, str, str | None, str]]) -> list[Outcome]:
    assert _setting is not None
    found = Cache(_setting.cache) if _setting.cache is not None else None
    tasks = (
        Task(path, _setting.configs[config], key, digest) for path, config, key, digest in batch
    )
    return [_checked(task, found, _setting.contexts) for task in tasks]
