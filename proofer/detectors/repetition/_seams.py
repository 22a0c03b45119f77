"""Repeats at the seam of two words, or inside of one: 用水|水源, 人人, 在|在建工地."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofer.detectors.repetition._site import Site
from proofer.document.lazy_pattern import lazy_regex

if TYPE_CHECKING:
    from proofer.detectors.context import Context

# Words that often follow the function word which they begin with: 已婚的|的士司机, 尤其是|是否.
_AFTER_FUNCTION_WORD = frozenset({"的士", "的哥", "的姐", "的确", "是否", "是非"})
_WORDS_BEFORE_PARTICLES = frozenset({"现在", "标的", "目的"})
_BEGUN = {
    "在": "建校编职岗线读逃押野册研产朝任世场",
    "著": "重手眼名作述陸實書者",
    "着": "重手眼力实陆落",
    "了": "不解结却",
}
"""What follows a particle that begins a word."""
_BEFORE_DONE = frozenset("不得明是点要能就来快早未")
"""What stands before 了 that is a verb, with another behind it: 受不了|了, 算是了|了一桩心愿."""
_ONCE = frozenset("一两几多许很")
_BY_MEANS = lazy_regex(r"以[^，。；\n]{1,14}?(?:方式|形式|身份|名义|姿态|角度|速度|价格|比例|标准)")
"""以 of means, which may follow a word that ends with it: 可以|以公司的名义申请."""
_IDIOM = 4
"""Code points of a word that is an idiom."""
_BEHIND_WORDS = frozenset("在能和以")
"""Function words that a word which ends in the same character often has behind it."""
_ATTRIBUTE = lazy_regex(r"\p{Han}{1,8}的")
"""What 有 begins behind 所有: 所有|有记号的书."""
_PARTICLES_OF_SEAMS = frozenset("中和有")
_UNKNOWN = -8.5
"""log10 frequency of a character that is no word; the segmentation of `WordList` uses it too."""
_SEGMENTATION_GAIN = 2.4
"""log10 gain of a clause's words from which a doubled function word is no seam of two words."""
_LONGEST_CLAUSE = 100
"""Code points on both sides beyond which the words of a clause tell nothing of its seams."""


def is_in_word(site: Site) -> bool:
    """人人, 爸爸: a word covers the place where the copies meet."""
    return _are_in_words(site, 2)


def is_in_longer_word(site: Site) -> bool:
    """实实在在: so does a word of three characters or more."""
    return _are_in_words(site, 3)


def _are_in_words(site: Site, least: int) -> bool:
    """Return whether words of so many characters cover each place where the copies may meet."""
    words = [token for token in site.tokens if len(token) >= least]
    return all(any(token.start < at < token.end for token in words) for at in site.repeat.junctions)


def words_meet(site: Site) -> bool:
    """用水|水源: two whole words that share the character where they meet."""
    if len(site.unit) > 1 or len(site.after) < 2:
        return False
    is_question = site.unit == "问" and site.right == "题"
    if is_question or site.after.of(site.page.text) in _AFTER_FUNCTION_WORD:
        return True
    if len(site.before) < 2:
        return False
    return not site.is_function_word or _segmentation_gain(site) < _SEGMENTATION_GAIN


def particle_meets_word(site: Site) -> bool:
    """暴力的和|和平的, 相持阶段中|中国方面, 现在|在读, 标的|的价格, 受不了|了, 他说的人|人们."""
    text = site.page.text
    if _is_done(site) or _are_people(site):
        return True
    if site.before.of(text) in _WORDS_BEFORE_PARTICLES:
        return True
    if site.unit == "地" and len(site.before) >= _IDIOM:
        return True
    if site.unit == "以" and site.left + "以" in site.context.words:
        return _BY_MEANS.match(text, site.repeat.span.end - 1) is not None
    if site.unit == "有" and site.left == "所" and _ATTRIBUTE.match(text, site.repeat.span.end):
        return True
    return site.unit in _PARTICLES_OF_SEAMS and len(site.after) >= 2


def _is_done(site: Site) -> bool:
    """Return whether a particle follows a verb: 受不了|了, 经过|过一次, 想不到|到了第二天."""
    return (
        (site.unit == "了" and site.left in _BEFORE_DONE)
        or (site.unit == "过" and site.left == "经" and site.right in _ONCE)
        or (site.unit == "到" and site.left == "不" and site.right == "了")
    )


def _are_people(site: Site) -> bool:
    return site.unit == "人" and site.left == "的" and site.right in ("们", "們")


def word_meets_function_word(site: Site) -> bool:
    """存在|在很多地方, 人工智能|能在短时间内, 平和|和理性."""
    return site.unit in _BEHIND_WORDS and len(site.before) > 1


def begins_word(site: Site) -> bool:
    """在|在建工地, 接著|著重: the particle before a word that begins with it."""
    if site.unit == "在" and site.left == "现":
        return True  # 直到现在|在公司
    return site.right in _BEGUN.get(site.unit, "") and bool(site.right)


def _segmentation_gain(site: Site) -> float:
    """Return how much likelier (log10) the words of the clause are with one copy less."""
    clause, text = site.page.clause_at(site.repeat.span.start), site.page.text
    first_copy, second_copy = site.repeat.junction, site.repeat.junction + site.repeat.length
    start = max(clause.start, first_copy - _LONGEST_CLAUSE)
    end = min(clause.end, second_copy + _LONGEST_CLAUSE)
    single = text[start:first_copy] + text[second_copy:end]
    return _likelihood(single, site.context) - _likelihood(text[start:end], site.context)


def _likelihood(text: str, context: Context) -> float:
    """Return the log10 probability of the likeliest segmentation of `text`."""
    words = context.words
    pieces = [text[start:end] for start, end in words.segment(text)]
    return sum(words.log_frequency(piece) if piece in words else _UNKNOWN for piece in pieces)


def longer_words_meet(site: Site) -> bool:
    """打电话|电话费."""
    return len(site.unit) > 1 and min(len(site.before), len(site.after)) > len(site.unit)


def is_seam_before(site: Site) -> bool:
    """Return whether the first copy ends a word (结束|束), so that the second is one too many."""
    start = site.repeat.junction
    text, words = site.page.text, site.context.words
    return any(
        len(left) > 1 and left in words
        for left in (text[max(0, start - length) : start] for length in (2, 3, 4))
    )
