"""A page with findings made by hand: the review must not depend on what detectors find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from proofer.config import Config, load
from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.findings.finding import (
    Applicability,
    Evidence,
    Finding,
    Severity,
    Suggestion,
    fingerprinted,
)
from proofer.findings.report import DocumentReport
from proofer.formats import parse
from proofer.messages import Message
from proofer.review.collection import ReviewCollection, ReviewFile
from proofer.review.history import History
from proofer.review.session import ReviewSession
from proofer.review.store import DecisionStore

PAGE = """# 青岗铜业召开年度总结会

本报讯 青岗铜业的的干部职工规矩矩做事，认真真把关。会上说，己经完成全年任务。

大家表示，要把锆合金的生产抓好好。锆价回升，锆矿紧缺，这是好消息。

车间主任说：“安全是第一位的。随后他带队检查了三号高炉。
"""

CHANGES = (
    ("D001", "的的", ("的",), 0.97),
    ("R001", "规矩矩", ("规规矩矩", "规矩"), 0.95),
    ("R001", "认真真", ("认认真真",), 0.94),
    ("K001", "己经", ("已经",), 0.98),
    ("G001", "锆", ("锗", "铜"), 0.6),
    ("D001", "好好", ("好",), 0.4),
    ("S001", "三号高炉", (), 0.3),
)


def document(path: Path, page: str = PAGE) -> Document:
    """Write `page` to `path` and read it as the program does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8", newline="")
    return parse(path.read_bytes(), path)


def report(
    page: Document, changes: tuple[tuple[str, str, tuple[str, ...], float], ...] = CHANGES
) -> DocumentReport:
    """Return findings at every occurrence of every quote of `changes`, by place."""
    found = [
        _finding(page, code, Span(start, start + len(quote)), replacements, confidence)
        for code, quote, replacements, confidence in changes
        for start in _occurrences(page.text, quote)
    ]
    return DocumentReport(
        page, tuple(fingerprinted(sorted(found, key=lambda each: each.span), page))
    )


def _occurrences(text: str, quote: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(quote, at)]


def _finding(
    page: Document, code: str, span: Span, replacements: tuple[str, ...], confidence: float
) -> Finding:
    suggestions = tuple(
        Suggestion((Edit(span, new),), round(confidence - number / 10, 2))
        for number, new in enumerate(replacements)
    )
    return Finding(
        code=code,
        name="by-hand",
        span=span,
        quote=span.of(page.text),
        message=Message(f"疑为“{'、'.join(replacements)}”", f"perhaps {', '.join(replacements)}"),
        severity=Severity.ERROR,
        confidence=confidence,
        suggestions=suggestions,
        evidence=(
            Evidence("dictionary", Message("词典里有这个词", "the dictionary has it"), confidence),
        ),
    )


def finding(
    page: Document, span: Span, *edits: Edit, manual: bool = False, confidence: float = 0.9
) -> Finding:
    """Return one finding whose only suggestion makes `edits`."""
    applicability = Applicability.MANUAL if manual else Applicability.UNSAFE
    made = Finding(
        code="S002",
        name="by-hand",
        span=span,
        quote=span.of(page.text),
        message=Message("引号不成对", "unpaired quotation mark"),
        severity=Severity.WARNING,
        confidence=confidence,
        suggestions=(Suggestion(edits, confidence, applicability),),
    )
    return fingerprinted([made], page)[0]


@contextmanager
def reviewing(root: Path, checked: DocumentReport) -> Iterator[ReviewSession]:
    """Open a session on `checked` as `proofer review` does; its clock begins anew each time."""
    with DecisionStore.open(root, checked.document) as store:
        yield ReviewSession(checked, store, History("tester", clock()))


def clock(minute: int = 0) -> Callable[[], str]:
    """Return a clock that begins at a minute and goes on by a microsecond each time."""
    ticks = count()
    return lambda: f"2026-01-01T00:{minute:02}:00.{next(ticks):06}Z"


def quoting(session: ReviewSession, quote: str, number: int = 0) -> Finding:
    """Return the finding on the occurrence `number` of `quote`."""
    return [each for each in session.findings if each.quote == quote][number]


@contextmanager
def collecting(root: Path, *checked: DocumentReport) -> Iterator[ReviewCollection]:
    """Open a review of several files as `proofer review` does."""
    config = load(root / "proofer.toml") if (root / "proofer.toml").exists() else Config(root=root)
    files = [ReviewFile(each.document.path, config, each) for each in checked]
    with ReviewCollection(files, "tester") as collection:
        yield collection


@contextmanager
def alone(root: Path, checked: DocumentReport) -> Iterator[tuple[ReviewCollection, ReviewSession]]:
    """Open a review of one file, for what goes through its history."""
    with collecting(root, checked) as pages:
        yield pages, pages.open(pages.files[0])
