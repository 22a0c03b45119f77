"""What the server does on notifications and requests of the client."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from lsprotocol import types

from proofer.errors import ProoferError, UsageError
from proofer.findings.finding import Finding
from proofer.findings.report import DocumentReport
from proofer.lsp.answers import KINDS, REJECT_HERE, REJECT_IN_PROJECT, CodeActions, Explain, hover
from proofer.lsp.checked_document import CheckedDocument
from proofer.lsp.server import PAUSE, ConfigOf, LspDocument, Server
from proofer.messages import Language, Message
from proofer.review.decisions import Scope
from proofer.review.session import ReviewSession
from proofer.review.store import DecisionStore
from proofer.vocabulary.dictionary_files import Addition
from proofer.vocabulary.project_dictionary import ProjectDictionary

# pygls gives the server to functions whose first parameter is called `ls`, and looks types up by
# their annotations.


def initialised(ls: Server, params: types.InitializeParams) -> None:
    """Use the client's language, unless another one is fixed."""
    if not ls.language_fixed and params.locale:
        ls.language = "zh" if params.locale.lower().startswith("zh") else "en"


def opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Check a document."""
    item = params.text_document
    ls.open_documents[item.uri] = document = LspDocument(item.uri, item.text, item.version)
    ls.schedule(document)


def changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Check a document after the last of several changes."""
    uri = params.text_document.uri
    if (document := ls.open_documents.get(uri)) is not None:
        document.source = ls.workspace.get_text_document(uri).source
        document.version = params.text_document.version
        ls.schedule(document, PAUSE)


def saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    """Check a document at once: its configuration or dictionaries may have changed, too."""
    if (document := ls.open_documents.get(params.text_document.uri)) is not None:
        ls.schedule(document)


def closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Forget a document and clear its diagnostics."""
    uri = params.text_document.uri
    if (document := ls.open_documents.pop(uri, None)) is not None and document.checking is not None:
        document.checking.cancel()
    ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


async def code_actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Return the code actions at a place."""
    uri = params.text_document.uri
    if (checked := await ls.settled(uri)) is None:
        return []
    span = checked.positions.span(params.range)
    return list(
        CodeActions(checked, uri, versioned=ls.takes_versions).at(span, params.context.only)
    )


async def hovered(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """Return what is shown on hovering over a place."""
    if (checked := await ls.settled(params.text_document.uri)) is None:
        return None
    return hover(checked, checked.positions.offset(params.position), ls.explain)


async def reject_here(ls: Server, uri: str, fingerprint: str) -> None:
    """Decide that the text is right at this place."""

    def reject(checked: CheckedDocument, report: DocumentReport, finding: Finding) -> None:
        _decide(checked, report, finding, "place")

    await _rejected(ls, uri, fingerprint, reject)


async def reject_in_project(ls: Server, uri: str, fingerprint: str) -> None:
    """Add the quote to the project's dictionary of what is right, and reject it in the document."""

    def reject(checked: CheckedDocument, report: DocumentReport, finding: Finding) -> None:
        dictionary = ProjectDictionary(checked.config)
        addition = Addition("allow", finding.quote, reason=finding.code)
        dictionary.add(addition)
        try:
            _decide(checked, report, finding, "project")
        except BaseException:
            dictionary.remove(addition)
            raise

    await _rejected(ls, uri, fingerprint, reject)


def _decide(
    checked: CheckedDocument, report: DocumentReport, finding: Finding, scope: Scope
) -> None:
    with DecisionStore.open(checked.config.root, report.document) as store:
        ReviewSession(report, store).reject(finding, scope=scope)


async def _rejected(
    ls: Server,
    uri: str,
    fingerprint: str,
    reject: Callable[[CheckedDocument, DocumentReport, Finding], None],
) -> None:
    """Reject a finding and check all documents again: a word of the project counts in each."""
    checked = await ls.settled(uri)
    found = checked.finding(fingerprint) if checked is not None else None
    try:
        if checked is None or found is None:
            raise UsageError(Message("这处疑问已经不在了。", "this finding is no longer there."))
        reject(checked, *found)
    except ProoferError as error:
        ls.log_error(error)
        ls.window_show_message(
            types.ShowMessageParams(types.MessageType.Error, error.message.render(ls.language))
        )
    for document in ls.open_documents.values():
        ls.schedule(document)


_FEATURES: Sequence[tuple[str, Callable[..., Any], Any]] = (
    (types.INITIALIZE, initialised, None),
    (types.TEXT_DOCUMENT_DID_OPEN, opened, None),
    (types.TEXT_DOCUMENT_DID_CHANGE, changed, None),
    (types.TEXT_DOCUMENT_DID_SAVE, saved, None),
    (types.TEXT_DOCUMENT_DID_CLOSE, closed, None),
    (
        types.TEXT_DOCUMENT_CODE_ACTION,
        code_actions,
        types.CodeActionOptions(code_action_kinds=KINDS),
    ),
    (types.TEXT_DOCUMENT_HOVER, hovered, None),
)
_COMMANDS: Sequence[tuple[str, Callable[..., Any]]] = (
    (REJECT_HERE, reject_here),
    (REJECT_IN_PROJECT, reject_in_project),
)


def serve(
    config_of: ConfigOf, explain: Explain, language: Language, *, language_fixed: bool
) -> None:
    """Serve a client on stdin and stdout until it leaves.

    Args:
        config_of: Returns the configuration of a file.
        explain: Returns the page of a detector, by its code.
        language: The language of messages, until the client names its locale.
        language_fixed: Whether the client's locale is ignored.
    """
    server = Server(config_of, explain, language, language_fixed=language_fixed)
    for feature, handler, options in _FEATURES:
        server.feature(feature, options)(handler)
    for command, executed in _COMMANDS:
        server.command(command)(executed)
    stdout = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever is printed must not come between the messages
    try:
        server.start_io(stdout=stdout)
    finally:
        server.checks.close()
