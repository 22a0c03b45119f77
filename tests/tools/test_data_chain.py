"""The data chain: what is stale is made in order, what is fresh is not; the table is true."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.paths import ROOT, SHARED
from tools.data import table as tables
from tools.data.chain import Chain, Lock, State
from tools.data.digests import Files
from tools.data.page import page

TABLE = tables.load()
TOY = """
[[artefact]]
name = "sandwich"
title = "sandwich"
command = "make sandwich"
inputs = ["bread.txt"]
outputs = ["sandwich.txt"]
readers = []
cost = ""

[[artefact]]
name = "soup"
title = "soup"
command = "cook soup"
inputs = ["stock.txt", "salt.txt"]
outputs = ["soup.txt"]
readers = []
cost = ""

[[artefact]]
name = "stock"
title = "stock"
command = "cook stock shared/roots/*.txt"
inputs = ["shared/roots/*.txt"]
outputs = ["stock.txt"]
readers = []
cost = ""
intermediate = true

[[artefact]]
name = "bread"
title = "bread"
command = "bake bread"
inputs = ["flour.txt", "package/yeast==1.0"]
outputs = ["bread.txt"]
readers = []
cost = ""
"""
SHIPPED = ("bread", "sandwich", "soup")


class Kitchen:
    """A toy repository whose commands write a file of their second word."""

    def __init__(self, folder: Path, toy: str = TOY) -> None:
        self.root = folder / "repository"
        (self.root / "shared").mkdir(parents=True)
        (folder / "table.toml").write_text(toy, encoding="utf-8")
        files = Files(self.root, folder / "shared")
        locks = Lock(self.root / "lock.json"), Lock(self.root / "build" / "lock.json")
        self.chain = Chain(tables.load(folder / "table.toml"), files, *locks)
        self.roots = folder / "shared" / "roots" / "carrot.txt"
        self.roots.parent.mkdir(parents=True)
        self.roots.write_text("carrot")
        for name in ("salt", "flour"):
            (self.root / f"{name}.txt").write_text(name)
        self.ran: list[list[str]] = []

    def run(self, command: Sequence[str]) -> None:
        """Note a command, and write what it makes."""
        self.ran.append(list(command[2:]))
        (self.root / f"{command[3]}.txt").write_text(" ".join(command[2:]))

    def rebuild(self, forced: Sequence[str] = ()) -> dict[str, State]:
        """Rebuild; return what was found of the shipped artefacts."""
        self.ran = []
        found = {each.name: state for each, state in self.chain.rebuild(self.run, forced)}
        return {name: found[name] for name in sorted(found)}

    @property
    def made(self) -> list[str]:
        """What the last rebuilding made, in order."""
        return [command[1] for command in self.ran]


@pytest.fixture
def kitchen(tmp_path: Path) -> Kitchen:
    return Kitchen(tmp_path)


def test_all_is_made_once_in_the_order_of_what_it_is_made_of(kitchen: Kitchen) -> None:
    assert kitchen.rebuild() == dict.fromkeys(SHIPPED, State.STALE)
    assert set(kitchen.made) == {*SHIPPED, "stock"}
    assert kitchen.made.index("stock") < kitchen.made.index("soup")
    assert kitchen.made.index("bread") < kitchen.made.index("sandwich")
    assert ["cook", "stock", str(kitchen.roots)] in kitchen.ran, "optional files are named in full"
    assert kitchen.rebuild() == dict.fromkeys(SHIPPED, State.FRESH)
    assert not kitchen.made


def test_only_what_a_changed_input_concerns_is_made_again(kitchen: Kitchen) -> None:
    kitchen.rebuild()
    (kitchen.root / "salt.txt").write_text("more salt")
    assert kitchen.rebuild()["soup"] is State.STALE
    assert kitchen.made == ["soup"], "the stock is as it was"
    kitchen.roots.write_text("turnip")
    kitchen.rebuild()
    assert kitchen.made == ["stock", "soup"]


def test_a_file_that_was_changed_by_hand_is_made_again(kitchen: Kitchen) -> None:
    kitchen.rebuild()
    (kitchen.root / "bread.txt").write_text("toast")
    kitchen.rebuild()
    assert kitchen.made == ["bread"], "and what is made of it is as it was"


def test_intermediate_files_are_made_only_for_what_needs_them(kitchen: Kitchen) -> None:
    kitchen.rebuild()
    (kitchen.root / "stock.txt").unlink()
    (kitchen.root / "build" / "lock.json").unlink()
    assert kitchen.rebuild()["soup"] is State.FRESH, "a fresh clone has no intermediate files"
    assert not kitchen.made
    kitchen.rebuild(["soup"])
    assert kitchen.made == ["stock", "soup"]


def test_what_lacks_an_input_is_named_and_left_and_the_rest_is_made(kitchen: Kitchen) -> None:
    kitchen.rebuild()
    kitchen.roots.unlink()
    (kitchen.root / "flour.txt").write_text("rye")
    found = kitchen.rebuild(["soup"])
    assert (found["bread"], found["soup"]) == (State.STALE, State.MISSING)
    assert kitchen.made == ["bread"]
    soup = next(each for each in kitchen.chain.table.artefacts if each.name == "soup")
    assert kitchen.chain.missing(soup) == ["shared/roots/*.txt"], "not the stock, which can be made"


def test_another_version_of_a_package_makes_stale(kitchen: Kitchen, tmp_path: Path) -> None:
    kitchen.rebuild()
    newer = Kitchen(tmp_path / "newer", TOY.replace("yeast==1.0", "yeast==1.1"))
    newer.chain._locks = kitchen.chain._locks
    newer.chain.files = kitchen.chain.files
    assert newer.rebuild()["bread"] is State.STALE


def test_a_failing_command_notes_nothing(kitchen: Kitchen) -> None:
    def fail(command: Sequence[str]) -> None:
        raise subprocess.CalledProcessError(1, command)

    with pytest.raises(subprocess.CalledProcessError):
        list(kitchen.chain.rebuild(fail))
    assert kitchen.rebuild() == dict.fromkeys(SHIPPED, State.STALE)


def test_files_of_the_package_are_in_the_table_each_once() -> None:
    files = Files(ROOT, ROOT / "nowhere")
    data = {path for path in (ROOT / "proofer" / "language" / "data").iterdir() if path.is_file()}
    made = [
        path
        for artefact in TABLE.artefacts
        if not artefact.intermediate
        for pattern in artefact.outputs
        for path in files.of(pattern)
    ]
    assert len(made) == len(set(made)), "two artefacts make the same file"
    assert data <= set(made), "a file of which nobody knows how it was made"


@pytest.mark.parametrize("artefact", TABLE.artefacts, ids=lambda each: each.name)
def test_the_table_names_what_is_there(artefact: tables.Artefact) -> None:
    files = Files(ROOT, ROOT / "nowhere")
    known = {f"package/{each.requirement}" for each in TABLE.packages}
    sources = {each.path for each in TABLE.sources}
    assert find_spec(artefact.command.split()[0]), "no such command"
    assert all((ROOT / reader).is_file() for reader in artefact.readers)
    assert artefact.intermediate or all(files.of(pattern) for pattern in artefact.outputs)
    for pattern in artefact.inputs:
        if pattern.startswith("package/"):
            assert pattern in known
        elif pattern.startswith("shared/"):
            assert any(Path(each).match(pattern) or each == pattern for each in sources), pattern
        else:
            assert TABLE.makers(pattern) or files.of(pattern), f"nothing makes {pattern}"


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the optional data: set PROOFER_SHARED")
@pytest.mark.parametrize("source", TABLE.sources, ids=lambda each: each.path)
def test_optional_data_is_that_of_the_table(source: tables.Source) -> None:
    assert Files(ROOT, SHARED).digest(source.path) == source.sha256


def test_the_shipped_files_are_those_of_the_lock() -> None:
    locked = Lock(ROOT / "tools" / "data" / "artefacts.lock.json").read()
    files = Files(ROOT, ROOT / "nowhere")
    shipped = {each.name for each in TABLE.artefacts if not each.intermediate}
    assert locked.keys() == shipped
    for name, digests in locked.items():
        for pattern, digest in digests["outputs"].items():
            assert files.digest(pattern) == digest, (
                f"{pattern} changed: python -m tools.data --force {name}, "
                f"or --record {name} if by hand"
            )


def test_the_page_says_what_the_table_says() -> None:
    written = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    assert written == page(TABLE), "python -m tools.data --page"
