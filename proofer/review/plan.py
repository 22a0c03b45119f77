"""The edits that are to be made.

Finds what a new edit would overlap in O(log n), so that a key never waits.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence

from proofer.document.document import Document
from proofer.document.edits import AnyEdit, Edit, SourceEdit, conflicting
from proofer.errors import EditConflictError
from proofer.messages import Message


class Plan:
    """Edits by the key of their owner (a fingerprint).

    Those that are `apart` from each other (`Suggestion.independent`) give way, one by one, to all others.
    """

    def __init__(self) -> None:
        self._edits: dict[str, tuple[Edit, ...]] = {}
        self._firm: list[Edit] = []
        self._apart: list[Edit] = []
        self._owners_apart: set[str] = set()

    def put(self, owner: str, edits: Sequence[Edit], *, apart: bool = False) -> None:
        """Set the edits of `owner`, replacing what it had; overlaps are not looked at."""
        entries = self._apart if owner in self._owners_apart else self._firm
        for edit in self._edits.pop(owner, ()):
            del entries[bisect_left(entries, edit)]
        self._owners_apart.discard(owner)
        if apart and edits:
            self._owners_apart.add(owner)
        if edits:
            self._edits[owner] = tuple(edits)
            for edit in edits:
                insort(self._apart if apart else self._firm, edit)

    def overlapping(self, edit: Edit, *, apart: bool = False) -> Edit | None:
        """Return a planned edit of the same sort that cannot be made together with `edit`, if there is one."""
        return conflicting(edit, self._apart if apart else self._firm)

    def made(self, owner: str) -> tuple[Edit, ...]:
        """Return the edits of `owner` that give way to no other."""
        edits = self._edits.get(owner, ())
        if owner not in self._owners_apart:
            return edits
        return tuple(edit for edit in edits if conflicting(edit, self._firm) is None)

    def edits(self) -> tuple[Edit, ...]:
        """Return all edits that are made, by place."""
        apart = [edit for edit in self._apart if conflicting(edit, self._firm) is None]
        return tuple(sorted([*self._firm, *apart]) if apart else self._firm)


def conflict_error(document: Document, first: AnyEdit, second: AnyEdit) -> EditConflictError:
    """Return the error that names both edits with their lines."""
    one, other = (_described(document, edit) for edit in (first, second))
    return EditConflictError(
        Message(
            f"{one.zh} 与 {other.zh} 重叠，不能同时采用；请撤销或修改其中一处。",
            f"{one.en} overlaps {other.en}; undo or change one of them.",
        )
    )


def _described(document: Document, edit: AnyEdit) -> Message:
    if isinstance(edit, SourceEdit):
        line, old = document.lines.position(edit.span.start).line, edit.span.of(document.source)
    else:
        line, old = document.position(edit.span.start).line, edit.span.of(document.text)
    return Message(
        f"第 {line} 行「{old}」→「{edit.replacement}」",
        f"line {line} “{old}” → “{edit.replacement}”",
    )
