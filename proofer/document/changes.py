"""Where two texts differ."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from proofer.document.spans import Span


def differing_runs(
    before: Sequence[str], after: Sequence[str], *, substitutions: bool = True
) -> list[tuple[Span, Span]]:
    """Return the runs of `before` that differ with what stands there in `after`, by place.

    Both are texts, or lists of lines, whose numbers the spans have then. The runs come from the
    operations of the Levenshtein distance, neighbouring ones put together; of a lost or an added
    run one span is empty. Without `substitutions` a replacement costs two edits, so that the
    longest common subsequence is kept.
    """
    prefix, suffix = affixes(before, after)
    old, new = Span(prefix, len(before) - suffix), Span(prefix, len(after) - suffix)
    if set(before[old.start : old.end]).isdisjoint(after[new.start : new.end]):  # nothing to align
        return [(old, new)] if len(old) or len(new) else []
    from rapidfuzz.distance import Indel, Levenshtein

    opcodes = (Levenshtein if substitutions else Indel).opcodes(before, after)
    runs: list[tuple[Span, Span]] = []
    for equal, group in groupby(opcodes, lambda operation: operation.tag == "equal"):
        if not equal:
            operations = list(group)
            first, last = operations[0], operations[-1]
            runs.append(
                (Span(first.src_start, last.src_end), Span(first.dest_start, last.dest_end))
            )
    return runs


def affixes(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many code points (or lines) both begin with, and how many others both end with."""
    shortest = min(len(old), len(new))
    prefix = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    room = shortest - prefix
    suffix = next((at for at in range(room) if old[-1 - at] != new[-1 - at]), room)
    return prefix, suffix
