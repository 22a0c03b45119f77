"""The commands of the README on files of records: nothing but the text of the field changes."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Proofer

TEXT = "团结奋斗的的合力，各级党组织要牢牢把把握正确方向。"
RECORDS: list[dict[str, Any]] = [
    {"id": "一、二,的的", "conversations": [{"from": "human", "value": TEXT}], "n": 1e3},
    {"id": "b", "conversations": [{"from": "gpt", "value": "海港\n" + TEXT}]},
]


@pytest.fixture
def jsonl() -> Path:
    path = Path("data.jsonl")
    path.write_text("".join(json.dumps(each) + "\n" for each in RECORDS), encoding="utf-8")
    return path


def corrected() -> list[dict[str, Any]]:
    source = json.dumps(RECORDS, ensure_ascii=False)
    source = source.replace("奋斗的的", "奋斗的").replace("把把握", "把握")
    found: list[dict[str, Any]] = json.loads(source)
    return found


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_lint_numbers_the_records_and_tells_what_it_read(proofer: Proofer, jsonl: Path) -> None:
    result = proofer("lint", jsonl)
    assert result.code == 1
    assert "data.jsonl: the field conversations.value is read, not id" in result.err
    assert "data.jsonl:2:" in result.out
    assert " record 2: D001" in result.out
    found = json.loads(proofer("lint", jsonl, "--format", "json").out)
    assert {each["record"] for each in found["findings"]} == {1, 2}
    assert found["summary"]["documents"] == 1


def test_every_line_stays_valid_json_when_corrections_are_accepted(
    proofer: Proofer, jsonl: Path
) -> None:
    assert proofer("export", jsonl, "-o", "out.jsonl", "--accept-above", "0.5").code == 0
    assert read(Path("out.jsonl")) == corrected()
    assert proofer("export", jsonl, "-o", "same.jsonl").code == 0
    assert Path("same.jsonl").read_bytes() == jsonl.read_bytes()
    assert proofer("lint", "--fix", "--unsafe", "--unsafe-confidence", "0.5", jsonl).code in (0, 1)
    assert [each["id"] for each in read(jsonl)] == [each["id"] for each in RECORDS]


def test_a_field_is_named_on_the_command_line_or_in_the_configuration(
    proofer: Proofer, jsonl: Path
) -> None:
    assert "1 finding " in proofer("lint", jsonl, "--field", "id", "--select", "D").out
    Path("proofer.toml").write_text('field = ["id"]\n', encoding="utf-8")
    result = proofer("lint", jsonl, "--select", "D")
    assert ("1 finding " in result.out, result.err) == (True, "")
    refused = proofer("lint", jsonl, "--field", "text")
    assert refused.code == 2
    assert "has no field text; it has: id, conversations.from" in refused.err


def test_a_named_field_is_corrected(proofer: Proofer, jsonl: Path) -> None:
    arguments = ("--field", "id", "--select", "D", "--accept-above", "0.2")
    made = proofer("export", jsonl, "-o", "out.jsonl", *arguments)
    assert (made.code, made.err) == (0, "proofer: out.jsonl: 1 edit.\n")
    assert [each["id"] for each in read(Path("out.jsonl"))] == ["一、二,的", "b"]
    Path("page.ocr").write_text(TEXT, encoding="utf-8")
    made = proofer("export", "page.ocr", "-o", "out", "--as-text", "--accept-above", "0.5")
    assert "的的" not in Path("out").read_text(encoding="utf-8"), made.err


def test_a_table_keeps_its_quoting(proofer: Proofer) -> None:
    Path("d.csv").write_text(f'text,source\r\n"{TEXT}""",a.png\r\n', encoding="utf-8", newline="")
    assert proofer("export", "d.csv", "-o", "out.csv", "--accept-above", "0.5").code == 0
    with Path("out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [len(row) for row in rows] == [2, 2]
    assert rows[1][1] == "a.png"
    assert "的的" not in rows[1][0]


def test_equal_findings_of_two_records_are_decided_one_by_one(proofer: Proofer) -> None:
    Path("two.jsonl").write_text(f'{{"text": "{TEXT}"}}\n' * 2, encoding="utf-8")
    assert proofer("export", "two.jsonl", "-o", "out.jsonl", "--accept-above", "0.5").code == 0
    assert [each["text"] for each in read(Path("out.jsonl"))] == [
        TEXT.replace("的的", "的").replace("把把", "把")
    ] * 2
