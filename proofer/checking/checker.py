"""Checks one file after another, keeping what files have in common: contexts and the cache."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from proofer.checking.cache import Cache, file_key, line_cache, run_key
from proofer.checking.outcome import Outcome, Survey
from proofer.checking.pipeline import PartsCheck, check_file, make_context
from proofer.config import Config
from proofer.detectors.context import Context
from proofer.errors import InputError
from proofer.formats import LARGEST, read_bytes

_MOST_CONTEXTS = 8
"""Contexts kept at a time: each may hold the dictionaries of a project."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to check."""

    path: Path
    config: Config
    key: str | None = None
    """Where its outcome is kept in the cache; None if it is not."""
    digest: str = ""
    """SHA-256 of the content that the key is for."""
    size: int = 0
    """In bytes; 0 if it is unknown."""
    is_cached: bool = False

    @property
    def is_large(self) -> bool:
        """Whether the file is read in parts, which makes many reports."""
        return self.size > LARGEST


class Checker:
    """Checks the files of one run, in one process.

    Another run needs another checker: by then, dictionaries may have changed.
    """

    def __init__(self, cache_folder: Path | None = None) -> None:
        self.cache_folder = cache_folder
        self._cache = None if cache_folder is None else Cache(cache_folder)
        self._contexts: dict[str, Context] = {}
        self._run_keys: dict[str, bytes] = {}

    def context(self, config: Config) -> Context:
        """Return the context of a configuration, the same one for an equal configuration.

        Raises:
            DictionaryError: if a dictionary is missing or malformed.
        """
        context = self._contexts.pop(config.digest, None) or make_context(
            config, None if self.cache_folder is None else line_cache(self.cache_folder)
        )
        self._contexts[config.digest] = context
        if len(self._contexts) > _MOST_CONTEXTS:  # the least recently used one comes first
            del self._contexts[next(iter(self._contexts))]
        return context

    def task(self, path: Path, config: Config) -> Task:
        """Return the task of checking a file, with its key in the cache.

        Large files are not cached, nor are pages with a second reading or with images, which the
        key leaves out (what is read from these has a cache of its own). A file that cannot be read
        has a task, too: checking it says why.

        Raises:
            DictionaryError: if a dictionary is missing or malformed.
        """
        try:
            size = path.stat().st_size
            if (
                self._cache is None
                or config.second is not None
                or config.reread
                or not 0 < size <= LARGEST
            ):
                return Task(path, config, size=size)
            data = read_bytes(path)
        except (OSError, ValueError, InputError):
            return Task(path, config)
        digest = hashlib.sha256(data).hexdigest()
        key = file_key(self._run_key(config), digest, path)
        return Task(path, config, key, digest, len(data), self._cache.has(key))

    def check(
        self, task: Task, *, whole: bool = False, check_parts: PartsCheck | None = None
    ) -> Outcome:
        """Return the outcome of a task, from the cache if it is there; see `pipeline.check_file`.

        Raises:
            DictionaryError: if a dictionary is missing or malformed.
        """
        if (held := self._held(task)) is not None:
            return Outcome((held,))
        context = self.context(task.config)
        outcome = check_file(task.path, context, task.config, whole=whole, check_parts=check_parts)
        if self._cache is not None and task.key is not None:
            for survey in outcome.surveys:  # one: the file is not large
                if survey.document.origin.digest == task.digest:  # it has not changed meanwhile
                    self._cache.put(task.key, survey)
        return outcome

    def _held(self, task: Task) -> Survey | None:
        """Return what the cache has on the page of a task, if that is what it was."""
        if self._cache is None or task.key is None or not task.is_cached:
            return None
        try:
            return self._cache.get(task.key, task.path, read_bytes(task.path))
        except InputError:  # checking it says why
            return None

    def shrink_cache(self) -> None:
        """Remove the least recently used entries of the cache if it has grown too large."""
        if self._cache is not None:
            self._cache.shrink()

    def _run_key(self, config: Config) -> bytes:
        if config.digest not in self._run_keys:
            context = self.context(config)
            self._run_keys[config.digest] = run_key(
                config, f"{context.dictionaries.digest} {context.learned.digest}"
            )
        return self._run_keys[config.digest]
