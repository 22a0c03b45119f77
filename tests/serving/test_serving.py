"""What the resident checker says is what `proofer lint` says, and it harms nobody who asks it."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

import pytest

from proofer.__main__ import main
from proofer.serving import client, server
from proofer.serving.address import identity, socket_path
from proofer.serving.client import SIZES
from proofer.serving.server import Server

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the checker is for Linux"),
    # Python 3.12 warns of a fork beside other threads; those of pytest-xdist only pass messages.
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]

PAGE = "他们的的工作做得很好。\n"
_ASK = """
import sys
from proofer.serving import client
client._start = lambda: None
code = client.asked(sys.argv[1:])
sys.exit(99 if code is None else code)
"""
NOT_SERVED = 99
_SOON = 20.0
"""Seconds in which what is to happen must have happened."""


def wait(condition: Callable[[], object]) -> None:
    end = time.monotonic() + _SOON
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a page; where processes meet and keep things is elsewhere."""
    for name in ("run", "cache", "pages"):
        (tmp_path / name).mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path / "pages")
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path


def start(idle: float = 60.0, run: Callable[[Sequence[str]], int] = main) -> int:
    """Start a checker as a fork of this process, which has loaded all; return its process."""
    process = os.fork()
    if not process:
        try:
            sys.stdin, sys.stdout, sys.stderr = sys.__stdin__, sys.__stdout__, sys.__stderr__
            os.setpgid(0, 0)
            Server(run, idle).serve(lambda: None)
        finally:
            os._exit(0)
    path = socket_path()
    wait(lambda: path is not None and _listens(path))
    return process


def _listens(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as other:
        return other.connect_ex(path) == 0


@pytest.fixture
def checker() -> Iterator[int]:
    process = start()
    yield process
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def ask(*arguments: str, stdin: IO[bytes] | int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _ASK, *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def asked(*arguments: str, stdin: IO[bytes] | int = subprocess.DEVNULL) -> tuple[int, str, str]:
    process = ask(*arguments, stdin=stdin)
    out, err = process.communicate(timeout=_SOON)
    return process.returncode, out.decode(), err.decode()


@pytest.mark.usefixtures("checker")
@pytest.mark.parametrize(
    "arguments",
    [
        ("lint", "--select", "D001", "page.txt", "missing.txt"),
        ("--lang", "zh", "lint", "--select", "D001", "--format", "json", "."),
        ("lint", "--select", "D001", "--stdin-name", "a.md", "-"),
        ("lint", "--selekt", "D001"),
        ("lint", "--show-config", "page.txt"),
    ],
    ids=" ".join,
)
def test_exit_code_and_both_streams_are_those_of_lint(
    arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("page.txt").open("rb") as stdin:
        served = asked(*arguments, stdin=stdin)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
    code = main(arguments)
    assert served == (code, *capfd.readouterr())
    assert "".join(served[1:])


@pytest.mark.usefixtures("checker")
def test_folder_environment_and_umask_are_those_of_the_one_that_asks(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = folder / "other"
    other.mkdir()
    (other / "other.txt").write_text(PAGE, encoding="utf-8")
    monkeypatch.chdir(other)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    (folder / "config/proofer").mkdir(parents=True)
    (folder / "config/proofer/proofer.toml").write_text('select = ["R001"]\nlang = "zh"\n')
    kept = os.umask(0o077)
    try:
        code, out, err = asked("lint", "--output", "report.txt", "other.txt")
    finally:
        os.umask(kept)
    assert (code, out, err) == (0, "", "")
    report = other / "report.txt"
    assert "0 处疑问" in report.read_text(encoding="utf-8")
    assert report.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("how", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_a_command_ends_with_the_one_that_asked(how: int, code: int, checker: int) -> None:
    reading, writing = os.pipe()
    process = ask("lint", "-", stdin=reading)
    os.close(reading)
    wait(lambda: _children(checker))
    process.send_signal(how)
    process.communicate(timeout=_SOON)
    assert process.returncode == code
    wait(lambda: not _children(checker))
    with pytest.raises(BrokenPipeError):  # nobody reads any more
        os.write(writing, b"x")
    os.close(writing)
    assert asked("lint", "--select", "D001", "page.txt")[0] == 1


def _children(process: int) -> list[int]:
    file = Path(f"/proc/{process}/task/{process}/children")
    return list(map(int, file.read_text().split()))


def test_a_process_that_dies_is_told(checker: int) -> None:
    reading, writing = os.pipe()
    process = ask("lint", "-", stdin=reading)
    wait(lambda: _children(checker))
    os.kill(_children(checker)[0], signal.SIGKILL)
    out, err = process.communicate(timeout=_SOON)
    os.close(reading)
    os.close(writing)
    assert (process.returncode, out) == (2, b"")
    assert b"died" in err


def test_one_of_a_kind_answers_and_takes_the_place_of_one_that_was_killed(folder: Path) -> None:
    path = socket_path()
    assert path is not None
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(path)
    assert asked("lint", "page.txt")[0] == NOT_SERVED
    process = start()
    second = os.fork()
    if not second:
        Server(main, 60).serve(lambda: os._exit(7))
        os._exit(0)
    assert os.waitpid(second, 0)[1] == 0
    assert asked("lint", "--select", "D001", "page.txt")[0] == 1
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    assert {file.name.partition(".")[0] for file in (folder / "run/proofer").iterdir()} == {
        Path(path).name
    }


def test_it_ends_when_the_program_has_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(folder / "site")
    (folder / "site").mkdir()
    process = start()
    assert asked("lint", "--select", "D001", "page.txt")[0] == 1
    (folder / "site/new-1.dist-info").mkdir()
    assert asked("lint", "page.txt")[0] == NOT_SERVED
    assert os.waitpid(process, 0)[1] == 0
    assert [file.suffix for file in (folder / "run/proofer").iterdir()] == [".lock"]


def test_it_ends_when_nobody_asks() -> None:
    assert os.waitpid(start(idle=0.05), 0)[1] == 0


def test_no_folder_that_others_may_enter_is_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert socket_path() is not None
    own = folder / "run/proofer"
    own.chmod(0o755)
    assert socket_path() is None
    own.rmdir()
    (folder / "elsewhere").mkdir(mode=0o700)
    own.symlink_to(folder / "elsewhere")
    assert socket_path() is None
    monkeypatch.setattr(os, "getuid", lambda: -1)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder / "cache"))
    assert socket_path() is None


def test_where_no_folder_can_be_made_the_command_runs_by_itself(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for runtime in ("/dev/null", str(folder / ("x" * 90))):
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        assert socket_path() is None
        assert asked("lint", "page.txt")[0] == NOT_SERVED


def received(*parts: bytes, files: int = 4, lost: int = 0) -> server._Request:
    """Return what is read of a request, of which the last bytes may be lost."""
    content = b"\0".join(parts)
    got: list[int] = []
    there, here = socket.socketpair()
    with there, here:
        socket.send_fds(here, [SIZES.pack(len(content), 1)], [1] * files)
        here.sendall(content[: len(content) - lost])
        try:
            return server._received(there, got)
        finally:
            for each in got:
                os.close(each)


def test_a_request_of_another_user_or_environment_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sound = (identity(), b"18", b"lint", b"A=b=c")
    taken = received(*sound)
    assert (taken.arguments, taken.umask, taken.environment) == (["lint"], 18, {b"A": b"b=c"})
    with pytest.raises(server._UnusableError):
        received(b"other", *sound[1:])
    with pytest.raises(server._UnusableError):
        received(*sound, files=3)
    monkeypatch.setattr(server, "_PATIENCE", 0.01)
    with pytest.raises(TimeoutError):
        received(*sound, lost=1)
    monkeypatch.setattr(server, "user_of", lambda _: os.getuid() + 1)
    with pytest.raises(server._UnusableError):
        received(*sound)


@pytest.mark.parametrize(
    ("arguments", "is_served"),
    [
        ("lint page.txt", True),
        ("--lang zh lint page.txt", True),
        ("--lang=zh lint page.txt", True),
        ("review lint", False),
        ("--lang lint", False),
        ("lint --watch", False),
        ("--help", False),
        ("", False),
    ],
)
def test_only_lint_is_served(arguments: str, is_served: bool) -> None:
    assert client._is_served(arguments.split()) is is_served


def test_prooferd_starts_it_and_has_the_answer_all_the_same() -> None:
    command = [sys.executable, "-c", "from proofer.serving.client import main; main()"]
    first = subprocess.run(
        [*command, "lint", "--select", "D001", "page.txt"], capture_output=True, check=False
    )
    assert first.returncode == 1
    path = socket_path()
    assert path is not None
    wait(lambda: _listens(path))
    with socket.socket(socket.AF_UNIX) as other:
        other.connect(path)
        told = other.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, client._OWN.size)
    try:
        code, out, err = asked("lint", "--select", "D001", "page.txt")
        assert (code, out.encode(), err.encode()) == (1, first.stdout, first.stderr)
    finally:
        os.kill(client._OWN.unpack(told)[0], signal.SIGTERM)
