"""The current place in words: what a browser shows beside the screen, to be copied or read out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from proofer.findings.finding import Finding, percent
from proofer.messages import Language, Message
from proofer.review.decisions import VERDICT_NAMES
from proofer.review.keymap import Key
from proofer.review.session import ReviewSession
from proofer.tui.widgets.cells import visible
from proofer.tui.wording import change, surroundings

_AROUND = 120
"""Code points of the page on each side of the place."""
_MOST_SUGGESTIONS = 9
"""As many as there are keys for them."""
_BUTTONS = (
    "accept",
    "reject",
    "edit",
    "defer",
    "undo",
    "previous",
    "next",
    "files",
    "export",
    "help",
)
"""Keys for which a phone has a button, if a key of theirs is a single character."""
_SENT = {"down": "\x1b[B", "up": "\x1b[A", "tab": "\t", "enter": "\r", "question_mark": "?"}
"""What a terminal sends for keys that are no characters."""


def place_parts(
    session: ReviewSession, finding: Finding | None, language: Language
) -> dict[str, object]:
    """Return what is said of a finding, by the names of the parts of the browser's page."""
    if finding is None:
        nothing = Message("没有疑问", "nothing doubtful").render(language)
        return {"place": nothing, "text": ["", "", ""], "suggestions": [], "reasons": []}
    number, count = session.index(finding) + 1, len(session.findings)
    line = session.document.position(finding.span.start).line
    where = Message(
        f"第 {number} 处，共 {count} 处；第 {line} 行", f"place {number} of {count}, line {line}"
    )
    decision = session.decision(finding)
    state = "" if decision is None else VERDICT_NAMES[decision.verdict].render(language)
    return {
        "place": " · ".join(filter(None, (where.render(language), state))),
        "message": finding.message.render(language),
        "text": surroundings(session.document, finding.span, _AROUND),
        "suggestions": [
            [
                change(finding, each.edits, session.document.text),
                percent(each.confidence),
                str(number),
            ]
            for number, each in enumerate(finding.suggestions[:_MOST_SUGGESTIONS], 1)
        ],
        "reasons": [each.detail.render(language) for each in finding.reasons],
    }


def file_parts(path: Path, keys: Sequence[Key], language: Language) -> dict[str, object]:
    """Return what does not change from place to place: the file, the buttons, the language."""
    return {"lang": language, "file": visible(str(path)), "buttons": buttons(keys, language)}


def buttons(keys: Sequence[Key], language: Language) -> list[tuple[str, str]]:
    """Return the buttons of a phone: what each says, and what a terminal would send for its key."""
    known = {key.id: key for key in keys}
    sent = [(known[name], _sent(known[name])) for name in _BUTTONS if name in known]
    return [((key.hint or key.label).render(language), code) for key, code in sent if code]


def _sent(key: Key) -> str:
    """Return what a terminal sends for the first of its keys that is simple; nothing for none."""
    codes = (each if len(each) == 1 else _SENT.get(each, "") for each in key.keys.split(","))
    return next(filter(None, codes), "")
