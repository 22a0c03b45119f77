"""JSON with an array of records, as data sets are; strings of one field or several are read.

The array may be the whole file, or stand in an object: the longest one of objects is taken. A
record ends at the comma behind it, so that what is read is as for JSONL; what stands before the
first and behind the last one is of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._syntax import json_source
from proofer.formats.api import Block, FieldReader, MalformedError
from proofer.formats.records import _fields, jsonl
from proofer.messages import Message

_SIGNATURE = lazy_pattern(rf"\s*\[\s*\{{.*?{_fields.MAY_BE_HAN}", re.DOTALL)
_STRING = r'"(?:[^"\\]|\\.)*+"'
_TOKEN = lazy_pattern(rf"{_STRING}|[\[\]{{}},]", re.DOTALL)
_OBJECT = lazy_pattern(r"\s*\{")
_MEMBER = lazy_pattern(rf"(?P<name>{_STRING})\s*:\s*(?P<text>{_STRING})|{_STRING}", re.DOTALL)
"""A name with its string; other strings match, too, so that none begins at another one's end."""


def records(source: str) -> Iterator[str]:
    """Yield what stands before the array, then its elements with what separates them.

    Raises:
        MalformedError: if there is no such array, it does not end, or what is around it is no JSON.
    """
    start, end = _array(source)
    json_source.load(source[:start] + source[end:])
    yield source[:start]
    depth = 0
    at = start
    for match in _TOKEN.finditer(source, start, end):
        token = match[0]
        depth += (token in "[{") - (token in "]}")
        if token == "," and not depth:
            yield source[at : match.end()]
            at = match.end()
    yield source[at:]


def _array(source: str) -> tuple[int, int]:
    """Return where the elements of the longest array of objects begin and end."""
    best = (0, 0)
    arrays: list[int] = []
    depth = 0
    for match in _TOKEN.finditer(source):
        token = match[0]
        if token == "[" and not arrays:
            arrays.append(depth)
            start = match.end()
        depth += (token in "[{") - (token in "]}")
        if arrays and depth == arrays[-1]:
            arrays.pop()
            longer = match.start() - start > best[1] - best[0]
            if longer and _OBJECT.match(source, start):
                best = (start, match.start())
    if depth or not best[1]:
        raise MalformedError(_NO_END if depth else _NO_ARRAY)
    return best


_NO_END = Message(
    "的数组没有结束，文件可能被截断。", "holds an array without an end: it may be cut off."
)
_NO_ARRAY = Message("里没有一组记录。", "holds no array of records.")


def _alone(record: str) -> str:
    """Return a record without what stands behind it, blanks in its place."""
    depth = 0
    for match in _TOKEN.finditer(record):
        token = match[0]
        depth += (token in "[{") - (token in "]}")
        if depth < 0 or (token == "," and not depth):
            return record[: match.start()] + " " * (len(record) - match.start())
    return record


def reader(sample: Sequence[str], named: Sequence[str]) -> FieldReader:
    """Return what reads the fields that are `named`, or the one of the records with most Chinese.

    Raises:
        MalformedError: if no record is JSON, or a field is in none of them.
    """
    header = sample[0] if sample else ""
    found = jsonl.reader([_alone(each) for each in sample[1:]], named)
    around = header + sample[-1][len(_alone(sample[-1]).rstrip()) :] if sample else ""
    beside = [name for name, text in _members(around) if _fields.has_han(text)]
    note = _fields.with_unread(found.note, beside) if beside else found.note
    return FieldReader(lambda source: found.blocks(_alone(source)), note, found.names, header)


def _members(source: str) -> Iterator[tuple[str, str]]:
    """Yield the names in what need not be whole JSON, with their strings."""
    for match in _MEMBER.finditer(source):
        if match["name"]:
            name, text = (json_source.load(match[part]).value for part in ("name", "text"))
            yield name, text


def blocks(source: str) -> list[Block]:
    """Return the blocks of all records, in the field with most Chinese.

    Raises:
        MalformedError: if it is no JSON, or holds no Chinese.
    """
    return jsonl.blocks(source)


FORMAT = json_source.json_format(
    name="json_records",
    suffixes=(".json",),
    blocks=blocks,
    records=records,
    reader=reader,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
    typed=True,
)
