"""JSONL: a JSON value a line; the strings of one field or several are read, nothing else of it.

A field is named by the keys that lead to it (`text`, `data.title`); arrays on the way count as all
of their elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats import _records
from proofer.formats._pages import embedded_text
from proofer.formats._syntax import json_source
from proofer.formats.api import Block, FieldReader, MalformedError
from proofer.formats.records import _fields

_SIGNATURE = lazy_pattern(rf"\s*[{{\[].*?{_fields.MAY_BE_HAN}", re.DOTALL)
"""Something that may be Chinese in what may be JSON."""


def strings(value: Any) -> Iterator[tuple[str, json_source.String]]:
    """Yield the strings in a value of `json_source.load` by place, with their fields."""
    todo: list[tuple[str, Any]] = [("", value)]
    while todo:
        name, each = todo.pop()
        if isinstance(each, json_source.String):
            yield name, each
        elif isinstance(each, list):
            todo += [(name, item) for item in reversed(each)]
        elif isinstance(each, dict):
            todo += [(f"{name}.{key}" if name else key, each[key]) for key in reversed(each)]


def reader(records: Sequence[str], named: Sequence[str]) -> FieldReader:
    """Return what reads the fields that are `named`, or the one of `records` with most Chinese.

    Raises:
        MalformedError: if no record is JSON, or a field is in none of them.
    """
    found: list[tuple[str, str]] = []
    problems: list[MalformedError] = []
    for record in filter(str.strip, records):
        try:
            found += ((name, each.value) for name, each in strings(json_source.load(record)))
        except MalformedError as error:  # reading it tells where it is
            problems.append(error)
    if problems and not found:
        raise problems[0]
    names, note = _fields.chosen(found, named)

    def blocks(source: str) -> list[Block]:
        return [
            block
            for name, string in strings(json_source.load(source))
            if name in names
            for block in embedded_text.blocks(
                source, json_source.characters(source, string), embedded_text.plain_or_markdown
            )
        ]

    return FieldReader(blocks, note, tuple(sorted(names)))


def blocks(source: str) -> list[Block]:
    """Return the blocks of one record, in the field with most Chinese.

    Raises:
        MalformedError: if it is no JSON, or holds no Chinese.
    """
    return reader([source], ()).blocks(source)


FORMAT = json_source.json_format(
    name="jsonl",
    media_type="application/jsonl",
    suffixes=(".jsonl", ".ndjson"),
    blocks=blocks,
    records=_records.lines,
    reader=reader,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
    typed=True,
)
