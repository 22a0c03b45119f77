"""What an output format is made of: a name and a function that turns a Report into text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from proofer.findings.report import Report
from proofer.messages import Language

__all__ = ["Language", "Render", "Report", "ReportFormat"]
Render = Callable[[Report, Language, bool], Iterator[str]]
"""Turns a report into pieces of text, written one after the other; the last argument is whether to use colour."""


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """An output format. One for `machines` is always UTF-8, whatever the terminal's encoding is."""

    name: str
    render: Render
    machines: bool = True
    raw: bool = False
    """Whether it holds bytes of the page as they are (those that are not UTF-8 with surrogateescape)."""
