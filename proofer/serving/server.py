"""The resident checker: forks a process for each command, in which all is loaded already.

The process that listens never checks anything: it has loaded what a command needs, and forks. Each
command has a process of its own, with the arguments, working folder, environment and streams of the
one that asks; whatever happens in it happens to that command alone.
"""

from __future__ import annotations

import io
import os
import selectors
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TextIO

from proofer.checking.cache import state_of_program
from proofer.serving.address import identity, socket_path
from proofer.serving.client import CHANGED, CODE, GO, PATIENCE, READY, SIZES
from proofer.serving.place import claimed, end_oldest, no_place
from proofer.serving.rights import is_equal

_LARGEST = 64 << 20
"""Bytes of a request: arguments and environment, for which Linux has a few MB."""
_STREAMS = ("stdin", "stdout", "stderr")
_WAITING = 64
"""Connections that may wait to be accepted."""
_ENDING = {signal.SIGINT, signal.SIGTERM}
"""Commands are interrupted at the first, and finished at the second."""
_FAILED, _INTERRUPTED = 2, 128 + signal.SIGINT
"""Exit codes, the second as a shell reports it."""


class _UnusableError(Exception):
    """A request that is not to be answered."""


@dataclass(frozen=True, slots=True)
class _Request:
    arguments: Sequence[str]
    environment: dict[bytes, bytes]
    umask: int


class Server:
    """Listens until nobody has asked for some time, or the program has changed."""

    def __init__(self, main: Callable[[Sequence[str]], int], idle: float) -> None:
        """Prepare to listen.

        Args:
            main: runs a command and returns its exit code.
            idle: seconds without a command after which the process ends.
        """
        self._main = main
        self._idle = idle
        self._state = state_of_program()
        self._selector = selectors.DefaultSelector()
        self._running: dict[int, socket.socket] = {}
        """Who waits for each process."""
        self._interrupted: set[int] = set()
        """Those told to end, again each second: while Python runs a finaliser it drops Ctrl-C."""
        self._listening = socket.socket(socket.AF_UNIX)
        self._is_open = True
        self._lock = -1
        self._code = 0
        self._signal = 0
        """What is still to be obeyed."""

    def serve(self, load: Callable[[], object]) -> int | None:
        """Load what commands need, answer, and return the exit code; None where another answers.

        Raises:
            InputError: if there is no place to listen.
        """
        path = socket_path()
        try:
            if path is None:
                raise no_place("XDG_RUNTIME_DIR")
            with claimed(path) as lock:
                if lock is None:
                    return None
                self._lock = lock
                for each in _ENDING:  # they may be ignored here
                    signal.signal(each, self._note)
                load()
                self._listening.bind(path)
                self._listen(path)
        except OSError as error:
            raise no_place(str(error)) from error
        finally:
            self._selector.close()
            self._listening.close()
        return self._code

    def _note(self, number: int, _: object) -> None:
        self._signal = number

    def _listen(self, path: str) -> None:
        woken, waker = socket.socketpair()
        for end in (self._listening, woken, waker):
            end.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        self._listening.listen(_WAITING)
        end_oldest(path)
        self._selector.register(self._listening, selectors.EVENT_READ)
        self._selector.register(woken, selectors.EVENT_READ)
        last = time.monotonic()
        while self._goes_on(last):
            ready = self._selector.select(PATIENCE if self._interrupted else self._idle)
            if not ready:
                self._signal_groups(self._interrupted)
            for key, _ in ready:
                last = time.monotonic()
                if key.fileobj is woken:
                    woken.recv(4096)
                    self._reap()
                elif key.fileobj is not self._listening:
                    self._interrupt(key.data)
                else:
                    with suppress(OSError):
                        self._answer(self._listening.accept()[0])

    def _goes_on(self, last: float) -> bool:
        """Obey a signal that came; return whether there is, or can be, something to do."""
        number, self._signal = self._signal, 0
        if number:
            self._code = 128 + number
            self._close()
        if number == signal.SIGINT:
            self._interrupted.update(self._running)
            self._signal_groups(self._interrupted)
        return bool(self._running) or (self._is_open and time.monotonic() - last < self._idle)

    def _answer(self, connection: socket.socket) -> None:
        """Start a process for a request."""
        files: list[int] = []
        try:
            request = _received(connection)
            if state_of_program() != self._state:
                self._close()
                connection.sendall(CHANGED)
                raise _UnusableError
            _confirm(connection, files)
            process = self._forked(request, files, connection)
            self._running[process] = connection
            self._selector.register(connection, selectors.EVENT_READ, process)
            with suppress(OSError):  # the new process may have done it, or ended
                os.setpgid(process, process)
        except (_UnusableError, OSError, ValueError):
            connection.close()
        finally:
            for each in files:
                os.close(each)

    def _forked(self, request: _Request, files: list[int], connection: socket.socket) -> int:
        """Return the process that runs a command; until it is set up, signals wait."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        try:
            process = os.fork()
            if not process:
                try:
                    self._run(request, files, connection)
                finally:  # nothing may lead back into the loop of the server
                    os._exit(_FAILED)
            return process
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)

    def _close(self) -> None:
        """Answer nobody from now on."""
        if self._is_open:
            self._is_open = False
            self._selector.unregister(self._listening)
            self._listening.close()

    def _run(self, request: _Request, files: list[int], connection: socket.socket) -> None:
        """Run a command, in a process of its own, which ends with it."""
        code = _FAILED
        try:
            os.setpgid(0, 0)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for each in (signal.SIGTERM, signal.SIGCHLD):
                signal.signal(each, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
            self._selector.close()
            os.close(self._lock)
            for other in (connection, self._listening, *self._running.values()):
                other.close()
            _take_over(request, files)
            code = self._main(request.arguments)
            sys.stdout.flush()
            sys.stderr.flush()
        except KeyboardInterrupt:
            code = _INTERRUPTED
        except Exception:
            traceback.print_exc()
        os._exit(code)

    def _reap(self) -> None:
        """Tell those who wait for processes that have ended."""
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                self._interrupted.discard(ended[0])
                connection = self._running.pop(ended[0], None)
                if connection is not None:
                    with suppress(KeyError):  # interrupted
                        self._selector.unregister(connection)
                    with suppress(OSError):  # whoever waited is gone
                        connection.sendall(CODE.pack(os.waitstatus_to_exitcode(ended[1])))
                    connection.close()

    def _interrupt(self, process: int) -> None:
        """Interrupt a command as Ctrl-C does: whoever asked is gone, or says no more."""
        if process in self._running:  # else it has just ended
            self._selector.unregister(self._running[process])
            self._interrupted.add(process)
            self._signal_groups([process])

    @staticmethod
    def _signal_groups(processes: Iterable[int]) -> None:
        """Interrupt commands, and the processes that they started."""
        for process in processes:
            with suppress(OSError):
                os.killpg(process, signal.SIGINT)


def _received(connection: socket.socket) -> _Request:
    """Return a request.

    Raises:
        _UnusableError: if it is another user's, another environment's, or has other rights.
        OSError: if it does not come whole.
        ValueError: if it is none.
    """
    if not is_equal(connection):
        raise _UnusableError
    connection.settimeout(PATIENCE)
    size, count = SIZES.unpack(_whole(connection, SIZES.size))
    if size > _LARGEST:
        raise _UnusableError
    parts = _whole(connection, size).split(b"\0")
    if parts[0] != identity():
        raise _UnusableError
    return _Request(
        [os.fsdecode(each) for each in parts[2 : 2 + count]],
        dict(_variable(each) for each in parts[2 + count :]),
        int(parts[1]),
    )


def _confirm(connection: socket.socket, files: list[int]) -> None:
    """Say that a command can run; its streams and working folder are in `files`, whatever happens.

    Raises:
        _UnusableError: if whoever asked has stopped waiting, and runs it by itself.
        OSError: if there is no answer.
    """
    connection.sendall(READY)
    answer, passed, _, _ = socket.recv_fds(connection, len(GO), 8)
    files += passed
    if answer != GO or len(files) != len(_STREAMS) + 1:
        raise _UnusableError


def _whole(connection: socket.socket, size: int) -> bytes:
    content = bytearray()
    while len(content) < size:
        more = connection.recv(size - len(content))
        if not more:
            raise _UnusableError
        content += more
    return bytes(content)


def _variable(written: bytes) -> tuple[bytes, bytes]:
    name, _, value = written.partition(b"=")
    return name, value


def _take_over(request: _Request, files: Sequence[int]) -> None:
    """Take folder, environment and streams from the one that asks."""
    for number, file in enumerate(files[: len(_STREAMS)]):
        os.dup2(file, number)
    os.fchdir(files[-1])
    os.umask(request.umask)
    os.environb.clear()
    os.environb.update(request.environment)
    time.tzset()
    for number, name in enumerate(_STREAMS):
        stream = _stream(number, getattr(sys, name))
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _stream(number: int, usual: TextIO) -> io.TextIOWrapper:
    """Return a stream as Python makes it at its start, where it made `usual`."""
    raw = open(number, "rb" if number == 0 else "wb", closefd=False)  # noqa: SIM115
    return io.TextIOWrapper(
        raw,
        encoding=usual.encoding,
        errors=usual.errors,
        newline=None if number == 0 else "\n",
        line_buffering=number == 2 or raw.isatty(),
        write_through=getattr(usual, "write_through", False),
    )
