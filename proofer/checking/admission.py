"""Which candidates of a detector are taken: those that are true of the document and harm nothing.

A candidate is left out if it touches what is no text, a sentence without Chinese that its detector
does not claim to know, or a name; if it writes simplified characters into traditional print; or if
it guesses at a row of names or characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import is_

from proofer.detectors.api import Detector
from proofer.detectors.context import Context, is_chinese
from proofer.detectors.protection import is_protected
from proofer.document.document import Document
from proofer.document.opaque import touches
from proofer.document.projection import UnprojectableError, project
from proofer.findings.finding import Applicability, Finding, Suggestion
from proofer.language.scripts import is_simplified_only
from proofer.messages import Message


def usable(
    candidates: Iterable[Finding], detector: Detector, document: Document, context: Context
) -> Iterator[Finding]:
    """Yield the candidates that are taken, with manual suggestions where none can be written.

    Raises:
        ValueError: if a candidate quotes what is not there.
    """
    for finding in candidates:
        _validate(finding, document)
        if not (
            _is_no_text(finding, detector, document, context)
            or _changes_name(finding, document, context)
            or _converts(finding, detector, document, context)
            or (_reads(finding, detector) and context.page(document).is_list_at(finding.span.start))
        ):
            yield _projectable(finding, document)


def _is_no_text(finding: Finding, detector: Detector, document: Document, context: Context) -> bool:
    """Return whether the detector has nothing to say here: markup, or another language."""
    if not detector.reads_markup and touches(finding.span, document.text):
        return True
    return not detector.any_script and not is_chinese(context.page(document), finding.span)


def _converts(finding: Finding, detector: Detector, document: Document, context: Context) -> bool:
    """Return whether a suggestion writes simplified characters into traditional print.

    Guesses at a traditional paragraph of a simplified page know nothing of it.
    """
    page = context.page(document)
    if not page.is_traditional_at(finding.span.start):
        return False
    if not page.is_traditional and _reads(finding, detector):
        return True
    return any(
        is_simplified_only("".join(set(edit.replacement) - set(edit.span.of(document.text))))
        for suggestion in finding.suggestions
        for edit in suggestion.edits
    )


def _reads(finding: Finding, detector: Detector) -> bool:
    """Return whether a finding is a guess from what sentences are like."""
    return finding.family.guesses and not detector.any_script


def _validate(finding: Finding, document: Document) -> None:
    """Refuse a finding whose quote is not at its place: a bug of its detector.

    Raises:
        ValueError: naming the finding.
    """
    if finding.span.end > len(document.text) or finding.span.of(document.text) != finding.quote:
        raise ValueError(f"{finding.code} quotes {finding.quote!r}, which is not at {finding.span}")


def _changes_name(finding: Finding, document: Document, context: Context) -> bool:
    family = finding.family
    if not family.protects_names:
        return False
    page = context.page(document)
    edits = [edit.span for suggestion in finding.suggestions for edit in suggestion.edits]
    spans = dict.fromkeys(edits or [finding.span])
    if family.guesses:
        return any(is_protected(span, page, corrected=bool(edits)) for span in spans)
    return any(map(page.touches_name, spans))


def _projectable(finding: Finding, document: Document) -> Finding:
    """Return the finding with suggestions that cannot be written to the source made manual."""

    def checked(suggestion: Suggestion) -> Suggestion:
        try:
            for edit in suggestion.edits:
                project(document, edit)
        except UnprojectableError as error:
            note = Message(
                f"须手工修改：{error.reason.zh}", f"to be made by hand: it {error.reason.en}"
            )
            return replace(suggestion, applicability=Applicability.MANUAL, note=note)
        return suggestion

    suggestions = tuple(map(checked, finding.suggestions))
    if all(map(is_, suggestions, finding.suggestions)):
        return finding
    return replace(finding, suggestions=suggestions)
