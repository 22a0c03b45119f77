"""Comments of a page that silence findings, in Markdown, HTML and XML.

Such as `<!-- proofer: ignore D001 -->`.

`ignore` is for its own line, `ignore-next-line` for the next line with text, `ignore-begin` …
`ignore-end` for the lines between them, `ignore-file` for the whole page. Codes, prefixes of codes
or names of detectors may follow; without them every finding is meant. Plain text has no comments:
there, decisions of a review say the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from proofer.config import nearest
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span, disjoint, overlaps_any, span_at
from proofer.findings.finding import Finding
from proofer.messages import Message

_COMMENTED = lazy_pattern("markdown|html|xml")
_DIRECTIVE = lazy_pattern(r"<!--\s*+proofer\s*+:(?P<said>(?:[^<>-]|-(?!->))*+)-->")
_VERB = lazy_pattern(r"\s*+(?P<verb>[\w-]*+)")
_SEPARATOR = lazy_pattern(r"[\s,，、]+")
_VERBS = ("ignore", "ignore-next-line", "ignore-begin", "ignore-end", "ignore-file")


@dataclass(frozen=True, slots=True)
class Directive:
    """Silences the findings of some detectors in the lines `first` to `last`, counted from 1."""

    line: int
    first: int
    last: int
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Directives:
    """The directives of a page, and what is wrong with those that mean nothing."""

    valid: tuple[Directive, ...] = ()
    problems: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class _Comment:
    verb: str
    words: tuple[str, ...]
    span: Span
    line: int


def read_directives(document: Document, names: Mapping[str, str]) -> Directives:
    """Return the directives of `document`; `names` holds the name of each detector by its code."""
    valid: list[Directive] = []
    problems: list[Message] = []
    opened: list[_Comment] = []
    lines = cache(partial(_lines_shown, document))
    for comment in _comments(document):
        if problem := _problem(comment, names, opened):
            problems.append(problem)
            continue
        if comment.verb == "ignore-begin":
            opened.append(comment)
            continue
        meant = opened.pop() if comment.verb == "ignore-end" else comment
        first, last = _lines(comment, meant, document, lines)
        valid.append(Directive(meant.line, first, last, _codes(meant.words, names)))
    problems += map(_unclosed, opened)
    return Directives(tuple(valid), tuple(problems))


def _comments(document: Document) -> Iterator[_Comment]:
    if not _COMMENTED.search(document.origin.media_type):
        return
    shown: list[Span] | None = None
    for match in _DIRECTIVE.finditer(document.source):
        span = Span(*match.span())
        shown = shown or disjoint(segment.source for segment in document.segments)
        if not overlaps_any(span, shown):  # as an example in code would
            verb = _VERB.match(match["said"])
            assert verb is not None  # it may be empty
            words = tuple(filter(None, _SEPARATOR.split(match["said"][verb.end() :])))
            yield _Comment(verb["verb"], words, span, document.lines.position(span.start).line)


def _problem(
    comment: _Comment, names: Mapping[str, str], opened: Sequence[_Comment]
) -> Message | None:
    zh, en = f"第 {comment.line} 行的指令：", f"line {comment.line}, directive: "
    if comment.verb not in _VERBS:
        near = nearest(comment.verb, _VERBS)
        return Message(
            f"{zh}没有 {comment.verb}。{near.zh}", f"{en}there is no {comment.verb!r}.{near.en}"
        )
    for word in comment.words:
        if not _codes((word,), names):
            near = nearest(word, (*names, *names.values()))
            return Message(
                f"{zh}没有检测器 {word}。{near.zh}", f"{en}there is no detector {word}.{near.en}"
            )
    if comment.verb == "ignore-end" and not opened:
        return Message(
            f"{zh}ignore-end 之前没有 ignore-begin。", f"{en}this ignore-end has no ignore-begin."
        )
    return None


def _unclosed(comment: _Comment) -> Message:
    return Message(
        f"第 {comment.line} 行的指令：ignore-begin 之后没有 ignore-end。",
        f"line {comment.line}, directive: this ignore-begin has no ignore-end.",
    )


def _codes(words: Iterable[str], names: Mapping[str, str]) -> frozenset[str]:
    """Return the codes that `words` name; all without words."""
    held = list(words)
    return frozenset(
        code
        for code, name in names.items()
        if not held or any(name == each or code.startswith(each) for each in held)
    )


def _lines_shown(document: Document) -> Sequence[int]:
    """Return the lines on which text begins, in order."""
    starts = (segment.source.start for segment in document.segments)
    return sorted({document.lines.position(start).line for start in starts})


def _lines(
    comment: _Comment, meant: _Comment, document: Document, shown: Callable[[], Sequence[int]]
) -> tuple[int, int]:
    end = document.lines.position(comment.span.end).line
    if comment.verb == "ignore-file":
        return 1, len(document.lines.lines)
    if comment.verb == "ignore-next-line":
        lines = shown()
        behind = bisect_right(lines, end)
        return (lines[behind], lines[behind]) if behind < len(lines) else (end, end)
    return meant.line, end


@dataclass(frozen=True, slots=True)
class Silenced:
    """Findings that stay, those that a directive silences, and the directives without any."""

    kept: tuple[Finding, ...]
    silenced: tuple[Finding, ...]
    unused: tuple[Directive, ...]


def apply_directives(
    findings: Iterable[Finding], directives: Directives, document: Document
) -> Silenced:
    """Set aside the findings that a directive silences: those with a part in one of its lines."""
    if not directives.valid:
        return Silenced(tuple(findings), (), ())
    kept: list[Finding] = []
    silenced: list[Finding] = []
    covered = _covered_lines(directives.valid)
    found: dict[str, set[int]] = defaultdict(set)
    for finding in findings:
        lines = _lines_of(finding, document)
        found[finding.code] |= lines
        ranges = covered.get(finding.code, ())
        hit = any(span_at(ranges, line) is not None for line in lines)
        (silenced if hit else kept).append(finding)
    in_order = {code: sorted(lines) for code, lines in found.items()}
    unused = tuple(each for each in directives.valid if not _silences_any(each, in_order))
    return Silenced(tuple(kept), tuple(silenced), unused)


def _covered_lines(directives: Sequence[Directive]) -> Mapping[str, Sequence[Span]]:
    """Return the lines that directives are about, by code."""
    ranges: dict[str, list[Span]] = defaultdict(list)
    for each in directives:
        for code in each.codes:
            ranges[code].append(Span(each.first, max(each.first, each.last) + 1))
    return {code: disjoint(lines) for code, lines in ranges.items()}


def _silences_any(directive: Directive, found: Mapping[str, Sequence[int]]) -> bool:
    """Return whether one of the lines with findings, by code and in order, is the directive's."""
    for code in directive.codes & found.keys():
        first = bisect_left(found[code], directive.first)
        if first < len(found[code]) and found[code][first] <= directive.last:
            return True
    return False


def _lines_of(finding: Finding, document: Document) -> set[int]:
    pieces = [piece.source for piece in document.pieces(finding.span)] or [
        document.source_span(finding.span)
    ]
    return {
        document.lines.position(offset).line
        for piece in pieces
        for offset in (piece.start, piece.end)
    }


def unused_text(directive: Directive) -> Message:
    """Return what an editor should know about a directive that silences nothing."""
    return Message(
        f"第 {directive.line} 行的指令没有略去任何疑问，可以删掉。",
        f"line {directive.line}: this directive silences nothing and can go.",
    )
