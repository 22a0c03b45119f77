"""What a corrector changed, from the corrected text alone."""

from __future__ import annotations

from itertools import groupby

from proofer.document.spans import Span


def changes(before: str, after: str) -> list[tuple[Span, str]]:
    """Return the smallest runs of `before` to replace to get `after`, by place; that of an insertion is empty.

    From the operations of the Levenshtein distance, neighbouring ones put together.
    """
    from rapidfuzz.distance import Levenshtein

    runs: list[tuple[Span, str]] = []
    for equal, group in groupby(
        Levenshtein.opcodes(before, after), lambda operation: operation.tag == "equal"
    ):
        if not equal:
            operations = list(group)
            first, last = operations[0], operations[-1]
            old, new = Span(first.src_start, last.src_end), Span(first.dest_start, last.dest_end)
            runs.append((old, new.of(after)))
    return runs
