"""The errata list (勘误表) as tables, which each of its forms writes in its own way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from proofer.document.document import Document
from proofer.exports import _wording
from proofer.messages import Language, Message
from proofer.rendering.places import line_finder
from proofer.rendering.terminal import visible
from proofer.review.reviewed import ReviewedDocument, ReviewedPlace

Cell = str | int | float

TITLE = Message("勘误表", "Errata")
_CORRECTED = Message("识别差错", "Errors of the recognition")
_PRINTED = Message(
    "原件差错（正文照录，未改）", "Errors of the printed original (left in the text)"
)
_RATES = Message("差错率（每万字）", "Error rate (per 10,000 characters)")
_FILE = Message("文件", "File")
_HEADER = (
    Message("页", "Page"),
    Message("行", "Line"),
    Message("误", "Original"),
    Message("正", "Corrected"),
    Message("理由", "Reason"),
    Message("校对者", "Editor"),
    Message("时间", "Time"),
)
_RATE_HEADER = (Message("类别", "Kind"), Message("处数", "Errors"), Message("每万字", "Per 10,000"))
_TOTAL = Message("识别差错合计", "errors of the recognition, all")
_OF_PRINT = Message("原件差错", "errors of the printed original")
_CHARACTERS = Message("总字数", "characters")


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title; numbers are numbers."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(files: Sequence[ReviewedDocument], language: Language) -> list[Table]:
    """Return the tables of corrections, of errors of the printed original, and of error rates.

    The second is left out if it is empty. With several files a column names them. White space does
    not count as characters.
    """
    several = len(files) > 1
    header = tuple(each.render(language) for each in ((_FILE, *_HEADER) if several else _HEADER))
    pages = [(each, line_finder(each.document)) for each in files]
    corrected = [(*page, place) for page in pages for place in _corrected(page[0])]
    printed = [(*page, place) for page in pages for place in page[0].places if place.printed]
    found = [
        Table(
            title.render(language), header, tuple(_row(*each, several, language) for each in places)
        )
        for title, places in ((_CORRECTED, corrected), (_PRINTED, printed))
        if places or title is _CORRECTED
    ]
    characters = sum(_characters(each.document) for each in files)
    codes = [place.code for *_, place in corrected]
    return [*found, _rates(codes, len(printed), characters, language)]


def _corrected(reviewed: ReviewedDocument) -> list[ReviewedPlace]:
    places = [*(place for place in reviewed.places if place.changing), *reviewed.applied]
    return sorted(places, key=lambda place: place.span)


def _row(
    reviewed: ReviewedDocument,
    line_of: Callable[[int], int],
    place: ReviewedPlace,
    named: bool,
    language: Language,
) -> tuple[Cell, ...]:
    """Return the row of a place.

    Args:
        reviewed: the file.
        line_of: from an offset of its text to the number of the line.
        place: one of its places.
        named: whether the row begins with the name of the file.
        language: of the reason and the editor.
    """
    document = reviewed.document
    old, new = place.readings(document.text)
    pieces = document.pieces(place.span)
    segment = pieces[0] if pieces else document.segment_at(max(0, place.span.start - 1))
    cells: tuple[Cell, ...] = (
        segment.page if segment else 1,
        line_of(place.span.start),
        *(visible(each) for each in (old, new, _wording.reason(place, language))),
        visible(_wording.editor(place, language)),
        visible(_wording.clock(place)),
    )
    return (visible(str(document.path)), *cells) if named else cells


def _characters(document: Document) -> int:
    return sum(not character.isspace() for character in document.text)


def _rates(codes: Sequence[str], printed: int, characters: int, language: Language) -> Table:
    counts = Counter(code[:1] for code in codes)
    rows: list[tuple[Cell, ...]] = [
        (_wording.family(kind).render(language), number, _rate(number, characters))
        for kind, number in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    ]
    rows.append((_TOTAL.render(language), len(codes), _rate(len(codes), characters)))
    if printed:
        rows.append((_OF_PRINT.render(language), printed, _rate(printed, characters)))
    rows.append((_CHARACTERS.render(language), characters, ""))
    return Table(
        _RATES.render(language), tuple(each.render(language) for each in _RATE_HEADER), tuple(rows)
    )


def _rate(number: int, characters: int) -> float:
    return round(10_000 * number / characters, 2) if characters else 0.0
