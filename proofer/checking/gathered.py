"""The outcomes of files that are compared: the first in memory, the others on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

from proofer.checking.outcome import Outcome
from proofer.checking.spool import IN_MEMORY, Spool
from proofer.document.document import Document

_AT_HAND = 2
"""Documents from disk that are kept: one that is looked into, and one that it is compared with."""


class Gathered:
    """Outcomes in the order in which they were added, with what comparing them asks for at hand."""

    def __init__(self, outcomes: Iterable[Outcome] = (), in_memory: int = IN_MEMORY) -> None:
        self._outcomes: Spool[Outcome] = Spool(in_memory)
        self.documents: list[Document] = []
        """Of the files that are compared: those that are a single document."""
        self.facts: list[Mapping[str, Any]] = []
        """What was noted down of each of these."""
        held = self._outcomes  # not this object, which would hold itself and wait for the collector
        self._read = lru_cache(_AT_HAND)(lambda number: held[number].surveys[0].document)
        for each in outcomes:
            self.append(each)

    def append(self, outcome: Outcome) -> None:
        """Add an outcome."""
        on_disk = self._outcomes.append(outcome)
        if len(outcome.surveys) != 1:
            return
        [survey] = outcome.surveys
        document, number = survey.document, len(self._outcomes) - 1
        if on_disk:
            document = _LaterDocument(document, partial(self._read, number))
        self.documents.append(document)
        self.facts.append(survey.facts)

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self._outcomes)


class _LaterDocument(Document):
    """A document on disk: its path and text are at hand, all else is read when it is asked for.

    What was read is kept by who reads it: of thousands that are compared, each would stay.
    """

    _load: Callable[[], Document]

    def __init__(self, document: Document, load: Callable[[], Document]) -> None:
        for name, value in (("path", document.path), ("text", document.text), ("_load", load)):
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._load(), name)
