"""A finding as one sentence, for formats with no room for more; times as a clock shows them."""

from __future__ import annotations

from datetime import datetime

from proofer.findings.finding import Finding, percent
from proofer.messages import Language, Message

DELETED = Message("（删去）", "(delete)")
_LONGEST = 40
"""Code points of a quote; longer ones are shortened."""


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
    replacement = _short(finding.replacement(first)) or DELETED.render(language)
    change = f"{quote} → {replacement}" if quote else f"→ {replacement}"
    sure = percent(first.confidence)
    return Message(f"{message}：{change}（{sure}）", f"{message}: {change} ({sure})").render(
        language
    )


def local_time(time: str) -> str:
    """Return the time of a decision (ISO 8601 in UTC) as the clock here shows it, to the minute."""
    try:
        return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return time


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
