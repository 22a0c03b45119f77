"""The reading of another engine, put in the order of the first reading of the same page.

Lines are paired by where they stand on the page or, if one reading has no boxes, by their text:
runs of characters that occur exactly once in both are anchors. The two images may differ in size;
the anchors tell the scale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from proofer.document.document import BREAK, AlternateReading, Box, Document, UnmatchedLine
from proofer.document.normalise import counted_offsets
from proofer.document.spans import Span

_ANCHOR = 4
"""Characters of an anchor: shorter runs are seldom unique, longer ones seldom right in both."""
_FEWEST_ANCHORS = 12
"""Anchors that a scale needs: four in each third of the page."""
_SHARED_HEIGHT = 0.5
"""Share of the lesser height that two lines of one row have in common."""
_LEAST_DISTANCE = 1.0
"""Units of the page (pixels, mostly) that lower and upper third must be apart for a scale."""

Scale = tuple[float, float]
"""Offset and factor that make coordinates of the first page out of those of the second."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as it is printed: its span in the text, and its box if the engine gave one."""

    span: Span
    page: int
    box: Box | None
    ends: bool
    """Whether a paragraph ends here."""


def similarity(first: str, second: str) -> float:
    """Return the share of the shorter text's pairs of neighbouring characters that both have."""
    one, other = (_pairs("".join(text.split())) for text in (first, second))
    return (one & other).total() / max(1, min(one.total(), other.total()))


def aligned(first: Document, second: Document) -> AlternateReading:
    """Return the text of `second` in the order of `first`."""
    lines, others = printed_lines(first), printed_lines(second)
    anchors = _anchors(first.text, second.text)
    confidences = _confidences(second)
    unmatched: tuple[UnmatchedLine, ...] = ()
    has_boxes = all(line.box for line in (*lines, *others) if len(line.span))
    scales = _scales(first, second, anchors) if has_boxes else None
    if scales is None:
        order = _by_text(lines, others, anchors)
    else:
        moved = [_moved(line, *scales) for line in others if line.box]
        order, left = _by_box(lines, moved, second, scales[0])
        unmatched = tuple(_unmatched(line, lines, second.text, confidences) for line in left)
    text: list[str] = []
    kept: list[float | None] = []
    for line, offsets in zip(lines, order, strict=True):
        text += [second.text[at] for at in offsets]
        kept += [confidences.get(at) for at in offsets]
        if line.ends:
            text.append(BREAK)
            kept.append(None)
    return AlternateReading(second.path, "".join(text), tuple(kept), second.engine, unmatched)


def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def _confidences(document: Document) -> Mapping[int, float | None]:
    return {
        at: segment.ocr.confidence
        for segment in document.segments
        if segment.ocr is not None
        for at in range(segment.text.start, segment.text.end)
    }


def printed_lines(document: Document) -> list[PrintedLine]:
    """Return the printed lines of a document in reading order."""
    ends = {paragraph.span.end for paragraph in document.paragraphs}
    starts = {paragraph.span.start for paragraph in document.paragraphs} | {
        join.offset for join in document.joins
    }
    found: list[PrintedLine] = []
    marks = [*sorted(starts), len(document.text)]
    for start, following in pairwise(marks):
        end = following - 1 if following - 1 in ends else following
        pieces = document.pieces(Span(start, end))
        boxes = [
            piece.ocr.box for piece in pieces if piece.ocr is not None and piece.ocr.box is not None
        ]
        box = _around(boxes) if boxes and len(boxes) == len(pieces) else None
        found.append(
            PrintedLine(Span(start, end), pieces[0].page if pieces else 1, box, end in ends)
        )
    return found


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _anchors(first: str, second: str) -> list[tuple[int, int]]:
    """Return the offsets in both texts of the runs that each of them has exactly once."""
    one, other = _unique(first), _unique(second)
    return [(at, other[run]) for run, at in one.items() if run in other]


def _unique(text: str) -> dict[str, int]:
    places = counted_offsets(text)
    found: dict[str, int] = {}
    twice: set[str] = set()
    for number in range(len(places) - _ANCHOR + 1):
        run = "".join([text[at] for at in places[number : number + _ANCHOR]])
        if run in found:
            twice.add(run)
        found[run] = places[number]
    return {run: at for run, at in found.items() if run not in twice}


def _by_text(
    lines: Sequence[PrintedLine], others: Sequence[PrintedLine], anchors: Iterable[tuple[int, int]]
) -> list[list[int]]:
    """Return which characters of the second text each line has, whole lines by their anchors.

    A line without anchors stays behind the one before it.
    """
    of_first, of_second = _owners(lines), _owners(others)
    votes: dict[int, list[int]] = {}
    for here, there in anchors:
        if here in of_first and there in of_second:
            votes.setdefault(of_second[there], []).append(of_first[here])
    order: list[list[int]] = [[] for _ in lines]
    place = 0
    for number, line in enumerate(others):
        if number in votes:
            place = sorted(votes[number])[len(votes[number]) // 2]
        if lines:
            order[place] += range(line.span.start, line.span.end)
    return order


def _owners(lines: Sequence[PrintedLine]) -> dict[int, int]:
    return {
        at: number
        for number, line in enumerate(lines)
        for at in range(line.span.start, line.span.end)
    }


def _scales(
    first: Document, second: Document, anchors: Sequence[tuple[int, int]]
) -> tuple[Scale, Scale] | None:
    """Return the horizontal and the vertical scale; None if the anchors are too few."""
    if len(anchors) < _FEWEST_ANCHORS:
        return None
    here, there = _centres(first), _centres(second)
    seen = [(here[one], there[other]) for one, other in anchors if one in here and other in there]
    across, down = (_scale([(one[axis], other[axis]) for one, other in seen]) for axis in (0, 1))
    return None if across is None or down is None else (across, down)


def _moved(line: PrintedLine, across: Scale, down: Scale) -> PrintedLine:
    """Return a line of the second page where it stands on the first."""
    assert line.box is not None
    left, right = (across[0] + across[1] * line.box[side] for side in (0, 2))
    top, bottom = (down[0] + down[1] * line.box[side] for side in (1, 3))
    return replace(line, box=(left, top, right, bottom))


def _by_box(
    lines: Sequence[PrintedLine], others: Sequence[PrintedLine], second: Document, across: Scale
) -> tuple[list[list[int]], list[PrintedLine]]:
    """Return which characters of the second text each line has, and the lines left unmatched.

    A line that the other engine read across a gutter is divided between both columns. A line where
    the first engine has none can say nothing of single characters.
    """
    there = _centres(second)
    order: list[list[int]] = [[] for _ in lines]
    unmatched: list[PrintedLine] = []
    for line in sorted(others, key=lambda each: each.box[0] if each.box else 0.0):
        level = [
            number
            for number, each in enumerate(lines)
            if each.page == line.page
            and _is_level(each.box, line.box)
            and _reaches(each.box, line.box)
        ]
        if not level:
            unmatched.append(line)
            continue
        place = 0
        for at in range(line.span.start, line.span.end):
            if at in there:
                x = across[0] + across[1] * there[at][0]
                place = min(level, key=lambda number: _distance(lines[number].box, x))
            order[place].append(at)
    return order, unmatched


def _unmatched(
    line: PrintedLine,
    lines: Sequence[PrintedLine],
    text: str,
    confidences: Mapping[int, float | None],
) -> UnmatchedLine:
    """Return an unmatched line with the line above it in its column, or else the one below it."""
    given = [
        each
        for at in range(line.span.start, line.span.end)
        if (each := confidences.get(at)) is not None
    ]
    printed = [each for each in lines if each.page == line.page and each.box and len(each.span)]
    column = [each for each in printed if _reaches(each.box, line.box)] or printed
    above = [each for each in column if _middle_of(each) < _middle_of(line)]
    near = max(above, key=_middle_of) if above else min(column, key=_middle_of)
    confidence = sum(given) / len(given) if given else None
    return UnmatchedLine(line.span.of(text).strip(), confidence, near.span, below=bool(above))


def _middle_of(line: PrintedLine) -> float:
    return line.box[1] + line.box[3] if line.box else 0.0


def _is_level(box: Box | None, other: Box | None) -> bool:
    if box is None or other is None:
        return False
    shared = min(box[3], other[3]) - max(box[1], other[1])
    return shared >= _SHARED_HEIGHT * min(box[3] - box[1], other[3] - other[1])


def _reaches(box: Box | None, other: Box | None) -> bool:
    return box is not None and other is not None and min(box[2], other[2]) > max(box[0], other[0])


def _distance(box: Box | None, x: float) -> float:
    return max(box[0] - x, x - box[2], 0.0) if box else float("inf")


def _centres(document: Document) -> dict[int, tuple[float, float]]:
    """Return the centre of each code point on the page; characters of a box are equally wide."""
    found: dict[int, tuple[float, float]] = {}
    for segment in document.segments:
        if segment.ocr is not None and segment.ocr.box is not None:
            left, top, right, bottom = segment.ocr.box
            step = (right - left) / len(segment.text)
            for number, at in enumerate(range(segment.text.start, segment.text.end)):
                found[at] = (left + (number + 0.5) * step, (top + bottom) / 2)
    return found


def _scale(pairs: Iterable[tuple[float, float]]) -> Scale | None:
    """Return the scale from the second number of the pairs to the first.

    It goes through the medians of the lower and of the upper third, so that outliers do not count.
    """
    ordered = sorted(pairs, key=lambda pair: pair[1])
    third = len(ordered) // 3
    if third < _FEWEST_ANCHORS // 3:
        return None
    (low, low_other), (high, high_other) = (
        _median(part) for part in (ordered[:third], ordered[-third:])
    )
    if high_other - low_other < _LEAST_DISTANCE or high <= low:
        return None
    scale = (high - low) / (high_other - low_other)
    return low - scale * low_other, scale


def _median(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    ones, others = (sorted(numbers) for numbers in zip(*pairs, strict=True))
    return ones[len(ones) // 2], others[len(others) // 2]
