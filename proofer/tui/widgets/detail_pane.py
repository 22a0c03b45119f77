"""The details of the current finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual import events, message

from proofer.checking.registry import detectors
from proofer.document.spans import Span
from proofer.findings.finding import SOURCE_NAMES, Applicability, Finding, percent
from proofer.messages import Language, Message
from proofer.rendering.wording import local_time
from proofer.review.decisions import VERDICT_NAMES
from proofer.review.own_corrections import OWN
from proofer.review.session import ReviewSession
from proofer.suppression.unreadable import UNREADABLE
from proofer.tui.kinds import kind_style
from proofer.tui.widgets.cells import HALF, visible
from proofer.tui.widgets.lines_view import Line, LinesView
from proofer.tui.wording import SIGNS, change, surroundings

_AROUND = 8
"""Code points of context shown of another place."""
_REASONS = 3
"""Pieces of evidence, and other places, that are shown; the explanation has all of them."""
Entry = tuple[Line, message.Message | None]
"""A line, and the message that a click on it posts."""
_BLANK: Entry = ([("", "")], None)


class DetailPane(LinesView):
    """Message, suggestions and evidence of the current finding."""

    class Jumped(message.Message):
        """A line that points to another place of the page was clicked."""

        def __init__(self, span: Span) -> None:
            super().__init__()
            self.span = span

    class Chosen(message.Message):
        """The suggestion `number` (from 0) was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(
        self, session: ReviewSession, language: Language, key: Callable[[str], str], *, id: str
    ) -> None:
        super().__init__(id=id)
        self._session = session
        self._language = language
        self._key = key
        self._clicks: Sequence[message.Message | None] = ()

    def show(self, finding: Finding | None) -> None:
        """Show the details of `finding` from the top."""
        entries = self._nothing() if finding is None else self._describe(finding)
        self.lines, self._clicks = zip(*entries, strict=True)
        self.lay_out()
        self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def on_click(self, event: events.Click) -> None:
        """Post which suggestion or other place was clicked, if the line is one."""
        at = event.get_content_offset(self)
        line = self.line_at(at.y) if at is not None else None
        if line is not None and (clicked := self._clicks[line]) is not None:
            self.post_message(clicked)

    def _nothing(self) -> Iterator[Entry]:
        yield [(self._say("没有疑问", "nothing doubtful"), "line--title")], None
        cursor, edit = self._key("cursor"), self._key("edit")
        zh, en = (
            f"按 {cursor} 或点击页面，选取文字，再按 {edit} 改",
            f"{cursor} or a click in the page, select text, then {edit} to correct it",
        )
        yield [(self._say(zh, en), "")], None

    def _describe(self, finding: Finding) -> Iterator[Entry]:
        """Yield what is decided on first: suggestions, the doubt, why, and at last where."""
        yield from self._decided(finding)
        yield from self._suggestions(finding)
        yield [(visible(finding.message.render(self._language)), "")], None
        yield from self._evidence(finding)
        yield from self._heading(finding)

    def _suggestions(self, finding: Finding) -> Iterator[Entry]:
        for number, suggestion in enumerate(finding.suggestions[:9]):
            new = change(finding, suggestion.edits, self._session.document.text)
            sure = suggestion.confidence >= HALF
            line = [
                (f"{number + 1} ", "line--number"),
                (new, "line--new"),
                (f"  {percent(suggestion.confidence)}", "" if sure else "line--faint"),
            ]
            note = suggestion.note
            if note is None and suggestion.applicability is Applicability.MANUAL:
                note = Message("请细看再定", "look closely")
            if note is not None:
                line.append((f"  {visible(note.render(self._language))}", "line--faint"))
            yield line, self.Chosen(number)
        if not finding.suggestions and self._session.is_open(finding):
            edit, reject = self._key("edit"), self._key("reject")
            zh, en = (
                f"没有建议：按 {edit} 自拟改法，或按 {reject} 不改",
                f"no suggestion: {edit} to type one, {reject} to reject",
            )
            if finding.code == UNREADABLE:
                skip = self._key("defer")
                zh, en = (
                    f"按 {skip} 整版跳过，或按 {reject} 逐处校",
                    f"{skip} skips the whole page, {reject} lists its places",
                )
            yield [(self._say(zh, en), "line--title")], None

    def _heading(self, finding: Finding) -> Iterator[Entry]:
        """Yield what kind of finding it is, where it stands, and how doubtful the place is."""
        line = self._session.line_of(finding.span.start)
        where = self._say(f"第\xa0{line}\xa0行", f"line\xa0{line}")
        same = self._session.same_series(finding)
        if len(same) > 1:
            number = same.index(finding) + 1
            where += self._say(
                f"  同类第\xa0{number}/{len(same)}\xa0处",
                f"  place\xa0{number}\xa0of\xa0{len(same)}",
            )
        if finding.code != OWN:
            sure = percent(finding.confidence)
            where += self._say(f"  可疑度\xa0{sure}", f"  doubt\xa0{sure}")
        rule = detectors().get(finding.code)
        title = (rule or finding.family).title.render(self._language)
        yield _BLANK
        yield [(f"{visible(title)} {finding.code}", kind_style(finding.code))], None
        yield [(where, "line--faint")], None

    def _decided(self, finding: Finding) -> Iterator[Entry]:
        decision = self._session.decision(finding)
        if decision is None:
            return
        verdict = (
            f"{SIGNS[decision.verdict]} {VERDICT_NAMES[decision.verdict].render(self._language)}"
        )
        who = visible(
            "  ".join(filter(None, (decision.note, decision.author, local_time(decision.time))))
        )
        line = [(verdict, "line--number")]
        if decision.changing:
            edits = self._session.edits(finding)
            line.append((f" {change(finding, edits, self._session.document.text)}", "line--new"))
        yield line, None
        yield [(who, "line--faint")], None

    def _evidence(self, finding: Finding) -> Iterator[Entry]:
        for evidence in finding.reasons[:_REASONS]:
            line = [
                (f"{SOURCE_NAMES[evidence.source].render(self._language)} ", "line--number"),
                ("↗ " if evidence.span is not None else "", ""),
                (visible(evidence.detail.render(self._language)), ""),
            ]
            if evidence.span is not None:
                line.append((f" {self._line_of(evidence.span)}", "line--faint"))
            yield line, self.Jumped(evidence.span) if evidence.span is not None else None
        for span in finding.related[:_REASONS]:
            around = "".join(surroundings(self._session.document, span, _AROUND))
            yield [(f"↗ {around} ", ""), (self._line_of(span), "line--faint")], self.Jumped(span)

        left = len(finding.reasons[_REASONS:]) + len(finding.related[_REASONS:])
        if left:
            key = self._key("explain")
            yield (
                [(self._say(f"还有 {left} 条：{key}", f"{left} more: {key}"), "line--faint")],
                None,
            )

    def _line_of(self, span: Span) -> str:
        number = self._session.line_of(span.start)
        return self._say(f"（第\xa0{number}\xa0行）", f"(line\xa0{number})")

    def _say(self, zh: str, en: str) -> str:
        return zh if self._language == "zh" else en
