"""Words that are written in two ways, between which writers and houses choose: 做出, 作出."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proofer.detectors.context import Page
    from proofer.document.spans import Span

_FORMS = frozenset(
    re.findall(
        r"\S+",
        "做出作出 惟有唯有 惟一唯一 惟恐唯恐 惟独唯独 其它其他 串连串联 连接联接 连结联结 交待交代"
        " 想像想象 执着执著 热衷热中 身份身分 人才人材 订购定购 订货定货 订单定单 好像好象",
    )
)
"""Both forms of a word, one behind the other."""


def is_other_form(page: Page, span: Span, new: str) -> bool:
    """Return whether the character at `span` would make it another form of the same word.

    That is a matter of style: no slip of a typist, nor a misreading to be guessed at.
    """
    if len(span) != 1 or len(new) != 1:
        return False
    old, before, after = (
        page.text[max(0, at) : at + 1] for at in (span.start, span.start - 1, span.end)
    )
    return any(
        not _FORMS.isdisjoint((printed + right, right + printed))
        for printed, right in ((before + old, before + new), (old + after, new + after))
    )
