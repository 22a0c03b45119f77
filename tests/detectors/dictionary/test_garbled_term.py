from __future__ import annotations

from dataclasses import replace

import pytest

from proofer.detectors.context import Context
from proofer.detectors.dictionary._misreadings import Reading
from proofer.detectors.dictionary._term_index import Change, TermIndex, changes
from proofer.detectors.dictionary.garbled_term import DETECTOR, _is_own
from proofer.document.spans import Span
from proofer.findings.finding import Applicability
from proofer.language.dictionaries import Dictionaries
from proofer.language.dictionary_format import Entry
from tests.detectors.findings import context, find, quotes
from tests.documents import document


def with_terms(*terms: str) -> Context:
    """The shipped dictionaries with some more terms, as a project has them."""
    shipped = context().dictionaries
    kinds = {
        kind: shipped.kind(kind)
        for kind in ("phrases", "reduplications", "confusions", "names", "places", "allow")
    }
    own = {
        term: Entry(term, category="company", reason="测试", origin="terms.tsv:1") for term in terms
    }
    kinds["terms"] = {**shipped.kind("terms"), **own}
    return replace(context(), dictionaries=Dictionaries("-".join(terms), kinds))


def test_a_misread_character_in_a_term_is_found_with_its_evidence() -> None:
    (finding,) = find(DETECTOR, "记者来到广西华晃采访，参观了氧化铝生产线。")
    assert finding.quote == "广西华晃"
    assert finding.replacement(finding.suggestions[0]) == "广西华昇"
    sources = [evidence.source for evidence in finding.evidence]
    assert sources[0] == "dictionary", "the entry of the dictionary comes first"
    assert {"shape", "language-model"} <= set(sources)


def test_a_character_copied_from_its_neighbour_is_a_slip_whatever_it_looks_like() -> None:
    assert quotes(DETECTOR, "记者来到广西昇昇采访，参观了氧化铝生产线。") == ["广西昇昇"]


def test_a_lost_character_is_put_back() -> None:
    (finding,) = find(DETECTOR, "他们在秘鲁罗莫克铜矿工作了三年。")
    assert finding.replacement(finding.suggestions[0]) == "特罗莫克铜矿"


def test_a_heavily_damaged_name_is_read_as_a_term_that_the_page_uses() -> None:
    page = "大会在驰宏锌锗召开，驰宏锌锗的职工参加。\n作者单位：晓宏铸铸"
    findings = [finding for finding in find(DETECTOR, page) if finding.quote == "晓宏铸铸"]
    assert findings, "the run of unexplained characters is not found"
    assert findings[0].replacement(findings[0].suggestions[0]) == "驰宏锌锗"
    assert findings[0].related, "the finding does not point to the term on the page"
    assert not find(DETECTOR, "作者单位：晓宏铸铸"), (
        "without the term elsewhere too little speaks for it"
    )


def test_the_same_wrong_character_elsewhere_is_a_question() -> None:
    page = "驰宏锌锆的职工炼出了锗晶体。国家要锆，就一定要有锆！"
    findings = find(DETECTOR, page)
    assert [finding.quote for finding in findings] == ["驰宏锌锆", "锆", "锆"]
    assert all(
        finding.suggestions[0].applicability is Applicability.MANUAL for finding in findings[1:]
    )
    assert all(finding.confidence < findings[0].confidence for finding in findings[1:])


def test_a_word_of_the_lists_is_never_a_misreading_of_a_term() -> None:
    assert not find(DETECTOR, "氧化锆和氧化锌都是氧化物，铜矿和铝矿也都在增产。")


@pytest.mark.parametrize(
    "text",
    [
        "组长段向东出席会议并讲话。",
        "本报讯（记者 王石磊）昨天下了雪。",
        "季平 摄\n季平说，照片是他拍的。",
    ],
)
def test_names_of_persons_are_left_alone(text: str) -> None:
    assert not find(DETECTOR, text)


def test_a_name_in_a_byline_is_protected_even_from_a_term_like_it() -> None:
    context = with_terms("邢子晴空")
    text = "本报讯（记者 邢子睛）邢子睛空手而归。"
    assert not [
        finding for finding in DETECTOR.detect(document(text), context) if "子睛" in finding.quote
    ]


def test_terms_of_two_characters_are_only_questions() -> None:
    for finding in find(DETECTOR, "公司总部设在北亰，分部设在上海。"):
        assert finding.suggestions[0].applicability is Applicability.MANUAL


def test_a_project_dictionary_adds_terms() -> None:
    text = "新厂区由凌波硅谷科技公司建设，去年投入使用。凌波硅合科技负责运行。"
    assert not [each for each in find(DETECTOR, text) if "硅合" in each.quote], (
        "known only to the project"
    )
    found = [each.quote for each in DETECTOR.detect(document(text), with_terms("凌波硅谷"))]
    assert found == ["凌波硅合"]


def test_the_page_teaches_its_own_terms() -> None:
    text = "要坚持去弊稳基。\n去弊稳基是第一步，去弊稳基也是第二步。\n大家都说，去弊稳墓最难。"
    (finding,) = find(DETECTOR, text)
    assert finding.quote == "去弊稳墓"
    assert finding.evidence[0].source == "document"


def test_text_that_the_word_list_cannot_read_is_left_alone() -> None:
    sentence = "廣西華昇鋁業組織職員學習會議精神，開展勞動競賽，驗證實驗數據，節約資源費用。"
    assert not find(DETECTOR, sentence * 10 + "記者來到廣西昇昇。")


def test_the_index_finds_terms_with_enough_equal_characters_in_their_places() -> None:
    index = TermIndex(["驰宏锌锗", "会泽铅锌矿", "围猎", "中国铜业"])
    found = index.near(["驰宏锌者", "会泽沿辞矿", "国猎", "中铜业", "驰宏锌锗", "锗锌宏驰"])
    assert found["驰宏锌者"] == ["驰宏锌锗"]
    assert found["会泽沿辞矿"] == ["会泽铅锌矿"]
    assert found["国猎"] == ["围猎"]
    assert found["中铜业"] == ["中国铜业"], "one character lost"
    assert "驰宏锌锗" not in found, "a term is no misreading"
    assert "锗锌宏驰" not in found, "equal characters in other places do not count"
    assert index.alike("晓宏铸铸", 1) == ["驰宏锌锗"]


def test_changes_tell_what_differs_and_what_was_lost() -> None:
    assert changes("晓宏铸锗", "驰宏锌锗") == [Change(0, "晓", "驰"), Change(2, "铸", "锌")]
    assert changes("中铜业", "中国铜业") == [Change(1, "", "国")]
    assert changes("中国铜", "中国铜业") == [Change(3, "", "业")]


def test_two_terms_for_one_stretch_share_its_probability() -> None:
    """Each is likely by itself, but only one of them was printed."""
    (finding,) = find(DETECTOR, "会议要求各单位尽心竟力改进工作。")
    chances = {finding.replacement(each): each.confidence for each in finding.suggestions}
    assert {"尽心尽力", "尽心竭力"} <= set(chances)
    assert sum(chances.values()) <= finding.confidence


@pytest.mark.parametrize(
    ("text", "is_own"),
    [
        ("律師應提醒當事人注意權利，當事人得隨時請求休息。", False),
        ("律师应提醒当事人注意权利，当事人可以随时请求休息。", True),
    ],
    ids=["traditional", "simplified"],
)
def test_only_a_simplified_page_has_terms_of_its_own(text: str, is_own: bool) -> None:
    reading = Reading(Span(0, 2), "事人", "士人", [], model_gain=1.0, likenesses=[0.9])
    assert _is_own(reading, context().page(document(text))) is is_own


@pytest.mark.parametrize(
    "text",
    [
        "巴本在柏林。巴本说要见他，巴本又走了。众人看着巴本，巴本笑了。巴本政府随后下台，无人过问。",
        "我坐下来喝茶，他请我坐下来。天下雨了，亲爱的，快到我伞下来。",
    ],
)
def test_a_name_of_the_page_and_a_sentence_are_no_terms(text: str) -> None:
    assert not find(DETECTOR, text)
