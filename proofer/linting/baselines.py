"""The baselines of a run: reading, comparing, updating."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from proofer.checking.registry import selected
from proofer.checking.spool import spooled
from proofer.config import Config
from proofer.errors import UsageError
from proofer.findings.report import DocumentReport, Failure
from proofer.messages import Message
from proofer.suppression import baseline as baselines
from proofer.suppression.baseline import Baseline, Entry

Parts = Sequence[DocumentReport]
"""The reports on one file: several for a large one."""


class Baselines:
    """The baselines that the configurations of a run name.

    With `update`, all findings become known ones: each file's entries are collected by `adopt` and
    written by `write`.
    """

    def __init__(self, *, update: bool = False) -> None:
        self._update = update
        self._read: dict[Path, Baseline | None] = {}
        self._adopted: dict[Path, dict[str, list[Entry]]] = defaultdict(dict)
        self._min_confidences: dict[Path, float] = {}
        self.sizes: dict[Path, int] = {}
        """The number of entries of each baseline that was written."""

    @property
    def are_used(self) -> bool:
        """Whether findings are compared with a baseline, or make one."""
        return any(self._read.values()) or bool(self._adopted)

    def set_aside(self, parts: Parts, config: Config) -> Parts:
        """Return the reports on a file without findings that an editor rejected or a baseline has.

        Raises:
            ConfigError: if the baseline cannot be read.
            UsageError: if a baseline is to be written and the configuration names none.
        """
        if _may_have_decisions(config.root):
            from proofer.review.placement import without_rejected

            parts = spooled(without_rejected(each, config.root) for each in parts)
        known = self._baseline(config)
        if known is None or not parts:
            return parts
        return spooled(
            known.compare(parts, [each.code for each in selected(config)], config.min_confidence)
        )

    def _baseline(self, config: Config) -> Baseline | None:
        file = config.baseline
        if file is None:
            if self._update:
                raise UsageError(
                    Message(
                        "--update-baseline 需要 --baseline FILE。",
                        "--update-baseline needs --baseline FILE.",
                    )
                )
            return None
        if file not in self._read:
            is_new = self._update and not file.exists()
            self._read[file] = None if is_new else Baseline.read(file)
        return self._read[file]

    def adopt(self, path: Path, config: Config, parts: Parts) -> Parts:
        """With `update`, make the findings of a file known; it keeps its entries if it failed."""
        file = config.baseline
        if not self._update or file is None:
            return parts
        name = Baseline(file, {}).name(path)
        old = self._read.get(file)
        self._min_confidences[file] = max(
            config.min_confidence, self._min_confidences.get(file, 0.0)
        )
        if not parts or any(each.failures for each in parts):
            self._adopted[file][name] = list(old.of(path)) if old else []
            return parts
        self._adopted[file][name] = [
            Entry.of(finding, each.document)
            for each in parts
            for finding in (*each.findings, *each.baselined)
        ]
        return spooled(_adopted(each, file) for each in parts)

    def write(self) -> None:
        """Write the baselines; files that were not checked keep their entries while they exist.

        Raises:
            OutputError: if one cannot be written.
        """
        for file, entries in self._adopted.items():
            old = self._read.get(file)
            for name, kept in old.entries.items() if old else ():
                if name not in entries and (file.absolute().parent / name).exists():
                    entries[name] = list(kept)
            self.sizes[file] = baselines.write(file, entries, self._min_confidences[file])

    def gone(self) -> list[Failure]:
        """Return warnings of entries whose file is gone, unless they are removed anyway."""
        read = () if self._update else self._read.values()
        return [warning for known in read if known is not None for warning in known.gone()]


def _adopted(report: DocumentReport, file: Path) -> DocumentReport:
    """Return the report with all findings known, and without warnings about the baseline `file`."""
    return replace(
        report,
        findings=(),
        baselined=tuple(
            sorted((*report.findings, *report.baselined), key=lambda finding: finding.span)
        ),
        warnings=tuple(warning for warning in report.warnings if warning.path != file),
    )


def _may_have_decisions(root: Path) -> bool:
    """Return whether the project `root` has a `.proofer`, or one that cannot be looked at."""
    try:
        (root / ".proofer").lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # reading the decisions says why
        return True
    return True
