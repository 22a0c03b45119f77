"""What is an error on a page and none in the files that people and programs write.

Records of data sets, templates in LaTeX, subtitles, bibliographies.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from proofer.detectors.api import Detector
from proofer.detectors.characters.chat_leftover import DETECTOR as CHAT_LEFTOVER
from proofer.detectors.characters.misread_stop import DETECTOR as MISREAD_STOP
from proofer.detectors.characters.mojibake import DETECTOR as MOJIBAKE
from proofer.detectors.characters.odd_character import DETECTOR as ODD_CHARACTER
from proofer.detectors.characters.punctuation_width import DETECTOR as PUNCTUATION_WIDTH
from proofer.detectors.characters.unbalanced_mark import DETECTOR as UNBALANCED_MARK
from proofer.detectors.dictionary.fixed_name import DETECTOR as FIXED_NAME
from proofer.detectors.repetition.counted_loop import DETECTOR as COUNTED_LOOP
from proofer.detectors.repetition.doubled import DETECTOR as DOUBLED
from proofer.detectors.repetition.repetition_loop import DETECTOR as REPETITION_LOOP
from proofer.detectors.structure.lost_text import DETECTOR as LOST_TEXT
from proofer.detectors.structure.torn_paragraph import DETECTOR as TORN_PARAGRAPH
from proofer.document.kinds import BlockKind
from proofer.document.opaque import OPAQUE
from proofer.formats import parse_parts
from tests.detectors.findings import context, find, quotes
from tests.documents import document

CLAUSE = "大家认为，这样很好；"


def in_records(detector: Detector, *values: object, field: str = "text") -> list[str]:
    """The quotes of what is found in records whose field has these values."""
    data = json.dumps([{field: value} for value in values], ensure_ascii=False).encode()
    return [
        finding.quote
        for part in parse_parts(data, Path("data.json"))
        for finding in detector.detect(part, context())
    ]


def test_a_record_has_a_width_of_its_own_only_where_it_is_long() -> None:
    mixed = "他说,好的，再见。"
    assert quotes(PUNCTUATION_WIDTH, mixed) == [","]
    assert in_records(PUNCTUATION_WIDTH, mixed) == []
    assert in_records(PUNCTUATION_WIDTH, CLAUSE * 10 + "不过,可以。") == [","]
    assert in_records(PUNCTUATION_WIDTH, "大家认为,这样很好;" * 12) == [], "the writer's habit"


def test_json_in_a_string_is_code() -> None:
    call = json.dumps({"name": "订餐", "说明": "没有的的事,真的"}, ensure_ascii=False)
    (_, part) = parse_parts(
        json.dumps([{"text": f"好，请稍等。\n{call}"}]).encode(), Path("a.json")
    )
    assert [each.kind for each in part.paragraphs] == [BlockKind.PROSE, BlockKind.CODE]
    assert part.text == f"好，请稍等。\n{OPAQUE}"
    for written in (call, call[:-1]):
        assert quotes(PUNCTUATION_WIDTH, f"{CLAUSE * 12}结果是{written}，没有别的。") == []


def test_a_table_in_a_string_is_a_table() -> None:
    rows = [
        "选择器 | 说明",
        "-- | --",
        ":active | 选择活动的链接，鼠标正按着它。",
        ":empty | 没有子元素的元素，文字也算。",
    ]
    assert in_records(LOST_TEXT, "\n".join(rows)) == []


def test_brackets_of_a_formula_are_its_own() -> None:
    assert quotes(PUNCTUATION_WIDTH, "因此，梯形的面积是(a + b) * h / 2，单位为米。") == []
    assert quotes(PUNCTUATION_WIDTH, "因此，梯形的面积(Area)最大，单位为米。") == ["("]


def test_signs_of_seconds_are_no_quotation_marks() -> None:
    assert quotes(PUNCTUATION_WIDTH, '位于北纬23°26′31"，东经113°28′56.16"，海拔不高。') == []
    assert quotes(PUNCTUATION_WIDTH, '他说，"这是好事"，大家都笑了。') == ['"']


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("大家认为,很好", "通篇使用半角标点，共 1 处"),
        ("大家认为,很好。", "除句号外通篇使用半角标点，共 1 处"),
        ("大家认为,很好,真好;" * 10 + "对，是的。", "标点多为半角，共 30 处"),
    ],
)
def test_throughout_is_said_of_what_is_so_throughout(text: str, wanted: str) -> None:
    (finding,) = find(PUNCTUATION_WIDTH, text)
    assert finding.message.zh == wanted


def test_what_a_model_answers_in_a_dialogue_is_the_text() -> None:
    excuse = "很抱歉，我无法替您订机票。"
    turns = [{"from": "user", "value": "请订一张票。"}, {"from": "model", "value": excuse}]
    assert in_records(CHAT_LEFTOVER, turns, field="conversations") == []
    assert in_records(CHAT_LEFTOVER, excuse, field="output") == []
    assert in_records(CHAT_LEFTOVER, excuse) == [excuse[:-1]]
    assert in_records(CHAT_LEFTOVER, "抱歉，我无法识别图片中的文字。", field="output")


FILLER = "这里是占位的文字，正式提交时请删去。"


def test_what_is_typed_three_times_is_meant_and_twice_is_a_slip() -> None:
    assert quotes(REPETITION_LOOP, "\n\n".join([FILLER] * 3), "a.tex") == []
    assert quotes(REPETITION_LOOP, FILLER * 3, "a.tex") == []
    assert quotes(REPETITION_LOOP, "\n\n".join([FILLER * 3] * 2), "a.tex") == []
    assert quotes(REPETITION_LOOP, "\n\n".join([FILLER] * 2), "a.tex") == [FILLER]
    assert quotes(REPETITION_LOOP, "\n\n".join([FILLER] * 3), "a.md") == [FILLER]


def test_a_person_falls_into_no_loop_and_who_fills_records_hardly_does() -> None:
    loop = "\n\n".join(f"第{n}条 双方口头的约定以书面记录为准。" for n in "一二三四五")
    (on_page,) = find(COUNTED_LOOP, loop)
    assert on_page.confidence > 0.8
    assert find(COUNTED_LOOP, loop, "a.tex") == []
    rows = json.dumps([{"text": loop}], ensure_ascii=False)
    (in_data,) = find(COUNTED_LOOP, rows, "a.json")
    assert in_data.confidence < 0.5


def test_answers_of_a_record_may_quote_each_other() -> None:
    said = "缓存分为强缓存和协商缓存两种，各有用处。"
    answers = [{"body": said}, {"body": said}]
    assert in_records(REPETITION_LOOP, answers, field="answers") == []
    assert in_records(REPETITION_LOOP, f"{said}\n\n{said}") == [said]


def test_a_quotation_may_run_over_strings_of_a_record() -> None:
    lines = [
        "後人題詩云：「東風吹雨過江來。",
        "滿目青山眼底開。",
        *["舟行十里聞鐘鼓。"] * 4,
        "花落城南。」",
    ]
    assert in_records(UNBALANCED_MARK, lines) == []
    assert in_records(UNBALANCED_MARK, lines[:-1]) == ["「"]


def test_faces_and_numbers_of_points_are_no_halves_of_pairs() -> None:
    face = "早饭凉了，楼下太吵：（以后换一家住。别的还行。"
    assert in_records(UNBALANCED_MARK, face) == []
    assert quotes(UNBALANCED_MARK, face) == ["（"]
    assert quotes(UNBALANCED_MARK, "1）设施比较简陋2）早餐还算可以3）离市中心比较远") == []
    assert quotes(UNBALANCED_MARK, "设施比较简陋，房价为220）早餐还算可以。") == ["）"]


def test_a_term_may_begin_with_what_is_a_particle_elsewhere() -> None:
    assert quotes(LOST_TEXT, "什么是过耦合？\n\n过耦合是指模块之间的依赖太多，难以维护。") == []
    assert quotes(LOST_TEXT, "会议昨天召开。\n\n过那座桥的时候，他停了下来，看了看河水。") in (
        [],
        ["过"],
    )


@pytest.mark.parametrize(
    "text",
    [
        "你能告诉我我明天几点上班吗？",
        "给岑岑打电话。",
        "请给丹丹发短信。",
        "放一首歌叫骏马骏马",
        "董诗诗演过的电影。",
        "街口的圆圆饭店生意很好。",
        "要是旧的的话，早就换了。",
        "早上打的的费用不低。",
        "那间大床房房间很小。",
    ],
)
def test_a_doubled_name_is_no_doubling(text: str) -> None:
    assert quotes(DOUBLED, text) == []


def test_subtitles_that_keep_hesitations_keep_what_is_said_twice() -> None:
    cue = "1\n00:00:01,000 --> 00:00:03,000\n{}会议要求抓实抓好好安全生产\n"
    assert quotes(DOUBLED, cue.format("呃"), "a.srt") == []
    assert quotes(DOUBLED, cue.format(""), "a.srt") == ["好好"]


def test_a_department_is_no_damaged_system() -> None:
    assert quotes(FIXED_NAME, "他毕业于武汉大学信息管理系，后来留校。") == []
    assert quotes(FIXED_NAME, "办公室装了信息管理系，大家都说好。") == ["信息管理系"]


def test_a_range_of_characters_in_a_program_is_not_garbled() -> None:
    assert quotes(MOJIBAKE, r"用 [\u4e00-\u9fa5] 匹配汉字。") == []
    assert quotes(MOJIBAKE, r"用 [\\u4e00-\\u9fa5] 匹配汉字。") == []
    assert quotes(MOJIBAKE, r"会议\u4e00致通过。") == [r"\u4e00"]


def test_refrains_and_described_characters_are_doubled_on_purpose() -> None:
    verse = "採蓮歸，採蓮歸，綠水芙蕖映翠衣。\n{}空門客，相隨踏月歸。"
    assert quotes(DOUBLED, verse.format("{口禺}{口禺}")) == []


def test_a_letter_that_often_stands_alone_is_a_name() -> None:
    often = "甲方叫A，A说完了就走，没等A回答，有可能A不知道B已经说完。"
    assert in_records(ODD_CHARACTER, often) == []
    assert quotes(ODD_CHARACTER, often) == ["A"], "an engine may take 人 for A as often"
    assert quotes(ODD_CHARACTER, "会议要求全体A员按时到会。") == ["A"]


def test_a_comma_ends_what_people_type_and_a_numbered_line_is_no_heading() -> None:
    comma = "这样可以避免后来的人踩坑，更重要的是大家一眼就能看懂它在做什么，\n\n再看一个例子。"
    assert find(TORN_PARAGRAPH, comma)[0].confidence > 0.8
    rows = json.dumps([{"text": comma}], ensure_ascii=False)
    assert find(TORN_PARAGRAPH, rows, "a.json")[0].confidence < 0.5
    steps = "1.甲说好了\n\n大家听见了，很高兴。\n\n2.乙知道了\n\n3.丙也说好\n\n于是散了，各自回家。"
    assert quotes(LOST_TEXT, steps) == ["2.乙知道了"]
    assert in_records(LOST_TEXT, steps) == []


def test_an_entry_may_be_given_in_two_forms() -> None:
    entry = "沈一鸣. 海港历代船舶与码头史稿[M]. "
    assert quotes(REPETITION_LOOP, f"[3] {entry}[{entry}[日期不详]. ]") == []
    assert quotes(MISREAD_STOP, "三角形的底边长6单位，高为2单位。") == []


def test_entries_of_a_bibliography_show_each_other() -> None:
    entries = (
        "[1] 沈一鸣. 海港史稿[DS/OL]. 海口: 南海书局, 2011.\n\n"
        "[2] 某会編, 海港の歴史, 東京: 某書房, 2004.\n\n"
        f"[3] 沈一鸣. 海港续稿[M]. {'海口: 南海书局, 2012. ' * 30}\n"
    )
    assert quotes(ODD_CHARACTER, entries + "\n他买了一本書，回家细读。\n", "a.md") == ["書"]
    kinds = [each.kind for each in document(entries, "a.md").paragraphs]
    assert kinds == [BlockKind.BIBLIOGRAPHY] * 3
    row = [
        "17 Bell, Dock, 2004.",
        "18 Bell, Ships, no date.",
        "19 某会, 港, 2005.",
        "20 某会, 船, 2006.",
    ]
    lists = ["\n\n".join(row), "\n\n".join(each[:-1] + "。" for each in row)]
    found = [{each.kind for each in document(text, "a.md").paragraphs} for text in lists]
    assert found[0] == {BlockKind.BIBLIOGRAPHY}
    assert BlockKind.BIBLIOGRAPHY not in found[1], "sentences"


def test_a_paragraph_with_japanese_forms_has_no_stray_characters() -> None:
    chinese = "他买了一本书，回家以后细细地读完了，觉得写得很好。\n"
    assert (
        quotes(ODD_CHARACTER, f"{chinese}参见『民法総則の物権図解』（日本書房，新訂版）。\n") == []
    )
    assert quotes(ODD_CHARACTER, f"{chinese}参见《物权图解》（日本書房出版，新版）。\n") == ["書"]
