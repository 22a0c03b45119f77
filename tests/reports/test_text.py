"""The text report: a caret under the place, whatever the width of the characters before it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from proofer.document.document import Document, Paragraph, Segment
from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity, Suggestion
from proofer.findings.report import DocumentReport, Failure, Report
from proofer.formats import parse
from proofer.messages import Language, Message
from proofer.rendering.terminal import width
from proofer.reports.concise import REPORT as CONCISE
from proofer.reports.text import REPORT

LONG = "一二三四五六七八九十" * 6


def finding(document: Document, quote: str, replacement: str | None = None) -> Finding:
    start = document.text.index(quote)
    span = Span(start, start + len(quote))
    suggestions = (
        ()
        if replacement is None
        else (Suggestion((Edit(span, replacement),), 0.96, Applicability.SAFE),)
    )
    evidence = (Evidence("document", Message("另有一处", "there is another"), 1.0, Span(0, 1)),)
    return Finding(
        "D001",
        "doubled",
        span,
        quote,
        Message("多了", "too many"),
        Severity.ERROR,
        0.9,
        suggestions,
        evidence,
    )


def rendered(
    document: Document, *findings: Finding, language: Language = "en", colour: bool = False
) -> list[str]:
    report = Report((DocumentReport(document, findings),))
    return "".join(REPORT.render(report, language, colour)).split("\n")


def page(text: str, name: str = "page.txt") -> Document:
    return parse(text.encode(), Path(name), encoding="utf-8")


def cut_page() -> Document:
    """A sentence that a caption cuts, joined by hand."""
    source = "大家倍感幸\n\n▲图为现场。\n\n福福感满满，这很好。\n"
    return Document(
        Path("page.txt"),
        source,
        "大家倍感幸福福感满满，这很好。",
        (Segment(Span(0, 5), Span(0, 5)), Segment(Span(5, 15), Span(15, 25))),
        (Paragraph(Span(0, 15), BlockKind.PROSE),),
    )


def test_a_finding_as_an_editor_sees_it() -> None:
    document = page("他们的的工作 很好。\n")
    assert rendered(document, finding(document, "的的", "的")) == [
        "page.txt:1:3: D001 doubled: too many",
        "    他们的的工作 很好。",
        "        ^^^^",
        "    → 的  96%",
        "    · this page: there is another (1:1)",
        "",
        "1 finding in 1 file.",
        "",
    ]
    chinese = "\n".join(rendered(document, finding(document, "的的", ""), language="zh"))
    assert "多了" in chinese
    assert "→ （删去）" in chinese
    assert "本文：另有一处（第 1 行第 1 列）" in chinese
    assert "检查了 1 个文件，发现 1 处疑问。" in chinese


@pytest.mark.parametrize(
    "before",
    [
        "",
        "中文",
        "abc",
        "ａｂ",
        "“中”—",
        "𠮷野家",
        "e\u0301a",
        "a\u200bb",
        "（一）·…",
        "\x1b[31m红",
        LONG,
        "x" * 50,
    ],
)
@pytest.mark.parametrize("quote", ["的的", "AA", "，，"])
def test_the_caret_stands_under_the_place(before: str, quote: str) -> None:
    document = page(f"头{before}{quote}后面还有。{LONG}\n")
    shown, caret = rendered(document, finding(document, quote))[1:3]
    stripped = caret.rstrip("^")
    assert set(stripped) <= {" "}
    assert len(caret) - len(stripped) == width(quote)
    prefix = next(shown[:end] for end in range(len(shown)) if width(shown[:end]) == len(stripped))
    while shown[len(prefix)] != quote[0]:  # characters of no width stand before the place
        prefix += shown[len(prefix)]
        assert width(prefix) == len(stripped)
    assert shown[len(prefix) :].startswith(quote)


def test_a_long_line_is_cut_to_the_surroundings() -> None:
    document = page(f"{LONG}的的{LONG}\n")
    shown = rendered(document, finding(document, "的的"))[1]
    assert re.fullmatch(r"    ….{20}的的.{20}…", shown)


def test_a_place_that_a_column_cut_is_shown_in_both_lines() -> None:
    document = cut_page()
    lines = rendered(document, finding(document, "幸福福感"))
    assert lines[0].startswith("page.txt:1:5:")
    assert lines[1:5] == [
        "    大家倍感幸",
        "            ^^",
        "    福福感满满，这很好。",
        "    ^^^^^^",
    ]


def test_an_insertion_has_one_caret() -> None:
    document = page("会上说：“很好。\n")
    at = document.text.index("。") + 1
    empty = Finding(
        "S002", "mark", Span(at, at), "", Message("缺", "missing"), Severity.WARNING, 0.5
    )
    assert rendered(document, empty)[1:3] == ["    会上说：“很好。", "    " + " " * 15 + "^"]


def test_colour_is_only_used_when_asked_for_and_changes_nothing_else() -> None:
    document = page("他们的的工作很好。\n")
    plain = "\n".join(rendered(document, finding(document, "的的", "的")))
    coloured = "\n".join(rendered(document, finding(document, "的的", "的"), colour=True))
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain != coloured


def test_failures_and_suppressed_findings_are_counted() -> None:
    document = page("他们的的工作很好。\n")
    held = finding(document, "的的")
    report = Report(
        (DocumentReport(document, (held, held), suppressed=(held,)),),
        (Failure(Path("x"), Message("无", "none")),),
    )
    last = "".join(REPORT.render(report, "en", False)).splitlines()[-1]
    assert last == "2 findings in 1 file, 1 more rejected by an editor, 1 failure."


@pytest.mark.parametrize(("doubt", "shown"), [(0.62, " (doubt 62%)\n"), (0.9, "too many\n")])
def test_a_guess_shows_its_doubt(doubt: float, shown: str) -> None:
    document = parse("今天天气好\n".encode(), Path("page.md"))
    guess = replace(finding(document, "天天"), confidence=doubt)
    report = Report((DocumentReport(document, (guess,)),))
    head = "".join(REPORT.render(report, "en", False)).splitlines(keepends=True)[0]
    assert head.endswith(shown)


def test_of_a_place_as_long_as_a_page_the_middle_is_left_out() -> None:
    document = page("一句话说了又说。" * 5_000)
    lines = rendered(document, finding(document, document.text, "一句话说了又说。" * 2_000))
    assert max(map(len, lines)) < 1_000
    shown, caret = lines[1].strip(), lines[2].strip()
    assert " … " in shown
    assert len(caret) == width(shown), "the carets are below what is shown"


def test_a_line_a_finding_stays_a_line_however_long_the_place() -> None:
    document = page("一句话说了又说。" * 5_000)
    found = finding(document, document.text, "一句话说了又说。")
    [line] = CONCISE.render(Report((DocumentReport(document, (found,)),)), "en", False)
    assert len(line) < 1_000
