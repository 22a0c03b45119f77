"""A document read again: its printed lines by the recogniser, and why others were not."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from proofer.document.changes import differing_runs
from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.errors import InputError
from proofer.language.channel.confusions import folded
from proofer.messages import Message
from proofer.ocr.alignment import similarity
from proofer.rereading.cache import NO_CACHE, LineCache
from proofer.rereading.crops import crop
from proofer.rereading.lines import Line, Unreadable, lines_of, with_room
from proofer.rereading.model import Recogniser
from proofer.rereading.posteriors import Classes, Posterior
from proofer.scan.image_lookup import ImageFile, find_image
from proofer.scan.images import PageImage, read_page_image

LEAST_ALIKE = 0.1
"""Share of neighbouring pairs of characters below which an image does not show what a page says.

Pages of which every second character is wrong still share more; lines of other pages share none.
"""
_DIFFERENT, _LEGIBLE = 0.6, 0.9
"""A line is illegible if more of its characters differ, and the recogniser is less sure of them."""
_HIDDEN, _CLEAR = 4, 0.6
"""Characters running that differ where a part of a line is hidden, and how sure of what is seen
there the recogniser is at most."""
_TELLING = 20
"""Characters of a page that tell whether the image is its own."""


@dataclass(frozen=True, eq=False)
class LineReading:
    """A printed line as the file has it, and what its image says.

    Attributes:
        span: the line in the document's text.
        text: its characters, folded as texts are compared, without blanks.
        offsets: where each of them stands in the document's text.
        posterior: what the recogniser says.
    """

    span: Span
    text: str
    offsets: Sequence[int]
    posterior: Posterior

    @classmethod
    def of(cls, document: Document, span: Span, posterior: Posterior) -> LineReading:
        """Return the reading of a line of `document`."""
        marked = [(at, folded(document.text[at])) for at in range(span.start, span.end)]
        kept = [(at, char) for at, char in marked if char]
        return cls(span, "".join(char for _, char in kept), [at for at, _ in kept], posterior)

    @cached_property
    def seen(self) -> tuple[str, float]:
        """What the image alone reads, and how sure of it the recogniser is, 0 to 1."""
        return self.posterior.greedy()

    @cached_property
    def differing(self) -> Sequence[tuple[Span, Span]]:
        """Runs of `text` that the image alone reads otherwise, and what stands there in `seen`."""
        return differing_runs(self.text, self.seen[0])

    @property
    def is_illegible(self) -> bool:
        """Whether the recogniser is unsure of most of it: a stamp, a tear, two lines in one box."""
        from rapidfuzz.distance import Levenshtein

        text, certainty = self.seen
        differs = Levenshtein.normalized_distance(self.text, text) > _DIFFERENT
        return differs and certainty < _LEGIBLE

    @cached_property
    def hidden(self) -> tuple[Span, ...]:
        """Parts of the document's text whose image cannot be read, though the rest of it can.

        The recogniser sees something else in several characters, and is unsure of that, or sees
        nothing: they lie under a stamp or a fold, or are torn off.
        """
        long = [run for run in self.differing if len(run[0]) >= _HIDDEN]
        if not long:  # as in nearly every line
            return ()
        _, peaks = self.posterior.peaks()
        return tuple(
            self.place(old)
            for old, new in long
            if not len(new) or float(peaks[new.start : new.end].mean()) < _CLEAR
        )

    def hides(self, span: Span) -> bool:
        """Return whether a place of the document's text is `hidden`, in part at least."""
        return any(
            each.overlaps(span) or each.start <= span.start <= span.end <= each.end
            for each in self.hidden
        )

    @property
    def agreed(self) -> list[Span]:
        """Where the image alone reads what the file has, with a neighbour on each side."""
        from rapidfuzz.distance import Levenshtein

        found: list[Span] = []
        for op in Levenshtein.opcodes(self.text, self.seen[0]):
            start = op.src_start + (op.src_start > 0)
            end = op.src_end - (op.src_end < len(self.text))
            if op.tag == "equal" and start < end:
                found.append(self.place(Span(start, end)))
        return found

    def folded(self, span: Span) -> Span:
        """Return where a place of the document's text, within the line, is in `text`."""
        start, end = (bisect_left(self.offsets, at) for at in (span.start, span.end))
        return Span(start, max(start, end))

    def place(self, span: Span) -> Span:
        """Return where a part of `text` stands in the document's text."""
        if len(span):
            return Span(self.offsets[span.start], self.offsets[span.end - 1] + 1)
        if span.start < len(self.offsets):
            return Span(self.offsets[span.start], self.offsets[span.start])
        end = self.offsets[-1] + 1 if self.offsets else self.span.start
        return Span(end, end)


@dataclass(frozen=True, slots=True)
class Rereading:
    """What came of reading a document again, in the order of its text.

    Attributes:
        lines: the lines that were read.
        unread: the lines that could not be read, and why.
        problems: what to tell of whole pages.
    """

    lines: tuple[LineReading, ...] = ()
    unread: tuple[tuple[Span, Unreadable], ...] = ()
    problems: tuple[Message, ...] = ()


class Reader:
    """Reads documents again with one recogniser."""

    def __init__(self, recogniser: Recogniser, cache: LineCache = NO_CACHE) -> None:
        self._recogniser = recogniser
        self._cache = cache

    @cached_property
    def _classes(self) -> Classes:
        return Classes(self._recogniser.characters)

    def read(self, document: Document, folder: Path | None = None) -> Rereading:
        """Return what the images of the pages say, which are beside the document or in `folder`."""
        pages: OrderedDict[_Key, list[tuple[Span, Line]]] = OrderedDict()
        unread: list[tuple[Span, Unreadable]] = []
        for span, line in lines_of(document):
            if isinstance(line, Unreadable):
                unread.append((span, line))
            else:
                key = line.region.page, line.region.image, line.region.frame
                pages.setdefault(key, []).append((span, line))
        whole = Rereading(unread=tuple(unread))
        for lines in pages.values():
            whole = _together(whole, self._page(document, folder, [line for _, line in lines]))
        return replace(
            whole,
            lines=tuple(sorted(whole.lines, key=lambda line: line.span)),
            unread=tuple(sorted(whole.unread, key=lambda line: line[0])),
        )

    def _page(self, document: Document, folder: Path | None, lines: Sequence[Line]) -> Rereading:
        region = lines[0].region
        file = find_image(region.image, document.path, folder)
        if file is None:
            return Rereading(problems=(_no_image(document, region.page, region.image),))
        read: list[LineReading] = []
        unread: list[tuple[Span, Unreadable]] = []
        try:
            for line, found in self._lines(file, with_room(lines)):
                if isinstance(found, Unreadable):
                    unread.append((line.span, found))
                    continue
                read.append(LineReading.of(document, line.span, found))
        except InputError as error:
            return Rereading(problems=(error.message,))
        if _is_of_another_page(read):
            return Rereading(problems=(_other_image(document, region.page, file.path),))
        unread += [(line.span, Unreadable.ILLEGIBLE) for line in read if line.is_illegible]
        return Rereading(tuple(line for line in read if not line.is_illegible), tuple(unread))

    def _lines(
        self, file: ImageFile, lines: Sequence[Line]
    ) -> Iterator[tuple[Line, Posterior | Unreadable]]:
        """Yield what the recogniser says of the lines of a page, or said in an earlier run."""
        page: PageImage | None = None
        with self._cache.page(file.path) as known:
            for line in lines:
                if (found := known.get(line)) is None:
                    page = page or read_page_image(file, line.region)
                    image = crop(page, line)
                    if isinstance(image, Unreadable):
                        yield line, image
                        continue
                    found = self._classes.posterior(self._recogniser.probabilities(image))
                    known.put(line, found)
                yield line, found


_Key = tuple[int, str, int | None]
"""Page, image and frame: what tells images apart."""


def _together(first: Rereading, second: Rereading) -> Rereading:
    return Rereading(
        first.lines + second.lines,
        first.unread + second.unread,
        first.problems + second.problems,
    )


def _is_of_another_page(lines: Sequence[LineReading]) -> bool:
    printed = "\n".join(line.text for line in lines)
    seen = "\n".join(line.seen[0] for line in lines)
    return len(printed) >= _TELLING and similarity(printed, seen) < LEAST_ALIKE


def _no_image(document: Document, page: int, image: str) -> Message:
    named = Message(f"（{image}）", f" ({image})") if image else Message("", "")
    return Message(
        f"没有重读 {document.path.name} 第 {page} 页：找不到原图{named.zh}",
        f"page {page} of {document.path.name} is not read again: no image of it is found{named.en}",
    )


def _other_image(document: Document, page: int, image: Path) -> Message:
    return Message(
        f"没有重读 {document.path.name} 第 {page} 页："
        f"{image.name} 上的文字与文件不同，不像是这一页的原图",
        f"page {page} of {document.path.name} is not read again: "
        f"what {image.name} shows is not what the file says",
    )
