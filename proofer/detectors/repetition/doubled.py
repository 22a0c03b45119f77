"""A character or word printed twice: 的的, 牢牢把把握, 测量队长队长, also across lines (幸|福福感).

An OCR engine reads the end of a line again at the start of the next, or a model emits a token
twice; a typist does it too. The copy changes no meaning, so readers pass over it, and so do
proofreaders.

How it is found: every text of up to twelve characters that stands twice in a row is a candidate.
Most are legitimate (some 35 in 10,000 characters), so each must fail every one of the rules below,
and the language model must find the sentence with one copy at least 200 times as likely as the
sentence as printed. Where the page was torn in the middle of the repeat, 100 times is enough.

Legitimate, and left alone: words that double a character (人人, 爸爸, 往往, 实实在在); two words
that meet in the same character (口蹄疫|疫苗, 外交部|部长, 组织|织造); numerals (十五五); measures
(一个个, 一棵棵); 很高很高, 一步一步, 走着走着; verbs doubled for "a little" (再研究研究); what is
said twice for stress (非常非常低) or to paint (斜斜的阳光); what speech and fiction say twice
(握握手, 不不不, “没关系，没关系，”, 等啊等啊); lines of verse; sounds (哈哈哈); enumerations
(党员、老党员、老干部); names (黎佩佩) and whatever the page itself prints more than once with the
same neighbours, or often. Half-lost reduplications (认真真) belong to R001, three and more copies
of a word to L001.

How sure it is: the probability is fitted on planted doublings against clean text, for pages with
two such errors in 10,000 characters, as counted on pages that two OCR engines read. It falls where
the sentence stays odd with one copy. Nothing is corrected unasked: words are doubled on purpose
(是该是该) and meet at the ends of names (国务院和和田). On old print and classical text, which the
language model does not know, it asks for more and is never surer than 0.45.

---

一个字或一个词印了两遍：“的的”“牢牢把把握”“测量队长队长”，也包括断行处的重复（幸|福福感）。

OCR 有时把行末的字在下一行开头又读一遍，模型有时把同一个词吐两遍，打字的人也会。多出来的一份不改变意
思，读者一眼滑过，校对也容易滑过。

怎样发现：十二字以内、连着出现两遍的文字都是候选。其中绝大多数是合法的（一万字里约三十五处），所以候
选必须不合下面任何一条规则，并且语言模型认为只留一份的句子比原文可能二百倍以上；重复正好跨在断行处
时，一百倍即可。

合法而不报的：叠字词（人人、爸爸、往往、实实在在）；两个词在同一个字上相接（口蹄疫|疫苗、外交部|部
长）；数词（十五五）；量词（一个个、一棵棵）；“很高很高”“一步一步”“走着走着”；表示“一下”的动词重叠
（再研究研究）；表示强调的重复（非常非常低）；描写的叠字（斜斜的阳光）；口语和小说里的重复（握握手、不不不、“没关系，没关系，”、等啊等啊）；诗行；象声词（哈哈哈）；列举（党员、老党员、老干部）；人名（黎佩佩），以及本版自己连同左右
邻字印了不止一次的。重叠词丢字（认真真）归 R001，一个词连印三遍以上归 L001。

把握：概率由人为插入的重复对照干净文字拟合，假定一万字里有两处这样的错误（两种 OCR 引擎所读版面的实
数）。不会不经询问就改正：词可以有意重复（是该是该），也可以在名称相接处重复（国务院和和田）。旧版面和文言
是语言模型所不熟悉的，要求更高，把握也决不超过 0.45。
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from proofer.detectors.api import Detector, bad, explanation, good, replace_span
from proofer.detectors.classical import is_classical_at
from proofer.detectors.context import Context, Page, page_fact
from proofer.detectors.evidence import model_evidence
from proofer.detectors.repetition._exemptions import Rule, exemption
from proofer.detectors.repetition._half_reduplications import half_reduplications
from proofer.detectors.repetition._repeats import Repeat, repeats
from proofer.detectors.repetition._site import Site
from proofer.document.document import Document, Join
from proofer.document.kinds import BlockKind
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.regression import fitted
from proofer.document.spans import Span, disjoint, overlaps_any
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message

LONGEST = 12
"""Code points of the longest unit; longer ones are the matter of `repetition_loop`."""
_UNREAD = frozenset({BlockKind.CODE})
LEAST_GAIN = 2.3
"""log10; the lowest gain that finds real doublings without more false alarms than true ones."""
LEAST_GAIN_AT_A_TEAR = 2.0
"""log10; no overlap of two lines at 1,583 clean line breaks gains as much."""
_LEAST_OF_THREE = 1.5
"""log10; for one copy too many of a character that is a word as a pair."""
_HIGHEST_MARGIN = 6.0
"""log10; more makes nothing surer."""
_TEAR = 2.0
"""Log-odds that a tear adds.

Not fitted, for no corpus has tears: overlaps at a clean line break are rarer still.
"""
_SEAM_IF_TYPED = 1.8
"""Log odds (natural) that a character beside a longer word loses where people typed.

Of 60 such in manuals and textbooks half are the seam of two words: 类|类型, 更新|新知识. An engine
doubles a character wherever it likes.
"""
_MORE_GAIN_IF_UNFAMILIAR, _UNFAMILIAR = 2.0, 0.45
"""In language that the model does not know: log10 needed besides, and the highest probability.

In text of the 1920s half of the findings above that are false alarms.
"""
_USUAL, _PRIOR = 0.1, 2.0
"""Doublings of style in 1,000 characters of news, and how many of them that rate counts for."""
_MOST_OF_STYLE = 2.5
"""Log odds that a doubling loses at most: of .97 remains .73."""
_FORMULA = lazy_regex(r"\$\$|\\\[|\\begin\{")
_CONTEXT = 6
"""Code points on both sides by which the oddness of a sentence is measured."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A repeat that nothing but the language model can make legitimate."""

    site: Site
    deletion: Span
    gain: float
    """log10 of how much likelier the text is with one copy."""
    needed: float
    """The gain that overrules what speaks for a repeat here."""
    tear: Join | None
    """Where the page was torn within the repeat, if it was."""

    @property
    def margin(self) -> float:
        """By how much the gain exceeds what is needed; the repeat is reported if it does."""
        return self.gain - self.needed


def detect(document: Document, context: Context) -> Iterator[Finding]:
    """Yield the doubled characters and words of a page."""
    for candidate in candidates(context.page(document)):
        if candidate.margin >= 0:
            yield _finding(candidate, _probability(candidate, context))


@page_fact
def _judged(page: Page) -> tuple[tuple[Site, Rule | None], ...]:
    """Return all repeats of a page, each with the rule that makes it legitimate."""
    return tuple((site, exemption(site)) for site in _sites(page, page.context))


@page_fact
def style_shift(page: Page) -> float:
    """Return the log odds (natural) that a doubled word loses in a text that doubles on purpose.

    He does so as often as rules of speech and painting hold; news has USUAL of these, a novel ten
    times as many, and as many more that no rule knows.
    """
    on_purpose = sum(rule is not None and rule.of_style for _, rule in _judged(page))
    expected = _USUAL * len(page.text) / 1000
    ratio = (on_purpose + _PRIOR) / (expected + _PRIOR)
    return min(math.log(max(ratio, 1.0)), _MOST_OF_STYLE)


@page_fact
def candidates(page: Page) -> tuple[Candidate, ...]:
    """Return the repeats of a page that no rule makes legitimate for good, with their gains."""
    context = page.context
    sites = [(site, rule) for site, rule in _judged(page) if rule is None or rule.can_be_outweighed]
    deletions = [site.repeat.superfluous(page.document, site.kept) for site, _ in sites]
    gains = context.model.gains(
        page.text, [(span.start, span.end, "") for span in deletions]
    ).tolist()
    found = []
    for (site, rule), deletion, gain in zip(sites, deletions, gains, strict=True):
        tear = _tear(site.repeat, page.document)
        least = LEAST_GAIN_AT_A_TEAR if tear else LEAST_GAIN
        needed = rule.outweighed_by if rule else least if site.kept == 1 else _LEAST_OF_THREE
        if not _is_known(site):
            needed += _MORE_GAIN_IF_UNFAMILIAR
        found.append(Candidate(site, deletion, gain, needed, tear))
    return tuple(found)


def features(candidate: Candidate, context: Context) -> dict[str, float]:
    """Return what the probability depends on: margin, whether the unit is a word, oddness.

    Oddness is the mean surprise (-log10 P) of the surroundings with one copy: in a sentence that
    stays odd, the model's word counts for less.
    """
    text, span = candidate.site.page.text, candidate.deletion
    left = max(0, span.start - _CONTEXT)
    mended = text[left : span.start] + text[span.end : span.end + _CONTEXT]
    oddness = (
        -float(context.model.score(mended)[min(3, len(mended) - 1) :].mean()) if mended else 0.0
    )
    return {
        "margin": min(candidate.margin, _HIGHEST_MARGIN),
        "word": float(len(candidate.site.unit) > 1),
        "oddness": oddness,
    }


def _probability(candidate: Candidate, context: Context) -> float:
    by_features = fitted("doubled")
    if candidate.tear:
        by_features = replace(by_features, bias=by_features.bias + _TEAR)
    page = candidate.site.page
    if page.document.origin.typed and _may_be_seam(candidate.site):
        by_features = replace(by_features, bias=by_features.bias - _SEAM_IF_TYPED)
    if not candidate.site.is_function_word:
        by_features = replace(by_features, bias=by_features.bias - style_shift(page))
    probability = by_features.probability(features(candidate, context))
    return probability if _is_known(candidate.site) else min(probability, _UNFAMILIAR)


def _may_be_seam(site: Site) -> bool:
    """Return whether one copy belongs to a longer word, as in 类|类型, 使用|使用者."""
    return max(len(site.before), len(site.after)) > len(site.unit)


def _is_known(site: Site) -> bool:
    """Return whether the model knows the language that a repeat stands in."""
    return site.page.is_familiar and not is_classical_at(site.page, site.repeat.span.start)


def _sites(page: Page, context: Context) -> Iterator[Site]:
    """Yield the repeats that belong to no other detector."""
    left_over = disjoint(half.span for half in half_reduplications(page))
    for repeat in repeats(page.text, LONGEST):
        is_loop = repeat.length > 1 and repeat.copies > 2
        is_half = overlaps_any(repeat.span, left_over)
        if is_loop or is_half or page.kind_at(repeat.span.start) in _UNREAD:
            continue
        if not _is_parted(repeat, page.document):
            yield Site(repeat, page, context)


def _is_parted(repeat: Repeat, document: Document) -> bool:
    """Return whether a formula on its own line stands between the copies: 改写为 $$…$$ 为此."""
    join = document.join_within(repeat.span)
    return join is not None and _FORMULA.search(join.gap.of(document.source)) is not None


def _tear(repeat: Repeat, document: Document) -> Join | None:
    """Return where the page was torn within the run, if it was."""
    return document.join_within(repeat.span)


def _finding(candidate: Candidate, confidence: float) -> Finding:
    site, gain = candidate.site, candidate.gain
    unit, page = site.unit, site.page
    if candidate.tear is None:
        message = Message(f"“{unit}”重复，多出一份", f"{unit} is doubled")
    else:
        message = Message(
            f"断行处重复了“{unit}”：行末和下一行开头各有一份",
            f"{unit} is doubled where the line was torn: "
            "at its end and again at the start of the next",
        )
    return DETECTOR.finding(
        page.document,
        site.repeat.whole,
        message,
        confidence=confidence,
        suggestions=[replace_span(candidate.deletion, "", confidence)],
        evidence=[
            model_evidence(gain),
            *_written_once(site),
            *_word_made(site),
        ],
    )


def _written_once(site: Site) -> Iterator[Evidence]:
    """The page writes the same words with one copy elsewhere."""
    text, span = site.page.text, site.repeat.whole
    sentence = site.page.clause_at(span.start)
    before = text[max(sentence.start, span.start - 2) : span.start]
    after = text[span.end : min(sentence.end, span.end + 2)]
    single = before + site.unit + after
    if len(single) < len(site.unit) + 3:
        return
    places = site.page.occurrences(single)
    if places:
        detail = Message(
            f"本版另有 {len(places)} 处写作“{single}”",
            f"the page writes {single} in {len(places)} other place{'s' * (len(places) > 1)}",
        )
        yield Evidence("document", detail, score=float(len(places)), span=places[0])


def _word_made(site: Site) -> Iterator[Evidence]:
    """One copy makes a word of a dictionary together with its neighbours."""
    text, span, unit = site.page.text, site.repeat.whole, site.unit
    joined = (
        text[max(0, span.start - before) : span.start] + unit + text[span.end : span.end + after]
        for before, after in ((2, 2), (2, 1), (1, 2), (2, 0), (1, 1), (0, 2), (1, 0), (0, 1))
    )
    for word in joined:
        if len(word) > len(unit) and site.page.is_known_word(word):
            yield Evidence("dictionary", Message(f"词典有“{word}”", f"a dictionary has {word}"))
            return


EXAMPLES = (
    good("请把所有有记号的书都搬到楼上。"),
    good("该卷可以以只读的方式挂载，也可以以公司的名义申请。"),
    good("请你再核实核实，帮我打印打印，二0二0年，他们在在建工地上过年。"),
    bad("这是大家共同努力的的结果。", "这是大家共同努力的结果。"),
    bad("我们要牢牢把把握正确方向。", "我们要牢牢把握正确方向。"),
    bad("要着力抓好好风险防控工作。", "要着力抓好风险防控工作。"),
    bad("会上，勘探队长队长介绍了情况。", "会上，勘探队长介绍了情况。"),
    bad("不断增强人民群众的幸福福感。", "不断增强人民群众的幸福感。"),
    bad("加快建设现代化产业体系体系，推动高质量发展。", "加快建设现代化产业体系，推动高质量发展。"),
    good("人工智能能在几秒钟里读完一本书，这样的事存在在许多地方。"),
    good("人人都爱自己的爸爸妈妈，往往要试一试。"),
    good("这件事还要再研究研究，一个个来，一步一步走。"),
    good("外交部部长出席会议，口蹄疫疫苗已经备好，编制好十五五规划。"),
    good("记者 黎佩佩\n黎佩佩在会上发言。"),
    good("走着走着，天空变得很高很高，孩子们哈哈哈地笑。"),
    good("慰问党员、老党员、老干部，发展经济，造福国家和人民民主事业。"),
)

DETECTOR = Detector(
    code="D001",
    name="doubled",
    title=Message("字词重复", "Doubled character or word"),
    severity=Severity.ERROR,
    detect=detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
)
