"""Folders of several issues with planted errors and traps, for detectors that compare documents."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

import pytest

from proofer.checking.registry import detectors
from proofer.document.document import Document
from proofer.document.edits import apply
from proofer.document.spans import Span
from proofer.findings.finding import Finding
from proofer.formats import read
from tests.detectors.findings import context
from tests.paths import FIXTURES

CORPORA = FIXTURES / "corpora"
CODES = sorted(path.parent.name for path in CORPORA.glob("*/places.tsv"))
LEAST = 10
LEAST_RECALL = 0.9


@dataclass(frozen=True)
class Place:
    file: str
    span: Span
    text: str
    right: str
    planted: bool

    def touched_by(self, name: str, finding: Finding) -> bool:
        edits = [edit.span for suggestion in finding.suggestions for edit in suggestion.edits]
        return name == self.file and any(
            span.overlaps(self.span) for span in (finding.span, *edits)
        )


@dataclass(frozen=True)
class Issues:
    documents: dict[str, Document]
    places: tuple[Place, ...]
    findings: tuple[tuple[str, Finding], ...]

    def mended(self, place: Place) -> bool:
        """Whether the first suggestion at the place makes it right, letter by letter."""
        page = self.documents[place.file]
        wanted = page.text[: place.span.start] + place.right + page.text[place.span.end :]
        return any(
            apply(page.text, finding.suggestions[0].edits) == wanted
            for name, finding in self.findings
            if finding.suggestions and place.touched_by(name, finding)
        )


@cache
def issues(code: str) -> Issues:
    folder = CORPORA / code
    documents = {
        path.name: read(path) for path in sorted(folder.iterdir()) if path.suffix in (".md", ".txt")
    }
    with (folder / "places.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    corpus = detectors()[code].corpus
    assert corpus is not None
    facts = [(page, corpus.survey(page, context())) for page in documents.values()]
    names = list(documents)
    findings = tuple(
        (names[number], finding) for number, finding in corpus.conclude(facts, context())
    )
    return Issues(documents, tuple(_place(documents[row["file"]], row) for row in rows), findings)


def _place(page: Document, row: dict[str, str]) -> Place:
    start = (
        sum(len(line) + 1 for line in page.source.split("\n")[: int(row["line"]) - 1])
        + int(row["column"])
        - 1
    )
    assert page.source.startswith(row["text"], start), (
        f"{row['file']}:{row['line']} is not {row['text']}"
    )
    text = row["text"].lstrip("# ")
    start += len(row["text"]) - len(text)
    (at,) = [
        segment.text.start + start - segment.source.start
        for segment in page.segments
        if start in segment.source
    ]
    return Place(
        row["file"], Span(at, at + len(text)), text, row["right"], row["kind"] == "planted"
    )


def test_every_detector_of_many_documents_has_a_folder() -> None:
    assert [code for code, each in detectors().items() if each.corpus is not None] == CODES


@pytest.mark.parametrize("code", CODES)
def test_planted_errors_are_found_and_mended(code: str) -> None:
    held = issues(code)
    planted = [place for place in held.places if place.planted]
    assert len(planted) >= LEAST
    missed = [
        each.text for each in planted if not any(each.touched_by(*found) for found in held.findings)
    ]
    unmended = [
        f"{each.text} → {each.right}" for each in planted if each.right and not held.mended(each)
    ]
    most = (1 - LEAST_RECALL) * len(planted)
    assert len(missed) <= most, f"not found: {missed}"
    assert len(unmended) <= most, f"right reading not suggested: {unmended}"


@pytest.mark.parametrize("code", CODES)
def test_nothing_else_is_reported_and_no_trap_is_sprung(code: str) -> None:
    held = issues(code)
    traps = [place for place in held.places if not place.planted]
    assert len(traps) >= LEAST
    sprung = [
        place.text for place in traps if any(place.touched_by(*found) for found in held.findings)
    ]
    assert not sprung
    planted = [place for place in held.places if place.planted]
    elsewhere = [
        f"{name}: {finding.message.en}"
        for name, finding in held.findings
        if not any(place.touched_by(name, finding) for place in planted)
    ]
    assert not elsewhere
