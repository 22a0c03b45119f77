"""docs/architecture.md and the other pages name what there is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

import proofer
from tests.paths import ROOT

PACKAGE = Path(proofer.__file__).parent
PAGE = ROOT / "docs" / "architecture.md"
PAGES = sorted(
    {*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "dictionaries/README.md"}
    - {ROOT / "CHANGELOG.md"}  # it tells of modules that were
)
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PATH = re.compile(r"[\w.<>*-]*(?:/[\w.<>*-]*)+|[\w.-]+\.(?:py|md|toml)")
COMMAND = re.compile(r"python -m\s+((?:tools|bench|fixtures)[.\w]*)")


def rows() -> Iterator[tuple[str, ...]]:
    """Yield what the table of rooms has in backticks in the first column, a row at a time."""
    table = PAGE.read_text(encoding="utf-8").split("\n## Rooms\n")[1].split("\n## ")[0]
    for line in table.splitlines():
        if line.startswith("| `"):
            yield tuple(CODE.findall(line.split(" | ")[0]))


def rooms(row: tuple[str, ...]) -> list[str]:
    """Return the rooms of a row without the folders inside them."""
    return [name.rstrip("/") for name in row if "/" not in name.rstrip("/")]


def test_the_rooms_are_the_layers_of_import_linter() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    [contract] = [each for each in contracts if each["name"].startswith("One direction")]
    layers = [
        sorted(name.strip().removeprefix("proofer.") for name in layer.split("|"))
        for layer in contract["layers"]
    ]
    assert [sorted(rooms(row)) for row in rows()] == layers, "a row of the table for each layer"


def test_there_is_no_import_circle() -> None:
    graph = grimp.build_graph("proofer", cache_dir=None)
    imports = {each: graph.find_modules_directly_imported_by(each) for each in graph.modules}
    TopologicalSorter(imports).prepare()  # a circle is an error that names it


def test_every_folder_and_module_of_the_package_has_a_room() -> None:
    named = {name for row in rows() for name in row}
    there = {f"{path.name}/" for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    there |= {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    assert {name for name in named if "/" not in name.rstrip("/")} == there


def test_a_room_that_names_folders_names_all_of_them() -> None:
    named = {name.rstrip("/") for row in rows() for name in row if "/" in name.rstrip("/")}
    assert named, "the table names no folder inside a room"
    there = {
        path.relative_to(PACKAGE).as_posix()
        for room in {name.partition("/")[0] for name in named}
        for path in (PACKAGE / room).iterdir()
        if path.is_dir() and path.name != "__pycache__"
    }
    assert named == there


def test_every_folder_with_modules_is_a_package() -> None:
    lost = {
        path.parent.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*.py")
        if not (path.parent / "__init__.py").is_file()
    }
    assert not lost, "parts in a folder without __init__.py are never found"


def test_every_room_has_tests_of_its_name() -> None:
    rooms_there = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    tested = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert rooms_there <= tested


def test_every_path_of_the_page_exists() -> None:
    text = PAGE.read_text(encoding="utf-8")
    paths = [code for code in CODE.findall(text) if PATH.fullmatch(code)]
    assert {"config/keys.py", "docs/json.md", "detectors/<family>/"} <= {*paths}
    missing = [path for path in paths if not exists(path, ROOT, PACKAGE)]
    assert not missing


def exists(path: str, *folders: Path) -> bool:
    """Return whether one of the folders has the path; `<name>` and NAME stand for any name."""
    pattern = re.sub(r"<\w+>|\bNAME\b", "*", path)
    return any(next(folder.glob(pattern), None) is not None for folder in folders)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_modules_and_commands_that_a_page_names_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    modules = {code for code in CODE.findall(text) if re.fullmatch(r"[\w/]+\.py", code)}
    missing = [
        name
        for name in sorted(modules)
        if not exists(name, ROOT, PACKAGE) and ("/" in name or not exists(f"**/{name}", PACKAGE))
    ]
    commands = {name.replace(".", "/") for name in COMMAND.findall(text)}
    missing += [
        name
        for name in sorted(commands)
        if not exists(f"{name}.py", ROOT) and not exists(f"{name}/__main__.py", ROOT)
    ]
    assert not missing
