"""Which characters of a Markdown paragraph are markup inside a line.

Not CommonMark to the letter: its rules for emphasis fail next to Chinese marks (`**“十五五”**时期`
would not be bold). Here a run of stars opens if text follows it and closes if text precedes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span, disjoint

_SPECIAL = lazy_pattern(r"[\\`*_\[<~&]")
_DESTINATION = r"\((?:[^()\n]|\([^()\n]*+\))*+\)"
_TOKEN = lazy_pattern(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>(?P<ticks>`{1,3})(?!`).{1,1000}?(?<!`)(?P=ticks)(?!`))"
    rf"|(?P<image>!\[(?:[^\[\]\n]|\[[^\[\]\n]*+\])*+\](?:{_DESTINATION}|\[[^\[\]\n]*\]))"
    rf"|(?P<note>\[\^[^\[\]\s]+\])"
    rf"|(?P<link>\[(?P<label>(?:[^\[\]]|\[[^\[\]]*+\](?:{_DESTINATION})?)*+)\](?:{_DESTINATION}|\[[^\[\]\n]*\]))"
    r"|(?P<tag><!--.{0,1000}?-->|</?[A-Za-z][^<>]{0,1000}>)"
    r"|(?P<blank>&(?:nbsp|ensp|emsp);)"
    r"|(?P<run>\*+|_+|~~)",
    re.DOTALL,
)
_LONGEST_RUN = 3
"""Stars or underscores; a longer run is a line to write on."""


def markup(text: str) -> list[Span]:
    """Return the spans of `text` that are markup, sorted and disjoint."""
    if not _SPECIAL.search(text):
        return []
    hidden: list[Span] = []
    runs: list[Span] = []
    at = 0
    while match := _TOKEN.search(text, at):
        start, end = match.span()
        at = end
        if match["escape"]:
            hidden.append(Span(start, start + 1))
        elif match["code"]:
            width = len(match["ticks"])
            hidden += (Span(start, start + width), Span(end - width, end))
        elif match["link"]:
            hidden += (Span(start, start + 1), Span(match.end("label"), end))
            at = start + 1
        elif match["run"]:
            runs.append(Span(start, end))
        else:
            hidden.append(Span(start, end))
    return disjoint(hidden + _emphasis(text, runs))


def _emphasis(text: str, runs: Sequence[Span]) -> list[Span]:
    paired: list[Span] = []
    opened: dict[str, list[Span]] = {}
    """By mark: to look for one among all that are open would take the square of their number."""
    for run in runs:
        mark = run.of(text)
        if len(mark) > _LONGEST_RUN:
            continue
        before, after = text[run.start - 1 : run.start], text[run.end : run.end + 1]
        if mark == "*" and before.isdigit() and after.isdigit():
            continue
        inside_word = mark[0] == "_"
        if opened.get(mark) and before.strip() and not (inside_word and after.isalnum()):
            partner = opened[mark][-1]
            paired += (partner, run)
            for spans in opened.values():  # what was opened since is no emphasis
                while spans and spans[-1] >= partner:
                    spans.pop()
        elif after.strip() and not (inside_word and before.isalnum()):
            opened.setdefault(mark, []).append(run)
    return paired
