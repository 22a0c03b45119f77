"""The noisy channel: what is scored, proposed, counted and calibrated."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofer.document.spans import Span
from proofer.language.channel import batches, joint, neighbours
from proofer.language.channel.calibration import best_of_groups, compete, surroundings
from proofer.language.channel.columns import float32, matrix
from proofer.language.channel.comparison import compare
from proofer.language.channel.confusions import Confusions, folded, rows_of
from proofer.language.channel.counts import RunCounts
from proofer.language.channel.engine import Engine, Suspicion, default_engine
from proofer.language.channel.ocr_confidences import OcrConfidences
from proofer.language.channel.profiles import PROFILES
from proofer.language.channel.proposer import Proposer
from proofer.language.channel.reading import Reading, read
from proofer.language.channel.setting import line_slack
from proofer.language.model import DATA, CharacterModel, default_model

MODEL = default_model()
ENGINE: Engine = default_engine()
WRONG = (
    "会议强调，要深彻学习贯彻会议精神，抓好衣业生产·确保粮食安全。"
    "坚持改革放不动摇，推进农村”住房建设。"
)
RIGHT = (
    "会议强调，要深入学习贯彻会议精神，抓好农业生产，确保粮食安全。"
    "坚持改革开放不动摇，推进农村住房建设。"
)


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("engine.md", "{ocr-two} features, {ocr} of them with one reading"),
        ("typing.md", "| evidence | {ocr} features | {typing} features:"),
    ],
)
def test_the_docs_count_the_evidence_of_the_shipped_weights(page: str, told: str) -> None:
    counts = {
        name: len(
            json.loads((DATA / f"channel-{name}.json").read_text(encoding="utf-8"))["features"]
        )
        for name in ("ocr", "ocr-two", "typing")
    }
    assert told.format_map(counts) in (Path(__file__).parents[2] / "docs" / page).read_text(
        encoding="utf-8"
    )


def best(text: str, **options: object) -> dict[tuple[str, str], float]:
    """What stands at each place, what should, and how likely that is."""
    return {
        (place.span.of(text), place.candidates[0].replacement): place.candidates[0].probability
        for place in ENGINE.suspicions(text, **options)  # type: ignore[arg-type]
        if place.candidates
    }


def test_misread_lost_and_stray_characters_are_found_with_what_should_stand_there() -> None:
    found = best(WRONG)
    for correction in (("彻", "入"), ("衣", "农"), ("·", "，"), ("", "开"), ("”", "")):
        assert found.get(correction, 0) > 0.5, f"{correction} is not found: {found}"


def test_right_text_has_no_likely_correction() -> None:
    assert not best(RIGHT, least=0.3)


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("的一国农业生产衣，。、；”’“\n 　1a〇彻猎㐀𠀀é\u00ad"), max_size=40))
def test_any_text_gives_places_inside_it_with_probabilities(text: str) -> None:
    for place in ENGINE.suspicions(text, least=0.0):
        assert 0 <= place.span.start <= place.span.end <= len(text)
        assert 0 <= place.p_error <= 1
        assert sum(each.probability for each in place.candidates) <= 1 + 1e-6
        for first, second in pairwise(place.candidates):
            assert first.probability >= second.probability, "the best comes first"
        for each in place.candidates:
            assert each.replacement != each.span.of(text)
            assert "\n" not in each.span.of(text)


def test_white_space_changes_nothing_but_the_places() -> None:
    spaced = " ".join(WRONG)

    def corrections(text: str) -> list[tuple[str, float]]:
        return [
            (each.replacement, round(each.probability, 6))
            for place in ENGINE.suspicions(text)
            for each in place.candidates
        ]

    assert corrections(spaced) == corrections(WRONG)


def test_the_places_of_a_text_are_the_same_every_time() -> None:
    assert ENGINE.suspicions(WRONG) == ENGINE.suspicions(WRONG)


def test_protected_spans_are_left_alone() -> None:
    def over(places: list[Suspicion], span: Span) -> list[Suspicion]:
        return [place for place in places if place.span.overlaps(span)]

    name = Span(WRONG.index("衣"), WRONG.index("衣") + 1)
    assert over(ENGINE.suspicions(WRONG), name)
    assert not over(ENGINE.suspicions(WRONG, protected=[name]), name)


def test_gains_are_those_of_the_model_for_every_kind_of_edit() -> None:
    reading = Reading("会议强调，要深彻学习。“国猎”目标。\n下一段，农民进行衣业生产", MODEL)
    text = reading.text
    edits = [
        (at, at + 1, new)
        for at in range(reading.size)
        for new in ("入", "。", "”", "")
        if text[at] != "\n"
    ]
    edits += [(at, at, new) for at in range(reading.size) for new in "中。”"]
    start, end = (np.array(each) for each in list(zip(*edits, strict=True))[:2])
    new = np.array(
        [MODEL.vocabulary.encode(each[2])[0] if each[2] else 0 for each in edits], np.uint16
    )
    points = np.array([ord(each[2]) if each[2] else 0 for each in edits], np.uint32)
    assert np.abs(reading.gains(start, end, new, points) - MODEL.gains(text, edits)).max() < 1e-4


def test_characters_between_two_others_contain_the_one_that_belongs_there() -> None:
    table = neighbours.load(DATA / "channel-neighbours.npy", MODEL)
    pairs = {"中人": "国", "深学": "入", "围目": "的", "经发": "济"}
    left, right = (
        MODEL.vocabulary.encode("".join(pair[side] for pair in pairs)) for side in (0, 1)
    )
    found = table.between(left, right, 24)
    for row, wanted in enumerate(pairs.values()):
        assert MODEL.vocabulary.encode(wanted)[0] in found[row], f"{wanted} is not proposed"
        listed = found[row][found[row] > 0]
        assert listed.size == np.unique(listed).size, "a character is proposed twice"


def test_of_characters_that_fit_equally_those_with_the_least_ids_are_taken() -> None:
    """Else it is the processor's instructions that choose: NumPy has a partition for each set."""
    size = 200
    zeros = np.zeros(size, np.float32)
    model = SimpleNamespace(
        vocabulary=SimpleNamespace(size=size), unigrams=zeros, unigram_backoffs=zeros
    )
    table = np.zeros(size, neighbours.ROW)
    table["after"] = np.arange(neighbours.WIDTH, 0, -1)
    table["after_cost"], table["before_cost"] = 10, 255
    beside = np.full(1, 150, np.uint16)
    for best in (4, 24):
        fitting = neighbours.Neighbours(table, cast(CharacterModel, model))
        found = fitting.between(beside, beside, best)
        assert sorted(found[0].tolist()) == list(range(1, best + 1))


def test_of_pairs_that_fit_equally_the_first_are_scored() -> None:
    scores = np.array([[3.0, 1, 2, 2, 2, 2], [0, 0, 0, 0, 0, 5]])
    chosen = [row.nonzero()[0].tolist() for row in joint._best(scores, 3)]
    assert chosen == [[0, 2, 3], [0, 1, 5]]


def test_neighbours_of_another_model_are_refused() -> None:
    with pytest.raises(ValueError, match="another model"):
        neighbours.Neighbours(np.zeros(3, neighbours.ROW), MODEL)


def test_confusions_that_a_project_learned_are_added_and_the_engine_stays() -> None:
    text = "会议强调，要深入学习贯彻会议精衬。"
    known = ENGINE.knowing((("衬", "神", 20), ("衬", "𠮷", 20)))

    def misread(engine: Engine) -> int:
        found = [each for one in engine.suspicions(text, least=0.01) for each in one.candidates]
        counts = [each.misread for each in found if each.replacement == "神"]
        return max(counts, default=0)

    before = misread(ENGINE)
    assert misread(known) == before + 20
    assert misread(ENGINE) == before
    assert ENGINE.knowing(()) is ENGINE


def test_confusions_are_counted_by_what_was_read() -> None:
    rows = rows_of({("国", "围"): 3, ("国", "圆"): 1, ("国", ""): 2, ("", "。"): 4})
    table = Confusions(rows, MODEL.vocabulary)
    read = np.array([ord("国"), ord("国"), 0, ord("人")], np.uint32)
    right = MODEL.vocabulary.encode("围人。人")
    assert table.counts(read, right).tolist() == [3, 0, 4, 0]
    assert table.totals(read).tolist() == [6, 6, 4, 0]
    owner, ids = table.candidates(np.array([ord("人"), ord("国")], np.uint32))
    assert owner.tolist() == [1, 1]
    assert set(ids.tolist()) == set(MODEL.vocabulary.encode("围圆").tolist())


def test_folding_keeps_what_was_read_but_width_and_blanks() -> None:
    assert folded("第 2版,（记者） A\u00ad：1") == "第2版，（记者）A：1"


def test_runs_are_counted_everywhere() -> None:
    counts = RunCounts(np.array([7, 8, 9, 7, 8, 9, 1], np.uint16))
    assert counts(np.array([[7, 8], [9, 7], [8, 7]], np.uint16)).tolist() == [2, 1, 0]
    assert counts(np.array([[7, 8, 9]], np.uint16)).tolist() == [2]


def test_edits_of_one_place_compete_with_each_other_and_with_the_print() -> None:
    p = compete(np.array([0.0, 0.0, 2.0]), np.array([4, 4, 9]))
    assert p[:2] == pytest.approx([1 / 3, 1 / 3])
    assert p[2] == pytest.approx(np.exp(2) / (1 + np.exp(2)))


def test_surroundings_tell_a_garbled_passage_from_a_clean_one() -> None:
    start = np.arange(0, 200, 10)
    around = surroundings(np.full(20, 0.9), np.zeros(20, np.int64), start, 3000)
    assert around[0, 0] > around[2999, 0] + 1
    assert around.shape[0] == 3001


def test_nothing_is_proposed_where_the_model_is_not_surprised() -> None:
    proposer: Proposer = ENGINE._proposer
    assert len(proposer.propose(Reading("中国共产党中央委员会", MODEL))) == 0


def test_a_long_text_is_read_in_batches_with_the_same_places() -> None:
    paragraphs = [
        "这项工作己经全面完成，大家都很高兴。",
        "会议由车间主任主持，参加会议的有全体职工。",
        "他们的的任务是把设备安装好，保证按时开工。",
        "会后大家参观了新建的厂房和职工宿舍。",
        "春节前，工会给每位退休职工送去了慰问品。",
        "对下一阶段的工作，会议作出了全面部暑。",
    ]
    text = "\n".join(paragraphs)
    breaks = [45, 100]
    whole = sure(ENGINE.suspicions(text, breaks=breaks))
    assert len(whole) > 1
    for size in (len(text) - 1, 60, 5):
        assert sure(batches.suspicions(ENGINE, text, breaks, size)) == whole
    assert len(list(batches.suspicions(ENGINE, text * 20, breaks, 100))) > 1, (
        "a paragraph may be longer than a batch"
    )


def test_a_paragraph_without_end_is_cut_behind_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_LONGEST", 25)
    sentences = "这项工作己经全面完成，大家都很高兴。", "对下一阶段的工作，会议作出了全面部暑。"
    text = "".join(sentences)
    assert [each.of(text) for each in batches._batches(text, 5)] == [*sentences]
    assert [len(each) for each in batches._batches("一" * 60, 5)] == [25, 25, 10]
    assert sure(batches.suspicions(ENGINE, text, (), 5)) == sure(ENGINE.suspicions(text))


def sure(places: Iterable[Suspicion]) -> list[tuple[Span, list[str]]]:
    """Places that are likely wrong; what is doubtful also depends on the paragraphs beside it."""
    return [
        (each.span, [one.replacement for one in each.candidates[:1]])
        for each in places
        if each.p_error >= 0.5
    ]


def test_the_width_of_marks_changes_nothing() -> None:
    narrow = WRONG.translate(str.maketrans("，", ","))
    assert best(narrow) == best(WRONG)


def test_a_line_that_lacks_a_character_is_told_from_full_ones() -> None:
    lines = ["一二三四五六七八", "一二三四五六七八", "一二三四五六七", "一二三四五六七八", "一二"]
    breaks = np.cumsum([len(line) for line in lines])[:-1] - 1
    slack = line_slack(Reading("".join(lines) + "\n题目\n", MODEL), breaks)
    assert slack[16:23].tolist() == [1.0] * 7, "the third line is one short"
    assert not slack[8:16].any(), "the second one is full"
    assert not slack[31:].any(), "the last line of a paragraph may be short"


def test_another_reading_is_compared_character_by_character() -> None:
    first, second = Reading("甲乙丙丁\n戊己庚", MODEL), Reading("甲已丙丁, 戊己辛辛庚", MODEL)
    other = compare(first, second)
    encode = MODEL.vocabulary.encode
    edits = list(zip(other.start.tolist(), other.end.tolist(), other.new.tolist(), strict=True))
    assert edits == [(1, 2, encode("已")[0]), (5, 5, encode(",")[0]), (7, 7, encode("辛")[0])]
    assert other.agrees[[0, 2, 3, 5, 6, 7]].all(), "line feeds and blanks are not compared"
    assert not other.agrees[1]
    assert other.adjoins[6]
    assert not other.adjoins[7], "something stands between in the other reading"


def test_long_differences_of_another_reading_say_nothing() -> None:
    other = compare(Reading("甲乙丙丁戊己", MODEL), Reading("甲乙辛壬癸子丑丙丁戊己", MODEL))
    assert not other.start.size


def test_what_another_reading_has_is_a_candidate() -> None:
    text, second = "中国共产党中央委员会", "中国共产党中央季员会"
    _, edits, features, _ = ENGINE.evidence(text, other=second)
    (row,) = np.flatnonzero(edits.points == ord("季"))
    assert (edits.start[row], edits.end[row]) == (7, 8)
    assert features["other says so"][row] == 1
    assert len(ENGINE.evidence(text)[1]) == 0, "nothing else doubts it"


def test_what_both_engines_doubt_is_told_of_what_the_other_one_has() -> None:
    text, second = "中国共产党中央委员会", "中国共产党中央季员会"
    own, other = [0.97] * 10, [0.9] * 10
    own[7], other[7] = 0.4, 0.99

    def columns(confidences: OcrConfidences) -> dict[str, float]:
        _, edits, features, _ = ENGINE.evidence(text, other=second, confidences=confidences)
        (row,) = np.flatnonzero(edits.points == ord("季"))
        return {name: round(float(column[row]), 2) for name, column in features.items()}

    told = columns(OcrConfidences("tesseract", own, other))
    assert told["tesseract: own doubt if other says so"] == 2.78, "3 + log10 of 0.6"
    assert told["tesseract: other doubt if it says so"] == 1
    assert told["engine if other says so"] == -1
    assert told["rapidocr: own doubt"] == 0, "the engines change places only with the readings"
    silent = columns(OcrConfidences("rapidocr"))
    assert silent["engine"] == 1
    assert silent["rapidocr: own doubt known"] == silent["rapidocr: other doubt known"] == 0
    assert not any(
        value
        for name, value in columns(OcrConfidences()).items()
        if "doubt" in name or "engine" in name
    )


def test_doubts_of_lost_characters_are_those_around_the_gap() -> None:
    longer, shorter = Reading("甲乙丙丁", MODEL), Reading("甲乙丁", MODEL)
    lost = compare(
        shorter, longer, OcrConfidences("rapidocr", (0.9, 0.99, 0.999), (0.9, 0.9, 0.99, 0.9))
    )
    assert lost.inserted_doubt[2].round(3) == 1, (
        "the other engine is that sure of what it has there"
    )
    extra = compare(longer, shorter, OcrConfidences("rapidocr", (0.9,) * 4, (0.999, 0.99, 0.9)))
    assert extra.other_doubt[2].round(3) == 2, "the greater doubt beside what it does not have"


def test_two_wrong_characters_side_by_side_are_tried_together() -> None:
    text = "各地要抓好衣亚生产，确保国家粮食安全。"
    _, edits, features, _ = ENGINE.evidence(text)
    at = text.index("衣亚")
    for start, new, mate in ((at, "农", "业"), (at + 1, "业", "农")):
        rows = np.flatnonzero((edits.start == start) & (edits.points == ord(new)))
        assert rows.size == 1, f"{new} is not proposed"
        assert chr(edits.mate["point"][rows[0]]) == mate
        assert features["joint"][rows[0]] > features["gain"][rows[0]]
        assert features["new word"][rows[0]] == 2, "the word is there only with both"


def test_of_a_line_the_best_place_is_kept_and_sure_ones() -> None:
    probability = np.array([0.2, 0.1, 0.05, 0.4, 0.35, 0.29])
    start, line = np.array([3, 3, 5, 8, 9, 9]), np.array([0, 0, 0, 1, 1, 1])
    assert best_of_groups(probability, start, line).tolist() == [0.2, 0.1, 0, 0.4, 0.35, 0]
    assert best_of_groups(probability, start, start).tolist() == probability.tolist()
    assert best_of_groups(np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64)).size == 0


def test_in_noisy_lines_the_best_correction_is_made_though_it_is_hardly_likely() -> None:
    engine = default_engine("ocr-noisy")
    lines = "我这个人现在越来赴赖了\n我们明天上牛再来看他\n"
    places = [place for place in engine.suspicions(lines, least=0.1) if place.candidates]
    for line in (Span(0, 11), Span(12, 22)):
        inside = [place for place in places if place.span.overlaps(line)]
        unsure = [place for place in inside if place.candidates[0].probability < 0.3]
        assert inside, f"nothing is tried in {line.of(lines)}"
        assert len(unsure) <= 1, "one of a line"


def test_a_second_reading_that_has_the_correction_makes_it_likelier() -> None:
    engine = default_engine("ocr-two")

    def probability(other: str) -> float:
        return max(
            (
                each.probability
                for place in engine.suspicions(WRONG, other=other)
                for each in place.candidates
                if each.replacement == "农"
            ),
            default=0.0,
        )

    assert probability(RIGHT) > 0.9
    assert probability(RIGHT) > probability(WRONG) + 0.2


def test_an_engine_that_is_sure_of_its_reading_makes_it_likelier() -> None:
    engine = default_engine("ocr-two")
    own, sure, unsure = ([each] * len(WRONG) for each in (0.9, 0.999, 0.5))

    def probability(other: list[float]) -> float:
        places = engine.suspicions(
            WRONG, other=RIGHT, confidences=OcrConfidences("tesseract", own, other)
        )
        return max(
            each.probability
            for place in places
            for each in place.candidates
            if each.replacement == "农"
        )

    assert probability(sure) > probability(unsure)


def test_features_are_what_their_names_say() -> None:
    text = "请阿卜·杜拉到4搂开会，农民进行衣业生产，工人到B楼开会。"
    _, edits, features, _ = ENGINE.evidence(text)
    replaced = np.flatnonzero((edits.end == edits.start + 1) & (edits.new > 0))
    digits, dots = (features[name][replaced].tolist() for name in ("digit", "dot"))
    starts = edits.start[replaced].tolist()
    around = [(text[max(0, at - 4) : at], text[at + 1 : at + 5]) for at in starts]

    assert digits == [sum(map(str.isascii, before[-1:] + after[:1])) for before, after in around]
    assert dots == ["·" in before + after for before, after in around]
    assert any(digits)
    assert any(dots)


@pytest.mark.parametrize("profile", PROFILES)
def test_weights_find_all_their_features(profile: str) -> None:
    engine = default_engine(profile)
    assert engine.suspicions(WRONG, other=RIGHT if profile == "ocr-two" else None)


def test_weights_that_ask_for_an_unknown_feature_are_refused() -> None:
    with pytest.raises(ValueError, match="no such feature: colour"):
        matrix({"gain": np.zeros(2, np.float32)}, ("gain", "colour"), 2)


def test_columns_are_found_by_name_in_any_order() -> None:
    columns = float32({"a": [1, 2], "b": [3, 4], "c": [5, 6]})
    assert matrix(columns, ("c", "a"), 2).tolist() == [[5, 1], [6, 2]]
    assert matrix({}, ("c", "a"), 0).shape == (0, 2), "no edits have no features"


@pytest.mark.parametrize(
    "text", [WRONG, "他说,对(吗)?\n\n\u3000好。”走\n", "。", " \t", "末尾没有标点", "A1\0，"]
)
def test_a_reading_has_the_scores_of_the_model(text: str) -> None:
    assert read(text, MODEL).scores.tolist() == MODEL.score(text).tolist()
