"""Numbered points of a text, over all paragraphs: 一是…二是…, （一）…（二）…, 1. 2., 图1 图2.

Each kind of marker is read apart. A marker that goes on from an open sequence continues it and
closes those inside it; a one opens a new sequence; another number within reach is kept as an
irregular member, for the detectors to judge.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from proofer.detectors.context import Page, page_fact
from proofer.document.document import Document
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.language.numerals import value

_N = "(?P<number>[一二三四五六七八九十]{1,3})"
_NUMERALS = "(?P<number>[一二三四五六七八九十〇○零]{1,3})"
_NN = "(?P<number>[一二三四五六七八九十百零〇]{1,6}|[0-9０-９]{1,3})"
_D = "(?P<number>[0-9０-９]{1,2})"
_CLAUSE = r"(?:^|(?<=[，,。；;：:！!？?、”’）) 　]))"
_SENTENCE = r"(?:^[ 　]*|(?<=[。；;：:！!？?”]))"
_FIGURE = r"(?P<number>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})(?=[ 　：:.．])"
_PATTERNS: dict[str, str] = {
    "N是": rf"{_CLAUSE}第?{_N}是(?!(?P=number)[，,。])",
    "N要": rf"{_CLAUSE}第?{_N}要(?!么)",
    "其N，": rf"{_CLAUSE}其{_N}[，,：:]",
    "第N，": rf"{_SENTENCE}第{_N}[，,：:]",
    "N、": rf"{_SENTENCE}{_N}、(?![一二三四五六七八九十百])",
    "（N）": rf"{_SENTENCE}[（(]{_NUMERALS}[）)](?![、至项])",
    "D.": rf"{_SENTENCE}{_D}(?:[.．](?![0-9０-９a-zA-Z])|、(?![0-9０-９]))",
    "（D）": rf"{_SENTENCE}[（(]{_D}[）)](?![、至项])",
    "D）": rf"{_SENTENCE}{_D}[）)]",
    "①": rf"{_SENTENCE}(?P<number>[①-⑳])",
    "第N条": rf"^[ 　]*第{_NN}条(?=[ 　：:])",
    "第N章": rf"^[ 　]*第{_NN}章(?=[ 　：:]|$)",
    "第N节": rf"^[ 　]*第{_NN}节(?=[ 　：:]|$)",
    "第N回": rf"^[ 　]*第{_NN}回(?=[ 　：:]|$)",
    "第N课": rf"^[ 　]*第{_NN}课(?=[ 　：:]|$)",
    "第N讲": rf"^[ 　]*第{_NN}讲(?=[ 　：:]|$)",
    "第N篇": rf"^[ 　]*第{_NN}篇(?=[ 　：:]|$)",
    "第N编": rf"^[ 　]*第{_NN}编(?=[ 　：:]|$)",
    "问题N": rf"^[ 　]*问题[ 　]?{_NN}(?=[ 　：:、.．]|$)",
    "附件N": rf"^[ 　]*附件[ 　]?{_NN}(?=[ 　：:、.．]|$)",
    "【N】": r"^[ 　]*【(?P<number>[0-9０-９]{1,3})】",
    "图N": rf"^[▲△■▼]?[ 　]?图[ 　]?{_FIGURE}",
    "表N": rf"^[▲△■▼]?[ 　]?表[ 　]?{_FIGURE}",
}
_REGEXES = {kind: lazy_regex(pattern, re.MULTILINE) for kind, pattern in _PATTERNS.items()}
INLINE = frozenset({"N是", "N要", "其N，", "第N，"})
"""Kinds in running text: a heading ends such a sequence, and its points are near each other."""
ARABIC = frozenset({"D.", "（D）", "D）", "①"})
"""Kinds of digests and lists of results as well, which leave out what they don't need."""
STATUTES = frozenset({"第N条", "第N章", "第N节", "第N回", "第N课", "第N讲", "第N篇", "第N编"})
"""Kinds of laws and books, of which a page may print a part: they begin with any number."""
_NESTING = INLINE | {"D."}
"""Kinds that are used for points and for points within points, against official style."""
_REACH = {kind: 1_500 if kind in INLINE else 8_000 for kind in _PATTERNS}
_ELSEWHERE = frozenset({BlockKind.CONTENTS, BlockKind.BIBLIOGRAPHY})
"""Kinds whose numbers are those of other pages."""
_IRREGULAR = 3
"""How far from the expected number one may be that still belongs to a sequence."""
_ARTICLE = lazy_regex("^[ 　]*第[一二三四五六七八九十百零〇0-9]{1,6}[条章节]", re.MULTILINE)
"""An article of a law; its points are numbered by themselves."""


@dataclass(frozen=True, slots=True)
class Marker:
    """The number of a point; `span` covers the number alone, `start` is where the point begins."""

    number: int
    span: Span
    start: int


@dataclass(slots=True, eq=False)
class Sequence:
    """Points of one kind as they were read; the first is number one, but in `STATUTES`."""

    kind: str
    markers: list[Marker] = field(default_factory=list)
    reached: int = 0
    """The number of the last point: as printed, or as its neighbours have it."""

    @property
    def numbers(self) -> list[int]:
        return [marker.number for marker in self.markers]

    @property
    def is_whole(self) -> bool:
        """Whether the numbers are 1, 2, 3 and so on."""
        return self.numbers == list(range(1, len(self.markers) + 1))

    def add(self, marker: Marker, number: int) -> None:
        """Append `marker` as point `number`."""
        self.markers.append(marker)
        self.reached = number


@page_fact
def sequences(page: Page) -> tuple[Sequence, ...]:
    """Return the sequences of a page with two points or more."""
    return tuple(_sequences(page.document))


def _sequences(document: Document) -> Iterator[Sequence]:
    for kind in _REGEXES:
        markers = list(_markers(document, kind))
        if len(markers) > 1:
            yield from _chained(document, kind, markers)


def _markers(document: Document, kind: str) -> Iterator[Marker]:
    for match in _REGEXES[kind].finditer(document.text):
        if document.paragraph_at(match.start()).kind in _ELSEWHERE:
            continue
        printed = match["number"]
        number = (
            ord(printed) - ord("①") + 1 if printed in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳" else value(printed)
        )
        if number:
            yield Marker(number, Span(*match.span("number")), match.start())


def _chained(document: Document, kind: str, markers: list[Marker]) -> list[Sequence]:
    found: list[Sequence] = []
    stack: list[Sequence] = []
    headings = [each.span.start for each in document.paragraphs if each.kind is BlockKind.HEADING]
    for index, marker in enumerate(markers):
        stack = [
            each
            for each in stack
            if not _out_of_reach(document, headings, kind, each.markers[-1], marker)
        ]
        following = markers[index + 1].number if index + 1 < len(markers) else 0
        open_before = [each for each in stack if each.reached == marker.number - 1]
        if open_before:
            del stack[stack.index(open_before[-1]) + 1 :]
            open_before[-1].add(marker, marker.number)
        elif (
            stack
            and following == stack[-1].reached + 2
            and (marker.number > 1 or kind not in ARABIC)
        ):
            # Both neighbours belong together, so this one is the number between them, misread; but
            # a list of which few lines are left may begin here with its 1.
            stack[-1].add(marker, following - 1)
        elif marker.number == 1 or (kind in STATUTES and not stack):
            if kind not in _NESTING:
                stack.clear()
            stack.append(Sequence(kind))
            stack[-1].add(marker, marker.number)
            found.append(stack[-1])
        elif stack and abs(marker.number - stack[-1].reached) <= _IRREGULAR:
            stack[-1].add(marker, marker.number)
    return [each for each in found if len(each.markers) > 1]


def _out_of_reach(
    document: Document, headings: list[int], kind: str, before: Marker, after: Marker
) -> bool:
    if after.start - before.span.end > _REACH[kind]:
        return True
    if kind not in INLINE:
        return kind == "（N）" and bool(_ARTICLE.search(document.text, before.start, after.start))
    between = (document.paragraph_at(before.start), document.paragraph_at(after.start))
    heading = bisect_right(headings, before.start)
    return between[0] != between[1] and heading < len(headings) and headings[heading] < after.start
