"""Stretches that are no words and look like a misread term: 晓宏铸铸 for 驰宏锌锗.

Where the word list, the dictionaries and the page itself cannot explain a stretch of text, it is
compared with the terms of the dictionaries (terms, set phrases, places) and with those that the
page uses again and again: terms of the same length, or with one character more. How alike the
differing characters look to an OCR engine, how much of the term is there, what the language model
and the word frequencies say, and whether the term occurs elsewhere on the page make one
probability. A whole run of four or more unexplained characters may differ in more of them from a
term that the page uses elsewhere. Where one place is found (锆晶体 → 锗晶体) and the page uses the
right character, the same wrong rare character standing alone elsewhere is asked about too.

Legitimate, and left alone: any word that a dictionary has (one word is never a misreading of
another), names of persons, another element (电解钴) on a page without the one, terms in
traditional characters (魚目混珠), old print, names of two characters that are near several others
(潋江 beside 浙江 and 湛江), strings that the page repeats or that `allow` dictionaries know; a name
with another word beside it (冬妮亚说, 冬妮亚讲), set phrases with a word of the author's own
(多如驴毛). Add what is reported wrongly to a dictionary: a complete dictionary is the best cure of
false alarms.

How sure: in damaged text that the language model had not been trained on, readings of 0.5 to 0.7
were right half of the time, of 0.7 to 0.9 in four of five cases, above 0.9 in nine of ten. Terms of
two characters have too little to go by: they are questions for an editor, never corrections.
---
不成词、却与某个术语形近的文字：“驰宏锌锗”误作“晓宏铸铸”，“广西华昇”误作“广西昇昇”。

凡词表、词典和本文都解释不了的文字，就拿词典里的术语、固定提法、地名，以及本文反复使用的专名来比：字
数相同，或丢了一个字。不同的字在识别软件看来有多像、相同的字有多少，语言模型和词频怎么说，这个术语本
文别处有没有，合起来算出一个概率。连续四个字以上都解释不了的，与本文别处用到的术语相比，允许差得更
多。一处可疑（锆晶体→锗晶体），本文又用到正确的字，别处单独出现的同一个罕用字也会列出来请编辑判断。

以下不报告：词典里有的词（一个词不会是另一个词认错了）、人名、本版没有提到的另一种元素（电解钴）、繁体写法的术语（魚目混珠）、换了上下文的人名（冬妮亚说、冬妮亚讲）、作者有意改字的成语（多如驴毛）、与好几个地名都只差一字的地名（潋江）、本文反复出
现或“放行”词典里有的文字。报错了的，请加进词典：词典越全，误报越少。

把握：用语言模型没有学过的文本测试，概率在 0.5 至 0.7 的约有一半改对，0.7 至 0.9 的五次对四次，0.9
以上的十次对九次。两个字的术语依据太少，只作为疑问提出，不作为改正。
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.characters._halves import split_characters
from proofer.detectors.classical import is_classical_at
from proofer.detectors.context import Context
from proofer.detectors.evidence import dictionary_name, model_evidence
from proofer.detectors.repetition._half_reduplications import half_reduplications
from proofer.document.document import Document
from proofer.document.regression import fitted
from proofer.document.spans import Apart, Span
from proofer.findings.finding import Applicability, Evidence, Finding, Severity
from proofer.language.characters import NUMERALS
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.detectors.context import Page
    from proofer.detectors.dictionary._misreadings import Misreadings, Reading
    from proofer.detectors.dictionary._term_index import TermIndex
    from proofer.language.dictionaries import Dictionaries

KINDS = ("terms", "phrases", "places")
"""Kinds of dictionaries whose entries may have been misread."""
_LEAST, _LEAST_OF_TWO = 0.25, 0.5
"""Probability below which readings are wrong too often to be shown; those of two are many."""
_LEAST_ALTERNATIVE = 0.05
"""Probability of a second reading that is worth showing beside the best."""
_SERIES_OF_NAMES = 3
"""Terms of two characters that differ in the same one from what is printed."""
_SERIES_SHARE = 0.8
"""How sure another place with the same character is, beside the first."""
_RARE_CHARACTER = -5.5
"""log10 frequency; a character that is a common word (坐, 带) may stand alone anywhere."""
_RUN = 4
"""Characters of the shortest run that may be a heavily damaged term."""
_RUN_MEAN, _RUN_LEAST = 0.36, 0.25
"""Likeness of the run on average, and of each character.

Nine in ten random pairs of characters are less alike than the first, half of them less than the
second.
"""
_RUN_PROBABILITY = 0.75
"""Probability that such a reading is right; it has no features, so it is not fitted."""
_ELEMENTS = frozenset(
    "氢氦锂铍硼碳氮氧氟氖钠镁铝硅磷硫氯氩钾钙钪钛钒铬锰铁钴镍铜锌镓锗砷硒溴氪铷锶钇锆铌钼锝钌铑钯银镉铟锡锑碲碘氙铯钡镧铈镨钕"
    "钐铕钆铽镝钬铒铥镱镥铪钽钨铼锇铱铂金汞铊铅铋钋砹氡钫镭锕钍镤铀"
)
_SERIES = (
    frozenset("部局厅处司委科署站所"),
    frozenset("省市县区州府郡乡镇村帝王公侯"),
    frozenset("左右"),
    frozenset("东西南北"),
    frozenset("上下"),
    frozenset("前后"),
)
"""What names other things of the same kind: 农业农村部, 农业农村局; 保定市, 保定帝; 左丞, 右丞."""
_PERSONS = frozenset("我你您他她它们")
_AT_WILL = NUMERALS | frozenset("不亦也又未没别")
"""What may stand for another word in what a page says again: 来了二人, 来了一人."""
_NAMED_OFTEN, _NAMED_AGAIN, _SHORTEST_NAME = 3, 6, 2
"""Times that a page prints a name of its own like a term (俾泰尼亚, 亚美尼亚), times of one of two
characters, which may be misread again (巴本, 曰本), and the characters of a name.
"""
_ALIKE = 0.33
"""Likeness that is worth a word; 1 pair of characters in 100 has it by chance."""
_LOOKS_ALIKE = Message("字形相近", "look alike")
_LOOKS_OTHERWISE = Message("字形不大像", "do not look much alike")
_OWN_LIKENESS, _OWN_GAIN = 0.4, 0.5
"""Likeness and gain (log10) that a term of the page's own must have.

No dictionary speaks for it.
"""
_OWN_LIKENESS_AT_ITS_END = 0.7
"""Likeness of its first or last character, where what is left stands in other company, too."""
_PHRASE_LIKENESS, _VARIED = 0.55, 0.45
"""Likeness below which a set phrase with another character that sounds otherwise is its author's.

The second is the highest probability of such a reading: 多如驴毛, 与年俱进 are written on purpose.
"""
_COMMON_CHARACTER = -4.5
"""log10 frequency from which on a character is so common a word that it tells of no damage."""


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the stretches of `document` that look like a misread term."""
    from proofer.detectors.dictionary._misreadings import Misreadings
    from proofer.detectors.dictionary._transpositions import transpositions

    page = context.page(document)
    if page.is_old_print:
        return  # neither the word list nor the model knows its language
    misreadings = Misreadings(page, context, context.dictionaries.derived(_index))
    readings = [
        _weighed(reading)
        for reading in misreadings.readings()
        if (reading.term not in misreadings.page_terms or _is_own(reading, page))
        and not _in_other_script(reading, page)
    ]
    for reading in readings:
        if _is_varied(reading, context):
            reading.probability = min(reading.probability, _VARIED)
    readings += (
        each for each in _heavily_damaged(misreadings, context) if not _in_other_script(each, page)
    )
    mended = [half.span for half in half_reduplications(page)]
    mended += [span for span, _ in split_characters(page)]
    # 科学技是术: a term that would regain its character there, and leave it behind once more.
    mended += [Span(pair.start - 1, pair.end + 1) for pair in transpositions(page) if pair.start]
    pairs = _exchanged_pairs(readings)
    readings = [each for each in readings if not _is_other_thing(each, pairs, page)]
    by_span: dict[Span, list[Reading]] = {}
    for reading in sorted(readings, key=lambda each: (-each.probability, each.span, each.term)):
        if (
            not page.touches_name(reading.span)
            and not is_classical_at(page, reading.span.start)
            and not any(map(reading.span.overlaps, mended))
        ):
            by_span.setdefault(reading.span, []).append(reading)
    taken = Apart()
    read: list[Reading] = []
    for span, readings in by_span.items():
        best = readings[0]
        least = _LEAST if len(best.term) > 2 else _LEAST_OF_TWO
        if _is_one_more(readings) or best.probability < least or not taken.add(span):
            continue
        if len(best.term) > 2 and best.features:
            read.append(best)
        yield _finding(document, context, misreadings, readings)
    yield from _series(document, context, misreadings, read, taken)


def _is_other_thing(
    reading: Reading, pairs: Mapping[tuple[tuple[str, str], ...], Collection[str]], page: Page
) -> bool:
    """Return whether what is printed names another thing of the same kind.

    That is another element (电解钴, 电解铝) on a page without the one; another of a series, as a
    body of another level (农业农村局); or a word of two characters of which another stands beside
    it with the same difference: 北宗, 南宗 are not 北京, 南京. `pairs` are those of
    `_exchanged_pairs`.
    """
    if all(
        any(series.issuperset((each.printed, each.right)) for series in _SERIES)
        for each in reading.changed
    ):
        return True
    if all(
        change.printed in _ELEMENTS and change.right in _ELEMENTS and not page.count(change.right)
        for change in reading.changed
    ):
        return True
    if len(reading.term) == 2:
        is_name = page.count(reading.printed) >= _NAMED_AGAIN
        return is_name or len(pairs[_exchanged(reading)]) > 1
    return _has_name_of_its_own(reading, page)


def _has_name_of_its_own(reading: Reading, page: Page) -> bool:
    """Return whether it is a name that the page has often, or has elsewhere, too: 巴本|政府."""
    printed = reading.printed
    if len(printed) != len(reading.term):
        return False
    times = page.count(printed)
    first = max(_SHORTEST_NAME, max(change.at for change in reading.changed) + 1)
    names = (printed[:end] for end in range(first, len(printed) - 1))
    return times >= _NAMED_OFTEN or any(
        page.count(name) > times and name not in page.context.words for name in names
    )


def _is_one_more(readings: Sequence[Reading]) -> bool:
    """Return whether what is printed is one more of a kind: 浔江 beside 浙江, 沅江 and 湘江.

    Two characters that are near several terms in the same place are a name that no dictionary has.
    """
    alike = Counter(
        reading.changed[0].at
        for reading in readings
        if len(reading.term) == 2 == len(reading.printed) and len(reading.changed) == 1
    )
    return max(alike.values(), default=0) >= _SERIES_OF_NAMES


def _exchanged_pairs(
    readings: Iterable[Reading],
) -> Mapping[tuple[tuple[str, str], ...], Collection[str]]:
    """Return what is printed for terms of two characters, by what they exchange."""
    pairs: dict[tuple[tuple[str, str], ...], set[str]] = defaultdict(set)
    for reading in readings:
        if len(reading.term) == 2:
            pairs[_exchanged(reading)].add(reading.printed)
    return pairs


def _exchanged(reading: Reading) -> tuple[tuple[str, str], ...]:
    return tuple((change.printed, change.right) for change in reading.changed)


def _is_own(reading: Reading, page: Page) -> bool:
    """Return whether a string that the page repeats is worth comparing with.

    On a traditional page every word is one: the word list has none that would explain it. What
    differs at its end from a name with a word beside it (钟跃民笑) has another word there
    (钟跃民搔), and 他 becomes 她 at will, one thing two. 我坐下来 is no name of anything.
    """
    if page.is_traditional or reading.model_gain < _OWN_GAIN or reading.likeness < _OWN_LIKENESS:
        return False
    if reading.term[0] in _PERSONS or any(
        _PERSONS.issuperset({each.printed, each.right}) or each.printed in _AT_WILL
        for each in reading.changed
    ):
        return False
    return reading.likeness >= _OWN_LIKENESS_AT_ITS_END or not _has_other_company(reading, page)


def _has_other_company(reading: Reading, page: Page) -> bool:
    """Return whether an end of the term is changed, and the rest of it stands elsewhere without it.

    Elsewhere is neither here nor where the term is.
    """
    term, places = reading.term, {change.at for change in reading.changed}
    rests = [term[1:]] * (0 in places) + [term[:-1]] * (len(term) - 1 in places)
    return any(page.count(rest) > page.count(term) + 1 for rest in rests)


def _is_varied(reading: Reading, context: Context) -> bool:
    """Return whether it is a set phrase with a word of the author's own: 多如驴毛."""
    from proofer.language.sounds import default_sounds

    return reading.term in context.dictionaries.kind("phrases") and any(
        change.printed
        and likeness < _PHRASE_LIKENESS
        and default_sounds().similarity(change.printed, change.right) < 1
        for change, likeness in zip(reading.changed, reading.likenesses, strict=True)
    )


def _in_other_script(reading: Reading, page: Page) -> bool:
    """Return whether it is the term in traditional characters (魚目混珠), so no misreading.

    A traditional page has words of its own, and the terms are simplified: 義大利.
    """
    from proofer.language.scripts import default_scripts, is_traditional_of

    traditional = default_scripts().traditional
    if page.is_traditional and any(change.printed in traditional for change in reading.changed):
        return True
    return all(
        change.printed and is_traditional_of(change.printed, change.right)
        for change in reading.changed
    )


def _index(dictionaries: Dictionaries) -> TermIndex:
    from proofer.detectors.dictionary._term_index import TermIndex

    return TermIndex(term for kind in KINDS for term in dictionaries.kind(kind))


def _weighed(reading: Reading) -> Reading:
    reading.probability = fitted("garbled-term").probability(reading.features)
    return reading


def _heavily_damaged(misreadings: Misreadings, context: Context) -> Iterator[Reading]:
    """Yield the best reading of each whole run that is unexplained and stands but once.

    Only a term that the page uses elsewhere is believed in so little that is equal: without this
    condition there was a false alarm in 20,000 characters of clean text, with it one in 1.8
    million. Set phrases take no part, nor what the page alone repeats, nor a run of plain words
    (我奔去叫): a novel has one of those in 10,000 characters.
    """
    page = misreadings.page
    left_out = {*context.dictionaries.kind("phrases"), *misreadings.page_terms}
    best: dict[Span, Reading] = {}
    for reading in misreadings.runs(_RUN):
        if (
            reading.likeness < _RUN_MEAN
            or min(reading.likenesses) < _RUN_LEAST
            or reading.term in left_out
            or _is_of_plain_words(reading.printed, context)
        ):
            continue
        if page.count(reading.printed) == 1:
            held = best.get(reading.span)
            if held is None or reading.likeness > held.likeness:
                reading.probability = _RUN_PROBABILITY
                best[reading.span] = reading
    yield from best.values()


def _is_of_plain_words(printed: str, context: Context) -> bool:
    """Return whether more than one character is a common word."""
    return sum(context.words.log_frequency(char) >= _COMMON_CHARACTER for char in printed) > 1


def _finding(
    document: Document, context: Context, misreadings: Misreadings, readings: list[Reading]
) -> Finding:
    best = readings[0]
    wrong_here = 1 - math.prod(1 - reading.probability for reading in readings)
    manual = len(best.term) == 2 or misreadings.may_be_name(best.span)
    applicability = Applicability.MANUAL if manual else Applicability.UNSAFE
    suggestions = [
        replace_span(best.span, term, probability, applicability)
        for term, probability in _shared(readings).items()
        if term == best.term or probability >= _LEAST_ALTERNATIVE
    ]
    return DETECTOR.finding(
        document,
        best.span,
        Message(
            f"“{best.printed}”疑为“{best.term}”", f"{best.printed} may be a misread {best.term}"
        ),
        confidence=wrong_here,
        suggestions=suggestions,
        evidence=_evidence(best, misreadings, context.dictionaries),
        related=misreadings.page.occurrences(best.term)[:3],
    )


def _shared(readings: Iterable[Reading]) -> dict[str, float]:
    """Return the probability of each term for one stretch, best first, as only one can be right."""
    odds: dict[str, float] = {}
    for reading in readings:
        odds.setdefault(reading.term, reading.probability / max(1 - reading.probability, 1e-9))
    return {term: each / (1 + sum(odds.values())) for term, each in odds.items()}


def _evidence(
    reading: Reading, misreadings: Misreadings, dictionaries: Dictionaries
) -> Iterator[Evidence]:
    term = reading.term
    entry = next(
        (dictionaries.kind(kind)[term] for kind in KINDS if term in dictionaries.kind(kind)), None
    )
    if entry is not None:
        origin = dictionary_name(entry)
        detail = Message(
            f"“{term}”见词典 {origin}：{entry.reason}", f"{term} is in {origin}: {entry.reason}"
        )
        yield Evidence("dictionary", detail, score=entry.weight)
    places = misreadings.page.occurrences(term)
    if places:
        detail = Message(
            f"“{term}”本文另有 {len(places)} 处", f"{term} occurs {len(places)} times in this text"
        )
        yield Evidence("document", detail, score=float(len(places)), span=places[0])
    for change, likeness in zip(reading.changed, reading.likenesses, strict=True):
        if change.printed:
            how = _LOOKS_ALIKE if likeness >= _ALIKE else _LOOKS_OTHERWISE
            pair = Message(
                f"“{change.printed}”与“{change.right}”{how.zh}",
                f"{change.printed} and {change.right} {how.en}",
            )
            yield Evidence("shape", pair, score=round(likeness, 2))
    yield model_evidence(reading.model_gain)


def _series(
    document: Document,
    context: Context,
    misreadings: Misreadings,
    read: Iterable[Reading],
    taken: Apart,
) -> Iterator[Finding]:
    """Yield the other places where the wrong character of a reading stands alone, unexplained.

    Args:
        document: the page.
        context: the tables of the run.
        misreadings: the page's misread terms.
        read: the readings that are shown.
        taken: the places that are shown already.
    """
    done: set[str] = set()
    for first in read:
        for change in first.changed:
            if not change.printed or change.printed in done:
                continue
            done.add(change.printed)
            common = context.words.log_frequency(change.printed) > _RARE_CHARACTER
            if common or not misreadings.page.count(change.right):
                continue
            changed = Span(first.span.start + change.at, first.span.start + change.at + 1)
            for place in misreadings.unexplained.singles(change.printed):
                seen = place == changed or taken.overlaps(place)
                if not seen and not misreadings.page.touches_name(place):
                    yield _series_finding(
                        document, misreadings, first, (change.printed, change.right), place
                    )


def _series_finding(
    document: Document,
    misreadings: Misreadings,
    first: Reading,
    change: tuple[str, str],
    place: Span,
) -> Finding:
    """Return the finding for a character that was misread at another place.

    Args:
        document: the page.
        misreadings: its misread terms.
        first: the reading that shows the misreading.
        change: the character as printed, and the right one.
        place: where it stands alone.
    """
    printed, right = change
    confidence = _SERIES_SHARE * first.probability
    times = misreadings.page.count(right)
    alike = Message(
        f"同一个字，另一处“{first.printed}”疑为“{first.term}”",
        f"as in {first.printed}, read as {first.term}",
    )
    used = Message(f"本文用到“{right}”字 {times} 处", f"this text has {right} {times} times")
    return DETECTOR.finding(
        document,
        place,
        Message(f"“{printed}”也可能是“{right}”", f"{printed} may be {right} here too"),
        confidence=confidence,
        suggestions=[replace_span(place, right, confidence * 0.95, Applicability.MANUAL)],
        evidence=[
            Evidence("document", alike, score=round(first.probability, 2), span=first.span),
            Evidence("document", used, score=float(times)),
        ],
        related=[first.span],
    )


EXAMPLES = (
    bad(
        "全国劳模在驰宏锌锆作了报告，锗产品卖得很好。",
        "全国劳模在驰宏锌锗作了报告，锗产品卖得很好。",
    ),
    bad("记者来到广西昇昇采访氧化铝生产线。", "记者来到广西华昇采访氧化铝生产线。"),
    good("他们在会泽铅锌矿提炼出第一块锗晶体。"),
    good("记者来到广西华昇采访氧化铝生产线。"),
    good("村民王石磊和段向东昨天去了县里。"),
    good("电解钴、电解镍的产量都有增长，北宗、南宗两派各有传人。"),
    good("铜矿和铝矿都在增产，电解铝产量创新高。"),
    good("人们叫他保定帝，尚书右丞是他的近臣。"),
    good("潋江书院的旧址还在。他在梧桐县农业农村局管种子。"),
    good("他写得一手好字，只是常用繁体，比如“魚目混珠”。"),
)

DETECTOR = Detector(
    code="G001",
    name="garbled-term",
    title=Message("疑似认错的术语", "Garbled term"),
    severity=Severity.WARNING,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
