"""Which OCR engine wrote a file."""

from __future__ import annotations

import re

from proofer.document.lazy_pattern import lazy_pattern

_HEAD = 5_000
"""Code points at the start of a file in which it names its engine."""
_NAMED = lazy_pattern(
    r"""<meta\b[^<>]*\bname\s*=\s*["']?ocr-system\b[^<>]*\bcontent\s*=\s*["']?([^"'>]+)   # hOCR
    |<(?:\w+:)?softwareName>([^<]+)                                                      # ALTO
    |<(?:\w+:)?Creator>([^<]+)                                                           # PAGE
    |"engine"\s*:\s*"([^"]+)\"""",
    re.VERBOSE | re.IGNORECASE,
)
_NAME = lazy_pattern(r"[a-z]*")


def engine_of(source: str, default: str) -> str:
    """Return the engine that the file names, in lower case without its version, as `tesseract`.

    If it names none, it is `default`, that of the file's format.
    """
    named = _NAMED.search(source[:_HEAD])
    stated = next((group for group in named.groups() if group), "") if named else ""
    name = _NAME.match(stated.strip().lower())
    return (name[0] if name else "") or default
