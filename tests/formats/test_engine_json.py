"""JSON of OCR engines: what the fixtures of test_ocr_fixtures do not show."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from fixtures.documents import (
    build_engines,
    build_ocr,
    engine_mineru,
    engine_parsers,
    engine_services,
)
from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.kinds import BlockKind
from proofer.document.opaque import OPAQUE
from proofer.document.projection import UnprojectableError, project
from proofer.document.spans import Span
from proofer.errors import InputError
from proofer.formats import parse, write
from tests.documents import assert_sound

PAGE = Path("page.json")


def read(value: object) -> Document:
    document = parse(json.dumps(value, ensure_ascii=False).encode(), PAGE)
    assert_sound(document)
    return document


def edited(value: object, old: str, new: str) -> Any:
    document = read(value)
    at = document.text.index(old)
    return json.loads(write(document, project(document, Edit(Span(at, at + len(old)), new))))


def test_baidu_without_positions_is_read_as_lines_of_text() -> None:
    rows = [
        "经过三年建设，海港新码头今天正武开通，",
        "第一艘货轮在上午九点靠上泊位，码头工人",
        "敲锣打鼓。",
    ]
    page = {"words_result": [{"words": each} for each in rows], "words_result_num": 3}
    assert read(page).text == "".join(rows)
    assert edited(page, "正武", "正式")["words_result"][0]["words"] == rows[0].replace("武", "式")


def test_baidu_for_templates_has_its_lines_in_data() -> None:
    words = {"words": "海港新码头今天正武开通，", "location": {"left": 1, "top": 2}}
    page = {"errno": 0, "msg": "success", "data": {"words_result_num": 1, "words_result": [words]}}
    assert read(page).text == words["words"]
    assert (
        edited(page, "正武", "正式")["data"]["words_result"][0]["words"]
        == "海港新码头今天正式开通，"
    )


def test_tencent_for_documents_says_nothing_of_its_characters() -> None:
    nothing = {"Confidence": 0, "Polygon": [{"X": 0, "Y": 0}]}
    text = "海港正武开通，"
    item = {
        "DetectedText": text,
        "Confidence": 99,
        "Polygon": [{"X": x, "Y": y} for x, y in ((1, 2), (90, 2), (90, 12), (1, 12))],
        "Words": [{"Character": each, **nothing} for each in text],
    }
    page = {"Response": {"ItemContent": [item], "ElemContent": []}}
    document = read(page)
    assert document.text == text
    assert {each.ocr and each.ocr.confidence for each in document.segments} == {0.99}, (
        "0 is no confidence"
    )
    (changed,) = edited(page, "正武", "正式")["Response"]["ItemContent"]
    assert (
        changed["DetectedText"]
        == "".join(each["Character"] for each in changed["Words"])
        == text.replace("武", "式")
    )


def test_a_page_without_a_line_is_an_empty_page() -> None:
    for page in (
        {"words_result": [], "words_result_num": 0},
        {"Response": {"TextDetections": [], "RequestId": "a"}},
        {"analyzeResult": {"readResults": [{"page": 1, "lines": []}]}},
        {"DocumentMetadata": {"Pages": 1}, "Blocks": []},
    ):
        assert read(page).text == ""


@pytest.mark.parametrize(
    "page",
    [
        {"error_code": 17, "error_msg": "limit", "words_result_num": 0},
        {"analyzeResult": {"version": "3.2.0"}},
        {"responses": [{"textAnnotations": []}]},
        {"Blocks": {"BlockType": "LINE"}},
        {"RequestId": "a", "Data": '{"content": "港", "prism_wordsInfo": []}'},
    ],
)
def test_what_an_engine_says_of_a_failure_is_no_empty_page(page: object) -> None:
    with pytest.raises(InputError, match=r"has (no|its result)"):
        read(page)


def test_a_copy_that_says_something_else_is_left_as_it_is() -> None:
    page = engine_services.aliyun()
    assert isinstance(page, dict)
    page["content"] = "另一段文字"
    page["prism_paragraphsInfo"] = [
        {"word": "海港新码头今天开通"},
        {"word": "另一段"},
        {"word": "今天正武开"},
    ]
    after = edited(page, "正武", "正式")
    assert after["content"] == "另一段文字"
    shown = [each["word"] for each in after["prism_paragraphsInfo"]]
    assert shown == ["海港新码头今天开通", "另一段", "今天正式开"]


def test_a_copy_that_two_lines_say_is_taken_for_neither_out_of_its_turn() -> None:
    line = "今天正武开通"
    page = {
        "content": "别的话 " + line,
        "prism_wordsInfo": [{"word": line, "x": 0}, {"word": line, "x": 1}],
    }
    assert edited(page, "武", "式")["content"] == "别的话 " + line
    page["content"] = f"{line} {line}"
    assert edited(page, "武", "式")["content"] == f"{line.replace('武', '式')} {line}"


def test_a_text_in_another_order_is_found_piece_by_piece() -> None:
    rows = ["今天正武开通", "新码头有六个泊位"]
    page = {
        "content": f"{rows[1]} {rows[0]} 未读的话 ",
        "prism_wordsInfo": [{"word": each} for each in rows],
    }
    assert edited(page, "武", "式")["content"] == f"{rows[1]} 今天正式开通 未读的话 "


def test_characters_that_are_not_those_of_their_line_are_left_as_they_are() -> None:
    page = engine_services.baidu()
    assert isinstance(page, dict)
    row = next(each for each in page["words_result"] if "武" in each["words"])
    row["chars"] = row["chars"][:-1]
    after = edited(page, "武", "式")
    changed = next(each for each in after["words_result"] if "正式" in each["words"])
    assert [each["char"] for each in changed["chars"]] == [each["char"] for each in row["chars"]]


def test_blanks_between_words_are_in_step_with_words_without_blanks() -> None:
    words = [{"content": each, "confidence": 0.9} for each in ("Tne", "port", "of", "海港")]
    page = {
        "apiVersion": "2024-11-30",
        "modelId": "prebuilt-read",
        "content": "Tne port of\n海港",
        "pages": [{"pageNumber": 1, "words": words, "lines": [{"content": "Tne port of 海港"}]}],
    }
    after = edited(page, "Tne", "The")
    assert after["content"] == "The port of\n海港"
    assert after["pages"][0]["words"][0]["content"] == "The"


def test_google_leaves_out_coordinates_that_are_zero() -> None:
    symbol = {
        "text": "港",
        "boundingBox": {"vertices": [{}, {"x": 9}, {"x": 9, "y": 9}, {"y": 9}]},
    }
    pages = [{"blocks": [{"paragraphs": [{"words": [{"symbols": [symbol]}]}]}]}]
    document = read({"responses": [{"fullTextAnnotation": {"pages": pages, "text": "港"}}]})
    assert document.segments[0].ocr is not None
    assert document.segments[0].ocr.box == (0, 0, 9, 9)


def test_pages_have_their_numbers() -> None:
    lines = [{"text": "海港新码头", "boundingBox": [1, 1, 9, 1, 9, 2, 1, 2]}]
    results = [{"page": number, "lines": lines} for number in (3, 7)]
    document = read({"analyzeResult": {"version": "3.2", "readResults": results}})
    assert [segment.page for segment in document.segments] == [3, 7]


def test_boxes_that_are_shares_of_the_page_are_told_with_its_size() -> None:
    document = read(engine_services.textract())
    segment = document.segment_at(document.text.index("武"))
    assert segment is not None
    assert segment.ocr is not None
    assert segment.ocr.box is not None
    assert segment.ocr.size is not None
    across, down = segment.ocr.size
    left, top, right, bottom = segment.ocr.box
    on_image = [left / across * 840, top / down * 500, right / across * 840, bottom / down * 500]
    word = next(
        each for line in build_ocr.lines() for each in build_ocr.words(line) if "武" in each[0]
    )
    assert on_image == pytest.approx(word[1:])


@pytest.mark.parametrize(
    "name",
    [
        *("mineru_middle.json", "mineru4_middle.json", "mineru_model.json", "dots.json"),
        *("mineru_content_list_v2.json", "mistral.json", "marker.json", "olmocr.jsonl"),
        "deepseek.mmd",
    ],
)
def test_a_formula_in_a_sentence_is_one_character_and_tags_are_none(name: str) -> None:
    document = parse(build_engines.files()[name], Path(name))
    assert re.search(f"吨位按 ?{OPAQUE} ?计算，", document.text)
    assert not re.search(r"frac|[<>{}|*#]", document.text)
    at = document.text.index(OPAQUE)
    with pytest.raises(UnprojectableError):
        project(document, Edit(Span(at - 1, at + 1), "式"))


def test_rekognition_is_not_taken_for_tencent() -> None:
    found = {"DetectedText": "港", "Type": "LINE", "Id": 0, "Confidence": 99.0, "Geometry": {}}
    document = read({"TextDetections": [found], "TextModelVersion": "3.0"})
    assert (document.engine, document.text) == ("", "港")
    assert "DetectedText" in document.notes[0].message.en, "nobody is told that it is a guess"


def test_a_link_of_mineru_4_is_read_and_an_older_one_corrected_in_its_parts_too() -> None:
    assert "港务公告" in read(engine_mineru.mineru4_middle()).text
    link = {
        "type": "hyperlink",
        "content": "港务公吿",
        "url": "https://example.org/",
        "children": [{"type": "text", "content": "港务"}, {"type": "text", "content": "公吿"}],
    }
    page = [[{"type": "paragraph", "content": {"paragraph_content": [link]}}]]
    after = edited(page, "吿", "告")[0][0]["content"]["paragraph_content"][0]
    assert after["content"] == "港务公告"
    assert [each["content"] for each in after["children"]] == ["港务", "公告"]


_REFERENCE = "海港志编委会：港口史稿，北京，海港丛书之七，油印本"


@pytest.mark.parametrize(
    "root",
    [
        [
            {"type": "ref_text", "text": _REFERENCE, "page_idx": 0},
            {"type": "text", "text": "吨位按季度统计。", "page_idx": 0},
        ],
        [
            {
                "type": "list",
                "sub_type": "ref_text",
                "list_items": [_REFERENCE],
                "page_idx": 0,
            },
            {"type": "text", "text": "吨位按季度统计。", "page_idx": 0},
        ],
        [
            [
                {
                    "type": "list",
                    "content": {
                        "list_type": "reference_list",
                        "list_items": [{"item_content": [{"type": "text", "content": _REFERENCE}]}],
                    },
                }
            ]
        ],
        {
            "input_path": "harbour.png",
            "parsing_res_list": [{"block_label": "reference_content", "block_content": _REFERENCE}],
        },
    ],
    ids=["MinerU", "list of MinerU", "second version", "PaddleOCR"],
)
def test_what_an_engine_calls_a_reference_is_a_bibliography(root: object) -> None:
    document = read(root)
    assert document.paragraph_at(document.text.index("港口史")).kind is BlockKind.BIBLIOGRAPHY


def test_tasks_without_a_transcription_are_no_page_of_label_studio() -> None:
    task = engine_parsers.labelstudio()
    assert isinstance(task, list)
    result = task[0]["annotations"][0]["result"]
    boxes = [each for each in result if each["type"] != "textarea"]
    with pytest.raises(InputError, match="none of the formats"):
        read([{"id": 1, "annotations": [{"result": boxes}], "data": {"ocr": "harbour.png"}}])


def test_label_studio_in_its_short_form() -> None:
    place = {"x": 10, "y": 20, "width": 50, "height": 10, "rotation": 0}
    page = {
        "ocr": "/data/upload/1/harbour.png",
        "id": 1,
        "bbox": [{**place, "original_width": 800, "original_height": 500}],
        "transcription": ["今天正武开通"],
        "annotation_id": 3,
    }
    document = read([page])
    assert document.segments[0].ocr is not None
    assert document.segments[0].ocr.box == pytest.approx((80, 100, 480, 150))
    assert edited([page], "武", "式")[0]["transcription"] == ["今天正式开通"]


def test_chunks_of_marker_are_read_with_their_pages() -> None:
    found = [
        {
            "id": f"/page/{page}/Text/1",
            "block_type": "Text",
            "html": f"<p>第{page}页的正文。</p>",
            "page": page,
            "polygon": [],
            "bbox": [1, 2, 3, 4],
        }
        for page in (0, 4)
    ]
    info = {"0": {"bbox": [0, 0, 600, 800]}, "4": {"bbox": [0, 0, 600, 800]}}
    document = read({"blocks": found, "page_info": info, "metadata": {}})
    assert [segment.page for segment in document.segments] == [1, 5]
    assert {segment.ocr.size for segment in document.segments if segment.ocr} == {(600, 800)}


def test_a_result_of_umi_ocr_that_failed_is_told() -> None:
    with pytest.raises(InputError, match="data"):
        parse(b'{"code": 901, "data": null, "path": "a.png"}\n', Path("a.jsonl"))


def test_an_ordinary_text_is_not_taken_for_a_list_of_labels() -> None:
    text = "日期\t[今天]\n海港新码头今天正式开通。\n"
    assert "今天正式开通" in parse(text.encode(), Path("a.txt")).text


@pytest.mark.parametrize("moved", [-2, 0, 3])
def test_a_page_of_olmocr_ends_with_a_line_also_where_a_correction_moved_it(moved: int) -> None:
    first, second = "第一页。\n<table><tr><td>泊位</td></tr></table>\n", "第二页从这一行开始。"
    end = len(first) + moved
    spans = [[0, end, 1], [end, len(first + second), 2]]
    page = {
        "text": first + second,
        "source": "olmocr",
        "attributes": {"pdf_page_numbers": spans},
    }
    document = parse(json.dumps(page, ensure_ascii=False).encode(), Path("page.jsonl"))
    assert document.text.split("\n") == ["第一页。", "泊位", "第二页从这一行开始。"]
    assert [each.page for each in document.segments] == [1, 1, 2]


def test_a_formula_of_marker_stands_for_all_of_its_element() -> None:
    text = {
        "id": "/page/0/Text/1",
        "block_type": "Text",
        "bbox": [0, 0, 1, 1],
        "html": '<p>由此得<math display="inline">x^2</math>，问题解决。</p>',
        "children": None,
    }
    page = {"id": "/page/0/Page/1", "block_type": "Page", "bbox": [0, 0, 9, 9], "children": [text]}
    document = read({"block_type": "Document", "children": [page]})
    at = document.text.index(OPAQUE)
    shown = document.source_span(Span(at, at + 1)).of(document.source)
    assert shown == '<math display=\\"inline\\">x^2</math>'
