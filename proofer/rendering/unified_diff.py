"""The unified diff of a document and the same with some edits, made from the edits alone.

Lines end at LF only, as for `patch`, and keep what is before it. They are in the file's encoding,
as text that gives its bytes when it is encoded as UTF-8 with surrogateescape. UTF-16, of which a
diff would be binary, is written as UTF-8.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from proofer.document.document import Document
from proofer.document.edits import SourceEdit, apply
from proofer.document.spans import Span

_CONTEXT = 3
"""Unchanged lines around a change, as `diff -u` has them."""
_ESCAPES = {
    "\a": "a",
    "\b": "b",
    "\t": "t",
    "\n": "n",
    "\v": "v",
    "\f": "f",
    "\r": "r",
    '"': '"',
    "\\": "\\",
}


@dataclass(frozen=True, slots=True)
class _ChangedLines:
    """Lines `first` to `last` (from 0, exclusive), which become `lines`."""

    first: int
    last: int
    lines: list[str]

    @property
    def growth(self) -> int:
        return len(self.lines) - (self.last - self.first)


def unified(
    document: Document, edits: Sequence[SourceEdit], path: Path, grown: int | None = None
) -> Generator[str, None, int]:
    """Yield the diff of the file, called a/`path` and b/`path`.

    The parts of a large file have one diff: each returns by how many lines the file has grown so
    far, which the next one takes as `grown`. `edits` are sorted and do not overlap.
    """
    lines, before = _lines(document.source), document.before.lines
    if grown is None:
        yield f"--- {_label('a', path)}\n+++ {_label('b', path)}\n"
    shift = grown or 0
    for hunk in _hunks(_blocks(document.source, lines, edits)):
        first, last = max(0, hunk[0].first - _CONTEXT), min(len(lines), hunk[-1].last + _CONTEXT)
        growth = sum(block.growth for block in hunk)
        old, new = (
            _range(before + first, last - first),
            _range(before + first + shift, last - first + growth),
        )
        yield f"@@ -{old} +{new} @@\n"
        for mark, number, line in _changes(hunk, lines, first, last):
            yield mark + _written(line, document, is_first=number == 0)
        shift += growth
    return shift


def _range(first: int, count: int) -> str:
    return f"{first + (count > 0)},{count}"


def _lines(text: str) -> list[str]:
    pieces = text.split("\n")
    whole = [piece + "\n" for piece in pieces[:-1]]
    return [*whole, pieces[-1]] if pieces[-1] else whole


def _blocks(
    source: str, lines: Sequence[str], edits: Sequence[SourceEdit]
) -> Iterator[_ChangedLines]:
    """Yield the lines that change; edits that share a line make one block."""
    starts = [0, *accumulate(map(len, lines))]
    groups: list[tuple[int, int, list[SourceEdit]]] = []
    for edit in edits:
        first, end = _line_at(edit.span.start, starts), edit.span.end
        # without its end, a line goes on in the next one
        if len(edit.span) and source[end - 1] != "\n":
            end -= 1
        last = _line_at(end, starts) + 1
        if groups and first < groups[-1][1]:
            first, before, held = groups.pop()
            groups.append((first, max(before, last), [*held, edit]))
        else:
            groups.append((first, last, [edit]))
    for first, last, held in groups:
        span = Span(starts[first], starts[last])
        inside = [SourceEdit(edit.span.shift(-span.start), edit.replacement) for edit in held]
        yield _ChangedLines(first, last, _lines(apply(span.of(source), inside)))


def _line_at(offset: int, starts: Sequence[int]) -> int:
    return min(bisect_right(starts, offset), len(starts) - 1) - 1


def _hunks(blocks: Iterator[_ChangedLines]) -> list[list[_ChangedLines]]:
    hunks: list[list[_ChangedLines]] = []
    for block in blocks:
        if hunks and block.first - hunks[-1][-1].last <= 2 * _CONTEXT:
            hunks[-1].append(block)
        else:
            hunks.append([block])
    return hunks


def _changes(
    hunk: Sequence[_ChangedLines], lines: Sequence[str], first: int, last: int
) -> Iterator[tuple[str, int, str]]:
    """Yield each line of a hunk with its mark and number."""
    edges = [_ChangedLines(first, first, []), *hunk, _ChangedLines(last, last, [])]
    for before, block in pairwise(edges):
        for number in range(before.last, block.first):
            yield " ", number, lines[number]
        for number in range(block.first, block.last):
            yield "-", number, lines[number]
        for index, line in enumerate(block.lines):
            yield "+", block.first + index, line


def _written(line: str, document: Document, *, is_first: bool) -> str:
    origin = document.origin
    if not origin.encoding.startswith("utf-16"):
        data = line.encode(origin.encoding)
        line = (origin.bom + data if is_first else data).decode("utf-8", "surrogateescape")
    return line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


def _label(side: str, path: Path) -> str:
    """Return the name for git and patch: quoted if it has control characters, a tab if spaces."""
    name = f"{side}/{path.as_posix().lstrip('/')}"
    if any(character < " " or character in '"\\\x7f' for character in name):
        return '"' + "".join(map(_quoted, name)) + '"'
    return name + "\t" if " " in name else name


def _quoted(character: str) -> str:
    if character in _ESCAPES:
        return "\\" + _ESCAPES[character]
    return f"\\{ord(character):03o}" if character < " " or character == "\x7f" else character
