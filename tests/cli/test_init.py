"""`proofer init`: a configuration to begin with, and words that the pages propose."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from proofer.cli.init import EXAMPLES, TABLES
from proofer.config import load
from proofer.config.keys import KEYS
from proofer.vocabulary import dictionary_files
from tests.cli.conftest import CLEAN, PAGE, Proofer

AROUND = (
    "今天，{}的职工很忙。",
    "我们去了{}，看见新厂房。",
    "在{}里，大家都说好。",
    "到{}去。",
    "从{}回来，他很高兴。",
)


def pages() -> None:
    Path("pages").mkdir()
    text = "\n\n".join(line.format("曜钰铜业") for line in AROUND)
    Path("pages/a.md").write_text(text + "\n\n本报记者 罗守诚\n", encoding="utf-8")
    Path("pages/b.md").write_text(
        "曜钰铞业开工了。\n\n" + "本报记者 罗守诚\n\n" * 4, encoding="utf-8"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_key_is_there_as_a_comment_and_its_example_is_valid(
    proofer: Proofer, language: str
) -> None:
    assert proofer("init", "--lang", language).code == 0
    text = Path("proofer.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {}
    assert {*EXAMPLES, *TABLES} == {*KEYS, "overrides"} - {"detectors"}
    for name, key in KEYS.items():
        assert name == "detectors" or key.meaning.render("zh" if language == "zh" else "en") in text
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    meanings = {key.meaning.render("zh" if language == "zh" else "en") for key in KEYS.values()}
    kept = [
        line for line in lines if line.startswith("[") or (" = " in line and line not in meanings)
    ]
    Path("whole.toml").write_text("\n".join(kept), encoding="utf-8")
    config = load(Path("whole.toml"))
    assert set(tomllib.loads("\n".join(kept))) == {*EXAMPLES, *TABLES}
    assert config.unsafe_confidence == 0.9


def test_nothing_is_overwritten(proofer: Proofer) -> None:
    Path("proofer.toml").write_text('ignore = ["P001"]\n')
    result = proofer("init")
    assert result.code == 0
    assert "stays as it is" in result.err
    assert Path("proofer.toml").read_text() == 'ignore = ["P001"]\n'


def test_a_dry_run_writes_nothing(proofer: Proofer) -> None:
    pages()
    result = proofer("init", "--dictionary", "--dry-run")
    assert "曜钰铜业\t" in result.out
    assert [each.name for each in Path().iterdir()] == ["pages"]


def test_the_dictionary_holds_what_the_pages_repeat_with_its_count(proofer: Proofer) -> None:
    pages()
    assert proofer("init", "pages", "--dictionary").code == 0
    terms = Path("dictionary/terms.tsv").read_text(encoding="utf-8")
    assert "曜钰铜业\t\t5 times on the pages\tproofer init\n" in terms
    assert terms.count("\n") == 2, "no part of the term, and no slip of it, is proposed"
    assert "罗守诚\t5 times" in Path("dictionary/names.tsv").read_text(encoding="utf-8")
    assert dictionary_files.check(Path("dictionary")) == []
    assert "曜钰铜业" in proofer("dictionary", "list").out, "the words count from now on"
    assert proofer("init", "pages", "--dictionary", "--least", "6").code == 0
    assert Path("dictionary/terms.tsv").read_text(encoding="utf-8") == terms


def test_known_words_are_not_proposed(proofer: Proofer) -> None:
    Path("page.md").write_text(CLEAN * 9 + PAGE, encoding="utf-8")
    proofer("init", "--dictionary")
    assert not Path("dictionary").exists()


def test_an_unreadable_page_is_told_and_the_rest_is_read(proofer: Proofer) -> None:
    pages()
    Path("pages/broken.txt").write_bytes(
        "会议".encode("gb18030") + b"\xff\xff\x80" + "会议".encode()
    )
    result = proofer("init", "pages", "--dictionary")
    assert result.code == 2
    assert "broken.txt" in result.err
    assert "曜钰铜业" in Path("dictionary/terms.tsv").read_text(encoding="utf-8")


def test_paths_without_the_dictionary_are_a_mistake(proofer: Proofer) -> None:
    assert proofer("init", "pages").code == 2
    assert not Path("proofer.toml").exists()


def test_decisions_of_folders_below_are_not_lost(proofer: Proofer) -> None:
    Path("issue/.proofer/decisions").mkdir(parents=True)
    result = proofer("init")
    assert result.code == 2
    assert "issue/.proofer/decisions belong to that folder" in result.err
    assert not Path("proofer.toml").exists()
