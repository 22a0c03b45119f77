"""What was found, as a client asks for it: diagnostics, code actions, and the text to show beside a place."""

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
from proofer.lsp.checking import Checked, Place
from proofer.messages import Language, Message
from proofer.rendering.markdown import code, prose
from proofer.rendering.wording import DELETED, sentence

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


def diagnostics(checked: Checked, uri: str) -> list[types.Diagnostic]:
    """Return the findings of a page as the client shows them."""
    return [_diagnostic(place, checked, uri) for place in checked.places]


def _diagnostic(place: Place, checked: Checked, uri: str) -> types.Diagnostic:
    finding = place.finding
    told = [
        (place.shown(each.span), each.detail) for each in finding.evidence if each.span is not None
    ]
    return types.Diagnostic(
        range=checked.positions.range(place.span),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source=SOURCE,
        message=sentence(finding, checked.language),
        related_information=[
            types.DiagnosticRelatedInformation(
                types.Location(uri, checked.positions.range(span)), detail.render(checked.language)
            )
            for span, detail in told
        ],
        data=finding.fingerprint,
    )


def touched(checked: Checked, span: Span) -> list[Place]:
    """Return the findings that `span`, in code points of the editor's text, touches."""
    return [
        each
        for each in checked.places
        if each.span.start <= span.end and span.start <= each.span.end
    ]


class CodeActions:
    """The code actions of a page; `versioned` if the client takes edits of a version."""

    def __init__(self, checked: Checked, uri: str, *, versioned: bool) -> None:
        self._checked = checked
        self._uri = uri
        self._versioned = versioned

    def at(self, span: Span, only: Sequence[str] | None) -> Iterator[types.CodeAction]:
        """Yield what can be done about the findings that `span` touches, and with the page as a whole."""
        if _wanted(types.CodeActionKind.QuickFix, only):
            places = touched(self._checked, span)
            for place in places:
                yield from self._suggestions(place)
            for place in places:
                yield from self._rejections(place)
        if _wanted(FIX_ALL, only) and (edits := self._safe()):
            title = Message("改正本页有把握之处", "Make the safe corrections of this page")
            yield types.CodeAction(self._say(title), kind=FIX_ALL, edit=self._edit(edits))

    def _suggestions(self, place: Place) -> Iterator[types.CodeAction]:
        finding = place.finding
        for number, suggestion in enumerate(finding.suggestions):
            edits = place.moved(source_edits(suggestion, place.report.document))
            if edits:
                yield types.CodeAction(
                    self._say(_correction(finding, suggestion)),
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[_diagnostic(place, self._checked, self._uri)],
                    is_preferred=number == 0
                    and suggestion.applicability is not Applicability.MANUAL,
                    edit=self._edit(edits),
                )

    def _rejections(self, place: Place) -> Iterator[types.CodeAction]:
        quote = _visible(place.finding.quote)
        titles = {REJECT_HERE: Message(f"“{quote}”此处不改", f"“{quote}” is right here")}
        if quote and self._checked.config.file is not None:
            titles[REJECT_IN_PROJECT] = Message(
                f"“{quote}”在本项目中都不改（加入项目词典）",
                f"“{quote}” is right in this project (into its dictionary)",
            )
        for command, title in titles.items():
            told = self._say(title)
            yield types.CodeAction(
                told,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[_diagnostic(place, self._checked, self._uri)],
                command=types.Command(
                    told, command, arguments=[self._uri, place.finding.fingerprint]
                ),
            )

    def _safe(self) -> list[SourceEdit]:
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
        made = [
            types.TextEdit(self._checked.positions.range(edit.span), edit.replacement)
            for edit in edits
        ]
        if not self._versioned:
            return types.WorkspaceEdit(changes={self._uri: made})
        page = types.OptionalVersionedTextDocumentIdentifier(self._uri, self._checked.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(page, made)])

    def _say(self, text: Message) -> str:
        return text.render(self._checked.language)


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Return whether a client that asks for some kinds, or for all, gets this one; `a` stands for `a.b`, too."""
    return not only or any(kind == each or kind.startswith(each + ".") or not each for each in only)


def _correction(finding: Finding, suggestion: Suggestion) -> Message:
    replacement = _visible(finding.replacement(suggestion))
    sure = percent(suggestion.confidence)
    return Message(
        f"改为“{replacement}”（{sure}）"
        if replacement
        else f"{DELETED.zh}{_visible(finding.quote)}（{sure}）",
        f"Change to “{replacement}” ({sure})"
        if replacement
        else f"Delete “{_visible(finding.quote)}” ({sure})",
    )


def _visible(text: str) -> str:
    return text.replace("\n", "⏎")


def hover(checked: Checked, offset: int, explain: Explain) -> types.Hover | None:
    """Return what there is to say of the findings at `offset`, and what their detectors look for."""
    places = [each for each in checked.places if each.span.start <= offset <= each.span.end]
    if not places:
        return None
    parts = [_told(each.finding, checked) for each in places]
    codes = dict.fromkeys(each.finding.code for each in places)
    parts += [_prose(explain(each, checked.language)) for each in codes]
    text = "\n\n---\n\n".join(parts)
    return types.Hover(
        types.MarkupContent(types.MarkupKind.Markdown, text),
        checked.positions.range(places[0].span),
    )


def _told(finding: Finding, checked: Checked) -> str:
    language = checked.language
    lines = [f"**{prose(sentence(finding, language))}** {code(finding.code)}"]
    lines += [
        f"- {prose(SOURCE_NAMES[each.source].render(language))}: {prose(each.detail.render(language))}"
        for each in finding.evidence
    ]
    return "\n".join([lines[0], "", *lines[1:]])


def _prose(page: str) -> str:
    """Return lines of plain text as Markdown that keeps them apart."""
    return "  \n".join(prose(line.strip()) for line in page.strip().split("\n"))
