"""A document read again: its printed lines by the recogniser, and why others were not."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.errors import InputError
from proofer.messages import Message
from proofer.rereading.cache import NO_CACHE, LineCache
from proofer.rereading.crops import crop
from proofer.rereading.line_reading import LineReading
from proofer.rereading.lines import Line, Unreadable, lines_of, with_room
from proofer.rereading.model import Recogniser
from proofer.rereading.placement import Placement, displaced, placement
from proofer.rereading.posteriors import Classes, Posterior
from proofer.scan.image_lookup import ImageFile, find_image
from proofer.scan.images import PageImage, read_page_image


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
                read.append(LineReading.of(document, line.span, found, line.cut))
        except InputError as error:
            return Rereading(problems=(error.message,))
        elsewhere = displaced(read)
        seen = placement(read, elsewhere)
        if seen is not Placement.OWN:
            return Rereading(problems=(_other_image(document, region.page, file.path, seen),))
        refused = {
            line.span: Unreadable.ELSEWHERE if line in elsewhere else Unreadable.ILLEGIBLE
            for line in read
            if line in elsewhere or line.is_illegible
        }
        kept = tuple(line for line in read if line.span not in refused)
        return Rereading(kept, (*unread, *refused.items()))

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


def _no_image(document: Document, page: int, image: str) -> Message:
    named = Message(f"（{image}）", f" ({image})") if image else Message("", "")
    return Message(
        f"没有重读 {document.path.name} 第 {page} 页：找不到原图{named.zh}",
        f"page {page} of {document.path.name} is not read again: no image of it is found{named.en}",
    )


def _other_image(document: Document, page: int, image: Path, seen: Placement) -> Message:
    zh, en = _SEEN[seen]
    return Message(
        f"没有重读 {document.path.name} 第 {page} 页：{image.name} {zh}",
        f"page {page} of {document.path.name} is not read again: what {image.name} shows {en}",
    )


_SEEN = {
    Placement.OTHER: ("上的文字与文件不同，不像是这一页的原图", "is not what the file says"),
    Placement.CUT: (
        "上的行与文件的方框错开，像是另外裁过的图",
        "does not stand where the file says: it seems to be cut otherwise",
    ),
}
