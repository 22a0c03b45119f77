"""The list of findings and what is known about the current one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message

from proofer.document.spans import Span
from proofer.findings import SOURCE_NAMES, Applicability, Finding, percent
from proofer.messages import Language, Text
from proofer.review.decisions import VERDICT_NAMES, Verdict
from proofer.review.session import ReviewSession
from proofer.tui.cells import Measured, shorten, visible
from proofer.tui.rows import RowsView
from proofer.tui.wording import SIGNS, change, shown_edits

_WIDE = 34
_INDENT = 2


class FindingList(RowsView):
    """One row a finding: verdict, kind, change and confidence."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--open", "list--changed", "list--other", "list--current"}

    class Clicked(Message):
        """A finding of the list was clicked."""

        def __init__(self, finding: Finding) -> None:
            super().__init__()
            self.finding = finding

    def __init__(self, session: ReviewSession, *, id: str) -> None:
        super().__init__(id=id)
        self._session = session
        self._current = 0

    def show(self, index: int) -> None:
        """Make the finding number `index` the current one."""
        self._current = index
        self.set_count(len(self._session.findings))
        self.reveal(index, index)

    def lay_out(self) -> None:
        """Keep the current finding in sight."""
        self.show(self._current)

    def row(self, number: int) -> Iterator[Segment]:
        """Yield the row of one finding."""
        finding = self._session.findings[number]
        code = finding.code if self.row_width >= _WIDE else finding.code[:1]
        sure = percent(finding.confidence)
        width = self.row_width - len(code) - 3 - 5
        what = change(finding, shown_edits(self._session, finding), self._session.document.text)
        what = shorten(what, width)
        text = f"{SIGNS[self._session.verdict(finding)]} {code} {what}{' ' * (width - cell_len(what))}{sure:>5}"
        yield Segment(text, self.style_of(self._style_name(number, finding)))

    def on_click(self, event: events.Click) -> None:
        """Tell which finding was clicked."""
        at = event.get_content_offset(self)
        if at is not None and (number := at.y + self.scroll_offset.y) < len(self._session.findings):
            self.post_message(self.Clicked(self._session.findings[number]))

    def _style_name(self, number: int, finding: Finding) -> str:
        if number == self._current:
            return "list--current"
        verdict = self._session.verdict(finding)
        if verdict is None:
            return "list--open"
        return "list--changed" if verdict in (Verdict.ACCEPTED, Verdict.EDITED) else "list--other"


Line = Sequence[tuple[str, str]]
"""Runs of text with the names of their component classes."""


class DetailPane(RowsView):
    """Message, suggestions and evidence of the current finding."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"detail--title", "detail--number", "detail--new", "detail--faint"}

    def __init__(self, session: ReviewSession, language: Language, *, id: str) -> None:
        super().__init__(id=id)
        self._session = session
        self._language = language
        self._lines: list[Line] = []
        self._rows: list[tuple[int, Span]] = []

    def show(self, finding: Finding) -> None:
        """Show what is known about `finding`, from its top."""
        self._lines = list(self._describe(finding))
        self.lay_out()
        self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def lay_out(self) -> None:
        """Wrap the lines for the new width."""
        self._rows = []
        for number, line in enumerate(self._lines):
            measured = Measured("".join(text for text, _ in line))
            end = len(measured.text)
            starts = measured.wrap(0, end, max(2, self.row_width - _INDENT))
            self._rows += [(number, Span(*pair)) for pair in zip(starts, [*starts[1:], end], strict=True)]
        self.set_count(len(self._rows))

    def row(self, number: int) -> Iterator[Segment]:
        """Yield one row; the rows of a line behind its first are indented."""
        line, row = self._rows[number]
        if row.start:
            yield Segment(" " * _INDENT)
        at = 0
        for text, name in self._lines[line]:
            part = text[max(0, row.start - at) : max(0, row.end - at)]
            at += len(text)
            if part:
                yield Segment(part, self.style_of(name) if name else None)

    def _describe(self, finding: Finding) -> Iterator[Line]:
        yield [(self._where(finding), "detail--faint")]
        yield [(visible(finding.message.render(self._language)), "detail--title")]
        yield from self._decided(finding)
        for number, suggestion in enumerate(finding.suggestions[:9], 1):
            new = change(finding, suggestion.edits, self._session.document.text)
            line = [(f"{number} ", "detail--number"), (new, "detail--new"), (f"  {percent(suggestion.confidence)}", "")]
            note = suggestion.note
            if note is None and suggestion.applicability is Applicability.MANUAL:
                note = Text("请细看再定", "look closely")
            if note is not None:
                line.append((f"  {visible(note.render(self._language))}", "detail--faint"))
            yield line
        if not finding.suggestions:
            yield [(self._say("没有建议：按 e 自拟改法，或按 r 不改", "no suggestion: e to type one, r to reject"), "")]
        yield from self._evidence(finding)

    def _where(self, finding: Finding) -> str:
        place = self._session.document.position(finding.span.start)
        where = self._say(f"第 {place.line} 行第 {place.column} 列", f"line {place.line}, column {place.column}")
        return f"{where}  {finding.code} {visible(finding.name)}  {percent(finding.confidence)}"

    def _decided(self, finding: Finding) -> Iterator[Line]:
        decision = self._session.decision(finding)
        if decision is None:
            return
        verdict = f"{SIGNS[decision.verdict]} {VERDICT_NAMES[decision.verdict].render(self._language)}"
        who = visible("  ".join(filter(None, (decision.author, decision.time, decision.note))))
        line = [(verdict, "detail--number")]
        if decision.changing:
            edits = self._session.edits(finding)
            line.append((f" {change(finding, edits, self._session.document.text)}", "detail--new"))
        yield [*line, (f"  {who}", "detail--faint")]

    def _evidence(self, finding: Finding) -> Iterator[Line]:
        if finding.evidence:
            yield [("", "")]
            yield [(self._say("依据", "evidence"), "detail--faint")]
        for evidence in finding.evidence:
            line = [
                (f"{SOURCE_NAMES[evidence.source].render(self._language)} ", "detail--number"),
                (visible(evidence.detail.render(self._language)), ""),
            ]
            if evidence.span is not None:
                number = self._session.document.position(evidence.span.start).line
                line.append((self._say(f"（第 {number} 行）", f" (line {number})"), "detail--faint"))
            yield line

    def _say(self, zh: str, en: str) -> str:
        return zh if self._language == "zh" else en
