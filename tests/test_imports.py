"""Start-up is part of the promise: what a command does not need, it does not load."""

from __future__ import annotations

import argparse
import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import proofer
from proofer.__main__ import _parser

PACKAGE = Path(proofer.__file__).parent
HEAVY = {
    "numpy",
    "textual",
    "rich",
    "rapidfuzz",
    "regex",
    "charset_normalizer",
    "pycorrector",
    "jieba",
    "torch",
    "pygls",
}
SUBPARSERS = (
    each for each in _parser("en")._actions if isinstance(each, argparse._SubParsersAction)
)
COMMANDS = [name for each in SUBPARSERS for name in each.choices]


_SELDOM = {"statistics", "decimal", "random", "shutil", "multiprocessing", "importlib.metadata"}
"""What Python brings and a page of text has no use for."""


def loaded(*arguments: str, folder: Path | None = None) -> set[str]:
    """Return the modules that are loaded after the command has run in a process of its own.

    The cache of that process is in `folder`.
    """
    program = (
        "import sys\n"
        "from proofer.__main__ import main\n"
        f"main({list(arguments)!r})\n"
        "print('\\n' + ' '.join(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env=os.environ if folder is None else {**os.environ, "XDG_CACHE_HOME": str(folder)},
        timeout=300,
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("--help",),
        ("--lang", "zh", "--help"),
        (),
        *((command, "--help") for command in COMMANDS),
    ],
    ids=" ".join,
)
def test_help_and_version_load_nothing_heavy(arguments: tuple[str, ...]) -> None:
    modules = loaded(*arguments)
    assert not modules & HEAVY
    assert "importlib.metadata" not in modules
    assert not [
        name
        for name in modules
        if name.startswith(("proofer.detectors", "proofer.formats", "proofer.tui"))
    ]


def inside(modules: set[str], package: str) -> set[str]:
    """Return the modules of a package, by the rest of their names."""
    return {name.removeprefix(package) for name in modules if name.startswith(package)}


def families_of(modules: set[str]) -> set[str]:
    """Return the families of which a detector is loaded."""
    detectors = inside(modules, "proofer.detectors.")
    return {name.partition(".")[0] for name in detectors if "." in name}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page that the model and the dictionaries have something to say of."""
    file = tmp_path / "page.md"
    file.write_text("本报讯（记者 王小明）他们的的工作，做得恨好。\n", encoding="utf-8")
    return file


def test_neither_a_command_nor_a_detector_loads_others(page: Path) -> None:
    modules = loaded("lint", "--no-cache", "--select", "D001", page.name, folder=page.parent)
    others = {"consistency", "dates", "dictionary", "numbers", "scan", "structure"}
    assert "proofer.detectors.repetition.doubled" in modules
    assert not families_of(modules) & others
    assert {name for name in inside(modules, "proofer.cli.") if name[0] != "_"} == {"lint"}
    assert not inside(modules, "proofer.language.channel.") & {"engine", "reading", "proposer"}
    assert not modules & {"rapidfuzz", "numpy.ma", *_SELDOM}


def test_a_page_loads_neither_screens_nor_pycorrector_and_from_the_cache_no_tables(
    page: Path,
) -> None:
    modules = loaded("lint", page.name, folder=page.parent)
    assert "proofer.checking.pipeline" in modules
    assert not modules & {"textual", "rich", "pycorrector", "jieba", "torch", "transformers"}
    assert not modules & {"numpy.ma", "statistics", "multiprocessing"}
    assert not inside(modules, "proofer.tui")
    readers = {name.rpartition(".")[2] for name in modules if name.startswith("proofer.formats.")}
    assert not readers & {
        "xml_source",
        "blocks",
        "json_source",
        "zip_members",
        "hocr",
        "alto",
        "docx",
        "rapidocr",
        "pdf",
        "plain",
    }
    again = loaded("lint", page.name, folder=page.parent)
    assert not again & {"numpy", "regex", "rapidfuzz", "tomllib", "tempfile", *_SELDOM}
    assert not inside(again, "proofer.review.")
    assert inside(again, "proofer.language.channel.") == {"profiles"}
    tables = {"characters", "dictionary", "noisy_channel", "numbers", "repetition", "scan"}
    assert not families_of(again) & tables


def imports(path: Path) -> Iterator[str]:
    """Yield the top-level packages that a file imports, in functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Call) and "import_module" in ast.dump(node.func):
            yield from (
                each.value
                for each in node.args
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_only_their_own_package_imports_textual_pygls_and_pycorrector(path: Path) -> None:
    place = path.relative_to(PACKAGE)
    packages = set(imports(path))
    if place.parts[0] != "tui":
        assert not packages & {"textual", "rich"}
    if place.parts[0] != "lsp":
        assert not packages & {"pygls", "lsprotocol"}
    if place != Path("detectors/external/pycorrector.py"):
        assert not packages & {"pycorrector", "jieba", "loguru", "torch", "transformers", "kenlm"}
