"""Lines of a text file, and which of them are a paragraph wrapped at the width of a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from proofer.document.blocks import Block
from proofer.document.kinds import RUNNING_TEXT, BlockKind, look, starts_item
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span

_TOKEN = lazy_pattern(r"[^\r\n\f]+|\r\n|[\r\n\f]")
SENTENCE_END = frozenset("。！？…!?")
_MARK_END = SENTENCE_END.union("，、；：,;:.")
_CLOSERS = "”’」』）)》】\"'"

_OPEN_SENTENCE = lazy_pattern(r"(?=.{15})(?:.*[，、,]|(?=.*[。！？；!?;]|.{35}.*[，,]).*[\w%％])$")
"""A line that ends in a comma; or in a word, and is no title: it holds a stop, or is long."""

_NARROWEST = 16
"""Half-width cells; shorter lines are headlines or verse."""
_WIDEST = 200
"""Half-width cells; a longer line is a paragraph of its own."""
_FULL = 0.85
"""Share of the column's width from which a line goes on: a mark or a character may be missing."""
_MERGED = 1.3
"""Share of the column's width above which a line is two merged ones, or of another column."""
_NEAR = 0.08
"""Share of a width by which a line may differ from it and still be of that column."""
_CELLS = 2
"""Half-width cells; one full-width character, as a mark at the edge may hang or be missing."""
_TELLING = 3
"""Lines; fewer do not give the width of a column, and three only if the first two are equal."""
_CONTINUED, _ALIKE = 4, 0.85
"""Lines that go on, and the share of them of one width, that give the width of dialogue."""
_QUANTILE = 0.7
"""Of the widths of lines, to be that of the column: the last lines of paragraphs are shorter."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line with text: its span without white space at the ends, and its place on the page."""

    span: Span
    text: str
    page: int
    blank_before: bool
    indent: int
    """Half-width cells before the text."""
    width: int
    """Half-width cells of the text and of the blanks before it."""
    last: str
    """The last character before any closing quotes and brackets."""

    @classmethod
    def at(cls, start: int, text: str, *, page: int, blank_before: bool, indent: int) -> SourceLine:
        """Return a line.

        Args:
            start: where its text begins in the source.
            text: its text, without white space at the ends.
            page: the number of its page, from 1.
            blank_before: whether it follows a blank line or begins a page.
            indent: half-width cells before the text.
        """
        width = indent + _width(text)
        return cls(
            Span(start, start + len(text)),
            text,
            page,
            blank_before,
            indent,
            width,
            text.rstrip(_CLOSERS)[-1:],
        )

    def part(self, start: int, end: int) -> SourceLine:
        """Return the line from `start` to `end` of its text, without white space at the ends."""
        text = self.text[start:end]
        start += self.span.start + len(text) - len(text.lstrip())
        return SourceLine.at(
            start, text.strip(), page=self.page, blank_before=self.blank_before, indent=self.indent
        )

    @property
    def indented(self) -> bool:
        """Whether the line is indented as that of a new paragraph."""
        return self.indent > 1

    @property
    def ends_sentence(self) -> bool:
        """Whether the line ends in a mark that ends a sentence."""
        return self.last in SENTENCE_END

    @property
    def ends_in_mark(self) -> bool:
        """Whether the line ends in any mark."""
        return self.last in _MARK_END


def _width(text: str) -> int:
    """Return the half-width cells of `text`; each character that is not ASCII counts two."""
    return len(text) if text.isascii() else 2 * len(text) - len(text.encode("ascii", "ignore"))


def source_lines(source: str) -> list[SourceLine]:
    """Return the lines that hold text.

    They end at LF, CRLF or CR; a form feed ends a line and a page.
    """
    found: list[SourceLine] = []
    page = 1
    ends = 0
    for match in _TOKEN.finditer(source):
        token = match.group()
        if token == "\f":
            page += 1
            ends += 2
        elif token[0] in "\r\n":
            ends += 1
        elif text := token.strip():
            before = token.index(text[0])
            indent = _width(token[:before].replace("\t", "    ")) if before else 0
            blank_before = ends != 1 or not found
            found.append(
                SourceLine.at(
                    match.start() + before,
                    text,
                    page=page,
                    blank_before=blank_before,
                    indent=indent,
                )
            )
            ends = 0
    return found


def unbroken_runs(lines: Sequence[SourceLine]) -> Iterator[Sequence[SourceLine]]:
    """Split lines at blank lines and form feeds."""
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or lines[index].blank_before:
            yield lines[start:index]
            start = index


class Wrapping:
    """Decides line by line whether the next one continues it, by the width of the column.

    A run of lines gives its width; for a short run it is that of another one of the page. With
    `lazy`, as in Markdown, a sentence that a line leaves open goes on in the next one, too.
    """

    def __init__(self, lines: Sequence[SourceLine], *, lazy: bool = False) -> None:
        self.lazy = lazy
        found = list(unbroken_runs(lines))
        self.widths = sorted({width for run in found if (width := _own_width(run))})
        self.blank_lines = len(found) > 1

    def paragraphs(self, run: Sequence[SourceLine]) -> list[Sequence[SourceLine]]:
        """Split a run of lines into paragraphs."""
        width = self._column(run)
        by_blank_lines = self.blank_lines and not _ends_before_the_edge(run, width)
        told_apart = by_blank_lines or any(line.indented for line in run)
        result: list[Sequence[SourceLine]] = []
        start = 0
        for index in range(1, len(run) + 1):
            if index == len(run) or not (
                _goes_on(run[index - 1], run[index], width, told_apart=told_apart)
                or (self.lazy and _is_left_open(run[index - 1].text, run[index].text))
            ):
                result.append(run[start:index])
                start = index
        return result

    def _column(self, run: Sequence[SourceLine]) -> int:
        """Return the width at which the run is wrapped; 0 if it is not."""
        if len(run) >= _TELLING or len(run) < 2 or _lines_are_units(run):
            return _own_width(run) or _width_by_indents(run)
        first = run[0].width
        return next((width for width in self.widths if abs(first - width) <= _NEAR * width), 0)


def _own_width(run: Sequence[SourceLine]) -> int:
    if len(run) < _TELLING or _lines_are_units(run):
        return 0
    if len(run) == _TELLING and abs(run[0].width - run[1].width) > _CELLS:
        return 0
    widths = sorted(line.width for line in run)
    width = widths[int(_QUANTILE * (len(widths) - 1))]
    full = sum(line.width >= _FULL * width for line in run[:-1])
    return width if _NARROWEST <= width <= _WIDEST and full >= 0.6 * (len(run) - 1) else 0


def _width_by_indents(run: Sequence[SourceLine]) -> int:
    """Return the width of a run that is mostly short lines of its own, as dialogue is.

    First lines of paragraphs are indented there, and those before the others are equally full.
    """
    full = sorted(line.width for line, following in pairwise(run) if not following.indented)
    if not _CONTINUED <= len(full) < 0.8 * len(run):
        return 0
    width = full[len(full) // 2]
    alike = sum(abs(each - width) <= _NEAR * width for each in full)
    return width if _NARROWEST <= width <= _WIDEST and alike >= _ALIKE * len(full) else 0


def _lines_are_units(run: Sequence[SourceLine]) -> bool:
    """Return whether each line is a unit: verse, slogans, or one paragraph a line."""
    marked = sum(line.ends_in_mark for line in run[:-1])
    sentences = sum(line.ends_sentence for line in run[:-1])
    unmarked = not any(mark in line.text for line in run for mark in "，。,")
    return unmarked or sentences > 0.5 * (len(run) - 1) or marked >= 0.8 * (len(run) - 1)


def _ends_before_the_edge(run: Sequence[SourceLine], width: int) -> bool:
    """Return whether paragraphs end inside the run, some of them perhaps with a full line."""
    return any(line.ends_sentence and line.width < _FULL * width for line in run[:-1])


def _goes_on(line: SourceLine, following: SourceLine, width: int, *, told_apart: bool) -> bool:
    if (
        not width
        or following.indented
        or starts_item(following.text)
        or line.width > _MERGED * width
    ):
        return False
    if line.ends_sentence:
        return told_apart and line.width >= width - _CELLS
    return line.width >= _FULL * width


def _is_left_open(line: str, following: str) -> bool:
    """Return whether `line` stops in mid-sentence and `following` is no item, title or credit."""
    return (
        _OPEN_SENTENCE.match(line) is not None
        and not starts_item(following)
        and look(line) in RUNNING_TEXT
        and look(following) in (BlockKind.PROSE, BlockKind.SHORT)
    )


def paragraph_block(
    paragraph: Sequence[SourceLine], kind: BlockKind | None = None, level: int = 0
) -> Block:
    """Return the block of a paragraph's lines."""
    first = paragraph[0]
    return Block(
        pieces=tuple([line.span for line in paragraph]),
        kind=kind,
        level=level,
        page=first.page,
        blank_before=first.blank_before,
        indented=first.indented,
        wraps=frozenset(range(1, len(paragraph))),
    )
