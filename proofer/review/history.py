"""What can be undone and redone: the steps of one editor, over all files of a review, as the logs tell them.

The logs are the only memory, so undo reaches back over a restart; what another editor did is not
undone by a key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from proofer.review.decisions import Mark
from proofer.review.records import Log

_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


def utc_now() -> str:
    """Return the time to the microsecond, as steps are named."""
    return datetime.now(UTC).strftime(_FORM)


def seconds(step: str) -> str:
    """Return the time of a step as decisions record it."""
    return f"{step.partition('.')[0]}Z"


class History:
    """Which steps come next for undo and redo, and the marks of new ones.

    Files are told apart by their logs.
    """

    def __init__(self, author: str = "", now: Callable[[], str] = utc_now) -> None:
        self.author = author
        self._now = now
        self._last = ""
        self._open: Mark | None = None
        self._done: dict[str, set[Path]] = {}
        self._undone: dict[str, set[Path]] = {}

    @contextmanager
    def one_step(self, *, undoes: str = "", redoes: str = "") -> Iterator[Mark]:
        """Make all that is written inside one step, or the undo or redo of one."""
        self._open = Mark(self._next(), undoes, redoes)
        try:
            yield self._open
        finally:
            self._open = None

    def mark(self) -> Mark:
        """Return the mark of what is written now: of the step that is under way, or of a new one."""
        return self._open or Mark(self._next())

    def load(self, logs: Iterable[tuple[Path, Log]]) -> None:
        """Forget everything and take over what the logs tell."""
        self._done, self._undone = {}, {}
        events = [
            (step, mark, author, file) for file, log in logs for step, mark, author in log.marks()
        ]
        for event in sorted(events, key=lambda event: event[0].partition("/")[0]):
            self.add(*event)

    def owns(self, author: str) -> bool:
        """Return whether what `author` did is undone here: the editor's own, and what nobody signed."""
        return author in ("", self.author)

    def add(self, step: str, mark: Mark, author: str, file: Path) -> None:
        """Take note of a line of the log `file`."""
        self._last = max(self._last, mark.step)
        if mark.undoes:
            _shift(mark.undoes, file, self._done, self._undone)
        elif mark.redoes:
            _shift(mark.redoes, file, self._undone, self._done)
        elif self.owns(author):
            if step not in self._done:
                self._undone.clear()
            self._done.setdefault(step, set()).add(file)

    def next(self, *, back: bool) -> tuple[str, Collection[Path]] | None:
        """Return the step that comes next for undo (`back`) or redo and the logs that have it; None if none is left."""
        steps = self._done if back else self._undone
        step = next(reversed(steps), None)
        return None if step is None else (step, frozenset(steps[step]))

    def drop(self, step: str, *, back: bool) -> None:
        """Leave out what is left of a step that cannot be undone (`back`) or redone any more."""
        (self._done if back else self._undone).pop(step, None)

    def _next(self) -> str:
        """Return the name of a new step, later than all others, even if the clock was set back."""
        now = self._now()
        if now <= self._last:
            now = (datetime.strptime(self._last, _FORM) + timedelta(microseconds=1)).strftime(_FORM)
        self._last = now
        return now


def _shift(
    step: str, file: Path, source: dict[str, set[Path]], target: dict[str, set[Path]]
) -> None:
    files = source.get(step, set())
    if file not in files:
        return
    files.remove(file)
    if not files:
        del source[step]
    target.setdefault(step, set()).add(file)
