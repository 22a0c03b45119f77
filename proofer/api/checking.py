"""Checking from a program: files as `proofer lint` does, texts and documents by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from proofer.checking.pipeline import check_document, make_context, rules
from proofer.config import Config, Settings, settings_for
from proofer.document.document import Document
from proofer.findings.report import Report
from proofer.formats import parse
from proofer.linting.run import LintRun, Options

_TEXT = Path("text.txt")
"""The path of a text that comes from no file."""


def check(
    source: str | Document | Path | Iterable[Path],
    *,
    config: Config | None = None,
    jobs: int = 1,
) -> Report:
    """Return what is doubtful in a text, a document or files, and what could not be read.

    Files are checked as `proofer lint` does: those of folders that are neither ignored nor binary,
    compared with each other, without what an editor rejected or a baseline holds.

    Args:
        source: a text (`str`), a `Document`, or one or more paths of files and folders (`Path`).
        config: what the run does; without it, each file has the configuration of its project
            (`proofer.toml`), and a text or document the defaults.
        jobs: processes for files; a program that runs more than one needs the usual
            `if __name__ == "__main__":`.

    Returns:
        A report with one `DocumentReport` a document, in the order of the files. Offsets are code
        points of each document's text. A file that cannot be read is one of `Report.failures`.

    Raises:
        ProoferError: if a path, a dictionary or a configuration makes no sense.
    """
    if isinstance(source, str):
        source = parse(source.encode(), _TEXT, encoding="utf-8")
    if isinstance(source, Document):
        own = config or Config()
        return Report((check_document(source, make_context(own), own),), (), rules(own))
    paths = (source,) if isinstance(source, Path) else tuple(source)
    return LintRun(Options(paths=paths, jobs=jobs), _Configurations(config)).result().report


@dataclass
class _Configurations:
    """The one configuration that is given, or those of the projects."""

    given: Config | None
    _settings: dict[Path, Settings] = field(default_factory=dict)

    def settings(self, folder: Path) -> Settings:
        if folder not in self._settings:
            self._settings[folder] = settings_for(folder, isolated=self.given is not None)
        return self._settings[folder]

    def of(self, file: Path) -> Config:
        return self.given or self.settings(file.parent).of(file)
