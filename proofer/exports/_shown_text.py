"""The text that an export shows: the source if it can be read as it is, else the reading flow."""

from __future__ import annotations

from proofer.document.document import Document, Origin
from proofer.review.reviewed import ReviewedDocument


def as_text(reviewed: ReviewedDocument) -> Document:
    """Return the reading flow as a document of its own in UTF-8."""
    document = reviewed.document
    return Document(document.path, document.text, "", (), (), origin=Origin(encoding="utf-8"))
