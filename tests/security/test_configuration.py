"""What a foreign project's configuration names is refused in a sentence, within bounds."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from proofer.errors import ProoferError
from proofer.scoring.learned import learned_path, read_learned
from tests.paths import ROOT
from tests.security.running import proofer

PAGE = "他们的的工作做得很好。\n"
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
needs_zero = pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero")
TRICKS = {
    "pipe": "not a regular file",
    "endless": "not a regular file",
    "loop": "",
    "huge": "",
    "nothing": "",
}
"""What stands in place of a file, and what is said of it at least."""


def put(file: Path, trick: str) -> None:
    """Put something at `file` that cannot be read as what it should be."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if trick == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("there are no named pipes")
        os.mkfifo(file)
    elif trick == "endless":
        if not Path("/dev/zero").exists():
            pytest.skip("there is no /dev/zero")
        file.symlink_to("/dev/zero")
    elif trick == "loop":
        file.symlink_to(file.name)
    elif trick == "nothing":
        file.symlink_to("missing")
    else:
        with file.open("wb") as stream:
            stream.truncate(8 << 30)


def refused(folder: Path, *told: str) -> None:
    """Lint the folder, which must end with one sentence that says all of `told`."""
    (folder / "page.md").write_text(PAGE, encoding="utf-8")
    code, out, err = proofer(folder, "lint", "--lang", "en", "--no-cache", "page.md")
    assert code == 2, out + err
    assert "Traceback" not in err
    assert err.count("\n") == 1, err
    for each in told:
        assert each in err


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("name", ["proofer.toml", ".proofer.toml", "pyproject.toml"])
def test_a_configuration_that_is_no_file(tmp_path: Path, name: str, trick: str) -> None:
    put(tmp_path / name, trick)
    refused(tmp_path, name, TRICKS[trick])


@pytest.mark.parametrize("trick", TRICKS)
def test_a_dictionary_that_is_no_file(tmp_path: Path, trick: str) -> None:
    (tmp_path / "proofer.toml").write_text('dictionaries = ["words"]\n')
    put(tmp_path / "words" / "terms.tsv", trick)
    refused(tmp_path, "terms.tsv", TRICKS[trick])


@pytest.mark.parametrize("trick", TRICKS)
def test_a_baseline_that_is_no_file(tmp_path: Path, trick: str) -> None:
    (tmp_path / "proofer.toml").write_text('baseline = "known.json"\n')
    put(tmp_path / "known.json", trick)
    refused(tmp_path, "known.json", TRICKS[trick])


@pytest.mark.parametrize("trick", ["pipe", "endless", "huge"])
def test_an_ignore_file_that_is_no_file(tmp_path: Path, trick: str) -> None:
    put(tmp_path / ".gitignore", trick)
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    code, out, err = proofer(tmp_path, "lint", "--lang", "en", "--no-cache", ".")
    assert code == 2, out + err
    assert "Traceback" not in err
    assert ".gitignore" in err


def test_a_pattern_that_would_match_for_ever(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*a" * 20 + "b\n")
    (tmp_path / ("a" * 200 + ".md")).write_text(PAGE, encoding="utf-8")
    code, _, err = proofer(tmp_path, "lint", "--lang", "en", "--no-cache", ".")
    assert code == 2
    assert "more than 4 * in one name" in err


@pytest.mark.parametrize("trick", ["pipe", "endless", "huge"])
def test_a_decision_file_that_is_no_file(tmp_path: Path, trick: str) -> None:
    (tmp_path / "proofer.toml").touch()
    put(tmp_path / ".proofer" / "decisions" / "page.md.jsonl", trick)
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    code, out, err = proofer(tmp_path, "lint", "--lang", "en", "--no-cache", "page.md")
    assert code == 2, out + err
    assert "Traceback" not in err
    assert "page.md.jsonl" in err


@pytest.mark.parametrize("trick", TRICKS)
def test_what_was_learned_is_no_file(tmp_path: Path, trick: str) -> None:
    put(learned_path(tmp_path), trick)
    with pytest.raises(ProoferError, match=r"learned\.tsv"):
        read_learned(tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = " + "[" * 100_000, "nested too deeply"),
        ("[a" + ".a" * 100_000 + "]", "nested too deeply"),
        ("a" + " . 'a'" * 100_000 + " = 1", "nested too deeply"),
        ("\n".join(f"a{number} = 1" for number in range(50_000)), "there is no key a0"),
        ("\x00\x01\x02", "cannot be read"),
        ("exclude = 1", "exclude"),
        ('[[ignore-patterns]]\nregex = "(?R)?"', "must not recurse"),
        ('[[ignore-patterns]]\nregex = "("', "is no regular expression"),
    ],
    ids=["deep", "long", "dotted", "many", "binary", "type", "recursive", "wrong"],
)
def test_nonsense_in_a_configuration(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "proofer.toml").write_text(text)
    refused(tmp_path, told)


def test_the_whole_disk_is_no_folder_of_dictionaries(tmp_path: Path) -> None:
    (tmp_path / "proofer.toml").write_text('dictionaries = ["many"]\n')
    (tmp_path / "many").mkdir()
    for number in range(10_001):
        os.close(os.open(tmp_path / "many" / str(number), os.O_CREAT))
    refused(tmp_path, "this is no folder of dictionaries")


def test_a_baseline_that_is_nested_deeply(tmp_path: Path) -> None:
    (tmp_path / "proofer.toml").write_text('baseline = "known.json"\n')
    (tmp_path / "known.json").write_text("[" * 100_000)
    refused(tmp_path, "is no baseline that we can read")


def test_no_key_names_code_to_load(tmp_path: Path) -> None:
    """Plug-ins are installed packages: nothing in a folder is imported, whatever a key says."""
    schema = json.loads((ROOT / "docs/config.schema.json").read_text(encoding="utf-8"))
    assert not {"plugins", "plugin", "import", "module"} & schema["properties"].keys()
    (tmp_path / "evil.py").write_text("open('ran', 'w')\n")
    (tmp_path / "evil-1.dist-info").mkdir()
    (tmp_path / "evil-1.dist-info" / "entry_points.txt").write_text(
        "[proofer.detectors]\nX = evil\n"
    )
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    code, _, err = proofer(tmp_path, "lint", "--no-cache", "page.md")
    assert code == 1, err
    assert not (tmp_path / "ran").exists()
