"""Every format of `proofer lint` keeps the same promises: exit codes, stdout, files, pipes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from proofer.checking import registry
from proofer.checking.registry import detectors, report_formats
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.findings.finding import Finding
from tests.cli.conftest import CLEAN, PAGE, Proofer, decide
from tests.cli.terminal import needs_terminal, terminal

FORMATS = tuple(report_formats())


COUNT: Mapping[str, Callable[[str], int]] = {
    "text": lambda text: text.count("\n    → "),
    "json": lambda text: len(json.loads(text)["findings"]),
    "jsonl": lambda text: sum(json.loads(line)["type"] == "finding" for line in text.splitlines()),
    "sarif": lambda text: len(json.loads(text)["runs"][0]["results"]),
    "github": lambda text: sum("K001" in line or "D001" in line for line in text.splitlines()),
    "gitlab": lambda text: sum(each["severity"] != "blocker" for each in json.loads(text)),
    "checkstyle": lambda text: sum(
        "." in each.get("source", "") for each in ET.fromstring(text).iter("error")
    ),
    "junit": lambda text: len(list(ET.fromstring(text).iter("failure"))),
    "rdjson": lambda text: sum("code" in each for each in json.loads(text)["diagnostics"]),
    "concise": lambda text: len(re.findall(r"^\S+:\d+:\d+: [DK]001 ", text, re.MULTILINE)),
    "statistics": lambda text: sum(
        map(int, re.findall(r"^ *(\d+)  [A-Z]\d{3} ", text, re.MULTILINE))
    ),
    "diff": lambda text: text.count("\n@@ ") and 2,
}
"""Reads a report as its consumer does and counts the findings."""
SILENT_WHEN_CLEAN = {"github", "diff", "concise"}
SELECT = ("--select", "D001,K001")


@pytest.fixture(autouse=True)
def pages() -> None:
    for name, text in (("page.md", PAGE), ("clean.md", CLEAN), ("empty.md", "")):
        Path(name).write_bytes(text.encode())
    Path("binary.md").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)))
    Path("broken.txt").write_bytes("会议".encode("gb18030") + b"\xff\xff\x80" + "会议".encode())


@pytest.fixture
def broken_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(document: Document, context: Context) -> Iterator[Finding]:
        raise RuntimeError("boom")

    broken = dict(detectors()) | {"D002": replace(detectors()["D002"], detect=fail)}
    monkeypatch.setattr(registry, "detectors", lambda: broken)
    monkeypatch.setattr("proofer.checking.registry.detectors", lambda: broken)


def test_every_format_is_counted() -> None:
    assert set(FORMATS) == set(COUNT), "add the new format to this matrix"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("page", ["clean.md", "empty.md"])
def test_clean_is_0(proofer: Proofer, form: str, page: str) -> None:
    result = proofer("lint", page, *SELECT, "--format", form)
    assert (result.code, result.err) == (0, "")
    assert (result.out == "") is (form in SILENT_WHEN_CLEAN)
    assert result.out == "" or COUNT[form](result.out) == 0


@pytest.mark.parametrize("form", FORMATS)
def test_findings_are_1(proofer: Proofer, form: str) -> None:
    result = proofer("lint", "page.md", "clean.md", *SELECT, "--format", form)
    assert (result.code, result.err) == (1, "")
    assert COUNT[form](result.out) == 2
    assert "page.md" in result.out or form == "statistics"


@pytest.mark.parametrize("form", FORMATS)
def test_findings_below_fail_on_are_0_and_still_told(proofer: Proofer, form: str) -> None:
    result = proofer("lint", "page.md", *SELECT, "--fail-on", "never", "--format", form)
    assert (result.code, COUNT[form](result.out)) == (0, 2)


@pytest.mark.parametrize(
    ("least", "code"), [("0", 1), ("0.9", 1), ("0.9999", 0), ("1", 0), ("error", 1)]
)
@pytest.mark.parametrize("given", ["option", "file"])
def test_fail_on_takes_a_confidence(proofer: Proofer, least: str, code: int, given: str) -> None:
    if given == "file":
        Path("proofer.toml").write_text(
            f"fail-on = {least}\n" if least != "error" else 'fail-on = "error"\n'
        )
    option = () if given == "file" else ("--fail-on", least)
    result = proofer("lint", "page.md", *SELECT, *option, "--format", "jsonl")
    assert (result.code, COUNT["jsonl"](result.out)) == (code, 2)


@pytest.mark.parametrize("value", ["1.5", "-1", "nan", "fatal", ""])
def test_a_wrong_fail_on_is_2(proofer: Proofer, value: str) -> None:
    result = proofer("lint", "page.md", f"--fail-on={value}")
    assert (result.code, result.out) == (2, "")
    assert "choose from error, warning, info, never, 0 … 1" in result.err


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lacking", ["nowhere.md", "binary.md"])
def test_a_file_that_cannot_be_read_is_2_beside_findings(
    proofer: Proofer, form: str, lacking: str
) -> None:
    result = proofer("lint", "page.md", lacking, *SELECT, "--format", form)
    assert result.code == 2
    assert COUNT[form](result.out) == 2
    assert lacking in result.err
    if form == "statistics":
        assert "1 failure" in result.out
    elif form not in ("text", "diff"):
        assert lacking in result.out, "the report itself must not read as a clean one"


@pytest.mark.parametrize("form", FORMATS)
def test_an_undecodable_file_is_2(proofer: Proofer, form: str) -> None:
    result = proofer("lint", "broken.txt", "--encoding", "utf-8", "--format", form)
    assert result.code == 2
    assert "broken.txt" in result.err


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.usefixtures("broken_detector")
def test_a_detector_that_fails_is_2(proofer: Proofer, form: str) -> None:
    result = proofer("lint", "clean.md", "--select", "D", "--format", form)
    assert result.code == 2
    assert "D002" in result.err
    assert "boom" in result.err
    if form == "statistics":
        assert "1 failure" in result.out
    elif form not in ("text", "diff"):
        assert "boom" in result.out


@pytest.mark.parametrize("form", FORMATS)
def test_wrong_usage_and_configuration_are_2_without_a_report(proofer: Proofer, form: str) -> None:
    assert proofer("lint", "page.md", "--no-such-option", "--format", form).code == 2
    Path("proofer.toml").write_text("no-such-key = 1\n")
    result = proofer("lint", "page.md", "--format", form)
    assert (result.code, result.out) == (2, "")
    assert "no-such-key" in result.err


@pytest.mark.parametrize("form", FORMATS)
def test_a_rejected_finding_is_no_finding(proofer: Proofer, form: str) -> None:
    for quote in ("的的", "己经"):
        decide(Path("page.md"), quote, None)
    result = proofer("lint", "page.md", *SELECT, "--format", form)
    assert result.code == 0
    if form == "sarif":
        results = json.loads(result.out)["runs"][0]["results"]
        assert [len(each["suppressions"]) for each in results] == [1, 1]
    else:
        assert result.out == "" or COUNT[form](result.out) == 0


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_holds_what_stdout_would(proofer: Proofer, form: str) -> None:
    expected = proofer("lint", "page.md", *SELECT, "--format", form)
    for arguments in (("--format", form, "--output", "report"), ("--format", f"{form}=report")):
        Path("report").write_text("what was there before")
        result = proofer("lint", "page.md", *SELECT, *arguments)
        assert (result.code, result.out, result.err) == (1, "", "")
        assert Path("report").read_bytes().decode() == expected.out
    assert sorted(path.name for path in Path().iterdir() if path.name.startswith(".")) == [], (
        "no temporary file is left"
    )


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_a_closed_pipe_is_quiet(form: str) -> None:
    # `true` has ended long before the report is written
    lint = f"{sys.executable} -m proofer lint page.md {' '.join(SELECT)} --format {form}"
    command = f"set -o pipefail; {lint} | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_reading_the_first_line_only_is_quiet() -> None:
    # larger than the buffer of a pipe, so that the writer meets the closed end in the middle of the
    # report
    Path("page.md").write_text(PAGE * 300, encoding="utf-8")
    lint = f"{sys.executable} -m proofer lint page.md --select D001,K001 --format jsonl"
    command = f"set -o pipefail; {lint} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["type"] == "finding"
    assert (done.returncode, done.stderr) == (1, "")


def test_sarif_explains_the_rules_that_ran_whether_they_found_something_or_not(
    proofer: Proofer,
) -> None:
    log = json.loads(proofer("lint", "clean.md", *SELECT, "--format", "sarif", "--lang", "zh").out)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["id"]: rule["help"]["text"] for rule in rules} == {
        code: detectors()[code].explanation.zh for code in ("D001", "K001")
    }


# Several formats


def test_several_formats_in_one_run(proofer: Proofer) -> None:
    alone = {form: proofer("lint", "page.md", *SELECT, "--format", form).out for form in FORMATS}
    arguments = [each for form in FORMATS[1:] for each in ("--format", f"{form}=reports.{form}")]
    result = proofer("lint", "page.md", *SELECT, *arguments, "--format", FORMATS[0])
    assert (result.code, result.out) == (1, alone[FORMATS[0]])
    for form in FORMATS[1:]:
        assert Path(f"reports.{form}").read_bytes().decode() == alone[form]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--format", "text", "--format", "json"), "several reports (text, json) for stdout"),
        (("--format", "text=a", "--format", "json=./a"), "several reports (text, json)"),
        (("--format", "text=a", "--output", "b"), "--output is for a single format"),
        (
            ("--format", "text", "--format", "json=a", "--output", "b"),
            "--output is for a single format",
        ),
        (("--format", "sarf"), "invalid choice: 'sarf' (choose from text, checkstyle"),
        (("--format", "sarif="), "NAME=FILE"),
        (("--profile", "handwriting"), "--profile: invalid choice: 'handwriting' (choose from "),
        (("--profile", "ocr-two"), "--profile: invalid choice: 'ocr-two' (choose from "),
        (("--format", "json=page.md"), "page.md is a file that was checked"),
        (("--output", "page.md"), "page.md is a file that was checked"),
        (("--format", "json=nowhere/report.json"), "nowhere"),
    ],
)
def test_what_makes_no_sense_is_2_and_says_so(
    proofer: Proofer, arguments: tuple[str, ...], told: str
) -> None:
    result = proofer("lint", "page.md", *SELECT, *arguments)
    assert result.code == 2
    assert told in result.err
    assert result.out == ""
    assert Path("page.md").read_bytes().decode() == PAGE, "the page is untouched"


def test_a_report_never_replaces_a_file_that_could_not_be_read(proofer: Proofer) -> None:
    before = Path("binary.md").read_bytes()
    assert proofer("lint", "binary.md", "--output", "binary.md").code == 2
    assert Path("binary.md").read_bytes() == before


def test_the_errors_speak_chinese(proofer: Proofer) -> None:
    assert "可选：text" in proofer("--lang", "zh", "lint", "page.md", "--format", "sarf").err
    assert (
        "标准输出"
        in proofer("--lang", "zh", "lint", "page.md", "--format", "text", "--format", "json").err
    )


def test_a_file_that_cannot_be_written_does_not_hide_the_report(proofer: Proofer) -> None:
    result = proofer(
        "lint", "page.md", *SELECT, "--format", "json=nowhere/report.json", "--format", "text"
    )
    assert result.code == 2
    assert COUNT["text"](result.out) == 2


# Bytes


def test_the_diff_is_in_the_encoding_of_the_file(proofer: Proofer) -> None:
    Path("page.txt").write_bytes(PAGE.replace("\n", "\r\n").encode("gb18030"))
    command = [sys.executable, "-m", "proofer", "lint", "page.txt", *SELECT, "--format", "diff"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert "+他们的工作做得很好。这项工作已经全面完成。\r\n".encode("gb18030") in done.stdout
    proofer("lint", "page.txt", *SELECT, "--format", "diff=page.diff")
    assert Path("page.diff").read_bytes() == done.stdout


@needs_terminal
def test_a_terminal_is_shown_the_diff_and_not_steered() -> None:
    Path("page.txt").write_text("他们的的\x1b]0;title\x07工作做得很好。\n", encoding="utf-8")
    with terminal("lint", "page.txt", "--format", "diff", "--select", "D001") as screen:
        assert screen.exit_code() == 1
        assert "+他们的␛]0;title␇工作做得很好。" in screen.seen
