"""What the decisions of a project teach: which corrections are likelier here, and which are not.

`.proofer/learned.tsv` says of each sort of correction how often it was accepted and rejected in the
project, and how often that was expected of it. `review.learning` counts it from the decisions; here
it is read and applied. A row is of one of three kinds:

- `pair`: the characters that change, 锆 → 锗, wherever they stand;
- `series`: a quote and what it would become, which an editor may want not to be asked about again;
- `detector`: all corrections of a detector, by its code.

The odds of a correction are shifted by how far what was decided differs from what was expected, of
the pair if it is known, else of the detector. What is learned may be somebody else's, or forged: it
shifts odds within bounds, says so in the evidence of each finding, and makes nothing safe to apply.
"""

from __future__ import annotations

import errno
import hashlib
import math
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

from proofer.document.changes import affixes
from proofer.document.probability import logistic
from proofer.errors import ConfigError
from proofer.files.own import open_own
from proofer.findings.finding import Evidence, Finding
from proofer.messages import Message
from proofer.scoring.calibration import log_odds, with_probabilities

ENOUGH = 3
"""Files from which on something is learned, and rejections from which on an editor is asked."""
MOST_SHIFT: Mapping[str, tuple[float, float]] = {
    "pair": (1.5, 1.5),
    "detector": (0.7, 0.3),
    "series": (0.0, 0.0),
}
"""Log odds (natural) that a row may shift down and up: with 1.5 a probability of .5 to .18 or .82.

What a detector gains as a whole, its surest corrections gain, too, which need it least.
"""
_LEAST_SHIFT = 0.1
"""Log odds below which a shift is not worth a word."""
_CAUTION: Mapping[str, float] = {"pair": 1.5, "detector": 10.0, "series": 1.0}
"""Files with either verdict, as expected, that are taken to have been seen before the first."""
_CLEAR = 4
"""Acceptances of a pair for each rejection from which on engines are taken to confuse it."""
_MOST_TIMES = 20
"""Times that engines are taken to have confused a pair, whatever the file says."""
LARGEST = 1 << 20
"""Bytes of the file."""
MOST_ROWS = 5_000
"""Rows of a file that are read and written: a project learns hundreds."""
_LONGEST = 32
"""Code points of a cell."""
HEADER = "kind\tread\tright\taccepted\trejected\tfiles\ttaken\texpected\tanswer"

Kind = Literal["pair", "series", "detector"]
Answer = Literal["", "shown", "silent", "forgotten"]
"""What an editor said of a row: go on showing it, never again, or that it should not count."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """How often corrections of one sort were accepted and rejected.

    `read` becomes `right`; of a detector `read` is the code. What is true of a page may be true of
    that page alone, so a file has one vote, however many decisions: `taken` is the sum over `files`
    of the share that was accepted, and `expected` that of their mean probability.
    """

    kind: Kind
    read: str
    right: str = ""
    accepted: int = 0
    rejected: int = 0
    files: int = 0
    taken: float = 0.0
    expected: float = 0.0
    answer: Answer = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is about."""
        return self.kind, self.read, self.right

    @property
    def decisions(self) -> int:
        """The number of decisions that it is counted from."""
        return self.accepted + self.rejected

    @property
    def shift(self) -> float:
        """By how much it shifts the log odds of a correction; 0 while the files are too few."""
        if self.files < ENOUGH or self.answer == "forgotten":
            return 0.0
        taken, expected = (min(max(each, 0.0), self.files) for each in (self.taken, self.expected))
        caution, (down, up) = _CAUTION[self.kind], MOST_SHIFT[self.kind]
        right = (taken + caution) / (expected + caution)
        wrong = (self.files - taken + caution) / (self.files - expected + caution)
        shift = min(max(math.log(right / wrong), -down), up)
        return round(shift, 3) if abs(shift) >= _LEAST_SHIFT else 0.0

    @property
    def times(self) -> int:
        """How often OCR engines are taken to have read `read` for `right`, for that; mostly 0."""
        short = max(len(self.read), len(self.right)) == 1
        clear = self.files >= ENOUGH and self.accepted >= max(ENOUGH, _CLEAR * self.rejected)
        known = self.kind == "pair" and short and clear and self.answer != "forgotten"
        return min(self.files, _MOST_TIMES) if known else 0

    @property
    def counts(self) -> bool:
        """Whether it shifts odds or makes candidates."""
        return bool(self.shift or self.times)

    def detail(self) -> Message:
        """Return what is said of it to an editor."""
        if self.kind == "detector":
            return Message(
                f"本项目中这一类改法接受过 {self.accepted} 次，没有采用 {self.rejected} 次",
                f"of corrections of this kind {self.accepted} were accepted in this project, "
                f"{self.rejected} were not",
            )
        return Message(
            f"本项目中这样的改法接受过 {self.accepted} 次，没有采用 {self.rejected} 次",
            f"such a correction was accepted {self.accepted} times in this project, "
            f"{self.rejected} times it was not",
        )


@dataclass(frozen=True)
class Learned:
    """What a project has learned."""

    lessons: Mapping[tuple[str, str, str], Lesson] = field(default_factory=dict)

    @classmethod
    def of(cls, lessons: Iterable[Lesson]) -> Learned:
        """Return what is learned from these lessons; their order does not matter."""
        ordered = sorted(lessons, key=lambda each: (-each.decisions, each.key))
        return cls({each.key: each for each in ordered[:MOST_ROWS]})

    def having(self, lessons: Iterable[Lesson]) -> Learned:
        """Return the same with these lessons in the place of those about the same."""
        return self.of({**self.lessons, **{each.key: each for each in lessons}}.values())

    @cached_property
    def confusions(self) -> tuple[tuple[str, str, int], ...]:
        """The pairs that engines are taken to confuse: what was read, what is right, how often."""
        pairs = (each for each in self.lessons.values() if each.times)
        return tuple(sorted((each.read, each.right, each.times) for each in pairs))

    @property
    def effective(self) -> tuple[Lesson, ...]:
        """What has an effect: shifts odds, makes candidates, or silences findings."""
        return tuple(
            each for each in self.lessons.values() if each.counts or each.answer == "silent"
        )

    @property
    def digest(self) -> str:
        """Tells apart what makes candidates differ; all else applies to findings afterwards."""
        return hashlib.sha256(repr(self.confusions).encode()).hexdigest()

    def lesson(self, kind: Kind, read: str, right: str = "") -> Lesson:
        """Return what is known of something; a lesson without decisions if that is nothing."""
        return self.lessons.get((kind, read, right)) or Lesson(kind, read, right)

    def silences(self, finding: Finding) -> bool:
        """Return whether an editor does not want to see findings like this one again."""
        series = offered(finding)
        return series is not None and self.lesson("series", *series).answer == "silent"

    def judged(self, finding: Finding) -> Finding:
        """Return the finding with its odds shifted, and the decisions as evidence for it.

        They are evidence, too, where they only made the correction one to look for.
        """
        series = offered(finding)
        if series is None or not self.lessons:
            return finding
        lesson = self.lesson("pair", *changed(*series))
        if not lesson.counts:
            lesson = self.lesson("detector", finding.code)
        if not lesson.counts:
            return finding
        evidence = Evidence("decisions", lesson.detail(), score=lesson.shift)
        finding = replace(finding, evidence=(*finding.evidence, evidence))
        if not (shift := lesson.shift):
            return finding
        p_error, p_correction = (
            logistic(log_odds(each) + shift)
            for each in (finding.confidence, finding.suggestions[0].confidence)
        )
        return with_probabilities(finding, p_error, p_correction)


def offered(finding: Finding) -> tuple[str, str] | None:
    """Return the quote and what the first suggestion makes of it; None if there is none to learn.

    A correction of many places at once, as of all half-width marks, is a matter of style.
    """
    first = finding.suggestions[0] if finding.suggestions else None
    if first is None or first.independent:
        return None
    right = finding.replacement(first)
    return None if right == finding.quote else (finding.quote, right)


def expectation(finding: Finding) -> float:
    """Return the probability of the first suggestion without what was learned."""
    shift = sum(each.score or 0.0 for each in finding.evidence if each.source == "decisions")
    confidence = finding.suggestions[0].confidence
    return round(logistic(log_odds(confidence) - shift), 3) if shift else confidence


def changed(read: str, right: str) -> tuple[str, str]:
    """Return both without what they have in common at the beginning and at the end."""
    start, end = affixes(read, right)
    return read[start : len(read) - end], right[start : len(right) - end]


def learned_path(root: Path) -> Path:
    """Return where it is kept what the project `root` has learned."""
    return root / ".proofer" / "learned.tsv"


def read_learned(root: Path) -> Learned:
    """Return what the project `root` has learned, nothing if it has no such file.

    Raises:
        ConfigError: if the file is not one that `review.learning` writes.
        DecisionError: if it is no regular file, or reached by a link.
    """
    file = learned_path(root)
    try:
        with os.fdopen(open_own(root, file, os.O_RDONLY), "rb") as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        return Learned()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # so nobody can have written it
            return Learned()
        raise _wrong(file, 0) from error
    if len(data) > LARGEST:
        raise _wrong(file, 0)
    return Learned.of(_parsed(file, data))


def _parsed(file: Path, data: bytes) -> list[Lesson]:
    lines = data.decode("utf-8", "replace").split("\n")
    rows = [(number, line) for number, line in enumerate(lines, 1) if line and line[0] != "#"]
    if not rows or rows[0][1] != HEADER or len(rows) > MOST_ROWS + 1:
        raise _wrong(file, rows[0][0] if rows else 1)
    lessons: list[Lesson] = []
    for number, line in rows[1:]:
        try:
            lessons.append(_row(line.split("\t")))
        except ValueError as error:
            raise _wrong(file, number) from error
    return lessons


def _row(cells: list[str]) -> Lesson:
    kind, read, right, *counts, taken, expected, answer = cells
    texts_fit = all(is_cell(each) for each in (read, right)) and (read or right)
    # In other scripts, isdecimal holds for digits as well; int reads them, too.
    counts_fit = all(each.isdecimal() and len(each) < 8 for each in counts)
    accepted, rejected, files = map(int, counts)
    shares = float(taken), float(expected)
    if (
        kind not in get_args(Kind)
        or answer not in get_args(Answer)
        or not texts_fit
        or not counts_fit
        or not all(map(math.isfinite, shares))
    ):
        raise ValueError("not a row")
    return Lesson(kind, read, right, accepted, rejected, files, *shares, answer)  # type: ignore[arg-type]


def is_cell(text: str) -> bool:
    """Return whether a text can be kept: short, on one line, without control characters."""
    return len(text) <= _LONGEST and (not text or text.isprintable())


def _wrong(file: Path, line: int) -> ConfigError:
    place = f"{file}:{line}" if line else f"{file}"
    return ConfigError(
        Message(
            f"{place}：不是 proofer 写下的内容。请删去该文件：下次校对结束时会从各项决定重新学习。",
            f"{place}: nothing that proofer has written. Remove the file: the next review learns "
            "it from the decisions again.",
        )
    )
