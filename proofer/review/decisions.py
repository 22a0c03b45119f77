"""Decisions on findings, in a form that outlives changed line numbers and a new OCR of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Literal, get_args

from proofer.config.keys import is_probability
from proofer.document.anchors import Anchor
from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.messages import Message


class Verdict(StrEnum):
    """What was decided.

    AS_PRINTED marks an error of the original itself: the text stays as printed, and the errata list
    has the correction. WITHDRAWN takes an earlier decision back: records are only ever appended.
    """

    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    AS_PRINTED = "printed"  # the word of earlier decision files
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


VERDICT_NAMES: Mapping[Verdict, Message] = {
    Verdict.ACCEPTED: Message("接受", "accepted"),
    Verdict.EDITED: Message("自拟", "edited"),
    Verdict.REJECTED: Message("不改", "rejected"),
    Verdict.AS_PRINTED: Message("原件如此", "printed so"),
    Verdict.DEFERRED: Message("缓议", "deferred"),
    Verdict.WITHDRAWN: Message("撤回", "withdrawn"),
}
"""The verdicts as they are shown."""

CHANGING = frozenset({Verdict.ACCEPTED, Verdict.EDITED})
"""Verdicts that change the text."""

Scope = Literal["place", "file", "project"]
"""How far a rejection reaches: this place, this quote in the whole file, or the whole project."""


@dataclass(frozen=True, slots=True)
class Change:
    """One edit of a decision: `length` code points that read `old` are replaced by `new`.

    `offset` counts code points from the start of the anchor; it is negative for an edit before the
    quote, such as the first of a pair of marks.
    """

    offset: int
    length: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Offer:
    """The first suggestion when something was decided: the new reading of the quote.

    `probability` is that of it being right, without what earlier decisions taught.
    """

    right: str
    probability: float


@dataclass(frozen=True, slots=True)
class StepMark:
    """The step that a record belongs to, and the earlier step that it undoes or redoes, if any.

    A step is everything that one key did, in any number of files. Its name is the time of the key
    to the microsecond, or just after the latest known step; records of older versions have none.
    """

    step: str = ""
    undoes: str = ""
    redoes: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the fields that are set."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> StepMark:
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

    `replacement` is the new reading of the quote, and `changes` are the exact edits that produce it
    (for AS_PRINTED they are made in the errata list only). If the changes are `independent`, each
    one gives way to a decision on its own place. `suggestion` is the number of the chosen
    suggestion from 0, None for the editor's own words and for no change. `offer` is what was
    offered, taken or not; earlier versions did not record it. `time` is ISO 8601 in UTC.
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
    independent: bool = False
    offer: Offer | None = None
    mark: StepMark = StepMark()

    @property
    def step(self) -> str:
        """The name of its step; a record without a mark is a step of its own."""
        return self.mark.step or f"{self.time.removesuffix('Z')}.000000Z/{self.fingerprint}"

    @property
    def changing(self) -> bool:
        """Whether the decision changes the text."""
        return self.verdict in CHANGING

    def to_json(self) -> dict[str, Any]:
        """Return the decision as a record of the decision file."""
        record = asdict(self)
        record["changes"] = [
            [change.offset, change.length, change.old, change.new] for change in self.changes
        ]
        del record["mark"], record["independent"], record["offer"]
        if self.independent:
            record["apart"] = True
        if self.offer is not None:
            record["offered"] = [self.offer.right, self.offer.probability]
        return record | self.mark.to_json()

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Decision:
        """Return the decision of a record; unknown fields are ignored.

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
                independent=record.get("apart", False) is True,
                offer=Offer(*record["offered"]) if "offered" in record else None,
                mark=StepMark.from_json(record),
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
    if decision.offer is not None:
        words.append(decision.offer.right)
        if not is_probability(decision.offer.probability):
            raise ValueError("not a decision: what was offered has no probability")
    if not all(isinstance(word, str) for word in words):
        raise ValueError("not a decision: a text is not a string")
    if not all(isinstance(number, int) for number in numbers) or anchor.start < 0:
        raise ValueError("not a decision: an offset is not a number")
    if any(len(change.old) != change.length for change in decision.changes):
        raise ValueError("not a decision: the length of a change is not that of its old text")


def agree(one: Decision | None, other: Decision | None) -> bool:
    """Return whether two decisions on a finding are the same but for their times and steps.

    A withdrawal is the same as no decision.
    """
    return _content(one) == _content(other)


def _content(decision: Decision | None) -> object:
    if decision is None or decision.verdict is Verdict.WITHDRAWN:
        return None
    return (
        decision.verdict,
        decision.replacement,
        decision.changes,
        decision.scope,
        decision.author,
        decision.note,
        decision.suggestion,
    )


def changes_of(text: str, start: int, edits: Sequence[Edit]) -> tuple[Change, ...]:
    """Return `edits` of `text` relative to an anchor that begins at `start`."""
    return tuple(
        Change(edit.span.start - start, len(edit.span), edit.span.of(text), edit.replacement)
        for edit in edits
    )


def edits_at(decision: Decision, start: int, text: str) -> tuple[Edit, ...] | None:
    """Return the edits of a decision with its anchor at `start`; None if the text has changed."""
    edits: list[Edit] = []
    for change in decision.changes:
        begin = start + change.offset
        if begin < 0 or text[begin : begin + change.length] != change.old:
            return None
        edits.append(Edit(Span(begin, begin + change.length), change.new))
    return tuple(edits)


def latest(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the last record on each finding, withdrawals included, in the order of the log.

    Times do not count: a clock may have been wrong, and whoever wrote a record saw those before it.
    """
    last: dict[str, Decision] = {}
    for decision in decisions:
        last.pop(decision.fingerprint, None)
        last[decision.fingerprint] = decision
    return list(last.values())
