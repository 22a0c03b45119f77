"""Counts of right and wrong corrections, and the rates made of them.

Sentences are counted strictly, as is usual in Chinese spelling correction: a sentence counts as
*detected* if exactly the wrong places are changed, as *corrected* if it then equals the right one;
precision is over all sentences that are changed, recall over all that have an error. The "common"
metric of pycorrector and macro-correct is looser: a wrong change of a sentence that has an error
anyway counts against recall only.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import add


def share(part: int, whole: int) -> float | None:
    """Return part / whole, None for a whole of 0."""
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and F1: of `given` answers and `wanted` ones, `right` are both."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float | None:
        """Share of the answers that are right; None without an answer."""
        return share(self.right, self.given)

    @property
    def recall(self) -> float | None:
        """Share of what was wanted that was given; None if nothing was."""
        return share(self.right, self.wanted)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None if nothing was wanted."""
        return share(2 * self.right, self.given + self.wanted) if self.wanted else None


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one system on some passages at one threshold; scores of parts add up."""

    sentences: int = 0
    wrong: int = 0
    """Sentences with an error."""
    changed: int = 0
    """Sentences with a correction."""
    changed_clean: int = 0
    """Sentences without an error and with a correction."""
    located: int = 0
    """Sentences with an error in which exactly the wrong characters were changed."""
    corrected: int = 0
    """Sentences with an error that equal the gold text afterwards."""
    flagged: int = 0
    """Sentences with a finding, with or without a correction."""
    flagged_wrong: int = 0
    """Sentences with an error and with a finding."""
    places: int = 0
    """Runs of neighbouring wrong characters."""
    places_flagged: int = 0
    alarms: int = 0
    """Flagged places that neither touch a wrong one nor hold one."""
    characters: int = 0
    """Of the gold text."""
    distance_before: int = 0
    """Levenshtein distance of the source to the gold text."""
    distance_after: int = 0
    """The same with the corrections."""
    right: int = 0
    """Corrections that alone bring their paragraph nearer to the gold text."""
    harmful: int = 0
    """Corrections that alone take their paragraph further from it."""
    neutral: int = 0
    """Corrections that do neither."""

    def __add__(self, other: Score) -> Score:
        return Score(
            *(add(getattr(self, each.name), getattr(other, each.name)) for each in fields(Score))
        )

    @property
    def detection(self) -> Rates:
        """By sentence, strict."""
        return Rates(self.located, self.changed, self.wrong)

    @property
    def correction(self) -> Rates:
        """By sentence, strict."""
        return Rates(self.corrected, self.changed, self.wrong)

    @property
    def common(self) -> Rates:
        """Correction in pycorrector's looser metric."""
        return Rates(self.corrected, self.corrected + self.changed_clean, self.wrong)

    @property
    def any_flag(self) -> Rates:
        """Sentences that have a finding anywhere, against those that have an error anywhere."""
        return Rates(self.flagged_wrong, self.flagged, self.wrong)

    @property
    def false_positive_rate(self) -> float | None:
        """Share of the clean sentences that were changed."""
        return share(self.changed_clean, self.sentences - self.wrong)

    @property
    def clean_flagged(self) -> float | None:
        """Share of the clean sentences that have a finding."""
        return share(self.flagged - self.flagged_wrong, self.sentences - self.wrong)

    @property
    def places_found(self) -> float | None:
        """Share of the wrong places that were flagged."""
        return share(self.places_flagged, self.places)

    @property
    def alarm_rate(self) -> float | None:
        """False alarms in a thousand characters."""
        return share(1000 * self.alarms, self.characters)

    @property
    def error_rate_before(self) -> float | None:
        """Character error rate of the source."""
        return share(self.distance_before, self.characters)

    @property
    def error_rate_after(self) -> float | None:
        """Character error rate with the corrections."""
        return share(self.distance_after, self.characters)

    @property
    def gone(self) -> float | None:
        """Share of the character errors that the corrections removed, less those that they made."""
        return share(self.distance_before - self.distance_after, self.distance_before)

    @property
    def edits(self) -> int:
        """Corrections that were made."""
        return self.right + self.harmful + self.neutral

    @property
    def edits_right(self) -> float | None:
        """Share of the corrections that were right."""
        return share(self.right, self.edits)
