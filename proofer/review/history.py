"""What was done, for undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Deed = TypeVar("Deed")


class History(Generic[Deed]):
    """Deeds that can be taken back, and those that were."""

    def __init__(self) -> None:
        self._undoable: list[Deed] = []
        self._redoable: list[Deed] = []

    def add(self, deed: Deed) -> Deed:
        """Remember a new deed; what was taken back before it is gone for good."""
        self._undoable.append(deed)
        self._redoable.clear()
        return deed

    def undo(self, revert: Callable[[Deed], object]) -> Deed | None:
        """Take the last deed back by `revert`; return it, or None if there is none. If that fails nothing changes."""
        return _turn(self._undoable, self._redoable, revert)

    def redo(self, repeat: Callable[[Deed], object]) -> Deed | None:
        """Do by `repeat` what was taken back last; return it, or None if there is none."""
        return _turn(self._redoable, self._undoable, repeat)


def _turn(source: list[Deed], target: list[Deed], act: Callable[[Deed], object]) -> Deed | None:
    if not source:
        return None
    act(source[-1])
    target.append(source.pop())
    return target[-1]
