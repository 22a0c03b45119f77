"""`proofer rules`: every detector with its examples, in both languages and forms."""

from __future__ import annotations

import re

import pytest

from proofer.checking.registry import detectors
from tests.cli.conftest import Proofer


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_detector_is_listed_with_its_examples(proofer: Proofer, language: str) -> None:
    result = proofer("rules", "--lang", language)
    assert (result.code, result.err) == (0, "")
    for detector in detectors().values():
        title = detector.title.zh if language == "zh" else detector.title.en
        assert f"{detector.code} {detector.name}: {title}\n" in result.out
        for example in detector.examples:
            assert example.text.replace("\n", "\n      ") in result.out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_links_of_the_markdown_lead_to_its_headings(proofer: Proofer, language: str) -> None:
    page = proofer("rules", "--format", "markdown", "--lang", language).out
    headings = re.findall(r"^## (.*)$", page, re.MULTILINE)
    assert headings == [f"{each.code} {each.name}" for each in detectors().values()]
    links = re.findall(r"^\| \[\w+\]\(#([^)]*)\)", page, re.MULTILINE)
    assert links == [heading.lower().replace(" ", "-") for heading in headings]


def test_examples_are_code_and_prose_is_no_markup(proofer: Proofer) -> None:
    page = proofer("rules", "--format", "markdown").out
    assert "- `这是大家共同努力的的结果。` → `这是大家共同努力的结果。`\n" in page
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", page)
    for line in page.splitlines():
        outside = re.sub(r"(`+).*?\1", "", re.sub(r"\\.|<!--.*-->", "", line))
        assert not re.search(r"[*_<`]", outside), line
