"""The likeliest text of a line by its image and the language: prefix beam search.

As in Hannun et al., First-Pass Large Vocabulary Continuous Speech Recognition using Bi-Directional
Recurrent DNNs (2014).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from proofer.language.model import ORDER, CharacterModel
from proofer.rereading.posteriors import Posterior

LANGUAGE_WEIGHT = 0.7
"""What ln P of the language model counts beside ln P of the image; .5 to 1 do about as well."""
LENGTH_WEIGHT = 1.5
"""What a character is worth: makes up for what the language model takes for each one."""
WIDTH = 8
"""Texts that are followed; 20 read one error in 240 better."""
_CLASSES = 12
"""Characters that are tried in a frame, with the blank: the language may know the twelfth."""
_LEAST = -9.5
"""ln P of a character that is tried, about the least that is kept."""
_BLANK = -0.0005
"""ln P of a blank that no other class has a chance against."""
_NEVER = -math.inf
_REMEMBERED = 200_000
"""Scores of the language model in memory, about 200 bytes each."""


class Continuations:
    """What the language model says of a character behind others; remembers what it was asked."""

    def __init__(self, model: CharacterModel) -> None:
        self._model = model
        self._known: dict[tuple[str, str], float] = {}

    def scores(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return ln P of the second of each pair behind the first.

        The first has `ORDER` - 1 characters at most.
        """
        asked = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        if asked:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
                asked = list(dict.fromkeys(pairs))
            contexts = list(dict.fromkeys(context for context, _ in asked))
            totals = self._model.totals([*contexts, *(first + second for first, second in asked)])
            alone = dict(zip(contexts, totals[: len(contexts)].tolist(), strict=True))
            for pair, total in zip(asked, totals[len(contexts) :].tolist(), strict=True):
                self._known[pair] = (total - alone[pair[0]]) * math.log(10)
        return [self._known[pair] for pair in pairs]


class _Prefix(NamedTuple):
    """The beginning of a text.

    Attributes:
        blank: ln P of all ways to read it that end with a blank.
        char: ln P of all ways that end with its last character.
        language: ln P by the language model.
    """

    blank: float
    char: float
    language: float

    @property
    def image(self) -> float:
        return _add(self.blank, self.char)


def decode(posterior: Posterior, language: Continuations | None = None, context: str = "") -> str:
    """Return the likeliest text of a line.

    Args:
        posterior: what the recogniser says of the line.
        language: the language model; without one the image alone decides.
        context: what stands before the line.
    """
    beam = {"": _Prefix(0.0, _NEVER, 0.0)}
    weights = (LANGUAGE_WEIGHT, LENGTH_WEIGHT) if language is not None else (0.0, 0.0)
    context = context[1 - ORDER :]
    for blank, likely in _frames(posterior):
        if not likely:
            beam = {
                text: _Prefix(prefix.image + blank, _NEVER, prefix.language)
                for text, prefix in beam.items()
            }
            continue
        beam = _extended(beam, blank, likely, language, context)
        ranked = sorted(beam, key=lambda text: -_score(text, beam[text], weights))
        beam = {text: beam[text] for text in ranked[:WIDTH]}
    return max(beam, key=lambda text: _score(text, beam[text], weights))


def _frames(posterior: Posterior) -> list[tuple[float, list[tuple[str, float]]]]:
    """Return ln P of the blank in each frame and of the characters that have a chance."""
    logs = posterior.logs.astype(np.float64)
    best = np.argsort(-logs, axis=1)[:, :_CLASSES].tolist()
    found: list[tuple[float, list[tuple[str, float]]]] = []
    for row, columns in zip(logs.tolist(), best, strict=True):
        likely = [
            (posterior.characters[column - 1], row[column])
            for column in columns
            if column and row[column] > _LEAST
        ]
        found.append((row[0], [] if row[0] > _BLANK else likely))
    return found


def _extended(
    beam: dict[str, _Prefix],
    blank: float,
    likely: list[tuple[str, float]],
    language: Continuations | None,
    context: str,
) -> dict[str, _Prefix]:
    """Return all texts that the texts of the beam become in a frame.

    Args:
        beam: the texts so far.
        blank: ln P of the blank.
        likely: the characters that have a chance, with ln P.
        language: the language model, if there is one.
        context: what stands before the line.
    """
    pairs = [((context + text)[1 - ORDER :], char) for text in beam for char, _ in likely]
    scores = iter(language.scores(pairs) if language is not None else [0.0] * len(pairs))
    found: dict[str, _Prefix] = {}

    def add(text: str, prefix: _Prefix) -> None:
        if (known := found.get(text)) is not None:
            blank, char = _add(known.blank, prefix.blank), _add(known.char, prefix.char)
            prefix = _Prefix(blank, char, prefix.language)
        found[text] = prefix

    for text, prefix in beam.items():
        image = prefix.image
        add(text, _Prefix(image + blank, _NEVER, prefix.language))
        for char, emitted in likely:
            longer = prefix.language + next(scores)
            if text[-1:] == char:  # the same one goes on, or after a blank a second one begins
                add(text, _Prefix(_NEVER, prefix.char + emitted, prefix.language))
                add(text + char, _Prefix(_NEVER, prefix.blank + emitted, longer))
            else:
                add(text + char, _Prefix(_NEVER, image + emitted, longer))
    return found


def _score(text: str, prefix: _Prefix, weights: tuple[float, float]) -> float:
    return prefix.image + weights[0] * prefix.language + weights[1] * len(text)


def _add(first: float, second: float) -> float:
    """Return ln of the sum of two probabilities."""
    if first < second:
        first, second = second, first
    return first if second == _NEVER else first + math.log1p(math.exp(second - first))
