"""What the detectors of the noisy channel share: what is shown, and the words for the evidence."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from proofer.detectors.api import Detector, replace_span
from proofer.detectors.characters._halves import split_characters
from proofer.detectors.classical import is_classical_at
from proofer.detectors.context import Context, Page, page_fact
from proofer.detectors.dictionary._transpositions import transpositions
from proofer.detectors.evidence import model_evidence
from proofer.detectors.noisy_channel._forms import is_other_form
from proofer.detectors.suspicions import SHOWN_IF_RESCORED, is_rescored, suspicions, threshold
from proofer.document.document import Document
from proofer.document.kinds import ENTRIES, LISTINGS, BlockKind
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.opaque import OPAQUE
from proofer.document.spans import Apart, Span
from proofer.findings.finding import Evidence, Finding
from proofer.language.characters import NUMERALS
from proofer.messages import Message

if TYPE_CHECKING:
    from proofer.language.channel.engine import Candidate, Suspicion

SHOWN_IF_UNFAMILIAR = 0.97
"""Probability from which a correction is shown in language that the model does not know."""
_ALIKE = 0.33
"""Cosine of shapes that is worth a word; 1 pair of characters in 100 has it by chance."""
_OTHERS = 0.1
"""Probability of a second correction that is worth showing beside the best."""
_SURE, _MISREAD_SHARE = 0.8, 0.003
"""Probability of a misreading, and the share of such characters on a page that was read badly.

That is one in 330.
"""
_OWN_MARKS = LISTINGS | ENTRIES
"""Kinds whose marks stand for something else than in sentences, of which the model was made."""
_ORDINAL = lazy_regex(
    r"(?:方[法案式]|解法|情[形况]|例题?|步骤?|性质|定理|推论|命题|假设|条件|阶段|图|表|题型|附件|附录)[一二三四五六七八九十]{1,3}"
)
"""The number behind what is counted: 方法一, 情形二. No dash, however much it looks like one."""
_TAXON = lazy_regex(r"\p{Han}{1,3}形目(?:\p{Han}{1,4}科)?(?:\p{Han}{1,4}属)?")
"""Orders, families and genera: 鲈形目石首鱼科. The model has not read their characters."""
_HAN_ONLY = lazy_regex(r"\p{Han}+")
_JOINING = frozenset("和与及或")
_BETWEEN_EQUALS = frozenset("也都了一来又不没")
_PLACEHOLDERS = frozenset("×○□＊*")
_DASHES = frozenset(("—", "-", "－", "–"))
_PAIRS = ("“”", "‘’", "「」", "『』", "《》", "（）", "()", "【】")


@page_fact
def correctable(page: Page) -> tuple[Suspicion, ...]:
    """Return the suspicions of a page whose correction is worth showing.

    Of two that touch each other, that is the likelier one, unless both are likely; never two that
    change the same character.
    """
    usual = SHOWN_IF_RESCORED if is_rescored(page) else page.context.profile.shown
    least = threshold(page, usual, SHOWN_IF_UNFAMILIAR)
    good = [
        suspicion
        for suspicion in suspicions(page)
        if suspicion.candidates
        and suspicion.candidates[0].probability >= least
        and _is_doubted(page, suspicion)
        and not is_left_alone(page, suspicion.span, suspicion.candidates[0].replacement)
    ]
    good.sort(key=lambda suspicion: -suspicion.candidates[0].probability)
    kept: list[Suspicion] = []
    touched: set[int] = set()
    changed: set[int] = set()
    for suspicion in good:
        span = suspicion.span
        near = not touched.isdisjoint(range(span.start, span.end + 1))
        same = near and not changed.isdisjoint(range(span.start, span.end))
        if not near or (not same and suspicion.candidates[0].probability >= 0.5):
            kept.append(suspicion)
            touched.update(range(span.start, span.end + 1))
            changed.update(range(span.start, span.end))
    return tuple(sorted(kept, key=lambda suspicion: (suspicion.span.start, suspicion.span.end)))


def _is_doubted(page: Page, suspicion: Suspicion) -> bool:
    """Return whether a character is likely enough to be wrong that another one is worth showing.

    Of typed words many could be others as well (存粮, 存量): how likely a place is wrong at all
    tells slips from these better than how likely the correction is.
    """
    if kind_of(suspicion.candidates[0]) != "replaced":
        return True
    best = max(suspicion.p_error, suspicion.candidates[0].probability)
    return best >= page.context.profile.doubted


def is_left_alone(page: Page, span: Span, new: str = "") -> bool:
    """Return whether the model cannot tell that `span` is wrong, or that it should be `new`."""
    return (
        is_classical_at(page, span.start)
        or _is_cut(page, span)
        or _is_all(page, span)
        or _is_mended(page, span)
        or (not is_rescored(page) and _joins_others(page, span, new))
        or _is_between_equals(page, span)
        or _is_style(page, span, new)
        or _is_left_out(page, span, new)
        or is_other_form(page, span, new)
        or _is_counted_or_taxon(page, span, new)
        or (not is_rescored(page) and _is_numeral(page, span, new))
        or (not _doubts_marks(page) and _is_only_marks(page, span, new))
    )


def _joins_others(page: Page, span: Span, new: str) -> bool:
    """Return whether a lone character stands between what is not Chinese, or joins two things.

    In `A 与 B`, 360跟410 the model has nothing to judge by, and 蜂蜜和蜂蜡 is as good without 和.
    """
    old = span.of(page.text)
    if len(old) != 1 or not _HAN_ONLY.fullmatch(old):
        return False
    before = page.text[max(0, span.start - 2) : span.start].rstrip(" ")[-1:]
    after = page.text[span.end : span.end + 2].lstrip(" ")[:1]
    alone = all(side.isascii() or side == OPAQUE for side in (before, after))
    return (old in _JOINING and not new) or (bool(before and after) and alone)


def _is_between_equals(page: Page, span: Span) -> bool:
    """Return whether a word stands between two equal characters: 摸也摸不到, 看了看, 好不好."""
    around = page.text[max(0, span.start - 1) : span.end + 1]
    return (
        len(around) == 3
        and around[0] == around[2]
        and around[1] in _BETWEEN_EQUALS
        and _HAN_ONLY.fullmatch(around[0]) is not None
    )


def _is_style(page: Page, span: Span, new: str = "") -> bool:
    """Return whether a mark is doubted where marks are used otherwise than in sentences."""
    kind, changed = page.kind_at(span.start), span.of(page.text) + new
    if kind is BlockKind.RUNNING_HEAD:  # it has specks, as the edges of a scan do, but no stop
        return not len(span) and not _HAN_ONLY.fullmatch(new)
    if kind in _OWN_MARKS and not _HAN_ONLY.fullmatch(changed):
        # A line with gaps is taken for a table, too: there a mark that is no part of a number may
        # be misread.
        return kind is not BlockKind.TABLE or not len(span) or _beside_digit(page, span)
    return kind is BlockKind.HEADING and not any(map(str.isalnum, changed))


def _is_left_out(page: Page, span: Span, new: str) -> bool:
    """Return whether a character stands among signs for a name left out, or would become one.

    In 某同志×××在××县 the model would take any character between them for one more.
    """
    if not _HAN_ONLY.fullmatch(span.of(page.text)):
        return False
    sides = page.text[max(0, span.start - 1) : span.start], page.text[span.end : span.end + 1]
    return not _PLACEHOLDERS.isdisjoint(new) or all(side in _PLACEHOLDERS for side in sides)


def _is_counted_or_taxon(page: Page, span: Span, new: str) -> bool:
    """Return whether a mark would stand for the number of 方法一, or a taxon would change."""
    start, end = max(0, span.start - 8), span.end + 8
    patterns = [_TAXON] if _HAN_ONLY.search(new) else [_ORDINAL, _TAXON]
    around = page.text[start:end]
    return any(
        match.start() + start < span.end and span.start < match.end() + start
        for pattern in patterns
        for match in pattern.finditer(around)
    )


def _beside_digit(page: Page, span: Span) -> bool:
    around = page.text[max(0, span.start - 1) : span.end + 1]
    return any(map(str.isdigit, around))


def _is_all(page: Page, span: Span) -> bool:
    """Return whether the cell of a table is what is doubted and nothing more."""
    paragraph = page.document.paragraph_at(span.start)
    if paragraph.kind is not BlockKind.TABLE or len(span) != 1:
        return False
    return sum(map(str.isalnum, paragraph.span.of(page.text))) <= 1


def _is_numeral(page: Page, span: Span, new: str) -> bool:
    """Return whether a numeral would change: any other one makes sense in the sentence, too."""
    old = span.of(page.text)
    if old and new in _DASHES and NUMERALS.issuperset(old):
        around = page.text[max(0, span.start - 1) : span.start] + page.text[span.end : span.end + 1]
        # A dash is two signs long, and of 一一 a rule tells.
        return not set(around) & set(_DASHES) or _beside_numeral(page, span)
    if not old + new or any(char not in NUMERALS and not char.isdigit() for char in old + new):
        return False
    return bool(old) or _beside_numeral(page, span)


def _beside_numeral(page: Page, span: Span) -> bool:
    around = page.text[max(0, span.start - 1) : span.start] + page.text[span.end : span.end + 1]
    return any(char in NUMERALS or char.isdigit() for char in around)


@page_fact
def _doubts_marks(page: Page) -> bool:
    """Return whether marks of the page may be doubted: an engine doubts it, or it was read badly.

    In good prose the model's doubts about marks are a matter of taste.
    """
    if is_rescored(page):
        return True
    best = [
        (suspicion.span, suspicion.candidates[0])
        for suspicion in suspicions(page)
        if suspicion.candidates
    ]
    misread = sum(
        candidate.probability >= _SURE
        and not _is_only_marks(page, span, candidate.replacement)
        and not _is_numeral(page, span, candidate.replacement)
        for span, candidate in best
    )
    return misread > 0 and misread >= _MISREAD_SHARE * len(page.text)


def _is_only_marks(page: Page, span: Span, new: str) -> bool:
    """Return whether no letter, digit or Chinese character is doubted, but marks alone.

    What the language model says of marks in text that no engine doubts is a matter of style: of 38
    findings on a page of good prose all 7 on marks were false.
    """
    old = span.of(page.text)
    return not any(map(str.isalnum, old + new)) and not _is_unpaired(page, span, new)


def _is_unpaired(page: Page, span: Span, new: str) -> bool:
    """Return whether a quote or bracket is taken out that its paragraph has no partner for."""
    if new:
        return False
    paragraph = page.document.paragraph_at(span.start).span
    return any(span.of(page.text) in pair for pair in _uneven_pairs(page)[paragraph])


@page_fact
def _uneven_pairs(page: Page) -> Mapping[Span, Sequence[str]]:
    """Return the pairs of marks of which a paragraph has more of one than of the other."""
    texts = {each.span: each.span.of(page.text) for each in page.document.paragraphs}
    return {
        span: [pair for pair in _PAIRS if text.count(pair[0]) != text.count(pair[1])]
        for span, text in texts.items()
    }


@page_fact
def _mended(page: Page) -> Apart:
    """Return where two characters make one, or changed places: a rule has the correction."""
    taken = Apart()
    for span in (*(span for span, _ in split_characters(page)), *transpositions(page)):
        taken.add(span)
    return taken


def _is_mended(page: Page, span: Span) -> bool:
    return _mended(page).overlaps(span)


def _is_cut(page: Page, span: Span) -> bool:
    """Return whether `span` ends a text of one paragraph, which may be cut off in mid-sentence."""
    return span.start >= _last_word(page)


@page_fact
def _last_word(page: Page) -> float:
    """Return where the last letter of a page of one paragraph ends; infinity for other pages."""
    text = page.text
    if "\n" in text.strip():
        return math.inf
    return next((at + 1 for at in range(len(text) - 1, -1, -1) if text[at].isalnum()), 0)


def corrections(
    detector: Detector, kind: str, document: Document, context: Context
) -> Iterator[Finding]:
    """Yield what the channel would correct in one way: `replaced`, `lost` or `extra`."""
    for suspicion in correctable(context.page(document)):
        if kind_of(suspicion.candidates[0]) == kind:
            yield _finding(detector, suspicion, document)


def kind_of(candidate: Candidate) -> str:
    """Return whether a character is replaced, lost or extra."""
    if not len(candidate.span):
        return "lost"
    return "replaced" if candidate.replacement else "extra"


def _finding(detector: Detector, suspicion: Suspicion, document: Document) -> Finding:
    best = suspicion.candidates[0]
    span = suspicion.span if len(suspicion.span) else beside(suspicion.span.start, document.text)
    return detector.finding(
        document,
        span,
        message(suspicion.span.of(document.text), best.replacement, typed=best.sound > 0),
        confidence=max(suspicion.p_error, best.probability),
        suggestions=[
            replace_span(each.span, each.replacement, each.probability)
            for each in suspicion.candidates
            if each is best or each.probability >= _OTHERS
        ],
        evidence=list(_evidence(best, document.text)),
    )


def beside(gap: int, text: str) -> Span:
    """Return the characters on both sides of a gap, as nothing can be shown of nothing."""
    start = gap - 1 if gap and text[gap - 1] != "\n" else gap
    end = gap + 1 if gap < len(text) and text[gap] != "\n" else gap
    return Span(start, end)


def message(old: str, new: str, *, typed: bool = False) -> Message:
    """Return what is said of a correction."""
    if typed:
        return Message(f"“{old}”疑为“{new}”之误", f"{old} seems to be typed for {new}")
    if not old:
        return Message(f"此处疑脱“{new}”", f"{new} seems to have been lost here")
    if not new:
        return Message(f"“{old}”疑为衍文", f"{old} seems to be one too many")
    return Message(f"“{old}”疑为“{new}”之误", f"{old} seems to be a misread {new}")


def _evidence(candidate: Candidate, text: str) -> Iterator[Evidence]:
    old, new = candidate.span.of(text), candidate.replacement
    yield model_evidence(candidate.gain)
    if candidate.sound:
        detail = Message(f"“{old}”与“{new}”音近", f"{old} and {new} sound alike")
        yield Evidence("sound", detail, score=round(candidate.sound, 2))
    if old and new and candidate.likeness >= _ALIKE:
        signs = "字形相近" if (old + new).isalnum() else "容易认混"
        detail = Message(f"“{old}”与“{new}”{signs}", f"{old} and {new} look alike")
        yield Evidence("shape", detail, score=round(candidate.likeness, 2))
    if candidate.misread and candidate.sound:
        times = candidate.misread
        seen = Message(f"这样的误字见过 {times} 次", f"seen {times} times in typed text")
        yield Evidence("sound", seen, score=float(candidate.misread))
    elif candidate.misread:
        times = candidate.misread
        seen = Message(
            f"识别引擎有过同样的误识，见过 {times} 次",
            f"OCR engines were seen to make this error {times} times",
        )
        yield Evidence("shape", seen, score=float(candidate.misread))
    if candidate.elsewhere:
        count = candidate.elsewhere
        other = Message(
            f"改后的写法本文另有 {count} 处",
            f"the corrected form stands in {count} other places of this document",
        )
        yield Evidence("document", other, score=float(candidate.elsewhere))
    if candidate.word > 1:
        yield Evidence(
            "dictionary", Message("改后此处成词", "with the correction a word stands here")
        )
