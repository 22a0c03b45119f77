"""The same file in the same format: corrections are made, every other byte is unchanged."""

from __future__ import annotations

from collections.abc import Sequence

from proofer.exports.api import Exporter, Options
from proofer.messages import Message
from proofer.review.export import corrected
from proofer.review.reviewed import ReviewedDocument


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the corrected bytes."""
    return corrected(files[0].document, files[0].edits)


EXPORTER = Exporter("same", "", render, title=Message("改正后的原文件", "the corrected file"))
