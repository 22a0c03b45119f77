"""A document of the editor, checked as `proofer lint` would check the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from proofer.checking.cache import line_cache
from proofer.checking.limits import OutOfTimeError, time_limit, too_slow
from proofer.checking.pipeline import check_document, make_context
from proofer.config import Config
from proofer.document.document import Document
from proofer.document.edits import SourceEdit
from proofer.document.spans import Span
from proofer.errors import InputError
from proofer.findings.finding import Finding
from proofer.findings.report import DocumentReport, Failure
from proofer.formats import parse_parts, read_parts
from proofer.linting.baselines import Baselines
from proofer.lsp.positions import Positions
from proofer.messages import Language

_BOM = "\ufeff"


@dataclass(frozen=True)
class PlacedFinding:
    """A finding and its place in the text of the editor; offsets are in code points."""

    finding: Finding
    report: DocumentReport
    base: int
    """Where its document begins in the editor's text: a file may hold several."""

    @property
    def span(self) -> Span:
        """Where the finding stands in the editor's text."""
        return self.editor_span(self.finding.span)

    def editor_span(self, span: Span) -> Span:
        """Return a span of the document's text as one of the editor's text."""
        return self.report.document.source_span(span).shift(self.base)

    def editor_edits(self, edits: Sequence[SourceEdit]) -> list[SourceEdit]:
        """Return edits of the document's source as edits of the editor's text."""
        return [SourceEdit(edit.span.shift(self.base), edit.replacement) for edit in edits]


@dataclass(frozen=True)
class CheckedDocument:
    """A version of a document and what was found in it."""

    version: int | None
    config: Config
    language: Language
    positions: Positions
    lead: int
    """Code points before the text: 1 for a byte order mark, or 0."""
    unfiltered: Sequence[DocumentReport]
    """The reports with findings that the editor rejected or the baseline has."""
    reports: Sequence[DocumentReport]

    @cached_property
    def findings(self) -> Sequence[PlacedFinding]:
        """The findings, by place."""
        return [
            PlacedFinding(finding, report, self.base(report.document))
            for report in self.reports
            for finding in report.findings
        ]

    def base(self, document: Document) -> int:
        """Return where a document begins in the editor's text, in code points."""
        return document.before.characters + self.lead

    def finding(self, fingerprint: str) -> tuple[DocumentReport, Finding] | None:
        """Return a finding and the unfiltered report of its document; None if it is not there."""
        for report in self.unfiltered:
            for finding in report.findings:
                if finding.fingerprint == fingerprint:
                    return report, finding
        return None

    @property
    def problems(self) -> Iterator[Failure]:
        """The failures of the check."""
        return (failure for report in self.reports for failure in report.failures)

    @property
    def warnings(self) -> Iterator[Failure]:
        """What an editor should know though it is no failure."""
        return (warning for report in self.reports for warning in report.warnings)


def check(
    path: Path,
    source: str,
    version: int | None,
    config: Config,
    *,
    encoding: str,
    language: Language,
) -> CheckedDocument:
    """Check the text that an editor has of a file, saved or not.

    Args:
        path: The file.
        source: The text in the editor.
        version: The editor's number of this version of the text, if it has one.
        config: The configuration of the file.
        encoding: The unit in which the client counts positions.
        language: The language of the client, which the configuration may override.

    Raises:
        InputError: if the text does not have the format of the file, or reading it takes too long.
        ConfigError: if the baseline cannot be read.
        DecisionError: if the decisions cannot be read.
        DictionaryError: if a dictionary is missing or malformed.
    """
    lead = len(source) - len(source.removeprefix(_BOM))
    context = make_context(config, line_cache())
    try:
        with time_limit(config, len(source)):
            documents = _documents(path, source[lead:], config)
    except OutOfTimeError as error:
        raise InputError(too_slow(config)) from error
    unfiltered = [check_document(each, context, config) for each in documents]
    reports = Baselines().set_aside(unfiltered, config)
    chosen: Language = "zh" if (config.language or language) == "zh" else "en"
    return CheckedDocument(
        version, config, chosen, Positions(source, encoding), lead, unfiltered, reports
    )


def _documents(path: Path, source: str, config: Config) -> list[Document]:
    """Return the documents of a text.

    If the file has the same text, they are those of the file, which know its encoding and digest.
    """
    try:
        saved = list(read_parts(path, **config.reading))
        if "".join(each.source for each in saved) == source:
            return saved
    except InputError:
        pass
    reading = replace(config, encoding="utf-8").reading
    return list(parse_parts(source.encode("utf-8", "surrogatepass"), path, **reading))
