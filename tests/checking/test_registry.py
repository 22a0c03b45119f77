"""The registry: codes stay stable, and a part that does not work stops the run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from proofer.checking import registry
from proofer.checking.registry import detectors, report_formats
from proofer.detectors.catalogue import FILE, catalogue, listed
from proofer.errors import ConfigError
from proofer.plugins import collect
from tools.docs import rules
from tools.docs.rules import released


def test_a_released_code_keeps_its_name() -> None:
    names = {code: detector.name for code, detector in detectors().items()}
    changed = {code: name for code, name in released().items() if names.get(code) != name}
    assert not changed, "configurations, baselines and decisions of users hold these"


def test_every_detector_is_listed() -> None:
    new = detectors().keys() - released().keys()
    assert not new, "python -m tools.docs.rules adds new ones to docs/rules.tsv"


def test_the_catalogue_says_what_the_modules_say() -> None:
    assert FILE.read_text(encoding="utf-8") == catalogue(), "python -m tools.docs.rules writes it"


def test_selecting_and_reporting_import_no_detector_that_does_not_run() -> None:
    program = """
import sys
from proofer.checking.registry import detectors
from proofer.checking.pipeline import rules
from proofer.checking.registry import selected
from proofer.config import Config
config = Config(select=("D001",))
[rule] = rules(config)
assert rule.explanation.zh and detectors()["R001"].severity, "known without an import"
assert "proofer.detectors.repetition.doubled" not in sys.modules
[detector] = selected(config)
assert detector.examples and detector.family.letter == "D", "imported when asked for more"
assert "proofer.detectors.repetition.reduplication" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_detector_that_the_catalogue_lacks_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {name: one for name, one in listed().items() if one.code != "D001"}
    monkeypatch.setattr("proofer.detectors.catalogue.listed", lambda: known)
    assert registry.detectors.__wrapped__().keys() == detectors().keys()


def test_a_listed_detector_has_no_other_fields() -> None:
    with pytest.raises(AttributeError, match="colour"):
        _ = next(iter(listed().values())).colour  # type: ignore[attr-defined]


def test_the_list_refuses_to_lose_a_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "DOCS", tmp_path)
    monkeypatch.setattr(rules, "CODES", tmp_path / "rules.tsv")
    monkeypatch.setattr(rules, "FILE", tmp_path / "catalogue.json")
    (tmp_path / "rules.tsv").write_text("D001\tdouble\nZ001\tgone\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="D001 double, Z001 gone"):
        rules.main()
    assert list(tmp_path.iterdir()) == [tmp_path / "rules.tsv"], "nothing was written"


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
