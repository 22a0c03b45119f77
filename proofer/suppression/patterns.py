"""Patterns of the configuration that silence findings, also of plain text without comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from proofer.config import IgnorePattern, names_detector
from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.findings.finding import Finding
from proofer.language.dictionaries import Dictionaries, load
from proofer.messages import Message

_TIMEOUT = 5.0
"""Seconds for one pattern on one document: a careless expression can take for ever."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Findings outside and inside matches, the patterns that match any, and their problems."""

    kept: tuple[Finding, ...]
    ignored: tuple[Finding, ...]
    used: frozenset[str]
    problems: tuple[Message, ...] = ()


def apply_patterns(
    findings: Iterable[Finding], patterns: Sequence[IgnorePattern], document: Document
) -> Matched:
    """Set aside the findings that lie inside a match of a pattern in the text as read."""
    kept = tuple(findings)
    ignored: list[Finding] = []
    used: set[str] = set()
    problems: list[Message] = []
    for pattern in patterns:
        meant = [
            each
            for each in kept
            if not pattern.codes or names_detector(pattern.codes, each.code, each.name)
        ]
        if not meant:
            continue
        try:
            matches = _matches(pattern.regex, document.text)
        except (TimeoutError, MemoryError):
            problems.append(_too_slow(pattern))
            continue
        inside = {id(each) for each in meant if _is_inside(each.span, matches)}
        if inside:
            used.add(pattern.origin)
            ignored += [each for each in kept if id(each) in inside]
            kept = tuple(each for each in kept if id(each) not in inside)
    return Matched(
        kept, tuple(sorted(ignored, key=lambda each: each.span)), frozenset(used), tuple(problems)
    )


@lru_cache(maxsize=8)
def allowed(dictionaries: Dictionaries) -> tuple[IgnorePattern, ...]:
    """Return a pattern of the terms that the project itself added to the dictionary `allow`.

    There the editor has decided. Of the shipped terms each detector decides: 贝贝 is right as a
    name and may still hide a slip.
    """
    shipped = load().kind("allow")
    words = [
        word for word, entry in dictionaries.kind("allow").items() if shipped.get(word) != entry
    ]
    if not words:
        return ()
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return (IgnorePattern("|".join(map(re.escape, longest_first)), reason="allow"),)


def _matches(expression: str, text: str) -> list[Span]:
    import regex

    return [Span(*match.span()) for match in regex.finditer(expression, text, timeout=_TIMEOUT)]


def _is_inside(span: Span, matches: Sequence[Span]) -> bool:
    at = bisect_right(matches, span.start, key=lambda match: match.start)
    return at > 0 and matches[at - 1].covers(span)


def _too_slow(pattern: IgnorePattern) -> Message:
    return Message(
        f"{pattern.origin}：这个正则表达式太费时间或内存，没有用上：{pattern.regex}",
        f"{pattern.origin}: this regular expression takes too long or too much memory "
        f"and was not used: {pattern.regex}",
    )


def unused_text(pattern: IgnorePattern) -> Message:
    """Return what an editor should know about a pattern that silences nothing."""
    return Message(
        f"{pattern.origin}：这个忽略模式没有略去任何疑问，可以删掉：{pattern.regex}",
        f"{pattern.origin}: this pattern silences nothing and can go: {pattern.regex}",
    )
