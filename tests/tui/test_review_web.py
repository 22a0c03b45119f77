"""The review in a browser: only who knows the token gets in, and no other page, host or shell."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

pytest.importorskip("textual_serve")

from aiohttp import ClientSession, CookieJar, WSServerHandshakeError, web

from proofer.errors import UsageError
from proofer.messages import Language
from proofer.tui.web import ReviewServer

SHOWS_ITS_ARGUMENTS = (
    "import sys; out = sys.stdout.buffer; text = repr(sys.argv[1:]).encode();"
    "out.write(b'__GANGLION__\\nD' + len(text).to_bytes(4, 'big') + text); out.flush(); sys.stdin.read()"
)
MEAN = "$(touch hacked); `id` & page.md"


class Browser:
    """A server that listens, and a client that keeps cookies."""

    def __init__(self, server: ReviewServer, client: ClientSession) -> None:
        self.server = server
        self.client = client

    async def status(self, path: str, **headers: str) -> int:
        async with self.client.get(self.server.public_url + path, headers=headers, allow_redirects=False) as response:
            return response.status

    async def enter(self) -> None:
        async with self.client.get(self.server.address) as response:
            assert response.status == 200


@asynccontextmanager
async def listening(language: Language = "en") -> AsyncIterator[Browser]:
    first = web.AppRunner(web.Application())
    await first.setup()
    await web.TCPSite(first, "127.0.0.1", 0).start()
    port = first.addresses[0][1]
    await first.cleanup()
    server = ReviewServer([sys.executable, "-c", SHOWS_ITS_ARGUMENTS, MEAN], "127.0.0.1", port, language)
    runner = web.AppRunner(await server._make_app(), shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as client:
            yield Browser(server, client)
    finally:
        await runner.cleanup()


async def test_without_the_token_nothing_is_served() -> None:
    async with listening() as browser:
        for path in ("/", "/ws", "/static/js/textual.js", "/static/", "/download/x", "/?token=wrong", "/?token="):
            assert await browser.status(path) == 403, path
        assert await browser.status("/static/js/textual.js?token=" + browser.server.token) == 403, "only the address"


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
        addresses = [part.partition('"')[0] for part in page.split('="')[1:] if "//" in part.partition('"')[0]]
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
            await browser.client.ws_connect(browser.server.public_url + "/ws", origin=browser.server.public_url)
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


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_all_addresses_at_once_are_refused(host: str) -> None:
    with pytest.raises(UsageError, match="--host"):
        ReviewServer(["true"], host, 80)
