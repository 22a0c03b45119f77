"""Kinds of errors and right text that looks like them: see fixtures/kinds/README.md."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from proofer import Config, Finding, Span
from proofer.checking.pipeline import check_document, make_context
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.edits import SourceEdit, apply, conflicting
from proofer.document.projection import project
from proofer.findings.finding import Applicability
from proofer.formats import parse
from tests.paths import FIXTURES

LINES = 10
"""Right lines of a kind at least, and wrong ones."""
FOUND, CORRECTED = 0.8, 0.7
"""Share of the wrong lines of a kind that must be found, and that get the right text."""
DOUBTED, REPORTED = 0.5, 0.3
"""Confidence from which on right text counts as doubted, and a wrong place as found."""
GUESSES = ("M",)
"""Left out where errors are looked for: rules must find them without the noisy channel."""
GUESSED = {
    "chinese-zero",
    "numbers-and-names",
    "traditional",
    "urls-code",
    "slogans",
    "table-cells",
    "bibliography",
    "contents",
    "exam-paper",
    "one-by-one",
    "other-thing",
}
"""Kinds whose right text the noisy channel doubts easily; it takes four fifths of the time."""
RIGHT, FLAG = "OK", "FLAG:"


@dataclass(frozen=True)
class Line:
    """A text of its own and what is wanted: silence, a finding on a place, or the right text."""

    kind: str
    profile: str
    type: str
    input: str
    want: str

    @property
    def page(self) -> Document:
        return parse(self.input.encode(), Path(f"page.{self.type}"), encoding="utf-8")

    def findings(self, page: Document, ignore: tuple[str, ...]) -> list[Finding]:
        return list(check_document(page, *_checker(self.profile, ignore)).findings)

    def is_silent(self) -> bool:
        ignore = () if self.kind in GUESSED else GUESSES
        return all(each.confidence < DOUBTED for each in self.findings(self.page, ignore))

    def verdict(self) -> tuple[bool, bool]:
        """Return whether the place is found, and whether what is suggested gives the right text.

        Found is what a finding touches, or the character before it. A place to be flagged needs no
        suggestion.
        """
        page, place = self.page, self._place()
        findings = self.findings(page, GUESSES)
        found = any(
            each.confidence >= REPORTED and page.source_span(each.span).overlaps(place)
            for each in findings
        )
        if self.want.startswith(FLAG):
            return found, found
        return found, corrected(page, findings) == self.want

    def _place(self) -> Span:
        if self.want.startswith(FLAG):
            start = self.input.index(self.want.removeprefix(FLAG))
            return Span(start, start + len(self.want.removeprefix(FLAG)))
        pairs = list(zip(self.input, self.want, strict=False))
        start = next((at for at, (old, new) in enumerate(pairs) if old != new), len(pairs))
        tail = list(zip(reversed(self.input[start:]), reversed(self.want[start:]), strict=False))
        same = next((at for at, (old, new) in enumerate(tail) if old != new), len(tail))
        return Span(max(0, start - 1), max(start + 1, len(self.input) - same))


def corrected(page: Document, findings: list[Finding]) -> str:
    """Return the source of `page` after the first suggestions that are likely, surest first."""
    edits: list[SourceEdit] = []
    for each in sorted(findings, key=lambda each: -each.confidence):
        first = next(iter(each.suggestions), None)
        if (
            first is None
            or first.confidence < DOUBTED
            or first.applicability is Applicability.MANUAL
        ):
            continue
        new = [part for edit in first.edits for part in project(page, edit)]
        if not any(conflicting(edit, edits) for edit in new):
            edits += new
    return apply(page.source, edits)


@cache
def _checker(profile: str, ignore: tuple[str, ...]) -> tuple[Context, Config]:
    config = Config(profile=profile, ignore=ignore)
    return make_context(config), config


@cache
def kinds() -> dict[str, list[Line]]:
    with (FIXTURES / "kinds" / "kinds.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        lines = [
            Line(**{key: text.replace(r"\n", "\n") for key, text in row.items()}) for row in rows
        ]
    return {
        kind: [each for each in lines if each.kind == kind]
        for kind in {each.kind: 0 for each in lines}
    }


@pytest.mark.parametrize("kind", kinds())
def test_right_text_is_left_alone(kind: str) -> None:
    right = [each for each in kinds()[kind] if each.want == RIGHT]
    assert len(right) >= LINES
    assert [each.input for each in right if not each.is_silent()] == []


@pytest.mark.parametrize("kind", kinds())
def test_errors_are_found_and_corrected(kind: str) -> None:
    wrong = [each for each in kinds()[kind] if each.want != RIGHT]
    assert len(wrong) >= LINES
    verdicts = [(each.input, *each.verdict()) for each in wrong]
    missed = [text for text, found, _ in verdicts if not found]
    uncorrected = [text for text, _, right in verdicts if not right]
    assert len(wrong) - len(missed) >= FOUND * len(wrong), f"not found: {missed}"
    assert len(wrong) - len(uncorrected) >= CORRECTED * len(wrong), (
        f"right text not suggested: {uncorrected}"
    )
