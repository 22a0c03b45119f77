"""`proofer explain`: every detector has a page in both languages."""

from __future__ import annotations

import re

import pytest

from proofer.checking.registry import detectors
from tests.cli.conftest import Proofer

HAN = re.compile(r"[\u4e00-\u9fff]{10,}")


@pytest.mark.parametrize("code", list(detectors()))
def test_every_detector_is_explained_in_both_languages(proofer: Proofer, code: str) -> None:
    detector = detectors()[code]
    english, chinese = (proofer("explain", code, "--lang", language) for language in ("en", "zh"))
    assert english.code == chinese.code == 0
    assert detector.title.en in english.out
    assert detector.title.zh in chinese.out
    assert HAN.search(chinese.out.partition("例子")[0])
    for example in detector.examples:
        assert example.text.replace("\n", "\n      ") in english.out


def test_names_and_codes_in_any_case_are_found(proofer: Proofer) -> None:
    page = proofer("explain", "D001").out
    assert page.startswith("D001 doubled: ")
    assert proofer("explain", "d001").out == proofer("explain", "doubled").out == page


def test_an_unknown_one_is_2_with_the_nearest_and_where_all_are(proofer: Proofer) -> None:
    result = proofer("explain", "D01")
    assert result.code == 2
    assert result.out == ""
    assert "Did you mean D001?" in result.err
    assert "proofer rules" in result.err
    assert "␊" not in result.err
