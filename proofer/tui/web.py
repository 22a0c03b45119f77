"""The review in a browser: textual-serve, made safe for a machine on which other pages are open, too.

Textual-serve itself asks nobody who they are: any page in the same browser could drive the review. Here every request
needs a cookie that only the address with the token sets, names this host, and opens a socket only from this origin.
Each connection is a review of its own in a process that no shell starts.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server

from proofer.errors import UsageError
from proofer.messages import Language, Text

_EVERYWHERE = ("0.0.0.0", "::", "*", "")
_TEMPLATES = Path(__file__).with_name("pages")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class _Review(AppService):
    """A review in a process of its own, started from a list of arguments."""

    argv: Sequence[str] = ()

    async def _open_app_process(self, width: int = 80, height: int = 24) -> asyncio.subprocess.Process:
        self._process = await asyncio.create_subprocess_exec(
            *self.argv,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._build_environment(width, height),
        )
        self._stdin = self._process.stdin
        return self._process


class ReviewServer(Server):
    """Serves the review that `argv` starts, to those who know the token.

    Raises:
        UsageError: if `host` is no name by which a browser can address this machine.
    """

    def __init__(self, argv: Sequence[str], host: str, port: int, language: Language = "en") -> None:
        if host in _EVERYWHERE:
            raise UsageError(
                Text(
                    "--host 要写浏览器访问本机所用的地址，例如 192.168.1.5。",
                    "--host should be the address by which browsers reach this machine, such as 192.168.1.5.",
                )
            )
        super().__init__("proofer", host, port, title="proofer", templates_path=_TEMPLATES)
        self.argv = list(argv)
        self.token = secrets.token_urlsafe(32)
        self._language: Language = language
        name = f"[{host}]" if ":" in host else host
        self._host = name if port == 80 else f"{name}:{port}"  # as browsers name it
        self.public_url = f"http://{self._host}"
        self.cookie = f"proofer-{port}"  # cookies do not tell ports apart

    @property
    def address(self) -> str:
        """The address that opens the review."""
        return f"{self.public_url}/?token={self.token}"

    def initialize_logging(self) -> None:
        """Log problems only: a line for each request would hold the token."""
        logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
        logging.getLogger("aiohttp.access").disabled = True

    async def on_startup(self, app: web.Application) -> None:
        """Say where the review is."""
        told = Text(
            f"在浏览器中打开（含口令，勿外传）：{self.address}\n按 Ctrl+C 结束",
            f"open in a browser (it holds a password, keep it to yourself): {self.address}\nCtrl+C ends it",
        )
        print(told.render(self._language), file=sys.stderr, flush=True)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let a request pass that names this host and knows the token."""
        if request.headers.get("Host") != self._host:
            raise web.HTTPForbidden(text="wrong host")
        if request.path == "/" and _same(request.query.get("token"), self.token):
            entered = web.Response(status=303, headers={"Location": "/", "Referrer-Policy": "no-referrer"})
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
        return response

    def _policy(self) -> str:
        socket = f"ws://{self._host}"
        return (
            f"default-src 'self'; connect-src 'self' {socket}; img-src 'self' data: blob:; font-src 'self' data:; "
            "script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; "
            "base-uri 'none'; form-action 'none'"
        )

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Start a review for this connection and end it with it."""
        socket = web.WebSocketResponse(heartbeat=15)
        await socket.prepare(request)

        async def close() -> None:
            await socket.close()

        review = _Review(
            "proofer",
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=close,
            download_manager=self.download_manager,
        )
        review.argv = self.argv
        try:
            await review.start(_size(request, "width", 80), _size(request, "height", 24))
            await self._process_messages(socket, review)
        finally:
            with suppress(ConnectionError):
                await review.stop()
        return socket


def _same(given: str | None, wanted: str) -> bool:
    return given is not None and secrets.compare_digest(given.encode(), wanted.encode())


def _size(request: web.Request, name: str, usual: int) -> int:
    value = request.query.get(name, "")
    return min(max(int(value), 20), 1000) if value.isdecimal() and len(value) < 5 else usual


def serve(argv: Sequence[str], host: str, port: int, language: Language) -> None:
    """Serve until Ctrl+C or SIGTERM.

    Raises:
        UsageError: if the address cannot be listened to.
    """
    server = ReviewServer(argv, host, port, language)
    try:
        server.serve()
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError(
            Text(
                f"无法在 {host}:{port} 上提供服务：{why}。用 --port 换一个端口。",
                f"cannot serve on {host}:{port}: {why}. --port takes another port.",
            )
        ) from error
