from __future__ import annotations

import pytest

from proofer.detectors.characters import said
from proofer.detectors.dictionary.known_slip import DETECTOR
from proofer.findings.finding import Applicability
from tests.detectors.findings import find, mended, quotes
from tests.documents import document

SLIPS = {
    "这项工作己经全面完成。": "这项工作已经全面完成。",
    "末来五年是关键时期。": "未来五年是关键时期。",
    "请注明出生曰期和住址。": "请注明出生日期和住址。",
    "会议对防汛工作作出部暑。": "会议对防汛工作作出部署。",
}


@pytest.mark.parametrize(("wrong", "right"), SLIPS.items())
def test_known_slips_are_corrected(wrong: str, right: str) -> None:
    assert mended(document(wrong), find(DETECTOR, wrong)) == right
    assert not find(DETECTOR, right)


@pytest.mark.parametrize("text", ["他自己经常加班，从不叫苦。", "周末来人很多，大家都很忙。"])
def test_the_same_characters_across_words_are_left_alone(text: str) -> None:
    assert not find(DETECTOR, text)


def test_a_slip_does_not_reach_over_a_paragraph() -> None:
    assert not find(DETECTOR, "他只想到自己\n经过多年努力，他变了。")


def test_a_strong_gain_makes_the_correction_safe_and_says_why() -> None:
    (finding,) = find(DETECTOR, "这项工作己经全面完成。")
    assert finding.suggestions[0].applicability is Applicability.SAFE
    dictionary, model = finding.evidence
    assert dictionary.source == "dictionary"
    assert "confusions" in dictionary.detail.en, "the entry is not named"
    assert model.score is not None
    assert model.score > 3


def test_every_place_is_reported_once() -> None:
    assert quotes(DETECTOR, "他己经走了，她也己经走了。") == ["己经", "己经"]


def test_a_name_is_not_corrected() -> None:
    assert not find(DETECTOR, "本报讯（记者 王末来）昨天下了雪。")


def test_a_longer_word_that_has_the_wrong_form_is_right() -> None:
    assert not find(DETECTOR, "他一再出尔反尔，谁也不肯再信他。")


def test_traditional_print_has_its_own_spellings() -> None:
    """着 and 借 are right on a simplified page alone."""
    assert not find(DETECTOR, "他沿著河邊走，看著對岸的燈火，心裡想著家鄉，憑藉記憶找到了舊宅。")


def test_words_that_meet_on_a_traditional_page_are_no_slip() -> None:
    assert not find(DETECTOR, "老先生曰此言甚是，門生皆點頭稱善，遂各自還家，不復再論此事。")
    assert quotes(DETECTOR, "會議對下一階段的工作作出部暑，要求各單位認真執行。") == ["部暑"]


def test_traditional_rows_answer_traditional_pages_alone() -> None:
    """雷 is misread for 電, never for 电."""
    assert not find(DETECTOR, "孩子们在院子里放起了雷子，响声传遍了整条街。")


def test_a_list_of_what_is_called_so_has_no_days() -> None:
    listed = "清白守节曰贞，博闻多能曰宪，安民立政曰成，状古述今曰誉，"
    assert not find(DETECTOR, listed * 4 + "好和不争曰安。")
    assert not find(said.DETECTOR, listed * 4 + "宽乐令终曰静。")


@pytest.mark.parametrize("word", ["身分證", "用戶介面"])
def test_what_traditional_print_writes_so_is_right_there(word: str) -> None:
    page = f"請帶{word}的說明，並於會議開始以前交給臺北辦事處，謝謝諸位長期以來對於學會的關心。"
    assert not quotes(DETECTOR, page)
