"""What a report format is: a name, and how a Report becomes text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from proofer.findings.report import Report
from proofer.messages import Language

__all__ = ["Language", "Render", "Report", "ReportFormat"]
Render = Callable[[Report, Language, bool], Iterator[str]]
"""Yields a report in pieces of text; the last argument is whether to use colour."""


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A report format."""

    name: str
    render: Render
    machines: bool = True
    """Whether programs read it: then it is UTF-8, whatever the encoding of the terminal."""
    raw: bool = False
    """Whether it holds bytes of the page; those that are not UTF-8 come as surrogates."""
