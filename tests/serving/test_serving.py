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
from contextlib import suppress
from pathlib import Path
from typing import IO

import pytest

from proofer.__main__ import main
from proofer.errors import InputError
from proofer.serving import client, place, rights, server
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
import signal, sys
from proofer.serving import client
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's job in the background has none
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
            os._exit(Server(run, idle).serve(lambda: None) or 0)
        finally:
            os._exit(99)
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


def test_a_command_that_misses_ctrl_c_is_told_again() -> None:
    """Python drops an interrupt that comes while it collects garbage."""

    def run(arguments: Sequence[str]) -> int:
        with suppress(KeyboardInterrupt):
            time.sleep(2 * _SOON)
        time.sleep(2 * _SOON)
        return 0

    checker = start(run=run)
    try:
        process = ask("lint", "-")
        wait(lambda: _children(checker))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=_SOON)
        assert process.returncode == 130
    finally:
        os.kill(checker, signal.SIGKILL)
        os.waitpid(checker, 0)


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
    assert [file.suffix for file in (folder / "run/proofer").iterdir()] == []


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_and_nothing_is_left(how: int, code: int, folder: Path) -> None:
    process = start()
    os.kill(process, how)
    assert ended(process) == code
    assert list((folder / "run/proofer").iterdir()) == []


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 1)])
def test_at_ctrl_c_commands_are_interrupted_and_else_finished(how: int, code: int) -> None:
    process = start()
    reading, writing = os.pipe()
    command = ask("lint", "--select", "D001", "-", stdin=reading)
    os.close(reading)
    wait(lambda: _children(process))
    os.kill(process, how)
    with os.fdopen(writing, "wb") as pages:
        if how == signal.SIGTERM:
            pages.write(PAGE.encode())
        else:
            assert ended(process) == 130
    command.communicate(timeout=_SOON)
    assert command.returncode == code
    if how == signal.SIGTERM:
        assert ended(process) == 143


def ended(process: int) -> int:
    """Return the exit code of a child, which must end soon."""
    status: list[int] = []

    def has_ended() -> bool:
        found, told = os.waitpid(process, os.WNOHANG)
        status.append(told)
        return found == process

    try:
        wait(has_ended)
    except AssertionError:
        os.kill(process, signal.SIGKILL)
        raise
    return os.waitstatus_to_exitcode(status[-1])


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """What this process would start, as a client that is not patient."""
    begun: list[None] = []
    monkeypatch.setattr(client, "PATIENCE", 0.05)
    monkeypatch.setattr(client, "_start", lambda: begun.append(None))
    return begun


@pytest.mark.parametrize("waiting", [0, 1], ids=["never accepts", "full"])
def test_who_does_not_answer_is_not_waited_for(waiting: int, starts: list[None]) -> None:
    path = socket_path()
    assert path is not None
    with socket.socket(socket.AF_UNIX) as silent, socket.socket(socket.AF_UNIX) as other:
        silent.bind(path)
        silent.listen(0)
        if waiting:
            other.connect(path)
        assert client.asked(["lint", "page.txt"]) is None
    assert starts == []


def test_no_stream_is_left_with_who_does_not_answer(
    starts: list[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = socket_path()
    assert path is not None
    given: list[None] = []
    monkeypatch.setattr(socket, "send_fds", lambda *_: given.append(None))
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(path)
        silent.listen()
        assert client.asked(["lint", "page.txt"]) is None
    assert (given, starts) == ([], [])


def test_a_command_that_was_not_waited_for_is_not_run(folder: Path, starts: list[None]) -> None:
    runs = folder / "runs"

    def run(arguments: Sequence[str]) -> int:
        with runs.open("a") as file:
            file.write(arguments[1])
        return 5

    process = start(run=run)
    os.kill(process, signal.SIGSTOP)
    try:
        assert client.asked(["lint", "a"]) is None
    finally:
        os.kill(process, signal.SIGCONT)
    assert asked("lint", "b")[0] == 5
    os.kill(process, signal.SIGTERM)
    assert ended(process) == 143
    assert (runs.read_text(), starts) == ("b", [])


def test_of_many_the_oldest_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "_MOST", 2)
    processes = []
    for locale in ("a", "b", "c"):
        monkeypatch.setenv("LC_PAPER", locale)
        processes.append(start())
    assert ended(processes.pop(0)) == 143
    for process in processes:
        os.kill(process, signal.SIGINT)
        assert ended(process) == 130


@pytest.mark.parametrize("suffix", ["", ".lock"])
@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
def test_where_something_else_has_the_name_nothing_is_started(
    kind: str, suffix: str, folder: Path, starts: list[None]
) -> None:
    name = Path(f"{socket_path()}{suffix}")
    other = folder / "other"
    if kind == "folder":
        name.mkdir()
    elif kind == "pipe":
        os.mkfifo(name)
    else:
        name.symlink_to(other)
    assert client.asked(["lint", "page.txt"]) is None
    assert starts == []
    with pytest.raises(InputError):
        Server(main, 0.01).serve(lambda: None)
    assert os.path.lexists(name)
    assert not other.exists()


def test_a_lock_that_has_lost_its_name_does_not_count(folder: Path) -> None:
    path = str(folder / "run/name")
    with place.claimed(path) as first:
        assert first is not None
        Path(f"{path}.lock").unlink()
        Path(f"{path}.lock").touch()
        assert not place._is_locked(first, f"{path}.lock")


@pytest.mark.skipif(os.getuid() != 0, reason="only root may change its groups")
@pytest.mark.parametrize("change", ["groups", "group", "none"])
def test_who_has_other_rights_is_refused(change: str, folder: Path) -> None:
    path = str(folder / "run/name")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        code = (
            "import os, socket, sys\n"
            "if sys.argv[2] == 'groups': os.setgroups([12345])\n"
            "if sys.argv[2] == 'group': os.setgid(12345)\n"
            "s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.recv(1)\n"
        )
        command = [sys.executable, "-I", "-S", "-c", code, path, change]
        with subprocess.Popen(command) as process:
            listening.settimeout(_SOON)
            with listening.accept()[0] as connection:
                is_equal = rights.is_equal(connection)
        assert (is_equal, process.returncode) == (change == "none", 0)


@pytest.mark.usefixtures("checker")
@pytest.mark.parametrize(("language", "said"), [("zh", "已有"), ("en", "already")])
def test_a_second_one_says_that_there_is_one(
    language: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", language, "serve"]) == 0
    assert said in capfd.readouterr().err


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


def received(*parts: bytes, lost: int = 0) -> server._Request:
    """Return what is read of a request, of which the last bytes may be lost."""
    content = b"\0".join(parts)
    there, here = socket.socketpair()
    with there, here:
        here.sendall(SIZES.pack(len(content), 1) + content[: len(content) - lost])
        return server._received(there)


@pytest.mark.parametrize(
    ("answer", "files", "is_sound"),
    [(client.GO, 4, True), (client.GO, 3, False), (b"?", 4, False), (b"", 0, False)],
)
def test_a_command_runs_only_with_a_word_and_all_its_streams(
    answer: bytes, files: int, is_sound: bool
) -> None:
    got: list[int] = []
    there, here = socket.socketpair()
    with there, here:
        if answer:
            socket.send_fds(here, [answer], [1] * files)
        else:
            here.shutdown(socket.SHUT_WR)
        try:
            server._confirm(there, got)
        except server._UnusableError:
            assert not is_sound
        else:
            assert is_sound
    assert len(got) == files
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
    monkeypatch.setattr(server, "PATIENCE", 0.01)
    with pytest.raises(TimeoutError):
        received(*sound, lost=1)
    monkeypatch.setattr(rights, "owner_of", lambda _: (os.getpid(), os.getuid() + 1))
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
    command = [
        sys.executable,
        "-W",
        "error",
        "-c",
        "from proofer.serving.client import main; main()",
    ]
    first = subprocess.run(
        [*command, "lint", "--select", "D001", "page.txt"], capture_output=True, check=False
    )
    assert (first.returncode, first.stderr) == (1, b"")
    path = socket_path()
    assert path is not None
    wait(lambda: _listens(path))
    with socket.socket(socket.AF_UNIX) as other:
        other.connect(path)
        process, _ = client.owner_of(other)
    try:
        code, out, err = asked("lint", "--select", "D001", "page.txt")
        assert (code, out.encode(), err.encode()) == (1, first.stdout, first.stderr)
    finally:
        os.kill(process, signal.SIGTERM)
