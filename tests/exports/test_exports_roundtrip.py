"""For any text and any edits, each form of export that shows both texts gives both back."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from proofer.document.anchors import Anchor
from proofer.document.document import Document
from proofer.document.edits import Edit, apply
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Span
from proofer.exports._passages import passages
from proofer.rendering.xml import holdable
from proofer.review.decisions import Decision, Verdict
from proofer.review.reviewed import ReviewedDocument, ReviewedPlace
from tests import documents
from tests.exports.example import FOLDER, rendered

_ANY = re.compile(
    r"\{\+\+(?P<added>.*?)\+\+\}|\{--(?P<deleted>.*?)--\}|\{~~(?P<old>.*?)~>(?P<new>.*?)~~\}"
    r"|\{==(?P<kept>.*?)==\}|\{>>.*?<<\}",
    re.DOTALL,
)
_MARKS = [
    "{++",
    "++}",
    "{--",
    "--}",
    "{~~",
    "~>",
    "~~}",
    "{==",
    "==}",
    "{>>",
    "<<}",
    "{",
    "}",
    "+",
    "-",
    "~",
    ">",
    "=",
]
SCHEMA = etree.RelaxNG(etree.parse(FOLDER / "tei.rng"))
pages = st.lists(
    st.sampled_from([*_MARKS, "青", "岗", "铜", "业", "\n", "\n\n", "，", "。"]), max_size=40
).map("".join)
replacements = st.lists(st.sampled_from([*_MARKS, "新", "字"]), max_size=6).map("".join)


def read(text: str, *names: str) -> str:
    """Return the text with each mark replaced by those of its groups that are named."""
    return _ANY.sub(lambda match: "".join(match[name] or "" for name in names), text)


@st.composite
def reviews(draw: st.DrawFn, pages: st.SearchStrategy[str], name: str) -> ReviewedDocument:
    """A page with decisions that do not overlap, some of which change it."""
    document: Document = documents.document(draw(pages), name)
    places: list[ReviewedPlace] = []
    for segment in document.segments:
        if OPAQUE in segment.text.of(document.text):  # what is no text cannot be changed
            continue
        offsets = draw(
            st.lists(st.integers(segment.text.start, segment.text.end), max_size=6, unique=True)
        )
        offsets.sort()
        for start, end in zip(offsets[::2], offsets[1::2], strict=False):
            verdict = draw(st.sampled_from([Verdict.EDITED, Verdict.AS_PRINTED, Verdict.REJECTED]))
            new = draw(replacements)
            span = Span(start, end)
            anchor = Anchor.of(document.text, span)
            note = draw(replacements)
            decision = Decision(f"{start}", "D001", anchor, verdict, new, author="甲", note=note)
            places.append(ReviewedPlace(span, "D001", (Edit(span, new),), decision))
    return ReviewedDocument(document, tuple(places))


@given(reviews(pages, "page.txt"))
def test_criticmarkup_gives_both_texts_back(reviewed: ReviewedDocument) -> None:
    shown = rendered("criticmarkup", reviewed).decode()
    assert read(shown, "deleted", "old", "kept") == reviewed.document.source
    assert read(shown, "added", "new", "kept") == rendered("same", reviewed).decode()


@given(reviews(documents.texts, "page.md"))
def test_criticmarkup_of_markdown_gives_the_source_back(reviewed: ReviewedDocument) -> None:
    shown = rendered("criticmarkup", reviewed).decode()
    assert read(shown, "deleted", "old", "kept") == reviewed.document.source


@given(reviews(documents.texts, "page.md"))
def test_passages_lose_no_character(reviewed: ReviewedDocument) -> None:
    assume(OPAQUE not in reviewed.document.text)  # it is shown as the file has it
    wanted = "".join(apply(reviewed.document.text, reviewed.edits).split())
    joined = "".join("".join(each.lines) for each in passages(reviewed, reflow=True))
    assert "".join(joined.split()) == wanted
    lines = "".join("".join(each.lines) for each in passages(reviewed, reflow=False))
    assert sorted("".join(lines.split())) == sorted(wanted)


@given(reviews(documents.texts, "page.md"))
def test_tei_is_valid_and_gives_the_old_text_back(reviewed: ReviewedDocument) -> None:
    root = etree.fromstring(rendered("tei", reviewed))
    assert SCHEMA.validate(root), SCHEMA.error_log.last_error
    for each in list(root.iter("{*}corr")):
        each.text = None
    paragraphs = root.iterfind(".//{http://www.tei-c.org/ns/1.0}div/*")
    shown = ["".join(each.itertext()) for each in paragraphs if not each.tag.endswith("}pb")]
    assert shown == [
        holdable(reviewed.document.shown(each.span)) for each in reviewed.document.paragraphs
    ]


def test_a_mark_of_the_page_itself_is_parted() -> None:
    assert (
        rendered("criticmarkup", ReviewedDocument(documents.document("{++甲++}\n"))).decode()
        == "{{>><<}++甲++}\n"
    )


@pytest.mark.parametrize("cut", [1, 2])
def test_a_mark_that_two_pieces_would_make_is_parted(cut: int) -> None:
    page = documents.document("{++甲{++\n")
    span = Span(cut, 6)
    decision = Decision("1", "D001", Anchor.of(page.text, span), Verdict.REJECTED, author="甲")
    reviewed = ReviewedDocument(page, (ReviewedPlace(span, "D001", (), decision),))
    assert (
        read(rendered("criticmarkup", reviewed).decode(), "deleted", "old", "kept") == page.source
    )
