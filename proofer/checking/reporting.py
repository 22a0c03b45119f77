"""From the candidates of a document to the report on it.

The second half of `conclude` (see `pipeline`): one finding a place, one probability, and what of
it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from proofer.checking import registry
from proofer.checking.limits import OutOfTimeError, time_limit, too_slow
from proofer.checking.outcome import Survey
from proofer.config import Config
from proofer.document.document import Document
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.findings.finding import Finding, fingerprinted
from proofer.findings.report import DocumentReport, Failure
from proofer.language.channel.profiles import PROFILES
from proofer.ocr.rescoring import OcrRescorer
from proofer.scoring.base_rate import CITED, TYPED, at_base_rate
from proofer.scoring.calibration import calibrated, default_weights
from proofer.scoring.learned import Learned
from proofer.scoring.merging import merged, without_conflicts
from proofer.scoring.severity import graded
from proofer.suppression.comments import apply_directives, read_directives, unused_text
from proofer.suppression.patterns import apply_patterns
from proofer.suppression.unreadable import suppress_unreadable


def report_in_time(
    survey: Survey, failures: Sequence[Failure], config: Config, learned: Learned
) -> DocumentReport:
    """Return the report on one document; that it took too long is all there is of it, if it did."""
    document = survey.document
    try:
        with time_limit(config, len(document.source)):
            return _report(survey, failures, config, learned)
    except OutOfTimeError:
        return DocumentReport(document, (), (*failures, Failure(document.path, too_slow(config))))


def _most(finding: Finding, document: Document, sounds: bool) -> float:
    """Return the share of its odds that a guess keeps at most, by what it stands in.

    `sounds` says that slips by sound are sought, which people who type make.
    """
    if document.paragraph_at(finding.span.start).kind is BlockKind.BIBLIOGRAPHY:
        return CITED
    return TYPED if document.origin.typed and not sounds else 1.0


def _report(
    survey: Survey, failures: Sequence[Failure], config: Config, learned: Learned
) -> DocumentReport:
    document = survey.document
    rescorer = OcrRescorer(document, PROFILES[config.profile])
    before = scored(rescorer, survey.candidates, document, config)
    if rescorer.has_nothing and survey.testimony is None:
        sounds = PROFILES[config.profile].sounds
        before = at_base_rate(before, document.text, lambda each: _most(each, document, sounds))
    judged = _judged_by_scan(survey, [learned.judged(each) for each in before])
    # What the image or earlier decisions speak against is still there, to be looked at.
    shown = [
        finding
        for finding, said in zip(judged, before, strict=True)
        if rescorer.shows(finding) or rescorer.shows(said)
    ]
    if survey.testimony is not None or document.alternate is not None:
        shown = without_conflicts(shown, document.text)
    shown = fingerprinted([graded(finding) for finding in shown], document)
    silent = tuple(each for each in shown if learned.silences(each))
    wanted = [each for each in shown if not learned.silences(each)]
    report = _without_silenced(document, wanted, failures, config)
    if silent:
        report = replace(report, ignored=tuple(sorted((*report.ignored, *silent), key=_place)))
    told = tuple(Failure(document.path, note) for note in survey.notes)
    return replace(report, warnings=(*told, *report.warnings)) if told else report


def _place(finding: Finding) -> Span:
    return finding.span


def scored(
    rescorer: OcrRescorer, candidates: Sequence[Finding], document: Document, config: Config
) -> list[Finding]:
    """Return one finding a place of a document, with what its text and OCR engines say of it."""
    weights = default_weights(config.profile)
    findings = [
        calibrated(finding, weights, document.text)
        for finding in merged(suppress_unreadable(candidates), document.text)
    ]
    return rescorer.rescored(findings)


def _judged_by_scan(survey: Survey, findings: list[Finding]) -> list[Finding]:
    if survey.testimony is None:
        return findings
    from proofer.rereading.rescoring import ScanRescorer, scan_weights

    return ScanRescorer(survey.document, survey.testimony).rescored(findings, scan_weights())


def _without_silenced(
    document: Document, findings: Sequence[Finding], failures: Sequence[Failure], config: Config
) -> DocumentReport:
    """Return the report without what the page's comments and the configuration's patterns silence.

    An unused comment is warned of if all detectors that it names ran.
    """
    directives = read_directives(
        document, {code: each.name for code, each in registry.detectors().items()}
    )
    applied = apply_directives(findings, directives, document)
    matched = apply_patterns(applied.kept, config.patterns, document)
    shown, silenced, ignored = (
        tuple(finding for finding in some if finding.confidence >= config.min_confidence)
        for some in (matched.kept, applied.silenced, matched.ignored)
    )
    told = document.notes
    problems = [
        Failure(document.path, problem)
        for problem in (
            *(each.message for each in told if each.is_failure),
            *directives.problems,
            *matched.problems,
        )
    ]
    ran = {each.code for each in registry.selected(config)}
    usual = {code for code, each in registry.detectors().items() if each.default}
    unused = [
        each
        for each in applied.unused
        if not failures and (each.codes & usual or each.codes) <= ran
    ]
    return DocumentReport(
        document,
        shown,
        (*failures, *problems),
        silenced=silenced,
        warnings=(
            *(
                Failure(document.path, each.message)
                for each in document.notes
                if not each.is_failure
            ),
            *(Failure(document.path, unused_text(each)) for each in unused),
        ),
        ignored=ignored,
        used_patterns=matched.used,
    )
