"""What the image of a line says of corrections of the line as the file has it."""

from __future__ import annotations

from collections.abc import Sequence

from proofer.document.edits import Edit
from proofer.language.channel.confusions import folded
from proofer.rereading.ctc import Lattice, difference
from proofer.rereading.line_reading import LineReading


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
