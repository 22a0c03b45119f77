"""What each family of detectors may do, as the steps that ask for it see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from proofer.checking import pipeline, registry
from proofer.config import Config
from proofer.detectors.api import Detector, replace_span
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.findings.family import FAMILIES, Family
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.linting.fixes import is_fixable
from proofer.messages import Message
from proofer.scoring.merging import merged
from proofer.suppression.unreadable import UNREADABLE, suppress_unreadable
from tests.documents import document

NONE = Message("", "")
TEXT = "他办事规矩矩的。"
NAMED = "本报讯（记者 黎佩佩）会议在县里召开。黎佩佩摄\n"
ATTESTED = "大家都说要发展有色金属工业。\n"


def letters(is_so: Callable[[str], bool]) -> str:
    """Return the letters of the families for whose code it is so."""
    return "".join(letter for letter in FAMILIES if is_so(f"{letter}001"))


def finding(code: str, quote: str, replacement: str = "") -> Finding:
    start = TEXT.index(quote)
    span = Span(start, start + len(quote))
    change = (replace_span(span, replacement, 0.99),) if replacement else ()
    evidence = (Evidence("dictionary", NONE),)
    return Finding(code, "fake", span, quote, NONE, Severity.ERROR, 0.99, change, evidence)


def survives(text: str, quote: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], bool]:
    """Return whether a candidate of a code that changes `quote` gets past the survey of a page."""

    def is_kept(code: str) -> bool:
        def detect(page: Document, context: Context) -> Iterator[Finding]:
            span = Span(text.index(quote), text.index(quote) + len(quote))
            change = [replace_span(span, quote[::-1], 0.9)]
            yield one.finding(page, span, NONE, confidence=0.9, suggestions=change)

        one = Detector(code, "fake", NONE, Severity.ERROR, detect, NONE, ())
        monkeypatch.setattr(registry, "detectors", lambda: {code: one})
        surveyed = pipeline.survey(document(text), pipeline.make_context(Config()), Config())
        assert not surveyed.failures
        return bool(surveyed.candidates)

    return is_kept


def test_names_are_only_asked_about_by_families_of_names_marks_layout_and_scan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert letters(survives(NAMED, "黎佩佩", monkeypatch)) == "INPS"


def test_guesses_leave_terms_of_dictionaries_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = letters(survives(ATTESTED, "金属", monkeypatch))
    assert [each for each in FAMILIES if each not in kept] == ["G", "M"]


def test_an_unreadable_page_has_only_findings_that_make_sense_there() -> None:
    found = [finding(f"{letter}001", "规矩") for letter in FAMILIES]
    kept = suppress_unreadable([*found, finding(UNREADABLE, "他")])
    assert "".join(each.code[0] for each in kept[:-1]) == "INPS"
    assert "7 other findings left out" in kept[-1].message.en
    assert suppress_unreadable(found) == found


def test_unsafe_fixes_are_taken_from_dictionaries() -> None:
    config = Config(unsafe_confidence=0.9)
    made = letters(lambda code: is_fixable(finding(code, "规矩", "规规"), config, unsafe=True))
    assert made == "GKR"


@pytest.mark.parametrize("inner", ["D001", "M001"])
def test_what_yields_is_an_alternative_of_what_knows_the_correction(inner: str) -> None:
    def is_one(code: str) -> bool:
        outer = finding(code, "规矩矩", "规规矩矩")
        return len(merged([outer, finding(inner, "矩矩", "矩")], TEXT)) == 1

    assert letters(is_one) == "CGKR"


def test_no_family_both_knows_the_correction_and_yields() -> None:
    with pytest.raises(ValueError, match="family X"):
        Family("X", NONE, knows_correction=True, yields=True)
