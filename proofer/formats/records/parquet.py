"""Parquet: a table whose rows are read as JSONL, from the columns that hold strings.

A correction makes a new file of the same schema, row groups and compression: where a value stands
in a compressed column is no place that could be written to.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from proofer.formats import _records
from proofer.formats._syntax import json_source
from proofer.formats.api import Format, MalformedError, Package
from proofer.formats.records import jsonl
from proofer.messages import Message, install_command


def _unpack(data: bytes) -> str:
    """Return a line of JSON for each row, with the columns that hold strings."""
    table = _table(data)
    names = [name for name in table.column_names if _holds_text(table.schema.field(name).type)]
    if len(set(table.column_names)) < len(table.column_names) or not names:
        raise MalformedError(
            Message("里没有文字列，或列名有重复。", "has no column of strings, or two of one name.")
        )
    lines = (
        json.dumps(row, ensure_ascii=False) + "\n"
        for batch in table.select(names).to_batches()
        for row in batch.to_pylist()
    )
    return "".join(lines)


def _pack(data: bytes, source: str) -> bytes:
    import pyarrow
    from pyarrow import parquet

    before = _unpack(data)
    if source == before:
        return data
    table = _table(data)
    old, new = (_columns(text) for text in (before, source))
    for name, values in new.items():
        if values != old[name]:
            field = table.schema.field(name)
            array = pyarrow.array(values, type=_plain(field.type)).cast(field.type)
            table = table.set_column(table.schema.get_field_index(name), field, array)
    stream = io.BytesIO()
    metadata = parquet.ParquetFile(io.BytesIO(data)).metadata
    with parquet.ParquetWriter(stream, table.schema, compression=_compression(metadata)) as writer:
        at = 0
        for number in range(metadata.num_row_groups):
            size = metadata.row_group(number).num_rows
            writer.write_table(table.slice(at, size), row_group_size=max(1, size))
            at += size
    return stream.getvalue()


def _columns(source: str) -> dict[str, list[Any]]:
    rows = [json.loads(line) for line in _records.lines(source)]
    return {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}


def _compression(metadata: Any) -> dict[str, str]:
    if not metadata.num_row_groups:
        return {}
    group = metadata.row_group(0)
    columns = (group.column(number) for number in range(group.num_columns))
    return {
        each.path_in_schema: each.compression.replace("UNCOMPRESSED", "NONE") for each in columns
    }


def _table(data: bytes) -> Any:
    """Return the table of a file; docs/dependencies.md is on pyarrow."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise MalformedError(
            Message(
                f"是 Parquet，读取它需要 pyarrow：{install_command('parquet')}。",
                f"is Parquet; reading it needs pyarrow: {install_command('parquet')}.",
            )
        ) from error
    try:
        return parquet.ParquetFile(io.BytesIO(data)).read()
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        why = str(error).partition("\n")[0]
        raise MalformedError(
            Message(
                f"无法读取（{why}）；可能被截断、损坏或加密。",
                f"cannot be read ({why}); it may be cut off, damaged or encrypted.",
            )
        ) from error


def _holds_text(kind: Any) -> bool:
    """Return whether a type is made of strings and what JSON has, with a string somewhere."""
    leaves = list(_leaves(kind))
    from pyarrow import types

    return any(map(_is_string, leaves)) and all(
        _is_string(each) or any(test(each) for test in _tests(types)) for each in leaves
    )


def _tests(types: Any) -> tuple[Any, ...]:
    return types.is_integer, types.is_floating, types.is_boolean, types.is_null


def _is_string(kind: Any) -> bool:
    from pyarrow import types

    return bool(types.is_string(kind) or types.is_large_string(kind))


def _leaves(kind: Any) -> Iterator[Any]:
    from pyarrow import types

    if types.is_struct(kind):
        for number in range(kind.num_fields):
            yield from _leaves(kind.field(number).type)
    elif types.is_list(kind) or types.is_large_list(kind) or types.is_dictionary(kind):
        yield from _leaves(kind.value_type)
    else:
        yield kind


def _plain(kind: Any) -> Any:
    """Return the type in which Python's values become an array: that of a dictionary's values."""
    from pyarrow import types

    return kind.value_type if types.is_dictionary(kind) else kind


FORMAT = Format(
    name="parquet",
    media_type="application/vnd.apache.parquet",
    suffixes=(".parquet",),
    blocks=jsonl.blocks,
    records=_records.lines,
    reader=jsonl.reader,
    escape=json_source.escape,
    recognises=lambda head: head.startswith("PAR1"),
    typed=True,
    package=Package(_unpack, _pack),
)
