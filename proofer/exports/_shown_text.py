"""The text that an export shows: the source if it can be read as it is, else the reading flow."""

from __future__ import annotations

from proofer.document.document import Document, Origin
from proofer.review.reviewed import ReviewedDocument


def is_source_shown(document: Document) -> bool:
    """Return whether the file can be read as it is, unlike XML, JSON and archives."""
    return document.origin.readable and document.pack is None


def as_text(reviewed: ReviewedDocument) -> Document:
    """Return the reading flow as a document of its own in UTF-8."""
    document = reviewed.document
    return Document(document.path, document.text, "", (), (), origin=Origin(encoding="utf-8"))
