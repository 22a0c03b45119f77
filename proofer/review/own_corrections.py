"""Corrections of the editor's own, where no detector found anything.

Such a correction is a finding with the code OWN that exists while there is a decision on it: it is
undone by withdrawing that decision, and made again from the decision file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container

from proofer.document.anchors import Anchor
from proofer.document.spans import Span
from proofer.errors import UsageError
from proofer.findings.family import EDITOR
from proofer.findings.finding import Finding, Severity
from proofer.messages import Message

OWN = f"{EDITOR.letter}001"
"""The code of the editor's own corrections; no detector has it."""


def own_finding(text: str, span: Span, fingerprint: str) -> Finding:
    """Return the finding at `span`; what is decided there says how the text shall read."""
    return Finding(
        code=OWN,
        name="own-correction",
        span=span,
        quote=span.of(text),
        message=Message("校对者自拟的，程序没有报出", "corrected by the editor; not reported"),
        severity=Severity.ERROR,
        confidence=1.0,
        fingerprint=fingerprint,
        own_family=EDITOR,
    )


def new_finding(text: str, span: Span, taken: Container[str]) -> Finding:
    """Return a finding at `span` with a fingerprint that is not among those `taken`.

    Raises:
        UsageError: if the span is empty or reaches over the end of a paragraph.
    """
    quote = span.of(text)
    if not quote or "\n" in quote:
        raise UsageError(
            Message(
                "请在一段之内选取文字；要添字，把旁边的字一起选上。",
                "select text inside one paragraph; to insert, select a character beside it, too.",
            )
        )
    anchor = Anchor.of(text, span)
    number = 0
    while (fingerprint := _fingerprint(anchor, number)) in taken:
        number += 1
    return own_finding(text, span, fingerprint)


def _fingerprint(anchor: Anchor, number: int) -> str:
    key = "\x1f".join((OWN, anchor.exact, anchor.prefix, anchor.suffix, str(number)))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
