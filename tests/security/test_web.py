"""What other programs of this machine may do to a review in the browser."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

pytest.importorskip("textual_serve", reason="the extra `web` is not installed")

from aiohttp import WSServerHandshakeError

from proofer.tui import web
from tests.tui.test_web import MEAN, PAGE, listening, seen, until


async def test_connections_are_limited_and_places_come_back() -> None:
    async with listening() as browser:
        await browser.enter()
        connections = [await browser.connect() for _ in range(web._MOST_REVIEWS)]
        with pytest.raises(WSServerHandshakeError) as refused:
            await browser.connect()
        assert refused.value.status == 503
        await connections.pop().close()
        await until(lambda: not browser.server._places.locked(), "a place has not come back")
        connections.append(await browser.connect())
        await seen(connections[-1], MEAN)
        for each in connections:
            await each.close()


async def test_no_browser_guesses_what_a_file_is() -> None:
    async with listening() as browser:
        await browser.enter()
        async with browser.client.get(f"{browser.server.public_url}/") as response:
            assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_request_that_is_none_leaves_no_traceback_in_the_terminal() -> None:
    command = [sys.executable, "-m", "proofer", "review", "--web", "--lang", "en"]
    server = await asyncio.create_subprocess_exec(
        *command, "--port", "0", str(PAGE), stderr=subprocess.PIPE
    )
    assert server.stderr is not None
    try:
        told = b""
        while b"http://" not in told:
            told += await server.stderr.readline()
        port = int(told.partition(b"127.0.0.1:")[2].partition(b"/")[0])
        for request in (b"GET /" + b"a" * 200_000 + b"\r\n\r\n", b"\x16\x03\x01 nonsense\r\n\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            assert b"400" in await reader.readline()
            writer.close()
    finally:
        server.terminate()
        told += await server.stderr.read()
        await server.wait()
    assert b"Traceback" not in told, told.decode()
