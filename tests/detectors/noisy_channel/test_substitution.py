from __future__ import annotations

import pytest

from proofer.checking.pipeline import make_context
from proofer.config import Config
from proofer.detectors.noisy_channel.broken_word import DETECTOR as BROKEN
from proofer.detectors.noisy_channel.substitution import DETECTOR
from proofer.findings.finding import Applicability
from tests.detectors.findings import find, mended, quotes
from tests.documents import document

ERRORS = {
    "会议强调，要深彻学习贯彻会议精神，认真抓好落实。": (
        "会议强调，要深入学习贯彻会议精神，认真抓好落实。"
    ),
    "各地要抓好衣业生产，确保国家粮食安全。": "各地要抓好农业生产，确保国家粮食安全。",
    "他们坚持以人民为中心的发展恩想，为群众办实事。": (
        "他们坚持以人民为中心的发展思想，为群众办实事。"
    ),
}


@pytest.mark.parametrize("text", ERRORS)
def test_wrong_characters_are_found_and_mended(text: str) -> None:
    assert mended(document(text), find(DETECTOR, text)) == ERRORS[text]


@pytest.mark.parametrize("text", ERRORS.values())
def test_the_mended_text_is_left_alone(text: str) -> None:
    assert quotes(DETECTOR, text) == []


def test_a_finding_says_why_and_is_never_applied_unasked() -> None:
    (finding,) = find(DETECTOR, next(iter(ERRORS)))
    assert {"language-model", "dictionary"} <= {each.source for each in finding.evidence}
    assert all(each.applicability is Applicability.UNSAFE for each in finding.suggestions)
    assert finding.confidence >= finding.suggestions[0].confidence


def test_quotes_inside_of_quotes_are_the_house_style() -> None:
    assert quotes(DETECTOR, "全力打造‘双碳’示范区，坚决做到‘两个维护’，推动高质量发展。") == []


def test_traditional_text_is_left_alone() -> None:
    assert (
        quotes(
            DETECTOR,
            "本報昨日載有關於戲園之消息、茲據園主來函聲明、謂該園並無停演之意、仍照常開演云。",
        )
        == []
    )


@pytest.mark.parametrize("text", ["來書拜悉、甚感。", "應", "本館開設於上海"])
def test_traditional_text_is_known_by_its_characters_however_short(text: str) -> None:
    assert quotes(DETECTOR, text) == []


def test_a_clause_that_is_cut_off_may_end_in_a_comma() -> None:
    assert quotes(DETECTOR, "会议强调，要深入学习贯彻会议精神，") == []


@pytest.mark.parametrize(
    "text",
    [
        "方法一完全相同。",
        "解法一与方法二相比，方案一更简便。",
        "虹鳟属于鲑形目鲑科。",
    ],
)
def test_numbers_of_ways_and_names_of_taxa_are_left_alone(text: str) -> None:
    assert quotes(DETECTOR, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "哈尔滨一二〇厂与一〇一厂签订了合同。",  # a numeral is no dash
        "问题一一得到解决，困难一一克服。",
        "战士们一锹一镐地挖出了水渠。一砖一瓦来之不易。",
        "土也方财政收入稳步增长。",  # 地, read as its halves
        "他在言发中强调，要抓紧落实。",  # 发言, turned round
    ],
)
def test_what_a_rule_has_to_say_is_left_to_it(text: str) -> None:
    assert quotes(DETECTOR, text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("监理公司没有照章办事，检查组做出处罚。", []),
        ("前路漫漫，惟有奋斗。", []),
        ("入冬以后存粮风险进一步提高。", []),
        ("公司懂事、总经理出席了会议。", ["懂"]),
    ],
    ids=["form", "form of a rare word", "likely enough to be right", "slip"],
)
def test_of_typed_text_what_is_likely_wrong_is_shown(text: str, wrong: list[str]) -> None:
    typed, page = make_context(Config(profile="typing")), document(text)
    found = [each.quote for code in (DETECTOR, BROKEN) for each in code.detect(page, typed)]
    assert found == wrong
