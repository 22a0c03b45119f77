"""The report for people: the place with carets below it, what it might read, and why."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.findings.finding import SOURCE_NAMES, Evidence, Finding, Severity, Suggestion, percent
from proofer.findings.report import Report
from proofer.messages import Language, Message
from proofer.rendering.terminal import visible, width
from proofer.rendering.wording import cut, reading
from proofer.reports.api import ReportFormat

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_DIM, _BOLD, _GREEN = "2", "1", "32"
_AROUND = 20
"""Code points of a line shown on each side of a place: a line may be a whole paragraph."""
_SURE = 0.9
"""Doubt from which a finding stands without its number, as what is hardly a guess."""
_SUGGESTIONS = 3
"""Suggestions shown of a finding."""
_SET_ASIDE = (
    ("suppressed", "已被校对者否决", "rejected by an editor"),
    ("silenced", "按页内指令略去", "silenced in the page"),
    ("ignored", "按配置略去", "ignored by the configuration"),
    ("baselined", "基线中已有", "in the baseline"),
)


class _Style:
    """Colours text, or leaves it alone."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour and text else text


def render(report: Report, language: Language, colour: bool) -> Iterator[str]:
    """Yield a block of lines for each finding, and a summary line."""
    style = _Style(colour)
    for each in report.documents:
        for finding in each.findings:
            yield "\n".join(_block(finding, each.document, language, style)) + "\n\n"
    yield style(_summary(report).render(language), _BOLD) + "\n"


REPORT = ReportFormat("text", render, machines=False)


def _block(
    finding: Finding, document: Document, language: Language, style: _Style
) -> Iterator[str]:
    at = document.lines.position(document.source_span(finding.span).start)
    place = f"{visible(str(document.path))}:{at.line}:{at.column}:"
    if (record := document.record_at(finding.span.start)) is not None:
        place += Message(f"第 {record} 条记录：", f" record {record}:").render(language)
    code = style(f"{finding.code} {finding.name}:", _COLOURS[finding.severity])
    head = f"{style(place, _BOLD)} {code} {visible(finding.message.render(language))}"
    if finding.confidence < _SURE:
        doubt = percent(finding.confidence)
        head += style(Message(f"（可疑度 {doubt}）", f" (doubt {doubt})").render(language), _DIM)
    yield head
    for shown, caret in _context(finding, document):
        yield f"    {shown}"
        yield f"    {style(caret, _COLOURS[finding.severity])}"
    for suggestion in finding.suggestions[:_SUGGESTIONS]:
        yield f"    {_suggestion(finding, suggestion, language, style)}"
    for evidence in finding.reasons:
        yield style(f"    · {_evidence(evidence, document, language)}", _DIM)


def _context(finding: Finding, document: Document) -> Iterator[tuple[str, str]]:
    """Yield the lines of the source with parts of the place, shortened, and the carets below.

    If the source cannot be read as it is, it is the paragraph of the reading flow instead.
    """
    if not document.origin.readable:
        yield _line(document.text, document.paragraph_at(finding.span.start).span, finding.span)
        return
    pieces = [piece.source for piece in document.pieces(finding.span)] or [
        document.source_span(finding.span)
    ]
    for number, parts in groupby(pieces, lambda span: document.lines.position(span.start).line):
        spans = list(parts)
        place = Span(min(span.start for span in spans), max(span.end for span in spans))
        yield _line(document.source, document.lines.line(number), place)


def _line(text: str, line: Span, span: Span) -> tuple[str, str]:
    span = Span(span.start, max(span.start, min(span.end, line.end)))
    start, end = max(line.start, span.start - _AROUND), min(line.end, span.end + _AROUND)
    before = ("…" if start > line.start else "") + visible(text[start : span.start])
    place = visible(cut(span.of(text)))
    after = visible(text[span.end : end]) + ("…" if end < line.end else "")
    return before + place + after, " " * width(before) + "^" * max(1, width(place))


def _suggestion(finding: Finding, suggestion: Suggestion, language: Language, style: _Style) -> str:
    shown = style(visible(cut(reading(finding, suggestion, language))), _GREEN)
    note = f"  {visible(suggestion.note.render(language))}" if suggestion.note else ""
    return f"→ {shown}  {percent(suggestion.confidence)}{note}"


def _evidence(evidence: Evidence, document: Document, language: Language) -> str:
    name = SOURCE_NAMES[evidence.source]
    text = Message(f"{name.zh}：", f"{name.en}: ").render(language)
    text += visible(evidence.detail.render(language))
    if evidence.span is not None:
        at = document.position(evidence.span.start)
        text += Message(
            f"（第 {at.line} 行第 {at.column} 列）", f" ({at.line}:{at.column})"
        ).render(language)
    return text


def _summary(report: Report) -> Message:
    totals, failures = report.totals, len(report.all_failures)
    findings, files = totals.codes.total(), totals.files
    zh = f"检查了 {files} 个文件，发现 {findings} 处疑问"
    en = f"{findings} finding{_s(findings)} in {files} file{_s(files)}"
    for name, why_zh, why_en in _SET_ASIDE:
        if count := totals.set_aside[name]:
            zh += f"，另有 {count} 处{why_zh}"
            en += f", {count} more {why_en}"
    if failures:
        zh += f"，{failures} 项未能检查"
        en += f", {failures} failure{_s(failures)}"
    return Message(zh + "。", en + ".")


def _s(number: int) -> str:
    return "" if number == 1 else "s"
