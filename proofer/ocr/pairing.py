"""Pages that were read twice: which file holds the second reading, and both as one document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Unpack

from proofer.document.document import Document
from proofer.document.read_options import ReadOptions
from proofer.errors import InputError
from proofer.formats import is_supported, read
from proofer.messages import Message
from proofer.ocr.alignment import aligned, similarity

LEAST_ALIKE = 0.2
"""Similarity below which two texts are not taken as readings of one page.

Of 90 pages that two engines read, 87 share 0.29 or more with themselves; of 8,010 pairs of
different pages 8 in 1,000 share 0.2 (reports with stock phrases, and readings of a few characters).
"""


def read_page(path: Path, second: Path | None, **options: Unpack[ReadOptions]) -> Document:
    """Read a file and, if `second` is given, the other reading of it there: see `partner`.

    Raises:
        InputError: if either cannot be read, there is no other reading, or it is of another page.
    """
    document = read(path, **options)
    return (
        document
        if second is None
        else with_second(document, read(partner(path, second), **options))
    )


def with_second(document: Document, second: Document) -> Document:
    """Return the document with another reading of the same page.

    Raises:
        InputError: if that is of another page.
    """
    alike = similarity(document.text, second.text)
    if alike < LEAST_ALIKE:
        raise InputError(
            Message(
                f"{second.path} 不像是 {document.path} 同一版面的另一次识别："
                f"相邻两字只有 {alike:.0%} 相同。",
                f"{second.path} does not seem to be another reading of the page in "
                f"{document.path}: "
                f"only {alike:.0%} of the pairs of characters are the same.",
            )
        )
    return replace(document, alternate=aligned(document, second))


def partner(path: Path, second: Path) -> Path:
    """Return the file with the other reading of `path`.

    It is `second` itself, or the one of the same stem in the folder or of the pattern that `second`
    names. The stem ends at the first dot: `page-1.rapid.json` and `page-1.tess.hocr` are readings
    of one page.

    Raises:
        InputError: if there is none, or more than one.
    """
    if second.is_file():
        return second
    files = second.iterdir() if second.is_dir() else second.parent.glob(second.name)
    found = sorted(each for each in files if _is_partner(each, path))
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError(
            Message(
                f"{second} 里没有 {path} 的另一次识别。",
                f"{second} holds no second reading of {path}.",
            )
        )
    raise InputError(
        Message(
            f"{path} 的另一次识别不止一个，请用通配符选定：{_named(found, '、')}",
            f"{path} has several second readings, choose one with a pattern: {_named(found, ', ')}",
        )
    )


def _is_partner(file: Path, path: Path) -> bool:
    same_stem = file.name.partition(".")[0] == path.name.partition(".")[0]
    return same_stem and file.is_file() and file.resolve() != path.resolve() and is_supported(file)


def _named(files: Iterable[Path], separator: str) -> str:
    return separator.join(file.name for file in files)
