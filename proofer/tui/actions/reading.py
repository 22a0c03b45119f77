"""The keys that show something to read: the help, a rule, decisions that lost their place."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from proofer.checking.registry import detectors
from proofer.findings.finding import SOURCE_NAMES
from proofer.messages import Message
from proofer.rendering.wording import local_time
from proofer.review.decisions import VERDICT_NAMES, Decision
from proofer.review.keymap import names
from proofer.tui import wording
from proofer.tui.actions.base import ReviewBase
from proofer.tui.kinds import KINDS, kind_style
from proofer.tui.widgets.cells import joined, visible
from proofer.tui.widgets.dialogs import TextScreen
from proofer.tui.widgets.lines_view import Line

_TWO_COLUMNS = 130
"""Cells of a screen that is wide enough for two columns of keys in the help."""
_STATES = (
    ("line--open", Message("未定", "undecided")),
    ("line--deferred", Message("缓议", "deferred")),
    ("line--changed", Message("已改", "changed")),
    ("line--rejected", Message("不改、原件如此", "rejected, printed so")),
)
"""The states of a finding, with the styles in which the page shows them."""


class ReadingKeys(ReviewBase):
    """Help and explanations."""

    def action_explain(self) -> None:
        """Show what the rule behind the current finding is for."""
        rule = detectors().get(self.current.code)
        if rule is None:
            self.tell(Message("没有说明", "there is no explanation"))
            return
        lines: list[Line] = [
            [
                (rule.code, kind_style(rule.code)),
                (f" {rule.name}  ", ""),
                (self.say(rule.title), "line--title"),
            ]
        ]
        reasons = self.current.reasons
        if reasons:
            lines += [[("", "")], [(self.say(Message("依据", "evidence")), "line--title")]]
        lines += [
            [
                (f"{self.say(SOURCE_NAMES[each.source])} ", "line--number"),
                (visible(self.say(each.detail)), ""),
            ]
            for each in reasons
        ]
        for paragraph in rule.explanation.render(self.LANGUAGE).split("\n\n"):
            lines += [[("", "")], [(joined(paragraph), "")]]
        self.read(lines)

    def action_lost(self) -> None:
        """Show the decisions that have lost their place, with what stood around it."""
        orphans = self.session.orphans
        if not orphans:
            self.tell(Message("没有失位的决定", "no decision has lost its place"))
            return
        title = Message(
            "失位的决定：留在记录里，不会套用",
            "decisions that lost their place: kept on file, not applied",
        )
        self.read(
            [
                [(self.say(title), "line--title")],
                *(line for each in orphans for line in self._lost(each)),
            ]
        )

    def _lost(self, decision: Decision) -> list[Line]:
        anchor = decision.anchor
        new = (
            f"{wording.ARROW}{decision.replacement or wording.NOTHING}" if decision.changes else ""
        )
        before, behind = anchor.prefix.rpartition("\n")[2], anchor.suffix.partition("\n")[0]
        verdict = f"{wording.SIGNS[decision.verdict]} {self.say(VERDICT_NAMES[decision.verdict])}  "
        who = "  ".join(filter(None, (decision.author, local_time(decision.time), decision.note)))
        return [
            [("", "")],
            [
                (decision.code, kind_style(decision.code)),
                (f" {verdict}", ""),
                (visible(who), "line--faint"),
            ],
            [
                (visible(before), ""),
                (visible(anchor.exact), "line--title"),
                (visible(new), "line--new"),
                (visible(behind), ""),
            ],
        ]

    def action_help(self) -> None:
        """Show how to begin, all keys, and what the marks mean."""
        blank: Line = [("", "")]
        title, *tour = wording.tour(self.key)
        self.read(
            [
                *(
                    [(self.say(title), "line--title")],
                    *([(self.say(each), "")] for each in tour),
                    blank,
                ),
                *([(self.say(Message("按键", "keys")), "line--title")], *self._keys(), blank),
                *([(self.say(Message("记号", "marks")), "line--title")], *self._marks()),
            ]
        )

    def read(self, lines: Sequence[Line]) -> None:
        """Show a page to read."""
        hint = Message("j k 空格 滚动，Esc 关闭", "j k Space scroll, Esc closes")
        self.app.push_screen(TextScreen(lines, self.say(hint)))

    def _keys(self) -> list[Line]:
        digits = [key for key in self.KEYS if key.id.startswith("accept-") and key.id[-1].isdigit()]
        rows = [(names(key), self.say(key.label)) for key in self.KEYS if key not in digits]
        numbers = Message("接受第几条建议", "accept that suggestion")
        rows.insert(1, (f"{names(digits[0])} … {names(digits[-1])}", self.say(numbers)))
        key_cells, label_cells = (max(cell_len(row[at]) for row in rows) for at in (0, 1))
        half = len(rows) if self.size.width < _TWO_COLUMNS else -(-len(rows) // 2)
        lines: list[Line] = []
        for at in range(half):
            *others, last = rows[at::half]
            before = [
                run
                for key, label in others
                for run in _entry(key, key_cells, _padded(label, label_cells))
            ]
            lines.append([*before, *_entry(last[0], key_cells, last[1])])
        return lines

    def _marks(self) -> list[Line]:
        """Return what the colours and signs mean."""
        kinds = [
            [(f"{self.say(each.title)}  {each.names(self.LANGUAGE)}", each.style)] for each in KINDS
        ]
        states = [run for style, name in _STATES for run in ((self.say(name), style), ("   ", ""))]
        signs = "   ".join(
            f"{sign} {self.say(VERDICT_NAMES[verdict])}"
            for verdict, sign in wording.SIGNS.items()
            if verdict
        )
        signs += f"   {wording.MIXED} {self.say(Message('各处不同', 'decided differently'))}"
        return [*kinds, states, [(signs, "")]]


def _entry(key: str, width: int, label: str) -> Line:
    return [(_padded(key, width), "line--number"), (label, "")]


def _padded(text: str, width: int) -> str:
    """Return `text` in a column of `width` cells, with the gap behind it."""
    return text + " " * (width - cell_len(text) + 2)
