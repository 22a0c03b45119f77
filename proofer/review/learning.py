"""Learns from all decisions of a project, and asks about what is rejected again and again.

What is learned depends on the decisions alone, not on the order of files or of learning; only what
an editor answered is kept from one time to the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, replace
from math import fsum
from pathlib import Path
from typing import NamedTuple

from proofer.errors import ProoferError
from proofer.files.own import refuse_links
from proofer.files.replacing import atomic_write, cannot_write, make_folder
from proofer.findings.finding import Finding
from proofer.review.decisions import Decision, Verdict, latest
from proofer.review.review_file import FileFinding, Operation, ReviewFile
from proofer.review.store import decision_files
from proofer.scoring.learned import (
    ENOUGH,
    HEADER,
    Answer,
    Kind,
    Learned,
    Lesson,
    changed,
    is_cell,
    learned_path,
    offered,
    read_learned,
)

_FEWEST = 2
"""Decisions of a sort that are kept: one alone says nothing of the next."""
_NOTE = (
    "# 由本项目的各项决定得来；proofer decisions --learned 列出，--forget 忘掉\n"
    "# learned from this project's decisions: proofer decisions --learned lists it, --forget\n"
)
Judged = tuple[tuple[Kind, str, str], bool, float]
"""A sort of correction, whether one of it was accepted, and how likely that was."""


def learn(root: Path) -> Learned:
    """Learn from all decisions of the project `root`, write it down, and return it.

    Raises:
        ConfigError, DecisionError: if what is learned already cannot be read.
        OutputError: if it cannot be written.
    """
    before = read_learned(root)
    counted = lessons_of(latest(each) for each in decision_files(root))
    answers = {key: each for key, each in before.lessons.items() if each.answer}
    lessons = answers | {
        each.key: replace(each, answer=answers[each.key].answer) if each.key in answers else each
        for each in counted
        if each.decisions >= _FEWEST
    }
    learned = Learned.of(lessons.values())
    if learned != before:
        write_learned(root, learned)
    return learned


def lessons_of(files: Iterable[Iterable[Decision]]) -> list[Lesson]:
    """Return what the decisions of files teach, whatever their order."""
    votes: dict[tuple[Kind, str, str], list[_Vote]] = defaultdict(list)
    for decisions in files:
        here: dict[tuple[Kind, str, str], list[tuple[bool, float]]] = defaultdict(list)
        for decision in decisions:
            for key, taken, probability in _judged(decision):
                here[key].append((taken, probability))
        for key, each in here.items():
            votes[key].append(_vote(each))
    return [_lesson(key, each) for key, each in votes.items() if is_cell(key[1] + key[2])]


class _Vote(NamedTuple):
    """What one file says of a sort of correction: counts, and shares of its decisions."""

    accepted: int
    rejected: int
    taken: float
    expected: float


def _vote(judged: Sequence[tuple[bool, float]]) -> _Vote:
    count, accepted = len(judged), sum(taken for taken, _ in judged)
    expected = fsum(probability for _, probability in judged)
    return _Vote(accepted, count - accepted, accepted / count, expected / count)


def _lesson(key: tuple[Kind, str, str], votes: Sequence[_Vote]) -> Lesson:
    accepted, rejected, taken, expected = zip(*votes, strict=True)
    counts = sum(accepted), sum(rejected), len(votes)
    return Lesson(*key, *counts, round(fsum(taken), 2), round(fsum(expected), 2))


def _judged(decision: Decision) -> Iterator[Judged]:
    """Yield what a decision says of what was offered, and of what an editor typed instead.

    Nobody expected the latter, so it says nothing of how far expectations can be trusted. A word
    that was added to the project's dictionary is known there.
    """
    if decision.independent or decision.scope == "project":
        return
    quote, offer = decision.anchor.exact, decision.offer
    taken = decision.changing and offer is not None and decision.replacement == offer.right
    if offer is not None and (taken or decision.changing or decision.verdict is Verdict.REJECTED):
        yield from _sorts(quote, offer.right, decision.code, taken, offer.probability)
    if decision.changing and not taken and decision.replacement != quote:
        yield ("pair", *changed(quote, decision.replacement)), True, 1.0


def _sorts(
    quote: str,
    right: str,
    code: str,
    taken: bool,
    probability: float,
) -> Iterator[Judged]:
    yield ("pair", *changed(quote, right)), taken, probability
    yield ("series", quote, right), taken, probability
    yield ("detector", code, ""), taken, probability


def write_learned(root: Path, learned: Learned) -> None:
    """Write what a project has learned, a row a line, the most often decided first.

    Raises:
        DecisionError: if the file is no regular file, or reached by a link.
        OutputError: if it cannot be written.
    """
    rows = ("\t".join(map(str, astuple(each))) for each in learned.lessons.values())
    file = learned_path(root)
    try:
        refuse_links(root, file)
        make_folder(file.parent)
        atomic_write(file, (_NOTE + "\n".join((HEADER, *rows)) + "\n").encode())
    except OSError as error:
        raise cannot_write(file, error) from error


def answer(root: Path, finding: Finding, said: Answer) -> None:
    """Keep what an editor said of all findings that offer the same as `finding` for its quote.

    Raises:
        ConfigError, DecisionError, OutputError: as `learn`.
    """
    learned = read_learned(root)
    series = offered(finding)
    if series is not None and all(map(is_cell, series)):
        known = learned.lesson("series", *series)
        write_learned(root, learned.having([replace(known, answer=said)]))


def forget(root: Path, read: str, right: str) -> int:
    """Let what was learned of a correction count no more; return how many rows that concerns.

    Raises:
        ConfigError, DecisionError, OutputError: as `learn`.
    """
    learned = learn(root)
    keys = {("pair", *changed(read, right)), ("series", read, right), ("detector", read, right)}
    known = keys & learned.lessons.keys()
    if known:
        forgotten = (replace(learned.lessons[key], answer="forgotten") for key in known)
        write_learned(root, learned.having(forgotten))
    return len(known)


class Questions:
    """What to ask about: readings that were rejected often enough, never accepted, never asked."""

    def __init__(self) -> None:
        self._learned: dict[Path, Learned] = {}
        self._asked: set[tuple[Path, str, str]] = set()
        self._rejected: dict[tuple[Path, str, str], list[FileFinding]] = defaultdict(list)
        """A place of each operation that rejected such a reading."""

    def about(self, operation: Operation) -> FileFinding | None:
        """Return a finding that `operation` rejected, if all like it might not be wanted again.

        However many places a key rejects, it counts once. What is asked about is not asked again in
        this review.
        """
        places = {
            (file.config.root, *series): (file, move.finding)
            for file, move in operation.moves
            if _is_refusal(move.after)
            and file.config.learn
            and (series := offered(move.finding)) is not None
        }
        for key, place in places.items():
            self._rejected[key].append(place)
        due = [key for key in places if key not in self._asked and self._is_enough(key)]
        self._asked.update(due[:1])
        return places[due[0]] if due else None

    def _is_enough(self, key: tuple[Path, str, str]) -> bool:
        root, *series = key
        known = self._known(root).lesson("series", *series)
        here = sum(_is_rejected(*place) for place in self._rejected[key])
        return not known.answer and not known.accepted and known.files + here >= ENOUGH

    def _known(self, root: Path) -> Learned:
        if root not in self._learned:
            self._learned[root] = Learned()
            with suppress(ProoferError):
                self._learned[root] = read_learned(root)
        return self._learned[root]


def _is_refusal(decision: Decision | None) -> bool:
    return (
        decision is not None
        and decision.verdict is Verdict.REJECTED
        and decision.scope != "project"
    )


def _is_rejected(file: ReviewFile, finding: Finding) -> bool:
    return file.session is not None and file.session.verdict(finding) is Verdict.REJECTED
