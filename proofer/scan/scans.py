"""The scans of one document: where its text is shown, with the latest images in memory."""

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

_MOST_IN_MEMORY = 3
"""Images in memory; each has up to 30 MB."""
_LEAST_PITCH = 0.7
"""Share of the usual height of a line on the page: a lower one is not a line of print.

What an engine takes for a line may be a fold of the paper, or lie between two lines.
"""


def can_read() -> bool:
    """Return whether Pillow, the extra `scan`, is installed."""
    return find_spec("PIL") is not None


@dataclass(frozen=True, slots=True)
class ScanRegion:
    """A region and the image file that shows it."""

    region: ImageRegion
    file: ImageFile

    @property
    def page(self) -> tuple[Path, int, int | None]:
        """The key of its page: file, number of the page, frame."""
        return self.file.path, self.region.page, self.region.frame


class Scans:
    """Finds and reads the images of a document, which are beside it, in `folder` or in `root`.

    Threads may share it.
    """

    def __init__(
        self, document: Document, folder: Path | None = None, root: Path | None = None
    ) -> None:
        self._document = document
        self._pitch = cache(lambda page: usual_pitch(document, page))
        self._image = cache(lambda name: find_image(name, document.path, folder, root))
        self._pages: OrderedDict[tuple[Path, int, int | None], PageImage | InputError] = (
            OrderedDict()
        )
        self._lock = threading.Lock()

    def find(self, span: Span) -> ScanRegion | None:
        """Return where `span` of the text is shown; None if it has no box, or its page no image."""
        region = region_of(self._document, span)
        file = self._image(region.image) if region is not None else None
        if region is None or file is None:
            return None
        least = _LEAST_PITCH * self._pitch(region.page)
        return ScanRegion(replace(region, pitch=max(region.pitch, least)), file)

    def page_image(self, shown: ScanRegion) -> PageImage | InputError | None:
        """Return the image of a region's page, or why it cannot be shown; None until it is read."""
        return self._pages.get(shown.page)

    def read(self, shown: ScanRegion) -> None:
        """Read the image of a region's page for `page_image`.

        This can take seconds, so it is meant for a thread.
        """
        with self._lock:
            if shown.page in self._pages:
                return
            try:
                self._pages[shown.page] = read_page_image(shown.file, shown.region)
            except InputError as error:
                self._pages[shown.page] = error
            if len(self._pages) > _MOST_IN_MEMORY:
                self._pages.popitem(last=False)
