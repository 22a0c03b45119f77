"""From an edit of the text to the edits of the source that make it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from proofer.document.document import Document, Segment
from proofer.document.edits import Edit, SourceEdit
from proofer.document.opaque import CONTROL, OPAQUE, touches
from proofer.document.spans import Span
from proofer.messages import Message


class UnprojectableError(ValueError):
    """An edit of the text that has no safe counterpart in the source.

    `reason` is a clause without a subject.
    """

    reason = Message("跨越了段落边界", "reaches over a paragraph's end")


class UnwritableError(UnprojectableError):
    """A replacement with characters that the format of the source can only read as markup."""

    reason = Message("含有此处会被当作标记的字符", "has characters that would be markup there")


class JoinedLineEndsError(UnprojectableError):
    """A deletion between a carriage return and a line feed, which would be one line end then."""

    reason = Message("会把前后两个换行并成一个", "would make one line end of two")


def project(document: Document, edit: Edit) -> tuple[SourceEdit, ...]:
    """Return the edits of the source that make `edit` of the text.

    Each piece keeps its number of characters and the last one takes the rest, so that an edit
    across a join or several OCR words leaves every line in its place.

    Raises:
        UnprojectableError: if the edit touches a BREAK, a SPACE, a text without segments, or
            what is no text; what steers a recogniser may be taken out.
        JoinedLineEndsError: if it leaves nothing between the line ends CR and LF.
    """
    if not edit.replacement and _is_control(document, edit.span):
        places = [place for piece in document.pieces(edit.span) for place in piece.places]
        return tuple(SourceEdit(_with_line_end(document, place), "") for place in places)
    if touches(edit.span, document.text) or OPAQUE in edit.replacement:
        raise UnprojectableError(f"{edit} would change what is no text")
    if not len(edit.span):
        return tuple(_insertions(document, edit))
    pieces = document.pieces(edit.span)
    if sum(len(piece.text) for piece in pieces) != len(edit.span):
        raise UnprojectableError(f"{edit} reaches over the end of a paragraph or a Latin line")
    if not edit.replacement and document.origin.media_type == "text/markdown":
        pieces = list(_with_emphasis(document, pieces))
    return tuple(
        made
        for piece, part in zip(pieces, _shared_out(edit.replacement, pieces), strict=True)
        if piece.text.of(document.text) != part
        for made in _source_edits(document, piece.places, _written(document, part, piece), part)
    )


def _with_emphasis(document: Document, pieces: Iterable[Segment]) -> Iterator[Segment]:
    """Yield what is taken out with the marks around it that would emphasize nothing.

    As many stand on both sides, so that what remains has pairs of them: between two words they
    end one emphasis and begin another of the same kind, which is one then.
    """
    segments, end = document.segments, 0
    for piece in pieces:
        at = bisect_right(segments, piece.text.start, key=lambda each: each.text.start)
        least = max(end, segments[at - 2].source.end) if at > 1 else end
        most = segments[at].source.start if at < len(segments) else len(document.source)
        start, end = piece.source.start, piece.source.end
        before = re.search(r"[*_~]*\Z", document.source[least:start])
        after = re.match("[*_~]*", document.source[end:most])
        if before and after and before[0] == after[0][::-1]:
            start, end = start - len(before[0]), end + len(after[0])
        yield replace(piece, source=Span(start, end))


def _is_control(document: Document, span: Span) -> bool:
    """Return whether `span` holds nothing but tokens that steer a recogniser."""
    return span.of(document.text).strip(OPAQUE) == "" and all(
        CONTROL.fullmatch(piece.source.of(document.source)) for piece in document.pieces(span)
    )


def _with_line_end(document: Document, place: Span) -> Span:
    """Return `place` with the line end behind it, if nothing else stands in its line."""
    before, after = document.source[: place.start], document.source[place.end :]
    end = re.match("\r\n|[\r\n]", after)
    if end is None or before[-1:] not in ("", "\r", "\n"):
        return place
    return Span(place.start, place.end + end.end())


def _written(document: Document, replacement: str, piece: Segment) -> str:
    """Return `replacement` as the source writes it, with blanks if it has them at `piece`."""
    read = piece.text.of(document.text)
    written = piece.source.of(document.source)
    blanks = written[len(read) :]
    if not blanks or written != read + blanks or blanks.strip():
        return document.escape(replacement)
    return "".join(document.escape(char) + blanks for char in replacement)


def _insertions(document: Document, edit: Edit) -> Iterator[SourceEdit]:
    """Return the edits of the source that insert behind the character before, or before one."""
    offset = edit.span.start
    before = document.segment_at(offset - 1) if offset else None
    if before is not None and document.text[offset - 1] != OPAQUE:
        piece = before.part(Span(offset - 1, offset))
        places = [Span(place.end, place.end) for place in piece.places]
        return _source_edits(
            document, places, _written(document, edit.replacement, piece), edit.replacement
        )
    after = document.segment_at(offset)
    if after is None or document.text[offset] == OPAQUE:
        raise UnprojectableError(f"nothing stands at {offset} to insert beside")
    piece = after.part(Span(offset, offset + 1))
    places = [Span(place.start, place.start) for place in piece.places]
    return _source_edits(
        document, places, _written(document, edit.replacement, piece), edit.replacement
    )


def _source_edits(
    document: Document, places: Sequence[Span], written: str, reading: str
) -> Iterator[SourceEdit]:
    """Yield the edits at a place, which comes first, and where the source repeats it."""
    for number, place in enumerate(places):
        if not written and _joins_line_ends(document, place):
            raise JoinedLineEndsError(f"{place} is all that stands between two line ends")
        yield SourceEdit(place, written, "" if number else reading)


def _joins_line_ends(document: Document, place: Span) -> bool:
    """Return whether CR stands before `place` and LF behind; the part before may end in CR."""
    source, start = document.source, place.start
    before = source[start - 1] if start else "\r" * bool(document.before.characters)
    return before == "\r" and source[place.end : place.end + 1] == "\n"


def _shared_out(replacement: str, pieces: Sequence[Segment]) -> list[str]:
    parts: list[str] = []
    for piece in pieces[:-1]:
        parts.append(replacement[: len(piece.text)])
        replacement = replacement[len(piece.text) :]
    return [*parts, replacement]
