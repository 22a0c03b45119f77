"""Whether a paragraph that the flow left alone stops in the middle of a sentence."""

from __future__ import annotations

from proofer.detectors.context import Page, page_fact
from proofer.detectors.structure._line_continuity import CAPTION_START
from proofer.document.document import Paragraph
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_regex

PROSE = frozenset({BlockKind.PROSE, BlockKind.LIST})
SHORTEST = 15
"""Code points; anything shorter is a line of a list, a signature or a title."""
_LONGEST_TITLE = 34
"""Without a full stop inside, a block has to be longer than a title and to hold a comma."""
# (?r): from the end, where alone it can be; each paragraph is asked.
_OPEN_END = lazy_regex(r"(?r)[\p{Han}\p{L}\p{N}，、,％%][ 　]*$")
STOP = lazy_regex(r"[。！？!?；;]")
_NOTE_MARK = lazy_regex(r"(?<=[。！？!?”’」』）)…])(?:[①-⑳⑴-⒇]|[〔\[［]\d{1,3}[〕\]］])+$")
"""A reference to a note, behind the stop: `……里面。①`."""
_COMMA = lazy_regex(r"[，,]")
COMMA_END = lazy_regex(r"(?r)[，、,][ 　]*$")
_ONE_MARK = 3
"""How many times as common as all other marks 、 is then."""
_LINES, _SHARE_OF_LINES = 12, 0.04
"""Paragraphs that end in a comma, and their share of all prose, from which on they are no tears.

Files with a blank line behind each line of print, and verse in couplets, have 4 in 100 and more;
of 179 OCR pages none has three.
"""
_CREDIT = lazy_regex(
    r"(?:[图圖]片|照片|[资資]料[图圖]|[者方社]提供|[者社][摄攝]|\.(?:com|net|org|cn|hk|tw))$"
)
"""Whose picture stands above: 维基百科照片, 受访者提供."""
_SIGNATURE = lazy_regex(r"[。！？!?”）)][ 　]*\p{Han}{2,4}(?:[ 　]\p{Han}{2,4})*[ 　]*$")


@page_fact
def has_one_mark(page: Page) -> bool:
    """Return whether 、 stands for commas and stops alike on a page, as in print before 1930."""
    return page.text.count("、") > _ONE_MARK * sum(map(page.text.count, "，,。；："))


@page_fact
def has_lines_for_paragraphs(page: Page) -> bool:
    """Return whether what stands as paragraphs of a page are its lines, or those of a poem."""
    text = page.text
    prose = [each for each in page.document.paragraphs if each.kind in PROSE]
    open_ends = sum(COMMA_END.search(each.span.of(text)) is not None for each in prose)
    return open_ends >= max(_LINES, _SHARE_OF_LINES * len(prose))


def is_unfinished(text: str, paragraph: Paragraph) -> bool:
    """Return whether `paragraph` of `text` is prose that stops in mid-sentence."""
    body = _NOTE_MARK.sub("", paragraph.span.of(text).rstrip(" 　"))
    if paragraph.kind not in PROSE or len(body) < SHORTEST or not _OPEN_END.search(body):
        return False
    if CAPTION_START.match(STOP.split(body)[-1]) or _CREDIT.search(body):
        return False
    sentence_like = STOP.search(body) or (len(body) > _LONGEST_TITLE and _COMMA.search(body))
    return bool(COMMA_END.search(body) or sentence_like) and not _SIGNATURE.search(body)
