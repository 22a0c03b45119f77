"""The edits to be made; what a new one would overlap is found in O(log n), so no key waits."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence

from proofer.document.document import Document
from proofer.document.edits import AnyEdit, Edit, SourceEdit, conflict
from proofer.document.spans import Span
from proofer.errors import EditConflictError
from proofer.messages import Message

_Entry = tuple[int, int, str]


class Plan:
    """Edits by the key of their owner (a fingerprint).

    Those that are `apart` from each other (`Suggestion.apart`) give way, one by one, to all others.
    """

    def __init__(self) -> None:
        self._edits: dict[str, tuple[Edit, ...]] = {}
        self._firm: list[_Entry] = []
        self._apart: list[_Entry] = []
        self._owners_apart: set[str] = set()

    def put(self, owner: str, edits: Sequence[Edit], *, apart: bool = False) -> None:
        """Set the edits of `owner`, replacing what it had; overlaps are not looked at."""
        entries = self._apart if owner in self._owners_apart else self._firm
        for edit in self._edits.pop(owner, ()):
            del entries[bisect_left(entries, _entry(edit))]
        self._owners_apart.discard(owner)
        if apart and edits:
            self._owners_apart.add(owner)
        if edits:
            self._edits[owner] = tuple(edits)
            for edit in edits:
                insort(self._apart if apart else self._firm, _entry(edit))

    def overlapping(self, edit: Edit, *, apart: bool = False) -> Edit | None:
        """Return a planned edit of the same sort that cannot be made together with `edit`, if there is one."""
        return _in_the_way(edit, self._apart if apart else self._firm)

    def made(self, owner: str) -> tuple[Edit, ...]:
        """Return the edits of `owner` that give way to no other."""
        edits = self._edits.get(owner, ())
        if owner not in self._owners_apart:
            return edits
        return tuple(edit for edit in edits if _in_the_way(edit, self._firm) is None)

    def edits(self) -> tuple[Edit, ...]:
        """Return all edits that are made, by place."""
        made = [_edit(entry) for entry in self._firm]
        apart = [edit for edit in map(_edit, self._apart) if _in_the_way(edit, self._firm) is None]
        return tuple(sorted([*made, *apart], key=_entry) if apart else made)


def _in_the_way(edit: Edit, entries: Sequence[_Entry]) -> Edit | None:
    """Return one of `entries` that `edit` cannot be made with; an equal one can.

    They do not overlap each other, so only the neighbours can be in the way.
    """
    at = bisect_left(entries, _entry(edit))
    for other in map(_edit, entries[max(0, at - 1) : at + 2]):
        if other != edit and conflict(edit, other):
            return other
    return None


def _edit(entry: _Entry) -> Edit:
    start, end, replacement = entry
    return Edit(Span(start, end), replacement)


def _entry(edit: Edit) -> _Entry:
    return (edit.span.start, edit.span.end, edit.replacement)


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
