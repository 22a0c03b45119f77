"""JSON with the place of every string, for files that are corrected in place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from proofer.document.blocks import Piece
from proofer.document.document import Box, OcrToken
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.formats._layout.blocks import TextLine, box_of, quad_of
from proofer.formats._syntax import escaped_text
from proofer.formats.api import Format, MalformedError
from proofer.messages import Message

_TOKEN = lazy_pattern(r'"(?:[^"\\]++|\\.)*+"|[{}\[\],:]|[^\s{}\[\],:"]++')
_SPECIAL = lazy_pattern(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)"
)
_UNKNOWN = "\ufffd"
"""What half of a surrogate pair reads as, since no text can hold it."""
_EDGES = (
    ("l", "t", "r", "b"),
    ("top_left_x", "top_left_y", "bottom_right_x", "bottom_right_y"),
)
_FRAMES = (("left", "top", "width", "height"), ("x", "y", "width", "height"), ("x", "y", "w", "h"))
"""Names of the edges of a box, and of its corner and size, in lower case."""
_HTML_TAG = lazy_pattern(r"</?[A-Za-z][^<>]*+>")


@dataclass(frozen=True, slots=True)
class String:
    """A string of the source: its place without the quotes."""

    span: Span
    value: str


class RecognisedLine(NamedTuple):
    """A line as engines list it: its corners, its text, and a score from 0 to 1."""

    box: Any
    text: String
    score: Any

    def text_line(self, source: str, image: str, page: int) -> TextLine:
        """Return the line as one of a page of `image`."""
        quad = quad_of(list(numbers(self.box))) if isinstance(self.box, list) else None
        ocr = OcrToken(confidence(self.score), box(self.box), image, quad=quad)
        pieces = [piece for line in lines(source, self.text, ocr) for piece in line]
        return TextLine(tuple(pieces), box=ocr.box, page=page)


class _DuplicateError(ValueError):
    pass


def load(source: str) -> Any:
    """Return the value that `source` holds, as the `json` module does but with strings as String.

    Raises:
        MalformedError: if it is no JSON, is nested too deeply, or an object has a name twice.
    """
    try:
        json.loads(source, object_pairs_hook=_unique, parse_int=float)
    except _DuplicateError as error:
        raise MalformedError(
            Message(
                f"里有重复的键 {error}，不知以哪个为准。",
                f"has the key {error} twice in one object.",
            )
        ) from error
    except json.JSONDecodeError as error:
        place = Message(
            f"第 {error.lineno} 行第 {error.colno} 列", f"line {error.lineno}, column {error.colno}"
        )
        raise MalformedError(
            Message(
                f"不是完好的 JSON（{place.zh}：{error.msg}）；可能被截断或损坏。",
                f"is not well-formed JSON ({place.en}: {error.msg}); it may be cut off or damaged.",
            )
        ) from error
    except RecursionError as error:
        raise MalformedError(
            Message("的 JSON 嵌套太深。", "is JSON that is nested too deeply.")
        ) from error
    return _built(source)


def _unique(pairs: list[tuple[str, Any]]) -> None:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise _DuplicateError(ascii(next(name for name in names if names.count(name) > 1)))


def _built(source: str) -> Any:
    """Return the value of a well-formed source."""
    holder: list[Any] = []
    stack: list[Any] = [holder]
    names: list[str | None] = [None]
    for match in _TOKEN.finditer(source):
        token = match[0]
        if token in ",:":
            continue
        if token in "]}":
            stack.pop()
            names.pop()
            continue
        value = _value(match, token)
        if isinstance(stack[-1], list):
            stack[-1].append(value)
        elif names[-1] is None:
            names[-1] = value.value
            continue
        else:
            stack[-1][names[-1]] = value
            names[-1] = None
        if token in "[{":
            stack.append(value)
            names.append(None)
    return holder[0]


def _value(match: re.Match[str], token: str) -> Any:
    if token[0] == '"':
        value = json.loads(token) if "\\" in token else token[1:-1]
        return String(Span(match.start() + 1, match.end() - 1), value)
    if token in "[{":
        return [] if token == "[" else {}
    return json.loads(token, parse_int=float)


def lines(source: str, string: String, ocr: OcrToken | None = None) -> list[list[Piece]]:
    """Return the pieces of each line of a string, without white space at its ends."""
    return escaped_text.lines(source, string.span, _SPECIAL, _decode, ocr)


def characters(source: str, string: String) -> list[Piece]:
    """Return the pieces of a string with its line ends, for `embedded_text.blocks`."""
    return escaped_text.whole(source, string.span, _SPECIAL, _decode)


def _decode(written: str) -> str:
    character: str = json.loads(f'"{written}"')
    return _UNKNOWN if "\ud800" <= character <= "\udfff" else character


def escape(replacement: str) -> str:
    """Return `replacement` as it is written between quotes."""
    return json.dumps(replacement, ensure_ascii=False)[1:-1]


def escape_ascii(replacement: str) -> str:
    """Return `replacement` as it is written between quotes, in ASCII."""
    return json.dumps(replacement)[1:-1]


json_format = partial(
    Format, media_type="application/json", escape=escape, escape_ascii=escape_ascii
)
"""A `Format` whose texts are strings of JSON: where the engine puts them is all that differs."""


def cells(source: str, string: String) -> list[list[Piece]]:
    """Return the pieces of each cell of an HTML table in a string."""
    found: list[list[Piece]] = []
    at = string.span.start
    for match in [*_HTML_TAG.finditer(source, string.span.start, string.span.end), None]:
        end = match.start() if match else string.span.end
        found += escaped_text.lines(source, Span(at, max(at, end)), _SPECIAL, _decode)
        at = match.end() if match else end
    return found


def numbers(value: Any) -> Iterator[float]:
    """Yield the numbers of nested arrays in order; of points (`{"x": 1, "y": 2}`) x and y.

    A coordinate that a point does not have is 0, as some engines leave it out.
    """
    todo = [value]
    while todo:
        each = todo.pop()
        if isinstance(each, list):
            todo += reversed(each)
        elif isinstance(each, dict):
            point = {name.lower(): number for name, number in each.items()}
            todo += [point.get("y", 0.0), point.get("x", 0.0)]
        elif isinstance(each, float):
            yield each


def box(value: Any) -> Box | None:
    """Return the box of four numbers, of corners, or of an object with its edges or its size."""
    if not isinstance(value, dict):
        return box_of(list(numbers(value)))
    edges = {name.lower(): number for name, number in value.items() if isinstance(number, float)}
    for left, top, right, bottom in _EDGES:
        if edges.keys() >= {left, top, right, bottom}:
            return box_of([edges[left], edges[top], edges[right], edges[bottom]])
    for left, top, width, height in _FRAMES:
        if edges.keys() >= {left, top, width, height}:
            at, over = edges[left], edges[top]
            return box_of([at, over, at + edges[width], over + edges[height]])
    return None


def confidence(value: Any, sure: float = 1.0) -> float | None:
    """Return a score as a share of what is `sure`; None if there is none."""
    return value / sure if isinstance(value, float) and 0 <= value <= sure else None


def text(value: Any) -> str:
    """Return the text of a string; nothing for any other value."""
    return value.value if isinstance(value, String) else ""
