"""Errors planted in right text, with a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import regex

from proofer.detectors.context import Context
from proofer.document.spans import Span

EVERY = 750
"""Characters between two planted errors: enough to measure, too few to disturb each other."""
_HAN_RUN = regex.compile(r"\p{Han}{6,}")


@dataclass(frozen=True, slots=True)
class Planted:
    """A text with errors in it, and where they are."""

    text: str
    right: str
    places: tuple[Span, ...]


Planter = Callable[[str, random.Random, Context], "tuple[Span, str] | None"]
"""Chooses a place of a text, and what shall stand there; None where no place suits."""


def plant(text: str, planter: Planter, context: Context, seed: int, every: int = EVERY) -> Planted:
    """Put an error of one kind into `text` about every `every` characters."""
    chooser = random.Random(seed)
    pieces: list[str] = []
    places: list[Span] = []
    for start in range(0, len(text), every):
        part = text[start : start + every]
        error = planter(part, chooser, context)
        if error is not None:
            span, wrong = error
            offset = sum(map(len, pieces)) + span.start
            places.append(Span(offset, offset + len(wrong)))
            part = part[: span.start] + wrong + part[span.end :]
        pieces.append(part)
    return Planted("".join(pieces), text, tuple(places))


def doubled_character(
    part: str, chooser: random.Random, context: Context
) -> tuple[Span, str] | None:
    """Double a Han character."""
    del context
    runs = list(_HAN_RUN.finditer(part))
    if not runs:
        return None
    run = chooser.choice(runs)
    at = chooser.randrange(run.start(), run.end())
    return Span(at, at + 1), part[at] * 2


def doubled_word(part: str, chooser: random.Random, context: Context) -> tuple[Span, str] | None:
    """Double a word of two to four characters."""
    runs = list(_HAN_RUN.finditer(part))
    if not runs:
        return None
    run = chooser.choice(runs)
    words = [span for span in context.words.segment(run[0]) if 2 <= span[1] - span[0] <= 4]
    if not words:
        return None
    start, end = chooser.choice(words)
    span = Span(start, end).shift(run.start())
    return span, span.of(part) * 2
