"""The JSON report is a contract: its schema, its offsets, and edits that give the correction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from proofer.checking.pipeline import check
from proofer.config import Config
from proofer.document.document import BREAK, Document, Origin, Paragraph, Segment
from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.spans import Span
from proofer.findings.finding import (
    SOURCE_NAMES,
    Applicability,
    Evidence,
    Finding,
    Severity,
    Suggestion,
    fingerprinted,
)
from proofer.findings.report import DocumentReport, Failure, Report
from proofer.formats import read
from proofer.messages import Language, Message
from proofer.reports.json import REPORT
from tests.paths import ROOT

OCR = ROOT / "fixtures/documents/ocr"
SCHEMA = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
PAGE = """# 青岗铜业召开总结会

青岗铜业的的干部职工做事规矩矩，把工作抓好好。这项工作己经全面完成，大家倍感幸

▲图为会议现场。  李小川 摄

福福感满满。会上说：“安全是第一位的。

他们规规矩矩做事，规规矩矩做人。
"""


def rendered(report: Report, language: Language = "en") -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads("".join(REPORT.render(report, language, False)))
    return parsed


def checked(path: Path, data: bytes) -> Report:
    path.write_bytes(data)
    return check([path], Config())


def valid(parsed: object) -> None:
    errors = sorted(Draft202012Validator(SCHEMA).iter_errors(parsed), key=str)
    assert not errors, "\n".join(f"{list(error.path)}: {error.message}" for error in errors)


def decoded(document: dict[str, Any]) -> str:
    """Decode a source as docs/json.md says."""
    return Path(document["path"]).read_bytes().decode(document["encoding"]).removeprefix("\ufeff")


def test_the_schema_is_a_schema_and_is_strict() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    with pytest.raises(AssertionError, match="extra"):
        valid(
            {
                "schema": "proofer-report/1",
                "documents": [],
                "findings": [],
                "failures": [],
                "summary": {},
                "extra": 1,
            }
        )


@pytest.mark.parametrize(
    ("place", "values"),
    [
        (("severity",), Severity),
        (("suggestion", "properties", "applicability"), Applicability),
        (("evidence", "properties", "source"), SOURCE_NAMES),
    ],
)
def test_the_schema_lists_the_values_of_the_code(
    place: tuple[str, ...], values: Iterable[str]
) -> None:
    part = SCHEMA["$defs"]
    for name in place:
        part = part[name]
    assert part["enum"] == list(values), "run python -m tools.docs.golden"


@pytest.mark.parametrize(
    "name", ["harbour.hocr", "alto.xml", "page.xml", "rapidocr.json", "paddleocr3.json"]
)
@pytest.mark.parametrize("twice", [False, True], ids=["one reading", "two readings"])
def test_pages_of_ocr_engines_keep_the_contract(tmp_path: Path, name: str, twice: bool) -> None:
    second = tmp_path / "second.hocr"
    second.write_bytes((OCR / "harbour.hocr").read_bytes().replace("武".encode(), "式".encode()))
    parsed = rendered(check([OCR / name], Config(second=second if twice else None)))
    valid(parsed)
    evidence = [each for finding in parsed["findings"] for each in finding["evidence"]]
    said = [each["detail"] for each in evidence if each["source"] == "witness"]
    assert any("the other engine reads" in each for each in said) is twice
    assert any("confidence here is" in each for each in said)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_real_run_keeps_the_contract(
    tmp_path: Path, encoding: str, newline: str, language: Language
) -> None:
    report = checked(tmp_path / "page.txt", PAGE.replace("\n", newline).encode(encoding))
    parsed = rendered(report, language)
    valid(parsed)
    assert parsed["failures"] == []
    source = decoded(parsed["documents"][0])
    assert parsed["documents"][0]["characters"] == len(source)
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert len(parsed["findings"]) >= 3
    for finding in parsed["findings"]:
        shown = source[finding["start"] : finding["end"]]
        assert finding["quote"][:1] == shown[:1]
        assert lines[finding["line"] - 1][finding["column"] - 1 :].startswith(shown[:1])
        if "\n" not in shown and "\r" not in shown:
            assert finding["quote"] == shown
            assert finding["end_column"] - finding["column"] == len(shown)


def test_edits_applied_to_the_decoded_source_give_the_correction(tmp_path: Path) -> None:
    parsed = rendered(checked(tmp_path / "page.md", PAGE.encode()))
    source = decoded(parsed["documents"][0])
    corrected = {}
    for finding in parsed["findings"]:
        for suggestion in finding["suggestions"][:1]:
            text = source
            for edit in reversed(suggestion["edits"]):
                text = text[: edit["start"]] + edit["replacement"] + text[edit["end"] :]
            corrected[finding["quote"]] = text
    assert corrected["的的"] == PAGE.replace("的的", "的")
    assert corrected["己经"] == PAGE.replace("己经", "已经")


def by_hand(path: Path) -> Report:
    """A report of rare cases: a cut quote, no suggestion, an edit that reaches too far."""
    source = "大家倍感幸\n\n▲图为现场。\n\n福福感满满，很好。\n\n第二段。\n"
    path.write_bytes(source.encode())
    document = Document(
        path,
        source,
        "大家倍感幸福福感满满，很好。" + BREAK + "第二段。",
        (
            Segment(Span(0, 5), Span(0, 5)),
            Segment(Span(5, 14), Span(15, 24)),
            Segment(Span(15, 19), Span(26, 30)),
        ),
        (Paragraph(Span(0, 14), BlockKind.PROSE), Paragraph(Span(15, 19), BlockKind.PROSE)),
        origin=Origin(digest="0" * 64),
    )
    span, far = Span(4, 8), Span(11, 17)
    findings = [
        Finding(
            "D001", "doubled", span, span.of(document.text), Message("一处", "one"),
            Severity.ERROR, 0.9,
            (Suggestion((Edit(span, "幸福感"),), 0.8, note=Message("注", "note")),),
            (
                Evidence("document", Message("此处", "here"), 1.0, far),
                Evidence("rule", Message("规则", "rule")),
            ),
        ),
        Finding(
            "S001", "torn", far, far.of(document.text), Message("二处", "two"), Severity.INFO, 0.5,
            (Suggestion((Edit(far, "很好"),), 0.2),),
        ),
        Finding("S002", "odd", Span(0, 0), "", Message("三处", "three"), Severity.WARNING, 0.1),
    ]  # fmt: skip
    each = DocumentReport(
        document,
        tuple(fingerprinted(findings, document)),
        (Failure(path, Message("坏了", "broken"), "D001"),),
        suppressed=tuple(findings[:1]),
    )
    return Report((each,), (Failure(Path("nowhere.md"), Message("没有", "missing")),))


def test_every_kind_of_content_keeps_the_contract(tmp_path: Path) -> None:
    parsed = rendered(by_hand(tmp_path / "page.txt"))
    valid(parsed)
    cut, far, empty = parsed["findings"]
    source = decoded(parsed["documents"][0])
    assert (cut["quote"], cut["suggestions"][0]["replacement"]) == ("幸福福感", "幸福感")
    assert (cut["line"], cut["column"], cut["end_line"], cut["end_column"]) == (1, 5, 5, 4)
    (edit,) = cut["suggestions"][0]["edits"]
    corrected = source[: edit["start"]] + edit["replacement"] + source[edit["end"] :]
    assert corrected == source.replace("福福感", "福感")
    assert cut["suggestions"][0]["note"] == "note"
    assert cut["evidence"][0]["line"] == 5
    assert cut["evidence"][1]["line"] is None
    assert far["suggestions"][0]["edits"] == [], (
        "an edit over a paragraph's end has no safe place in the source"
    )
    assert (empty["start"], empty["end"], empty["suggestions"]) == (0, 0, [])
    assert [each["detector"] for each in parsed["failures"]] == [None, "D001"]
    summary = parsed["summary"]
    assert (
        summary["documents"],
        summary["findings"],
        summary["suppressed"],
        summary["failures"],
    ) == (1, 3, 1, 2)
    assert summary["severities"] == {"error": 1, "warning": 1, "info": 1}
    assert summary["codes"] == {"D001": 1, "S001": 1, "S002": 1}


def test_an_empty_report_keeps_the_contract() -> None:
    valid(rendered(Report(())))


def test_what_could_steer_a_terminal_is_escaped(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("他们的的\x7f工作\u202e做得\u2028很好\x9b。\n", encoding="utf-8")
    document = read(path)
    span = Span(0, len(document.text))
    finding = Finding("D001", "doubled", span, document.text, Message("", ""), Severity.ERROR, 0.9)
    out = "".join(REPORT.render(Report((DocumentReport(document, (finding,)),)), "zh", False))
    assert out.isprintable() or set(out) - {"\n"} <= set(filter(str.isprintable, out))
    assert json.loads(out)["findings"][0]["quote"] == document.text
