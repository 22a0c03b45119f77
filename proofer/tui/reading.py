"""The keys that show something to read: the help and what a rule is for."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from proofer.messages import Text
from proofer.registry import detectors
from proofer.review.decisions import VERDICT_NAMES
from proofer.review.keymap import names
from proofer.tui import wording
from proofer.tui.base import ReviewBase
from proofer.tui.cells import joined
from proofer.tui.dialogs import TextScreen


class ReadingKeys(ReviewBase):
    """Help and explanations."""

    def action_explain(self) -> None:
        """Show what the rule behind the current finding is for."""
        rule = detectors().get(self.current.code)
        if rule is None:
            self.tell(Text("没有说明", "there is no explanation"))
            return
        paragraphs = rule.explanation.render(self.LANGUAGE).split("\n\n")
        lines = [f"{rule.code} {rule.name}  {self.say(rule.title)}"]
        for paragraph in paragraphs:
            lines += ["", joined(paragraph)]
        self.read(lines)

    def action_help(self) -> None:
        """Show all keys."""
        self.read(self._help())

    def read(self, lines: Sequence[str]) -> None:
        """Show a page to read."""
        hint = Text("j k 空格 滚动，Esc 关闭", "j k Space scroll, Esc closes")
        self.app.push_screen(TextScreen(lines, self.say(hint)))

    def _help(self) -> list[str]:
        digits = [key for key in self.KEYS if key.id.startswith("accept-") and key.id[-1].isdigit()]
        rows = [(names(key), key.label) for key in self.KEYS if key not in digits]
        numbers = f"{names(digits[0])} … {names(digits[-1])}"
        rows.insert(1, (numbers, Text("接受第几条建议", "accept that suggestion")))
        width = max(cell_len(keys) for keys, _ in rows)
        lines = [f"{keys}{' ' * (width - cell_len(keys))}  {self.say(label)}" for keys, label in rows]
        signs = "  ".join(
            f"{sign} {self.say(VERDICT_NAMES[verdict])}" for verdict, sign in wording.SIGNS.items() if verdict
        )
        return [*(self.say(each) for each in wording.tour(self.key)), "", *lines, "", signs]
