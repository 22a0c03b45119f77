"""Decisions in bulk: which of the places that a filter shows can be decided together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from proofer.findings.finding import Applicability, Finding
from proofer.review.collection import FileFinding, ReviewCollection, ReviewFile
from proofer.review.export import selected_beside
from proofer.review.filters import Filter


def open_places(
    collection: ReviewCollection, shown: Filter, files: Iterable[ReviewFile]
) -> list[FileFinding]:
    """Return the places of `files` that a filter shows and that are open, by file and place.

    Files that are not checked yet, and those that another review holds, have none.
    """
    return [
        (file, finding)
        for file in files
        if file.report is not None and (session := collection.open(file)) and file.read_only is None
        for finding in session.findings
        if session.is_open(finding) and shown.shows(session, finding)
    ]


def acceptable(
    collection: ReviewCollection, places: Iterable[FileFinding]
) -> Iterator[tuple[ReviewFile, list[Finding]]]:
    """Yield those of `places` whose first suggestions can be made together, by file.

    Of two that overlap the more confident one is taken, and nothing that overlaps what is accepted
    already, or guesses otherwise about one place.
    """
    for _, group in groupby(places, lambda place: id(place[0])):
        chosen = list(group)
        file = chosen[0][0]
        session = collection.open(file)
        can_be = [finding for _, finding in chosen if session.can_accept(finding)]
        accepted = selected_beside(session, can_be).accepted
        yield file, sorted((finding for finding, _ in accepted), key=session.index)


def wants_a_look(finding: Finding) -> bool:
    """Return whether its first suggestion should not be accepted unseen."""
    return bool(finding.suggestions) and (
        finding.suggestions[0].applicability is Applicability.MANUAL
    )
