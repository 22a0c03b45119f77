"""The reading order of a page, from the boxes of its lines: columns from left to right, each from top to bottom.

Many engines sort lines by their height on the page, which interleaves columns line by line. Here a region is cut in
columns where no line crosses; where headlines or captions do, it is cut above and below them first (a variant of the
XY cut of Nagy and Seth, 1984, that prefers gutters, for the lines of a newspaper's columns share their heights).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from proofer.document.document import Box

_GUTTER = 0.25
"""The narrowest white space between two columns, in heights of a line."""
_PARTING = 1.2
"""The narrowest white space between two articles, one above the other, in heights of a line."""
_OVERHANG = 0.25
"""How far a line may reach over a gutter, in heights of a line: boxes are not exact."""
_FEWEST = 3
"""Lines that a column has on each side of a gutter."""
_MOST = 5_000
"""A page of more lines is no page of a newspaper, and cutting it would take too long."""

Region = Sequence[int]
"""Lines by their index, sorted by height."""


def columns(boxes: Sequence[Box]) -> list[Region]:
    """Return the lines of each column, all columns in reading order."""
    middle = [(top + bottom) / 2 for _, top, _, bottom in boxes]
    todo: list[Region] = [sorted(range(len(boxes)), key=lambda index: (middle[index], boxes[index][0]))]
    if len(boxes) > _MOST:
        return todo
    height = median(bottom - top for _, top, _, bottom in boxes) if boxes else 0.0
    found: list[Region] = []
    while todo:
        region = todo.pop()
        parts = (
            _apart(boxes, region, _PARTING * height)
            or _side_by_side(boxes, region, _GUTTER * height)
            or _bands(boxes, region, _OVERHANG * height)
        )
        if parts:
            todo += reversed(parts)
        else:
            found.append(region)
    return found


def rows(boxes: Sequence[Box], column: Region) -> Iterator[list[int]]:
    """Put together the parts of a column's lines that the engine found apart, from left to right."""
    row: list[int] = []
    for index in column:
        if row and not _level(boxes[row[-1]], boxes[index]):
            yield sorted(row, key=lambda each: boxes[each][0])
            row = []
        row.append(index)
    if row:
        yield sorted(row, key=lambda each: boxes[each][0])


def _level(one: Box, other: Box) -> bool:
    """Return whether both stand beside each other."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    apart = max(one[0], other[0]) - min(one[2], other[2])
    height = min(one[3] - one[1], other[3] - other[1])
    return shared > 0.5 * height and apart > -0.5 * height


def _apart(boxes: Sequence[Box], region: Region, parting: float) -> list[Region]:
    """Cut where white space goes from the left to the right; nothing if there is none."""
    return _cut_at_gaps([boxes[index][1::2] for index in region], region, parting)


def _side_by_side(boxes: Sequence[Box], region: Region, gutter: float) -> list[Region]:
    """Cut where white space goes from top to bottom; nothing if there is none."""
    parts = _cut_at_gaps([boxes[index][::2] for index in region], region, gutter)
    return parts if all(len(part) >= _FEWEST for part in parts) else []


def _cut_at_gaps(extents: Sequence[Sequence[float]], region: Region, least: float) -> list[Region]:
    """Return the parts of the region between which nothing of `extents` (from, to) stands; nothing if it is one."""
    parts: list[list[int]] = []
    reach = float("-inf")
    for place in sorted(range(len(region)), key=lambda each: extents[each][0]):
        start, end = extents[place]
        if not parts or start > reach + least:
            parts.append([])
        parts[-1].append(place)
        reach = max(reach, end)
    return [[region[place] for place in sorted(part)] for part in parts] if len(parts) > 1 else []


def _bands(boxes: Sequence[Box], region: Region, overhang: float) -> list[Region]:
    """Cut above and below lines that cross a gutter; nothing if no gutter has columns on both its sides."""
    best: list[Region] = []
    most = 0
    for gutter in _gutters(boxes, region):
        bands, support = _cut(boxes, region, gutter, overhang)
        if support > most and len(bands) > 1:
            best, most = bands, support
    return best


def _gutters(boxes: Sequence[Box], region: Region) -> Iterable[float]:
    """Return places right of lines, where a gutter may be."""
    return sorted({round(boxes[index][2]) + 0.5 for index in region})


def _cut(boxes: Sequence[Box], region: Region, gutter: float, overhang: float) -> tuple[list[Region], int]:
    """Return the bands that lines across the gutter leave, and how many lines have another one beyond it."""
    bands: list[list[int]] = []
    rest: list[int] = []
    support = 0
    for crosses, run in _runs(boxes, region, gutter, overhang):
        left = sum(boxes[index][2] <= gutter + overhang for index in run)
        paired = 0 if crosses else min(left, len(run) - left)
        if paired >= _FEWEST:
            support += paired
            bands += [rest, run]
            rest = []
        else:
            rest += run
            support -= crosses
    return [band for band in [*bands, rest] if band], support


def _runs(boxes: Sequence[Box], region: Region, gutter: float, overhang: float) -> Iterator[tuple[bool, list[int]]]:
    """Split a region where lines begin or cease to cross the gutter."""
    run: list[int] = []
    crossing = False
    for index in region:
        left, _, right, _ = boxes[index]
        crosses = left < gutter - overhang and right > gutter + overhang
        if run and crosses is not crossing:
            yield crossing, run
            run = []
        crossing = crosses
        run.append(index)
    if run:
        yield crossing, run
