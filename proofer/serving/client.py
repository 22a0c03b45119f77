"""`prooferd lint …`: what `proofer lint …` does, by a process that is ready to check.

It takes arguments, working folder, environment and the three streams from here, so that nothing is
different but the time. Where there is no such process, one is started for the next time, and this
time the command runs by itself; so it does on systems other than Linux.
"""

import os
import socket
import struct
import sys

from proofer.serving.address import identity, socket_path

SIZES = struct.Struct("=II")
"""Bytes of a request behind this, and how many of its parts are arguments."""
CODE = struct.Struct("=i")
"""The exit code of a command, or less than 0 the signal that ended it."""
STARTED, CHANGED = b"+", b"-"
"""First answers: a process is at work; or the program has changed, and this one ends."""
_OWN = struct.Struct("3i")
"""Process, user and group at the other end of a socket."""


def main() -> None:
    """Run the command of `sys.argv` and exit with its code."""
    arguments = sys.argv[1:]
    code = asked(arguments) if _is_served(arguments) else None
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
        try:
            server.connect(path)
            _send(server, arguments)
            answer = _told(server, len(STARTED))
        except OSError:
            answer = b""
        if answer != STARTED:
            _start()
            return None
        return _code(server)


def user_of(connection: socket.socket) -> int:
    """Return the user id of the process at the other end."""
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _OWN.size)
    user: int = _OWN.unpack(told)[1]
    return user


def _send(server: socket.socket, arguments: list[str]) -> None:
    if user_of(server) != os.getuid():
        raise PermissionError
    umask = os.umask(0)
    os.umask(umask)
    environment = (b"%s=%s" % each for each in os.environb.items())
    parts = [identity(), b"%d" % umask, *map(os.fsencode, arguments), *environment]
    request = b"\0".join(parts)
    here = os.open(".", os.O_RDONLY)
    try:
        size = SIZES.pack(len(request), len(arguments))
        socket.send_fds(server, [size], [0, 1, 2, here])
        server.sendall(request)
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
        subprocess.Popen(
            command, stdin=nowhere, stdout=nowhere, stderr=nowhere, cwd="/", start_new_session=True
        )
    except OSError:  # no memory for it: the next time, perhaps
        return
