"""Characters that nobody meant to write.

That is lost, private and invisible ones, and twins of ordinary ones under another code.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Applicability
from proofer.messages import Message


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of odd characters: its name, the reason, how sure it is, who may correct it."""

    name: Message
    reason: Message
    confidence: float
    applicability: Applicability = Applicability.UNSAFE


@dataclass(frozen=True, slots=True)
class Odd:
    """A run of odd characters of one sort, and what may have stood there, best first."""

    sort: Sort
    span: Span
    readings: tuple[str, ...] = ()


LOST = Sort(
    Message("丢失的字", "lost character"),
    Message(
        "U+FFFD 表示原来的字在转换编码时已经丢失",
        "U+FFFD stands for a character that a conversion lost",
    ),
    0.98,
)
PRIVATE = Sort(
    Message("自造字或图形字体的编码", "private-use character"),
    Message(
        "私用区的编码没有公认的字形，换一台机器就看不到", "a private-use code has no agreed form"
    ),
    0.9,
)
INVISIBLE = Sort(
    Message("看不见的控制字符", "invisible character"),
    Message("印不出来，却会打断查找和排版", "it prints nothing and breaks searching and setting"),
    0.97,
    Applicability.SAFE,
)
TWIN = Sort(
    Message("部首或兼容编码", "radical or compatibility form"),
    Message(
        "看上去一样，编码却不是通用汉字或标点",
        "looks like an ordinary character and has another code",
    ),
    0.97,
    Applicability.SAFE,
)
# The supplement of radicals that are whole simplified characters; Unicode has no decomposition for
# them (EquivalentUnifiedIdeograph.txt does). PDF fonts give these.
_RADICALS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
    "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
)
# What looks like a vertical colon is the vertical two-dot leader.
_VERTICAL_COLON = "\ufe30"
_FULL_WIDTH = str.maketrans(",:;?!()%&+-", "，：；？！（）％＆＋－")
_LOST = lazy_regex("\ufffd+")
_PRIVATE = lazy_regex(r"\p{Co}+")
# Tabs, line ends and separators of files are white space; joiners and variation selectors make
# emoji and rare forms.
_INVISIBLE = lazy_regex(
    "(?:[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb]|(?<![\\p{So}\ufe0f\\p{Emoji_Modifier}])\u200d)+"
)
_TWIN = lazy_regex(
    "[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f\ufb00-\ufb06\ufe10-\ufe18\ufe30\ufe31\ufe35-\ufe44\ufe47\ufe48\ufe50-\ufe6b]+"
)


def lost(text: str) -> Iterator[Odd]:
    """Yield replacement characters."""
    yield from (Odd(LOST, Span(*match.span())) for match in _LOST.finditer(text))


def private(text: str) -> Iterator[Odd]:
    """Yield characters of the private use areas."""
    yield from (Odd(PRIVATE, Span(*match.span())) for match in _PRIVATE.finditer(text))


def invisible(text: str) -> Iterator[Odd]:
    """Yield control, zero-width and direction characters, to be deleted."""
    yield from (Odd(INVISIBLE, Span(*match.span()), ("",)) for match in _INVISIBLE.finditer(text))


def twins(text: str) -> Iterator[Odd]:
    """Yield radicals, compatibility ideographs, small and vertical marks, with the plain one."""
    for match in _TWIN.finditer(text):
        right = "".join(map(_ordinary, match[0]))
        if right != match[0]:
            yield Odd(TWIN, Span(*match.span()), (right,))


@cache
def _ordinary(character: str) -> str:
    if character == _VERTICAL_COLON:
        return "："
    plain = unicodedata.normalize("NFKC", character.translate(_RADICALS))
    return plain.translate(_FULL_WIDTH) if character >= "\ufe10" else plain
