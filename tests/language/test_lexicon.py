from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofer.language.lexicon import default_words

WORDS = default_words()


@pytest.mark.parametrize(
    "word",
    [
        *("中国", "氧化铝", "有色金属", "一以贯之", "抓实", "的", "喜马拉雅山脉"),
        *("认认真真", "规规矩矩", "老老实实", "扎扎实实", "红彤彤", "绿油油", "试试看", "毛毛雨"),
        *(
            "新质生产力",
            "高质量发展",
            "主责主业",
            "源网荷储",
            "获得感",
            "提质增效",
            "数智化",
            "大模型",
        ),
    ],
)
def test_words_are_known(word: str) -> None:
    assert word in WORDS
    assert -11 < WORDS.log_frequency(word) < -1


@pytest.mark.parametrize(
    "string",
    [
        "",
        "国猎",
        "晓宏铸铸",
        "认真真",
        "规矩矩",
        "深彻",
        "，",
        "中国。",
        "A",
        "发展发展发展发展发",
        "展发",
    ],
)
def test_other_strings_are_not(string: str) -> None:
    assert string not in WORDS
    assert WORDS.log_frequency(string) == -math.inf


def test_only_strings_are_words() -> None:
    assert 3 not in WORDS


def test_commoner_words_have_higher_frequencies() -> None:
    order = ["的", "中国", "有色金属", "氧化铝"]
    frequencies = [WORDS.log_frequency(word) for word in order]
    assert frequencies == sorted(frequencies, reverse=True)


def test_frequencies_in_a_batch() -> None:
    words = ["中国", "", "国猎", "的", "喜马拉雅山脉", "。", "九个字的词是没有的"]
    np.testing.assert_allclose(
        WORDS.log_frequencies(words), [WORDS.log_frequency(word) for word in words]
    )
    assert WORDS.log_frequencies([]).shape == (0,)


def test_flags() -> None:
    assert WORDS.is_name("邓小平")
    assert WORDS.is_place("北京")
    assert WORDS.is_mined("新质生产力")
    for word in ("发展", "国猎"):
        assert not WORDS.is_name(word)
        assert not WORDS.is_place(word)
        assert not WORDS.is_mined(word)


def test_lookup_finds_the_same_words_as_asking_one_by_one() -> None:
    text = "甘于被围猎，推动高质量发展。ABC"
    starts, lengths, frequencies = WORDS.lookup_spans(text)
    found = {
        (start, length): frequency
        for start, length, frequency in zip(
            starts.tolist(), lengths.tolist(), frequencies.tolist(), strict=True
        )
    }
    for start in range(len(text)):
        for length in range(1, min(8, len(text) - start) + 1):
            word = text[start : start + length]
            assert ((start, length) in found) == (word in WORDS), word
            assert found.get((start, length), -math.inf) == pytest.approx(WORDS.log_frequency(word))


def test_lookup_respects_the_greatest_length() -> None:
    assert WORDS.lookup_spans("高质量发展", 2)[1].max() == 2
    assert all(part.size == 0 for part in WORDS.lookup_spans("高质量发展", 0))
    assert all(part.size == 0 for part in WORDS.lookup_spans(""))


def test_no_word_reaches_over_a_mark() -> None:
    # One key in 100,000 is found by chance, so this text would hold a dozen.
    rng = random.Random(1)
    text = "".join(
        chr(rng.randrange(0x4E00, 0x9FA5)) + rng.choice("，。、0a ") for _ in range(100_000)
    )
    starts, lengths, _ = WORDS.lookup_spans(text)
    assert (lengths == 1).all(), [
        text[start : start + length]
        for start, length in zip(starts.tolist(), lengths.tolist(), strict=True)
        if length > 1
    ]


def test_foreign_text_holds_no_words() -> None:
    assert WORDS.lookup_spans("The quick brown fox, 1234; 5678!" * 20)[0].size == 0


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("推动高质量发展", "推动 高质量发展"),
        ("北京大学生前来应聘", "北京 大学生 前来 应聘"),
        ("规规矩矩做事", "规规矩矩 做事"),
        ("两国国歌", "两国 国歌"),
        ("委员会会议", "委员会 会议"),
    ],
)
def test_segmentation(clause: str, words: str) -> None:
    assert [clause[start:end] for start, end in WORDS.segment(clause)] == words.split()


@settings(deadline=None)
@given(st.text(st.sampled_from("推动高质量发展国猎晓宏铸的，AB\n"), max_size=40))
def test_segments_cover_the_text(text: str) -> None:
    spans = WORDS.segment(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
    assert len(WORDS.explained(text)) == len(text)


def test_garble_is_not_explained() -> None:
    assert WORDS.explained("晓宏铸铸") == [False] * 4
    assert all(WORDS.explained("推动高质量发展的，AB二"))
