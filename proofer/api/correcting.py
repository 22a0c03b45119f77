"""Correcting from a program: the bytes of the corrected file, or of another form of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.errors import UsageError
from proofer.exports import exporters
from proofer.exports.api import Options
from proofer.findings.report import DocumentReport
from proofer.messages import Language, Message
from proofer.review.export import accept_above as sure_ones
from proofer.review.export import corrected
from proofer.review.reviewed import gather
from proofer.review.session import ReviewSession
from proofer.review.store import DecisionStore


def apply(document: Document, edits: Iterable[Edit]) -> bytes:
    """Return the bytes of a document's file with `edits` made and every other byte as it was.

    Args:
        document: what `read` or `check` gave.
        edits: edits of `document.text`, in code points; `Suggestion.edits` are such.

    Raises:
        EditConflictError: if two edits overlap; the message names both with their lines.
        OutputError: if an edit has no safe place in the file, or its encoding cannot write it.
    """
    return corrected(document, edits)


def export(
    report: DocumentReport,
    form: str = "same",
    *,
    accept_above: float | None = None,
    root: Path | None = None,
    language: Language = "en",
    reflow: bool = False,
) -> bytes:
    """Return a checked document in the form in which it is handed in.

    Args:
        report: a document with its findings, from `check`.
        form: a name of `proofer export --as`: `same`, `text`, `docx`, `tei`, `errata-md` …
        accept_above: also make every first suggestion of at least this probability that nobody
            decided and that is not manual.
        root: the folder of the project whose decisions (`.proofer/decisions`) are made; without it
            none are read.
        language: of the words that the form adds to the page.
        reflow: whether torn paragraphs are joined, for forms that know it.

    Raises:
        UsageError: if there is no such form, or what it needs is not installed.
        ProoferError: if decisions contradict each other or the form cannot be written.
    """
    if form not in exporters():
        known = ", ".join(sorted(exporters()))
        raise UsageError(
            Message(
                f"没有这种形式：{form}。可用：{known}",
                f"there is no form {form!r}; there are {known}",
            )
        )
    exporter = exporters()[form]
    exporter.ready()
    with (
        DecisionStore.empty(report.document)
        if root is None
        else DecisionStore.open(root, report.document, read_only=True)
    ) as store:
        session = ReviewSession(report, store)
        taken = () if accept_above is None else sure_ones(session, accept_above).accepted
        reviewed = gather(session, store.decisions, taken)
    return exporter.render([reviewed], Options(language, reflow))
