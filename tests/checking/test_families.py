"""Families of plug-ins: an unknown letter stops the run, a family that is brought along holds."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from proofer.checking import pipeline, registry
from proofer.checking.cache import Entry, dumps, loads
from proofer.config import Config
from proofer.detectors.api import Detector, replace_span
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.document.spans import Span
from proofer.errors import ConfigError
from proofer.exports import _wording
from proofer.findings.family import FAMILIES, Family, family_of, letter_of
from proofer.findings.finding import Finding, Severity
from proofer.messages import Message
from proofer.tui import kinds
from tests.documents import document

COLLECT = registry.detectors.__wrapped__
FAMILIES_OF_ALL = registry.families.__wrapped__
"""What is kept for a whole run, worked out anew."""
TITLE = Message("广告", "advertisement")
OWN = Family("X", TITLE, "layout")
TEXT = "本报讯（记者 黎佩佩）会议在县里召开。黎佩佩摄\n"


def detector(code: str, own: Family | None, quote: str = "佩佩") -> Detector:
    """A detector that would halve the first `quote` of a page."""

    def detect(page: Document, context: Context) -> Iterator[Finding]:
        start = page.text.index(quote)
        span = Span(start, start + len(quote))
        change = replace_span(span, quote[:1], 0.9)
        yield made.finding(page, span, TITLE, confidence=0.9, suggestions=[change])

    made = Detector(code, "toy", TITLE, Severity.ERROR, detect, TITLE, (), own_family=own)
    return made


def install(monkeypatch: pytest.MonkeyPatch, *made: Detector) -> None:
    """Let these be the detectors of the installation."""
    found = {each.code: each for each in made}
    monkeypatch.setattr(registry, "collect", lambda *_: found)
    monkeypatch.setattr(registry, "detectors", COLLECT)
    for module in (registry, kinds):
        monkeypatch.setattr(module, "families", FAMILIES_OF_ALL)


def test_every_family_has_detectors() -> None:
    assert {letter_of(code) for code in registry.detectors()} == set(FAMILIES)
    assert all(family.letter == letter for letter, family in FAMILIES.items())


@pytest.mark.parametrize(
    ("code", "own"),
    [("X900", None), ("X900", replace(OWN, letter="Y")), ("M900", replace(OWN, letter="M"))],
    ids=["none", "of another letter", "of a letter that is taken"],
)
def test_a_detector_of_no_family_stops_the_run(
    monkeypatch: pytest.MonkeyPatch, code: str, own: Family | None
) -> None:
    install(monkeypatch, detector(code, own))
    with pytest.raises(
        ConfigError, match=rf"{code} \(toy\).*C, D, G, I, K, L, M, N, P, R, S"
    ) as caught:
        registry.detectors()
    assert f"{code}（toy）" in caught.value.message.zh


def test_two_plugins_cannot_mean_different_families_by_one_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = replace(OWN, protects_names=False)
    install(monkeypatch, detector("X900", OWN), detector("X901", other))
    with pytest.raises(ConfigError, match="X901"):
        registry.detectors()
    install(monkeypatch, detector("X900", OWN), detector("X901", replace(OWN)))
    assert set(registry.detectors()) == {"X900", "X901"}


def test_a_plugin_brings_its_family(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, detector("X900", OWN), detector("M900", None))
    assert registry.families()["X"] == OWN
    assert registry.detectors()["M900"].family is FAMILIES["M"]
    assert kinds.kind_style("X900") == "kind--layout"
    assert kinds.KINDS[3].letters == "SX"
    assert _wording.family("X900") == TITLE
    assert kinds.kind_style("Y900") == kinds.OTHER
    assert _wording.family("Y900") == _wording.OTHER


@pytest.mark.parametrize("protects", [True, False])
def test_the_family_of_a_plugin_holds_for_its_findings(
    monkeypatch: pytest.MonkeyPatch, protects: bool
) -> None:
    own = replace(OWN, protects_names=protects)
    install(monkeypatch, detector("X900", own))
    page, config = document(TEXT), Config()
    survey = pipeline.survey(page, pipeline.make_context(config), config)
    assert not survey.failures
    assert [each.quote for each in survey.candidates] == ([] if protects else ["佩佩"])
    assert all(each.family == own for each in survey.candidates)
    held = Entry("key", survey)
    assert loads(dumps(held)) == held, "the cache admits it"


def test_a_finding_without_a_family_fails_its_detector() -> None:
    with pytest.raises(ValueError, match="X900; there are C, D"):
        family_of("X900")


PLUGIN = """
from proofer.detectors.api import Detector
from proofer.messages import Message
from proofer.findings.finding import Severity
{family}
TEXT = Message("广告", "advertisement")
def detect(page, context):
    return iter(())
DETECTOR = Detector("X900", "toy", TEXT, Severity.INFO, detect, TEXT, (){own})
"""


@pytest.mark.parametrize("brought", [True, False])
def test_an_installed_plugin_runs_with_its_family_and_is_refused_without(
    tmp_path: Path, brought: bool
) -> None:
    family, own = "", ""
    if brought:
        family = "from proofer.findings.family import Family"
        own = ', own_family=Family("X", TEXT)'
    (tmp_path / "toy_plugin.py").write_text(PLUGIN.format(family=family, own=own), encoding="utf-8")
    information = tmp_path / "toy-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Name: toy\nVersion: 1.0\n", encoding="utf-8")
    (information / "entry_points.txt").write_text("[proofer.detectors]\ntoy = toy_plugin\n")
    done = subprocess.run(
        [sys.executable, "-m", "proofer", "rules", "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    if brought:
        assert (done.returncode, done.stderr) == (0, "")
        assert "X900 toy" in done.stdout
    else:
        assert (done.returncode, done.stdout) == (2, "")
        assert "X900 (toy)" in done.stderr
        assert "C, D, G, I, K, L, M, N, P, R, S" in done.stderr
