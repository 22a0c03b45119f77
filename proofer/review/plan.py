"""The edits that are to be made. Finds what a new edit would overlap in O(log n), so that a key never waits."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence

from proofer.document.document import Document
from proofer.document.edits import AnyEdit, Edit, SourceEdit, conflict
from proofer.document.spans import Span
from proofer.errors import EditConflictError
from proofer.messages import Text

_Entry = tuple[int, int, str]


class Plan:
    """Edits by the key of their owner (a fingerprint)."""

    def __init__(self) -> None:
        self._edits: dict[str, tuple[Edit, ...]] = {}
        self._entries: list[_Entry] = []

    def put(self, owner: str, edits: Sequence[Edit]) -> None:
        """Set the edits of `owner`, replacing what it had; overlaps are not looked at."""
        for edit in self._edits.pop(owner, ()):
            del self._entries[bisect_left(self._entries, _entry(edit))]
        if edits:
            self._edits[owner] = tuple(edits)
            for edit in edits:
                insort(self._entries, _entry(edit))

    def overlapping(self, edit: Edit) -> Edit | None:
        """Return a planned edit that cannot be made together with `edit`, if there is one.

        Planned edits do not overlap each other, so only the neighbours can be in the way; an equal edit is not.
        """
        entry = _entry(edit)
        at = bisect_left(self._entries, entry)
        for start, end, replacement in self._entries[max(0, at - 1) : at + 2]:
            other = Edit(Span(start, end), replacement)
            if other != edit and conflict(edit, other):
                return other
        return None

    def edits(self) -> tuple[Edit, ...]:
        """Return all edits, by place."""
        return tuple(Edit(Span(start, end), replacement) for start, end, replacement in self._entries)


def _entry(edit: Edit) -> _Entry:
    return (edit.span.start, edit.span.end, edit.replacement)


def conflict_error(document: Document, first: AnyEdit, second: AnyEdit) -> EditConflictError:
    """Return the error that names both edits with their lines."""
    one, other = (_described(document, edit) for edit in (first, second))
    return EditConflictError(
        Text(
            f"{one.zh} 与 {other.zh} 重叠，不能同时采用；请撤销或修改其中一处。",
            f"{one.en} overlaps {other.en}; undo or change one of them.",
        )
    )


def _described(document: Document, edit: AnyEdit) -> Text:
    if isinstance(edit, SourceEdit):
        line, old = document.lines.position(edit.span.start).line, edit.span.of(document.source)
    else:
        line, old = document.position(edit.span.start).line, edit.span.of(document.text)
    return Text(
        f"第 {line} 行「{old}」→「{edit.replacement}」",
        f"line {line} “{old}” → “{edit.replacement}”",
    )
