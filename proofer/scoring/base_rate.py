"""How likely a guess is in this document, by how much else is wrong in it.

The probabilities of guesses were fitted on pages that OCR engines had read, with PRESUMED errors in
1,000 characters. A manual or a novel that somebody typed has far fewer, and a guess that would be
right on a misread page is a rare word there. By Bayes' rule the odds of a guess change as the
rate of errors does: they are multiplied by the document's own rate, as a share of the presumed one.

The rate is estimated from what else was found, without the guess itself and others of its sort.
Little text says little of its rate, so the estimate starts from the presumed one, held with the
weight of EXPECTED errors: a sentence shifts nothing, a chapter without an error MOST_SHIFT. Both
numbers were chosen on the OCR pages that probabilities are fitted on, the same pages as printed and
right sentences of others: among the likeliest, those that take least from pages. Pages with more
errors than presumed gain nothing: their probabilities are true as they are.

What no engine has read loses more: records, LaTeX and Markdown with code keep TYPED of the odds at
most, entries of a bibliography, which are copied from title pages and full of rare names, CITED.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from proofer.document.probability import logistic
from proofer.findings.finding import Evidence, Finding
from proofer.messages import Message
from proofer.scoring.calibration import log_odds, with_probabilities

PRESUMED: Final = 8.0
"""Errors found in 1,000 Han characters of a page of which a guess is as likely as was fitted."""
EXPECTED: Final = 5.0
"""Errors that the presumed rate counts for, as 625 characters with as many would."""
TYPED: Final = 0.25
CITED: Final = 0.05
"""Shares of its odds that a guess keeps at most in what people typed, and in a bibliography.

Chosen on guesses of .5 and more in records: hotel reviews, dialogues, questions and poems.
"""
MOST_SHIFT: Final = 2.5
"""Log odds (natural) that a guess loses at most: of .92 remains .5."""
LEAST_SHIFT: Final = 0.3
"""Log odds below which a shift is left out: texts of up to 218 characters are judged as before."""
GUESSES: Final = frozenset({"M002", "M003", "M004", "M005", "G008", "G010", "K003", "R002"})
"""Detectors whose findings are guesses: they presume a rate of errors, as rules do not.

So do turned pairs, words too many, words of the same sound and lost twins: in a novel most of them
are phrases (磨牙砺齿, 缓兵之计, 终日劳动着).
What a dictionary names (G001, G009) is none: shifted, too, two of six garbled names of a
newspaper page with one error in 1,000 characters were no longer shown, and all six were right.
"""
_GARBLED, _SHORT, _LITTLE_ALIKE = "G001", 3, 0.52
"""A stretch of so many characters (黄尘, 马鞍尥) is one if it looks little like what is read.

Half the places of a map are a character off another.
"""
_TORN, _TORN_FOR_SURE = "S001", 0.9
"""A paragraph that ends in a word is torn where pages are; elsewhere many a caption or item does.

One that ends in a comma, of this confidence, is no writer's habit.
"""
_DOUBLED, _WORD = "D001", 2
"""A word of two characters that stands twice is mostly said so (瞻仰瞻仰, 那么那么多).

Of 40 such in novels and essays with few errors four were errors, of single characters two in three.
"""
_PARALLEL = "C001"
"""Of clauses that differ in a word one is misread; a manual has such on purpose."""
_SHOWN = 0.3
"""Confidence below which a guess is dropped that was likelier before."""
_COUNTED = 0.5
"""Confidence from which on a finding counts as an error, with that share."""
_TOLD = 0.7
"""Log odds (natural) from which on an editor is told of the shift: half the odds."""
_DETAIL = Message(
    "本文别处很少有错，这样的猜测多半不对",
    "hardly anything else is wrong in this text, so such a guess is less likely",
)


def at_base_rate(
    findings: Sequence[Finding], text: str, most: Callable[[Finding], float] = lambda each: 1.0
) -> list[Finding]:
    """Return the findings of a document with `text`, its guesses as likely as it is faulty.

    Those that become too unlikely to be shown are left out. `most` says of a finding which share
    of its odds it keeps at most: 1, TYPED or CITED.
    """

    def is_guess(finding: Finding) -> bool:
        return _is_guess(finding) or (finding.code == _PARALLEL and most(finding) < 1)

    if not any(map(is_guess, findings)):
        return [*findings]
    found = _errors(findings)
    total = sum(found.values())
    presumed = PRESUMED * sum("㐀" <= char <= "鿿" for char in text) / 1000
    kept: list[Finding] = []
    for each in findings:
        if not is_guess(each):
            kept.append(each)
            continue
        others = total - found.get(_sort(each), 0.0)
        shift = min(_shift(others, presumed), math.log(most(each)))
        if not shift:
            kept.append(each)
        elif (shifted := _shifted(each, shift)).confidence >= _SHOWN:
            kept.append(shifted)
    return kept


def _is_guess(finding: Finding) -> bool:
    return (
        finding.code in GUESSES
        or (finding.code == _TORN and finding.confidence < _TORN_FOR_SURE)
        or (finding.code == _GARBLED and len(finding.quote) <= _SHORT and _looks_otherwise(finding))
        or (finding.code == _DOUBLED and _is_word_twice(finding.quote))
    )


def _is_word_twice(quote: str) -> bool:
    return len(quote) == 2 * _WORD and quote[:_WORD] == quote[_WORD:]


def _looks_otherwise(finding: Finding) -> bool:
    """Return whether what was read looks little like what was printed."""
    likenesses = [each.score or 0.0 for each in finding.evidence if each.source == "shape"]
    return bool(likenesses) and max(likenesses) < _LITTLE_ALIKE


def _errors(findings: Iterable[Finding]) -> dict[tuple[str, str], float]:
    """Return the likely errors, each sort once: a false alarm about a name recurs with the name."""
    found: dict[tuple[str, str], float] = {}
    for each in findings:
        if each.confidence >= _COUNTED and each.family.of_reading:
            found[_sort(each)] = max(each.confidence, found.get(_sort(each), 0.0))
    return found


def _sort(finding: Finding) -> tuple[str, str]:
    first = finding.suggestions[0] if finding.suggestions else None
    return finding.quote, finding.replacement(first) if first else ""


def _shift(others: float, presumed: float) -> float:
    """Return the shift in log odds where `others` errors were found and `presumed` were expected.

    It is at most 0.
    """
    shift = math.log((others + EXPECTED) / (presumed + EXPECTED))
    return 0.0 if shift > -LEAST_SHIFT else max(shift, -MOST_SHIFT)


def _shifted(finding: Finding, shift: float) -> Finding:
    if -shift >= _TOLD:
        told = Evidence("document", _DETAIL, score=round(shift, 3))
        finding = replace(finding, evidence=(*finding.evidence, told))
    first = finding.suggestions[0].confidence if finding.suggestions else 0.0
    p_error, p_correction = (
        logistic(log_odds(each) + shift) for each in (finding.confidence, first)
    )
    return with_probabilities(finding, p_error, p_correction)
