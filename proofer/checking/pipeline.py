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
   - `OcrRescorer` adds what OCR engines say, and `ScanRescorer` what the lines say that were read
     again from the page's image, if that is wanted; where neither has a say, `at_base_rate` makes
     guesses less likely in a document that has hardly an error,
   - what the project's earlier decisions taught shifts the probabilities,
   - candidates are dropped that only these could have made likely: on pages with engine data,
     detectors of some families (`Family.overgenerates`) return far more than is reported, so a
     detector called by itself says more than the pipeline,
   - fingerprints are set, and comments, patterns and the least confidence silence findings.

The same surveys give the same report, whichever process made them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofer.checking.admission import usable
from proofer.checking.gathered import Gathered
from proofer.checking.limits import OutOfTimeError, time_limit, too_slow
from proofer.checking.outcome import Outcome, Survey
from proofer.checking.registry import selected
from proofer.checking.reporting import report_in_time
from proofer.checking.spool import spooled
from proofer.checking.whole import whole_report
from proofer.config import Config
from proofer.detectors.api import Detector
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.errors import InputError, ProoferError
from proofer.findings.finding import Finding
from proofer.findings.report import DocumentReport, Failure, Report, Rule
from proofer.formats import read_parts
from proofer.language.channel.profiles import PROFILES
from proofer.messages import Message
from proofer.ocr.pairing import read_page
from proofer.scoring.learned import Learned, read_learned
from proofer.suppression.patterns import allowed

if TYPE_CHECKING:
    from proofer.rereading.testimony import Testimony


def make_context(config: Config, line_cache: Path | None = None) -> Context:
    """Return the context of a run: dictionaries, the options of each detector, the profile.

    In `line_cache` is kept what is read again from images; None for nowhere.
    """
    from proofer.language.dictionaries import load

    return Context(
        dictionaries=load(config.dictionaries),
        options=config.options,
        root=config.root,
        profile=PROFILES[config.profile],
        reread=config.reread,
        images=config.images,
        line_cache=line_cache,
        learned=read_learned(config.root) if config.learn else Learned(),
    )


def check(
    paths: Iterable[Path],
    config: Config,
    progress: Callable[[Path], None] = lambda path: None,
    line_cache: Path | None = None,
) -> Report:
    """Check every file and report on it as one document; an unreadable one is a failure."""
    context = make_context(config, line_cache)
    outcomes: list[Outcome] = []
    for path in paths:
        progress(path)
        outcomes.append(check_file(path, context, config, whole=True))
    return Report(
        tuple(whole_report(each) for each in reports_of(outcomes, context, config) if each),
        tuple(each.failure for each in outcomes if each.failure),
        rules(config),
    )


PartsCheck = Callable[[Iterator[Document]], Iterator[DocumentReport]]
"""Checks the parts of a large text, in their order."""


def check_file(
    path: Path,
    context: Context,
    config: Config,
    *,
    whole: bool = False,
    check_parts: PartsCheck | None = None,
) -> Outcome:
    """Read and survey a file; check a large text in parts unless it is wanted `whole`.

    The outcome does not depend on any other file. Parts are checked here if nothing else is said.
    """
    try:
        documents = documents_of(path, config, whole=whole)
        first = list(islice(documents, 2))
        if len(first) < 2:
            return Outcome(tuple(survey(each, context, config) for each in first))
        # Handed on, so that no part is held until the last one is checked.
        parts = chain((first.pop(0) for _ in range(2)), documents)
        reports = (
            (check_document(each, context, config) for each in parts)
            if check_parts is None
            else check_parts(parts)
        )
        return Outcome(reports=spooled(reports))
    except InputError as error:
        return Outcome(failure=Failure(path, error.message))
    except OutOfTimeError:
        return Outcome(failure=Failure(path, too_slow(config)))


def concluded_alone(outcome: Outcome, context: Context, config: Config) -> Outcome:
    """Return an outcome with the report on its document that holds if no other file has a say."""
    if len(outcome.surveys) != 1:
        return outcome
    [survey] = outcome.surveys
    silencing = _silencing(config, context)
    alone = report_in_time(survey, survey.failures, silencing, context.learned)
    return replace(outcome, alone=alone)


def documents_of(path: Path, config: Config, *, whole: bool = False) -> Iterator[Document]:
    """Yield the documents of a file.

    Raises:
        InputError: if the file cannot be read.
        OutOfTimeError: if reading it takes longer than the configuration allows.
    """
    documents: Iterator[Document] | None = None
    size = path.stat().st_size if path.is_file() else 0
    while True:
        with time_limit(config, size):
            if documents is None and config.second is not None:
                documents = iter([read_page(path, config.second, **config.reading)])
            documents = documents or read_parts(path, whole=whole, **config.reading)
            document = next(documents, None)
        if document is None:
            return
        yield document


def reports_of(
    outcomes: Iterable[Outcome], context: Context, config: Config
) -> Iterator[Sequence[DocumentReport]]:
    """Yield the reports on the documents of each outcome.

    Only files that are a single document are compared with each other. Outcomes that are
    `Gathered` need not fit into memory.
    """
    gathered = outcomes if isinstance(outcomes, Gathered) else Gathered(outcomes)
    added = iter(_compared(gathered.documents, gathered.facts, context, config))
    silencing = _silencing(config, context)
    for outcome in gathered:
        if len(outcome.surveys) == 1:
            [survey] = outcome.surveys
            yield (_concluded(survey, next(added), silencing, context.learned, outcome.alone),)
        else:
            yield outcome.reports


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

    Those that compare documents note down their facts. If all of it takes longer than the
    configuration allows, that is the only thing known of the document.
    """
    if context.reread:
        _prepare_reread(document, context)
    try:
        with time_limit(config, len(document.source)):
            return _survey(document, context, config)
    except OutOfTimeError:
        return Survey(document, failures=(Failure(document.path, too_slow(config)),))


def _survey(document: Document, context: Context, config: Config) -> Survey:
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
    testimony, notes = _reread(document, context, candidates)
    return Survey(document, tuple(candidates), tuple(failures), facts, testimony, notes)


def _prepare_reread(document: Document, context: Context) -> None:
    """Read the lines of a document again, which takes its time: 20 ms a line, however short."""
    from proofer.detectors.scan_evidence import scan_evidence

    with suppress(Exception):  # it happens again where it is told, in the detector
        scan_evidence(context.page(document))


def _reread(
    document: Document, context: Context, candidates: Sequence[Finding]
) -> tuple[Testimony | None, tuple[Message, ...]]:
    """Return what the images say of the candidates, and what to tell of reading them.

    Where no line was read they say nothing, and the findings are scored as without them.
    """
    if not context.reread:
        return None, ()
    from proofer.detectors.scan_evidence import notes, scan_evidence

    page = context.page(document)
    try:
        seen = scan_evidence(page)
        if seen is None or not seen.rereading.lines:
            return None, notes(page)
        return seen.testimony(page, candidates), notes(page)
    except Exception as error:
        kind = f"{type(error).__name__}: {error}"
        return None, (Message(f"重读原图出错：{kind}", f"reading the scan again failed: {kind}"),)


def conclude(surveys: Sequence[Survey], context: Context, config: Config) -> list[DocumentReport]:
    """Compare the documents and return the report of each, in their order."""
    documents, facts = [each.document for each in surveys], [each.facts for each in surveys]
    silencing = _silencing(config, context)
    return [
        _concluded(survey, added, silencing, context.learned)
        for survey, added in zip(surveys, _compared(documents, facts, context, config), strict=True)
    ]


_Added = tuple[list[Finding], list[Failure]]
"""What comparing documents adds to one of them."""
_BY_DOCUMENT = itemgetter(0)


def _compared(
    documents: Sequence[Document],
    facts: Sequence[Mapping[str, Any]],
    context: Context,
    config: Config,
) -> list[_Added]:
    """Compare documents by what was noted down of each."""
    added: list[_Added] = [([], []) for _ in documents]
    for detector in selected(config):
        known = [number for number, each in enumerate(facts) if detector.code in each]
        if not known or detector.corpus is None:
            continue
        corpus = [(documents[number], facts[number][detector.code]) for number in known]
        try:
            found = sorted(detector.corpus.conclude(corpus, context), key=_BY_DOCUMENT)
            for number, findings in groupby(found, _BY_DOCUMENT):  # each is read from disk once
                document = documents[known[number]]
                candidates = (finding for _, finding in findings)
                added[known[number]][0].extend(usable(candidates, detector, document, context))
        except Exception as error:  # as above; it belongs to no document more than to the first
            added[known[0]][1].append(
                Failure(documents[known[0]].path, _failed(detector, error), detector.code)
            )
    return added


def _concluded(
    survey: Survey,
    added: _Added,
    silencing: Config,
    learned: Learned,
    alone: DocumentReport | None = None,
) -> DocumentReport:
    """Return the report on a document: the one made of it `alone` where comparing adds nothing."""
    found, failed = added
    if alone is not None and not (found or failed):
        return alone
    whole = replace(survey, candidates=(*survey.candidates, *found))
    return report_in_time(whole, (*survey.failures, *failed), silencing, learned)


def _silencing(config: Config, context: Context) -> Config:
    """Return a configuration whose patterns silence what the dictionaries allow, too."""
    return replace(config, patterns=(*config.patterns, *allowed(context.dictionaries)))


def _failed(detector: Detector, error: Exception) -> Message:
    kind = f"{type(error).__name__}: {error}"
    reason = error.message if isinstance(error, ProoferError) else Message(kind, kind)
    return Message(
        f"检测器 {detector.code}（{detector.name}）出错：{reason.zh}",
        f"detector {detector.code} ({detector.name}) failed: {reason.en}",
    )
