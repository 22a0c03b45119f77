"""A printed line as its file has it, and what its image says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from proofer.document.changes import differing_runs
from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.language.channel.confusions import folded
from proofer.rereading.posteriors import Posterior

_DIFFERENT, _LEGIBLE = 0.6, 0.9
"""A line is illegible if more of its characters differ, and the recogniser is less sure of them."""
_HIDDEN, _CLEAR = 4, 0.6
"""Characters running that differ where a part of a line is hidden, and how sure of what is seen
there the recogniser is at most."""


@dataclass(frozen=True, eq=False)
class LineReading:
    """A printed line as the file has it, and what its image says.

    Attributes:
        span: the line in the document's text.
        text: its characters, folded as texts are compared, without blanks.
        offsets: where each of them stands in the document's text.
        posterior: what the recogniser says.
        cut: whether other boxes touch its beginning, and its end (`Line.cut`).
    """

    span: Span
    text: str
    offsets: Sequence[int]
    posterior: Posterior
    cut: tuple[bool, bool] = (False, False)

    @classmethod
    def of(
        cls,
        document: Document,
        span: Span,
        posterior: Posterior,
        cut: tuple[bool, bool] = (False, False),
    ) -> LineReading:
        """Return the reading of a line of `document`."""
        marked = [(at, folded(document.text[at])) for at in range(span.start, span.end)]
        kept = [(at, char) for at, char in marked if char]
        return cls(span, "".join(char for _, char in kept), [at for at, _ in kept], posterior, cut)

    @cached_property
    def seen(self) -> tuple[str, float]:
        """What the image alone reads, and how sure of it the recogniser is, 0 to 1."""
        return self.posterior.greedy()

    @cached_property
    def differing(self) -> Sequence[tuple[Span, Span]]:
        """Runs of `text` that the image alone reads otherwise, and what stands there in `seen`."""
        return differing_runs(self.text, self.seen[0])

    @property
    def is_illegible(self) -> bool:
        """Whether the recogniser is unsure of most of it: a stamp, a tear, two lines in one box."""
        from rapidfuzz.distance import Levenshtein

        text, certainty = self.seen
        differs = Levenshtein.normalized_distance(self.text, text) > _DIFFERENT
        return differs and certainty < _LEGIBLE

    @cached_property
    def hidden(self) -> tuple[Span, ...]:
        """Parts of the document's text whose image cannot be read, though the rest of it can.

        The recogniser sees something else in several characters, and is unsure of that, or sees
        nothing: they lie under a stamp or a fold, or are torn off.
        """
        long = [run for run in self.differing if len(run[0]) >= _HIDDEN]
        if not long:  # as in nearly every line
            return ()
        _, peaks = self.posterior.peaks()
        return tuple(
            self.place(old)
            for old, new in long
            if not len(new) or float(peaks[new.start : new.end].mean()) < _CLEAR
        )

    def hides(self, span: Span) -> bool:
        """Return whether a place of the document's text is `hidden`, in part at least."""
        return any(
            each.overlaps(span) or each.start <= span.start <= span.end <= each.end
            for each in self.hidden
        )

    def is_cut_at(self, place: Span) -> bool:
        """Return whether a gap in `text` is where another box touches the line's."""
        begins, ends = self.cut
        at_begin, at_end = place.start == 0, place.end == len(self.text)
        return not len(place) and ((begins and at_begin) or (ends and at_end))

    @property
    def agreed(self) -> list[Span]:
        """Where the image alone reads what the file has, with a neighbour on each side."""
        from rapidfuzz.distance import Levenshtein

        found: list[Span] = []
        for op in Levenshtein.opcodes(self.text, self.seen[0]):
            start = op.src_start + (op.src_start > 0)
            end = op.src_end - (op.src_end < len(self.text))
            if op.tag == "equal" and start < end:
                found.append(self.place(Span(start, end)))
        return found

    def folded(self, span: Span) -> Span:
        """Return where a place of the document's text, within the line, is in `text`."""
        start, end = (bisect_left(self.offsets, at) for at in (span.start, span.end))
        return Span(start, max(start, end))

    def place(self, span: Span) -> Span:
        """Return where a part of `text` stands in the document's text."""
        if len(span):
            return Span(self.offsets[span.start], self.offsets[span.end - 1] + 1)
        if span.start < len(self.offsets):
            return Span(self.offsets[span.start], self.offsets[span.start])
        end = self.offsets[-1] + 1 if self.offsets else self.span.start
        return Span(end, end)
