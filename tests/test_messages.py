"""Which language the program speaks."""

from __future__ import annotations

import locale
import sys

import pytest

from proofer.messages import preferred_language


@pytest.mark.parametrize(
    ("name", "language"),
    [("Chinese (Simplified)_China", "zh"), ("zh_CN", "zh"), ("English_United States", "en")],
)
def test_windows_is_asked_where_no_variable_is_set(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(locale, "getlocale", lambda: (name, "936"))
    assert preferred_language({}) == language
    assert preferred_language({"LANG": "en_US.UTF-8"}) == "en"
