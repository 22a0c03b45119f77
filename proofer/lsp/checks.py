"""Checks of open documents in processes of their own, so that a slow page makes no other wait."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import Future
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from proofer.checking.checker import Checker
from proofer.checking.workers import WorkerDiedError, WorkerPool, result
from proofer.config import Config
from proofer.lsp.checked_document import CheckedDocument, check
from proofer.messages import Language
from proofer.vocabulary.project_dictionary import dictionary_errors

_PROCESSES = 4
"""The most at a time; one that is not needed is not started."""


@dataclass(frozen=True, slots=True)
class Text:
    """What an editor has of a file; the fields are the arguments of `checked_document.check`."""

    path: Path
    source: str
    version: int | None
    config: Config
    encoding: str
    language: Language


class Checks:
    """The processes, and which document each is at."""

    def __init__(self) -> None:
        self._pool: WorkerPool | None = None
        self._running: dict[Path, Future[CheckedDocument]] = {}

    async def checked(self, text: Text) -> CheckedDocument:
        """Check the text that an editor has of a file; see `checked_document.check`.

        An older text of the same file is waited for: no page takes more than one process.

        Raises:
            ProoferError: as `check`, or if the process dies, also alone.
        """
        while (earlier := self._running.get(text.path)) is not None and not earlier.done():
            await asyncio.wait({asyncio.wrap_future(earlier)})
        pool = self._pool = self._pool or WorkerPool(_PROCESSES)
        try:
            return await self._by(pool, text)
        except WorkerDiedError:
            if self._pool is pool:
                self._pool = None
        with WorkerPool(1) as alone:  # it may have been another page that ended the process
            return await self._by(alone, text)

    async def _by(self, pool: WorkerPool, text: Text) -> CheckedDocument:
        self._running[text.path] = running = pool.submit(_check, text)
        try:
            await asyncio.wait({asyncio.wrap_future(running)})
        except asyncio.CancelledError:
            running.cancel()  # if it has not begun
            raise
        return result(running)

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.__exit__()


def _check(checker: Checker, text: Text) -> CheckedDocument:
    """Check in a process; dictionaries may have changed since the last time, so nothing is kept."""
    del checker
    with dictionary_errors(), redirect_stdout(sys.stderr):  # messages go to the client by stdout
        return check(
            text.path,
            text.source,
            text.version,
            text.config,
            encoding=text.encoding,
            language=text.language,
        )
