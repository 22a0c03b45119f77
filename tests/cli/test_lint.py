"""`proofer lint`: exit codes, what is read, and what goes where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fixtures.documents import build_ocr
from proofer.checking.registry import report_formats
from proofer.cli import _targets, lint
from tests.cli.conftest import CLEAN, PAGE, Proofer, decide
from tests.cli.terminal import needs_terminal, terminal

FORMATS = ("text", "json")


def page(name: str = "page.md", text: str = PAGE) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def quotes(output: str) -> list[str]:
    return [finding["quote"] for finding in json.loads(output)["findings"]]


def paths(output: str) -> list[str]:
    return [each["path"] for each in json.loads(output)["documents"]]


# Exit codes


@pytest.mark.parametrize("form", FORMATS)
def test_a_clean_file_is_0(proofer: Proofer, form: str) -> None:
    assert proofer("lint", page(text=CLEAN), "--format", form).code == 0


@pytest.mark.parametrize("form", FORMATS)
def test_findings_are_1(proofer: Proofer, form: str) -> None:
    result = proofer("lint", page(), "--format", form)
    assert result.code == 1
    assert "己经" in result.out
    assert result.err == ""


@pytest.mark.parametrize("form", FORMATS)
def test_a_missing_file_is_2_and_the_others_are_reported(proofer: Proofer, form: str) -> None:
    result = proofer("lint", page(), "nowhere.md", "--format", form)
    assert result.code == 2
    assert "己经" in result.out
    assert "no such file: nowhere.md" in result.err


@pytest.mark.parametrize("form", FORMATS)
def test_a_binary_file_is_2(proofer: Proofer, form: str) -> None:
    Path("image.md").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)))
    result = proofer("lint", "image.md", "--format", form)
    assert result.code == 2
    assert "image.md" in result.err


@pytest.mark.parametrize("form", FORMATS)
def test_undecodable_bytes_are_2(proofer: Proofer, form: str) -> None:
    Path("page.txt").write_bytes("会议".encode("gb18030") + b"\xff\xff\x80" + "会议".encode())
    result = proofer("lint", "page.txt", "--encoding", "utf-8", "--format", form)
    assert result.code == 2
    assert "page.txt" in result.err


@pytest.mark.parametrize("form", FORMATS)
def test_fail_on_decides_between_0_and_1(proofer: Proofer, form: str) -> None:
    path = page()
    severities = {
        each["severity"]
        for each in json.loads(proofer("lint", path, "--format", "json").out)["findings"]
    }
    assert "error" in severities
    assert proofer("lint", path, "--fail-on", "error", "--format", form).code == 1
    assert proofer("lint", path, "--fail-on", "never", "--format", form).code == 0
    quiet = proofer("lint", path, "--select", "D001", "--fail-on", "never", "--format", form)
    assert quiet.code == 0
    assert "的的" in quiet.out


def test_never_does_not_hide_a_failure(proofer: Proofer) -> None:
    assert proofer("lint", "nowhere.md", "--fail-on", "never").code == 2


def test_a_crash_is_2_not_1(proofer: Proofer, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(arguments: object) -> int:
        raise RuntimeError("boom")

    monkeypatch.setattr(lint, "run", crash)
    result = proofer("lint", "page.md")
    assert result.code == 2
    assert "boom" in result.err
    assert "internal error" in result.err


def test_an_interrupt_is_130(proofer: Proofer, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(lint, "run", interrupt)
    assert proofer("lint", "page.md").code == 130


# What is read


def test_a_folder_is_walked_in_a_fixed_order_without_hidden_files(proofer: Proofer) -> None:
    for name in (
        "b/2.md",
        "b/10.txt",
        "a.md",
        "c/d/e.md",
        ".git/x.md",
        ".proofer/y.md",
        "b/.z.md",
        "b/picture.png",
    ):
        page(name, CLEAN)
    result = proofer("lint", ".", "--format", "json")
    assert paths(result.out) == ["a.md", "b/10.txt", "b/2.md", "c/d/e.md"]
    assert paths(proofer("lint", "c", "b", "b/2.md", "--format", "json").out) == [
        "c/d/e.md",
        "b/10.txt",
        "b/2.md",
    ]


@pytest.mark.parametrize("name", ["page.ocr", ".hidden", "稿件"])
def test_a_file_of_no_format_is_refused_unless_it_is_said_to_be_text(
    proofer: Proofer, name: str
) -> None:
    refused = proofer("lint", page(name))
    assert refused.code == 2
    assert f"{name} was not read" in refused.err
    assert "己经" in proofer("lint", name, "--as-text").out


def test_files_of_no_format_in_a_folder_are_counted_by_kind(proofer: Proofer) -> None:
    for name in ("a.md", "b.bib", "c/d.bib", "c/Makefile", "proofer.toml"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("" if name == "proofer.toml" else CLEAN, encoding="utf-8")
    result = proofer("lint", ".")
    assert (result.code, result.err) == (
        0,
        "proofer: 3 files of no format that we read: 2 .bib, 1 Makefile\n",
    )
    assert "4 files" in proofer("lint", ".", "--as-text").out
    Path("proofer.toml").write_text(
        '[[overrides]]\npaths = ["*.bib"]\nas-text = true\n', encoding="utf-8"
    )
    assert "3 files" in proofer("lint", ".").out
    assert "1 Makefile" in proofer("export", ".", "-o", "out").err


def test_a_folder_without_text_is_2(proofer: Proofer) -> None:
    page("pictures/a.png")
    result = proofer("lint", "pictures")
    assert result.code == 2
    assert "pictures: no text files" in result.err
    assert result.out == ""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX links and pipes")
def test_loops_of_links_and_pipes_are_survived(proofer: Proofer) -> None:
    page("pages/a.md", CLEAN)
    Path("pages/loop").symlink_to(Path("pages").resolve())
    Path("pages/self").symlink_to("self")
    Path("elsewhere").mkdir()
    page("elsewhere/b.md", CLEAN)
    Path("pages/linked").symlink_to(Path("elsewhere").resolve())
    os.mkfifo("pages/pipe.md")
    result = proofer("lint", "pages", "--format", "json")
    assert result.code == 0
    assert paths(result.out) == ["pages/a.md"]
    assert "pages/linked" in result.err, "what lies out of the folder is told, not read"


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX links")
def test_a_dangling_link_is_a_missing_file_not_a_skipped_one(proofer: Proofer) -> None:
    page("pages/a.md", CLEAN)
    Path("pages/gone.md").symlink_to("nowhere.md")
    result = proofer("lint", "pages")
    assert result.code == 2
    assert "gone.md" in result.err


def test_encoding_overrides_detection(proofer: Proofer) -> None:
    Path("page.txt").write_bytes("这项工作己经全面完成。\n".encode("gb18030"))
    for arguments in ((), ("--encoding", "gb18030")):
        result = proofer("lint", "page.txt", "--format", "json", *arguments)
        assert quotes(result.out) == ["己经"]
        assert json.loads(result.out)["documents"][0]["encoding"] == "gb18030"


# What is chosen


def test_select_ignore_and_min_confidence_choose_findings(proofer: Proofer) -> None:
    path = page()
    everything = quotes(proofer("lint", path, "--format", "json").out)
    assert {"的的", "己经"} <= set(everything)
    assert quotes(proofer("lint", path, "--format", "json", "--select", "D").out) == ["的的"]
    assert quotes(proofer("lint", path, "--format", "json", "--select", "D001,known-slip").out) == [
        "的的",
        "己经",
    ]
    ignoring = quotes(
        proofer("lint", path, "--format", "json", "--ignore", "D,M", "--ignore", "known-slip").out
    )
    assert ignoring == [each for each in everything if each not in ("的的", "己经")]
    assert quotes(proofer("lint", path, "--format", "json", "--min-confidence", "1").out) == []


def test_a_preset_of_the_command_line_comes_before_what_a_file_selects(
    proofer: Proofer, tmp_path: Path
) -> None:
    path = page()
    (tmp_path / "proofer.toml").write_text('select = ["G001"]')
    options = ("--format", "json", "--config", tmp_path / "proofer.toml", "--preset", "quick")
    assert {"的的", "己经"} <= set(quotes(proofer("lint", path, *options).out))
    assert quotes(proofer("lint", path, *options, "--select", "D").out) == ["的的"]


@pytest.mark.parametrize("option", ["--select", "--ignore", "--enable"])
def test_a_misspelt_code_is_2_and_names_the_nearest(proofer: Proofer, option: str) -> None:
    result = proofer("lint", page(), option, "known-slop")
    assert result.code == 2
    assert "known-slop" in result.err
    assert "Did you mean known-slip?" in result.err


@pytest.mark.parametrize("value", ["1.1", "-0.1", "nan", "much"])
def test_a_confidence_is_between_0_and_1(proofer: Proofer, value: str) -> None:
    result = proofer("lint", page(), f"--min-confidence={value}")
    assert result.code == 2
    assert "--min-confidence" in result.err


def test_an_unknown_encoding_is_2(proofer: Proofer) -> None:
    result = proofer("lint", page(), "--encoding", "latin-99")
    assert result.code == 2
    assert "latin-99" in result.err


def test_the_formats_of_the_help_are_those_there_are() -> None:
    assert set(report_formats()) == set(_targets.FORMATS)


# Decisions


def test_a_rejected_finding_is_suppressed_and_counted(proofer: Proofer) -> None:
    path = page()
    decide(path, "的的", None)
    result = proofer("lint", path, "--format", "json")
    assert "的的" not in quotes(result.out)
    assert "己经" in quotes(result.out)
    assert json.loads(result.out)["summary"]["suppressed"] == 1
    assert "1 more rejected by an editor" in proofer("lint", path).out
    decide(path, "己经", None)
    assert proofer("lint", path).code == 0


def test_a_rejection_outlives_a_change_elsewhere(proofer: Proofer) -> None:
    path = page()
    decide(path, "的的", None)
    path.write_text("新的一段先写在前面。\n\n" + PAGE, encoding="utf-8")
    assert "的的" not in quotes(proofer("lint", path, "--format", "json").out)


def test_an_accepted_finding_is_still_reported_until_the_file_is_corrected(
    proofer: Proofer,
) -> None:
    path = page()
    decide(path, "的的", "的")
    assert "的的" in quotes(proofer("lint", path, "--format", "json").out)


@pytest.mark.parametrize("form", FORMATS)
def test_a_decision_file_of_a_newer_version_is_2_and_untouched(proofer: Proofer, form: str) -> None:
    path = page()
    decide(path, "的的", None)
    store = Path(".proofer/decisions/page.md.jsonl")
    newer = store.read_bytes().replace(b"proofer-decisions/1", b"proofer-decisions/9")
    store.write_bytes(newer)
    result = proofer("lint", path, "--format", form)
    assert result.code == 2
    assert "newer" in result.err
    assert "的的" in result.out
    assert store.read_bytes() == newer


# What goes where


def test_stdout_is_the_report_only(proofer: Proofer) -> None:
    result = proofer("lint", page(), "nowhere.md", "--format", "json")
    assert [each["path"] for each in json.loads(result.out)["failures"]] == ["nowhere.md"]


def test_output_is_written_to_a_file(proofer: Proofer) -> None:
    expected = proofer("lint", page(), "--format", "json").out
    result = proofer("lint", "page.md", "--format", "json", "--output", "report.json")
    assert (result.code, result.out) == (1, "")
    assert Path("report.json").read_bytes() == expected.encode()


def test_output_that_cannot_be_written_is_2(proofer: Proofer) -> None:
    page("file")
    for output in ("nowhere/report.txt", "file/report.txt"):
        result = proofer("lint", page(), "--output", output)
        assert result.code == 2
        assert output in result.err


def test_a_closed_pipe_is_quiet() -> None:
    page(text=PAGE * 300)
    # the shell closes the pipe after one line; rc is that of proofer
    command = f"set -o pipefail; {sys.executable} -m proofer lint page.md | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("page.md:3:")
    assert done.stderr == ""
    assert done.returncode == 1, "the findings are still findings"


def test_control_characters_of_page_and_file_name_are_shown_not_sent(proofer: Proofer) -> None:
    path = page("\x1b[31mred.md", "他们的的\x1b]0;title\x07工作\x9b31m己经完成\u202e。\n")
    out = proofer("lint", path).out
    assert "␛]0;title␇" in out
    assert "␛[31mred.md" in out
    for character in "\x1b\x07\x9b\u202e":
        assert character not in out
        assert character not in proofer("lint", path, "--format", "json").out


@needs_terminal
def test_colour_is_for_terminals_that_want_it(
    proofer: Proofer, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = page()
    assert "\x1b[" not in proofer("lint", path).out
    with terminal("lint", str(path)) as screen:
        assert screen.exit_code() == 1
        assert "\x1b[31mD001 doubled:\x1b[0m" in screen.seen
    monkeypatch.setenv("NO_COLOR", "1")
    with terminal("lint", str(path)) as screen:
        assert screen.exit_code() == 1
        assert "D001 doubled:" in screen.seen
        assert "\x1b[" not in screen.seen


def test_the_report_speaks_the_chosen_language(proofer: Proofer) -> None:
    path = page()
    for arguments in (
        ("--lang", "zh", "lint", path),
        ("lint", path, "--lang=zh"),
        ("lint", "--lang", "zh", path),
    ):
        assert "处疑问" in proofer(*arguments).out
    Path("proofer.toml").write_text('lang = "zh"\n')
    assert "处疑问" in proofer("lint", path).out
    assert "findings in" in proofer("lint", path, "--lang", "en").out


# Configuration


def test_each_file_has_the_configuration_of_its_folder(proofer: Proofer) -> None:
    page("a/page.md")
    page("b/page.md")
    Path("b/proofer.toml").write_text('ignore = ["D", "M"]\nfail-on = "never"\n')
    result = proofer("lint", ".", "--format", "json")
    assert [(each["path"], each["quote"]) for each in json.loads(result.out)["findings"]] == [
        ("a/page.md", "的的"),
        ("a/page.md", "己经"),
        ("b/page.md", "己经"),
    ]
    assert result.code == 1
    assert proofer("lint", "b").code == 0
    assert proofer("lint", "b", "--fail-on", "info").code == 1


def test_a_project_dictionary_is_used(proofer: Proofer) -> None:
    path = page(text="会议强调要国猎这些问题。\n")
    assert proofer("lint", path, "--select", "K").code == 0
    Path("proofer.toml").touch()
    Path("dictionary").mkdir()
    Path("dictionary/confusions.tsv").write_text(
        "wrong\tright\tunless\treason\tsource\n国猎\t围猎\t\t\t\n", encoding="utf-8"
    )
    assert quotes(proofer("lint", path, "--select", "K", "--format", "json").out) == ["国猎"]


def test_a_broken_dictionary_is_2_and_named_with_its_line(proofer: Proofer) -> None:
    Path("proofer.toml").write_text('dictionaries = ["words/confusions.tsv"]\n')
    assert "words/confusions.tsv" in proofer("lint", page()).err
    Path("words").mkdir()
    Path("words/confusions.tsv").write_text(
        "wrong\tright\tunless\treason\tsource\n国猎\n", encoding="utf-8"
    )
    result = proofer("lint", "page.md")
    assert result.code == 2
    assert "confusions.tsv:2" in result.err


def test_options_of_an_unknown_detector_are_2(proofer: Proofer) -> None:
    Path("proofer.toml").write_text("[detectors.pycorector]\nkenlm = 'x'\n")
    result = proofer("lint", page())
    assert result.code == 2
    assert "Did you mean pycorrector?" in result.err


# Formats


def test_files_of_ocr_engines_just_work_and_other_xml_and_json_of_a_folder_is_passed_over(
    proofer: Proofer,
) -> None:
    files = [page("in/page.hocr", build_ocr.hocr()), page("in/page.xml", build_ocr.page())]
    files.append(page("in/page.json", build_ocr.rapidocr()))
    page("in/package.json", "{}")
    page("in/feed.xml", "<rss/>")
    result = proofer("lint", "in", "--format", "json")
    assert result.err == "proofer: 2 files of no format that we read: 1 .xml, 1 .json\n"
    assert paths(result.out) == sorted(map(str, files))


def test_a_file_of_no_known_format_is_an_error_if_it_is_named(proofer: Proofer) -> None:
    result = proofer("lint", page("feed.xml", "<rss/>"))
    assert result.code == 2
    assert (
        "none of the formats that we read from .xml files: abbyy, alto, hocr, page, tei"
        in result.err
    )
