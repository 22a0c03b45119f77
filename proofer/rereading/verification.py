"""What the image of a line says of the line as the file has it, and of corrections of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.language.channel.confusions import folded
from proofer.rereading.ctc import Lattice, difference
from proofer.rereading.reading import LineReading


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the image says of a finding.

    Attributes:
        gain: ln P of the line with the correction less ln P of the line as the file has it; None
            where there is no correction.
        as_printed: whether the image alone reads what the file has, with a neighbour on each side.
    """

    gain: float | None
    as_printed: bool


class LineJudge:
    """A line as the file has it, ready to be compared with other texts."""

    def __init__(self, line: LineReading) -> None:
        self._line = line
        self._lattice = Lattice(line.posterior, line.text)

    def gain(self, edits: Sequence[Edit]) -> float:
        """Return ln P with the edits, which lie within the line, less ln P as the file has it."""
        places = sorted((self._line.folded(edit.span), folded(edit.replacement)) for edit in edits)
        if len(places) == 1:
            ((place, new),) = places
            likelihood = self._lattice.replaced(place.start, place.end, new)
        else:
            text = self._line.text
            for place, new in reversed(places):
                text = text[: place.start] + new + text[place.end :]
            likelihood = Lattice(self._line.posterior, text).total
        return difference(likelihood, self._lattice.total)

    def reads(self, span: Span) -> bool:
        """Whether the image alone reads what stands at a place, with a neighbour on each side."""
        from rapidfuzz.distance import Levenshtein

        place = self._line.folded(span)
        start, end = max(0, place.start - 1), min(len(self._line.text), place.end + 1)
        return any(
            op.tag == "equal" and op.src_start <= start and end <= op.src_end
            for op in Levenshtein.opcodes(self._line.text, self._line.seen[0])
        )
