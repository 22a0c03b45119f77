"""What can be undone and redone: the steps of one editor in all files of a review.

The decision files are the only memory, so undo reaches back beyond a restart. What another editor
did is not undone by a key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from proofer.review.decisions import StepMark
from proofer.review.records import Log

_TIME_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


def utc_now() -> str:
    """Return the time to the microsecond, in the form in which steps are named."""
    return datetime.now(UTC).strftime(_TIME_FORMAT)


def seconds(step: str) -> str:
    """Return the time of a step to the second, as decisions record it."""
    return f"{step.partition('.')[0]}Z"


class History:
    """Which steps come next for undo and redo, and the marks of new ones.

    A file of the review is identified by the path of its decision file.
    """

    def __init__(self, author: str = "", now: Callable[[], str] = utc_now) -> None:
        self.author = author
        self._now = now
        self._last = self._time = ""
        self._open: StepMark | None = None
        self._done: dict[str, set[Path]] = {}
        self._undone: dict[str, set[Path]] = {}

    @contextmanager
    def one_step(self, *, undoes: str = "", redoes: str = "") -> Iterator[StepMark]:
        """Make everything written inside the block one step, or the undo or redo of one."""
        self._open = StepMark(self._new_name(), undoes, redoes)
        try:
            yield self._open
        finally:
            self._open = None

    def mark(self) -> StepMark:
        """Return the mark of the step under way, or of a new one."""
        return self._open or StepMark(self._new_name())

    def load(self, logs: Iterable[tuple[Path, Log]]) -> None:
        """Replace what is known by what the decision files say."""
        self._done, self._undone = {}, {}
        marks = [(file, list(log.marks())) for file, log in logs]
        places = _places([[step for step, _, _ in log] for _, log in marks])
        events = [(step, mark, author, file) for file, log in marks for step, mark, author in log]
        for event in sorted(events, key=lambda event: places[event[0]]):
            self.add(*event)

    @property
    def time(self) -> str:
        """The time of the latest step to the second, as decisions record it; no order follows."""
        return self._time

    def owns(self, author: str) -> bool:
        """Return whether a step of `author` is undone here: one's own, or one nobody signed."""
        return author in ("", self.author)

    def add(self, step: str, mark: StepMark, author: str, file: Path) -> None:
        """Add a line of the decision file `file`."""
        self._last = max(self._last, mark.step)
        if mark.undoes:
            _shift(mark.undoes, file, self._done, self._undone)
        elif mark.redoes:
            _shift(mark.redoes, file, self._undone, self._done)
        elif self.owns(author):
            if step not in self._done:
                self._undone.clear()
            self._done.setdefault(step, set()).add(file)

    def next(self, *, undo: bool) -> tuple[str, Collection[Path]] | None:
        """Return the next step to undo, or to redo, and the decision files with lines of it.

        Returns None if no step is left.
        """
        steps = self._done if undo else self._undone
        step = next(reversed(steps), None)
        return None if step is None else (step, frozenset(steps[step]))

    def drop(self, step: str, *, undo: bool) -> None:
        """Forget what is left of a step that can no longer be undone, or redone."""
        (self._done if undo else self._undone).pop(step, None)

    def _new_name(self) -> str:
        """Return the name of a new step, later than all that are known, whatever the clock says."""
        name = self._now()
        self._time = seconds(name)
        if name <= self._last:
            next_time = datetime.strptime(self._last, _TIME_FORMAT) + timedelta(microseconds=1)
            name = next_time.strftime(_TIME_FORMAT)
        self._last = name
        return name


def _places(logs: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return what to sort the steps of several files by.

    In a file its log says what came first; between files, which say nothing of each other but by
    the steps that they share, the clock does. So each step is as late as the latest one before it.
    """
    places: dict[str, str] = {}
    changed = True
    while changed:  # a shared step may be later than one file knows
        changed = False
        for log in logs:
            latest = ""
            for step in log:
                latest = max(latest, places.get(step, step.partition("/")[0]))
                changed = changed or places.get(step) != latest
                places[step] = latest
    return places


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
