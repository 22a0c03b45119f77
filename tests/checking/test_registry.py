"""The registry: codes stay stable, and a part that does not work stops the run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from proofer.checking.registry import detectors, report_formats
from proofer.errors import ConfigError
from proofer.plugins import collect

CODES = {
    "C001": "inconsistent-clause",
    "C002": "inconsistent-measure",
    "C003": "running-head",
    "C004": "two-spellings",
    "D001": "doubled",
    "D002": "doubled-mark",
    "G001": "garbled-term",
    "G002": "set-phrase",
    "G003": "odd-character",
    "G004": "mojibake",
    "K001": "known-slip",
    "L001": "repetition-loop",
    "M001": "pycorrector",
    "M002": "substitution",
    "M003": "lost-character",
    "M004": "extra-character",
    "M005": "broken-word",
    "N001": "calendar-date",
    "N002": "anniversary",
    "N003": "five-year-plan",
    "N004": "issue-number",
    "N005": "issue-order",
    "N010": "number-slip",
    "N011": "number-twice",
    "N012": "unit",
    "N020": "name-collision",
    "N021": "stray-name",
    "P001": "punctuation-width",
    "R001": "half-reduplication",
    "S001": "torn-paragraph",
    "S002": "unbalanced-mark",
    "S003": "sequence",
    "S004": "count-promise",
    "S005": "line-order",
    "S006": "lost-text",
    "S007": "unreadable-page",
}
"""Never change a line: configurations, baselines and decisions of users hold these.

Add new ones.
"""


def test_codes_and_names_are_those_that_were_released() -> None:
    assert {code: each.name for code, each in detectors().items()} == CODES


@pytest.mark.parametrize("code", list(detectors()))
def test_a_detector_is_complete(code: str) -> None:
    detector = detectors()[code]
    assert re.fullmatch(r"[A-Z]\d{3}", code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", detector.name)
    for text in (detector.title, detector.explanation):
        assert re.search(r"[\u4e00-\u9fff]", text.zh)
        assert text.en
        assert text.zh != text.en
    assert {example.bad for example in detector.examples} == {True, False}, "examples of both kinds"


def test_only_pycorrector_is_off_by_default() -> None:
    assert [code for code, each in detectors().items() if not each.default] == ["M001"]


def test_the_report_formats() -> None:
    released = {
        "checkstyle",
        "diff",
        "github",
        "gitlab",
        "json",
        "jsonl",
        "junit",
        "rdjson",
        "sarif",
        "text",
    }
    assert set(report_formats()) >= released, "workflows of users name these"


def package(folder: Path, name: str, **modules: str) -> str:
    path = folder / name
    path.mkdir()
    (path / "__init__.py").touch()
    for module, source in modules.items():
        (path / f"{module}.py").write_text(source)
    return name


def test_parts_are_sorted_and_private_modules_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    name = package(
        tmp_path, "parts_sorted", one="PART = 2+0j", two="PART = 1+0j", _help="nonsense nonsense"
    )
    assert collect(name, "PART", complex, "real") == {"1.0": 1 + 0j, "2.0": 2 + 0j}


@pytest.mark.parametrize(
    ("name", "two", "told"),
    [
        ("parts_twice", "PART = 1+0j", "already taken"),
        ("parts_lacking", "", "does not define PART"),
    ],
)
def test_a_part_that_is_missing_or_there_twice_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, two: str, told: str
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    package(tmp_path, name, one="PART = 1+0j", two=two)
    with pytest.raises(ConfigError, match=told) as caught:
        collect(name, "PART", complex, "real")
    assert f"{name}.two" in caught.value.message.zh


def test_a_part_that_cannot_be_imported_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    name = package(tmp_path, "parts_broken", one="raise RuntimeError('broken part')")
    with pytest.raises(RuntimeError, match="broken part"):
        collect(name, "PART", complex, "real")
