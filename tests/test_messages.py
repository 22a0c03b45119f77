"""Which language the program speaks, and how it says to get what is missing."""

from __future__ import annotations

import locale
import sys
from pathlib import Path

import pytest

from proofer.messages import install_command, preferred_language


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


@pytest.mark.parametrize(
    ("left_by_the_installer", "command"),
    [
        ({}, "pip install 'proofer-zh[scan]'"),
        ({"pipx_metadata.json": "{}"}, "pipx runpip proofer-zh install 'proofer-zh[scan]'"),
        (
            {
                "uv-receipt.toml": "[tool]\nrequirements = "
                '[{ name = "proofer-zh", extras = ["web", "office"] }, { name = "pypdf" }]\n'
            },
            "uv tool install 'proofer-zh[office,scan,web]'",
        ),
        ({"uv-receipt.toml": "[tool]\nrequirements = 3"}, "uv tool install 'proofer-zh[scan]'"),
    ],
)
def test_what_is_missing_is_installed_where_proofer_runs(
    left_by_the_installer: dict[str, str],
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, content in left_by_the_installer.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert install_command("scan") == command
