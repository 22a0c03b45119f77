"""Parquet: rows are read as records, and a correction keeps the schema and all other values."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from proofer.errors import InputError
from proofer.formats import parse, write
from tests.documents import assert_sound
from tests.formats.test_records import replaced

pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
PAGE = Path("page.parquet")


def table() -> Any:
    return pyarrow.table(
        {
            "id": pyarrow.array([1, 2, 3]),
            "text": pyarrow.array(["团结奋斗的的合力。", None, "海港。\n第二行“。"]),
            "meta": [{"a": ["海", None], "n": 1.5}, None, {"a": [], "n": None}],
            "kind": pyarrow.array(["甲", "乙", "甲"]).dictionary_encode(),
            "raw": [b"x", b"y", None],
        },
        metadata={"made": "here"},
    )


def file(**options: Any) -> bytes:
    stream = io.BytesIO()
    parquet.write_table(table(), stream, row_group_size=2, **options)
    return stream.getvalue()


@pytest.mark.parametrize("compression", ["zstd", "snappy", "none"])
def test_a_correction_keeps_the_schema_and_every_other_value(compression: str) -> None:
    data = file(compression=compression)
    document = parse(data, PAGE)
    assert_sound(document)
    assert document.text == "团结奋斗的的合力。\n海港。\n第二行“。"
    assert [each.number for each in document.records] == [1, 3]
    assert write(document, []) == data
    after = parquet.ParquetFile(io.BytesIO(replaced(data, PAGE, "的的", "的")))
    wanted = table().to_pylist()
    wanted[0]["text"] = "团结奋斗的合力。"
    assert after.read().to_pylist() == wanted
    before = parquet.ParquetFile(io.BytesIO(data))
    assert after.schema_arrow.equals(before.schema_arrow, check_metadata=True)
    assert after.metadata.num_row_groups == before.metadata.num_row_groups == 2
    codecs = [each.metadata.row_group(0).column(1).compression for each in (before, after)]
    assert codecs[0] == codecs[1]


@pytest.mark.parametrize(
    ("field", "old", "text"), [("meta.a", "海", "海"), ("kind", "乙", "甲\n乙\n甲")]
)
def test_columns_inside_others_and_of_categories_are_corrected(
    field: str, old: str, text: str
) -> None:
    data = file()
    assert parse(data, PAGE, fields=(field,)).text == text
    after = parquet.read_table(io.BytesIO(replaced(data, PAGE, old, "丙", fields=(field,))))
    assert after.schema.equals(table().schema)
    wanted = table().to_pylist()
    if field == "kind":
        wanted[1]["kind"] = "丙"
    else:
        wanted[0]["meta"]["a"][0] = "丙"
    assert after.to_pylist() == wanted


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.99])
def test_a_file_that_is_cut_off_is_refused(share: float) -> None:
    data = file()
    with pytest.raises(InputError) as raised:
        parse(data[: int(len(data) * share)], PAGE)
    assert "page.parquet" in raised.value.message.en


def test_a_table_without_strings_is_refused() -> None:
    stream = io.BytesIO()
    parquet.write_table(pyarrow.table({"id": [1]}), stream)
    with pytest.raises(InputError) as raised:
        parse(stream.getvalue(), PAGE)
    assert "no column of strings" in raised.value.message.en
