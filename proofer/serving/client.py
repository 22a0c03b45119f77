"""`prooferd lint …`: what `proofer lint …` does, by a process that is ready to check.

It takes arguments, working folder, environment and the three streams from here, so that nothing is
different but the time. Where there is no such process, one is started for the next time, and this
time the command runs by itself; so it does on systems other than Linux.
"""

import os
import socket
import stat
import struct
import sys
from collections.abc import Callable

from proofer.serving.address import identity, socket_path

SIZES = struct.Struct("=II")
"""Bytes of a request behind this, and how many of its parts are arguments."""
CODE = struct.Struct("=i")
"""The exit code of a command, or less than 0 the signal that ended it."""
READY, CHANGED = b"+", b"-"
"""First answers: the command can run; or the program has changed, and this process ends."""
GO = b"!"
"""What is said to the first, with the streams: then the command runs there, and not here as well.

They are not sent before: whoever reads them would wait for a process that does not answer.
"""
PATIENCE = 1.0
"""Seconds after which whoever does not answer is not waited for."""
_OWN = struct.Struct("3i")
"""Process, user and group at the other end of a socket."""


def main() -> None:
    """Run the command of `sys.argv` and exit with its code."""
    arguments = sys.argv[1:]
    try:
        code = asked(arguments) if _is_served(arguments) else None
    except KeyboardInterrupt:  # before the command runs, or with it: whoever runs it sees us go
        code = 130
    if code is not None:
        sys.exit(code)
    import runpy

    runpy.run_module("proofer", run_name="__main__", alter_sys=True)


def _is_served(arguments: list[str]) -> bool:
    """Return whether a command is one that ends by itself, with streams that can be passed on."""
    words = arguments[1:] if arguments[:1] == ["--lang"] else arguments
    at = 1 if words is not arguments or (words[:1] and words[0].startswith("--lang=")) else 0
    if sys.platform != "linux" or words[at : at + 1] != ["lint"] or "--watch" in words:
        return False
    try:
        return all(os.fstat(stream) for stream in range(3))
    except OSError:  # closed
        return False


def asked(arguments: list[str]) -> int | None:
    """Return the exit code of a command that another process ran; None if there is none for it."""
    path = socket_path()
    if path is None:
        return None
    with socket.socket(socket.AF_UNIX) as server:
        server.settimeout(PATIENCE)
        try:
            server.connect(path)
            _send(server, arguments)
            answer = server.recv(len(READY))
            if answer == READY:
                _go(server)
        except (FileNotFoundError, ConnectionRefusedError):
            answer = CHANGED if _is_free(path) else b""
        except OSError:  # too late, or it has too many to answer
            answer = b""
        if answer == CHANGED:
            _start()
        if answer != READY:
            return None
        server.settimeout(None)
        return _code(server)


def owner_of(connection: socket.socket) -> tuple[int, int]:
    """Return the process at the other end, and its user id."""
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _OWN.size)
    process, user, _ = _OWN.unpack(told)
    return process, user


def _is_free(path: str) -> bool:
    """Return whether a process could listen there: nothing else has the names that it needs."""
    return _is_or_missing(path, stat.S_ISSOCK) and _is_or_missing(f"{path}.lock", stat.S_ISREG)


def _is_or_missing(path: str, is_kind: Callable[[int], bool]) -> bool:
    try:
        return is_kind(os.lstat(path).st_mode)
    except OSError:
        return True


def _send(server: socket.socket, arguments: list[str]) -> None:
    if owner_of(server)[1] != os.getuid():
        raise PermissionError
    umask = os.umask(0)
    os.umask(umask)
    environment = (b"%s=%s" % each for each in os.environb.items())
    parts = [identity(), b"%d" % umask, *map(os.fsencode, arguments), *environment]
    request = b"\0".join(parts)
    server.sendall(SIZES.pack(len(request), len(arguments)) + request)


def _go(server: socket.socket) -> None:
    here = os.open(".", os.O_RDONLY)
    try:
        socket.send_fds(server, [GO], [0, 1, 2, here])
    finally:
        os.close(here)


def _code(server: socket.socket) -> int:
    told = _told(server, CODE.size)
    code: int = CODE.unpack(told)[0] if len(told) == CODE.size else -1
    if code >= 0:
        return code
    from proofer.messages import Message, preferred_language

    text = Message("检查文件的进程中途退出了。", "the process that checked the files died.")
    sys.stderr.write(f"prooferd: {text.render(preferred_language())}\n")
    return 2


def _told(server: socket.socket, size: int) -> bytes:
    """Wait for an answer of so many bytes; Ctrl-C is passed on by saying no more."""
    told = b""
    while True:
        try:
            while len(told) < size and (more := server.recv(size - len(told))):
                told += more
            return told
        except KeyboardInterrupt:
            server.shutdown(socket.SHUT_WR)


def _start() -> None:
    """Start a process that will answer the next time; if there is one after all, it ends at once.

    It gets nothing of this process that would keep somebody waiting for its end.
    """
    import subprocess

    nowhere = subprocess.DEVNULL
    command = [sys.executable, "-P", "-m", "proofer", "serve"]
    try:
        process = subprocess.Popen(
            command, stdin=nowhere, stdout=nowhere, stderr=nowhere, cwd="/", start_new_session=True
        )
        process.returncode = 0  # nobody waits for it, of which Python would warn
    except OSError:  # no memory for it: the next time, perhaps
        return
