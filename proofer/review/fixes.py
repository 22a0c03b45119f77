"""Corrections without an editor: the safe ones, again and again until nothing changes any more."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from proofer.config import Config
from proofer.corrections import planned
from proofer.document.document import Document
from proofer.document.edits import SourceEdit
from proofer.document.spans import Span
from proofer.findings import Applicability, Finding
from proofer.formats import write
from proofer.messages import Text
from proofer.report import DocumentReport

ROUNDS = 10
_DICTIONARY_FAMILIES = frozenset("GKR")
"""Families that take their corrections out of a dictionary; what the language model guesses is never made unasked."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")

Recheck = Callable[[bytes], Sequence[DocumentReport]]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file after its corrections: what is still found, its new bytes (None: as before), and how many were made."""

    reports: tuple[DocumentReport, ...]
    data: bytes | None = None
    count: int = 0
    problem: Text | None = None
    """Why nothing was made although something could be."""


def is_fixable(finding: Finding, config: Config, *, unsafe: bool) -> bool:
    """Return whether `--fix` makes the first suggestion: a safe one, or a sure one of a dictionary if `unsafe`."""
    if not finding.suggestions:
        return False
    first = finding.suggestions[0]
    if first.applicability is Applicability.SAFE:
        return True
    known = finding.code[0] in _DICTIONARY_FAMILIES and any(each.source == "dictionary" for each in finding.evidence)
    sure = first.confidence >= config.unsafe_confidence
    return unsafe and known and sure and first.applicability is Applicability.UNSAFE


def fixed(reports: Sequence[DocumentReport], recheck: Recheck, wanted: Callable[[Finding], bool]) -> Fixed:
    """Make the `wanted` corrections of a file until none is left; `recheck` reads and checks its new bytes.

    If the text comes back to what it was, or goes on changing, nothing is made at all.

    Raises:
        InputError: if the corrected bytes cannot be read again.
    """
    current = tuple(reports)
    seen = {each.document.origin.digest for each in current}
    data: bytes | None = None
    count = 0
    for _ in range(ROUNDS):
        plans = [planned(each.findings, each.document, wanted) for each in current]
        if not any(plan.edits for plan in plans):
            return Fixed(current, data, count)
        data = b"".join(write(each.document, plan.edits) for each, plan in zip(current, plans, strict=True))
        count += sum(len(plan.findings) for plan in plans)
        digest = hashlib.sha256(data).hexdigest()
        if digest in seen:
            return Fixed(tuple(reports), problem=_LOOP)
        seen.add(digest)
        current = tuple(recheck(data))
    return Fixed(tuple(reports), problem=_ENDLESS)


_LOOP = Text(
    "自动改正互相抵消，文件没有改动；请用 proofer review 校对。",
    "the corrections undo each other; the file is untouched. Review it with proofer review.",
)
_ENDLESS = Text(
    f"改了 {ROUNDS} 遍仍有变化，文件没有改动；请用 proofer review 校对。",
    f"still changing after {ROUNDS} rounds; the file is untouched. Review it with proofer review.",
)


def line_edits(before: Document, after: str) -> list[SourceEdit]:
    """Return the edits of whole lines that make the source of `before` into `after`."""
    old, new = _LINE.findall(before.source), _LINE.findall(after)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        SourceEdit(Span(starts[first], starts[last]), "".join(new[start:end]))
        for tag, first, last, start, end in opcodes
        if tag != "equal"
    ]
