"""A report made by hand for the golden files, without detectors, models or paths of a machine.

The page holds what breaks output formats: characters beyond the BMP, a torn word, markup, control
characters, both line ends, and no line end at the end of the file.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from proofer import __version__
from proofer.checking.registry import report_formats
from proofer.document.document import BREAK, Document, Origin, Paragraph, Segment
from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.findings.finding import (
    Applicability,
    Evidence,
    Finding,
    Severity,
    Suggestion,
    fingerprinted,
)
from proofer.findings.report import DocumentReport, Failure, Report, Rule
from proofer.messages import Message
from tests.paths import FIXTURES

FOLDER = FIXTURES / "reports"
PAGE = FOLDER / "page.txt"
NAME = Path("pages/第 1 版.txt")
RULES = (
    Rule(
        "D001",
        "doubled",
        Message("重复的字词", "doubled character"),
        Message(
            "多印了一次。\n\n合法的：人人、f(x)。",
            "Printed twice.\n\nLegitimate: 人人, *f*(x), {0}.",
        ),
        Severity.ERROR,
    ),
    Rule(
        "K001",
        "known-slip",
        Message("常见错字", "known slip"),
        Message("词典里的错字。", "A slip of the dictionary."),
        Severity.ERROR,
    ),
    Rule(
        "P001",
        "marks",
        Message("标点", "marks"),
        Message("标点有误。", "Wrong marks."),
        Severity.INFO,
    ),
)


def page() -> Document:
    """Return the page as it is read: the sentence around the caption joined, the caption last."""
    data = PAGE.read_bytes()
    source = data.decode("utf-8")
    first, torn, caption, rest = (
        Span(source.index(a), source.index(b) + len(b))
        for a, b in (("𠮷", "认真。"), ("大家", "幸"), ("▲", "”。"), ("福福", "合格。"))
    )
    segments: list[Segment] = []
    paragraphs: list[Paragraph] = []
    text = ""
    for parts in ((first,), (torn, rest), (caption,)):
        text += BREAK if text else ""
        begin = len(text)
        for part in parts:
            segments.append(Segment(Span(len(text), len(text) + len(part)), part))
            text += part.of(source)
        paragraphs.append(Paragraph(Span(begin, len(text)), BlockKind.PROSE))
    origin = Origin(digest=hashlib.sha256(data).hexdigest(), mixed_newlines=True)
    return Document(NAME, source, text, tuple(segments), tuple(paragraphs), origin=origin)


def finding(
    document: Document,
    code: str,
    quote: str,
    message: Message,
    severity: Severity,
    *suggestions: Suggestion,
    evidence: tuple[Evidence, ...] = (),
) -> Finding:
    """Return a finding at the first place of `quote`."""
    start = document.text.index(quote)
    names = {rule.code: rule.name for rule in RULES}
    span = Span(start, start + len(quote))
    confidence = suggestions[0].confidence if suggestions else 0.5
    return Finding(
        code,
        names.get(code, "torn"),
        span,
        quote,
        message,
        severity,
        confidence,
        suggestions,
        evidence,
    )


def replaced(
    document: Document, *changes: tuple[str, str], confidence: float, how: Applicability
) -> Suggestion:
    """Return the suggestion to replace each text (at its first place) by another."""
    edits = [
        Edit(Span(document.text.index(old), document.text.index(old) + len(old)), new)
        for old, new in changes
    ]
    return Suggestion(tuple(edits), confidence, how)


def findings(document: Document) -> list[Finding]:
    """Return findings: safe, torn, with alternatives, in conflict, of several edits or none."""
    safe, unsafe, manual = Applicability
    doubled = finding(
        document, "D001", "的的", Message("“的”字重复", "的 is doubled"), Severity.ERROR,
        replaced(document, ("的的", "的"), confidence=0.96, how=safe),
        evidence=(Evidence("language-model", Message("改后更通顺", "reads better"), 4.9),),
    )  # fmt: skip
    torn = finding(
        document, "D001", "幸福福感", Message("“福”字重复", "福 is doubled"), Severity.ERROR,
        replaced(document, ("幸福福感", "幸福感"), confidence=0.9, how=unsafe),
        evidence=(Evidence("document", Message("另见", "see also"), 1.0, Span(0, 2)),),
    )  # fmt: skip
    slip = finding(
        document, "K001", "己经", Message("“己经”应为“已经”", "己经 is a slip for 已经"),
        Severity.WARNING,
        replaced(document, ("己经", "已经"), confidence=0.95, how=unsafe),
        replaced(document, ("己经", ""), confidence=0.02, how=manual),
    )  # fmt: skip
    conflicting = finding(
        document, "K001", "工作己", Message("存疑", "doubtful"), Severity.INFO,
        replaced(document, ("工作己", "工作也"), confidence=0.2, how=unsafe),
    )  # fmt: skip
    marks = finding(
        document, "P001", "<会场> & \x1b[31m“",
        Message("标点：半角, 100%", "marks: half-width, 100%"),
        Severity.INFO,
        replaced(document, ("<", "《"), (">", "》"), confidence=0.7, how=unsafe),
    )  # fmt: skip
    bare = finding(document, "S001", "合格。", Message("段落不全", "cut short"), Severity.WARNING)
    return [doubled, torn, conflicting, slip, bare, marks]


def report() -> Report:
    """Return the report of a page with findings and a failure, a clean page and a missing file."""
    document = page()
    rejected = finding(
        document, "D001", "满满", Message("“满”字重复", "满 is doubled"), Severity.ERROR
    )
    ignored = finding(document, "S001", "职工", Message("存疑", "doubtful"), Severity.INFO)
    *shown, suppressed, silenced = fingerprinted([*findings(document), rejected, ignored], document)
    failed = Failure(NAME, Message("检测器 P001 出错", "detector P001 failed: {…}"), "P001")
    unused = Failure(NAME, Message("指令没有用到", "this directive silences nothing"))
    clean = Document(
        Path("pages/clean.md"), "", "", (), (), origin=Origin("text/markdown", digest="0" * 64)
    )
    missing = Failure(Path("pages/缺.md"), Message("没有这个文件", "no such file: pages/缺.md"))
    return Report(
        (
            DocumentReport(
                document, tuple(shown), (failed,), (suppressed,), (silenced,), (unused,)
            ),
            DocumentReport(clean, ()),
        ),
        (missing,),
        RULES,
    )


def rendered(name: str) -> bytes:
    """Return the report in a format, as it is written to a file, without the version of proofer."""
    form = report_formats()[name]
    text = "".join(form.render(report(), "en", False))
    text = text.replace(f'"version": "{__version__}"', '"version": "VERSION"')
    return text.encode("utf-8", "surrogateescape" if form.raw else "backslashreplace")
