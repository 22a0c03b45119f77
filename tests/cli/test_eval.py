"""`proofer eval`: rates on the user's own sentences, and errors for files that have none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Proofer

ROWS = (
    ("这项工作己经全面完成。", "这项工作已经全面完成。"),
    ("他们的的工作做得很好。", "他们的工作做得很好。"),
    ("今天的会议开得很好。", "今天的会议开得很好。"),
    ("我们在山下种了一棵树。", "我们在山上种了一棵树。"),
)


def gold(path: Path, rows: object = ROWS, *, end: str = "\n") -> Path:
    assert isinstance(rows, tuple)
    path.write_text(
        "".join(f"{source}\t{target}{end}" for source, target in rows), encoding="utf-8", newline=""
    )
    return path


def test_the_rates_in_json_are_those_of_the_sentences(proofer: Proofer, folder: Path) -> None:
    result = proofer("eval", gold(folder / "gold.tsv"), "--threshold", "0.5", "--format", "json")
    assert (result.code, result.err) == (0, "")
    told = json.loads(result.out)
    assert told["threshold"] == 0.5
    assert told["correction"] == {
        "precision": 1.0,
        "recall": pytest.approx(2 / 3),
        "f1": pytest.approx(0.8),
    }
    assert told["detection"] == told["correction"] == told["common"] == told["any_flag"]
    assert (told["false_positive_rate"], told["clean_flagged"], told["alarms_per_1000"]) == (
        0,
        0,
        0,
    )
    assert told["edits_right"] == 1
    assert (told["counts"]["sentences"], told["counts"]["wrong"], told["counts"]["corrected"]) == (
        4,
        3,
        2,
    )
    assert told["error_rate_before"] == pytest.approx(3 / told["counts"]["characters"])
    assert told["error_rate_after"] == pytest.approx(1 / told["counts"]["characters"])


def test_at_a_threshold_of_1_nothing_is_changed(proofer: Proofer, folder: Path) -> None:
    told = json.loads(
        proofer("eval", gold(folder / "gold.tsv"), "--threshold", "1", "--format", "json").out
    )
    assert told["correction"] == {"precision": None, "recall": 0, "f1": 0}
    assert told["error_rate_after"] == told["error_rate_before"]


def test_the_table_is_in_both_languages(proofer: Proofer, folder: Path) -> None:
    path = gold(folder / "gold.tsv")
    english = proofer("eval", path, "--threshold", "0.5").out
    assert english.startswith(
        "4 sentences, 3 with an error; confidence 0.5 and up, corrections made: 2\n"
    )
    assert "correction, by sentence              100.0 %    66.7 %    80.0 %\n" in english
    assert not any("\u4e00" <= character <= "\u9fff" for character in english)
    chinese = proofer("eval", path, "--threshold", "0.5", "--lang", "zh").out
    assert chinese.startswith("4 句，有错的 3 句")
    percentages = [
        [word for word in out.split() if word.replace(".", "").isdigit()]
        for out in (english, chinese)
    ]
    assert percentages[0][-19:] == percentages[1][-19:]


def test_a_mark_for_what_cannot_be_told(proofer: Proofer, folder: Path) -> None:
    result = proofer("eval", gold(folder / "gold.tsv", (ROWS[0],)))
    assert "clean sentences changed                    –\n" in result.out
    clean = proofer("eval", gold(folder / "gold.tsv", (ROWS[2],)))
    assert "correction, by sentence                    –         –         –\n" in clean.out


def test_any_line_ends_a_byte_order_mark_and_empty_lines_are_read(
    proofer: Proofer, folder: Path
) -> None:
    plain = proofer("eval", gold(folder / "gold.tsv"))
    other = folder / "other.tsv"
    gold(other, end="\r\n")
    other.write_bytes(b"\xef\xbb\xbf" + other.read_bytes() + b"\r\n\n")
    assert proofer("eval", other).out == plain.out


def test_the_configuration_beside_the_file_counts(proofer: Proofer, folder: Path) -> None:
    path = gold(folder / "gold.tsv")
    (folder / "proofer.toml").write_text(
        'select = ["D001"]\nmin-confidence = 0.99\n', encoding="utf-8"
    )
    told = json.loads(proofer("eval", path, "--threshold", "0.5", "--format", "json").out)
    assert told["counts"]["corrected"] == 1
    (folder / "proofer.toml").write_text('select = ["nothing"]\n', encoding="utf-8")
    assert proofer("eval", path).code == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("甲\t乙\n只有一列\n".encode(), "gold.tsv:2: two columns wanted, 1 found."),
        ("甲\t乙\n\n\t\t\n一\t二\t三\n".encode(), "gold.tsv:4: two columns wanted, 3 found."),
        ("甲\t乙\n\t丙\n".encode(), "gold.tsv:2: the first column is empty."),
        ("甲\t乙\n丙\t".encode() + "丁\n".encode("gb18030"), "gold.tsv:2: this is not UTF-8."),
        (b"", "gold.tsv: there is no sentence in it."),
        (b"\n \n", "gold.tsv: there is no sentence in it."),
        ("一列\n".encode() * 9, "(9 such lines)."),
    ],
)
def test_a_malformed_file_is_2_with_its_lines(
    proofer: Proofer, folder: Path, content: bytes, said: str
) -> None:
    (folder / "gold.tsv").write_bytes(content)
    result = proofer("eval", "gold.tsv")
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    chinese = proofer("eval", "gold.tsv", "--lang", "zh")
    assert chinese.code == 2
    assert "gold.tsv" in chinese.err


def test_a_missing_file_is_2(proofer: Proofer) -> None:
    result = proofer("eval", "nowhere.tsv")
    assert (result.code, result.out) == (2, "")
    assert "no such file" in result.err


@pytest.mark.parametrize("threshold", ["1.5", "x", "-0.1"])
def test_a_threshold_is_a_probability(proofer: Proofer, threshold: str) -> None:
    assert proofer("eval", "gold.tsv", "--threshold", threshold).code == 2
