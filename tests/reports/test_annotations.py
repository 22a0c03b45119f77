"""Formats shown as annotations: GitHub, GitLab, Checkstyle, JUnit, reviewdog, JSON lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from proofer.checking.registry import report_formats
from proofer.document.document import Document, Origin
from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Severity, Suggestion, fingerprinted
from proofer.findings.report import DocumentReport, Failure, Report
from proofer.formats import parse
from proofer.messages import Message
from tests.paths import ROOT
from tests.reports import example

NASTY = "<&>\"']]>\x00\x08\x0b\x1b\x7f\x85\u2028\ufffe\uffff\ud800\r\n\t::error::%0A,"
COMMAND = re.compile(r"::(error|warning|notice) ([^\n]*?)::([^\n]*)\n")


def rendered(name: str, report: Report) -> str:
    return "".join(report_formats()[name].render(report, "en", False))


def nasty() -> Report:
    """A report whose texts and names would break each format if they were not escaped."""
    name = NASTY.replace("\ud800", "\udcff")  # as Python reads a name that is not UTF-8
    document = Document(Path(f"a{name}.md"), "的的", "的的", (), ())
    finding = Finding(
        "D001", "doubled", Span(0, 2), NASTY, Message(NASTY, NASTY), Severity.ERROR, 0.9
    )
    failure = Failure(Path(f"b{name}"), Message(NASTY, NASTY))
    return Report((DocumentReport(document, (finding,), (failure,)),), (failure,))


# GitHub


def commands(text: str) -> list[tuple[str, Mapping[str, str], str]]:
    assert COMMAND.sub("", text) == "", "every line is one command"
    return [
        (
            name,
            {
                key: unquote(value)
                for key, _, value in (each.partition("=") for each in listed.split(","))
            },
            message,
        )
        for name, listed, message in COMMAND.findall(text)
    ]


def test_github_names_the_place_in_code_points() -> None:
    told = commands(rendered("github", example.report()))
    assert [name for name, _, _ in told] == [
        "error",
        "error",
        "notice",
        "warning",
        "warning",
        "notice",
        "error",
        "error",
    ]
    doubled, torn = told[0][1], told[1][1]
    assert (doubled["file"], doubled["line"], doubled["col"], doubled["endColumn"]) == (
        "pages/第 1 版.txt",
        "1",
        "6",
        "8",
    )
    assert (torn["line"], torn["endLine"]) == ("3", "7")
    assert "col" not in torn, "GitHub refuses columns of a range over several lines"


def test_github_escapes_what_would_end_a_command() -> None:
    text = rendered("github", nasty())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\ud800-\udfff]", text)
    finding, *failures = commands(text)
    assert set(finding[1]) == {"file", "line", "endLine", "col", "endColumn", "title"}
    assert "\r\n\t::error::%0A,".replace("\t", "␉") in finding[1]["file"]
    assert len(failures) == 2


def test_a_clean_report_is_no_command() -> None:
    assert rendered("github", Report(())) == ""


# GitLab


def test_gitlab_has_the_required_keys_and_unique_fingerprints() -> None:
    report = example.report()
    first = report.documents[0]
    twice = Report(
        (first, replace(first, document=replace(first.document, path=Path("x")), failures=()))
    )
    issues = json.loads(rendered("gitlab", twice))
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["lines"]["begin"] >= 1
        assert not issue["location"]["path"].startswith(("./", "/"))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 13


def test_gitlab_of_nothing_is_an_empty_list() -> None:
    assert json.loads(rendered("gitlab", Report(()))) == []


# XML


@pytest.mark.parametrize("name", ["checkstyle", "junit"])
def test_xml_is_well_formed_whatever_the_text_holds(name: str) -> None:
    for report in (nasty(), example.report(), Report(())):
        text = rendered(name, report)
        ET.fromstring(text.encode())
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\ufffe\uffff\ud800-\udfff]", text)


def test_checkstyle_lists_every_file_with_its_errors() -> None:
    root = ET.fromstring(rendered("checkstyle", example.report()))
    assert {each.get("name"): len(each) for each in root} == {
        "pages/第 1 版.txt": 7,
        "pages/clean.md": 0,
        "pages/缺.md": 1,
    }
    first = root[0][0]
    assert (first.get("line"), first.get("column"), first.get("severity")) == ("1", "6", "error")
    assert first.get("source") == "proofer.D001.doubled"


def test_junit_has_a_case_a_file_a_failure_a_finding_and_an_error_a_failure() -> None:
    (suite,) = ET.fromstring(rendered("junit", example.report()))
    assert [
        (each.get("name"), len(each.findall("failure")), len(each.findall("error")))
        for each in suite
    ] == [
        ("pages/第 1 版.txt", 6, 1),
        ("pages/clean.md", 0, 0),
        ("pages/缺.md", 0, 1),
    ]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "0", "2")
    alone = Report(tuple(replace(each, failures=()) for each in example.report().documents))
    (suite,) = ET.fromstring(rendered("junit", alone))
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("2", "1", "0")


# reviewdog


def cut(place: Mapping[str, Any], data: bytes) -> tuple[int, int]:
    """Return the bytes of a range of reviewdog: lines and byte columns from 1, end exclusive."""
    starts = [0, *(match.end() for match in re.finditer(b"\n", data))]
    start, end = (
        starts[place[key]["line"] - 1] + place[key]["column"] - 1 for key in ("start", "end")
    )
    return start, end


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_rdjson_counts_bytes_of_utf_8(bom: bytes) -> None:
    document = replace(example.page(), origin=Origin(bom=bom))
    report = Report(
        (DocumentReport(document, tuple(fingerprinted(example.findings(document), document))),)
    )
    data = bom + document.source.encode()
    texts = []
    for each in json.loads(rendered("rdjson", report))["diagnostics"]:
        start, end = cut(each["location"]["range"], data)
        changed = []
        for suggestion in each["suggestions"]:
            first, last = cut(suggestion["range"], data)
            changed.append(
                (data[:first] + suggestion["text"].encode() + data[last:])
                .decode()
                .removeprefix("\ufeff")
            )
        texts.append((data[start:end].decode(), changed))
    source = document.source
    assert texts[0] == ("的的", [source.replace("的的", "的")])
    assert texts[3] == ("己经", [source.replace("己经", "已经"), source.replace("己经", "")])
    assert texts[5] == ("<会场> & \x1b[31m“", [source.replace("<会场>", "《会场》")])


def test_rdjson_inserts_at_an_empty_range() -> None:
    document = parse("会上说：“很好。\n".encode(), Path("page.txt"), encoding="utf-8")
    at = document.text.index("。") + 1
    insert = Suggestion((Edit(Span(at, at), "”"),), 0.5)
    finding = Finding(
        "S002", "mark", Span(at, at), "", Message("缺", "missing"), Severity.WARNING, 0.5, (insert,)
    )
    (told,) = json.loads(rendered("rdjson", Report((DocumentReport(document, (finding,)),))))[
        "diagnostics"
    ]
    place = told["suggestions"][0]["range"]
    assert place["start"] == place["end"] == {"line": 1, "column": 25}


# JSON lines


def test_jsonl_is_made_of_what_the_schema_of_json_describes() -> None:
    path = ROOT / "docs" / "report.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    lines = [json.loads(line) for line in rendered("jsonl", example.report()).split("\n")[:-1]]
    assert [line["type"] for line in lines] == ["finding"] * 6 + ["failure"] * 2 + ["summary"]
    for line in lines:
        part = {"$ref": f"#/$defs/{line.pop('type')}", "$defs": schema["$defs"]}
        assert not list(Draft202012Validator(part).iter_errors(line))


@pytest.mark.parametrize("name", ["json", "jsonl", "gitlab", "rdjson", "sarif"])
def test_json_can_be_written_and_read_whatever_the_text_holds(name: str) -> None:
    text = rendered(name, nasty())
    text.encode()
    for part in text.split("\n")[:-1] if name == "jsonl" else [text]:
        json.loads(part)
