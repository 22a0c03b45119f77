"""Text in XML 1.0, which cannot hold most control characters, not even escaped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from proofer.rendering.terminal import visible

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def element(name: str, attributes: Mapping[str, object], content: str | None = None) -> str:
    """Return an element on one line that holds text or nothing."""
    opened = "".join(start(name, attributes))
    return f"{opened}{escaped(content)}</{name}>\n" if content is not None else f"{opened[:-1]}/>\n"


def start(name: str, attributes: Mapping[str, object]) -> Iterator[str]:
    """Yield a start tag."""
    yield f"<{name}"
    for key, value in attributes.items():
        yield f' {key}="{escaped(str(value))}"'
    yield ">"


def escaped(text: str) -> str:
    """Return text for an element or attribute, with what XML or a terminal cannot take shown."""
    return holdable(text).translate(_ESCAPES)


def holdable(text: str) -> str:
    """Return unescaped text that XML can hold and a terminal can take."""
    return visible(text).replace("\ufffe", "<U+FFFE>").replace("\uffff", "<U+FFFF>")
