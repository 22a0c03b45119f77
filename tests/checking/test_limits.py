"""Work ends when it has taken the CPU time that it may, in any thread, and a run goes on."""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from proofer.__main__ import main
from proofer.checking import pipeline
from proofer.checking.checker import Checker
from proofer.checking.limits import OutOfTimeError, cpu_limit
from proofer.checking.registry import detectors
from proofer.config import Config
from proofer.detectors.api import Detector
from proofer.detectors.context import Context
from proofer.document.document import Document
from proofer.findings.finding import Finding

LITTLE = 0.02
"""CPU seconds; nothing that is ended here would ever end."""


def for_ever() -> None:
    while True:
        pass


def stubborn() -> None:
    while True:
        try:
            for_ever()
        except Exception:
            continue


def in_a_pattern() -> None:
    re.match("(?:a|a)+b", "a" * 60)


def in_this_thread(work: Callable[[], None]) -> str:
    try:
        with cpu_limit(LITTLE):
            work()
    except OutOfTimeError:
        return "ended"
    return "done"


def in_another_thread(work: Callable[[], None]) -> str:
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append(in_this_thread(work)), daemon=True)
    thread.start()
    thread.join(60)
    return said[0] if said else "goes on"


@pytest.mark.parametrize("where", [in_this_thread, in_another_thread])
@pytest.mark.parametrize("work", [for_ever, stubborn])
def test_work_that_never_ends_is_ended(
    work: Callable[[], None], where: Callable[[Callable[[], None]], str]
) -> None:
    assert where(work) == "ended"


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no interval timers")
def test_a_pattern_that_never_ends_is_ended() -> None:
    assert in_this_thread(in_a_pattern) == "ended"


@pytest.mark.parametrize("where", [in_this_thread, in_another_thread])
def test_work_within_the_limit_is_done_and_nothing_comes_later(
    where: Callable[[Callable[[], None]], str],
) -> None:
    assert where(lambda: None) == "done"
    began = time.process_time()
    while time.process_time() < began + 3 * LITTLE:
        pass


def test_zero_is_no_limit() -> None:
    with cpu_limit(0):
        began = time.process_time()
        while time.process_time() < began + LITTLE:
            pass


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the run a detector that never ends on a page with the word 慢."""

    def detect(document: Document, context: Context) -> Iterator[Finding]:
        if "慢" in document.text:
            stubborn()
        yield from ()

    def selected(config: Config) -> list[Detector]:
        return [detectors()["D001"], replace(detectors()["K001"], detect=detect)]

    monkeypatch.setattr(pipeline, "selected", selected)


@pytest.mark.usefixtures("slow")
def test_a_page_that_takes_too_long_is_a_failure_and_the_run_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("a.txt", "慢的的页面。"), ("b.txt", "他们的的工作做得很好。")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    arguments = ["--timeout", "0.5", "--jobs", "1", "--no-cache", "--format", "github"]
    assert main(["lint", str(tmp_path), *arguments]) == 2
    said = capsys.readouterr()
    assert "a.txt" in said.err
    assert "--timeout" in said.err
    assert "b.txt" in said.out
    assert "file=a.txt,line" not in said.out, "nothing is known of a page that was not checked"


@pytest.mark.usefixtures("slow")
def test_what_took_too_long_is_checked_again_by_the_next_run(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("慢的的页面。", encoding="utf-8")
    checker = Checker(tmp_path / "cache")
    task = checker.task(page, Config(timeout=0.2))
    [survey] = checker.check(task).surveys
    assert "not checked" in survey.failures[0].message.en
    assert not survey.candidates
    assert not checker.task(page, Config(timeout=0.2)).is_cached


def test_reading_is_limited_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_parts(path: Path, **options: object) -> Iterator[Document]:
        for_ever()
        yield from ()

    monkeypatch.setattr(pipeline, "read_parts", read_parts)
    page = tmp_path / "a.txt"
    page.write_text("页面。", encoding="utf-8")
    outcome = pipeline.check_file(page, pipeline.make_context(Config()), Config(timeout=LITTLE))
    assert outcome.failure is not None
    assert "not checked" in outcome.failure.message.en


@pytest.mark.parametrize("value", ["-1", "soon", "nan", "90000"])
def test_a_limit_that_is_none_is_refused(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "page.txt", f"--timeout={value}"]) == 2
    assert value in capsys.readouterr().err
