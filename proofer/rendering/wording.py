"""A finding as one sentence, for formats with no room for more; times as a clock shows them."""

from __future__ import annotations

from datetime import datetime

from proofer.document.edits import Edit
from proofer.findings.finding import Finding, Suggestion, percent
from proofer.messages import Language, Message

DELETED = Message("（删去）", "(delete)")
_LONGEST = 40
"""Code points of a quote; longer ones are shortened."""
_LONGEST_SHOWN = 200
"""Code points of a quote that is shown in a block of its own, in part if it is longer."""
_MOST_CHANGES = 3
"""Changes outside the quote that are written out."""


def sentence(finding: Finding, language: Language) -> str:
    """Return the message with the quote and the first suggestion."""
    message = finding.message.render(language)
    quote = _short(finding.quote)
    if not finding.suggestions:
        return (
            Message(f"{message}：{quote}", f"{message}: {quote}").render(language)
            if quote
            else message
        )
    first = finding.suggestions[0]
    change = f"{quote} → {_short(reading(finding, first, language))}".lstrip()
    sure = percent(first.confidence)
    return Message(f"{message}：{change}（{sure}）", f"{message}: {change} ({sure})").render(
        language
    )


def reading(finding: Finding, suggestion: Suggestion, language: Language) -> str:
    """Return what the quote reads after a correction, and what that changes elsewhere.

    The partner of a lone mark is elsewhere: the quote alone would read as before.
    """
    new = finding.replacement(suggestion)
    elsewhere = [edit for edit in suggestion.edits if not finding.span.covers(edit.span)]
    if suggestion.independent or not elsewhere:
        return new or DELETED.render(language)
    changes = [_elsewhere(edit, ahead=edit.span.start >= finding.span.end) for edit in elsewhere]
    shown = changes[:_MOST_CHANGES]
    more = "…" if len(changes) > len(shown) else ""
    said = Message(
        f"（{'，'.join(each.zh for each in shown)}{more}）",
        f" ({', '.join(each.en for each in shown)}{more})",
    )
    return (new or DELETED.render(language)) + said.render(language)


def _elsewhere(edit: Edit, *, ahead: bool) -> Message:
    zh, en = ("后文", "further on") if ahead else ("前文", "further up")
    new = edit.replacement
    if not len(edit.span):
        return Message(f"{zh}加 {new}", f"{new} added {en}")
    if not new:
        return Message(f"{zh}删去 {len(edit.span)} 字", f"{len(edit.span)} deleted {en}")
    return Message(f"{zh}改为 {new}", f"{new} {en}")


def local_time(time: str) -> str:
    """Return the time of a decision (ISO 8601 in UTC) as the clock here shows it, to the minute."""
    try:
        return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return time


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def cut(text: str) -> str:
    """Return a text that may be a whole page with its middle left out: for people, not programs."""
    half = _LONGEST_SHOWN // 2
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:half]} … {text[-half:]}"
