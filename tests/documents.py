"""Texts for property tests: what OCR files are made of, and Documents made of them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from hypothesis import strategies as st

from proofer.document.document import BREAK, SPACE, Document
from proofer.document.opaque import OPAQUE
from proofer.formats import parse

HAN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本"
    "去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比"
    "或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总"
    "次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做"
    "必战先回则任取据处府研质"
)
MARKS = "，。、；：？！“”‘’（）《》【】…—·"
SEPARATORS = ["\n", "\r\n", "\r", "\n\n", "\f", "\u0085", "\u2028", "\v", "　", "　　", " ", "\t"]
MARKUP = [
    "#",
    "# ",
    "*",
    "**",
    "_",
    "`",
    "```",
    "- ",
    "> ",
    "|",
    "[",
    "](",
    ")",
    "!",
    "<!--",
    "-->",
    "<td>",
    "\\",
    "&nbsp;",
    "---",
    "~~",
    "1. ",
]
RARE = ["𠮷", "𬭊", "㐀", "é", "ﬁ", "\u200b", "0", "9", "A", "z", "."]

characters = st.sampled_from([*HAN, *MARKS])
pieces = st.one_of(
    characters, st.sampled_from(SEPARATORS), st.sampled_from(MARKUP), st.sampled_from(RARE)
)
texts = st.lists(pieces, max_size=80).map("".join)
"""Anything that a file may hold, line ends of all kinds and broken markup included."""

words = st.text(st.sampled_from(HAN), min_size=1, max_size=12)
sentences = st.lists(words, min_size=2, max_size=5).map(lambda parts: "，".join(parts) + "。")
paragraphs = st.lists(
    st.lists(sentences, min_size=1, max_size=3).map("".join), min_size=1, max_size=6
)
"""Paragraphs that all end in a full stop, so that none is joined to another."""


def document(text: str, name: str = "page.txt") -> Document:
    """Return the document of a file that holds `text` in UTF-8."""
    return parse(text.encode("utf-8"), Path(name), encoding="utf-8")


def assert_sound(document: Document) -> None:
    """Check what every Document promises: see its docstring."""
    at = 0
    for segment in document.segments:
        shown = segment.text.of(document.text)
        assert shown, f"{segment} is empty"
        for place in segment.places:
            if len(segment.text) == len(place) and shown != OPAQUE:
                assert place.of(document.source) == shown, f"{segment} is not verbatim"
            else:
                assert len(segment.text) == 1, f"{segment} is not as long as its source"
        between = document.text[at : segment.text.start]
        assert segment.text.start >= at, f"{segment} overlaps the one before it"
        assert between in ("", BREAK, SPACE), (
            f"{between!r} before {segment} stands nowhere in the source"
        )
        at = segment.text.end
    assert document.text[at:] == ""
    shown = BREAK.join(paragraph.span.of(document.text) for paragraph in document.paragraphs)
    assert shown == document.text, "the paragraphs and the BREAKs between them are not the text"
    assert all(len(paragraph.span) for paragraph in document.paragraphs), "an empty paragraph"
    claimed = sorted(place for segment in document.segments for place in segment.places)
    assert all(a.end <= b.start for a, b in pairwise(claimed)), "a character is read twice"
    for join in document.joins:
        assert join.gap.start <= join.gap.end
        assert 0 < join.offset < len(document.text)
