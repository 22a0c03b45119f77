"""A unified diff of the file and its correction, for `patch` and `git apply`.

For Word and PDF files, which neither can patch, it is one of the reading flow.
"""

from __future__ import annotations

from collections.abc import Sequence

from proofer.document.edits import SourceEdit
from proofer.exports._annotations import source_annotations
from proofer.exports._shown_text import as_text
from proofer.exports.api import Exporter, Options
from proofer.messages import Message
from proofer.rendering.places import local
from proofer.rendering.unified_diff import unified
from proofer.review.reviewed import ReviewedDocument


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the diff; nothing if nothing changes."""
    reviewed = files[0]
    if reviewed.document.pack is None:
        shown = reviewed.document
        edits = [
            SourceEdit(each.span, each.new)
            for each in source_annotations(reviewed)
            if each.new is not None
        ]
    else:
        shown = as_text(reviewed)
        edits = [SourceEdit(edit.span, edit.replacement) for edit in reviewed.edits]
    if not edits:
        return b""
    return "".join(unified(shown, edits, local(shown.path))).encode("utf-8", "surrogateescape")


EXPORTER = Exporter("diff", ".diff", render, title=Message("差异（diff）", "diff"))
