"""Turns an editor's choice for a finding into a decision that can be kept and found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from proofer.document.anchors import Anchor
from proofer.document.changes import affixes
from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.projection import UnprojectableError, project
from proofer.document.spans import Span
from proofer.errors import UsageError
from proofer.findings.finding import Finding
from proofer.messages import Message
from proofer.review.decisions import CHANGING, Decision, Offer, Scope, Verdict, changes_of
from proofer.scoring.learned import expectation, offered


class DecisionFactory:
    """Makes decisions on the findings of one document.

    Every method that can change the text raises UsageError if the finding cannot be decided so.
    """

    def __init__(self, document: Document, author: str) -> None:
        self._document = document
        self._author = author

    def plain(
        self, finding: Finding, verdict: Verdict, note: str = "", scope: Scope = "place"
    ) -> Decision:
        """Return a decision without a replacement."""
        anchor = Anchor.of(self._document.text, finding.span)
        judges = verdict in CHANGING or verdict is Verdict.REJECTED
        return Decision(
            finding.fingerprint,
            finding.code,
            anchor,
            verdict,
            scope=scope,
            author=self._author,
            note=note,
            offer=_offer(finding) if judges else None,
        )

    def acceptance(self, finding: Finding, number: int) -> Decision:
        """Return the decision for the suggestion `number`, counted from 0."""
        if not 0 <= number < len(finding.suggestions):
            raise UsageError(_no_suggestion(number, len(finding.suggestions)))
        suggestion = finding.suggestions[number]
        decision = self._changing(
            finding, Verdict.ACCEPTED, suggestion.edits, finding.replacement(suggestion)
        )
        return replace(decision, suggestion=number, independent=suggestion.independent)

    def own(self, finding: Finding, replacement: str) -> Decision:
        """Return the decision for a replacement that the editor typed.

        One that equals a suggestion counts as that suggestion.
        """
        if replacement == finding.quote:
            raise UsageError(
                Message(
                    "与原文相同。如原文无误，请选“不改”。",
                    "this is the text as it is; reject instead.",
                )
            )
        if any(
            ord(character) < 32 or character in "\x7f\x85\u2028\u2029" for character in replacement
        ):
            raise UsageError(
                Message(
                    "替换文字里不能有换行或控制字符。",
                    "line ends and control codes cannot be typed in.",
                )
            )
        for number, suggestion in enumerate(finding.suggestions):
            within_quote = all(finding.span.covers(edit.span) for edit in suggestion.edits)
            if within_quote and finding.replacement(suggestion) == replacement:
                return self.acceptance(finding, number)
        edit = smallest_edit(finding.span, finding.quote, replacement)
        return self._changing(finding, Verdict.EDITED, (edit,), replacement)

    def as_printed(self, finding: Finding, replacement: str | None = None) -> Decision:
        """Return the decision that the original has the error and should read `replacement`.

        The default is the first suggestion; without any, only the place is recorded.
        """
        if replacement is not None:
            decision = self.own(finding, replacement)
        elif finding.suggestions:
            decision = self.acceptance(finding, 0)
        else:
            return self.plain(finding, Verdict.AS_PRINTED)
        return replace(decision, verdict=Verdict.AS_PRINTED)

    def _changing(
        self, finding: Finding, verdict: Verdict, edits: Sequence[Edit], replacement: str
    ) -> Decision:
        try:
            for edit in edits:
                project(self._document, edit)
        except UnprojectableError as error:
            raise UsageError(
                Message(
                    f"这处改动{error.reason.zh}，无法自动写回文件，请在原文件中手工修改。",
                    f"this change {error.reason.en}; make it in the file by hand.",
                )
            ) from error
        changes = changes_of(self._document.text, finding.span.start, edits)
        return replace(self.plain(finding, verdict), replacement=replacement, changes=changes)


def _offer(finding: Finding) -> Offer | None:
    series = offered(finding)
    return None if series is None else Offer(series[1], expectation(finding))


def smallest_edit(span: Span, old: str, new: str) -> Edit:
    """Return the edit from `old` at `span` to `new`, without their common prefix and suffix."""
    prefix, suffix = affixes(old, new)
    return Edit(Span(span.start + prefix, span.end - suffix), new[prefix : len(new) - suffix])


def _no_suggestion(number: int, count: int) -> Message:
    if not count:
        return Message(
            "这处没有建议，请自拟改法，或选“不改”。",
            "there is no suggestion here; type your own, or reject.",
        )
    return Message(
        f"没有第 {number + 1} 条建议，只有 {count} 条。",
        f"there is no suggestion {number + 1}, only {count}.",
    )
