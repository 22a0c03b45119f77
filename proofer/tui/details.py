"""What is known about the current finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message

from proofer.document.spans import Span
from proofer.findings import SOURCE_NAMES, Applicability, Finding, percent
from proofer.messages import Language, Text
from proofer.registry import detectors
from proofer.review.decisions import VERDICT_NAMES
from proofer.review.session import ReviewSession
from proofer.tui.cells import Measured, visible
from proofer.tui.rows import RowsView
from proofer.tui.wording import SIGNS, change, surroundings

_INDENT = 2
_AROUND = 8
"""Code points of context shown of another place."""

Line = Sequence[tuple[str, str]]
"""Runs of text with the names of their component classes."""


class DetailPane(RowsView):
    """Message, suggestions and evidence of the current finding."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"detail--title", "detail--number", "detail--new", "detail--faint"}

    class Jumped(Message):
        """A line that points to another place of the page was clicked."""

        def __init__(self, span: Span) -> None:
            super().__init__()
            self.span = span

    def __init__(self, session: ReviewSession, language: Language, key: Callable[[str], str], *, id: str) -> None:
        super().__init__(id=id)
        self._session = session
        self._language = language
        self._key = key
        self._lines: list[Line] = []
        self._targets: dict[int, Span] = {}
        self._rows: list[tuple[int, Span]] = []

    def show(self, finding: Finding) -> None:
        """Show what is known about `finding`, from its top."""
        self._targets = {}
        self._lines = []
        for line in self._describe(finding):
            self._lines.append(line)
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

    def on_click(self, event: events.Click) -> None:
        """Tell which other place was clicked, if the line points to one."""
        at = event.get_content_offset(self)
        if at is not None and (number := at.y + self.scroll_offset.y) < len(self._rows):
            span = self._targets.get(self._rows[number][0])
            if span is not None:
                self.post_message(self.Jumped(span))

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
            edit, reject = self._key("edit"), self._key("reject")
            zh, en = (
                f"没有建议：按 {edit} 自拟改法，或按 {reject} 不改",
                f"no suggestion: {edit} to type one, {reject} to reject",
            )
            yield [(self._say(zh, en), "")]
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
                self._targets[len(self._lines)] = evidence.span
                line.append((f" {self._line_of(evidence.span)}", "detail--faint"))
            yield line
        for span in finding.related:
            self._targets[len(self._lines)] = span
            around = "".join(surroundings(self._session.document, span, _AROUND))
            yield [(f"↗ {around} ", ""), (self._line_of(span), "detail--faint")]
        if (rule := detectors().get(finding.code)) is not None:
            yield [("", "")]
            yield [(visible(rule.title.render(self._language)), "detail--faint")]

    def _line_of(self, span: Span) -> str:
        number = self._session.document.position(span.start).line
        return self._say(f"（第 {number} 行）", f"(line {number})")

    def _say(self, zh: str, en: str) -> str:
        return zh if self._language == "zh" else en
