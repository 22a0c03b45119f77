"""The smallest edits of a correction, by which corrections are compared."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from operator import is_

from proofer.document.changes import differing_runs
from proofer.document.edits import Edit
from proofer.document.normalise import FULL_WIDTH
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Suggestion

MOST_EDITS = 40
"""A suggestion with more edits corrects a whole page (its punctuation) and is never compared."""


def atoms(suggestion: Suggestion, text: str) -> frozenset[Edit]:
    """Return the smallest edits that make `suggestion`.

    What is inserted into or deleted from a repeat is so at the first place where it may be.
    """
    found: set[Edit] = set()
    for edit in suggestion.edits:
        # The longest common subsequence is kept, even where substitutions would be fewer edits.
        for old, changed in differing_runs(
            edit.span.of(text), edit.replacement, substitutions=False
        ):
            place, new = old.shift(edit.span.start), changed.of(edit.replacement)
            if len(new) == len(place):
                found.update(
                    Edit(Span(place.start + at, place.start + at + 1), new[at])
                    for at in range(len(new))
                )
            else:
                found.add(_leftmost(place, new, text))
    return frozenset(found)


def _leftmost(place: Span, new: str, text: str) -> Edit:
    """Return the insertion or deletion moved to the left as far as the result is the same."""
    start, end = place.start, place.end
    while start and text[start - 1] != "\n":
        if not new and text[start - 1] == text[end - 1]:
            end -= 1
        elif start == end and text[start - 1] == new[-1]:
            new = text[start - 1] + new[:-1]
            end -= 1
        else:
            break
        start -= 1
    return Edit(Span(start, end), new)


def tightened(finding: Finding, text: str) -> Finding:
    """Return the finding with edits that leave out the marks that they do not change.

    Those marks can then be corrected by other findings.
    """

    def tight(suggestion: Suggestion) -> Suggestion:
        if len(suggestion.edits) > MOST_EDITS:
            return suggestion
        edits = tuple(
            part for edit in suggestion.edits for part in _between_marks(edit, edit.span.of(text))
        )
        if not edits or edits == suggestion.edits:
            return suggestion
        return replace(suggestion, edits=edits)

    suggestions = tuple(map(tight, finding.suggestions))
    if all(map(is_, suggestions, finding.suggestions)):
        return finding
    return replace(finding, suggestions=suggestions)


def _between_marks(edit: Edit, old: str) -> list[Edit]:
    """Return the parts of `edit`, which replaces `old`, between the marks that both texts have.

    Marks of another width are the same, unless their width is all that the edit is about.
    """
    has_words = any(map(str.isalnum, old + edit.replacement))
    folded = FULL_WIDTH if has_words else {}
    before, after = old.translate(folded), edit.replacement.translate(folded)
    if not any(char in after and not char.isalnum() for char in before):
        return [edit] if before != after else []
    from rapidfuzz.distance import Indel

    cuts = [(0, 0)]
    for op in Indel.opcodes(before, after):
        if op.tag == "equal":
            for at in range(op.src_end - op.src_start):
                if not old[op.src_start + at].isalnum():
                    cuts += [
                        (op.src_start + at, op.dest_start + at),
                        (op.src_start + at + 1, op.dest_start + at + 1),
                    ]
    cuts.append((len(old), len(edit.replacement)))
    parts: list[Edit] = []
    for (start, to_start), (end, to_end) in pairwise(cuts):
        new = edit.replacement[to_start:to_end]
        if old[start:end].translate(folded) != new.translate(folded):
            parts.append(Edit(Span(start, end).shift(edit.span.start), new))
    return parts
