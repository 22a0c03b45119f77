"""What an exporter is: how reviewed files become the bytes of one document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from proofer.messages import Language
from proofer.review.reviewed import ReviewedDocument

__all__ = ["Exporter", "Language", "Options", "Render", "ReviewedDocument"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for."""

    language: Language = "zh"
    """Of the words that the document adds to the page: headings, reasons, states."""
    reflow: bool = False
    """Whether torn paragraphs are joined, rather than written line by line as on the page."""


Render = Callable[[Sequence[ReviewedDocument], Options], bytes]
"""Raises ProoferError; all but those that `collects` get a single file."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """A form in which a reviewed file is handed in."""

    name: str
    suffix: str
    """What is put behind the name of the reviewed file where the output is a folder."""
    render: Render
    collects: bool = False
    """Whether several files make one document."""
    explains: bool = False
    """Whether it says why: then the findings are looked for again, a decision alone has no evidence."""
    reflows: bool = False
    """Whether it knows the option `reflow`."""
    ready: Callable[[], object] = lambda: None
    """Asked before any file is read; raises UsageError where what it needs is not installed."""
