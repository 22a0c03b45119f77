"""From a decoded source, or a part of one, to its Document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from proofer.document.blocks import Block, unwrapped
from proofer.document.document import Before, Document, Note, Origin
from proofer.document.flow import LanguageScores, read_flow
from proofer.document.read_options import ReadOptions
from proofer.formats._encoding import Decoded, newline_of
from proofer.formats._language_scores import language_scores
from proofer.formats._layout.spaced_text import closed
from proofer.formats._ocr_engine import engine_of
from proofer.formats._syntax.markup import covered
from proofer.formats._writing import Escape
from proofer.formats.api import Format
from proofer.messages import Message

_NOTHING = Before()


def document_of(
    decoded: Decoded,
    path: Path,
    form: Format,
    digest: str,
    *,
    options: ReadOptions,
    before: Before = _NOTHING,
    read: Callable[[str], Sequence[Block]] | None = None,
) -> Document:
    """Return the document of a source.

    Args:
        decoded: the source, or a part of it.
        path: where its file is.
        form: the format of the file.
        digest: SHA-256 of the file's bytes, hexadecimal.
        options: what a user says of the file.
        before: what of the file comes before this part of it.
        read: returns the blocks of the source; that of the format if it is left out.

    Raises:
        MalformedError: if the source is not what the format asks for.
    """
    blocks = (read or form.blocks)(decoded.text)
    if form.recognises is not None or form.package is not None:
        blocks = covered(decoded.text, blocks, code=form.marked_up)
    typed = form.typed or (form.is_typed is not None and form.is_typed(decoded.text))
    if typed:
        blocks = [unwrapped(decoded.text, each) for each in blocks]
    scores = LanguageScores() if typed else language_scores()
    flow = read_flow(decoded.text, closed(decoded.text, blocks), scores)
    newline, mixed = newline_of(decoded.text)
    document = Document(
        path=path,
        source=decoded.text,
        text=flow.text,
        segments=flow.segments,
        paragraphs=flow.paragraphs,
        joins=flow.joins,
        origin=Origin(
            media_type=form.media_type,
            encoding=decoded.encoding,
            bom=decoded.bom,
            newline=newline,
            mixed_newlines=mixed,
            readable=form.recognises is None,
            typed=typed,
            digest=digest,
            fields=tuple(options.get("fields", ())),
            as_text=options.get("as_text", False),
        ),
        engine=engine_of(decoded.text, form.engine),
        escape=Escape(form.name, decoded.text.isascii()),
        before=before,
    )
    notes = form.notes(document) if form.notes is not None else _without_text(document, form)
    notes = [*notes, *_guessed(decoded)]
    return replace(document, notes=tuple(notes)) if notes else document


def _guessed(decoded: Decoded) -> Sequence[Note]:
    """Return that the encoding of a file is a guess, if the text does not look right in it."""
    if not decoded.is_guess:
        return ()
    name = decoded.encoding
    return [
        Note(
            Message(
                f"当作 {name} 来读，读出来不大像中文；如果编码不对，请用 --encoding 指明。",
                f"was read as {name} and hardly looks like Chinese; "
                "if that is not its encoding, name it with --encoding.",
            )
        )
    ]


def _without_text(document: Document, form: Format) -> Sequence[Note]:
    """Return that nothing is read of a file whose format tells text from the rest."""
    has_content = bool(document.source.strip()) and form.recognises is not None
    if document.text or form.records is not None or not has_content:
        return ()
    return [Note(Message("里没有找到文字。", "has no text that could be found."))]


def following(before: Before, document: Document) -> Before:
    """Return what comes before the part of a file that follows `document`."""
    return Before(
        before.lines + len(document.lines.lines) - 1,
        before.characters + len(document.source),
    )
