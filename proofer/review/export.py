"""From decisions to the corrected file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from proofer.document.document import Document
from proofer.document.edits import Edit, OverlapError, SourceEdit, ordered
from proofer.document.projection import UnprojectableError, project
from proofer.errors import OutputError
from proofer.findings.finding import Applicability, Finding
from proofer.findings.selection import Selected, claim, edit_group, precedence, select
from proofer.formats import read_bytes, write_bytes, write_checked
from proofer.messages import Message
from proofer.review.plan import conflict_error, rival_message
from proofer.review.session import ReviewSession


@dataclass(frozen=True, slots=True)
class Skipped:
    """A finding whose suggestion is confident enough and yet not made, and why."""

    finding: Finding
    reason: Message


@dataclass(frozen=True, slots=True)
class Selection:
    """The editor's edits together with those of confident suggestions."""

    edits: tuple[Edit, ...]
    accepted: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]


def corrected(document: Document, edits: Iterable[Edit]) -> bytes:
    """Return the bytes of the file with `edits` of its text made and everything else unchanged.

    Raises:
        EditConflictError: if two edits overlap, naming both with their lines.
        OutputError: if an edit has no safe place in the source, or the file's encoding cannot write
            it, or the bytes, read back, would not say what the edits want.
    """
    source_edits = [each for edit in edits for each in projected(document, edit)]
    try:
        ordered(source_edits)
    except OverlapError as error:
        raise conflict_error(document, error.first, error.second) from error
    return write_checked(document, source_edits)


def projected(document: Document, edit: Edit) -> Sequence[SourceEdit]:
    """Return the edits of the source that make `edit` of the text.

    Raises:
        OutputError: if it has no safe place in the source, naming the line.
    """
    try:
        return project(document, edit)
    except UnprojectableError as error:
        line = document.position(edit.span.start).line
        raise OutputError(
            Message(
                f"第 {line} 行的改动无法写回文件：{error}",
                f"line {line}: the change cannot be written back: {error}",
            )
        ) from error


def is_likely(finding: Finding, threshold: float) -> bool:
    """Return whether the first suggestion is as sure as `threshold` and not manual."""
    return any(
        first.confidence >= threshold and first.applicability is not Applicability.MANUAL
        for first in finding.suggestions[:1]
    )


def accept_above(session: ReviewSession, threshold: float) -> Selection:
    """Add the first suggestion of each undecided finding if its confidence is >= `threshold`.

    Manual suggestions are left out, and findings that the editor decided or deferred keep that
    decision. Of suggestions that overlap, or guess otherwise about one place, the more confident
    one is made (of equals the earlier one), and the other is reported as skipped. Nothing is
    recorded.
    """
    likely = [
        finding
        for finding in session.findings
        if session.decision(finding) is None and is_likely(finding, threshold)
    ]
    selected, page = selected_beside(session, likely), session.document
    accepted = sorted((finding for finding, _ in selected.accepted), key=session.index)
    skipped = (
        *(
            Skipped(each, conflict_error(page, each.suggestions[0].edits[0], other).message)
            for each, other in selected.rejected
        ),
        *(
            Skipped(each, rival_message(page, each.suggestions[0].edits[0], rival.edits[0]))
            for each, rival in selected.rivals
        ),
    )
    return Selection(selected.edits, tuple(accepted), skipped)


def selected_beside(session: ReviewSession, findings: Iterable[Finding]) -> Selected[Finding, Edit]:
    """Return which first suggestions of `findings` can be made together and with all decisions."""
    made = [
        claim(finding, edits) for finding in session.findings if (edits := session.edits(finding))
    ]
    groups = [
        edit_group(each, each.suggestions[0].edits) for each in sorted(findings, key=precedence)
    ]
    return select(groups, session.plan(), made)


def write_corrected(
    document: Document, edits: Iterable[Edit], output: Path, *, in_place: bool = False
) -> Sequence[Message]:
    """Write the corrected file to `output`, completely or not at all; see `atomic_write`.

    Raises:
        OutputError: if `output` is the source and `in_place` is not set, if the source changed
            since it was read, if an edit has no safe place in the source, or if the file cannot be
            written.
        EditConflictError: if two edits overlap.
    """
    check_unchanged(document)
    data = corrected(document, edits)
    if not in_place and same_file(document.path, output):
        raise OutputError(
            Message(
                f"{output} 就是原文件，请换一个文件名。",
                f"{output} is the source itself; choose another name.",
            )
        )
    return write_bytes(output, data)


def check_unchanged(document: Document) -> None:
    """Check that a document's file still has the content that was read.

    Raises:
        OutputError: if it changed. The decisions are kept, and find their places in the new text
            when the file is read again.
        InputError: if it is gone.
    """
    path = document.path
    if hashlib.sha256(read_bytes(path)).hexdigest() != document.origin.digest:
        raise OutputError(
            Message(
                f"{path} 读入后又有改动，没有写出，以免丢掉那些改动。"
                "各处决定都已存好；请重新打开再写出，决定会按上下文重新定位。",
                f"{path} changed since it was read. Nothing was written, for those changes would "
                "be lost. All decisions are kept: open or export the file again, and they are "
                "placed by their context.",
            )
        )


def same_file(one: Path, other: Path) -> bool:
    """Return whether two paths lead to one file; a file that is not there is no other one's."""
    try:
        return one.samefile(other)
    except OSError:  # in an archive, for example
        return one == other
