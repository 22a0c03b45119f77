"""docs/editors.md and the extension for VS Code: complete, alike in both languages, and tried."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from proofer import __version__
from tests.paths import ROOT

PAGES = [ROOT / "docs" / name for name in ("editors.md", "editors.zh-CN.md")]
EXTENSION = ROOT / "editors" / "vscode"

pytestmark = pytest.mark.skipif(
    not EXTENSION.is_dir(), reason="the extension is in the repository only"
)


def read(name: str) -> Any:
    return json.loads((EXTENSION / name).read_text(encoding="utf-8"))


def blocks(page: Path) -> list[tuple[str, str]]:
    text = page.read_text(encoding="utf-8")
    return re.findall(r"^```([^\n]+)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_both_languages_have_the_same_examples() -> None:
    english, chinese = map(blocks, PAGES)
    assert english == chinese
    assert {kind.split()[0] for kind, _ in english} == {"sh", "lua", "toml", "elisp", "json"}


def test_the_examples_start_the_server() -> None:
    examples = dict(blocks(PAGES[0]))
    helix = tomllib.loads(examples["toml helix"])
    assert helix["language-server"]["proofer"] == {"command": "proofer", "args": ["lsp"]}
    assert {"proofer"} == {name for each in helix["language"] for name in each["language-servers"]}
    [task] = json.loads(examples["json zed"])
    assert task["command"] == "proofer"
    for kind in ("lua", "elisp"):
        assert re.search(r'"proofer",?\s+"lsp"', examples[kind])


def test_the_extension_has_the_version_of_the_package() -> None:
    assert read("package.json")["version"] == __version__


def test_every_word_of_the_extension_is_there_in_both_languages() -> None:
    english, chinese = read("package.nls.json"), read("package.nls.zh-cn.json")
    wanted = set(re.findall(r'"%([^%"]+)%"', (EXTENSION / "package.json").read_text("utf-8")))
    assert wanted == english.keys() == chinese.keys()
    source = (EXTENSION / "src" / "extension.ts").read_text(encoding="utf-8")
    messages = set(re.findall(r'l10n\.t\(\s*"([^"]+)"', source))
    assert messages == read("l10n/bundle.l10n.zh-cn.json").keys()


def test_no_setting_of_an_untrusted_workspace_says_what_is_run() -> None:
    package = read("package.json")
    trust = package["capabilities"]["untrustedWorkspaces"]
    assert {"proofer.path", "proofer.arguments"} <= set(trust["restrictedConfigurations"])


@pytest.mark.skipif(
    shutil.which("npm") is None or not (EXTENSION / "node_modules").is_dir(),
    reason="npm install was not run in editors/vscode",
)
def test_the_extensions_own_tests_pass_with_this_server() -> None:
    program = Path(sys.executable).with_name("proofer")
    ran = subprocess.run(
        ["npm", "test"],
        cwd=EXTENSION,
        env={**os.environ, "PROOFER": str(program)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "# skipped 0" in ran.stdout
