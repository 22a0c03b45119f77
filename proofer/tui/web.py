"""The review in a browser: textual-serve, made safe against other pages open in that browser.

textual-serve authenticates nobody, so any page in the same browser could drive the review. Here
every request must name this host and have a cookie that only the address with the token sets, and a
socket is opened only from this origin. Each connection is a review of its own, in a process that is
started without a shell.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

from aiohttp import WSCloseCode, web
from textual_serve.app_service import AppService
from textual_serve.server import Server

from proofer.errors import UsageError
from proofer.messages import Language, Message
from proofer.tui.served import DESCRIBED

_EVERYWHERE = ("0.0.0.0", "::", "*", "")
_TEMPLATES = Path(__file__).with_name("pages")
_DRIVER = "proofer.tui.served:ServedDriver"
_SHUTDOWN_LIMIT = 2.0
"""Seconds that a review has to end before it is killed."""
_MOST_REVIEWS = 8
"""Reviews at a time, each a process of its own: a browser opens one a tab."""
_CLEAR = b"\x1b[0m\x1b[?25l\x1b[2J\x1b[H"
"""Resets the style, hides the cursor, clears the screen and goes to its top left corner."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class _Review(AppService):
    """A review in a process of its own, started from a list of arguments."""

    argv: Sequence[str] = ()

    async def _open_app_process(
        self, width: int = 80, height: int = 24
    ) -> asyncio.subprocess.Process:
        self._process = process = await asyncio.create_subprocess_exec(
            *self.argv,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**self._build_environment(width, height), "TEXTUAL_DRIVER": _DRIVER},
        )
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Pass the screen on until the process ends; then show its messages on an empty screen."""
        assert self._process is not None
        assert self._process.stderr is not None
        messages = asyncio.create_task(self._process.stderr.read())
        # The base class would print the messages, but only on this side.
        self._process.stderr = asyncio.StreamReader()
        self._process.stderr.feed_eof()
        await super().run()
        await self._process.wait()
        text = (await messages).decode("utf-8", "replace")
        sys.stderr.write(text)
        with suppress(ConnectionError):
            await self.remote_write_bytes(_CLEAR + text.replace("\n", "\r\n").encode())
            await self.remote_close()

    async def on_meta(self, data: bytes) -> None:
        """Do what the process asks of the browser, but leave the end to `run`."""
        packet = json.loads(data)
        if packet.get("type") == DESCRIBED:
            await self.remote_write_str(json.dumps([DESCRIBED, packet["parts"]]))
        elif packet.get("type") != "exit":
            await super().on_meta(data)

    async def stop(self) -> None:
        """End the process in order, or by force if it does not listen, as while it only checks."""
        assert self._process is not None
        assert self._task is not None
        with suppress(ConnectionError):
            await self.send_meta({"type": "quit"})
        try:
            await asyncio.wait({self._task}, timeout=_SHUTDOWN_LIMIT)
        finally:
            if self._process.returncode is None:
                with suppress(ProcessLookupError):
                    self._process.kill()
        await asyncio.wait({self._task}, timeout=_SHUTDOWN_LIMIT)


class ReviewServer(Server):
    """Serves the review that `argv` starts to those who know the token.

    Raises:
        UsageError: if `host` is no name by which a browser can address this machine.
    """

    def __init__(
        self, argv: Sequence[str], host: str, port: int, language: Language = "en"
    ) -> None:
        if host in _EVERYWHERE:
            raise UsageError(
                Message(
                    "--host 要写浏览器访问本机所用的地址，例如 192.168.1.5。",
                    "--host should be the address by which browsers reach this machine, "
                    "such as 192.168.1.5.",
                )
            )
        super().__init__("proofer", host, port, title="proofer", templates_path=_TEMPLATES)
        self.argv = list(argv)
        self.token = secrets.token_urlsafe(32)
        self._language: Language = language
        self._open: set[web.WebSocketResponse] = set()
        self._places = asyncio.Semaphore(_MOST_REVIEWS)
        name = f"[{host}]" if ":" in host else host
        self._host = name if port == 80 else f"{name}:{port}"  # as browsers name it
        self.public_url = f"http://{self._host}"
        self.cookie = f"proofer-{port}"  # browsers send a cookie to all ports of a host

    @property
    def address(self) -> str:
        """The address that opens the review."""
        return f"{self.public_url}/?token={self.token}"

    async def on_startup(self, app: web.Application) -> None:
        """Print the address of the review."""
        notice = Message(
            f"在浏览器中打开（含口令，勿外传）：{self.address}\n按 Ctrl+C 结束",
            "open in a browser (it holds a password, keep it to yourself): "
            f"{self.address}\nCtrl+C ends it",
        )
        print(notice.render(self._language), file=sys.stderr, flush=True)

    async def on_shutdown(self, app: web.Application) -> None:
        """End all reviews."""
        await asyncio.gather(*(each.close(code=WSCloseCode.GOING_AWAY) for each in self._open))

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let only requests pass that name this host and know the token."""
        if request.headers.get("Host") != self._host:
            raise web.HTTPForbidden(text="wrong host")
        if request.path == "/" and _same(request.query.get("token"), self.token):
            entered = web.Response(
                status=303, headers={"Location": "/", "Referrer-Policy": "no-referrer"}
            )
            entered.set_cookie(self.cookie, self.token, httponly=True, samesite="Strict", path="/")
            return entered
        if not _same(request.cookies.get(self.cookie), self.token):
            raise web.HTTPForbidden(text="open the address that proofer printed")
        origin = request.headers.get("Origin")
        if origin != self.public_url and (origin is not None or request.path == "/ws"):
            raise web.HTTPForbidden(text="wrong origin")
        response = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = self._policy()
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def _policy(self) -> str:
        return (
            f"default-src 'self'; connect-src 'self' ws://{self._host}; "
            "img-src 'self' data: blob:; font-src 'self' data:; "
            "script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
            "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        )

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a review for as long as this connection lasts."""
        if self._places.locked():
            raise web.HTTPServiceUnavailable(text="too many reviews are open; close one")
        async with self._places:
            return await self._serve(request)

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        connection = web.WebSocketResponse(heartbeat=15, timeout=_SHUTDOWN_LIMIT)
        await connection.prepare(request)

        async def close() -> None:
            await connection.close()

        review = _Review(
            "proofer",
            write_bytes=connection.send_bytes,
            write_str=connection.send_str,
            close=close,
            download_manager=self.download_manager,
        )
        review.argv = self.argv
        self._open.add(connection)
        try:
            await review.start(_size(request, "width", 80), _size(request, "height", 24))
            await self._process_messages(connection, review)
        finally:
            self._open.discard(connection)
            await review.stop()
        return connection


def _same(given: str | None, wanted: str) -> bool:
    return given is not None and secrets.compare_digest(
        given.encode(errors="replace"), wanted.encode()
    )


def _size(request: web.Request, name: str, default: int) -> int:
    """Return the width or height of the browser's terminal, in cells: 20 to 1000."""
    value = request.query.get(name, "")
    return min(max(int(value), 20), 1000) if value.isdecimal() and len(value) < 5 else default


def serve(argv: Sequence[str], host: str, port: int, language: Language) -> None:
    """Serve until Ctrl+C or SIGTERM; port 0 is any free one.

    Raises:
        UsageError: if the server cannot listen at the address.
    """
    # A log line for each request would hold the token; a review itself reports what goes wrong.
    # What any local process sends that is no request is told to that process alone.
    for name in ("aiohttp.access", "aiohttp.server", "textual-serve"):
        logging.getLogger(name).disabled = True
    with _listening(host, port) as listener:
        address, number, *_ = listener.getsockname()
        server = ReviewServer(argv, host, number, language)
        if not ip_address(address).is_loopback:
            notice = Message(
                "注意：别的机器也能打开，连接没有加密，网络上能看到口令的人就能替您做决定。",
                "note: other machines can open it; nothing is encrypted, "
                "and who sees the token decides for you.",
            )
            print(notice.render(language), file=sys.stderr)
        web.run_app(server._make_app(), sock=listener, print=None)


def _listening(host: str, port: int) -> socket.socket:
    try:
        if port not in range(65536):
            raise OSError("a port is a number from 0 to 65535")
        # IPv4 comes before IPv6.
        family, *_, address = min(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
        return socket.create_server((address[0], port), family=family)
    except OSError as error:
        why = (error.strerror or str(error)).partition(" (")[0].rstrip(".")
        raise UsageError(
            Message(
                f"无法在 {host}:{port} 上提供服务：{why}。可用 --host、--port 换地址或端口。",
                f"cannot serve on {host}:{port}: {why}. --host and --port take another address.",
            )
        ) from error
