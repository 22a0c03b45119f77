"""Pages with planted errors and with traps: what looks wrong and is right.

See fixtures/traps/README.md.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from proofer.checking.registry import detectors
from proofer.detectors.api import Detector
from proofer.document.document import Document
from proofer.document.edits import apply
from proofer.document.spans import Span
from proofer.findings.finding import Finding
from proofer.formats import read
from tests.detectors.findings import context
from tests.paths import FIXTURES

TRAPS = FIXTURES / "traps"
PAGES = sorted(TRAPS.glob("*.tsv"))
NEIGHBOURS = "GNS"
"""Families that may not spring a trap either."""
LEAST_PLANTED = LEAST_TRAPS = 10
LEAST_RECALL = 0.9


@dataclass(frozen=True)
class Place:
    """A row of the list: its place in the text, and what should stand there (empty: unknown)."""

    span: Span
    text: str
    right: str

    def touched_by(self, finding: Finding) -> bool:
        edits = [edit.span for suggestion in finding.suggestions for edit in suggestion.edits]
        return any(span.overlaps(self.span) for span in (finding.span, *edits))

    def restored_by(self, finding: Finding, page: Document) -> bool:
        """Whether a suggestion of the finding gives exactly the right text, with its context."""
        before, after = page.text[: self.span.start], page.text[self.span.end :]
        return any(
            apply(page.text, [edit for edit in suggestion.edits if self.span.covers(edit.span)])
            == before + self.right + after
            for suggestion in finding.suggestions
        )


@dataclass(frozen=True)
class Page:
    document: Document
    detector: Detector
    planted: tuple[Place, ...]
    traps: tuple[Place, ...]
    findings: tuple[Finding, ...]


@cache
def page_of(path: Path) -> Page:
    document = read(path.with_suffix(".md"))
    detector = detectors()[path.stem.partition("-")[0]]
    places: dict[str, list[Place]] = {"planted": [], "trap": []}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            span = _span(document, int(row["line"]), int(row["column"]), row["text"])
            places[row["kind"]].append(Place(span, row["text"], row["right"]))
    findings = tuple(detector.detect(document, context()))
    return Page(document, detector, tuple(places["planted"]), tuple(places["trap"]), findings)


def _span(document: Document, line: int, column: int, text: str) -> Span:
    """Return where the document's text has what stands at a line and column of its source."""
    lines = document.source.split("\n")
    start = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
    assert document.source.startswith(text, start), f"line {line}, column {column} is not {text!r}"
    for segment in document.segments:
        if segment.source.start <= start < segment.source.end:
            at = segment.text.start + start - segment.source.start
            return Span(at, at + len(text))
    raise AssertionError(f"{text!r} of line {line} is not in the text")


def sprung(findings: Iterator[Finding] | tuple[Finding, ...], page: Page) -> list[str]:
    return [
        f"{finding.code} {finding.quote}: {finding.message.en}"
        for finding in findings
        if any(trap.touched_by(finding) for trap in page.traps)
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_planted_errors_are_found_and_mended(path: Path) -> None:
    page = page_of(path)
    assert len(page.planted) >= LEAST_PLANTED
    missed = [each.text for each in page.planted if not any(map(each.touched_by, page.findings))]
    unmended = [
        f"{each.text} → {each.right}"
        for each in page.planted
        if each.right
        and not any(each.restored_by(finding, page.document) for finding in page.findings)
    ]
    most = (1 - LEAST_RECALL) * len(page.planted)
    assert len(missed) <= most, f"not found: {missed}"
    assert len(unmended) <= most, f"right reading not suggested: {unmended}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_nothing_but_the_planted_errors_is_reported(path: Path) -> None:
    page = page_of(path)
    elsewhere = [
        each.quote
        for each in page.findings
        if not any(place.touched_by(each) for place in page.planted)
    ]
    assert not elsewhere, f"false alarms: {elsewhere}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_trap_is_sprung(path: Path) -> None:
    page = page_of(path)
    assert len(page.traps) >= LEAST_TRAPS
    near = [each for code, each in detectors().items() if code[0] in NEIGHBOURS]
    for detector in near:
        found = tuple(detector.detect(page.document, context()))
        assert not sprung(found, page), f"a trap is sprung: {sprung(found, page)}"
