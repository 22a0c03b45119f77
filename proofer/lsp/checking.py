"""What the server knows of a page: its text as the editor has it, checked as `proofer lint` would check the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

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
class Place:
    """A finding in the text of the editor: `span` and `base`, where its document begins there, are in code points."""

    finding: Finding
    report: DocumentReport
    base: int

    @property
    def span(self) -> Span:
        """Where the finding stands."""
        return self.shown(self.finding.span)

    def shown(self, span: Span) -> Span:
        """Return where a span of the document's text stands in the editor."""
        return self.report.document.source_span(span).shift(self.base)

    def moved(self, edits: Sequence[SourceEdit]) -> list[SourceEdit]:
        """Return edits of the document's source as edits of the editor's text."""
        return [SourceEdit(edit.span.shift(self.base), edit.replacement) for edit in edits]


@dataclass(frozen=True)
class Checked:
    """A version of a page and what was found in it.

    `found` are the reports before anything is set aside.
    """

    version: int | None
    config: Config
    language: Language
    positions: Positions
    lead: int
    found: Sequence[DocumentReport]
    reports: Sequence[DocumentReport]

    @cached_property
    def places(self) -> Sequence[Place]:
        """The findings, by place."""
        return [
            Place(finding, report, self.base(report.document))
            for report in self.reports
            for finding in report.findings
        ]

    def base(self, document: Document) -> int:
        """Return where a document begins in the editor's text."""
        return document.before.characters + self.lead

    def finding(self, fingerprint: str) -> tuple[DocumentReport, Finding] | None:
        """Return a finding and all that its document had; None if it is not there."""
        for report in self.found:
            for finding in report.findings:
                if finding.fingerprint == fingerprint:
                    return report, finding
        return None

    @property
    def problems(self) -> Iterator[Failure]:
        """What failed."""
        return (failure for report in self.reports for failure in report.failures)

    @property
    def warnings(self) -> Iterator[Failure]:
        """What an editor should know and is no failure."""
        return (warning for report in self.reports for warning in report.warnings)


def check(
    path: Path,
    source: str,
    version: int | None,
    config: Config,
    *,
    encoding: str,
    language: Language,
) -> Checked:
    """Check the text `source` that an editor has of the file `path`, saved or not; `encoding` is that of positions.

    Raises:
        InputError: if the text is not what the file's format asks for.
        ConfigError: if the baseline cannot be read.
        DecisionError: if the decisions cannot be read.
        DictionaryError: if a dictionary is missing or malformed.
    """
    lead = len(source) - len(source.removeprefix(_BOM))
    context = make_context(config)
    found = [
        check_document(each, context, config) for each in _documents(path, source[lead:], config)
    ]
    reports = Baselines().set_aside(found, config)
    chosen: Language = "zh" if (config.language or language) == "zh" else "en"
    return Checked(version, config, chosen, Positions(source, encoding), lead, found, reports)


def _documents(path: Path, source: str, config: Config) -> list[Document]:
    """Return the documents of a text: those of the file where it says the same, for they know encoding and digest."""
    try:
        saved = list(read_parts(path, encoding=config.encoding))
        if "".join(each.source for each in saved) == source:
            return saved
    except InputError:
        pass
    return list(parse_parts(source.encode("utf-8", "surrogatepass"), path, encoding="utf-8"))
