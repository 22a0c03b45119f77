"""Turns what an editor chose for a finding into a decision that can be kept and found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from proofer.document.anchors import Anchor
from proofer.document.document import Document, UnprojectableError
from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.errors import UsageError
from proofer.findings.finding import Finding
from proofer.messages import Message
from proofer.review.decisions import Decision, Scope, Verdict, changes_of


class DecisionMaker:
    """Makes decisions on the findings of one document.

    All methods raise UsageError if the finding cannot be decided so.
    """

    def __init__(self, document: Document, author: str) -> None:
        self._document = document
        self._author = author

    def plain(
        self, finding: Finding, verdict: Verdict, note: str = "", scope: Scope = "place"
    ) -> Decision:
        """Return a decision that says nothing about another reading."""
        anchor = Anchor.of(self._document.text, finding.span)
        return Decision(
            finding.fingerprint,
            finding.code,
            anchor,
            verdict,
            scope=scope,
            author=self._author,
            note=note,
        )

    def acceptance(self, finding: Finding, number: int) -> Decision:
        """Return the decision for suggestion `number`, from 0."""
        if not 0 <= number < len(finding.suggestions):
            raise UsageError(_no_suggestion(number, len(finding.suggestions)))
        suggestion = finding.suggestions[number]
        decision = self._changing(
            finding, Verdict.ACCEPTED, suggestion.edits, finding.replacement(suggestion)
        )
        return replace(decision, suggestion=number, apart=suggestion.independent)

    def own(self, finding: Finding, replacement: str) -> Decision:
        """Return the decision for the editor's own words; those of a suggestion are that suggestion."""
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
            inside = all(finding.span.covers(edit.span) for edit in suggestion.edits)
            if inside and finding.replacement(suggestion) == replacement:
                return self.acceptance(finding, number)
        edit = smallest_edit(finding.span, finding.quote, replacement)
        return self._changing(finding, Verdict.EDITED, (edit,), replacement)

    def printed(self, finding: Finding, replacement: str | None = None) -> Decision:
        """Return the decision that the original itself is printed so, and should read `replacement`.

        Without one it should read the first suggestion; where there is none either, only the place
        is on record.
        """
        if replacement is not None:
            decision = self.own(finding, replacement)
        elif finding.suggestions:
            decision = self.acceptance(finding, 0)
        else:
            return self.plain(finding, Verdict.PRINTED)
        return replace(decision, verdict=Verdict.PRINTED)

    def _changing(
        self, finding: Finding, verdict: Verdict, edits: Sequence[Edit], replacement: str
    ) -> Decision:
        try:
            for edit in edits:
                self._document.project(edit)
        except UnprojectableError as error:
            raise UsageError(
                Message(
                    "这处改动跨越段落，无法自动写回文件，请在原文件中手工修改。",
                    "this change reaches over a paragraph's end; make it in the file by hand.",
                )
            ) from error
        changes = changes_of(self._document.text, finding.span.start, edits)
        return replace(self.plain(finding, verdict), replacement=replacement, changes=changes)


def smallest_edit(span: Span, old: str, new: str) -> Edit:
    """Return the edit that makes `new` of `old`, which stands at `span`, leaving equal ends alone."""
    shortest = min(len(old), len(new))
    head = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    room = shortest - head
    tail = next((at for at in range(room) if old[-1 - at] != new[-1 - at]), room)
    return Edit(Span(span.start + head, span.end - tail), new[head : len(new) - tail])


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
