"""The edits to be made; what a new one would overlap is found in O(log n), so no key waits."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from itertools import islice, takewhile

from proofer.document.document import Document
from proofer.document.edits import AnyEdit, Edit, SourceEdit, conflicting
from proofer.document.spans import Span
from proofer.errors import EditConflictError
from proofer.messages import Message


class Plan:
    """Edits by the key of their owner (a fingerprint).

    Edits that are independent of each other (`Suggestion.independent`) give way, one by one, to
    those that are not.
    """

    def __init__(self) -> None:
        self._edits: dict[str, tuple[Edit, ...]] = {}
        self._firm: list[Edit] = []
        self._independent: list[Edit] = []
        self._independent_owners: set[str] = set()

    def put(self, owner: str, edits: Sequence[Edit], *, independent: bool = False) -> None:
        """Set the edits of `owner` in place of those it had, whatever they overlap."""
        planned = self._independent if owner in self._independent_owners else self._firm
        for edit in self._edits.pop(owner, ()):
            del planned[bisect_left(planned, edit)]
        self._independent_owners.discard(owner)
        if independent and edits:
            self._independent_owners.add(owner)
        if edits:
            self._edits[owner] = tuple(edits)
            for edit in edits:
                insort(self._independent if independent else self._firm, edit)

    def overlapping(self, edit: Edit, *, independent: bool = False) -> Edit | None:
        """Return a planned edit of the same sort that `edit` conflicts with, or None."""
        return conflicting(edit, self._independent if independent else self._firm)

    def inside(self, span: Span) -> tuple[Edit, ...]:
        """Return the firm edits inside `span`, without insertions before it."""
        at = bisect_left(self._firm, Edit(Span(span.start, span.start), ""))
        here = takewhile(lambda edit: edit.span.start < span.end, islice(self._firm, at, None))
        return tuple(edit for edit in here if span.start < edit.span.end <= span.end)

    def edits_of(self, owner: str) -> tuple[Edit, ...]:
        """Return the edits of `owner` that give way to no other."""
        edits = self._edits.get(owner, ())
        if owner not in self._independent_owners:
            return edits
        return tuple(edit for edit in edits if conflicting(edit, self._firm) is None)

    def edits(self) -> tuple[Edit, ...]:
        """Return all edits that give way to no other, by place."""
        added = [edit for edit in self._independent if conflicting(edit, self._firm) is None]
        return tuple(sorted([*self._firm, *added]) if added else self._firm)


def conflict_error(document: Document, first: AnyEdit, second: AnyEdit) -> EditConflictError:
    """Return the error that names both edits with their lines."""
    one, other = (_described(document, edit) for edit in (first, second))
    return EditConflictError(
        Message(
            f"{one.zh} 与 {other.zh} 重叠，不能同时采用；请撤销或修改其中一处。",
            f"{one.en} overlaps {other.en}; undo or change one of them.",
        )
    )


def rival_message(document: Document, left_out: Edit, rival: Edit) -> Message:
    """Return why an edit is not made that only touches its rival; see `Claim`."""
    one, other = (_described(document, edit) for edit in (left_out, rival))
    return Message(
        f"{one.zh}：{other.zh} 是对同一处的另一种推测，两处都改，结果不是任何一方所要的。",
        f"{one.en}: {other.en} is another guess about the same place, and both together make "
        "what neither wants.",
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
