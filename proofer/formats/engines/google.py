"""Google Cloud Vision: JSON of `DOCUMENT_TEXT_DETECTION` and `TEXT_DETECTION`.

https://cloud.google.com/vision/docs/reference/rest/v1/AnnotateImageResponse. The text stands in
symbols, once more in the whole text, and in the words of `textAnnotations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from proofer.document.blocks import Block, Piece
from proofer.document.document import Box, OcrToken
from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._layout.blocks import TextLine, arranged, box_of, joined, size_of
from proofer.formats._pages.echoes import repeated
from proofer.formats._pages.json_pages import PORTRAIT, every, first, has_list, scaled, unknown
from proofer.formats._syntax import json_source

_SIGNATURE = lazy_pattern(r'"(?:fullTextAnnotation|textAnnotations)"\s*:')
_LINE_ENDS = frozenset({"EOL_SURE_SPACE", "LINE_BREAK", "HYPHEN", 3.0, 4.0, 5.0})
"""Names and numbers of the breaks behind a symbol that end a line."""
_TEXT = "fullTextAnnotation"


class _Word(NamedTuple):
    symbols: list[Piece]
    paragraph: tuple[int, ...]
    """Its answer, page, block and paragraph."""
    ends_line: bool


def blocks(source: str) -> list[Block]:
    """Return the blocks of the pages, in the order in which Google has them.

    Raises:
        MalformedError: if the source is no JSON, or none that Google Vision writes.
    """
    root = json_source.load(source)
    answers = every(root, "responses[].responses[]") or every(root, "responses[]") or [root]
    if not any(has_list(each, f"{_TEXT}.pages[]") for each in answers):
        raise unknown("Google Vision", [f"{_TEXT}.pages"])
    words = [word for place, each in enumerate(answers) for word in _words(source, each, place)]
    copies = [
        _rows(source, [text for each in answers for text in every(each, path)])
        for path in (f"{_TEXT}.text", "textAnnotations[].description")
    ]
    runs = repeated(source, [word.symbols for word in words], copies)
    return arranged(source, _lines(source, words, runs), ordered=True)


def _rows(source: str, texts: Iterable[Any]) -> list[Sequence[Piece]]:
    strings = (each for each in texts if isinstance(each, json_source.String))
    return [row for each in strings for row in json_source.lines(source, each)]


def _words(source: str, answer: Any, place: int) -> Iterator[_Word]:
    image = json_source.text(first(answer, "context.uri"))
    for number, page in enumerate(every(answer, f"{_TEXT}.pages[]")):
        width, height = first(page, "width"), first(page, "height")
        given = isinstance(width, float) and isinstance(height, float)
        size = size_of([0.0, 0.0, width, height] if given else [])
        for block, paragraphs in enumerate(every(page, "blocks[]")):
            for paragraph, words in enumerate(every(paragraphs, "paragraphs[]")):
                for word in every(words, "words[]"):
                    symbols = every(word, "symbols[]")
                    yield _Word(
                        [
                            piece
                            for each in symbols
                            for piece in _symbol(source, each, word, image, size)
                        ],
                        (place, number, block, paragraph),
                        any(_ends_line(each) for each in symbols),
                    )


def _symbol(
    source: str, symbol: Any, word: Any, image: str, size: tuple[float, float] | None
) -> list[Piece]:
    """Return the pieces of a symbol, with its box or else that of its word."""
    text = first(symbol, "text")
    if not isinstance(text, json_source.String):
        return []
    box = _box(symbol, size) or _box(word, size)
    score = first(symbol, "confidence") or first(word, "confidence")
    ocr = OcrToken(json_source.confidence(score), box, image, size or PORTRAIT)
    return [piece for row in json_source.lines(source, text, ocr) for piece in row]


def _box(part: Any, size: tuple[float, float] | None) -> Box | None:
    corners = first(part, "boundingBox.vertices")
    if corners:
        return json_source.box(corners)
    return scaled(json_source.box(first(part, "boundingBox.normalizedVertices")), size or PORTRAIT)


def _ends_line(symbol: Any) -> bool:
    kind = first(symbol, "property.detectedBreak.type")
    return (kind.value if isinstance(kind, json_source.String) else kind) in _LINE_ENDS


def _lines(
    source: str, words: Sequence[_Word], pieces: Sequence[Sequence[Piece]]
) -> Iterator[TextLine]:
    line: list[Sequence[Piece]] = []
    ends = [*(word.paragraph for word in islice(words, 1, None)), ()]
    for word, run, following in zip(words, pieces, ends, strict=True):
        line.append(run)
        if word.ends_line or following != word.paragraph:
            joint, spaced = joined(source, line)
            page = word.paragraph[0] + word.paragraph[1] + 1
            yield TextLine(joint, spaced, _around(joint), page, word.paragraph)
            line = []


def _around(pieces: Iterable[Piece]) -> Box | None:
    boxes = [each.ocr.box for each in pieces if each.ocr is not None and each.ocr.box is not None]
    return box_of([number for box in boxes for number in box])


FORMAT = json_source.json_format(
    name="google",
    suffixes=(".json",),
    blocks=blocks,
    recognises=lambda head: _SIGNATURE.search(head) is not None,
    engine="google",
)
