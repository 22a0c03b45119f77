import html

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from proofer.document.document import BREAK
from proofer.document.edits import Edit, apply
from proofer.document.line_index import Position
from proofer.document.opaque import OPAQUE
from proofer.document.projection import JoinedLineEndsError, UnprojectableError, project
from proofer.document.spans import Span
from tests.documents import HAN, assert_sound, document, paragraphs, texts

replacements = st.text(st.sampled_from(HAN + "，*_`[]<|\\~&#"), max_size=4)


@given(texts, st.sampled_from(["page.txt", "page.md"]))
@example("\t#", "page.md")
def test_a_document_keeps_its_promises_whatever_the_file_holds(text: str, name: str) -> None:
    page = document(text, name)
    assert page.source == text
    assert_sound(page)


@given(texts, st.sampled_from(["page.txt", "page.md"]))
@example("的\u3000的\u3000的", "page.txt")
def test_every_character_maps_back_to_itself(text: str, name: str) -> None:
    page = document(text, name)
    for offset in range(len(page.text)):
        segment, char = page.segment_at(offset), page.text[offset]
        if segment is not None and char != OPAQUE:
            place = segment.part(Span(offset, offset + 1)).source
            assert place.start == page.source_offset(offset)
            written = place.of(page.source)
            behind = written[1:]  # a blank, if the page has blanks between all characters
            is_bare = written[:1] == char and not behind.strip()
            assert is_bare or written == f"\\{char}" or html.unescape(written) == char


@given(paragraphs, st.data(), replacements)
def test_an_edit_written_to_the_source_reads_as_the_edit(
    lines: list[str], data: st.DataObject, replacement: str
) -> None:
    source = "\n\n".join(f"**{line[0]}**{line[1:]}" for line in lines)
    page = document(source, "page.md")
    paragraph = data.draw(st.sampled_from(page.paragraphs))
    start = data.draw(st.integers(paragraph.span.start, paragraph.span.end - 2))
    edit = Edit(Span(start, data.draw(st.integers(start, paragraph.span.end - 1))), replacement)
    assume(edit.span.start > paragraph.span.start)
    again = document(apply(page.source, project(page, edit)), "page.md")
    assert again.text == apply(page.text, [edit])


def test_an_edit_over_a_cut_leaves_every_line_where_it_was() -> None:
    source = (
        "这座老桥修好以后，两岸的居民来往方便多了，大家都说这是一件大好\n\n"
        "图为老桥全景。\n\n事，应当好好庆祝一番。\n"
    )
    page = document(source)
    at = page.text.index("大好事")
    edit = Edit(Span(at, at + 3), "天大的喜事")
    assert apply(page.source, project(page, edit)) == source.replace("大好\n", "天大\n").replace(
        "\n事，", "\n的喜事，"
    )


def test_an_edit_within_a_line_changes_that_line_only() -> None:
    page = document("# 港口新貌\n\n**本报讯** 码头扩建工程己经完工。\n", "page.md")
    at = page.text.index("己")
    edits = project(page, Edit(Span(at, at + 1), "已"))
    assert apply(page.source, edits) == page.source.replace("己", "已")


def test_nothing_is_edited_where_nothing_changes() -> None:
    page = document("码头扩建工程已经完工。\n")
    assert project(page, Edit(Span(0, 2), "码头")) == ()


def test_an_insertion_stands_behind_the_character_before_it() -> None:
    page = document("**本报讯**码头完工。\n", "page.md")
    assert (
        apply(page.source, project(page, Edit(Span(3, 3), "昨日"))) == "**本报讯昨日**码头完工。\n"
    )


def test_an_edit_over_the_end_of_a_paragraph_is_refused() -> None:
    page = document("码头完工。\n\n船队出海。\n")
    with pytest.raises(UnprojectableError):
        project(page, Edit(Span(4, 7), "，"))
    assert page.text[5] == BREAK


@pytest.mark.parametrize(("source", "name"), [("码头\r湾\n", "a.txt"), ("c0\n\r湾\n", "a.csv")])
def test_nothing_is_deleted_that_keeps_two_line_ends_apart(source: str, name: str) -> None:
    """CR and LF would be one line end then, and a row of a table be gone."""
    page = document(source, name)
    with pytest.raises(JoinedLineEndsError):
        project(page, Edit(Span(len(page.text) - 1, len(page.text)), ""))


def test_an_insertion_into_nothing_is_refused() -> None:
    with pytest.raises(UnprojectableError):
        project(document("\n"), Edit(Span(0, 0), "甲"))


def test_positions_are_those_of_the_source() -> None:
    page = document("\ufeff标题\r\n\r\n　　码头完工。")
    assert page.position(page.text.index("码")) == Position(3, 3)


def test_a_span_over_a_cut_covers_what_stands_between() -> None:
    source = (
        "这座老桥修好以后，两岸的居民来往方便多了，大家都说这是一件大好\n\n"
        "图为老桥全景。\n\n事，应当好好庆祝一番。\n"
    )
    page = document(source)
    at = page.text.index("大好事")
    assert page.source_span(Span(at, at + 3)).of(source) == "大好\n\n图为老桥全景。\n\n事"


def test_paragraph_at_knows_both_ends() -> None:
    page = document("码头完工。\n\n船队出海。\n")
    first, second = page.paragraphs
    assert [page.paragraph_at(offset) for offset in (0, 4, 5, 6, 10)] == [
        first,
        first,
        first,
        second,
        second,
    ]
