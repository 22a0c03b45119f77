"""The reading order of a page, from the boxes of its lines.

Columns are read from left to right, each from top to bottom. Many engines sort lines by their
height on the page, which interleaves columns. Here a region is cut into columns where no line
crosses; where headlines or captions do, it is cut above and below them first. This is a variant of
the XY cut of Nagy and Seth (1984) that prefers gutters, as the lines of a newspaper's columns are
level with each other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from proofer.document.document import Box

_GUTTER = 0.25
"""Line heights; the narrowest white space between two columns."""
_OVERHANG = 0.25
"""Line heights that a line may reach into a gutter: boxes are not exact."""
_PARTING = 0.5
"""Line heights by which articles one above the other are farther apart than lines."""
LARGE = 1.3
"""Line heights; the least height of a headline."""
_FEWEST = 3
"""Lines on each side of a gutter, at least."""
_LOOSE = 0.3
"""Line heights by which headlines and captions are farther from the text than its lines are."""
_TAIL = 2.0
"""Line heights between a column and its last lines, at most, if the engine set these apart."""
_NEXT = 20
"""Lines level with a line or below it that may be the next one of its column."""
_MOST = 2_000
"""Lines; a page with more is not that of a newspaper, and cutting it would take too long."""

Region = Sequence[int]
"""Lines by their index, sorted by height."""


def columns(boxes: Sequence[Box]) -> list[Region]:
    """Return the lines of each column, all columns in reading order."""
    page = sorted(
        range(len(boxes)), key=lambda index: (boxes[index][1] + boxes[index][3], boxes[index][0])
    )
    return _PageBoxes(boxes, page).columns() if 0 < len(boxes) <= _MOST else [page]


def median(numbers: Iterable[float]) -> float:
    """Return the middle one of `numbers`, the larger one of two; 0 if there are none."""
    # `statistics` would import `decimal` and `random`.
    found = sorted(numbers)
    return found[len(found) // 2] if found else 0.0


def rows(boxes: Sequence[Box], column: Region) -> Iterator[list[int]]:
    """Yield the parts of each line of a column, from left to right."""
    row: list[int] = []
    for index in column:
        if row and not _level(boxes[row[-1]], boxes[index]):
            yield sorted(row, key=lambda each: boxes[each][0])
            row = []
        row.append(index)
    if row:
        yield sorted(row, key=lambda each: boxes[each][0])


def _level(one: Box, other: Box) -> bool:
    """Return whether both are beside each other."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    apart = max(one[0], other[0]) - min(one[2], other[2])
    height = min(one[3] - one[1], other[3] - other[1])
    return shared > 0.5 * height and apart > -0.5 * height


class _PageBoxes:
    """The boxes of a page, with its usual line height and spacing."""

    def __init__(self, boxes: Sequence[Box], page: Region) -> None:
        self.boxes = boxes
        self.page = page
        self.height = median(bottom - top for _, top, _, bottom in boxes)
        white = self._white_above()
        usual = median(white.values())
        self.parting = usual + _PARTING * self.height
        loose = usual + _LOOSE * self.height
        below = {above for index, (above, space) in self._above.items() if space <= loose}
        close = {index for index, space in white.items() if space <= loose}
        self.free = frozenset(index for index in page if not (index in close and index in below))
        """Lines with white space above or below, as headlines and captions have it."""

    def _white_above(self) -> dict[int, float]:
        self._above: dict[int, tuple[int, float]] = {}
        for place, index in enumerate(self.page):
            left, _, right, bottom = self.boxes[index]
            for other in self.page[place + 1 : place + 1 + _NEXT]:
                if min(right, self.boxes[other][2]) - max(left, self.boxes[other][0]) > 0.5 * min(
                    right - left, self.boxes[other][2] - self.boxes[other][0]
                ):
                    self._above.setdefault(other, (index, self.boxes[other][1] - bottom))
                    break
        return {index: space for index, (_, space) in self._above.items()}

    def columns(self) -> list[Region]:
        """Return the columns of the page in reading order."""
        todo = [self.page]
        found: list[Region] = []
        while todo:
            region = todo.pop()
            parts = self._parts(region)
            if parts:
                todo += reversed(parts)
            else:
                found.append(region)
        return found

    def _parts(self, region: Region) -> list[Region]:
        """Return the parts of a region in reading order; none if it is one column."""
        beside = self._side_by_side(region)
        loose = {index for column in beside for index in self._centred(column)}
        stacked = self._one_above_the_other(region, loose)
        if len(stacked) > 1 and self._is_tail(stacked[-2], stacked[-1], beside):
            joined = {*stacked[-2], *stacked[-1]}
            stacked = [*stacked[:-2], [index for index in region if index in joined]]
        return (stacked if len(stacked) > 1 else []) or beside or self._bands(region)

    def _is_tail(self, above: Region, part: Region, beside: Sequence[Region]) -> bool:
        """Return whether a part is but the last lines of one of the columns of the part above it.

        They begin and end within its edges, near below its other lines, and are fewer than a column
        has.
        """
        column = next((set(each) for each in beside if set(part) <= set(each)), set[int]())
        rest = column.intersection(above)
        if len(part) >= _FEWEST or len(rest) < _FEWEST:
            return False
        left = min(self.boxes[index][0] for index in rest)
        right = max(self.boxes[index][2] for index in rest)
        bottom = max(self.boxes[index][3] for index in rest)
        return (
            all(
                abs(self.boxes[index][0] - left) < self.height
                and self.boxes[index][2] < right + self.height
                for index in part
            )
            and min(self.boxes[index][1] for index in part) - bottom < _TAIL * self.height
        )

    def _side_by_side(self, region: Region) -> list[Region]:
        """Cut where white space goes from top to bottom."""
        boxes = [self.boxes[index] for index in region]
        gaps = _gaps([(box[0], box[2]) for box in boxes], _GUTTER * self.height)
        parts = _dealt([(box[0] + box[2]) / 2 for box in boxes], region, gaps)
        return parts if all(len(part) >= _FEWEST for part in parts) else []

    def _centred(self, column: Region) -> Iterator[int]:
        """Yield the lines that touch neither edge of a column, as centred headlines do."""
        left = min(self.boxes[index][0] for index in column) + self.height
        right = max(self.boxes[index][2] for index in column) - self.height
        for index in column:
            if self.boxes[index][0] > left and self.boxes[index][2] < right:
                yield index

    def _one_above_the_other(self, region: Region, loose: Collection[int]) -> list[Region]:
        """Cut where white space goes from left to right, but for loose lines; these are a part."""
        extents = {index: (self.boxes[index][1], self.boxes[index][3]) for index in region}
        gaps = _gaps([extents[index] for index in region if index not in loose], self.parting)
        return _dealt([(top + bottom) / 2 for top, bottom in extents.values()], region, gaps)

    def _bands(self, region: Region) -> list[Region]:
        """Cut above and below lines that cross a gutter with columns on both sides."""
        best: list[Region] = []
        most = 0
        step = max(1.0, self.height / 2)
        for place in sorted({int(self.boxes[index][2] / step) for index in region}):
            bands, support = self._cut(region, (place + 1) * step)
            if support > most and len(bands) > 1:
                best, most = bands, support
        return best

    def _cut(self, region: Region, gutter: float) -> tuple[list[Region], int]:
        """Return the parts that a gutter and the free lines across it make, and its support.

        The support is how many lines have another one on the other side of the gutter, less the
        free lines across it.
        """
        parts: list[list[int]] = []
        rest: list[int] = []
        support = 0
        sides = {index: self._side(index, gutter) for index in region}
        for crosses, group in groupby(
            region, key=lambda index: sides[index] == 0 and index in self.free
        ):
            run = list(group)
            right = [index for index in run if sides[index] > 0]
            left = [index for index in run if sides[index] <= 0]
            merged = sum(sides[index] == 0 for index in run)
            paired = min(len(left) - merged, len(right))
            if not crosses and paired >= _FEWEST and merged <= paired:
                support += paired - merged
                parts += [rest, left, right]
                rest = []
            else:
                rest += run
                support -= crosses
        return [part for part in [*parts, rest] if part], support

    def _side(self, index: int, gutter: float) -> int:
        """Return -1 for a line left of the gutter, 1 for one right of it, 0 for one across it."""
        left, _, right, _ = self.boxes[index]
        overhang = _OVERHANG * self.height
        return (left >= gutter - overhang) - (right <= gutter + overhang)


def _gaps(extents: Iterable[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """Return the gaps of more than `least` between `extents` (from, to)."""
    found: list[tuple[float, float]] = []
    reach = float("inf")
    for start, end in sorted(extents):
        if start > reach + least:
            found.append((reach, start))
        reach = end if reach == float("inf") else max(reach, end)
    return found


def _dealt(
    middles: Sequence[float], region: Region, gaps: Sequence[tuple[float, float]]
) -> list[Region]:
    """Return the lines by the gaps that their middles are in or between; none if one part."""
    parts: dict[int, list[int]] = {}
    edges = [edge for gap in gaps for edge in gap]
    for middle, index in zip(middles, region, strict=True):
        parts.setdefault(bisect_right(edges, middle), []).append(index)
    return [parts[number] for number in sorted(parts)] if len(parts) > 1 else []
