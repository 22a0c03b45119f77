"""The scans of one document: where its places are shown, with the latest pages kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.errors import InputError
from proofer.scan.image_lookup import ImageFile, find_image
from proofer.scan.images import PageImage, read_page_image
from proofer.scan.regions import ImageRegion, region_of, usual_pitch

_KEPT = 3
"""Pages in memory; each has up to 30 MB."""

_LOWEST = 0.7
"""A line lower than this share of the page's usual is none."""


def can_read() -> bool:
    """Return whether Pillow, the extra `scan`, is installed."""
    return find_spec("PIL") is not None


@dataclass(frozen=True, slots=True)
class ScanRegion:
    """A place of a document and the image that shows it."""

    place: ImageRegion
    file: ImageFile

    @property
    def page(self) -> tuple[Path, int, int | None]:
        """What tells pages apart."""
        return self.file.path, self.place.page, self.place.frame


class Scans:
    """Finds and reads the images of a document, which are beside it or in `folder`.

    Threads may share it.
    """

    def __init__(self, document: Document, folder: Path | None = None) -> None:
        self._document = document
        self._pitch = cache(lambda page: usual_pitch(document, page))
        self._image = cache(lambda name: find_image(name, document.path, folder))
        self._pages: OrderedDict[tuple[Path, int, int | None], PageImage | InputError] = (
            OrderedDict()
        )
        self._lock = threading.Lock()

    def find(self, span: Span) -> ScanRegion | None:
        """Return where `span` of the text is shown; None if it has no box, or its page no image."""
        place = region_of(self._document, span)
        if (
            place is not None
        ):  # what an engine takes for a line may be a fold of the paper, or lie between two lines
            place = replace(place, pitch=max(place.pitch, _LOWEST * self._pitch(place.page)))
        file = self._image(place.image) if place is not None else None
        return ScanRegion(place, file) if place is not None and file is not None else None

    def kept(self, spot: ScanRegion) -> PageImage | InputError | None:
        """Return the page of a spot, or why it cannot be shown; None if it is not read yet."""
        return self._pages.get(spot.page)

    def read(self, spot: ScanRegion) -> None:
        """Read and keep the page of a spot, or why it cannot be shown.

        Takes up to seconds; meant for a thread.
        """
        with self._lock:
            if spot.page in self._pages:
                return
            try:
                self._pages[spot.page] = read_page_image(spot.file, spot.place)
            except InputError as error:
                self._pages[spot.page] = error
            if len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
