"""`proofer lint` of several files compares them; the report of each keeps its own findings."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Proofer


def issue(name: str, day: int, number: int, credit: str) -> None:
    weekday = "一二三四五六日"[(day - 2) % 7]
    Path(name).write_text(
        f"# 岩坪日报\n\n2026年3月{day}日 星期{weekday} 总第{number}期\n\n"
        f"本报讯（记者 {credit}）今年以来，各车间认真开展安全检查，及时消除隐患。\n",
        encoding="utf-8",
    )


def found(proofer: Proofer, *paths: str) -> list[tuple[str, str, str]]:
    result = proofer("lint", "--select", "N005,N021", "--format", "json", *paths)
    data = json.loads(result.out)
    return [(each["path"], each["code"], each["quote"]) for each in data["findings"]]


def test_files_of_a_run_are_compared_and_one_alone_is_not(proofer: Proofer) -> None:
    issue("a.md", 2, 1501, "邹梓涵")
    issue("b.md", 3, 1502, "邹梓涵")
    issue("c.md", 4, 1530, "邹梓菡")
    issue("d.md", 5, 1504, "邹梓涵")
    assert found(proofer, "a.md", "b.md", "c.md", "d.md") == [
        ("c.md", "N005", "1530"),
        ("c.md", "N021", "邹梓菡"),
    ]
    assert found(proofer, "c.md") == []


def test_the_order_on_the_command_line_changes_nothing_but_the_order_of_the_report(
    proofer: Proofer,
) -> None:
    for day, number in ((2, 1501), (3, 1502), (4, 1530), (5, 1504)):
        issue(f"{day}.md", day, number, "邹梓涵")
    assert (
        found(proofer, "5.md", "4.md", "3.md", "2.md")
        == found(proofer, ".")
        == [("4.md", "N005", "1530")]
    )


def test_processes_and_the_cache_change_no_byte_of_what_is_compared(proofer: Proofer) -> None:
    for day in range(2, 30):
        issue(
            f"{day:02}.md",
            day,
            1530 if day == 9 else 1499 + day,
            "邹梓菡" if day == 20 else "邹梓涵",
        )
    only = (
        "lint",
        ".",
        "--select",
        "C003,C004,N005,N021",
        "--format",
        "json=out.json",
        "--format",
        "text",
    )
    Path("out.json").touch()  # which is a file of the folder, too
    reports = []
    for way in (
        ("--jobs", "1", "--no-cache"),
        ("--jobs", "2", "--no-cache"),
        ("--jobs", "2"),
        ("--jobs", "1"),
    ):
        result = proofer(*only, *way)
        reports.append((result.code, result.out, result.err, Path("out.json").read_bytes()))
    assert "1530" in reports[0][1], "the files are compared at all"
    assert "邹梓菡" in reports[0][1]
    assert all(each == reports[0] for each in reports)
