"""`ocrd-proofer` in a workspace, as `ocrd process` runs it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import proofer
from proofer.language.channel.profiles import PROFILES, PUBLIC_PROFILES
from tests.ocrd.pages import BROKEN, line, page
from tests.paths import ROOT

TOOL = json.loads((ROOT / "proofer/ocrd/ocrd-tool.json").read_text(encoding="utf-8"))
PROGRAMS = Path(sys.executable).parent


def run(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [PROGRAMS / words[0], *words[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": f"{PROGRAMS}:/usr/bin:/bin", "HOME": str(folder)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def workspace(folder: Path, **groups: bytes) -> Path:
    """Make a workspace of one page with the given file groups."""
    run(folder, "ocrd", "workspace", "init")
    for group, data in groups.items():
        (folder / group).mkdir()
        (folder / group / "p1.xml").write_bytes(data)
        run(
            folder,
            *("ocrd", "workspace", "add", "-G", group, "-i", f"{group}_p1", "-g", "p1"),
            *("-m", "application/vnd.prima.page+xml", f"{group}/p1.xml"),
        )
    return folder


def test_the_description_is_that_of_the_program() -> None:
    tool = TOOL["tools"]["ocrd-proofer"]
    assert TOOL["version"] == proofer.__version__
    assert tool["parameters"]["profile"]["enum"] == list(PUBLIC_PROFILES)
    assert tool["parameters"]["profile"]["default"] == next(iter(PROFILES))


def test_without_ocrd_it_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "ocrd.py").write_text("raise ImportError\n", encoding="utf-8")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import proofer.ocrd.__main__ as it"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; it.main()"],
        capture_output=True,
        text=True,
        check=False,
        env={"LANG": "en_US.UTF-8"},
    )
    assert done.returncode == 2
    assert "pip install 'proofer-zh[ocrd]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_workspace_is_corrected_and_the_old_reading_kept(tmp_path: Path) -> None:
    pytest.importorskip("ocrd", reason="the extra ocrd is not installed")
    folder = workspace(tmp_path, OCR=BROKEN)
    run(folder, "ocrd", "process", "proofer -I OCR -O FIX -P threshold 0.5")
    (file,) = (folder / "FIX").iterdir()
    text = file.read_text(encoding="utf-8")
    assert re.findall("<pc:Unicode>(大桥.*?)</pc:Unicode>", text) == [
        *("大桥", "大桥的建设", "大桥的的建设", "大桥的约建设")
    ]
    assert 'value="ocrd-proofer"' in text
    assert "FIX/" in (folder / "mets.xml").read_text(encoding="utf-8")
    run(folder, "ocrd", "validate", "page", "--page-textequiv-consistency", "off", str(file))


def test_pages_of_another_script_pass_as_they_are(tmp_path: Path) -> None:
    pytest.importorskip("ocrd", reason="the extra ocrd is not installed")
    folder = workspace(tmp_path, OCR=BROKEN)
    run(folder, "ocrd", "process", "proofer -I OCR -O FIX -P script traditional")
    (file,) = (folder / "FIX").iterdir()
    assert "已经" not in file.read_text(encoding="utf-8")


def test_a_second_group_is_another_reading(tmp_path: Path) -> None:
    pytest.importorskip("ocrd", reason="the extra ocrd is not installed")
    words = ["码头", "工人", "敲锣", "打鼓", "迎接", "货轮", "的", "到来"]
    printed = page(line("l1", 0, ["码头", "工入", *words[2:]]), line("l2", 50, words))
    again = page(line("l1", 0, words), line("l2", 50, words))
    folder = workspace(tmp_path, OCR=printed, SECOND=again)
    run(folder, "ocrd", "process", "proofer -I OCR,SECOND -O FIX -P threshold 0.5")
    (file,) = (folder / "FIX").iterdir()
    assert "码头工人敲锣打鼓迎接货轮的到来" in file.read_text(encoding="utf-8").split('id="l2"')[0]
