"""The steps from paths to a Report: read, survey, conclude.

Detectors return candidates; what is reported, and with which probability, is decided afterwards and
here only, from all candidates of a document:

1. `survey` runs once a document, in any process: all detectors that look at one document, and the
   facts that corpus detectors note down. Candidates that would change a name are dropped. What it
   returns can be pickled.
2. `conclude` runs once, in one process, over the surveys in the order of their paths. Corpus
   detectors compare the facts, and then, for each document,
   - `suppress_unreadable` drops what makes no sense on a page that the OCR could not read,
   - `merged` makes one finding a place, with the votes and the evidence of all detectors,
   - `calibrated` makes one probability of the votes and the evidence,
   - `OcrRescorer` adds what OCR engines say, and drops candidates that only they could have made
     likely: on pages with engine data, detectors of some families (`Family.overgenerates`) return
     far more than is reported, so a detector called by itself says more than the pipeline,
   - fingerprints are set, and comments, patterns and the least confidence silence findings.

The same surveys give the same report, whichever process made them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from proofer.checking.admission import usable
from proofer.checking.registry import detectors
from proofer.checking.spool import spooled
from proofer.config import Config
from proofer.detectors.api import Detector
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.errors import InputError, ProoferError
from proofer.findings.finding import Finding, fingerprinted
from proofer.findings.report import DocumentReport, Failure, Report, Rule
from proofer.formats import read_parts
from proofer.language.channel.profiles import PROFILES
from proofer.messages import Message
from proofer.ocr.pairing import read_page
from proofer.ocr.rescoring import OcrRescorer, rescoring_weights
from proofer.scoring.calibration import calibrated, default_weights
from proofer.scoring.merging import merged
from proofer.scoring.severity import graded
from proofer.suppression.comments import apply_directives, read_directives, unused_text
from proofer.suppression.patterns import allowed, apply_patterns
from proofer.suppression.unreadable import suppress_unreadable


def make_context(config: Config) -> Context:
    """Return the context of a run: dictionaries, the options of each detector, the profile."""
    from proofer.language.dictionaries import load

    return Context(
        dictionaries=load(config.dictionaries),
        options=config.options,
        root=config.root,
        profile=PROFILES[config.profile],
    )


def selected(config: Config) -> list[Detector]:
    """Return the detectors that the configuration turns on, by code."""
    return [
        each
        for each in detectors().values()
        if config.enables(each.code, each.name, default=each.default)
    ]


@dataclass(frozen=True, slots=True)
class Survey:
    """What the detectors return for one document.

    The candidates are findings as detectors give them: several for one place, with the probability
    that each detector sees, before scoring and suppression.
    """

    document: Document
    candidates: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What corpus detectors noted down, by code."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The surveys of a file's documents (a large text has several), or why it could not be read."""

    surveys: Sequence[Survey] = ()
    failure: Failure | None = None


def check(
    paths: Iterable[Path], config: Config, progress: Callable[[Path], None] = lambda path: None
) -> Report:
    """Read and check every file as one document; one that cannot be read becomes a failure."""
    context = make_context(config)
    outcomes: list[Outcome] = []
    for path in paths:
        progress(path)
        outcomes.append(check_file(path, context, config, whole=True))
    return Report(
        tuple(report for each in reports_of(outcomes, context, config) for report in each),
        tuple(each.failure for each in outcomes if each.failure),
        rules(config),
    )


def check_file(path: Path, context: Context, config: Config, *, whole: bool = False) -> Outcome:
    """Read and survey a file, a large text in parts unless it is wanted `whole`.

    The outcome does not depend on any other file.
    """
    try:
        documents: Iterable[Document] = (
            [read_page(path, config.second, encoding=config.encoding)]
            if whole or config.second is not None
            else read_parts(path, encoding=config.encoding)
        )
        return Outcome(spooled(survey(each, context, config) for each in documents))
    except InputError as error:
        return Outcome(failure=Failure(path, error.message))


def reports_of(
    outcomes: Sequence[Outcome], context: Context, config: Config
) -> Iterator[Sequence[DocumentReport]]:
    """Yield the reports on the documents of each outcome.

    Files that are a single document are compared with each other, parts of large texts are not.
    """
    single = [each.surveys[0] for each in outcomes if len(each.surveys) == 1]
    concluded = iter(conclude(single, context, config))
    for outcome in outcomes:
        if len(outcome.surveys) == 1:
            yield (next(concluded),)
        else:
            yield spooled(conclude([each], context, config)[0] for each in outcome.surveys)


def rules(config: Config) -> tuple[Rule, ...]:
    """Return what a reader may want to know of the detectors that the configuration turns on."""
    return tuple(map(_rule, selected(config)))


def _rule(detector: Detector) -> Rule:
    return Rule(
        detector.code, detector.name, detector.title, detector.explanation, detector.severity
    )


def check_document(document: Document, context: Context, config: Config) -> DocumentReport:
    """Run the selected detectors over one document and put their findings in order."""
    return conclude([survey(document, context, config)], context, config)[0]


def survey(document: Document, context: Context, config: Config) -> Survey:
    """Return what the selected detectors find in one document.

    Those that compare documents note down their facts.
    """
    candidates: list[Finding] = []
    failures: list[Failure] = []
    facts: dict[str, Any] = {}
    for detector in selected(config):
        try:
            if detector.corpus is not None:
                facts[detector.code] = detector.corpus.survey(document, context)
            else:
                candidates.extend(
                    usable(detector.detect(document, context), detector, document, context)
                )
        except (
            Exception
        ) as error:  # a broken detector is a failure of the run, not of the other detectors
            failures.append(Failure(document.path, _failed(detector, error), detector.code))
    return Survey(document, tuple(candidates), tuple(failures), facts)


def conclude(surveys: Sequence[Survey], context: Context, config: Config) -> list[DocumentReport]:
    """Compare the documents and return the report of each, in their order."""
    candidates = [list(each.candidates) for each in surveys]
    failures = [list(each.failures) for each in surveys]
    for detector in selected(config):
        known = [number for number, each in enumerate(surveys) if detector.code in each.facts]
        if not known or detector.corpus is None:
            continue
        facts = [
            (surveys[number].document, surveys[number].facts[detector.code]) for number in known
        ]
        try:
            for number, finding in detector.corpus.conclude(facts, context):
                document = surveys[known[number]].document
                candidates[known[number]].extend(usable([finding], detector, document, context))
        except Exception as error:  # as above; it belongs to no document more than to the first
            failures[known[0]].append(
                Failure(facts[0][0].path, _failed(detector, error), detector.code)
            )
    silencing = replace(config, patterns=(*config.patterns, *allowed(context.dictionaries)))
    return [
        _report(each.document, found, failed, silencing)
        for each, found, failed in zip(surveys, candidates, failures, strict=True)
    ]


def _report(
    document: Document, candidates: Sequence[Finding], failures: Sequence[Failure], config: Config
) -> DocumentReport:
    weights = default_weights(config.profile)
    rescorer = OcrRescorer(document, PROFILES[config.profile])
    findings = [
        calibrated(finding, weights, document.text)
        for finding in merged(suppress_unreadable(candidates), document.text)
    ]
    findings = rescorer.rescored(findings, rescoring_weights())
    findings = fingerprinted([graded(finding) for finding in findings], document)
    return _without_silenced(document, findings, failures, config)


def _without_silenced(
    document: Document, findings: Sequence[Finding], failures: Sequence[Failure], config: Config
) -> DocumentReport:
    """Return the report without what the page's comments and the configuration's patterns silence.

    An unused comment is warned of if all detectors that it names ran.
    """
    directives = read_directives(document, {code: each.name for code, each in detectors().items()})
    applied = apply_directives(findings, directives, document)
    matched = apply_patterns(applied.kept, config.patterns, document)
    shown, silenced, ignored = (
        tuple(finding for finding in some if finding.confidence >= config.min_confidence)
        for some in (matched.kept, applied.silenced, matched.ignored)
    )
    problems = [
        Failure(document.path, problem) for problem in (*directives.problems, *matched.problems)
    ]
    ran = {each.code for each in selected(config)}
    usual = {code for code, each in detectors().items() if each.default}
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
        warnings=tuple(Failure(document.path, unused_text(each)) for each in unused),
        ignored=ignored,
        used_patterns=matched.used,
    )


def _failed(detector: Detector, error: Exception) -> Message:
    kind = f"{type(error).__name__}: {error}"
    reason = error.message if isinstance(error, ProoferError) else Message(kind, kind)
    return Message(
        f"检测器 {detector.code}（{detector.name}）出错：{reason.zh}",
        f"detector {detector.code} ({detector.name}) failed: {reason.en}",
    )
