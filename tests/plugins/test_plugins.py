"""An installed package adds detectors, formats, reports and exports, as docs/plugins.md shows."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from proofer.checking.registry import detectors
from tests.plugins.conftest import FILES, Site

Proofer = Callable[..., subprocess.CompletedProcess[str]]
LYRICS = "[ti:歌]\n[00:01.00]他走了...\n[00:03.00]好。\n"
SELECT = ("--select", "ellipsis")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.lrc"
    path.write_text(LYRICS, encoding="utf-8")
    return path


def test_the_example_is_typed(site: Site, tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    modules = [site.folder / name for name in FILES if name.startswith("proofer_example/")]
    checked = site.run("-m", "mypy", "--strict", "--cache-dir", tmp_path / "mypy", *modules)
    assert checked.returncode == 0, checked.stdout


def test_the_test_of_the_example_passes(site: Site) -> None:
    site.add("test_ellipsis.py", FILES["tests/test_ellipsis.py"])
    done = site.run(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", site.folder / "test_ellipsis.py"
    )
    assert done.returncode == 0, done.stdout


def test_all_four_are_found_and_run(proofer: Proofer, page: Path) -> None:
    found = proofer("lint", page, *SELECT, "--format", "table")
    assert (found.returncode, found.stderr) == (1, "")
    assert found.stdout == f"{page}\t2\t14\tP901\t...\n"

    changes = page.with_name("changes.tsv")
    made = proofer(
        "export", page, "--as", "changes", "--accept-above", "0.5", "-o", changes, *SELECT
    )
    assert made.returncode == 0, made.stderr
    assert changes.read_text(encoding="utf-8") == f"{page}\t...\t……\n"

    fixed = proofer("lint", page, *SELECT, "--fix")
    assert fixed.returncode == 0, fixed.stderr
    assert page.read_text(encoding="utf-8") == LYRICS.replace("...", "……")


def test_files_of_folders_are_found_and_checked_in_other_processes(
    proofer: Proofer, page: Path
) -> None:
    folder = page.parent / "pages"
    for number in range(3):
        (folder / f"{number}.lrc").parent.mkdir(exist_ok=True)
        (folder / f"{number}.lrc").write_text(LYRICS, encoding="utf-8")
    for _ in range(2):  # anew, then from the cache
        found = proofer("lint", folder, *SELECT, "--jobs", "2", "--format", "json")
        codes = [finding["code"] for finding in json.loads(found.stdout)["findings"]]
        assert codes == ["P901"] * 3, found.stderr


def test_an_ending_of_a_name_means_an_export_of_a_plug_in(proofer: Proofer, page: Path) -> None:
    target = page.with_name("all.changes.tsv")
    made = proofer("export", page, "-o", target, *SELECT, "--accept-above", "0.5")
    assert made.returncode == 0, made.stderr
    assert "……" in target.read_text(encoding="utf-8")


def test_commands_show_what_is_there(proofer: Proofer, page: Path) -> None:
    assert "P901" in proofer("rules").stdout
    assert "Three or more dots" in proofer("explain", "P901").stdout
    known = proofer("lint", page, "--format", "nonsense").stderr
    assert ", table, " in known.replace(")", ", ")
    assert "changes" in proofer("export", page, "-o", "x", "--as", "nonsense").stderr
    lines = proofer("doctor").stdout.splitlines()
    for kind in ("detectors", "formats", "reports", "exports"):
        [line] = [line for line in lines if line.startswith(f"  proofer.{kind} ")]
        assert "proofer_example." in line
        assert line.endswith("proofer-example 1.0")


KEY = """
from proofer.checking.cache import run_key
from proofer.config import Config
print(run_key(Config(), "").hex())
"""


def test_the_key_of_the_cache_knows_plug_ins_with_version_and_content(site: Site) -> None:
    keys = [site.run("-c", KEY).stdout]
    site.install(version="1.1")
    keys.append(site.run("-c", KEY).stdout)
    for name in sorted(FILES):
        if name.startswith("proofer_example/"):
            site.add(name, FILES[name] + "\n# changed\n")
            keys.append(site.run("-c", KEY).stdout)
    assert all(keys)
    assert len(set(keys)) == 6, "1.0, 1.1, and a change of each of four modules"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("raise RuntimeError('out of order')", "RuntimeError: out of order"),
        ("", "no attribute 'DETECTOR'"),
        ("DETECTOR = 'P901'", "does not define DETECTOR"),
    ],
)
def test_a_plug_in_that_cannot_be_used_is_an_error_with_its_name(
    site: Site, proofer: Proofer, page: Path, text: str, problem: str
) -> None:
    site.add("proofer_example/ellipsis.py", text)
    found = proofer("lint", page)
    assert found.returncode == 2
    assert "proofer_example.ellipsis:DETECTOR" in found.stderr
    assert problem in found.stderr
    assert "Traceback" not in found.stderr
    examined = proofer("doctor")
    assert examined.returncode == 1, examined.stderr
    assert "MISSING: " in examined.stdout
    assert problem in examined.stdout


def test_proofer_leaves_numbers_from_900_on_to_plug_ins() -> None:
    assert max(int(code[1:]) for code in detectors()) < 900
