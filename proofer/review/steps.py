"""What one key did in a file, and how far the file is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from proofer.findings.finding import Finding
from proofer.review.decisions import Decision


@dataclass(frozen=True, slots=True)
class Progress:
    """How many findings are decided, deferred (not counted as decided) and there in all."""

    decided: int
    deferred: int
    total: int


@dataclass(frozen=True, slots=True)
class Move:
    """One finding's decision before and after a step; None is undecided."""

    finding: Finding
    before: Decision | None
    after: Decision | None


Step = tuple[Move, ...]
"""What one key did in a file, to one finding or a whole series; it is undone as one."""


class Replayed(NamedTuple):
    """What an undo or redo did in one file: the moves of the step, and how many it had to skip."""

    step: Step
    skipped: int = 0
