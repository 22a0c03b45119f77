"""PDF: its text layer, page by page; it is only read, as text in a PDF cannot be replaced."""

from __future__ import annotations

import re

from proofer.formats.api import Format, MalformedError, Package
from proofer.formats.plain import blocks
from proofer.messages import Message

_VERTICAL = re.compile(r"^[^\x00-\x7f](?:\n[^\x00-\x7f]){3,}$", re.MULTILINE)
"""pypdf gives vertical lines one character a line, without saying where each ends."""
_LARGEST = 50_000_000
"""Code points of a text layer; a damaged or hostile file can yield any number."""


def _unpack(data: bytes) -> str:
    """Return the text of the pages with form feeds between; docs/dependencies.md is on pypdf."""
    try:
        import pypdf
    except ImportError as error:
        raise MalformedError(
            Message("是 PDF，读取它需要 pypdf：pip install 'proofer-zh[pdf]'。",
                 "is a PDF; reading it needs pypdf: pip install 'proofer-zh[pdf]'.")
        ) from error  # fmt: skip
    import io
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs what it repairs
    pages: list[str] = []
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        for page in reader.pages:
            pages.append(page.extract_text())
            if sum(map(len, pages)) > _LARGEST:
                raise ValueError("too much text")
    except Exception as error:  # pypdf raises errors of every kind for damaged files
        why = f"{type(error).__name__}: {error}"
        raise MalformedError(
            Message(f"无法读取（{why}）；可能被截断、损坏或加密。",
                 f"cannot be read ({why}); it may be cut off, damaged or encrypted.")
        ) from error  # fmt: skip
    text = "\f".join(pages).encode("utf-8", "replace").decode("utf-8")
    return _VERTICAL.sub(lambda run: run[0].replace("\n", ""), text)


def _pack(data: bytes, source: str) -> bytes:
    if source == _unpack(data):
        return data
    raise MalformedError(
        Message(
            "是 PDF，只能检查，不能改写；请在源文件中改正。",
            "is a PDF, which is only read; correct what it was made from.",
        )
    )


FORMAT = Format(
    name="pdf",
    media_type="application/pdf",
    suffixes=(".pdf",),
    blocks=blocks,
    recognises=lambda head: head.lstrip().startswith("%PDF-"),
    package=Package(_unpack, _pack),
)
