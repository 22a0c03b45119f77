"""Checks a window of a plan, as `lint` checks its files, and writes its part of the result."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from proofer.archive import arrow
from proofer.archive.plan import Plan, PlannedFile
from proofer.archive.sources import is_url, local_copies
from proofer.checking.checker import Checker, Task
from proofer.checking.gathered import Gathered
from proofer.checking.outcome import Outcome
from proofer.checking.parallel import run_pool, run_serial
from proofer.checking.pipeline import reports_of
from proofer.config import Config
from proofer.errors import ProoferError
from proofer.files.replacing import atomic_write, cannot_make, make_folder
from proofer.findings.report import Failure, Report, Totals
from proofer.formats import check_reading, parse_parts
from proofer.linting.baselines import Baselines, Parts
from proofer.linting.fixes import corrections
from proofer.messages import Message
from proofer.rendering.json_records import (
    document_records,
    encoded,
    failure_record,
    finding_record,
    summary_record,
)
from proofer.review.export import is_likely

FINDINGS = {
    **dict.fromkeys(("path", "code", "severity"), "string"),
    "confidence": "float64",
    **dict.fromkeys(("line", "column", "start", "end"), "int64"),
    **dict.fromkeys(("quote", "replacement", "message", "fingerprint", "record"), "string"),
}
"""A row a finding; `record` is the JSON of docs/json.md, with all that the columns leave out."""
DOCUMENTS = {
    **dict.fromkeys(("path", "digest"), "string"),
    **dict.fromkeys(("characters", "findings", "suppressed"), "int64"),
    "expected_errors": "float64",
    "read": "bool_",
    "corrections": "int64",
    **dict.fromkeys(("failures", "page_failures", "warnings", "record"), "string"),
}
"""A row a file; `expected_errors` is the sum of its findings' confidences.

Lists and records are JSON. `failures` are of the file as a whole, `page_failures` of a detector on
its page, say.
"""
_IN_MEMORY = 100_000
"""As of a `Spool`: many windows are at work beside each other, each with the memory of its own."""


def check_window(
    plan: Plan, number: int, checker: Checker, *, apart: bool = False
) -> dict[str, Any]:
    """Check a window, write its part, and return the part's note.

    Args:
        plan: has the window.
        number: of the window.
        checker: without a cache: finished parts are what is kept.
        apart: whether each file is checked in a process of its own, which it may end.

    Raises:
        UsageError: if the dictionaries are not those of the plan.
        ProoferError: if the part cannot be written; then it is not there.
    """
    started = time.monotonic(), time.process_time()
    window = plan.windows[number]
    config = plan.configs[window.config]
    plan.check_bundle(window.config, checker)
    files, part = plan.files(number), _Part(plan)
    with local_copies([file.name for file in files], images=config.reread) as paths:
        tasks = [Task(path, config) for path in paths]
        checked = run_pool(tasks, checker, 1) if apart else run_serial(tasks, checker)
        gathered, failed = Gathered(in_memory=_IN_MEMORY), []
        for outcome, path, file in zip(checked, paths, files, strict=True):
            same = _unchanged(outcome, path, file)
            gathered.append(same)
            failed.append(same.failure)
        reports = reports_of(gathered, checker.context(config), config)
        baselines = Baselines()
        for file, path, failure, parts in zip(files, paths, failed, reports, strict=True):
            part.add(_Result(plan, file, path, baselines.set_aside(parts, config), failure), config)
    return part.written(number, started)


class _Part:
    """The two files of a window, and what is counted of it."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._documents = arrow.TableBytes(DOCUMENTS)
        self._findings = arrow.TableBytes(FINDINGS)
        self._totals = Totals()
        self._failures: list[Failure] = []
        self._code = 0

    def add(self, result: _Result, config: Config) -> None:
        """Add a file, after correcting it if that is wanted.

        Raises:
            OutputError: if the corrected file cannot be written.
        """
        if self._plan.settings.accept_above is not None:
            result.correct(config)
        self._documents.add([result.row()])
        self._findings.add(result.findings())
        report = Report(result.parts, tuple(result.failures))
        self._totals.add(report.documents)
        self._failures += result.failures
        self._code = max(self._code, report.exit_code(config.fail_on))

    def written(self, number: int, started: tuple[float, float]) -> dict[str, Any]:
        """Write the files of window `number`, and return their note.

        Raises:
            OutputError: if one cannot be written.
        """
        failures = [*self._failures, *self._totals.failures]
        note = {
            "plan": self._plan.digest,
            "summary": summary_record(self._totals, failures, self._plan.settings.language),
            "code": self._code,
            "characters": self._plan.windows[number].characters,
            "seconds": time.monotonic() - started[0],
            "cpu_seconds": time.process_time() - started[1],
        }
        self._documents.write(self._plan.part("documents", number), note)
        self._findings.write(self._plan.part("findings", number), note)
        return note


def _unchanged(outcome: Outcome, path: Path, file: PlannedFile) -> Outcome:
    """Return the outcome of a file; a failure if its content is not what was planned."""
    digests = {document.origin.digest for document in outcome.documents}
    digests |= {part.document.origin.digest for part in outcome.reports[:1]}
    if outcome.failure is not None or digests <= {file.digest}:
        return outcome
    return Outcome(
        failure=Failure(
            path,
            Message(
                "做计划之后内容有改动，没有检查；请重新 plan。",
                "its content has changed since it was planned; it was not checked. Plan it anew.",
            ),
        )
    )


class _Result:
    """What is known of one file of a window."""

    def __init__(
        self, plan: Plan, file: PlannedFile, path: Path, parts: Parts, failure: Failure | None
    ) -> None:
        self.parts = parts
        self.failures = [] if failure is None else [failure]
        self._plan = plan
        self._file = file
        self._path = path
        self._corrections = 0

    def correct(self, config: Config) -> None:
        """Write the corrected file, if anything is corrected; what goes wrong is a failure of it.

        Raises:
            OutputError: if it cannot be written.
        """
        threshold = self._plan.settings.accept_above or 0.0
        try:
            corrected = corrections(self.parts, lambda finding: is_likely(finding, threshold))
            if not corrected.corrections:
                return
            again = parse_parts(corrected.data, self._path, **config.reading)
            check_reading(self._path, corrected.reading, again)
        except ProoferError as error:
            self.failures.append(Failure(self._path, error.message))
            return
        self._corrections = corrected.corrections
        target = self._plan.corrected(self._file.name)
        try:
            make_folder(target.parent)
        except OSError as error:
            raise cannot_make(target.parent, error) from error
        atomic_write(target, corrected.data, durable=False)

    def row(self) -> dict[str, Any]:
        """Return the row of DOCUMENTS."""
        record = next(document_records(Report(self.parts)), None)
        failed = [failure for part in self.parts for failure in part.failures]
        warned = [warning for part in self.parts for warning in part.warnings]
        return {
            "path": self._file.name,
            "digest": self._file.digest,
            "characters": self._file.characters,
            "findings": sum(len(part.findings) for part in self.parts),
            "suppressed": sum(len(part.set_aside) for part in self.parts),
            "expected_errors": sum(
                finding.confidence for part in self.parts for finding in part.findings
            ),
            "read": record is not None,
            "corrections": self._corrections,
            "failures": self._told(self.failures),
            "page_failures": self._told(failed),
            "warnings": self._told(warned),
            "record": "" if record is None else encoded(record | {"path": self._file.name}),
        }

    def findings(self) -> Iterator[Mapping[str, Any]]:
        """Yield the rows of FINDINGS."""
        for part in self.parts:
            for finding in part.findings:
                record = finding_record(finding, part.document, self._plan.settings.language)
                record["path"] = self._file.name
                first = record["suggestions"][0]["replacement"] if finding.suggestions else None
                row = {name: record[name] for name in FINDINGS if name in record}
                yield row | {"replacement": first, "record": encoded(record)}

    def _told(self, failures: Sequence[Failure]) -> str:
        """Return failures as JSON, with the name that the plan has of a copied file."""
        records = [failure_record(each, self._plan.settings.language) for each in failures]
        text = encoded(records)
        if is_url(self._file.name):
            text = text.replace(encoded(str(self._path))[1:-1], encoded(self._file.name)[1:-1])
        return text
