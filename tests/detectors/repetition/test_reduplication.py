from __future__ import annotations

import pytest

from proofer.detectors.repetition.reduplication import DETECTOR
from proofer.findings.finding import Applicability
from tests.detectors.findings import find, quotes


def first(text: str) -> tuple[str, str]:
    (finding,) = find(DETECTOR, text)
    return finding.quote, finding.replacement(finding.suggestions[0])


@pytest.mark.parametrize(
    ("text", "quote", "whole"),
    [
        ("要认真真学习，扎扎实实工作，做到认认真真。", "认真真", "认认真真"),
        ("要认认真学习，扎扎实实工作，做到认认真真。", "认认真", "认认真真"),
        ("群众生活方方面的困难都要想到，方方面面都要照顾。", "方方面", "方方面面"),
    ],
)
def test_a_lost_character_is_put_back(text: str, quote: str, whole: str) -> None:
    assert first(text) == (quote, whole)


def test_a_word_of_three_characters_is_whole() -> None:
    assert quotes(DETECTOR, "院子里冷清清的，一个客人也没有。") == []


def test_a_page_that_writes_the_whole_makes_it_surer() -> None:
    (alone,) = find(DETECTOR, "要认真真学习文件精神。")
    (witnessed,) = find(DETECTOR, "要认真真学习文件精神。老同志一向认认真真。")
    for each in (alone, witnessed):
        assert each.suggestions[0].applicability is Applicability.UNSAFE
    assert witnessed.confidence > alone.confidence
    place = next(evidence.span for evidence in witnessed.evidence if evidence.source == "document")
    assert place is not None
    assert (place.start, place.end) == (16, 20)


def test_the_plain_word_is_the_other_choice() -> None:
    (finding,) = find(DETECTOR, "要认真真学习文件精神。")
    assert {finding.replacement(each) for each in finding.suggestions} == {"认认真真", "认真"}
    confidences = [each.confidence for each in finding.suggestions]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(finding.confidence, abs=0.01)


@pytest.mark.parametrize(
    "text",
    [
        "山上红彤彤，田里绿油油，夜里静悄悄。",
        "请大家一步步试试看，日子会一天天好起来。",
        "各方面面临的困难不少，安全水平平稳提高。",
        "编制十五五规划，千千万万人受益。",
        "认认真真做事，规规矩矩做人，老老实实、踏踏实实。",
    ],
)
def test_words_of_three_characters_and_seams_are_left_alone(text: str) -> None:
    assert quotes(DETECTOR, text) == []


def test_a_seam_stays_one_where_the_page_writes_the_whole() -> None:
    assert quotes(DETECTOR, "各方面面临的困难，方方面面都想到了，这大大方便了群众。") == []


def test_an_author_who_doubles_on_purpose_may_mean_three_characters() -> None:
    """Half a word stays in view, below what is shown as likely."""
    novel = "他皱皱眉头，耸耸肩，又点点头。她慢慢地走，静静地听，轻轻地笑，淡淡地说。"
    (alone,) = find(DETECTOR, "院里的草松软软的。")
    (there,) = find(DETECTOR, novel * 3 + "院里的草松软软的。")
    assert alone.confidence > 0.5 > there.confidence > 0.3


def test_what_is_asked_of_right_and_wrong_is_no_half_word() -> None:
    assert quotes(DETECTOR, "这不是技术问题，也是是非问题。") == []


def test_a_name_that_the_page_prints_again_is_left_alone() -> None:
    assert quotes(DETECTOR, "副厂长丁冬冬介绍了经验。丁冬冬说，要再接再厉。") == []


def test_a_function_word_before_a_mark_is_superfluous_if_the_page_says_so() -> None:
    wrong = "必须老老实实在、认认真真做事。"
    assert quotes(DETECTOR, wrong) == []
    assert first(wrong + "我们一向老老实实、任劳任怨。") == ("老老实实在", "老老实实")


def test_a_verb_before_a_mark_is_none() -> None:
    assert quotes(DETECTOR, "大家踏踏实实干。他们一向踏踏实实。") == []


def test_the_whole_word_comes_first_unless_the_page_doubles_elsewhere() -> None:
    assert first("孩子们高高兴地去上学。") == ("高高兴", "高高兴兴")
    (doubled,) = find(DETECTOR, "孩子们高高兴地去上学。全县各级部门门都要高度重视。")
    assert doubled.replacement(doubled.suggestions[0]) == "高兴"
