"""PDF: its text layer, page by page; it is only read, as text in a PDF cannot be replaced."""

from __future__ import annotations

import re

from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats.api import Document, Format, MalformedError, Note, Package
from proofer.formats.documents.plain import blocks
from proofer.messages import Message, install_command

_VERTICAL = lazy_pattern(r"^[^\x00-\x7f](?:\n[^\x00-\x7f]){3,}$", re.MULTILINE)
"""pypdf gives vertical lines one character a line, without saying where each ends."""
_HAN = lazy_pattern("[㐀-鿿]")
_SHOWN = 10
"""Pages that a message names."""
_LARGEST = 50_000_000
"""Code points of a text layer; a damaged or hostile file can yield any number."""


def _unpack(data: bytes) -> str:
    """Return the text of the pages with form feeds between; docs/dependencies.md is on pypdf."""
    try:
        import pypdf
    except ImportError as error:
        raise MalformedError(
            Message(f"是 PDF，读取它需要 pypdf：{install_command('pdf')}。",
                 f"is a PDF; reading it needs pypdf: {install_command('pdf')}.")
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


def notes(document: Document) -> list[Note]:
    """Return which pages have no text, and whether what there is can be Chinese."""
    pages = document.source.split("\f")
    bare = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if len(bare) == len(pages):
        return [Note(_NO_LAYER, is_failure=True)]
    found = [] if _HAN.search(document.text) else [Note(_NO_HAN)]
    if bare:
        shown = [str(each) for each in bare[:_SHOWN]] + (["…"] if len(bare) > _SHOWN else [])
        message = Message(
            f"有 {len(bare)} 页（共 {len(pages)} 页）没有文字：第 {'、'.join(shown)} 页；"
            "不是空白页的，请先识别（OCR）。",
            f"has no text on {len(bare)} of {len(pages)} pages: {', '.join(shown)}; "
            "those that are not blank need an OCR first.",
        )
        found.append(Note(message, is_failure=2 * len(bare) > len(pages)))
    return found


_NO_LAYER = Message(
    "没有文字层，是扫描件；请先识别（OCR），再检查识别的结果。",
    "has no text layer, it is a scan; run an OCR on it and check what that writes.",
)
_NO_HAN = Message(
    "的文字层里没有汉字；可能是字体没有注明字符，读出来的不是页上的字。",
    "has no Chinese in its text layer; its fonts may not say which characters they show.",
)


FORMAT = Format(
    name="pdf",
    media_type="application/pdf",
    suffixes=(".pdf",),
    blocks=blocks,
    recognises=lambda head: head.lstrip().startswith("%PDF-"),
    package=Package(_unpack, _pack),
    notes=notes,
)
