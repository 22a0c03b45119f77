"""Automatic corrections: the safe ones, in rounds until none is left."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from proofer.checking.whole import whole_report
from proofer.config import Config
from proofer.document.changes import differing_runs
from proofer.document.edits import SourceEdit
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Finding
from proofer.findings.report import DocumentReport
from proofer.findings.selection import planned
from proofer.formats import check_reading, reading, write
from proofer.messages import Message

ROUNDS = 10
"""Rounds of corrections after which a file is given up: each round leads to new ones."""
_LINE = lazy_pattern(r"[^\n]*\n|[^\n]+")

Recheck = Callable[[bytes], Sequence[DocumentReport]]
"""Reads and checks the new bytes of a file."""


@dataclass(frozen=True, slots=True)
class FixResult:
    """A file after its corrections."""

    reports: Sequence[DocumentReport]
    """What is still found in it."""
    data: bytes | None = None
    """Its new bytes; None if it is unchanged."""
    count: int = 0
    """The number of corrections."""
    problem: Message | None = None
    """Why it is unchanged although there are corrections."""


def is_fixable(finding: Finding, config: Config, *, unsafe: bool) -> bool:
    """Return whether `--fix` makes the first suggestion of a finding.

    It makes safe ones and, with `unsafe`, confident ones that a dictionary attests.
    """
    if not finding.suggestions:
        return False
    first = finding.suggestions[0]
    if first.applicability is Applicability.SAFE:
        return True
    is_attested = finding.family.from_dictionary and any(
        each.source == "dictionary" for each in finding.evidence
    )
    is_confident = first.confidence >= config.unsafe_confidence
    is_unsafe = first.applicability is Applicability.UNSAFE
    return unsafe and is_unsafe and is_attested and is_confident


def fix(
    reports: Sequence[DocumentReport], recheck: Recheck, wanted: Callable[[Finding], bool]
) -> FixResult:
    """Make the `wanted` corrections of a file until none is left.

    If the text returns to an earlier state, or does not stop changing, the file stays unchanged.

    Raises:
        InputError: if the corrected bytes cannot be read again.
        OutputError: if they do not say then what the corrections want.
    """
    current, data, count = reports, None, 0
    path = reports[0].document.path if reports else Path()
    seen = {each.document.origin.digest for each in reports}
    for _ in range(ROUNDS):
        corrected = corrections(current, wanted)
        if not corrected.corrections:
            return FixResult(current, data, count)
        digest = hashlib.sha256(corrected.data).hexdigest()
        if digest in seen:
            return FixResult(reports, problem=_LOOP)
        seen.add(digest)
        data, count = corrected.data, count + corrected.corrections
        current = recheck(data)
        check_reading(path, corrected.reading, (each.document for each in current))
    return FixResult(reports, problem=_ENDLESS)


class Corrected(NamedTuple):
    """A file after one round of corrections."""

    data: bytes = b""
    reading: str = ""
    """What it says then; see `formats.reading`."""
    corrections: int = 0


def corrections(reports: Sequence[DocumentReport], wanted: Callable[[Finding], bool]) -> Corrected:
    """Make the `wanted` corrections of a file once; without any, nothing is written."""
    if not any(wanted(finding) for each in reports for finding in each.findings):
        return Corrected()
    if reports[0].document.pack is not None:  # the parts of such a file are no bytes of it
        reports = [whole_report(reports)]
    parts: list[bytes] = []
    says: list[str] = []
    count = 0
    for each in reports:
        plan = planned(each.findings, each.document, wanted)
        parts.append(write(each.document, plan.edits))
        says.append(reading(each.document, plan.edits))
        count += len(plan.findings)
    return Corrected(b"".join(parts), "".join(says), count)


_LOOP = Message(
    "自动改正互相抵消，文件没有改动；请用 proofer review 校对。",
    "the corrections undo each other; the file is untouched. Review it with proofer review.",
)
_ENDLESS = Message(
    f"改了 {ROUNDS} 遍仍有变化，文件没有改动；请用 proofer review 校对。",
    f"still changing after {ROUNDS} rounds; the file is untouched. Review it with proofer review.",
)


def line_edits(before: str, after: str) -> list[SourceEdit]:
    """Return the edits of whole lines that make the source `before` into `after`."""
    old, new = _LINE.findall(before), _LINE.findall(after)
    starts = [0, *accumulate(map(len, old))]
    edits: list[SourceEdit] = []
    for lines, others in differing_runs(old, new):
        replacement = "".join(new[others.start : others.end])
        kept = bool(lines) and old[lines.end - 1].endswith("\n") and replacement.endswith("\n")
        edits.append(
            SourceEdit(
                Span(starts[lines.start], starts[lines.end] - kept),
                replacement[: len(replacement) - kept],
            )
        )
    return edits
