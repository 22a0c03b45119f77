"""CSV and TSV: a column is read, and quoting, line ends and all other cells stay."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from proofer.document.edits import Edit
from proofer.document.projection import UnprojectableError, project
from proofer.document.spans import Span
from proofer.errors import InputError
from proofer.formats import is_supported, parse, parse_parts, write
from tests.documents import assert_sound, texts
from tests.formats.test_records import replaced

PAGE = Path("page.csv")
LONG = "团结奋斗的的合力，各级党组织要牢牢把握正确方向。"
TABLE = f'编号,正文,来源\n1,"{LONG}他说：""好""。",一.png\n2,海港\n\n3,"第一段。\n\n第二段。",三'


def text(source: str, name: str = "page.csv", *fields: str) -> str:
    return parse(source.encode(), Path(name), fields=fields).text


def test_each_row_is_a_document_and_the_header_is_none() -> None:
    parts = list(parse_parts(TABLE.encode(), PAGE))
    assert [part.text for part in parts] == [
        "",
        f'{LONG}他说："好"。',
        "海港",
        "",
        "第一段。\n第二段。",
    ]
    whole = parse(TABLE.encode(), PAGE)
    assert [each.number for each in whole.records] == [1, 2, 3]
    assert whole.position(whole.text.index("第二段")).line == 7
    assert_sound(whole)
    (note,) = whole.notes
    assert "the field 正文 is read, not 来源" in note.message.en


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (f"id\ttext\n1\t{LONG}\n2\t海港。\n", f"{LONG}\n海港。"),
        (f"1\t{LONG}\n2\t海港。\n", f"{LONG}\n海港。"),
        (f'0\t"他们"{LONG}\n1\t"海\n', f'"他们"{LONG}\n"海'),
        (f"id;text\n1;{LONG}, 海\n", f"{LONG}, 海"),
        (f"text\n{LONG}\n海港\n", f"{LONG}\n海港"),
        (f'text\n"{LONG}, 海"\n', f"{LONG}, 海"),
        (f'a,b\n1,5" {LONG}\n', f'5" {LONG}'),
    ],
    ids=["header", "no header", "no quoting", "semicolon", "one column", "quoted", "inch"],
)
def test_delimiter_quoting_and_header_are_found(source: str, wanted: str) -> None:
    assert text(source) == text(source, "page.tsv") == wanted


def test_columns_are_named_by_the_header_or_by_number() -> None:
    assert text(TABLE, "page.csv", "来源") == text(TABLE, "page.csv", "3") == "一.png\n三"
    assert text(f"海,{LONG}\n港,湾\n", "page.csv", "1") == "海\n港"
    with pytest.raises(InputError) as raised:
        text(TABLE, "page.csv", "text")
    assert "has no field text; it has: 编号, 正文, 来源" in raised.value.message.en


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (f"a,b\n1,{LONG}, 海\n", "rows have different numbers of columns"),
        ("a,b\n" + f"1,{LONG}\n" * 200 + f"1,{LONG}, 海\n", "(record 201, from line 202)"),
        ("a,b\n" + f"1,{LONG}\n" * 200 + f'1,"{LONG}\n', "quote that is not closed"),
        ("a,b\né,b\n", "has no field with Chinese text (it has: a, b)"),
        ("a,b\n1,2\n", "is none of the formats"),
    ],
)
def test_what_is_no_table_is_told(source: str, wanted: str) -> None:
    with pytest.raises(InputError) as raised:
        text(source)
    assert wanted in raised.value.message.en


def test_a_correction_that_would_end_a_cell_is_not_made() -> None:
    document = parse(TABLE.encode(), PAGE)
    for new in ("1,000", '"', "\n", "\t"):
        with pytest.raises(UnprojectableError):
            project(document, Edit(Span(0, 1), new))
    assert replaced(TABLE.encode(), PAGE, "的的", "的") == TABLE.replace("的的", "的").encode()
    assert (
        replaced(TABLE.encode(), PAGE, '"好"', "“好”") == TABLE.replace('""好""', "“好”").encode()
    ), "quotes that were doubled are single characters of the text"


def test_tables_with_chinese_are_read_in_folders(tmp_path: Path) -> None:
    for name, content, supported in (("a.csv", TABLE, True), ("b.csv", "a,b\n1,2\n", False)):
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert is_supported(tmp_path / name) is supported


cells = texts.filter(lambda each: "\0" not in each)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=4)
)


@given(
    tables,
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    st.sampled_from(",\t;"),
    st.sampled_from(["\n", "\r\n"]),
    st.data(),
)
def test_whatever_is_accepted_the_table_parses_and_only_the_named_column_differs(
    rows: list[list[str]], quoting: int, delimiter: str, newline: str, draw: st.DataObject
) -> None:
    names = [f"c{number}" for number in range(len(rows[0]))]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=quoting, delimiter=delimiter, lineterminator=newline)  # type: ignore[arg-type]
    writer.writerows([names, *rows])
    data = stream.getvalue().encode()
    try:
        document = parse(data, PAGE, fields=("c0",), encoding="utf-8")
    except InputError as error:
        told = error.message.en
        assume("none of the formats" not in told and "different numbers" not in told)
        raise
    assert_sound(document)
    assert write(document, []) == data
    places = [
        each.text for each in document.segments if "\ufffc" not in each.text.of(document.text)
    ]
    assume(places)
    edit = Edit(
        draw.draw(st.sampled_from(places)), draw.draw(cells.filter(lambda x: "\ufffc" not in x))
    )
    try:
        after = write(document, project(document, edit)).decode()
    except UnprojectableError:
        return
    reread = list(csv.reader(io.StringIO(after, newline=""), delimiter=delimiter))
    before = list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter))
    assert [row[1:] for row in reread] == [row[1:] for row in before]
