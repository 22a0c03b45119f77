"""Which file is the image of a page: as the OCR file names it, or named as the OCR file is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".jp2", ".bmp", ".gif")
_ELSEWHERE = re.compile(r"[/\\]|[A-Za-z][A-Za-z0-9+.-]*:")
"""How a path begins that does not start at the folder of its file: a root, a drive, a share, a web address."""


@dataclass(frozen=True, slots=True)
class ImageFile:
    """An image that was found; `named` if the OCR file names it, and does not only share its name."""

    path: Path
    named: bool


def find_image(name: str, document: Path, folder: Path | None = None) -> ImageFile | None:
    """Return the image `name` of a page of `document`, looked for in `folder`, if given, and beside the document.

    In each the image is looked for by its path and its name, then by the name of the document:
    `page-1.tess.hocr` has `page-1.tess.png` or `page-1.png`. A path from elsewhere is not followed:
    the OCR may come from another machine, and a share or a web address would be asked for over the
    network.
    """
    for place in [folder, document.parent] if folder is not None else [document.parent]:
        for each in _names(name):
            if _is_file(place / each):
                return ImageFile(place / each, named=True)
        for stem in _stems(document.name):
            for suffix in SUFFIXES:
                for each in (stem + suffix, stem + suffix.upper()):
                    if _is_file(place / each):
                        return ImageFile(place / each, named=False)
    return None


def _names(name: str) -> Iterator[str]:
    if not name.strip():
        return
    if not _ELSEWHERE.match(name):
        yield name.replace("\\", "/")
    last = re.split(r"[/\\:]", name)[-1]
    if last not in ("", ".", ".."):
        yield last


def _stems(name: str) -> Iterator[str]:
    while "." in name.lstrip("."):
        name = name.rpartition(".")[0]
        yield name


def _is_file(path: Path) -> bool:
    try:
        return path.is_file() and path.suffix.lower() in SUFFIXES
    except (OSError, ValueError):  # no name that a file could have
        return False
