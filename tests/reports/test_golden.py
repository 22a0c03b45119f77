"""What each format writes of one report made by hand; `python -m tools.docs.golden` renews it."""

from __future__ import annotations

import pytest

from proofer.checking.registry import detectors, report_formats
from proofer.cli.rules import markdown
from proofer.messages import Language
from tests.reports.example import FOLDER, rendered

DOCS = FOLDER.parents[1] / "docs"


@pytest.mark.parametrize("name", report_formats())
def test_a_format_is_what_it_was(name: str) -> None:
    assert rendered(name).decode() == (FOLDER / f"{name}.golden").read_bytes().decode(), (
        "python -m tools.docs.golden"
    )


def test_every_golden_file_has_its_format() -> None:
    assert {path.stem for path in FOLDER.glob("*.golden")} == set(report_formats())


@pytest.mark.parametrize("name", report_formats())
def test_no_format_sends_control_characters_to_a_terminal(name: str) -> None:
    if report_formats()[name].raw:
        pytest.skip("holds the bytes of the page; the command shows them on a terminal")
    assert "\x1b" not in rendered(name).decode()


@pytest.mark.parametrize(("name", "language"), [("rules.md", "en"), ("rules.zh-CN.md", "zh")])
def test_the_list_of_rules_is_fresh(name: str, language: Language) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == "".join(markdown(detectors().values(), language)), (
        "python -m tools.docs.rules writes it again"
    )
