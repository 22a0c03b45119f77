"""Decisions: what the editor said about a place, in a form that outlives line numbers and a new OCR."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Literal, get_args

from proofer.document.anchors import Anchor
from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.messages import Message


class Verdict(StrEnum):
    """What was decided.

    PRINTED is an error of the original itself: the text stays as history has it, the errata list
    has the correction. WITHDRAWN takes an earlier decision back: a log that only grows has no other
    way.
    """

    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    PRINTED = "printed"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


VERDICT_NAMES: Mapping[Verdict, Message] = {
    Verdict.ACCEPTED: Message("接受", "accepted"),
    Verdict.EDITED: Message("自拟", "edited"),
    Verdict.REJECTED: Message("不改", "rejected"),
    Verdict.PRINTED: Message("原件如此", "printed so"),
    Verdict.DEFERRED: Message("缓议", "deferred"),
    Verdict.WITHDRAWN: Message("撤回", "withdrawn"),
}
"""How an editor reads a verdict."""

CHANGING = frozenset({Verdict.ACCEPTED, Verdict.EDITED})
"""Verdicts that change the text."""

Scope = Literal["place", "file", "project"]
"""How far a rejection reaches: this place, the same quote in all the file, or the project by its dictionary."""


@dataclass(frozen=True, slots=True)
class Change:
    """One edit of a decision: `length` code points at `offset` from the anchor's start read `old` and shall read `new`.

    The offset is negative where the edit stands before the quote (the first of a pair of marks).
    """

    offset: int
    length: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Which step a line of the log belongs to, and which earlier step that one undoes or redoes, if it does.

    A step is all that one key did, in any number of files. Its name is the time of the key to the
    microsecond, so that steps sort; logs of older versions have none.
    """

    step: str = ""
    undoes: str = ""
    redoes: str = ""

    def to_json(self) -> dict[str, str]:
        """Return what is set, as plain values."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Mark:
        """Return the mark of a record.

        Raises:
            ValueError: if a field has a wrong type.
        """
        values = [record.get(each.name, "") for each in fields(cls)]
        if not all(isinstance(value, str) for value in values):
            raise ValueError("not a mark: a text is not a string")
        return cls(*values)


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on one finding.

    `replacement` is what the quote shall read, `changes` are the exact edits that make it so (of an
    error of the printed original for the errata list only); with `apart` each of them gives way to
    what is decided for its place alone. `suggestion` is the number of the chosen suggestion from 0,
    None for an own replacement or for no change. `time` is ISO 8601 in UTC.
    """

    fingerprint: str
    code: str
    anchor: Anchor
    verdict: Verdict
    replacement: str = ""
    changes: tuple[Change, ...] = ()
    scope: Scope = "place"
    author: str = ""
    time: str = ""
    note: str = ""
    suggestion: int | None = None
    apart: bool = False
    mark: Mark = Mark()

    @property
    def step(self) -> str:
        """The step it belongs to; one without a mark is a step of its own."""
        return self.mark.step or f"{self.time.removesuffix('Z')}.000000Z/{self.fingerprint}"

    @property
    def changing(self) -> bool:
        """Whether the decision changes the text."""
        return self.verdict in CHANGING

    def to_json(self) -> dict[str, Any]:
        """Return the decision as plain values."""
        record = asdict(self)
        record["changes"] = [
            [each.offset, each.length, each.old, each.new] for each in self.changes
        ]
        del record["mark"]
        if not self.apart:
            del record["apart"]
        return record | self.mark.to_json()

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Decision:
        """Return the decision of a record; fields that this version does not know are left aside.

        Raises:
            ValueError: if a field is missing or has a wrong type or an unknown verdict.
        """
        try:
            anchor = record["anchor"]
            decision = cls(
                fingerprint=record["fingerprint"],
                code=record["code"],
                anchor=Anchor(anchor["exact"], anchor["prefix"], anchor["suffix"], anchor["start"]),
                verdict=Verdict(record["verdict"]),
                replacement=record.get("replacement", ""),
                changes=tuple(Change(*each) for each in record.get("changes", ())),
                scope=record.get("scope", "place") or "place",
                author=record.get("author", ""),
                time=record.get("time", ""),
                note=record.get("note", ""),
                suggestion=record.get("suggestion"),
                apart=record.get("apart", False) is True,
                mark=Mark.from_json(record),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a decision: {error!r}") from error
        _check_types(decision)
        return decision


def _check_types(decision: Decision) -> None:
    if decision.scope not in get_args(Scope):
        raise ValueError(f"not a decision: the scope {decision.scope!r}")
    anchor = decision.anchor
    words: list[object] = [
        decision.fingerprint,
        decision.code,
        decision.replacement,
        decision.author,
    ]
    words += [decision.time, decision.note, anchor.exact, anchor.prefix, anchor.suffix]
    numbers: list[object] = [anchor.start]
    for change in decision.changes:
        words += [change.old, change.new]
        numbers += [change.offset, change.length]
    if not all(isinstance(word, str) for word in words):
        raise ValueError("not a decision: a text is not a string")
    if not all(isinstance(number, int) for number in numbers) or anchor.start < 0:
        raise ValueError("not a decision: an offset is not a number")
    if any(len(change.old) != change.length for change in decision.changes):
        raise ValueError("not a decision: the length of a change is not that of its old text")


def agree(one: Decision | None, other: Decision | None) -> bool:
    """Return whether two decisions on one place say the same, whenever they were made; None and a withdrawal do."""
    return _said(one) == _said(other)


def _said(decision: Decision | None) -> object:
    if decision is None or decision.verdict is Verdict.WITHDRAWN:
        return None
    said = decision
    return (
        said.verdict,
        said.replacement,
        said.changes,
        said.scope,
        said.author,
        said.note,
        said.suggestion,
    )


def changes_of(text: str, start: int, edits: Sequence[Edit]) -> tuple[Change, ...]:
    """Return `edits` of `text` relative to an anchor that begins at `start`."""
    return tuple(
        Change(edit.span.start - start, len(edit.span), edit.span.of(text), edit.replacement)
        for edit in edits
    )


def edits_at(decision: Decision, start: int, text: str) -> tuple[Edit, ...] | None:
    """Return the edits of `decision` with its anchor at `start` of `text`, or None if other text stands there."""
    edits: list[Edit] = []
    for change in decision.changes:
        begin = start + change.offset
        if begin < 0 or text[begin : begin + change.length] != change.old:
            return None
        edits.append(Edit(Span(begin, begin + change.length), change.new))
    return tuple(edits)


def latest(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the last decision on each finding, in the order in which they were made, withdrawn ones included.

    The time of a record tells, for two logs that a version control system joined may hold them in
    any order.
    """
    held: dict[str, Decision] = {}
    for decision in sorted(decisions, key=lambda each: each.time):
        held.pop(decision.fingerprint, None)
        held[decision.fingerprint] = decision
    return list(held.values())
