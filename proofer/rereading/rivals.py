"""By how much a correction is ahead of all else that may be printed at its place.

That it beats what the file has does not make it right: where the file has 台 and 勠 is printed,
many a character that looks like 勠 beats 台. So it is compared with the other characters that the
image may show there, and with what may stand before and behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from proofer.document.spans import Span
from proofer.rereading.ctc import Lattice
from proofer.rereading.posteriors import Posterior

LANGUAGE_SHARE = 0.5
"""What the language counts beside the image in a comparison; .3 to .7 do about as well."""
_TRIED = 2
"""Characters that are tried at a place, the likeliest by the image."""
_AROUND = 1
"""Frames before and behind the likeliest one of a character in which others are looked for."""


class Rival(NamedTuple):
    """Another text for a part of a decoded line."""

    place: Span
    text: str

    def within(self, line: str) -> str:
        """Return the line with it."""
        return line[: self.place.start] + self.text + line[self.place.end :]


def rivals(lattice: Lattice, posterior: Posterior, place: Span) -> Iterator[Rival]:
    """Yield what else the image may show at a place of the decoded line, or before and behind it.

    Args:
        lattice: of the decoded line.
        posterior: what the recogniser says of the line.
        place: where the decoded line differs from the file's.
    """
    text, frames, logs = lattice.text, lattice.frames, posterior.logs
    for at in range(place.start, place.end):
        around = logs[max(0, frames[at] - _AROUND) : frames[at] + _AROUND + 1]
        for char in _likeliest(posterior, around, text[at]):
            yield Rival(Span(at, at + 1), char)
    for gap in dict.fromkeys((place.start, place.end)):
        start = frames[gap - 1] + 1 if gap else 0
        end = frames[gap] if gap < len(text) else len(logs)
        beside = text[max(0, gap - 1) : gap + 1]
        for char in _likeliest(posterior, logs[start:end], beside):
            yield Rival(Span(gap, gap), char)


def margin(gains: Sequence[float]) -> float:
    """Return ln of how much likelier a reading is than all others together, by its gain on each."""
    return -float(np.logaddexp.reduce([-gain for gain in gains]))


def _likeliest(posterior: Posterior, logs: NDArray[np.float16], but: str) -> list[str]:
    """Return the likeliest characters of some frames, without those of `but`."""
    if not len(logs):
        return []
    order = np.argsort(-logs[:, 1:].max(axis=0), kind="stable")[: _TRIED + len(but)]
    found = (posterior.characters[column] for column in order.tolist())
    return [char for char in found if char not in but][:_TRIED]
