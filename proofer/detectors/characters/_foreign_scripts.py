"""Characters of another script inside Chinese text.

That is kana, Greek, Cyrillic and Latin look-alikes, and traditional forms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import regex

from proofer.detectors.characters._stray_codepoints import Odd, Sort
from proofer.document.document import Document
from proofer.document.lazy_pattern import VERSION1, lazy_regex
from proofer.document.spans import Span
from proofer.language.scripts import default_scripts, strays
from proofer.messages import Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from proofer.detectors.context import Context

KANA = Sort(
    Message("日文假名", "Japanese kana"),
    Message(
        "单个假名夹在汉字之间，多是形近的汉字认错",
        "a single kana between Han characters is mostly a look-alike",
    ),
    0.9,
)
LETTER = Sort(
    Message("混入单词的希腊或西里尔字母", "Greek or Cyrillic letter in a Latin word"),
    Message("与拉丁字母同形，编码不同", "looks like a Latin letter and has another code"),
    0.95,
)
STROKE = Sort(
    Message("笔画“丶”代替了顿号", "the stroke 丶 for the mark 、"),
    Message("“丶”是笔画的名称，印刷文字里不用", "丶 is a stroke, not a mark"),
    0.95,
)
HAN_LIKE_LETTER = Sort(
    Message("夹在词里的拉丁字母", "Latin letter inside a word"),
    Message(
        "换成形近的汉字，前后就成词",
        "with a look-alike in its place the characters around it make a word",
    ),
    0.85,
)
TRADITIONAL = Sort(
    Message("简体版面里的繁体字或异体字", "traditional character on a simplified page"),
    Message("同一版面其余的字都是简体", "the rest of the page is simplified"),
    0.9,
)
SIMPLIFIED = Sort(
    Message("繁体版面里的简体字", "simplified character on a traditional page"),
    Message("同一版面其余的字都是繁体", "the rest of the page is traditional"),
    0.8,
)
_HAN = r"[\p{Han}\d，。、；：“”（）]"
# の is printed for fun in shop and product names. ー may be the number or a dash.
_KANA_LIKE = {
    **{
        "ニ": "二",
        "カ": "力",
        "ロ": "口",
        "エ": "工",
        "ト": "卜",
        "タ": "夕",
        "ハ": "八",
        "ミ": "三",
        "オ": "才",
    },
    **{
        "セ": "七",
        "ヒ": "匕",
        "ナ": "十",
        "ー": "一—",
        "ヽ": "、",
        "チ": "千",
        "ム": "厶",
        "へ": "八",
        "メ": "乂",
    },
}
_LONE_KANA = lazy_regex(r"(?<=\p{Han})[\p{Hiragana}\p{Katakana}ー--の・](?=\p{Han})", VERSION1)
# At the edge of a clause only those that look like a Han character.
_KANA_AT_THE_EDGE = lazy_regex(
    r"(?:^|(?<=[，。；：、？！“（\d]))[ニカロエトタハミオセヒチ](?=\p{Han})|(?<=\p{Han})[ニカロエトタハミオセヒチ](?=$|[，。；：、？！”）\d])",
    re.MULTILINE,
)
_KANA_RUN = lazy_regex(r"[\p{Hiragana}\p{Katakana}ー]{2}")
_PARTICLES = lazy_regex("[をはがにとでもたびるく]")
"""Kana that look like no Chinese character, of which a sentence of Japanese has several."""
_JAPAN = lazy_regex(r"日本|日文|日语|东京|大阪|冲绳|幕府|[\p{Hiragana}\p{Katakana}]{2}")
_COURT = lazy_regex(r"(?:最高|高等|地方|家庭)裁判所|大審院")
"""The courts of Japan, whose decisions are cited as they write them."""
_STROKE = lazy_regex(r"(?<=[\p{Han}”》）])丶(?=[\p{Han}“《（])")
_FOREIGN = "АВЕЗІКМНОРСТУХЅЈаеорсухіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
_LATIN = str.maketrans(_FOREIGN, "ABE3IKMHOPCTYXSJaeopcyxisjABEZHIKMNOPTYXo")
_MIXED_WORD = lazy_regex(rf"[A-Za-z{_FOREIGN}]+")
_LETTER_LIKE = {
    **{
        "A": "人入",
        "H": "日",
        "T": "丁工下",
        "F": "下",
        "X": "又义",
        "Z": "乙之",
        "E": "日正",
        "l": "一丨",
        "I": "工",
    },
    **{
        "J": "了",
        "K": "长",
        "D": "口",
        "O": "口〇",
        "B": "日目",
        "N": "从",
        "R": "只",
        "t": "七",
        "h": "九",
        "r": "厂",
    },
}
_LONE_LETTER = lazy_regex(r"(?<=\p{Han})[AHTFXZElIJKDOBNRthr](?=\p{Han})")
_ALONE = lazy_regex(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])")
_LABEL = 3
"""Times that a letter stands alone in typed text where it is a name: A 说完了, 等 B 回答.

An engine may take 人 for A as often.
"""
_CREDITED = lazy_regex(
    r"(?:记者|通讯员|摄影|作者|编辑|提供|□)[ 　：:]*(?:\p{Han}{2,4}[ 　、])*\p{Han}?$"
)
_LEAST_GAIN = 2.0
"""What the model must gain (log10) by the Han character."""
_COMMON_WORD = -6.0
"""log10 frequency from which a word that it makes counts."""
_BEFORE = 200
"""Code points before a character in which a title begins, or a credit of several names."""
_FEW = 2
"""Characters of one script that a text must have before it is said to be in that script."""


def kana(document: Document, context: Context) -> Iterator[Odd]:
    """Yield single kana between Han characters, in paragraphs without Japanese."""
    del context
    text = document.text
    is_japanese = cache(lambda paragraph: _is_japanese(paragraph.span.of(text)))
    for match in chain(_LONE_KANA.finditer(text), _KANA_AT_THE_EDGE.finditer(text)):
        if not is_japanese(document.paragraph_at(match.start())):
            yield Odd(KANA, Span(*match.span()), tuple(_KANA_LIKE.get(match[0], "")))


def _is_japanese(text: str) -> bool:
    """Return whether a paragraph has kana in a row, or several of those that sentences have."""
    return _KANA_RUN.search(text) is not None or len(set(_PARTICLES.findall(text))) > 1


def foreign_letters(document: Document, context: Context) -> Iterator[Odd]:
    """Yield Greek and Cyrillic look-alikes in a Latin word, or alone beside Han characters."""
    del context
    for match in _MIXED_WORD.finditer(document.text):
        latin = sum(character.isascii() for character in match[0])
        if (
            latin < len(match[0])
            and (latin or len(match[0]) == 1)
            and match[0].translate(_LATIN).isalpha()
        ):
            text, (start, end) = document.text, match.span()
            if latin > 1 or _beside_han(text, start, end):
                yield Odd(LETTER, Span(start, end), (match[0].translate(_LATIN),))


def _beside_han(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    is_cyrillic = "\u0400" <= text[start] <= "\u04ff"
    return is_cyrillic and bool(regex.fullmatch(r"[\p{Han}\d]{1,2}", around))


def strokes(document: Document, context: Context) -> Iterator[Odd]:
    """Yield the stroke 丶 where a mark of enumeration belongs."""
    del context
    yield from (
        Odd(STROKE, Span(*match.span()), ("、",)) for match in _STROKE.finditer(document.text)
    )


def letters_for_han(document: Document, context: Context) -> Iterator[Odd]:
    """Yield single Latin letters whose Han look-alike makes a common word and reads better."""
    text = document.text
    lone = list(_LONE_LETTER.finditer(text))
    alone = Counter(_ALONE.findall(text)) if lone and document.origin.typed else Counter[str]()
    edits = [
        (match.start(), match.end(), right)
        for match in lone
        if alone[match[0]] < _LABEL
        for right in _LETTER_LIKE[match[0]]
        if _makes_word(text, match.start(), right, context)
    ]
    best: dict[int, tuple[float, str]] = {}
    for (start, _, right), gain in zip(
        edits, context.model.gains(text, edits).tolist(), strict=True
    ):
        if gain >= _LEAST_GAIN:
            best[start] = max(best.get(start, (0.0, "")), (gain, right))
    yield from (
        Odd(HAN_LIKE_LETTER, Span(start, start + 1), (right,))
        for start, (_, right) in sorted(best.items())
    )


def _makes_word(text: str, at: int, right: str, context: Context) -> bool:
    around = (
        text[at - 1] + right,
        right + text[at + 1],
        text[max(0, at - 2) : at] + right,
        right + text[at + 1 : at + 3],
    )
    return any(context.words.log_frequency(word) > _COMMON_WORD for word in around)


_RIGHT_THERE = ("拮据",)
"""Words of traditional print with a character that is mostly a simplified one."""
_MOSTLY = 4
"""How many traditional characters a page has for one that only simplified print has, at least."""


def other_script(document: Document, context: Context) -> Iterator[Odd]:
    """Yield traditional characters of a simplified page, or simplified ones of a traditional page.

    A page of both, and a paragraph that is wholly of the other script, are left alone, and so are
    titles of works, names, and whatever the dictionary of allowed strings holds.
    """
    scripts, text = default_scripts(), document.text
    old, new, stray = _places_by_script(text)
    if not old.any():
        return
    meant: set[int] = set()
    if len(_runs(new)) >= _FEW * max(_FEW, len(_runs(old))):
        sort, rare, usual = TRADITIONAL, old, new
    elif old.sum() >= _MOSTLY * max(1, new.sum()):
        sort, rare, usual = SIMPLIFIED, stray, old & ~stray
        meant.update(at for word in _RIGHT_THERE for at in _places(text, word))
    else:
        return
    if not usual.any():
        return
    table = {**scripts.japanese, **scripts.traditional} if sort is TRADITIONAL else strays()
    on_japan = cache(lambda paragraph: _JAPAN.search(paragraph.span.of(text)) is not None)
    has_forms = cache(lambda paragraph: _has_forms_of_japan(paragraph.span.of(text)))
    usual_before = [0, *usual.cumsum().tolist()]
    for span in _runs(rare):
        if span.start in meant:
            continue
        paragraph = document.paragraph_at(span.start)
        is_japanese = has_forms(paragraph) or (
            _is_in_japanese(span.of(text)) and on_japan(paragraph)
        )
        if not _is_meant(span, usual_before, document, context) and not is_japanese:
            yield Odd(sort, span, _readings(span.of(text), table))


def _places(text: str, word: str) -> list[int]:
    """Return where the last character of `word` stands in `text`."""
    return [match.end() - 1 for match in regex.finditer(word, text)]


def _has_forms_of_japan(text: str) -> bool:
    """Return whether a paragraph on Japan has several forms that are Japanese alone: 総, 栄, 図."""
    forms = {each for each in set(text) if _is_in_japanese(each)}
    is_on_japan = _is_japanese(text) or _JAPAN.search(text) is not None
    return (len(forms) >= _FEW and is_on_japan) or _COURT.search(text) is not None


def _is_in_japanese(run: str) -> bool:
    """Return whether a run is of Japanese forms alone, as 那覇, 江戸, 両津."""
    scripts = default_scripts()
    return all(each in scripts.japanese and each not in scripts.traditional for each in run)


def _places_by_script(text: str) -> tuple[NDArray[np.bool_], ...]:
    """Return at which places of `text` stand traditional and Japanese forms, simplified, strays."""
    from proofer.language.lexicon import code_points

    points = code_points(text)
    return tuple(table.take(points, mode="clip") for table in _script_tables())


@cache
def _script_tables() -> tuple[NDArray[np.bool_], ...]:
    """Return the tables of these (`point_table`)."""
    from proofer.language.arrays import point_table

    scripts = default_scripts()
    old = scripts.traditional.keys() | scripts.japanese
    return point_table(old), point_table(scripts.simplified), point_table(strays())


def _runs(places: NDArray[np.bool_]) -> list[Span]:
    """Return the runs of places that are true."""
    import numpy as np

    edges = np.diff(places, prepend=False, append=False).nonzero()[0]
    return [Span(*ends) for ends in edges.reshape(-1, 2).tolist()]


def _is_meant(
    span: Span, usual_before: Sequence[int], document: Document, context: Context
) -> bool:
    """Return whether a run of the rarer script is right there: in a title, a name, its own line.

    `usual_before` has for each place how many characters of the other script stand before it.
    """
    text, page = document.text, context.page(document)
    line = document.paragraph_at(span.start).span
    if usual_before[line.start] == usual_before[line.end]:
        return True
    before = text[max(line.start, span.start - _BEFORE) : span.start]
    if (
        before.rfind("《") > before.rfind("》")
        or page.touches_name(span)
        or _CREDITED.search(before)
    ):
        return True
    allowed = context.dictionaries.kind("allow")
    near = range(max(line.start, span.start - 4), span.start + 1)
    return any(
        text[start:end] in allowed
        for start in near
        for end in range(span.end, min(line.end, span.end + 4) + 1)
    )


def _readings(run: str, table: Mapping[str, str]) -> tuple[str, ...]:
    if len(run) == 1:
        return tuple(table[run][:3])
    return ("".join(table[character][0] for character in run),)
