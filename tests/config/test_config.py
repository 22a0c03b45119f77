"""The configuration: where it is found; errors name file, key and the nearest known name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from proofer.config import Config, IgnorePattern, for_folder, load, settings_for
from proofer.config.keys import KEYS
from proofer.errors import ConfigError
from proofer.findings.finding import Severity
from tests.paths import ROOT

DOCS = ROOT / "docs"
EVERYTHING = """
dictionaries = ["words", "more/terms.tsv"]
select = ["D", "known-slip"]
ignore = ["D002"]
enable = ["pycorrector"]
min-confidence = 0.5
fail-on = "warning"
encoding = "gb18030"
lang = "zh"
profile = "typing"

[detectors.pycorrector]
kenlm = "model.klm"
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_is_read_and_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    file = write(tmp_path / "proofer.toml", EVERYTHING)
    assert load(file) == Config(
        root=tmp_path,
        file=file,
        dictionaries=(tmp_path / "words", tmp_path / "more/terms.tsv"),
        select=("D", "known-slip"),
        ignore=("D002",),
        enable=("pycorrector",),
        min_confidence=0.5,
        fail_on=Severity.WARNING,
        encoding="gb18030",
        language="zh",
        profile="typing",
        options={"pycorrector": {"kenlm": "model.klm"}},
    )


def test_the_documented_example_has_every_key_and_is_the_same_in_both_languages(
    tmp_path: Path,
) -> None:
    examples = []
    for name in ("configuration.md", "configuration.zh-CN.md"):
        [text] = re.findall(
            r"^```toml\n(.*?)^```$", (DOCS / name).read_text(encoding="utf-8"), re.S | re.M
        )
        load(write(tmp_path / "proofer.toml", text))
        examples.append(tomllib.loads(text))
        assert examples[-1].keys() == {*KEYS, "overrides"}, name
    for example in examples:
        del example["ignore-patterns"][0]["reason"]  # in the language of the page
    assert examples[0] == examples[1]


def test_a_digest_tells_values_and_where_they_come_from_and_nothing_else(tmp_path: Path) -> None:
    file = write(tmp_path / "proofer.toml", EVERYTHING)
    config = load(file)
    assert load(file).digest == config.digest, "another object of the same content"
    others = (
        replace(config, min_confidence=0.6),
        replace(config, options={"pycorrector": {"kenlm": "other.klm"}}),
        replace(config, patterns=(IgnorePattern("a", origin="proofer.toml:1"),)),
        replace(config, patterns=(IgnorePattern("a", origin="proofer.toml:2"),)),
        replace(config, origins={}),
    )
    assert len({config.digest, *(each.digest for each in others)}) == 1 + len(others)


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    file = write(tmp_path / "proofer.toml", "")
    assert load(file) == Config(root=tmp_path, file=file)
    (tmp_path / "dictionary").mkdir()
    assert load(file).dictionaries == (tmp_path / "dictionary",)
    write(file, "dictionaries = []")
    assert load(file).dictionaries == ()
    write(file, 'fail-on = "never"')
    assert load(file).fail_on is None
    write(file, "\ufeffmin-confidence = 1")
    assert load(file).min_confidence == 1.0


def test_the_nearest_file_upward_holds(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    outer = write(tmp_path / "pyproject.toml", '[tool.proofer]\nlang = "zh"\n')
    assert for_folder(deep).file == outer
    write(tmp_path / "a" / "pyproject.toml", '[tool.other]\nlang = "en"\n')
    assert for_folder(deep).file == outer, "a pyproject.toml without our table is passed by"
    hidden = write(tmp_path / "a" / ".proofer.toml", "")
    assert for_folder(deep) == Config(root=tmp_path / "a", file=hidden)
    plain = write(tmp_path / "a" / "proofer.toml", "")
    assert for_folder(deep).file == plain


def test_without_a_file_the_folder_itself_is_the_root(tmp_path: Path) -> None:
    if for_folder(tmp_path.parent).file is not None:
        pytest.skip("a configuration stands above the temporary folder")
    assert for_folder(tmp_path) == Config(root=tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\nslect = []", "proofer.toml:2: there is no key slect. Did you mean select?"),
        (
            "[[overrides]]\npaths = ['*.txt']\nslect = []",
            "proofer.toml:3: there is no key slect. Did you mean select?",
        ),
        ("[[overrides]]\nselect = []", "overrides[0] lacks paths"),
        ("[[overrides]]\npaths = ['*.txt']\nlang = 'zh'", "proofer.toml:3: there is no key lang"),
        ("overrides = 1", "overrides should be tables"),
        (
            "[[ignore-patterns]]\nregex = '('",
            "proofer.toml:2: ignore-patterns[0].regex is no regular expression",
        ),
        ("[[ignore-patterns]]\ncodes = ['D']", "should have either text or regex"),
        ("[[ignore-patterns]]\ntext = 'a'\nregx = 'b'", "Did you mean regex?"),
        ("gitignore = 1", "gitignore should be true or false"),
        ("exclude = 'x'", "exclude should be a list of strings"),
        ("min_confidence = 0.5", "no key min_confidence. Did you mean min-confidence?"),
        ("slect = []", "Did you mean select?"),
        ("xyzzy = 1", "no key xyzzy."),
        ("min-confidence = '0.5'", "min-confidence should be a number"),
        ("min-confidence = 2", "min-confidence should be a number"),
        ("min-confidence = true", "min-confidence should be a number"),
        ("min-confidence = nan", "min-confidence should be a number"),
        ("select = 'D'", "select should be a list of strings"),
        ("preset = 'slow'", "preset should be quick"),
        ("ignore = [1]", "ignore should be a list of strings"),
        ("enable = ['']", "enable should be a list of strings"),
        ("dictionaries = 'words'", "dictionaries should be a list of strings"),
        ("fail-on = 'fatal'", "fail-on should be one of error, warning, info, never"),
        ("fail-on = []", "fail-on should be one of"),
        ("encoding = 'klingon'", "encoding should be the name of a text encoding"),
        ("encoding = 'base64'", "encoding should be the name of a text encoding"),
        ("lang = 'fr'", 'lang should be "zh" or "en"'),
        ("profile = 'handwriting'", "profile should be one of ocr, "),
        ("profile = 1", "profile should be one of ocr, "),
        ("profile = 'ocr-two'", "for pages with a second reading write ocr and give --second"),
        ("detectors = []", "detectors should be a table"),
        ("[detectors]\npycorrector = 1", "detectors should be a table"),
        ("select = [", "cannot be read"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_key(tmp_path: Path, text: str, told: str) -> None:
    file = write(tmp_path / "proofer.toml", text)
    with pytest.raises(ConfigError) as caught:
        for_folder(tmp_path)
    message = caught.value.message
    assert told in message.en
    assert str(file) in message.en
    assert str(file) in message.zh


def test_a_wrong_table_or_encoding_of_the_file_is_told(tmp_path: Path) -> None:
    file = write(tmp_path / "pyproject.toml", "[tool]\nproofer = 1\n")
    with pytest.raises(ConfigError, match=r"tool\.proofer should be a table"):
        for_folder(tmp_path)
    file.write_bytes("lang = '中'".encode("gb18030"))
    with pytest.raises(ConfigError, match="cannot be read"):
        for_folder(tmp_path)


@pytest.mark.parametrize(
    ("config", "runs"),
    [
        (Config(), {"D001", "G001", "K001"}),
        (Config(enable=("pycorrector",)), {"D001", "G001", "K001", "M001"}),
        (Config(enable=("M",)), {"D001", "G001", "K001", "M001"}),
        (Config(select=("D",)), {"D001"}),
        (Config(select=("D0", "pycorrector")), {"D001", "M001"}),
        (Config(ignore=("known-slip",)), {"D001", "G001"}),
        (Config(select=("D", "K"), ignore=("D001",)), {"K001"}),
        (Config(enable=("M",), ignore=("M001",)), {"D001", "G001", "K001"}),
        (Config(preset="quick"), {"D001", "K001"}),
        (Config(preset="quick", ignore=("K",), enable=("pycorrector",)), {"D001", "M001"}),
        (Config(preset="quick", select=("G001",)), {"G001"}),
    ],
)
def test_select_ignore_and_enable_decide_what_runs(config: Config, runs: set[str]) -> None:
    known = {
        "D001": ("doubled", True),
        "G001": ("garbled-term", True),
        "K001": ("known-slip", True),
        "M001": ("pycorrector", False),
    }
    assert {
        code
        for code, (name, default) in known.items()
        if config.enables(code, name, default=default)
    } == runs


OVERRIDES = """
select = ["D"]
min-confidence = 0.5

[detectors.pycorrector]
kenlm = "a"
macbert = "b"

[[overrides]]
paths = ["old/", "*.txt"]
min-confidence = 0.9

[[overrides]]
paths = ["old/1950s/**"]
select = ["K"]
detectors.pycorrector.kenlm = "c"
"""


def test_overrides_hold_for_their_paths_and_later_ones_win(tmp_path: Path) -> None:
    write(tmp_path / "proofer.toml", OVERRIDES)
    settings = settings_for(tmp_path)
    values = {
        name: (config.select, config.min_confidence, config.options["pycorrector"])
        for name in ("page.md", "deep/page.txt", "old/page.md", "old/1950s/page.md")
        if (config := settings.of(tmp_path / name))
    }
    plain = {"kenlm": "a", "macbert": "b"}
    assert values == {
        "page.md": (("D",), 0.5, plain),
        "deep/page.txt": (("D",), 0.9, plain),
        "old/page.md": (("D",), 0.9, plain),
        "old/1950s/page.md": (("K",), 0.9, {"kenlm": "c", "macbert": "b"}),
    }
    assert settings.of().min_confidence == 0.5, "a project as a whole has no overrides"
    assert settings.of(tmp_path / "a.md") is settings.of(tmp_path / "b.md"), (
        "equal configurations are one object"
    )


def test_the_users_file_lies_below_the_projects(tmp_path: Path, home: Path) -> None:
    user = write(
        home / "config/proofer/proofer.toml",
        'lang = "zh"\nmin-confidence = 0.3\ndictionaries = ["words"]\n',
    )
    assert for_folder(tmp_path).language == "zh"
    file = write(tmp_path / "proofer.toml", "min-confidence = 0.6\n")
    config = for_folder(tmp_path)
    assert (config.language, config.min_confidence) == ("zh", 0.6)
    assert config.dictionaries == (user.parent / "words",)
    assert config.origins["language"] == f"{user}:1"
    assert config.origins["min_confidence"] == f"{file}:1"
    assert "select" not in config.origins
    assert settings_for(tmp_path, isolated=True).of() == Config(root=tmp_path, learn=False)
    write(user, "slect = 1")
    with pytest.raises(ConfigError, match=r"config/proofer/proofer\.toml:1: there is no key slect"):
        for_folder(tmp_path)


def test_a_file_can_be_named_instead_of_found(tmp_path: Path) -> None:
    write(tmp_path / "proofer.toml", "min-confidence = 0.6\n")
    other = write(tmp_path / "ci/strict.toml", "min-confidence = 0.1\n")
    assert settings_for(tmp_path, file=other).of().min_confidence == 0.1
    with pytest.raises(ConfigError, match="cannot be read"):
        settings_for(tmp_path, file=tmp_path / "nowhere.toml")


def test_ignore_patterns_of_all_layers_add_up(tmp_path: Path, home: Path) -> None:
    write(home / "config/proofer/proofer.toml", "[[ignore-patterns]]\nregex = 'a+'\n")
    file = write(
        tmp_path / "proofer.toml",
        "[[ignore-patterns]]\ntext = '(图)'\ncodes = ['D']\nreason = 'why'\n",
    )
    patterns = for_folder(tmp_path).patterns
    assert patterns == (IgnorePattern("a+"), IgnorePattern(r"\(图\)", ("D",), "why"))
    assert patterns[1].origin == f"{file}:1"


def test_the_places_of_a_pyproject_are_those_of_its_own_table(tmp_path: Path) -> None:
    file = write(
        tmp_path / "pyproject.toml", "[tool.other]\nselect = 1\n\n[tool.proofer]\nselect = ['D']\n"
    )
    assert for_folder(tmp_path).origins == {"select": f"{file}:5"}
