from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofer.language.model import CharacterModel, default_model

MODEL = default_model()
PAGE = (
    "他们老老实实做人，规规矩矩做事。\n"
    "会议强调，要深入推动高质量发展，抓好党的建设各项工作。\n"
    "“坚决不收手的领导干部，甘于被‘围猎’。”他说"
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("领导干部甘于被围猎", "领导干部甘于被国猎"),
        ("深入推动高质量发展", "深彻推动高质量发展"),
        ("坚持以人民为中心的发展思想", "坚持以人民为中心的的发展思想"),
        ("抓好党的建设", "抓好好党的建设"),
        ("人民群众的幸福感", "人民群众的幸福福感"),
        ("会议在北京召开。", "会议在北京石开。"),
        ("生产氧化铝和电解铝", "生产氧化吕和电解吕"),
    ],
)
def test_real_text_beats_its_garbled_twin(right: str, wrong: str) -> None:
    scores = MODEL.totals([right, wrong], start=True)
    assert scores[0] > scores[1] + 0.5


def test_score_has_a_log_probability_for_each_code_point() -> None:
    scores = MODEL.score(PAGE)
    assert scores.shape == (len(PAGE),)
    assert scores.dtype == np.float32
    assert (scores <= 0).all()
    assert (scores > -12).all()


def test_scores_sum_to_the_total_of_a_sentence() -> None:
    assert MODEL.score(PAGE).sum() == pytest.approx(MODEL.totals([PAGE], start=True)[0], abs=1e-3)


@pytest.mark.parametrize("context", ["中国共产", "改革开", "，", "我们", "锌"])
def test_probabilities_sum_to_one(context: str) -> None:
    # Marks that end a sentence also pay for its end, so their own share is taken from the token
    # scores.
    chars = [char for char in MODEL.vocabulary.characters if char not in "。！？；"]
    marks = sum(
        10 ** float(MODEL.totals([f"{context}{mark}"])[0] - MODEL.totals([context])[0])
        for mark in "。！？；"
    )
    scores = MODEL.totals([context + char for char in chars]) - MODEL.totals([context])[0]
    assert math.fsum(10**scores) + marks == pytest.approx(1, abs=0.04)


def test_both_widths_of_marks_score_the_same() -> None:
    full = "会议强调，要抓好（三项）工作；其一：发展！"
    half = full.translate(str.maketrans("，（）；：！", ",();:!"))
    np.testing.assert_array_equal(MODEL.score(full), MODEL.score(half))


def test_numbers_and_letters_score_by_their_kind() -> None:
    assert (
        MODEL.totals(["2026年7月"])[0]
        == MODEL.totals(["1958年3月"])[0]
        == MODEL.totals(["１９５８年３月"])[0]
    )


def test_white_space_does_not_count() -> None:
    spaced = "会议 强调，　要深入\t推动"
    scores = MODEL.score(spaced)
    blank = np.array([char.isspace() for char in spaced])
    assert not scores[blank].any()
    np.testing.assert_array_equal(scores[~blank], MODEL.score("".join(spaced.split())))


def test_a_full_stop_starts_a_new_sentence() -> None:
    alone = MODEL.score("会议强调")
    after = MODEL.score("他们老老实实做人。会议强调")
    np.testing.assert_array_equal(after[-4:], alone)
    np.testing.assert_array_equal(MODEL.score("他们老老实实做人。”会议强调")[-4:], alone)


def test_texts_of_a_batch_do_not_see_each_other() -> None:
    texts = ["中国", "共产党", "", "。", "人民\n大会堂"]
    together = MODEL.totals(texts)
    assert together.tolist() == pytest.approx(
        [float(MODEL.totals([text])[0]) for text in texts], abs=1e-4
    )
    assert MODEL.totals([]).shape == (0,)


def test_a_context_free_start_is_a_bare_character() -> None:
    assert MODEL.totals(["会"])[0] > MODEL.totals(["议"], start=True)[0]
    assert MODEL.totals(["议"])[0] > MODEL.totals(["议"], start=True)[0]


def brute(text: str, edit: tuple[int, int, str]) -> float:
    """The gain of an edit by scoring both whole texts."""
    start, end, new = edit
    edited = text[:start] + new + text[end:]
    return float(
        MODEL.score(edited + "\n").sum(dtype=float) - MODEL.score(text + "\n").sum(dtype=float)
    )


@settings(deadline=None, max_examples=200)
@given(
    text=st.text(st.sampled_from("会议强调，要深入推动高质量发展。”\n的的 "), max_size=30),
    spots=st.tuples(st.integers(0, 30), st.integers(0, 3)),
    new=st.text(st.sampled_from("的国，。”"), max_size=3),
)
def test_a_gain_is_the_difference_of_two_whole_texts(
    text: str, spots: tuple[int, int], new: str
) -> None:
    start = min(spots[0], len(text))
    edit = (start, min(start + spots[1], len(text)), new)
    assert MODEL.gains(text, [edit])[0] == pytest.approx(brute(text, edit), abs=0.01)


def test_gains_do_not_depend_on_the_place() -> None:
    shifted = "大家都这样想。\n" * 3 + PAGE
    offset = len(shifted) - len(PAGE)
    edits = [(start, start + 1, "") for start in range(5, 20)] + [
        (start, start, "的") for start in range(5, 20)
    ]
    moved = [(start + offset, end + offset, new) for start, end, new in edits]
    np.testing.assert_allclose(MODEL.gains(PAGE, edits), MODEL.gains(shifted, moved), atol=1e-4)


def test_gains_of_a_batch_are_those_of_each_edit() -> None:
    edits = [(0, 2, "他"), (3, 3, "老"), (9, 10, ""), (len(PAGE), len(PAGE), "。")]
    np.testing.assert_allclose(
        MODEL.gains(PAGE, edits), [MODEL.gains(PAGE, [edit])[0] for edit in edits], atol=1e-4
    )


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("领导干部甘于被国猎，", (7, 8, "围")),
        ("坚持以人民为中心的的发展思想", (9, 10, "")),
        ("他认真真做好工作", (1, 1, "认")),
        ("要深彻推动高质量发展", (2, 3, "入")),
    ],
)
def test_a_right_correction_gains(text: str, edit: tuple[int, int, str]) -> None:
    assert MODEL.gains(text, [edit])[0] > 0.5


def test_a_wrong_correction_loses() -> None:
    edits = [(0, 1, "国"), (2, 3, ""), (4, 4, "高")]
    assert (MODEL.gains("领导干部甘于被围猎，", edits) < -1).all()


def test_an_edit_changing_nothing_gains_nothing() -> None:
    edits = [(start, start + 1, PAGE[start]) for start in range(len(PAGE))]
    np.testing.assert_allclose(MODEL.gains(PAGE, edits), 0, atol=1e-4)


def test_deleting_the_last_character_of_a_line_is_not_free() -> None:
    line = "坚持以人民为中心的发展思想"
    assert MODEL.gains(line + "\n会议", [(len(line) - 1, len(line), "")])[0] < 0
    assert MODEL.gains(line, [(len(line) - 1, len(line), "")])[0] < 0


def test_edits_do_not_see_other_lines() -> None:
    edit = (2, 3, "入")
    assert MODEL.gains("要深彻推动\n发展", [edit])[0] == pytest.approx(
        MODEL.gains("要深彻推动\n猫狗", [edit])[0]
    )


@pytest.mark.parametrize("edit", [(-1, 0, ""), (0, 99, ""), (3, 2, "")])
def test_an_edit_outside_the_text_is_an_error(edit: tuple[int, int, str]) -> None:
    with pytest.raises(ValueError, match="outside"):
        MODEL.gains("短文", [edit])


def test_no_edits_no_gains() -> None:
    assert MODEL.gains("短文", []).shape == (0,)


def test_a_torn_sentence_goes_on_where_it_was_torn() -> None:
    sentence = "会议强调要深入推动高质量发展"
    torn = [(sentence[:cut], sentence[cut:]) for cut in (6, 8, 10, 12)]
    closed = [(f"{first}。", second) for first, second in torn]
    assert (MODEL.continuation(torn) > 1).all()
    np.testing.assert_allclose(MODEL.continuation(closed), 0, atol=1e-3)


def test_continuation_of_nothing_is_neutral() -> None:
    assert MODEL.continuation([]).shape == (0,)
    assert MODEL.continuation([("会议", "")])[0] == pytest.approx(0, abs=1e-4)


def test_any_text_has_a_score() -> None:
    odd = "\0\ud800𠀀\ufeff\r\n\x85\u2028ABC١२"
    assert np.isfinite(MODEL.score(odd)).all()
    assert MODEL.score("").shape == (0,)
    for first, second in pairwise(["", "。", "\n", odd]):
        assert np.isfinite(MODEL.totals([first, second])).all()


def test_a_model_of_ill_fitting_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="fit together"):
        CharacterModel(
            MODEL.vocabulary,
            MODEL._table,
            np.zeros((3, 2), np.float32),
            np.zeros((3, 2, 256), np.float32),
        )
