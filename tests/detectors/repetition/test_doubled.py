from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proofer.detectors.repetition._repeats import long_repeats, repeats
from proofer.detectors.repetition.doubled import DETECTOR
from proofer.document.document import Join
from proofer.document.spans import Span
from proofer.findings.finding import Applicability
from tests.detectors.findings import context, find, mended, quotes
from tests.documents import document, texts

ERRORS = {
    "这是双方共同努力的的成果。": "的的",
    "各级干部要牢牢把把握工作主动权。": "把把",
    "会议要求抓实抓好好安全生产。": "好好",
    "人民群众的获得感、幸福福感不断提升。": "福福",
    "加快构建科技创新新体系，培育新动能。": "新新",
    "分管领导和勘探队队长队长一起下井。": "队长队长",
    "我们要加强加强组织领导，压实责任。": "加强加强",
    "仓库里摆着全新新的设备，还没有开箱。": "新新",
    "他已经已经离开了工作二十年的岗位。": "已经已经",
    "全面推进乡村乡村振兴战略。": "乡村乡村",
    "切实维护国家的的的利益。": "的的的",
}
LEGITIMATE = (
    "人人都说好，个个争先，往往事半功倍，刚刚好。",
    "爸爸和妈妈常常带着宝宝去看爷爷奶奶。",
    "这个问题我们再研究研究，请大家也讨论讨论。",
    "他一个个地数，一步一步地走，一项一项抓落实。",
    "编制十五五规划，喊着一二一，三三两两地走了。",
    "这批口蹄疫疫苗已经运到，医院院长和外交部部长都来了。",
    "用水水源要保护好，人民民主专政要坚持。",
    "看着看着天就黑了，天空很蓝很蓝。",
    "他哈哈大笑，咚咚咚地跑下楼，心里美滋滋的。",
    "走访慰问老党员、老战士、老干部代表。",
    "山上沟沟坎坎，村里家家户户，处处热热闹闹。",
    "在原有基础上上调百分之五，今年年底前完成。",
    "已婚的的士司机尤其是是否有子女的要登记。",
    "村里人都喊：“涨水了！涨水了！快上堤！”",
    "孩子们嚷着：下雪呀，下雪呀，都跑到院子里去了。",
    "他连连拱手：失敬失敬，里面请。",
    "这支队伍编为第三军第三师，驻在城外。",
    "（二二）再说后勤方面的问题。",
    "他皱皱眉头，没有答话。",
    "流血的和不流血的，暴力的和和平的，都是斗争。",
    "惟有这个剧种现在在和观众一起变老。",
    "拍卖标的的起价由双方商定。",
    "这种事发生的可能性非常非常低，只有极少数极少数的人碰上过。",
    "天下没有没有缺点的人，也没有没有脾气的厨师。",
    "他斜斜的望了我一眼，惨惨地说了一句话，手里拿着新新的草帽。",
    "水壶嘶嘶地响，箭嗖嗖地飞过去。",
    "爬到楼顶有三种走法。\n1 步 + 1 步 + 1 步\n1 步 + 2 步\n",
    "这一点在上上一篇文章里已经说过。",
    "请修改这些学生的成绩的成绩单。",
)


@pytest.mark.parametrize(("text", "quote"), ERRORS.items())
def test_doubled_characters_and_words_are_found(text: str, quote: str) -> None:
    assert quotes(DETECTOR, text) == [quote]


def test_a_doubled_name_that_the_page_says_often_is_left_alone() -> None:
    named = "棠棠推开门。奶奶叫住棠棠，问她去哪里。棠棠说去河边，奶奶给棠棠带了伞。"
    assert quotes(DETECTOR, named + "那天棠棠淋了雨。") == []


@pytest.mark.parametrize("text", LEGITIMATE)
def test_legitimate_repeats_are_left_alone(text: str) -> None:
    assert quotes(DETECTOR, text) == []


def test_a_caption_behind_the_same_word_is_no_doubling() -> None:
    assert quotes(DETECTOR, "下面是厂区的平面图图 18 供水管线，请对照阅读。") == []


def test_a_number_in_brackets_may_repeat_its_digit_but_not_in_a_name() -> None:
    assert quotes(DETECTOR, "（三三）关于队伍的建设。") == []
    assert quotes(DETECTOR, "（通讯员通讯员报道）昨天下了大雨。") == ["通讯员通讯员"]


def test_one_copy_stays() -> None:
    page = document("切实维护国家的的的利益。")
    findings = list(DETECTOR.detect(page, context()))
    assert mended(page, findings) == "切实维护国家的利益。"


def torn(text: str, *offsets: int) -> tuple[Join, ...]:
    return tuple(
        Join(offset, Span(offset, offset), 0.9) for offset in offsets if offset < len(text)
    )


def test_a_repeat_over_a_torn_line_says_so_and_is_surer() -> None:
    text = "人民群众的幸福福感不断提升。"
    whole = document(text)
    cut = replace(whole, joins=torn(text, 7))
    plain, at_tear = (next(iter(DETECTOR.detect(page, context()))) for page in (whole, cut))
    assert "断行" in at_tear.message.zh
    assert "torn" in at_tear.message.en
    assert "断行" not in plain.message.zh
    assert at_tear.confidence > plain.confidence


@pytest.mark.parametrize("cut", range(5, 10))
def test_the_deletion_lies_on_one_side_of_the_cut(cut: int) -> None:
    text = "陪同的勘探队长队长介绍了情况。"
    page = replace(document(text), joins=torn(text, cut))
    (finding,) = DETECTOR.detect(page, context())
    (edit,) = finding.suggestions[0].edits
    assert not edit.span.start < cut < edit.span.end, f"{edit} is split by the cut at {cut}"
    assert mended(page, [finding]) == "陪同的勘探队长介绍了情况。"


def test_names_of_the_page_are_left_alone() -> None:
    assert quotes(DETECTOR, "本报讯（记者 黎佩佩）昨天大会开幕。\n黎佩佩在会场采访了代表。") == []
    assert quotes(DETECTOR, "村民武翠翠和李俭俭都得到了帮助。") == []


def test_what_the_page_prints_twice_is_its_own_term() -> None:
    once = "我们要做强做优产业链链主企业。"
    assert quotes(DETECTOR, once + "\n会上还表彰了产业链链主单位。") == []


def test_a_function_word_doubled_twice_is_still_an_error() -> None:
    assert quotes(DETECTOR, "这是我们的的任务。\n那是我们的的责任。") == ["的的", "的的"]


def test_half_lost_reduplications_belong_to_another_detector() -> None:
    assert quotes(DETECTOR, "大家都要认真真地完成任务，规矩矩做事。") == []


def test_headings_and_tables_are_read_and_code_is_not() -> None:
    text = (
        "## 共同努力的的成果\n\n```python\n共同努力的的成果\n```\n\n"
        "| 共同努力的的成果 |\n| --- |\n| 一 |\n"
    )
    assert quotes(DETECTOR, text, "page.md") == ["的的", "的的"]


def test_a_repeat_never_reaches_over_paragraphs() -> None:
    assert quotes(DETECTOR, "今天我们讨论发展。\n发展是第一要务。") == []
    assert quotes(DETECTOR, "会议开得很好\n好的做法要推广。") == []


def test_the_page_and_the_dictionary_are_called_as_witnesses() -> None:
    text = "构建科技创新体系。培育科技创新体系人才。要完善科技创新新体系建设。"
    (finding,) = find(DETECTOR, text)
    sources = {evidence.source: evidence for evidence in finding.evidence}
    assert set(sources) == {"language-model", "document", "dictionary"}
    assert sources["document"].span is not None
    assert sources["document"].span.of(text) in text[:10]
    assert (sources["language-model"].score or 0) > 2


def test_nothing_is_corrected_unasked() -> None:
    for text in ERRORS:
        for finding in find(DETECTOR, text):
            assert finding.suggestions[0].applicability is Applicability.UNSAFE, finding.quote


def test_where_the_author_doubles_on_purpose_a_doubling_is_less_likely() -> None:
    (alone,) = find(DETECTOR, "他已经已经离开了工作二十年的岗位。")
    painted = "他握握手，她倦倦地笑了笑。天淡淡的，云斜斜的，钟滴答滴答地走。"
    (among,) = find(DETECTOR, painted * 8 + "他已经已经离开了工作二十年的岗位。")
    assert among.quote == alone.quote
    assert 0.3 < among.confidence < alone.confidence - 0.1, "still told, but less sure"


def test_pages_that_the_model_does_not_know_make_it_modest() -> None:
    lines = [
        f"本報昨得{name}君來函、云及{name}鎭近日米價騰貴、鄉民苦之。"
        for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    ]
    page = "\n".join(lines) + "\n縣長聞之之後、乃命開倉平糶糶、以濟民困。"
    assert len(page) > 500
    assert all(finding.confidence <= 0.5 for finding in find(DETECTOR, page))


@given(texts)
@example("人人人")
def test_a_correction_removes_whole_copies_and_nothing_else(text: str) -> None:
    page = document(text)
    for finding in DETECTOR.detect(page, context()):
        (edit,) = finding.suggestions[0].edits
        assert edit.replacement == ""
        assert finding.span.covers(edit.span)
        assert "\n" not in finding.quote
        left = finding.replacement(finding.suggestions[0])
        assert left
        # Of three copies two are left where they are a word: 人人人有责.
        unit = left[: len(left) // 2] if len(finding.quote) % len(left) else left
        assert left in (unit, 2 * unit)
        assert finding.quote == unit * (len(finding.quote) // len(unit))


def by_hand(text: str, length: int) -> set[tuple[int, int]]:
    """The runs of period `length` (no shorter period, no line feed), character by character."""
    runs = set()
    start = 0
    while start + 2 * length <= len(text):
        end = start
        while end + length < len(text) and text[end] == text[end + length]:
            end += 1
        unit = text[start : start + length]
        shorter = any(
            unit == unit[:part] * (length // part)
            for part in range(1, length)
            if length % part == 0
        )
        if end - start >= length and "\n" not in unit and not shorter:
            runs.add((start, end + length))
        start = max(start, end) + 1
    return runs


@given(st.text("甲乙丙\n", max_size=60))
def test_repeats_are_what_a_slow_search_finds(text: str) -> None:
    for length in range(1, 8):
        fast = {
            (each.span.start, each.span.end) for each in repeats(text, 7) if each.length == length
        }
        slow = {
            (each.span.start, each.span.end)
            for each in long_repeats(text, 1, 7)
            if each.length == length
        }
        assert fast == slow == by_hand(text, length), f"units of {length}"


@pytest.mark.parametrize(
    "text",
    [
        "母亲听见，可就受不了了。",
        "这次看完，也算是了了一桩十几年的心愿。",
        "她已经在上海经过过一次，只是没有停留。",
        "药也没有吃，万想不到到了第二天晚上，热度又高了。",
        "有这种错误想法的人人们称之为乐天派。",
    ],
)
def test_a_particle_may_stand_behind_a_verb_that_ends_in_it(text: str) -> None:
    assert quotes(DETECTOR, text) == []


def test_where_people_typed_a_character_beside_a_word_is_rather_a_seam() -> None:
    sentence = "需要随时间更新新知识，才能回答。"
    (read,) = find(DETECTOR, sentence)
    assert read.confidence > 0.5
    typed = find(DETECTOR, sentence, "page.tex")
    assert all(each.confidence < 0.5 for each in typed)
    (particle,) = find(DETECTOR, "我们选择的的方法很简单。", "page.tex")
    assert particle.confidence > 0.5, "no word ends or begins there"


def test_a_formula_of_its_own_line_parts_what_is_no_repeat() -> None:
    page = (
        "由此可知，上面的公式经过整理之后可以改写为\n\n$$\nx + y\n$$\n\n为计算方便，{}取近似值。\n"
    )
    assert not find(DETECTOR, page.format(""), "page.md")
    assert find(DETECTOR, page.format("先先"), "page.md")


def test_code_that_is_not_read_may_differ() -> None:
    assert not find(
        DETECTOR, "练习：假设 `a1` 是`B1`类型，`c1` 是`D1`类型，写出表达式。", "page.md"
    )
