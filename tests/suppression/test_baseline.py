"""A baseline knows its findings again after the page around them changed, and no others."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.document.spans import Span
from proofer.errors import ConfigError
from proofer.findings.finding import Finding, Severity, fingerprinted
from proofer.findings.report import DocumentReport, Failure
from proofer.formats import parse
from proofer.messages import Message
from proofer.suppression.baseline import Baseline, Entry, write

SENTENCES = (
    "今天上午九点，全体职工在礼堂开会，听取上一季度的生产情况。",
    "会上宣读了先进班组和个人的名单，并为他们颁发了奖状。",
    "车间主任介绍了新设备的安装进度，要求各班做好交接。",
    "春季运动会定于下月初举行，报名从明天开始，地点在工会。",
    "食堂的菜价和上月一样，周末增加两个窗口，方便倒班职工。",
    "图书室新到一批技术书，借阅时间改为每天下午四点到七点。",
)
PATH = Path("page.txt")
WORDS = ("季度", "名单", "设备", "报名", "窗口", "技术")
"""One of each sentence: where the findings of these tests stand."""


def report(source: str, words: Sequence[str] = WORDS) -> DocumentReport:
    """Return a report that flags every place of `words`."""
    document = parse(source.encode(), PATH)
    text = document.text
    spans = sorted(Span(*match.span()) for word in words for match in re.finditer(word, text))
    message = Message("疑", "?")
    findings = [
        Finding("K001", "known-slip", each, each.of(text), message, Severity.ERROR, 0.9)
        for each in spans
    ]
    return DocumentReport(document, tuple(fingerprinted(findings, document)))


def baseline(of: DocumentReport, least: float = 0.0) -> Baseline:
    entries = [Entry.of(finding, of.document) for finding in of.findings]
    return Baseline(Path("baseline.json").absolute(), {"page.txt": entries}, least)


def compared(
    known: Baseline, now: DocumentReport, ran: Sequence[str] = ("K001",), least: float = 0.0
) -> DocumentReport:
    (result,) = known.compare([now], ran, least)
    return result


def counts(result: DocumentReport) -> tuple[int, int, int]:
    return len(result.findings), len(result.baselined), len(result.warnings)


BEFORE = report("\n\n".join(SENTENCES) + "\n")


@given(st.permutations(SENTENCES), st.integers(0, 5))
def test_findings_are_known_after_lines_shifted(order: list[str], blank: int) -> None:
    now = report("新写的一段放在最前面。\n" + "\n" * blank + "\n\n".join(order))
    assert counts(compared(baseline(BEFORE), now)) == (0, 6, 0)


@given(st.integers(12, 40), st.sampled_from(["\n", "\r\n"]))
def test_findings_are_known_after_the_page_was_wrapped_anew(width: int, newline: str) -> None:
    lines = [
        sentence[at : at + width] for sentence in SENTENCES for at in range(0, len(sentence), width)
    ]
    now = report(newline.join(lines))
    flagged = len(
        now.findings
    )  # a wrap may cut a word where the lines are no column; it is not flagged then
    assert flagged >= 3
    assert counts(compared(baseline(BEFORE), now))[:2] == (0, flagged)


@given(st.data())
def test_findings_are_known_after_small_edits_near_by(data: st.DataObject) -> None:
    edited = []
    for sentence, word in zip(SENTENCES, WORDS, strict=True):
        places = [at for at in range(len(sentence)) if sentence[at] not in word]
        at = data.draw(st.sampled_from(places))
        edited.append(
            sentence[:at] + data.draw(st.sampled_from(["", "新", "改动"])) + sentence[at + 1 :]
        )
    assert counts(compared(baseline(BEFORE), report("\n\n".join(edited)))) == (0, 6, 0)


def test_a_new_finding_is_new_even_if_it_reads_like_a_known_one() -> None:
    one = baseline(report(SENTENCES[0]))
    twice = report(SENTENCES[0] + "\n\n" + SENTENCES[0])
    assert counts(compared(one, twice)) == (1, 1, 0)
    elsewhere = report("另一个地方也写到季度，可是前后完全不同。")
    result = compared(one, elsewhere)
    assert counts(result) == (1, 0, 1)
    assert "K001 “季度” is no longer in page.txt" in result.warnings[0].message.en


def test_another_detector_at_the_same_place_is_new() -> None:
    now = report(SENTENCES[0])
    now = replace(now, findings=tuple(replace(each, code="D001") for each in now.findings))
    assert counts(compared(baseline(report(SENTENCES[0])), now)) == (1, 0, 1)


def test_an_entry_is_stale_only_if_it_could_have_been_found() -> None:
    known = baseline(report(SENTENCES[0]))
    corrected = report(SENTENCES[1], [])
    assert counts(compared(known, corrected)) == (0, 0, 1)
    assert counts(compared(known, corrected, ran=["D001"])) == (0, 0, 0), "its detector did not run"
    assert counts(compared(known, corrected, least=0.5)) == (0, 0, 0), (
        "it may be below the confidence"
    )
    failed = replace(corrected, failures=(Failure(PATH, Message("坏", "bad")),))
    assert counts(compared(known, failed)) == (0, 0, 0), "something could not be checked"
    silenced = report(SENTENCES[0])
    silenced = replace(silenced, findings=(), silenced=silenced.findings)
    assert counts(compared(known, silenced)) == (0, 0, 0), "it is there and silenced"


def test_a_long_quote_is_known_after_a_small_edit_of_its_own() -> None:
    clause = "车间主任介绍了新设备的安装进度"
    known = baseline(report(SENTENCES[2], [clause]))
    now = report(SENTENCES[2].replace("安装", "按装"), ["车间主任介绍了新设备的按装进度"])
    assert counts(compared(known, now)) == (0, 1, 0)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    entries = [Entry.of(finding, BEFORE.document) for finding in BEFORE.findings]
    assert write(file, {"b.txt": entries[:2], "a.txt": entries[2:], "c.txt": []}, 0.25) == 6
    read = Baseline.read(file)
    assert read.entries == {"a.txt": sorted(entries[2:]), "b.txt": sorted(entries[:2])}
    lines = file.read_text(encoding="utf-8").split("\n")
    for entry in (each for held in read.entries.values() for each in held):
        assert entry.fingerprint in lines[entry.line - 1]
    before = file.stat().st_mtime_ns
    write(file, {"a.txt": reversed(entries[2:]), "b.txt": entries[:2]}, 0.25)
    assert file.stat().st_mtime_ns == before, "an equal baseline is not written again"
    assert len(lines) == 1 + 2 + 6 + 1, "one finding a line"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema": "proofer-baseline/2"}',
        '{"schema": "proofer-baseline/1", "findings": []}',
        "\xff",
    ],
)
def test_what_is_no_baseline_is_an_error_that_names_the_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(text, encoding="latin-1")
    with pytest.raises(ConfigError, match=r"baseline\.json is no baseline that we can read"):
        Baseline.read(file)


def test_an_entry_that_is_not_made_of_strings_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    write(file, {"a.txt": [Entry.of(BEFORE.findings[0], BEFORE.document)]}, 0.0)
    value = json.loads(file.read_text(encoding="utf-8"))
    value["findings"]["a.txt"][0]["quote"] = 1
    file.write_text(json.dumps(value))
    with pytest.raises(ConfigError, match="not made of strings"):
        Baseline.read(file)
