"""What guesses must leave alone beyond the credited names.

That is entries of dictionaries, persons known by the words around them, foreign names, and strings
that the page repeats.

The language model is surprised by rare names, and sure of its corrections of them. The signs here
do not depend on it. A misreading seldom shows one: it would have to make an entry of a dictionary,
to stand between a title and a verb of speech, or to happen twice to the same string. A finding
without a correction also stops at what merely may be a name: on OCR pages that costs one finding in
600; for corrections it would cost one in twelve.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from proofer.detectors.context import Page, page_fact
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span, span_at
from proofer.language.characters import FUNCTION_CHARACTERS

if TYPE_CHECKING:
    import regex

    from proofer.detectors.context import Context
    from proofer.language.dictionaries import Dictionaries

_VOUCHING = ("terms", "places", "phrases", "allow")
_LONGEST_ENTRY = 12
"""Code points of the longest entries that are looked for."""
_RUN = 4
"""Han characters that the page has twice."""
_SHORT_RUN, _OFTEN = 3, 3
"""Han characters of a shorter run, and how often the page must have it."""
_WORD = -5.8
"""log10 frequency from which two characters are a word and no given name."""
_REACH = 8
"""Code points on both sides of a span in which a name around it may begin or end."""
_DOES = (
    "说|表示|介绍|认为|告诉|指出|强调|坦言|回忆|回答|主动|带着|带领|率领|带队|获得|荣获|出席|主持|陪同|当选|担任|走进|走上|"
    "捐|赶到|来到|和同事|和工友|和妻子|和丈夫|当年|先生|女士|同志|师傅|老师|教授|院士|博士|作了|作报告|讲|宣布|笑"
)
"""What persons do, right behind their names."""
FOREIGN = frozenset(
    "阿埃艾安奥巴拜班邦贝本比彼宾波伯博布查达戴丹德登邓迪蒂丁杜顿多厄恩尔法凡菲费弗夫福盖冈戈格根贡哈海汉豪赫亨胡华怀霍基吉加贾杰金"
    "卡凯坎康科克肯孔库奎拉莱兰朗劳勒雷里利莉林隆卢鲁路伦罗洛马玛迈曼梅门蒙米明莫姆穆内纳娜南尼宁努诺欧帕佩皮普蒲齐奇恰切钦琼丘让热"
    "日茹瑞若萨塞桑森沙尚舍申圣施史斯什松苏索塔泰坦汤特腾廷托瓦万旺威维魏温文翁沃乌武西希锡夏谢辛休雅亚扬耶叶伊因英尤约泽扎詹者兹珠"
    "卓佐"
)
"""Characters of the usual tables of transliteration."""
_NEVER_LAST = "".join(sorted(FUNCTION_CHARACTERS))
_HAN_ONLY = lazy_regex(r"\p{Han}+")
_ENUMERATED = lazy_regex(
    r"(?<=、|^|[：:，,\n])(?P<name>\p{Han}{2,3})(?=、|等|[四五六七八九十两三]人|和|$|[。，,\n])"
)
_CASE = lazy_regex(
    r"[（(〔\[【][12]\d{3}[）)〕\]】][^\s，。；、]{1,24}?号"  # （2021）沪02民终5678号
    r"|[\p{Han}]{2,8}[〔\[（(][12]\d{3}[〕\]）)]第?\d{1,6}号"  # 浙卫医罚〔2023〕12号
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领]"
    r"[A-Z][·•・. ]?[A-Z0-9]{4,6}"  # 京A·88888
    r"|(?<=[一二三四五六七八九十百千万])口人"  # 三十口人
    r"|第[\d一二三四五六七八九十百零〇]{1,5}[编章节条款项目]"  # 第二款第3目
    r"|(?<=\d{5})转\d{1,5}"  # 62345678转302
    rf"|[{''.join(sorted(FOREIGN))}]{{2,}}[·•・][{''.join(sorted(FOREIGN))}]{{2,}}"  # 贾雷德·戴蒙德
    r"|(?<=[，。；])[字号諱讳號谥諡]\p{Han}{2}(?=[，。；])"  # 字子高；号梅溪
)
"""Numbers of cases, documents, cars, clauses and telephones; names; counted heads.

They are abbreviations, which make no words.
"""
_DIALECT = lazy_regex("[嘅佢哋嚟咗喺冇嘢啲噚餸畀嗰侪囡侬恁]")
"""Characters that only the dialects write."""


@page_fact
def _fixed_spans(page: Page) -> tuple[Span, ...]:
    """Where numbers of cases, documents and cars stand, which make no sense to the model."""
    return tuple(Span(*match.span()) for match in _CASE.finditer(page.text))


@page_fact
def _dialect(page: Page) -> tuple[Span, ...]:
    """Return the paragraphs in a dialect, which the model does not know: 呢个系我哋嘅."""
    text = page.text
    if _DIALECT.search(text) is None:
        return ()
    spans = (each.span for each in page.document.paragraphs)
    return tuple(
        span for span in spans if len(set(_DIALECT.findall(text, span.start, span.end))) > 1
    )


@page_fact
def _enumerated_names(page: Page) -> tuple[Span, ...]:
    """Names in a row of three or more that begin with surnames: 张林、张琳、张霖、章琳."""
    surnames = {
        entry.term
        for entry in page.context.dictionaries.kind("names").values()
        if entry.category == "surname"
    }
    found = [Span(*match.span("name")) for match in _ENUMERATED.finditer(page.text)]
    rows: list[list[Span]] = []
    for span in found:
        if span.of(page.text)[0] not in surnames:
            continue
        if rows and rows[-1][-1].end + 1 == span.start:
            rows[-1].append(span)
        else:
            rows.append([span])
    return tuple(span for row in rows if len(row) > 2 for span in row)


def is_protected(span: Span, page: Page, *, corrected: bool) -> bool:
    """Return whether guesses must leave `span`, or a gap, alone.

    It is inside an entry, a credited, a person's or a foreign name, or a string that recurs.

    Args:
        span: what a finding would change, or doubts.
        page: the page.
        corrected: whether the finding knows what should stand there.
    """
    if page.touches_name(span):
        return True
    for fixed in (_fixed_spans(page), _enumerated_names(page), _dialect(page)):
        around = span_at(fixed, span.start)
        if around is not None and _covers(around, span):
            return True
    context = page.context
    # Where characters stand that are in no word.
    singles = {token.start for token in page.tokens(page.clause_at(span.start)) if len(token) == 1}
    names = (
        _persons(span, page, context)
        if corrected
        else _possible_persons(span, page, context, singles)
    )
    return (
        any(_covers(entry, span) for entry in _entries(span, page, context.dictionaries))
        or _recurs(span, page, singles, _OFTEN if corrected else 2)
        or _is_foreign(span, page, singles)
        or any(_covers(name, span) for name in names)
    )


def _covers(whole: Span, span: Span) -> bool:
    if not len(span):
        return whole.start < span.start < whole.end
    return whole.start <= span.start and span.end <= whole.end


def _entries(span: Span, page: Page, dictionaries: Dictionaries) -> Iterator[Span]:
    """Yield the entries of dictionaries that stand around `span`."""
    entries, heads = dictionaries.derived(_vouching), dictionaries.derived(_heads)
    for start in range(max(0, span.start - _LONGEST_ENTRY + 1), span.start + 1):
        if page.text[start : start + 2] not in heads:
            continue
        for end in range(max(span.end, start + 2), min(start + _LONGEST_ENTRY, len(page.text)) + 1):
            if page.text[start:end] in entries:
                yield Span(start, end)


def _vouching(dictionaries: Dictionaries) -> frozenset[str]:
    """Return all entries that vouch."""
    return frozenset().union(*map(dictionaries.kind, _VOUCHING))


def _heads(dictionaries: Dictionaries) -> frozenset[str]:
    """Return the first two characters of all entries that vouch."""
    return frozenset(entry[:2] for entry in dictionaries.derived(_vouching))


def _recurs(span: Span, page: Page, singles: set[int], short: int) -> bool:
    """Return whether the page repeats a run of Han characters around `span`.

    It has the run twice, or a shorter one `short` times. Up to the end of `span` there may be no
    word in the run: a misread neighbour of a word (视频会唔 for 会晤) would vouch for itself by
    being misread twice. Names have their words at the end (钽盛科技).
    """
    least = 0 if len(span) else 1
    for length, often in ((_RUN, 2), (_SHORT_RUN, short)):
        for start in range(max(0, span.end - length + least), span.start + 1 - least):
            run = page.text[start : start + length]
            has_no_word = (
                singles.issuperset(range(start, max(span.end, start + 2)))
                and run[0] not in FUNCTION_CHARACTERS
            )
            if (
                has_no_word
                and len(run) == length
                and _HAN_ONLY.fullmatch(run)
                and page.count(run) >= often
            ):
                return True
    return False


def _persons(span: Span, page: Page, context: Context) -> Iterator[Span]:
    """Yield the names near `span` that stand beside words that only persons have beside them."""
    start, end = max(0, span.start - _REACH), min(len(page.text), span.end + _REACH)
    for match in context.dictionaries.derived(_person_pattern).finditer(
        page.text, start, end, overlapped=True
    ):
        given = match["given"].rstrip(_NEVER_LAST)
        if given and context.words.log_frequency(match["name"][:2]) < _WORD:
            yield Span(match.start("name"), match.start("given") + len(given))


def _possible_persons(
    span: Span, page: Page, context: Context, singles: set[int]
) -> Iterator[Span]:
    """Yield the names near `span`, and strings that may be one.

    Those are a surname and one or two more characters that belong to no word, between two words.
    """
    yield from _persons(span, page, context)
    clause = page.clause_at(span.start)
    words = [token for token in page.tokens(clause) if len(token) > 1]
    borders = {
        clause.start,
        clause.end,
        *(token.start for token in words),
        *(token.end for token in words),
    }
    surnames = context.dictionaries.kind("names")
    for start in range(max(clause.start, span.start - 2), span.start + 1):
        for end in range(max(span.end, start + 2), min(start + 3, clause.end) + 1):
            name = page.text[start:end]
            if (
                name[0] in surnames
                and singles.issuperset(range(start, end))
                and not FUNCTION_CHARACTERS & set(name[1:])
                and (start in borders or page.text[start - 1] in FUNCTION_CHARACTERS)
                and (end in borders or page.text[end] in FUNCTION_CHARACTERS)
                and context.words.log_frequency(name[:2]) < _WORD
            ):
                yield Span(start, end)


def _is_foreign(span: Span, page: Page, singles: set[int]) -> bool:
    """Return whether `span` is in a run of three or more characters of transliteration."""
    start = end = span.start
    while start - 1 in singles and page.text[start - 1] in FOREIGN:
        start -= 1
    while end in singles and page.text[end] in FOREIGN:
        end += 1
    return end - start > 2 and _covers(Span(start, end), span)


def _person_pattern(dictionaries: Dictionaries) -> regex.Pattern[str]:
    names = sorted(
        dictionaries.kind("names").values(), key=lambda each: (-len(each.term), each.term)
    )
    surnames = "|".join(each.term for each in names if each.category == "surname")
    titles = "|".join(
        re.escape(each.term) for each in names if each.category in ("title", "byline")
    )
    name = rf"(?P<name>(?:{surnames})(?P<given>\p{{Han}}{{1,2}}))"
    # Atomic: 董事长 must not be tried as 董事 and a person 长高度.
    return lazy_regex(rf"(?>{titles})[ 　:：]*{name}|{name}(?={_DOES})")
