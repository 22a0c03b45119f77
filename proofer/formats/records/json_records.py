"""JSON that is one array of records, as data sets are; strings of one field or several are read.

A record ends at the comma behind it, so that what is read is as for JSONL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats._syntax import json_source
from proofer.formats.api import Block, FieldReader, MalformedError
from proofer.formats.records import jsonl
from proofer.messages import Message

_SIGNATURE = lazy_pattern(r"\s*\[\s*\{.*?(?:[\x80-\xff]|\\u[2-9a-fA-F])", re.DOTALL)
"""Something that may be Chinese in an array of objects, in UTF-8 or escaped."""
_TOKEN = lazy_pattern(r'"(?:[^"\\]|\\.)*+"|[\[\]{},]', re.DOTALL)
_BEFORE = lazy_pattern(r"\A\s*\[")
_BEHIND = lazy_pattern(r"[,\]]\s*\Z")


def records(source: str) -> Iterator[str]:
    """Yield the elements of the array with the comma or bracket behind them, the first with `[`.

    Raises:
        MalformedError: if the array does not end.
    """
    depth = start = 0
    for match in _TOKEN.finditer(source):
        token = match[0]
        if token in "[{":
            depth += 1
        elif token in "]}":
            depth -= 1
        elif token == "," and depth == 1:
            yield source[start : match.end()]
            start = match.end()
    if depth:
        raise MalformedError(
            Message(
                "的数组没有结束，文件可能被截断。",
                "holds an array without an end: it may be cut off.",
            )
        )
    if start < len(source):
        yield source[start:]


def _alone(record: str) -> str:
    """Return a record without what is of the array, blanks in its place."""
    record = _BEFORE.sub(lambda match: " " * len(match[0]), record)
    return _BEHIND.sub(lambda match: " " * len(match[0]), record)


def reader(sample: Sequence[str], named: Sequence[str]) -> FieldReader:
    """Return what reads the fields that are `named`, or the one of the records with most Chinese.

    Raises:
        MalformedError: if no record is JSON, or a field is in none of them.
    """
    found = jsonl.reader([_alone(each) for each in sample], named)
    return FieldReader(lambda source: found.blocks(_alone(source)), found.note)


def blocks(source: str) -> list[Block]:
    """Return the blocks of one record, in the field with most Chinese.

    Raises:
        MalformedError: if it is no JSON, or holds no Chinese.
    """
    return reader([source], ()).blocks(source)


FORMAT = json_source.json_format(
    name="json_records",
    suffixes=(".json",),
    blocks=blocks,
    records=records,
    reader=reader,
    recognises=lambda head: _SIGNATURE.match(head) is not None,
)
