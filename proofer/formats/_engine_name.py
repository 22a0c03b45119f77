"""Which OCR engine wrote a file, by what the file itself says."""

from __future__ import annotations

import re

_HEAD = 5_000
_NAMED = re.compile(
    r"""<meta\b[^>]*\bname\s*=\s*["']?ocr-system\b[^>]*\bcontent\s*=\s*["']?([^"'>]+)   # hOCR
    |<(?:\w+:)?softwareName>([^<]+)                                                      # ALTO
    |<(?:\w+:)?Creator>([^<]+)                                                           # PAGE
    |"engine"\s*:\s*"([^"]+)\"""",
    re.VERBOSE | re.IGNORECASE,
)
_OF_FORMAT = {"tesseract": "tesseract", "rapidocr": "rapidocr", "paddleocr": "paddleocr"}


def engine_of(form: str, source: str) -> str:
    """Return the engine in lower case, as `tesseract`, without its version; nothing if none is told."""
    named = _NAMED.search(source[:_HEAD])
    said = next((group for group in named.groups() if group), "") if named else ""
    return (re.match(r"[a-z]*", said.strip().lower()) or [""])[0] or _OF_FORMAT.get(form, "")
