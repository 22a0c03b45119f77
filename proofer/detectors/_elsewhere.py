"""Evidence that stands in another document than the finding."""

from __future__ import annotations

from proofer.document.document import Document
from proofer.findings import Evidence
from proofer.messages import Text


def elsewhere(document: Document, offset: int, what: Text) -> Evidence:
    """Return the evidence that `document`, not the finding's own, shows at `offset` of its text."""
    line = document.position(offset).line
    detail = Text(f"{document.path.name} 第 {line} 行：{what.zh}", f"{document.path.name}, line {line}: {what.en}")
    return Evidence("corpus", detail)
