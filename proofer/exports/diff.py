"""A unified diff of the file and its correction, for `patch` and `git apply`.

Of Word and PDF files, which neither can patch, it is one of the reading text.
"""

from __future__ import annotations

from collections.abc import Sequence

from proofer.document.edits import SourceEdit
from proofer.exports._annotations import source_marks
from proofer.exports._shown_text import as_text
from proofer.exports.api import Exporter, Options
from proofer.rendering.places import local
from proofer.rendering.unified_diff import unified
from proofer.review.reviewed import Reviewed


def render(files: Sequence[Reviewed], options: Options) -> bytes:
    """Return the diff; nothing if nothing changes."""
    reviewed = files[0]
    if reviewed.document.pack is None:
        shown = reviewed.document
        marks = source_marks(reviewed)
        edits = [SourceEdit(mark.span, mark.new) for mark in marks if mark.new is not None]
    else:
        shown = as_text(reviewed)
        edits = [SourceEdit(edit.span, edit.replacement) for edit in reviewed.edits]
    if not edits:
        return b""
    return "".join(unified(shown, edits, local(shown.path))).encode("utf-8", "surrogateescape")


EXPORTER = Exporter("diff", ".diff", render)
