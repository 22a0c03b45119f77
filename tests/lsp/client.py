"""A client of the language server that speaks plain JSON-RPC, so it sees what any editor sees."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_PATIENCE = 60
UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Client:
    """A server process and what it said."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [sys.executable, "-m", "proofer", "lsp", *options]
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.folder = folder
        self.logged: list[str] = []
        self.shown: list[str] = []
        self._number = 0
        self._inbox: queue.Queue[dict[str, Any]] = queue.Queue()
        self._unread: list[dict[str, Any]] = []
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *exception: object) -> None:
        self.process.kill()
        self.process.communicate()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while line := stream.readline():
            length = int(line.split(b":")[1])
            while stream.readline().strip():
                pass
            self._inbox.put(json.loads(stream.read(length)))

    def write(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def notify(self, method: str, params: Any, **more: Any) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params, **more}
        body = json.dumps(message).encode()
        self.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def request(self, method: str, params: Any) -> Any:
        self._number += 1
        number = self._number
        self.notify(method, params, id=number)
        answer = self._wait(lambda message: message.get("id") == number and "method" not in message)
        assert "error" not in answer, answer
        return answer["result"]

    def _wait(self, wanted: Any) -> dict[str, Any]:
        for message in self._unread:
            if wanted(message):
                self._unread.remove(message)
                return message
        while True:
            message = self._inbox.get(timeout=_PATIENCE)
            if message.get("method") == "window/logMessage":
                self.logged.append(message["params"]["message"])
            elif message.get("method") == "window/showMessage":
                self.shown.append(message["params"]["message"])
            if wanted(message):
                return message
            self._unread.append(message)

    # What an editor does

    def start(
        self, encodings: Sequence[str] | None = None, locale: str | None = None, **workspace: Any
    ) -> Any:
        general = {"positionEncodings": list(encodings)} if encodings is not None else {}
        result = self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": self.folder.as_uri(),
                "locale": locale,
                "capabilities": {"general": general, "workspace": workspace},
            },
        )
        self.notify("initialized", {})
        return result["capabilities"]

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str) -> list[dict[str, Any]]:
        self.show(name, text)
        return self.diagnostics(name, 1)

    def show(self, name: str, text: str, version: int = 1) -> None:
        """Open a document and wait for nothing."""
        item = {"uri": self.uri(name), "languageId": "markdown", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def said_of(self, name: str) -> bool:
        """Whether the server has published anything about a document that nobody waited for."""
        return any(self.uri(name) in json.dumps(message) for message in self._unread)

    def change(self, name: str, text: str, version: int) -> None:
        page = {"uri": self.uri(name), "version": version}
        self.notify(
            "textDocument/didChange", {"textDocument": page, "contentChanges": [{"text": text}]}
        )

    def save(self, name: str) -> None:
        self.notify("textDocument/didSave", {"textDocument": {"uri": self.uri(name)}})

    def close(self, name: str) -> None:
        self.notify("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    def diagnostics(self, name: str, version: int | None) -> list[dict[str, Any]]:
        """Wait for the next diagnostics of a version."""

        def wanted(message: dict[str, Any]) -> bool:
            params = message.get("params", {})
            published = message.get("method") == "textDocument/publishDiagnostics" and params[
                "uri"
            ] == self.uri(name)
            return published and params.get("version") == version

        found: list[dict[str, Any]] = self._wait(wanted)["params"]["diagnostics"]
        return found

    def actions(
        self, name: str, place: Any, only: Sequence[str] | None = None
    ) -> list[dict[str, Any]]:
        context = {"diagnostics": [], **({"only": list(only)} if only else {})}
        params = {"textDocument": {"uri": self.uri(name)}, "range": place, "context": context}
        found: list[dict[str, Any]] | None = self.request("textDocument/codeAction", params)
        return found or []

    def execute(self, command: dict[str, Any]) -> None:
        params = {"command": command["command"], "arguments": command["arguments"]}
        self.request("workspace/executeCommand", params)

    def leave(self) -> int:
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(timeout=_PATIENCE)


def at(text: str, place: dict[str, Any], encoding: str) -> str:
    """Return what stands at a range of a text, as a client of that encoding reads it."""
    lines = text.split("\n")
    assert place["start"]["line"] == place["end"]["line"]
    codec, size = UNITS[encoding]
    line = lines[place["start"]["line"]].encode(codec)
    start, end = (int(place[each]["character"]) * size for each in ("start", "end"))
    shown: str = line[start:end].decode(codec)
    return shown


def edited(text: str, edits: Sequence[dict[str, Any]], encoding: str = "utf-16") -> str:
    """Return a text after the edits of an answer; they do not overlap, and each stays in a line."""
    lines = text.split("\n")
    codec, size = UNITS[encoding]
    for edit in sorted(edits, key=lambda each: -each["range"]["start"]["character"]):
        start, end = edit["range"]["start"], edit["range"]["end"]
        line = lines[start["line"]].encode(codec)
        before, after = line[: start["character"] * size], line[end["character"] * size :]
        lines[start["line"]] = before.decode(codec) + edit["newText"] + after.decode(codec)
    return "\n".join(lines)
