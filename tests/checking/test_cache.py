"""The cache gives back what a run came to, only for an equal run, and never runs code."""

from __future__ import annotations

import os
import pickle
import zlib
from dataclasses import fields, replace
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from proofer.checking import cache
from proofer.checking.cache import WITHOUT_EFFECT, Cache, Entry, dumps, file_key, loads, run_key
from proofer.checking.pipeline import Survey, check_file, make_context
from proofer.config import Config, IgnorePattern
from proofer.document.document import Origin
from proofer.errors import InputError
from proofer.findings.report import Failure
from proofer.formats import is_supported, read, write
from proofer.messages import Message
from tests.documents import document
from tests.paths import FIXTURES

TEXT = (
    "他们的的工作做得很好。<!-- proofer: ignore -->\n\n"
    "今天很好。<!-- proofer: ignore D001 -->\n\n这项工作己经完成。\n"
)
CONFIG = Config(select=("D001", "K001"))
DOCUMENTS = sorted((FIXTURES / "documents").rglob("*.*"))
KEY = "ab" + "c" * 62
PAGE = document(TEXT, "page.md")


def survey(folder: Path, config: Config = CONFIG, text: str = TEXT) -> Survey:
    path = folder / "page.md"
    path.write_text(text, encoding="utf-8")
    [found] = check_file(path, make_context(config), config).surveys
    return found


def got(cache: Cache, of: Survey, key: str = KEY) -> Survey | None:
    return cache.get(key, of.document.path, write(of.document, ()))


def test_what_was_found_comes_back_equal(tmp_path: Path) -> None:
    made = survey(tmp_path)
    cache = Cache(tmp_path / "cache")
    assert got(cache, made) is None
    cache.put(KEY, made)
    assert got(cache, made) == made
    assert made.candidates


def test_facts_for_a_comparison_come_back(tmp_path: Path) -> None:
    text = "2026年3月3日 星期二 总第12期\n\n本报讯（记者 沈知远）矿山复产。\n"
    made = survey(tmp_path, Config(select=("C", "N")), text)
    assert set(made.facts) == {"C003", "C004", "N005", "N021"}
    cache = Cache(tmp_path / "cache")
    cache.put(KEY, made)
    assert got(cache, made) == made


def test_failures_are_not_kept(tmp_path: Path) -> None:
    failure = Failure(Path("page.md"), Message("坏", "bad"))
    cache = Cache(tmp_path / "cache")
    cache.put(KEY, replace(survey(tmp_path), failures=(failure,)))
    assert not cache.has(KEY)


def test_an_entry_under_another_key_is_none(tmp_path: Path) -> None:
    made = survey(tmp_path)
    cache = Cache(tmp_path / "cache")
    cache.put(KEY, made)
    other = KEY[:-1] + "d"
    (tmp_path / "cache" / KEY[:2] / KEY[2:]).rename(tmp_path / "cache" / other[:2] / other[2:])
    assert got(cache, made, other) is None
    assert not cache.has(other)


def test_an_entry_counts_for_its_own_page_only(tmp_path: Path) -> None:
    made = survey(tmp_path)
    cache = Cache(tmp_path / "cache")
    for forged in (
        replace(made, document=replace(made.document, source=made.document.source + "恶意")),
        replace(made, document=replace(made.document, origin=Origin(digest="0" * 64))),
        replace(made, candidates=tuple(replace(each, quote="恶") for each in made.candidates)),
    ):
        cache.put(KEY, forged)
        assert got(cache, made) is None
    cache.put(KEY, made)
    assert cache.get(KEY, Path("page.md"), b"another page\n") is None


def test_an_equal_file_elsewhere_has_its_own_path(tmp_path: Path) -> None:
    made, elsewhere = survey(tmp_path), tmp_path / "other.md"
    cache = Cache(tmp_path / "cache")
    cache.put(KEY, made)
    held = cache.get(KEY, elsewhere, TEXT.encode())
    assert held is not None
    assert held.document.path == elsewhere


def test_an_entry_that_swells_is_none(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too large"):
        loads(zlib.compress(bytes(200 << 20)))


@pytest.mark.parametrize(
    "data", [b"", b"torn", zlib.compress(b"torn"), zlib.compress(pickle.dumps(1))]
)
def test_a_broken_entry_is_no_entry(tmp_path: Path, data: bytes) -> None:
    cache = Cache(tmp_path)
    file = tmp_path / KEY[:2] / KEY[2:]
    file.parent.mkdir()
    file.write_bytes(data)
    assert got(cache, Survey(PAGE)) is None
    assert not file.exists()


class _Evil:
    def __init__(self, function: object, *arguments: object) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return self.call


@pytest.mark.parametrize(
    "evil",
    [
        _Evil(os.system, "true"),
        _Evil(eval, "1"),
        _Evil(getattr, "x", "upper"),
        _Evil(partial, os.system, "true"),
        _Evil(Path.write_text, Path("x"), ""),
    ],
)
def test_an_entry_cannot_run_code(evil: _Evil) -> None:
    with pytest.raises(pickle.UnpicklingError, match="has no place in a cache"):
        loads(zlib.compress(pickle.dumps(evil)))


def test_an_entry_cannot_reach_code_through_our_own_modules() -> None:
    for module, name in (
        ("proofer.formats", "read_bytes"),
        ("proofer.formats._writing", "format_named"),
        ("proofer.formats._syntax.xml_source", "escape"),
        ("proofer.document.document", "Path"),
        ("proofer.detectors.api", "field"),
        ("proofer.files.replacing", "atomic_write"),
        ("proofer.detectors.external.pycorrector", "import_module"),
    ):
        data = b"\x80\x04" + pickle.SHORT_BINUNICODE + bytes([len(module)]) + module.encode()
        data += (
            pickle.SHORT_BINUNICODE
            + bytes([len(name)])
            + name.encode()
            + pickle.STACK_GLOBAL
            + pickle.STOP
        )
        with pytest.raises((pickle.UnpicklingError, AttributeError)):
            loads(zlib.compress(data))


def another(folder: Path) -> dict[str, Any]:
    """For each field of a configuration, a value that is not the default."""
    return {
        "root": folder,
        "file": folder / "proofer.toml",
        "origins": {"select": "proofer.toml:1"},
        "dictionaries": (folder,),
        "select": ("D",),
        "preset": "quick",
        "ignore": ("K",),
        "enable": ("pycorrector",),
        "min_confidence": 1.0,
        "timeout": 1.0,
        "patterns": (IgnorePattern("."),),
        "baseline": folder / "baseline.json",
        "fail_on": None,
        "unsafe_confidence": 0.1,
        "encoding": "gb18030",
        "fields": ("text",),
        "as_text": True,
        "profile": "typing",
        "language": "en",
        "exclude": ("*",),
        "gitignore": False,
        "keys": {"accept": "y"},
        "images": folder,
        "second": folder,
        "reread": True,
        "learn": False,
        "author": "王编辑",
        "options": {"pycorrector": {"kenlm": "model.klm"}},
    }


def test_every_field_of_the_configuration_is_in_the_key_but_the_named_few(tmp_path: Path) -> None:
    values = another(tmp_path)
    assert values.keys() == {each.name for each in fields(Config)}, (
        "say what another value of a new field is"
    )
    base = run_key(Config(), "digest")
    without = {
        name
        for name in values
        if run_key(replace(Config(), **{name: values[name]}), "digest") == base
    }
    assert without == WITHOUT_EFFECT.keys()
    assert run_key(Config(), "other dictionaries") != base


@pytest.mark.parametrize("name", sorted(WITHOUT_EFFECT.keys() - {"dictionaries"}))
def test_fields_that_are_not_in_the_key_have_no_effect_on_a_survey(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / "page.md"
    path.write_text(TEXT, encoding="utf-8")
    config = replace(Config(), **{name: another(tmp_path)[name]})
    found = check_file(path, make_context(config), config)
    assert found.surveys[0].candidates
    assert found == check_file(path, make_context(Config()), Config())


def test_a_key_knows_the_files_that_options_name_and_the_suffix_of_the_page(tmp_path: Path) -> None:
    model = tmp_path / "model.klm"
    model.write_bytes(b"1")
    config = Config(root=tmp_path, options={"pycorrector": {"kenlm": "model.klm"}})
    key = run_key(config, "digest")
    model.write_bytes(b"22")
    assert run_key(config, "digest") != key, "a model that an option names"
    paths = [file_key(key, "0", Path(name)) for name in ("a.md", "a.txt", "b.MD")]
    assert paths[0] == paths[2] != paths[1]


def test_the_entries_that_were_not_used_go_first(tmp_path: Path) -> None:
    made = survey(tmp_path)
    size = len(dumps(Entry(KEY, made)))
    cache = Cache(tmp_path / "cache", limit=4 * size + 100)
    keys = [f"{number:02}" + "c" * 62 for number in range(6)]
    for number, key in enumerate(keys):
        cache.put(key, made)
        os.utime(tmp_path / "cache" / key[:2] / key[2:], (number, number))
    assert got(cache, made, keys[0]) is not None
    cache.shrink()
    assert [cache.has(key) for key in keys] == [True, False, False, False, True, True]
    assert (tmp_path / "cache" / "CACHEDIR.TAG").is_file()


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX devices")
def test_a_cache_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    cache = Cache(Path("/dev/null/cache"))
    cache.put(KEY, Survey(PAGE))
    assert got(cache, Survey(PAGE)) is None
    cache.shrink()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.name))
def test_documents_of_every_format_can_be_kept(path: Path) -> None:
    if not is_supported(path):
        pytest.skip("no document")
    try:
        document = read(path)
    except InputError:
        pytest.skip("a document that cannot be read")
    held = loads(dumps(Entry(KEY, Survey(document)))).survey.document
    assert held == document
    assert held.escape == document.escape
    assert held.escape("中") == document.escape("中")
    assert held.pack == document.pack
    assert write(held, []) == path.read_bytes()


def test_the_key_has_the_versions_of_the_packages_that_are_installed() -> None:
    found = cache._versions()
    assert {f"{name}-{metadata.version(name)}" for name in ("numpy", "rapidfuzz", "regex")} <= set(
        found
    )
