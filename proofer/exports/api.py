"""What an exporter is: how reviewed files become the bytes of one file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from proofer.messages import Language, Message
from proofer.review.reviewed import ReviewedDocument

__all__ = ["Exporter", "Language", "Options", "Render", "ReviewedDocument"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the user chose."""

    language: Language = "zh"
    """Of what the export adds to the page: headings, reasons, states."""
    reflow: bool = False
    """Whether paragraphs are joined, rather than written line by line as on the page."""


Render = Callable[[Sequence[ReviewedDocument], Options], bytes]
"""Raises ProoferError. Gets a single file, unless the exporter `collects`."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """A form in which a reviewed file is handed in."""

    name: str
    suffix: str
    """Appended to the name of the reviewed file if the output is a folder."""
    render: Render
    collects: bool = False
    """Whether several files become one."""
    explains: bool = False
    """Whether it gives reasons, so that findings are needed: a decision has no evidence."""
    reflows: bool = False
    """Whether it has the option `reflow`."""
    ready: Callable[[], object] = lambda: None
    """Called before any file is read; raises UsageError if what it needs is not installed."""
    title: Message | None = None
    """How the review lists it; its name if that is None."""
