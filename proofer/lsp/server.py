"""The server: keeps the open documents, checks them after changes, and publishes the findings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from traceback import format_exception

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from proofer import __version__
from proofer.config import Config
from proofer.errors import ProoferError
from proofer.language.dictionary_format import DictionaryError
from proofer.lsp.answers import Explain, diagnostics
from proofer.lsp.checked_document import CheckedDocument
from proofer.lsp.checks import Checks, Text
from proofer.messages import Language, Message
from proofer.vocabulary.project_dictionary import dictionary_error

PAUSE = 0.3
"""Seconds without a further change after which a document is checked: a pause in typing."""

ConfigOf = Callable[[Path], Config]


@dataclass(eq=False)
class LspDocument:
    """A document that the editor has open."""

    uri: str
    source: str
    version: int | None
    checked: CheckedDocument | None = None
    checking: asyncio.Task[None] | None = None
    logged: Sequence[Message] = ()
    """The messages of its last check."""

    @property
    def path(self) -> Path:
        """Its file; one that was never saved gets a name in the working folder."""
        name = to_fs_path(self.uri) if self.uri.startswith("file:") else None
        return Path(name) if name else Path.cwd() / self.uri.rpartition("/")[2].rpartition(":")[2]


class Server(LanguageServer):
    """A language server for the documents of one client."""

    def __init__(
        self, config_of: ConfigOf, explain: Explain, language: Language, *, language_fixed: bool
    ) -> None:
        # Full texts: pygls applies a partial change to the lines of str.splitlines, which ends
        # lines where no editor does.
        super().__init__("proofer", __version__, types.TextDocumentSyncKind.Full)
        self.config_of = config_of
        self.explain = explain
        self.language = language
        self.language_fixed = language_fixed
        self.open_documents: dict[str, LspDocument] = {}
        self.checks = Checks()

    @property
    def takes_versions(self) -> bool:
        """Whether the client takes edits of a version of a document."""
        workspace = self.client_capabilities.workspace
        return bool(
            workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes
        )

    def schedule(self, document: LspDocument, pause: float = 0.0) -> None:
        """Check a document after a pause (seconds), unless it changes again before."""
        if document.checking is not None:
            document.checking.cancel()
        document.checking = asyncio.get_running_loop().create_task(self._check(document, pause))

    async def _check(self, document: LspDocument, pause: float) -> None:
        await asyncio.sleep(pause)
        document.checked = None
        try:
            document.checked = await self.checks.checked(self._text(document))
            self._log(_messages(document.checked), document)
        except Exception as error:
            self.log_error(error, document)
        found = diagnostics(document.checked, document.uri) if document.checked is not None else []
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(document.uri, found, document.version)
        )

    def _text(self, document: LspDocument) -> Text:
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        config = self.config_of(document.path)
        return Text(
            document.path, document.source, document.version, config, encoding, self.language
        )

    async def settled(self, uri: str) -> CheckedDocument | None:
        """Wait for the check of the present text and return its result; None if it failed."""
        document = self.open_documents.get(uri)
        while (
            document is not None and document.checking is not None and not document.checking.done()
        ):
            await asyncio.wait({document.checking})
        return document.checked if document is not None else None

    def log_error(self, error: Exception, document: LspDocument | None = None) -> None:
        """Log an error; the server goes on."""
        if isinstance(error, DictionaryError):
            error = dictionary_error(error)
        text = (
            error.message
            if isinstance(error, ProoferError)
            else Message(*2 * ("".join(format_exception(error)),))
        )
        self._log([(text, types.MessageType.Error)], document)

    def _log(
        self, messages: Sequence[tuple[Message, types.MessageType]], document: LspDocument | None
    ) -> None:
        """Log the messages that the last check of the document did not log."""
        before = document.logged if document is not None else ()
        for message, kind in messages:
            if message not in before:
                self.window_log_message(types.LogMessageParams(kind, message.render(self.language)))
        if document is not None:
            document.logged = [message for message, _ in messages]

    def report_server_error(self, error: Exception, source: object) -> None:
        """Log an error that pygls reports."""
        self.log_error(error)


def _messages(checked: CheckedDocument) -> list[tuple[Message, types.MessageType]]:
    return [
        *((each.located, types.MessageType.Error) for each in checked.problems),
        *((each.located, types.MessageType.Warning) for each in checked.warnings),
    ]
