"""Files of records: each is a document of its own, and only the named fields change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofer.document.edits import Edit
from proofer.document.opaque import OPAQUE
from proofer.document.projection import project
from proofer.document.spans import Span
from proofer.errors import InputError
from proofer.formats import is_supported, parse, parse_parts, write
from proofer.formats._checked_writing import write_checked
from proofer.formats.records import jsonl
from tests.documents import assert_sound, sentences, texts

PAGE = Path("page.jsonl")
RECORDS = [
    {"id": 1, "text": "团结奋斗的的合力。\n第二段话也在这里。", "source": "一.pdf"},
    {
        "id": 2,
        "source": "二.pdf",
        "meta": {"title": "“新”码头\\", "n": [1, None]},
        "text": "海港。",
    },
]
JSONL = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in RECORDS)


def replaced(data: bytes, path: Path, old: str, new: str, **options: Any) -> bytes:
    """Return a file with `new` for the one `old` of its text."""
    document = parse(data, path, **options)
    at = document.text.index(old)
    return write(document, project(document, Edit(Span(at, at + len(old)), new)))


def test_each_record_is_a_document_and_all_together_are_the_file() -> None:
    parts = list(parse_parts(JSONL.encode(), PAGE))
    assert [part.text for part in parts] == ["团结奋斗的的合力。\n第二段话也在这里。", "海港。"]
    assert "".join(part.source for part in parts) == JSONL
    whole = parse(JSONL.encode(), PAGE)
    assert whole.text == "\n".join(part.text for part in parts)
    assert [whole.record_at(whole.text.index(word)) for word in ("奋斗", "第二", "海港")] == [
        1,
        1,
        2,
    ]
    assert parts[1].position(0).line == whole.position(whole.text.index("海港")).line == 2
    assert_sound(whole)


def test_nothing_is_joined_across_two_records() -> None:
    torn = ["他们在码头上敲锣打鼓迎接远洋货轮的到来，并向船员们赠送了家", "乡的特产。"]
    data = "".join(json.dumps({"text": each}) + "\n" for each in torn).encode()
    assert parse(data, PAGE).text == "\n".join(torn)


@pytest.mark.parametrize(
    ("named", "wanted"),
    [
        (("text",), "团结奋斗的的合力。\n第二段话也在这里。\n海港。"),
        (("meta.title",), "“新”码头\\"),
        (("source", "meta.title"), "一.pdf\n二.pdf\n“新”码头\\"),
    ],
)
def test_fields_are_named_by_the_keys_that_lead_to_them(
    named: tuple[str, ...], wanted: str
) -> None:
    document = parse(JSONL.encode(), PAGE, fields=named)
    assert document.text == wanted
    assert document.notes == (), "who named a field need not be told"


def test_the_field_with_most_chinese_is_read_and_told() -> None:
    (note,) = parse(JSONL.encode(), PAGE).notes
    assert note.message.en == (
        "the field text is read, not source, meta.title, which hold Chinese too; "
        "name fields with --field."
    )


@pytest.mark.parametrize(
    ("data", "named", "wanted"),
    [
        (JSONL, ("texts",), "has no field texts; it has: text, source, meta.title"),
        ('{"a": "é"}\n', (), "has no field with Chinese text (it has: a)"),
        (JSONL + '{"text": "海', (), "(record 3, from line 3) is not well-formed JSON"),
        (JSONL + '{"text": "海", "text": "港"}', (), "(record 3, from line 3) has the key 'text'"),
        ("[" * 100_000, (), "none of the formats"),
        ('{"a": "海"' + ", " + "[" * 100_000, (), "is not well-formed JSON"),
        ("{\n" + JSONL[1:], (), "is not well-formed JSON"),
    ],
)
def test_what_cannot_be_read_is_told(data: str, named: tuple[str, ...], wanted: str) -> None:
    with pytest.raises(InputError) as raised:
        list(parse_parts(data.encode(), PAGE, fields=named))
    assert wanted in raised.value.message.en


def test_text_in_a_string_is_read_as_a_file_of_its_own() -> None:
    lines = (
        "码头工人在风雨中连续奋战了三天三夜终于\n把全部货物安全卸下并且装上了火车运往\n内地。"
        "\n\n第二段。"
    )
    as_file = parse(lines.encode(), Path("page.txt")).text
    assert parse(json.dumps({"text": lines}).encode(), PAGE).text == as_file


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("bom", "encoding"), [(b"\xef\xbb\xbf", "utf-8"), (b"", "gb18030")])
def test_line_ends_and_encodings_stay(newline: str, bom: bytes, encoding: str) -> None:
    data = bom + JSONL.replace("\n", newline).encode(encoding)
    assert write(parse(data, PAGE), []) == data
    parts = [write(part, []) for part in parse_parts(data, PAGE)]
    assert b"".join(parts) == data
    corrected = replaced(data, PAGE, "的的", "的")
    assert corrected == data.replace("的的".encode(encoding), "的".encode(encoding))


ARRAY = json.dumps(RECORDS, ensure_ascii=False, indent=1) + "\n"


def test_an_array_of_records_is_read_record_by_record() -> None:
    page = Path("page.json")
    parts = list(parse_parts(ARRAY.encode(), page))
    texts = ["", "团结奋斗的的合力。\n第二段话也在这里。", "海港。"]
    assert [part.text for part in parts] == texts
    assert "".join(part.source for part in parts) == ARRAY
    assert [part.records[0].number for part in parts[1:]] == [1, 2]
    assert replaced(ARRAY.encode(), page, "的的", "的") == ARRAY.replace("的的", "的").encode()
    assert parse(ARRAY.encode(), page, fields=("meta.title",)).text == "“新”码头\\"


OBJECT = json.dumps(
    {"title": "书名", "tags": ["甲"], "body": {"data": RECORDS}, "note": "后记"},
    ensure_ascii=False,
    indent=1,
)


def test_an_object_around_an_array_is_read_as_its_records_and_what_is_beside_them_is_told() -> None:
    page = Path("page.json")
    parts = list(parse_parts(OBJECT.encode(), page))
    assert [part.text for part in parts if part.text] == [
        "团结奋斗的的合力。\n第二段话也在这里。",
        "海港。",
    ]
    assert "".join(part.source for part in parts) == OBJECT
    assert replaced(OBJECT.encode(), page, "的的", "的") == OBJECT.replace("的的", "的").encode()
    assert "Not read, beside the records: title, note." in parts[0].notes[0].message.en
    assert parse(OBJECT.encode(), page, fields=("meta.title",)).text == "“新”码头\\"


def test_what_is_beside_the_records_is_told_by_what_it_says_however_it_is_written() -> None:
    beside = {"标题": "书名", "quote": "it’s", "array": ["甲", ": "], "data": RECORDS}
    notes = {
        next(parse_parts(json.dumps(beside, ensure_ascii=ascii).encode(), Path("a.json"))).notes
        for ascii in (True, False)
    }
    ((note,),) = notes
    assert note.message.en.endswith("Not read, beside the records: 标题.")


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_a_correction_that_makes_another_field_the_longer_one_is_written(suffix: str) -> None:
    row = {"甲": "团结奋斗的的合力。", "乙": "各方都来参加会。"}
    data = json.dumps(row, ensure_ascii=False) if suffix == ".jsonl" else ",".join(row.values())
    if suffix == ".csv":
        data = ",".join(row) + "\n" + data
    document = parse(data.encode(), Path(f"page{suffix}"))
    at = document.text.index("的的")
    edits = project(document, Edit(Span(at, at + 2), ""))
    assert write_checked(document, edits).decode() == data.replace("的的", "")


def test_an_object_around_an_array_is_read_if_it_is_named_and_our_reports_never(
    tmp_path: Path,
) -> None:
    for name, source in (("array.json", ARRAY), ("object.json", OBJECT)):
        (tmp_path / name).write_text(source, encoding="utf-8")
    assert is_supported(tmp_path / "array.json")
    assert not is_supported(tmp_path / "object.json")
    report = '{"schema": "proofer-report/1", "findings": [{"quote": "的的"}]}'
    with pytest.raises(InputError, match="none of the formats"):
        parse(report.encode(), Path("out.json"))


def test_markdown_in_a_string_is_read_as_markdown() -> None:
    text = "# 标题\r\n\r\n用 `a,,b` 和 `c` 说明。\r\n\r\n``` js\r\n// 的的,,\r\n```\r\n"
    source = json.dumps([{"text": text}], ensure_ascii=False)
    (_, part) = parse_parts(source.encode(), Path("page.json"))
    shown = [each.span.of(part.text) for each in part.paragraphs]
    assert shown[:2] == ["标题", f"用 {OPAQUE} 和 {OPAQUE} 说明。"]
    assert "的的" not in part.text


@pytest.mark.parametrize("damage", [ARRAY[:-3], ARRAY[:-3] + ",]", ARRAY + "x", ARRAY + ","])
def test_a_damaged_array_is_told(damage: str) -> None:
    with pytest.raises(InputError, match=r"record [23]|cut off|not well-formed"):
        list(parse_parts(damage.encode(), Path("page.json")))


values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | texts,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(texts, each, max_size=3),
    max_leaves=8,
)
records = st.lists(
    st.builds(lambda rest, text: {**rest, "text": text}, st.dictionaries(texts, values), texts),
    min_size=1,
    max_size=4,
)


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, object]]:
    """Yield all values that are no containers, with the keys that lead to them."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, name)
    else:
        yield name, value


@given(records, st.booleans(), st.sampled_from(["\n", "\r\n"]), texts.filter(bool), st.data())
def test_whatever_is_accepted_every_line_parses_and_only_the_named_field_differs(
    found: list[dict[str, Any]], ascii_only: bool, newline: str, new: str, draw: st.DataObject
) -> None:
    source = "".join(json.dumps(each, ensure_ascii=ascii_only) + newline for each in found)
    data = source.encode()
    try:
        document = parse(data, PAGE, fields=("text",), encoding="utf-8")
    except InputError:  # nothing in it can be Chinese
        assert not re.search("[㐀-鿿]", source)
        return
    assert_sound(document)
    assert write(document, []) == data
    places = [segment.text for segment in document.segments]
    if not places:
        return
    span = draw.draw(st.sampled_from(places))
    if "\ufffc" in span.of(document.text) or "\ufffc" in new:
        return
    after = write(document, project(document, Edit(span, new))).decode()
    assert after.count("\n") == source.count("\n")
    for old, line in zip(found, after.split(newline), strict=False):
        assert [each for each in leaves(json.loads(line)) if each[0] != "text"] == [
            each for each in leaves(old) if each[0] != "text"
        ]


@given(st.lists(sentences, min_size=1, max_size=5, unique=True))
def test_an_edit_of_one_record_leaves_the_bytes_of_the_others(lines: list[str]) -> None:
    data = "".join(f'{{"text":"{line}", "x" :1}}\n' for line in lines).encode()
    after = replaced(data, PAGE, lines[-1], "改。", encoding="utf-8")
    assert after.split(b"\n")[-2] == '{"text":"改。", "x" :1}'.encode()
    assert len(after.split(b"\n")) == len(lines) + 1


def test_a_single_record_can_be_read_by_itself() -> None:
    (block,) = jsonl.blocks('{"a": "海港。"}')
    assert block.text('{"a": "海港。"}') == "海港。"
