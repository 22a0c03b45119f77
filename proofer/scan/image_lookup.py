"""Finds the image of a page: the one that the OCR file names, or one with the name of that file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from proofer.document.lazy_pattern import lazy_pattern

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".jp2", ".bmp", ".gif")
_ABSOLUTE = lazy_pattern(r"[/\\]|[A-Za-z][A-Za-z0-9+.-]*:")
"""The beginning of a path that is not relative: a root, a share, a drive, or a web address."""


@dataclass(frozen=True, slots=True)
class ImageFile:
    """The image of a page; `named` if the OCR file names it and does not only share its name."""

    path: Path
    named: bool


def find_image(
    name: str, document: Path, folder: Path | None = None, root: Path | None = None
) -> ImageFile | None:
    """Return the image `name` of a page of `document`, from `folder`, if given, or beside it.

    In each folder the path and the name of the image are tried, then the name of the document:
    `page-1.tess.hocr` has `page-1.tess.png` or `page-1.png`. An absolute path is not followed: the
    OCR may come from another machine, and a share or a web address would be asked for over the
    network. Nor is one that leads out of the folder and of the project
    `root`, by itself or through a link.
    """
    inside = [each.resolve() for each in (folder, document.parent, root) if each is not None]
    for place in [folder, document.parent] if folder is not None else [document.parent]:
        for named in _paths(name):
            if _is_image(place / named, inside):
                return ImageFile(place / named, named=True)
        for stem in _stems(document.name):
            for suffix in SUFFIXES:
                for similar in (stem + suffix, stem + suffix.upper()):
                    if _is_image(place / similar, inside):
                        return ImageFile(place / similar, named=False)
    return None


def _paths(name: str) -> Iterator[str]:
    if not name.strip():
        return
    if not _ABSOLUTE.match(name):
        yield name.replace("\\", "/")
    last = re.split(r"[/\\:]", name)[-1]
    if last not in ("", ".", ".."):
        yield last


def _stems(name: str) -> Iterator[str]:
    while "." in name.lstrip("."):
        name = name.rpartition(".")[0]
        yield name


def _is_image(path: Path, folders: Iterable[Path]) -> bool:
    try:
        return (
            path.suffix.lower() in SUFFIXES
            and path.is_file()
            and any(map(path.resolve().is_relative_to, folders))
        )
    except (OSError, ValueError, RuntimeError):  # a name that no file can have, or a loop
        return False
