from __future__ import annotations

import pytest

from proofer.detectors.characters.mojibake import DETECTOR
from tests.detectors.findings import find, mended, quotes
from tests.documents import document

PHRASES = ("电解铝车间", "安全生产", "职工代表大会", "科技创新成果", "今天")


def as_windows(text: str) -> str:
    """UTF-8 as a Western Windows program shows it."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("phrase", PHRASES)
def test_gbk_read_as_latin_1_is_restored(phrase: str) -> None:
    text = f"大家来到{phrase.encode('gbk').decode('latin-1')}，认真学习。"
    assert mended(document(text), find(DETECTOR, text)) == f"大家来到{phrase}，认真学习。"


@pytest.mark.parametrize("phrase", PHRASES)
def test_utf_8_read_as_windows_1252_is_restored(phrase: str) -> None:
    text = f"大家来到“{as_windows(phrase)}”，认真学习。"
    assert mended(document(text), find(DETECTOR, text)) == f"大家来到“{phrase}”，认真学习。"


@pytest.mark.parametrize("phrase", ["安全生产", "科技创新成果", "职工代表"])
def test_utf_8_read_as_gbk_is_restored(phrase: str) -> None:
    text = f"大家来到{phrase.encode().decode('gbk')}，认真学习。"
    assert mended(document(text), find(DETECTOR, text)) == f"大家来到{phrase}，认真学习。"


@pytest.mark.parametrize("text", ["会议由锟斤拷锟斤拷主持。", "内存里全是烫烫烫烫烫。"])
def test_lost_text_is_told_and_not_guessed(text: str) -> None:
    (finding,) = find(DETECTOR, text)
    assert not finding.suggestions
    assert "lost" in finding.message.en


@pytest.mark.parametrize(
    "text",
    [
        "法国总统说 “Égalité” 和 naïve café。",
        "Österreich、Đổi Mới、São Paulo、Ångström。",
        "温度±5°，售价£20，版权©2026，½杯。",
        "ÄÖÜäöüß 是德文字母，àéè 是法文字母。",
        "烫烫的水，屯垦戍边，锟铻之剑。",
        "鎏金铜壶、漷县、澉浦镇、浼河。",
        "字符编码里 “Ã®Ã¼Ã¶” 是法文的乱码。",
    ],
)
def test_other_languages_and_rare_characters_are_left_alone(text: str) -> None:
    assert quotes(DETECTOR, text) == []
