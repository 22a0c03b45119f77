"""Lines in the wrong order: two that changed places, a foreign one, columns read across.

Every order of the same lines has a probability: for each line, how likely its first characters are
behind the last ones of the line before it, against how likely they start a sentence; a paragraph
that stops in mid-sentence costs `_OPEN`. All in log10; the better order has to win by a margin. On
pages in their order a line that stops in mid-sentence goes on in the next one by 1.5 to 5 on
average; where an OCR read across columns, that is below 0.5, and the line after the next one (or
the third, the fourth) takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from proofer.detectors.context import Page, page_fact
from proofer.document.document import Document
from proofer.document.flow import is_open
from proofer.document.kinds import BlockKind, is_explained, starts_item
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span

if TYPE_CHECKING:
    from proofer.language.model import CharacterModel

CAPTION_START = lazy_regex(r"[▲△■▼ 　]*(?:图为|图片?[一二三四五六七八九十\d]*[：:]|资料图)")
_TWO_HALVES = lazy_regex(
    r"(?P<tail>[^。！？!?]+[。！？!?])[ 　]*(?P<head>[^。！？!?]{6,}[\p{Han}\p{N}])[ 　]*"
)
_READ = frozenset(
    {BlockKind.PROSE, BlockKind.CAPTION, BlockKind.QUOTE, BlockKind.LIST, BlockKind.SHORT}
)
_PARTS = frozenset({BlockKind.FORMULA, BlockKind.CODE, BlockKind.TABLE})
"""What stands between two paragraphs on purpose: formulas, code, tables."""
APART = 3
"""How much more the run of a line is behind such a block; that of neighbours is one more."""
_HAN = lazy_regex(r"\p{Han}")
_OPEN = 2.5
"""log10; what it costs that a paragraph stops in mid-sentence."""
_DOUBTFUL = 2.0
"""A line that follows better than that stands where it belongs; four right lines in ten do not."""
SWAPPED, FOREIGN = 4.0, 5.0
"""Margins; the second one pays for the many places that are tried."""
_INVERTED_GAIN = 2.0
"""log10; it found 84 % of the captions and took 3 % of other open paragraphs for one."""
_INVERTED_LONGEST = 160
"""Code points of the longest such caption."""
_CAPTION = 1.5
"""log10; what 图为 at the start of a half is worth."""
_COLUMNS = range(2, 6)
_ACROSS, _FEWEST = 1.0, 10
"""How much better the n-th next line must follow than the next, on average over so many lines."""
_LONGEST_LINE = 60
"""Code points of a printed line; what is longer is a paragraph of a file, which stands alone."""
_REACH = 60
"""How many lines before and behind are tried as the place of a foreign one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph as it stands on the page."""

    span: Span
    text: str
    run: int
    """Lines of one paragraph that are next to each other share it."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Lines in the wrong order: `line` should stand before `before`, by the margin `gain`.

    `before` is None where no place was found for a line that does not belong where it stands.
    """

    line: Span
    before: Span | None
    gain: float
    swapped: bool


def page_lines(document: Document) -> list[Line]:
    """Return the lines of all running text in Chinese, in reading order."""
    joins = [join.offset for join in document.joins]
    found: list[Line] = []
    at = 0
    run = 0
    for paragraph in document.paragraphs:
        cuts = [paragraph.span.start]
        while at < len(joins) and joins[at] < paragraph.span.end:
            cuts.append(joins[at])
            at += 1
        cuts.append(paragraph.span.end)
        if paragraph.kind in _PARTS:
            run += APART
        if paragraph.kind in _READ:
            run += 1
            for start, end in pairwise(cuts):
                text = document.text[start:end]
                if _HAN.search(text):
                    found.append(Line(Span(start, end), text, run))
                else:
                    run += 1  # the model does not know how it goes on
    return found


class Order:
    """Judges the order of `lines`; continuations are asked for in batches and kept."""

    def __init__(self, lines: Sequence[Line], model: CharacterModel) -> None:
        self.lines = lines
        self.model = model
        self._known: dict[tuple[int, int], float] = {}
        self.compute((at - 1, at) for at in range(1, len(lines)) if self.same_paragraph(at - 1, at))
        size = len(lines)
        doubted = [
            at
            for at in range(size - 1)
            if self.doubtful(at + 1) and (self.doubtful(at) or self._doubtful_at(at + 2))
        ]
        ends = {first for at in doubted for first in (at - 1, at)}
        over = (
            (first, first + 2)
            for first in sorted(ends)
            if 0 <= first < size - 2 and self.same_paragraph(first, first + 2)
        )
        self.compute(chain(((at + 1, at) for at in doubted), over))

    def _doubtful_at(self, at: int) -> bool:
        return at < len(self.lines) and self.doubtful(at)

    def same_paragraph(self, first: int, second: int) -> bool:
        """Return whether two lines are of one paragraph."""
        return self.lines[first].run == self.lines[second].run

    def before(self, line: int) -> list[int]:
        """Return the line before in the same paragraph, if there is one."""
        return [line - 1] if line and self.same_paragraph(line - 1, line) else []

    def after(self, line: int) -> list[int]:
        """Return the line after in the same paragraph, if there is one."""
        is_last = line + 1 == len(self.lines)
        return [line + 1] if not is_last and self.same_paragraph(line, line + 1) else []

    def compute(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Look up in one batch how well the second line of each pair follows the first."""
        new = list(dict.fromkeys(pair for pair in pairs if pair not in self._known))
        if not new:
            return
        values = self.model.continuation([(self.lines[a].text, self.lines[b].text) for a, b in new])
        self._known.update(zip(new, values.tolist(), strict=True))

    def log_probability(self, order: Sequence[int]) -> float:
        """Return the log-probability of lines of one paragraph in the order they are read."""
        return sum(self.follows(a, b) for a, b in pairwise(order))

    def follows(self, first: int, second: int) -> float:
        """Return how much better `second` follows `first` than it starts a sentence."""
        if (first, second) not in self._known:
            self.compute([(first, second)])
        return self._known[first, second]

    def end(self, line: int) -> float:
        """Return what it costs that a paragraph ends in `line`."""
        return -_OPEN if is_open(self.lines[line].text) else 0.0

    def doubtful(self, at: int) -> bool:
        """Return whether the line follows the one before it badly, or starts a paragraph."""
        return (
            at == 0 or not self.same_paragraph(at - 1, at) or self.follows(at - 1, at) < _DOUBTFUL
        )


@dataclass(frozen=True, slots=True)
class LineOrder:
    """What is wrong with the order of a document's lines."""

    columns: int = 0
    """How many columns were read across, line by line; 0 if none."""
    first: Span | None = None
    """The first line that stands on another one's continuation, where columns were read across."""
    misplaced: tuple[Misplaced, ...] = ()

    def explains(self, paragraph: Span) -> bool:
        """Return whether a paragraph that is torn is so because of the order of lines."""
        return self.columns > 0 or any(
            paragraph.covers(line)
            for each in self.misplaced
            for line in (each.line, each.before)
            if line is not None
        )


@page_fact
def line_order(page: Page) -> LineOrder:
    """Return which lines of a page stand in the wrong order, by place.

    In old or traditional text the model cannot tell which of two lines goes on; what people wrote
    in the markup of an editor has no lines.
    """
    if page.document.origin.typed or page.is_traditional or not page.is_familiar:
        return LineOrder()
    order = Order(page_lines(page.document), page.context.model)
    columns = _columns(order)
    if columns:
        first = next(
            at for at in range(len(order.lines) - 1) if order.end(at) and order.doubtful(at + 1)
        )
        return LineOrder(columns, order.lines[first].span)
    places = range(len(order.lines))
    found = [
        each
        for at in places
        for each in (_swapped(order, at), _foreign(order, at), _inverted_caption(order, at))
        if each
    ]
    taken: list[Misplaced] = []
    for each in sorted(found, key=lambda each: (-each.gain, each.line)):
        near = {each.line, each.before} - {None}
        if not any(near & {other.line, other.before} for other in taken):
            taken.append(each)
    return LineOrder(misplaced=tuple(sorted(taken, key=lambda each: each.line)))


def _columns(order: Order) -> int:
    """Return how many columns were read across; 0 if lines follow each other as they should."""
    size = len(order.lines)
    heads = [at for at in range(size - _COLUMNS[-1] + 1) if order.end(at)]
    if len(heads) < _FEWEST:
        return 0
    known = [order.follows(at, at + 1) for at in heads if order.same_paragraph(at, at + 1)]
    if 2 * len(known) > len(heads) and sum(known) > _ACROSS * len(known):
        return 0
    order.compute((at, at + 1) for at in heads)
    following = sum(order.follows(at, at + 1) for at in heads) / len(heads)
    if following > _ACROSS:
        return 0
    best, columns = 0.0, 0
    for number in _COLUMNS:
        reached = [at for at in heads if at + number < size]
        order.compute((at, at + number) for at in reached)
        mean = sum(order.follows(at, at + number) for at in reached) / len(reached)
        if mean > best:
            best, columns = mean, number
    return columns if best > following + _ACROSS else 0


def _swapped(order: Order, at: int) -> Misplaced | None:
    """Return the finding where the lines `at` and `at + 1` changed places."""
    if at + 1 >= len(order.lines) or order.lines[at + 1].run - order.lines[at].run >= APART:
        return None
    is_inside = order.same_paragraph(at, at + 1)
    gain = _swap_gain_inside(order, at) if is_inside else _swap_gain_at_end(order, at)
    if gain < SWAPPED:
        return None
    return Misplaced(order.lines[at + 1].span, order.lines[at].span, gain, swapped=True)


def _swap_gain_inside(order: Order, first: int) -> float:
    """Return what is gained by swapping a line with the next one of its paragraph.

    Swapped lines are doubtful where they meet and on at least one of their outer sides: else 0.
    """
    second = first + 1
    before, after = order.before(first), order.after(second)
    is_doubted_outside = order.doubtful(first) or any(order.doubtful(line) for line in after)
    if not (order.doubtful(second) and is_doubted_outside):
        return 0.0
    now = order.log_probability([*before, first, second, *after])
    swapped = order.log_probability([*before, second, first, *after])
    if not after:
        now, swapped = now + order.end(second), swapped + order.end(first)
    return swapped - now


def _swap_gain_at_end(order: Order, first: int) -> float:
    """Return what is gained by putting the next paragraph before the last line of this one.

    It must be a single line that stops in mid-sentence, behind a line that does not: else 0.
    """
    second = first + 1
    before, printed = order.before(first), order.lines[first].text
    if len(printed) > _LONGEST_LINE or starts_item(printed):
        return 0.0
    text = order.lines[second].text
    is_item = starts_item(text) or is_explained(text)
    is_stray = not (is_item or order.after(second) or order.end(first)) and order.end(second)
    if not is_stray or (before and not order.doubtful(first)):
        return 0.0
    now = order.log_probability([*before, first]) + order.end(second)
    return order.log_probability([*before, second, first]) - now


def _foreign(order: Order, at: int) -> Misplaced | None:
    """Return the finding where the line `at` parts two that belong together."""
    if not 0 < at < len(order.lines) - 1 or not (
        order.same_paragraph(at - 1, at) and order.same_paragraph(at, at + 1)
    ):
        return None
    if not (order.doubtful(at) and order.doubtful(at + 1)):
        return None
    gain = (
        order.follows(at - 1, at + 1) - order.log_probability([at - 1, at, at + 1]) + order.end(at)
    )
    if gain < FOREIGN - 2 * _OPEN:
        return None
    best, place = _best_place(order, at)
    gain += best
    before = order.lines[place].span if place is not None else None
    return Misplaced(order.lines[at].span, before, gain, swapped=False) if gain >= FOREIGN else None


def _best_place(order: Order, at: int) -> tuple[float, int | None]:
    """Return the gain where the line `at` fits best, and the line that it should stand before."""
    places = [
        other
        for other in range(max(1, at - _REACH), min(len(order.lines), at + _REACH))
        if other not in (at - 1, at, at + 1) and order.doubtful(other) and order.end(other - 1)
    ]
    order.compute([(other - 1, at) for other in places])
    order.compute([(at, other) for other in places if order.same_paragraph(other - 1, other)])
    best, place = 0.0, None
    for other in places:
        if order.same_paragraph(other - 1, other):
            better = order.log_probability([other - 1, at, other]) - order.follows(other - 1, other)
        else:
            better = order.follows(other - 1, at) - order.end(other - 1) + order.end(at)
        if better > best:
            best, place = better, other
    return best, place


def _inverted_caption(order: Order, at: int) -> Misplaced | None:
    """Return the finding for a caption of two lines, in one piece, that begins with the second."""
    line = order.lines[at]
    alone = len(line.text) <= _INVERTED_LONGEST and not any(
        0 <= other < len(order.lines) and order.same_paragraph(at, other)
        for other in (at - 1, at + 1)
    )
    match = _TWO_HALVES.fullmatch(line.text) if alone else None
    if match is None:
        return None
    tail, head = match["tail"], match["head"]
    start_of_head, start_of_tail = order.model.totals([head[:4], tail[:4]], start=True).tolist()
    gain = float(order.model.continuation([(head, tail)])[0]) + (start_of_head - start_of_tail) / 2
    gain += _CAPTION * (CAPTION_START.match(head) is not None)
    if gain < _INVERTED_GAIN or CAPTION_START.match(tail):
        return None
    first, second = (Span(*match.span(name)).shift(line.span.start) for name in ("tail", "head"))
    return Misplaced(second, first, gain, swapped=True)
