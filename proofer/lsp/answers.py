"""The findings as a client asks for them: diagnostics, code actions and hovers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lsprotocol import types

from proofer.document.edits import SourceEdit
from proofer.document.spans import Span
from proofer.findings.finding import (
    SOURCE_NAMES,
    Applicability,
    Finding,
    Severity,
    Suggestion,
    percent,
)
from proofer.findings.selection import planned, source_edits
from proofer.linting.fixes import is_fixable
from proofer.lsp.checked_document import CheckedDocument, PlacedFinding
from proofer.messages import LANGUAGES, Language, Message
from proofer.rendering.markdown import code, prose
from proofer.rendering.wording import DELETED, reading, sentence

SOURCE = "proofer"
REJECT_HERE, REJECT_IN_PROJECT = "proofer.rejectHere", "proofer.rejectInProject"
FIX_ALL = "source.fixAll.proofer"
KINDS = (types.CodeActionKind.QuickFix, FIX_ALL)

Explain = Callable[[str, Language], str]
"""The page of a detector, by its code."""

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def diagnostics(checked: CheckedDocument, uri: str) -> list[types.Diagnostic]:
    """Return the findings of a document as diagnostics."""
    return [_diagnostic(placed, checked, uri) for placed in checked.findings]


def _diagnostic(placed: PlacedFinding, checked: CheckedDocument, uri: str) -> types.Diagnostic:
    finding = placed.finding
    evidence = [
        (placed.editor_span(each.span), each.detail)
        for each in finding.reasons
        if each.span is not None
    ]
    return types.Diagnostic(
        range=checked.positions.range(placed.span),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source=SOURCE,
        message=sentence(finding, checked.language),
        related_information=[
            types.DiagnosticRelatedInformation(
                types.Location(uri, checked.positions.range(span)), detail.render(checked.language)
            )
            for span, detail in evidence
        ],
        data=finding.fingerprint,
    )


def touched(checked: CheckedDocument, span: Span) -> list[PlacedFinding]:
    """Return the findings that touch `span`, in code points of the editor's text."""
    return [
        placed
        for placed in checked.findings
        if placed.span.start <= span.end and span.start <= placed.span.end
    ]


class CodeActions:
    """The code actions of a document; `versioned` says whether the client takes versioned edits."""

    def __init__(self, checked: CheckedDocument, uri: str, *, versioned: bool) -> None:
        self._checked = checked
        self._uri = uri
        self._versioned = versioned

    def at(self, span: Span, only: Sequence[str] | None) -> Iterator[types.CodeAction]:
        """Yield the actions on the findings that touch `span`, and on the whole document."""
        if _wanted(types.CodeActionKind.QuickFix, only):
            findings = touched(self._checked, span)
            for placed in findings:
                yield from self._suggestions(placed)
            for placed in findings:
                yield from self._rejections(placed)
        if _wanted(FIX_ALL, only) and (edits := self._safe_edits()):
            title = Message("改正本页有把握之处", "Make the safe corrections of this page")
            yield types.CodeAction(self._say(title), kind=FIX_ALL, edit=self._edit(edits))

    def _suggestions(self, placed: PlacedFinding) -> Iterator[types.CodeAction]:
        finding = placed.finding
        for number, suggestion in enumerate(finding.suggestions):
            edits = placed.editor_edits(source_edits(suggestion, placed.report.document))
            if edits:
                yield types.CodeAction(
                    self._say(_correction(finding, suggestion)),
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[_diagnostic(placed, self._checked, self._uri)],
                    is_preferred=number == 0
                    and suggestion.applicability is not Applicability.MANUAL,
                    edit=self._edit(edits),
                )

    def _rejections(self, placed: PlacedFinding) -> Iterator[types.CodeAction]:
        quote = _visible(placed.finding.quote)
        titles = {REJECT_HERE: Message(f"“{quote}”此处不改", f"“{quote}” is right here")}
        if quote and self._checked.config.file is not None:
            titles[REJECT_IN_PROJECT] = Message(
                f"“{quote}”在本项目中都不改（加入项目词典）",
                f"“{quote}” is right in this project (into its dictionary)",
            )
        for command, message in titles.items():
            title = self._say(message)
            yield types.CodeAction(
                title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[_diagnostic(placed, self._checked, self._uri)],
                command=types.Command(
                    title, command, arguments=[self._uri, placed.finding.fingerprint]
                ),
            )

    def _safe_edits(self) -> list[SourceEdit]:
        checked = self._checked
        edits: list[SourceEdit] = []
        for each in checked.reports:
            plan = planned(
                each.findings,
                each.document,
                lambda finding: is_fixable(finding, checked.config, unsafe=False),
            )
            base = checked.base(each.document)
            edits += [SourceEdit(edit.span.shift(base), edit.replacement) for edit in plan.edits]
        return edits

    def _edit(self, edits: Sequence[SourceEdit]) -> types.WorkspaceEdit:
        text_edits = [
            types.TextEdit(self._checked.positions.range(edit.span), edit.replacement)
            for edit in edits
        ]
        if not self._versioned:
            return types.WorkspaceEdit(changes={self._uri: text_edits})
        version = types.OptionalVersionedTextDocumentIdentifier(self._uri, self._checked.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(version, text_edits)])

    def _say(self, text: Message) -> str:
        return text.render(self._checked.language)


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Return whether a client that asks `only` for some kinds gets this one; `a` includes `a.b`."""
    return not only or any(kind == each or kind.startswith(each + ".") or not each for each in only)


def _correction(finding: Finding, suggestion: Suggestion) -> Message:
    quote, confidence = _visible(finding.quote), percent(suggestion.confidence)
    if not finding.replacement(suggestion):
        return Message(f"{DELETED.zh}{quote}（{confidence}）", f"Delete “{quote}” ({confidence})")
    zh, en = (_visible(reading(finding, suggestion, each)) for each in LANGUAGES)
    return Message(f"改为“{zh}”（{confidence}）", f"Change to “{en}” ({confidence})")


def _visible(text: str) -> str:
    return text.replace("\n", "⏎")


def hover(checked: CheckedDocument, offset: int, explain: Explain) -> types.Hover | None:
    """Return the findings at `offset`, in code points, and what their detectors look for."""
    findings = touched(checked, Span(offset, offset))
    if not findings:
        return None
    parts = [_description(placed.finding, checked.language) for placed in findings]
    codes = dict.fromkeys(placed.finding.code for placed in findings)
    parts += [_prose(explain(code, checked.language)) for code in codes]
    text = "\n\n---\n\n".join(parts)
    return types.Hover(
        types.MarkupContent(types.MarkupKind.Markdown, text),
        checked.positions.range(findings[0].span),
    )


def _description(finding: Finding, language: Language) -> str:
    head = f"**{prose(sentence(finding, language))}** {code(finding.code)}"
    evidence = [
        (SOURCE_NAMES[each.source].render(language), each.detail.render(language))
        for each in finding.reasons
    ]
    return "\n".join([head, "", *(f"- {prose(by)}: {prose(detail)}" for by, detail in evidence)])


def _prose(page: str) -> str:
    """Return plain text as Markdown that keeps its line breaks."""
    return "  \n".join(prose(line.strip()) for line in page.strip().split("\n"))
