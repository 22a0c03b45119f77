"""A review made by hand: a page with what breaks documents in it, and a decision of every kind."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from itertools import count
from pathlib import Path

from proofer.document.blocks import Block, Link, assemble
from proofer.document.document import Document, Origin
from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.exports import exporters
from proofer.exports.api import Options
from proofer.findings.finding import (
    Applicability,
    Evidence,
    Finding,
    Severity,
    Suggestion,
    fingerprinted,
)
from proofer.findings.report import DocumentReport
from proofer.formats.documents.markdown import escape
from proofer.messages import Language, Message
from proofer.review.export import accept_above
from proofer.review.history import History
from proofer.review.reviewed import ReviewedDocument, gather
from proofer.review.session import ReviewSession
from proofer.review.store import DecisionStore
from tests.paths import FIXTURES

FOLDER = FIXTURES / "exports"
PAGE = FOLDER / "page.md"
NAME = Path("pages/第 1 版.md")
AUTHOR = '李<b>&"四"'
PACKED = frozenset({"docx", "errata-docx", "errata-xlsx"})


def page() -> Document:
    """Return the page as it is read: the sentence around the caption joined, then the caption."""
    data = PAGE.read_bytes()
    source = data.decode("utf-8")
    lines = [line for line in source.splitlines() if line]
    spans = [Span(source.index(line), source.index(line) + len(line)) for line in lines]
    blocks = [
        Block((Span(spans[0].start + 2, spans[0].end),), level=1),
        *(Block((span,)) for span in spans[1:]),
    ]
    kinds = [
        BlockKind.HEADING,
        BlockKind.PROSE,
        BlockKind.CAPTION,
        BlockKind.PROSE,
        BlockKind.PROSE,
        BlockKind.PROSE,
    ]
    flow = assemble(source, blocks, kinds, [Link(1, 3, 0.9)])
    origin = Origin("text/markdown", digest=hashlib.sha256(data).hexdigest())
    return Document(
        NAME,
        source,
        flow.text,
        flow.segments,
        flow.paragraphs,
        flow.joins,
        origin=origin,
        escape=escape,
    )


def _finding(
    document: Document, code: str, quote: str, *replacements: str, number: int = 0
) -> Finding:
    start = -1
    for _ in range(number + 1):
        start = document.text.index(quote, start + 1)
    span = Span(start, start + len(quote))
    return Finding(
        code=code,
        name="by-hand",
        span=span,
        quote=quote,
        message=Message(f"“{quote}”可疑", f"“{quote}” is doubtful"),
        severity=Severity.ERROR,
        confidence=0.9,
        suggestions=tuple(Suggestion((Edit(span, new),), 0.5) for new in replacements),
        evidence=(
            Evidence(
                "dictionary", Message("词典 <另有> | 写法", "the dictionary <differs> | so"), 1.0
            ),
        ),
    )


def _findings(document: Document) -> list[Finding]:
    text = document.text
    opening = text.index("王一民")
    pair = _finding(document, "S002", "“王一民写道：安全是第一位的。")
    marks = (
        Edit(Span(opening + 6, opening + 6), "“"),
        Edit(Span(pair.span.end, pair.span.end), "”"),
    )
    likely = _finding(document, "D001", "好好", "好")
    return [
        _finding(document, "D001", "的的", "的"),
        _finding(document, "D001", "的的", "的", number=1),
        _finding(document, "R001", "规矩矩", "规规矩矩"),
        _finding(document, "K001", "己经", "已经"),
        _finding(document, "D001", "福福", "福"),
        _finding(document, "N010", "一千吨", "一万吨"),
        replace(pair, suggestions=(Suggestion(marks, 0.6, Applicability.MANUAL),)),
        replace(likely, suggestions=(replace(likely.suggestions[0], confidence=0.95),)),
        _finding(document, "K001", "危险", "危害"),
        _finding(document, "N001", "一九九二年", "一九九三年"),
        _finding(document, "S001", "投产", "投入生产"),
    ]


def decided(session: ReviewSession) -> None:
    """Decide as an editor would: accept, edit, reject, leave as printed, put off."""
    found = {finding.quote: finding for finding in session.findings}
    session.accept_all(session.open_series(found["的的"]))
    session.accept(found["规矩矩"])
    session.reject(found["危险"], "引文")
    session.accept_with(found["己经"], "{业已}=*")
    session.accept(found["福福"])
    session.mark_as_printed(found["一千吨"], "一万吨")
    session.accept(found["“王一民写道：安全是第一位的。"])
    session.defer(found["一九九二年"], "=查<年鉴>")


def review(*, detected: bool = True) -> ReviewedDocument:
    """Return the result of the review, with or without the findings."""
    return review_and_plan(detected=detected)[0]


def review_and_plan(*, detected: bool = True) -> tuple[ReviewedDocument, tuple[Edit, ...]]:
    """Return the result of the review, and the edits of the session with `--accept-above`."""
    document = page()
    findings = fingerprinted(sorted(_findings(document), key=lambda each: each.span), document)
    report = DocumentReport(document, tuple(findings))
    ticks = count()
    with tempfile.TemporaryDirectory() as folder:
        with DecisionStore.open(Path(folder), document) as store:
            decided(
                ReviewSession(
                    report,
                    store,
                    History(AUTHOR, lambda: f"2026-01-01T00:00:{next(ticks):02}.000000Z"),
                )
            )
        with DecisionStore.open(Path(folder), document, read_only=True) as store:
            session = ReviewSession(report if detected else DocumentReport(document, ()), store)
            selection = accept_above(session, 0.9)
            return gather(session, store.decisions, selection.accepted), selection.edits


def rendered(
    name: str, *files: ReviewedDocument, language: Language = "zh", reflow: bool = False
) -> bytes:
    """Return the export of the review (or of `files`)."""
    return exporters()[name].render(files or (review(),), Options(language, reflow))


def goldens() -> dict[str, bytes]:
    """Return the golden files by name: of all that is text."""
    found = {f"{name}.golden": rendered(name) for name in exporters() if name not in PACKED}
    for name, each in exporters().items():
        if each.reflows:
            found[f"{name}-reflow.golden"] = rendered(name, reflow=True)
    found["errata-md-en.golden"] = rendered("errata-md", language="en")
    return found
