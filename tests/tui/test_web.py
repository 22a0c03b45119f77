"""The review in a browser: only who knows the token gets in, and no other page, host or shell."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.paths import FIXTURES

pytest.importorskip("textual_serve")

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, WSServerHandshakeError, web

from proofer.errors import UsageError
from proofer.messages import Language
from proofer.tui.web import ReviewServer, serve

SHOWS_ITS_ARGUMENTS = (
    "import sys; out = sys.stdout.buffer; text = repr(sys.argv[1:]).encode();"
    "out.write(b'__GANGLION__\\nD' + len(text).to_bytes(4, 'big') + text);"
    "out.flush(); sys.stdin.read()"
)
MEAN = "$(touch hacked); `id` & page.md"
ARGUMENTS = (sys.executable, "-c", SHOWS_ITS_ARGUMENTS, MEAN)
PAGE = FIXTURES / "demo" / "page.md"


class Browser:
    """A server that listens, and a client that keeps cookies."""

    def __init__(self, server: ReviewServer, client: ClientSession) -> None:
        self.server = server
        self.client = client

    async def status(self, path: str, **headers: str) -> int:
        async with self.client.get(
            self.server.public_url + path, headers=headers, allow_redirects=False
        ) as response:
            return response.status

    async def enter(self) -> None:
        async with self.client.get(self.server.address) as response:
            assert response.status == 200

    async def connect(self) -> ClientWebSocketResponse:
        url = self.server.public_url + "/ws?width=120&height=40"
        return await self.client.ws_connect(url, origin=self.server.public_url)


async def seen(connection: ClientWebSocketResponse, wanted: str) -> None:
    """Wait until `wanted` was drawn; fail when the connection ends before."""
    drawn = b""
    async with asyncio.timeout(60):
        async for message in connection:
            drawn += message.data if isinstance(message.data, bytes) else b""
            if wanted.encode() in drawn:
                return
    pytest.fail(f"{wanted} was not drawn but {drawn.decode(errors='replace')}")


async def until(condition: Callable[[], object], what: str) -> None:
    for _ in range(600):
        if condition():
            return
        await asyncio.sleep(0.05)
    pytest.fail(what)


@asynccontextmanager
async def listening(
    language: Language = "en", argv: Sequence[str] = ARGUMENTS
) -> AsyncIterator[Browser]:
    first = web.AppRunner(web.Application())
    await first.setup()
    await web.TCPSite(first, "127.0.0.1", 0).start()
    port = first.addresses[0][1]
    await first.cleanup()
    server = ReviewServer(argv, "127.0.0.1", port, language)
    runner = web.AppRunner(await server._make_app(), shutdown_timeout=5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as client:
            yield Browser(server, client)
    finally:
        await runner.cleanup()


async def test_without_the_token_nothing_is_served() -> None:
    async with listening() as browser:
        for path in (
            "/",
            "/ws",
            "/static/js/textual.js",
            "/static/",
            "/download/x",
            "/?token=wrong",
            "/?token=",
        ):
            assert await browser.status(path) == 403, path
        assert await browser.status("/static/js/textual.js?token=" + browser.server.token) == 403, (
            "only the address"
        )


async def test_the_address_sets_a_cookie_and_leaves_the_token_out_of_the_address() -> None:
    async with listening() as browser:
        async with browser.client.get(browser.server.address, allow_redirects=False) as response:
            assert (response.status, response.headers["Location"]) == (303, "/")
            cookie = response.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        for path in ("/", "/static/js/textual.js"):
            assert await browser.status(path) == 200, path


async def test_the_page_loads_nothing_from_elsewhere() -> None:
    async with listening() as browser:
        await browser.enter()
        async with browser.client.get(browser.server.public_url) as response:
            page = await response.text()
            assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        addresses = [
            part.partition('"')[0]
            for part in page.split('="')[1:]
            if "//" in part.partition('"')[0]
        ]
        own = (browser.server.public_url, browser.server.public_url.replace("http", "ws"))
        assert addresses
        assert all(address.startswith(own) for address in addresses)


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1"])
async def test_another_host_is_refused(host: str) -> None:
    async with listening() as browser:
        await browser.enter()
        assert await browser.status("/", Host=host) == 403
        assert await browser.status("/?token=" + browser.server.token, Host=host) == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", None])
async def test_a_socket_of_another_origin_is_refused(origin: str | None) -> None:
    async with listening() as browser:
        await browser.enter()
        with pytest.raises(WSServerHandshakeError) as caught:
            await browser.client.ws_connect(browser.server.public_url + "/ws", origin=origin)
        assert caught.value.status == 403


async def test_a_socket_without_the_cookie_is_refused() -> None:
    async with listening() as browser:
        with pytest.raises(WSServerHandshakeError) as caught:
            await browser.client.ws_connect(
                browser.server.public_url + "/ws", origin=browser.server.public_url
            )
        assert caught.value.status == 403


async def test_the_own_socket_starts_the_review_without_a_shell() -> None:
    async with listening() as browser:
        await browser.enter()
        url = browser.server.public_url + "/ws?width=9999999&height=x"
        async with browser.client.ws_connect(url, origin=browser.server.public_url) as socket:
            message = await socket.receive(timeout=60)
            assert message.data.decode() == repr([MEAN])


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_log_has_the_address_once_and_no_requests(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    async with listening(language) as browser:
        await browser.enter()
        output = capsys.readouterr()
        assert output.out == ""
        assert output.err.count(browser.server.token) == 1


async def test_a_cookie_of_no_text_is_refused() -> None:
    async with listening() as browser:
        assert await browser.status("/", Cookie=f"{browser.server.cookie}=\udce9") == 403


@pytest.mark.parametrize(
    "path", ["/static/../server.py", "/static/%2e%2e/server.py", "/static/..%2fserver.py"]
)
async def test_only_what_is_meant_to_be_served_is(path: str) -> None:
    async with listening() as browser:
        await browser.enter()
        reader, writer = await asyncio.open_connection("127.0.0.1", browser.server.port)
        cookie = f"{browser.server.cookie}={browser.server.token}"
        host = browser.server.public_url.removeprefix("http://")
        writer.write(f"GET {path} HTTP/1.0\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n".encode())
        assert b" 404 " in await reader.readline()
        writer.close()
        await writer.wait_closed()


async def test_a_review_is_drawn_decides_and_gives_its_lock_back(tmp_path: Path) -> None:
    page = tmp_path / PAGE.name
    page.write_bytes(PAGE.read_bytes())
    decisions = tmp_path / ".proofer" / "decisions" / "page.md.jsonl"
    argv = [sys.executable, "-P", "-m", "proofer", "--lang", "en", "review", "--web", str(page)]
    async with listening(argv=argv) as browser:
        await browser.enter()
        async with await browser.connect() as first:
            await seen(first, "部暑")
            await first.send_json(["stdin", "a"])
            await until(decisions.exists, "the decision was not written")
            async with await browser.connect() as second:
                await seen(second, "read-only")
        async with await browser.connect() as third:
            await seen(third, "resuming: 1")


async def test_a_review_that_does_not_start_says_why() -> None:
    async with listening(
        argv=[sys.executable, "-c", "raise SystemExit('no such page')"]
    ) as browser:
        await browser.enter()
        async with await browser.connect() as connection:
            await seen(connection, "no such page")
            assert not [message async for message in connection], "the connection stayed open"


async def test_the_end_of_the_server_ends_its_reviews(capsys: pytest.CaptureFixture[str]) -> None:
    silent = (
        "import os, sys, time; print(os.getpid(), file=sys.stderr, flush=True); time.sleep(600)"
    )
    async with listening(argv=[sys.executable, "-c", silent]) as browser:
        await browser.enter()
        connection = await browser.connect()
        before = time.monotonic()
    assert time.monotonic() - before < 30, "the server waited for a review that does not listen"
    pid = int(capsys.readouterr().err.split()[-1])
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    await connection.close()


def test_a_review_whose_server_was_killed_ends(tmp_path: Path) -> None:
    page = tmp_path / PAGE.name
    page.write_bytes(PAGE.read_bytes())
    review = subprocess.run(
        [sys.executable, "-P", "-m", "proofer", "review", "--web", str(page)],
        env=os.environ | {"TEXTUAL_DRIVER": "proofer.tui.served:ServedDriver"},
        input=b"",
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert review.returncode == 0, review.stderr.decode()


def test_a_port_in_use_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"{port}: .*--port"):
            serve(["true"], "127.0.0.1", port, "en")


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_there_is_not_is_told(port: int) -> None:
    with pytest.raises(UsageError, match="--port"):
        serve(["true"], "127.0.0.1", port, "en")


def test_port_0_is_any_free_one() -> None:
    argv = [
        sys.executable,
        "-P",
        "-m",
        "proofer",
        "--lang",
        "en",
        "review",
        "--web",
        "--port",
        "0",
        str(PAGE),
    ]
    with subprocess.Popen(argv, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        told = server.stderr.readline()
        server.terminate()
    port = told.partition("http://127.0.0.1:")[2].partition("/")[0]
    assert port.isdecimal(), told
    assert int(port) > 0


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_all_addresses_at_once_are_refused(host: str) -> None:
    with pytest.raises(UsageError, match="--host"):
        ReviewServer(["true"], host, 80)


async def test_what_the_screen_shows_is_told_in_words() -> None:
    packet = b'{"type": "described", "parts": {"place": "<b>1</b>"}}'
    says = f"import sys; out = sys.stdout.buffer; text = {packet!r};" + (
        "out.write(b'__GANGLION__\\nM' + len(text).to_bytes(4, 'big') + text);"
        "out.flush(); sys.stdin.read()"
    )
    async with listening(argv=(sys.executable, "-c", says)) as browser:
        await browser.enter()
        connection = await browser.connect()
        async with asyncio.timeout(60):
            assert await connection.receive_json() == ["described", {"place": "<b>1</b>"}]
        await connection.close()


async def test_the_page_fits_a_phone_and_puts_in_no_markup() -> None:
    async with listening() as browser:
        await browser.enter()
        async with browser.client.get(browser.server.public_url + "/") as response:
            page = await response.text()
        assert '<meta name="viewport" content="width=device-width' in page
        assert "innerHTML" not in page
        assert "insertAdjacentHTML" not in page
