"""Corrections by the image, and what it says of the corrections of others."""

from __future__ import annotations

import pytest

from proofer.document.document import Document
from proofer.document.edits import Edit, apply
from proofer.document.regression import LogisticRegression, fitted
from proofer.document.spans import Span
from proofer.language.model import default_model
from proofer.rereading.confidence import WEIGHTS as SHIPPED
from proofer.rereading.evidence import Correction, ImageEvidence, differences
from proofer.rereading.line_reading import LineReading
from proofer.rereading.posteriors import Posterior
from tests.rereading.lattices import posterior, spelled
from tests.rereading.pages import box, document

WEIGHTS = LogisticRegression(-1.0, {"gain": 0.5})


def evidence(pages: Document, *printed: str, sure: float = 0.97) -> ImageEvidence:
    """Return what images that show these lines say of a document."""
    spans = [segment.text for segment in pages.segments]
    lines = [
        LineReading.of(pages, span, posterior_of(shown, sure=sure))
        for span, shown in zip(spans, printed, strict=True)
    ]
    return ImageEvidence(pages, lines, default_model(), WEIGHTS)


def posterior_of(text: str, *, sure: float = 0.97) -> Posterior:
    frames = ".".join(text)
    return spelled(frames, sure, "".join(sorted({*text} - {"."})))


def page(*lines: str) -> Document:
    return document([(line, [box(len(line), top=20 + 40 * at)]) for at, line in enumerate(lines)])


def hidden(pages: Document, printed: str) -> tuple[Span, ...]:
    """Return what cannot be seen on the image of the only line, which shows the rest."""
    return LineReading.of(pages, pages.segments[0].text, posterior_of(printed, sure=0.99)).hidden


def corrected(pages: Document, found: list[Correction]) -> str:
    return apply(pages.text, [each.edit for each in found])


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("人民日报记者报道", "人民目报记者报道"),
        ("人民日报记者报道", "人民日报者报道"),
        ("人民日报记者报道", "人民日报记记者报道"),
        ("人民日报记者报道", "民日报记者报"),
        ("人民日报记者报道", "入民 日报己者报遣"),
    ],
)
def test_the_image_corrects_what_was_read_wrongly(printed: str, read: str) -> None:
    pages = page(read)
    found = evidence(pages, printed).corrections()
    assert corrected(pages, found).replace(" ", "") == printed
    assert all(each.gain > 2 for each in found)


def test_each_line_is_corrected_by_its_own_image() -> None:
    pages = page("会上说己经完成", "全年的生产仼务")
    found = evidence(pages, "会上说已经完成", "全年的生产任务").corrections()
    assert [each.edit for each in found] == [
        Edit(Span(3, 4), "已"),
        Edit(Span(12, 13), "任"),
    ]


@pytest.mark.parametrize("cut", [(False, False), (True, False), (False, True)])
def test_nothing_is_inserted_where_two_boxes_cut_a_character(cut: tuple[bool, bool]) -> None:
    """Each of them shows a part of it, and the other one's text may have it already."""
    pages = page("民日报者报")
    line = LineReading.of(pages, Span(0, 5), posterior_of("人民日报记者报道"), cut)
    found = ImageEvidence(pages, [line], default_model(), WEIGHTS).corrections()
    inserted = [("人", cut[0]), ("记", False), ("道", cut[1])]
    assert [each.edit.replacement for each in found] == [
        char for char, is_cut in inserted if not is_cut
    ]


def test_what_is_read_alike_is_not_corrected() -> None:
    assert evidence(page("会上说已经完成"), "会上说已经完成").corrections() == []


def test_widths_of_marks_are_no_errors() -> None:
    assert evidence(page("完成,好(的)"), "完成，好（的）", sure=0.9999).corrections() == []


@pytest.mark.parametrize(("sure", "corrected"), [(0.9, False), (0.995, True)])
def test_a_form_of_the_other_script_needs_a_clear_image(sure: float, *, corrected: bool) -> None:
    pages = page("他沒有说")
    rows = [[0.97 if column == at else 0.01 for column in range(6)] for at in (1, 0, 2, 0, 3, 0, 4)]
    rows[2] = [0.0, 0.0, sure, 0.0, 0.0, 1 - sure]
    line = LineReading.of(pages, pages.segments[0].text, posterior(rows, "他没有说沒"))
    found = ImageEvidence(pages, [line], default_model(), WEIGHTS).corrections()
    assert [each.edit for each in found] == [Edit(Span(1, 2), "没")] * corrected


def test_a_surer_image_makes_a_surer_correction() -> None:
    pages = page("会上说己经完成")
    faint, clear = (
        evidence(pages, "会上说已经完成", sure=sure).corrections()[0] for sure in (0.8, 0.99)
    )
    assert clear.gain > faint.gain > 0
    assert clear.confidence > faint.confidence
    assert clear.confidence == pytest.approx(WEIGHTS.probability(clear.features))


@pytest.mark.parametrize(("seen", "alone"), [("己", True), ("已", False)])
def test_what_only_the_language_reads_otherwise_is_told_apart(seen: str, *, alone: bool) -> None:
    pages = page("会上说己经完成")
    frames, characters = "会.上.说.?.经.完.成", "会上说经完成己已"
    rows = [[0.001] * 9 for _ in frames]
    for row, frame in zip(rows, frames, strict=True):
        row[characters.find(frame) + 1] = 0.9
    rows[6] = [0.001] * 7 + ([0.6, 0.4] if seen == "己" else [0.4, 0.6])
    line = LineReading.of(pages, pages.segments[0].text, posterior(rows, characters))
    (found,) = ImageEvidence(pages, [line], default_model(), WEIGHTS).corrections()
    assert found.edit == Edit(Span(3, 4), "已")
    assert found.features["alone"] == alone
    assert (found.features["alone language"] > 0) == alone


def test_the_gain_of_a_correction_is_that_of_its_undoing() -> None:
    pages = page("会上说己经完戍")
    both = evidence(pages, "会上说已经完成").corrections()
    assert [each.edit for each in both] == [Edit(Span(3, 4), "已"), Edit(Span(6, 7), "成")]
    (alone,) = evidence(page("会上说己经完成"), "会上说已经完成").corrections()
    assert both[0].gain == pytest.approx(alone.gain), "another error of the line changes nothing"


def test_the_image_speaks_for_a_right_correction_and_not_for_a_wrong_one() -> None:
    said = evidence(page("会上说己经完成"), "会上说已经完成")
    place = Span(3, 4)
    right, wrong = (said.gain(place, [Edit(place, new)]) for new in ("已", "巳"))
    assert right is not None
    assert right > 2
    assert wrong == pytest.approx(0, abs=0.5), "neither is what is printed"


def test_the_image_speaks_against_a_false_alarm() -> None:
    said = evidence(page("会上说已经完成"), "会上说已经完成")
    gain = said.gain(Span(3, 4), [Edit(Span(3, 4), "己")])
    assert gain is not None
    assert gain < -2


def test_image_and_file_agree_but_not_beside_an_error() -> None:
    said = evidence(page("会上说己经完成"), "会上说已经完成")
    (line,) = said._lines
    assert line.agreed == [Span(0, 2), Span(5, 7)]
    (line,) = evidence(page("会上说已经完成"), "会上说已经完成")._lines
    assert line.agreed == [Span(0, 7)]


def test_several_edits_are_judged_together() -> None:
    said = evidence(page("会上说己经完戍"), "会上说已经完成")
    edits = [Edit(Span(3, 4), "已"), Edit(Span(6, 7), "成")]
    both, first = (said.gain(Span(3, 7), some) for some in (edits, edits[:1]))
    assert both is not None
    assert first is not None
    assert both > first + 2


def test_an_edit_that_was_not_read_or_is_on_two_lines_has_no_gain() -> None:
    pages = page("会上说已经完成", "全年的生产任务")
    said = evidence(pages, "会上说已经完成", "全年的生产任务")
    edit = Edit(Span(3, 4), "己")
    assert said.gain(Span(3, 4), [edit]) is not None
    assert said.gain(Span(3, 9), [Edit(Span(6, 9), "成年")]) is None
    assert said.gain(Span(3, 9), [edit, Edit(Span(8, 9), "")]) is None
    assert said.gain(Span(3, 4), []) is None
    one = ImageEvidence(pages, [], default_model(), WEIGHTS)
    assert one.gain(Span(3, 4), [edit]) is None


def test_the_second_of_a_repeat_over_two_lines_is_judged_where_it_stands() -> None:
    pages = page("他在广场", "场上说了")
    start = pages.segments[1].text.start
    repeat, edits = Span(3, start + 1), [Edit(Span(start, start + 1), "")]
    printed, not_printed = (
        evidence(pages, "他在广场", shown).gain(repeat, edits) for shown in ("场上说了", "上说了")
    )
    assert printed is not None
    assert printed < -2
    assert not_printed is not None
    assert not_printed > 2


def test_what_is_lost_between_two_lines_may_end_the_first() -> None:
    pages = page("人民日", "记者说")
    at = pages.segments[1].text.start
    ends, begins, neither = (
        evidence(pages, *shown).gain(Span(at, at), [Edit(Span(at, at), "报")])
        for shown in (("人民日报", "记者说"), ("人民日", "报记者说"), ("人民日", "记者说"))
    )
    assert ends is not None
    assert begins is not None
    assert neither is not None
    assert min(ends, begins) > 2
    assert neither < -2


def test_a_correction_that_another_character_rivals_is_less_sure() -> None:
    pages = page("记者张台说")
    frames, characters = "记.者.张.?.说", "记者张说台辉勇"
    found = []
    for other in (0.001, 0.3):
        rows = [[0.001] * 8 for _ in frames]
        for row, frame in zip(rows, frames, strict=True):
            row[characters.find(frame) + 1] = 0.9
        rows[6] = [0.001] * 5 + [0.001, 0.5, other]
        line = LineReading.of(pages, pages.segments[0].text, posterior(rows, characters))
        found += ImageEvidence(pages, [line], default_model(), WEIGHTS).corrections()
    alone, rivalled = found
    assert alone.edit == rivalled.edit == Edit(Span(3, 4), "辉")
    assert alone.gain == pytest.approx(rivalled.gain, abs=0.1), "both beat what the file has"
    assert rivalled.features["margin"] < alone.features["margin"] - 1
    weights = fitted(SHIPPED)
    assert weights.probability(rivalled.features) < weights.probability(alone.features)


def test_the_language_is_silent_in_traditional_print() -> None:
    pages = page("國會說已經辦")
    said = evidence(pages, "國會說已經辦")
    (line,) = said._lines
    doubtful = LineReading.of(pages, line.span, posterior_of("國會說己經辦", sure=0.4))
    assert said.decoded(doubtful) == doubtful.seen[0]


@pytest.mark.parametrize(("said", "dotted"), [("國會說已經辦，", 0), ("会上说已经办，", 1)])
def test_a_mark_in_the_middle_is_no_dot_in_traditional_print(said: str, dotted: int) -> None:
    pages = page(said)
    assert len(evidence(pages, said.replace("，", "·")).corrections()) == dotted


def test_differences_that_touch_are_one() -> None:
    assert [(each.old, each.new) for each in differences("甲乙丙丁", "甲戊己庚丁")] == [
        (Span(1, 3), Span(1, 4))
    ]


def test_the_weights_shipped_count_on_the_image() -> None:
    (found,) = evidence(page("会上说己经完成"), "会上说已经完成").corrections()
    weights = fitted(SHIPPED)
    assert weights.weights.keys() == found.features.keys()
    faint, clear = (
        weights.probability({**found.features, "gain": gain, "margin": gain, "certainty": 4.0})
        for gain in (1.0, 12.0)
    )
    assert 1 - clear < (1 - faint) / 2


def test_what_lies_under_a_stamp_is_told_and_neither_corrected_nor_judged() -> None:
    pages = page("会上说全年的生产任务己经完成")
    seen = evidence(pages, "会上说务已经完成")
    assert hidden(pages, "会上说务已经完成") == (Span(3, 9),)
    assert [each.edit for each in seen.corrections()] == [Edit(Span(10, 11), "已")]
    assert seen.gain(Span(5, 6), [Edit(Span(5, 6), "")]) is None
    assert seen.gain(Span(10, 11), [Edit(Span(10, 11), "已")]) is not None


def test_what_is_clearly_something_else_is_corrected() -> None:
    pages = page("会上说全年的生产任务已经完成")
    seen = evidence(pages, "会上说本季销售指标已经完成", sure=0.99)
    assert hidden(pages, "会上说本季销售指标已经完成") == ()
    assert corrected(pages, seen.corrections()) == "会上说本季销售指标已经完成"
