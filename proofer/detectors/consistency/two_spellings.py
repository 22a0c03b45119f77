"""A term that one document spells differently from the others: 岩萍矿业 where they have 岩坪矿业.

A paper prints the names of its firms, places and products in issue after issue. A character that
belongs to no word where it stands is compared with those that look or sound like it: where the
files of the run have the same four characters but for this one at least four times, in two other
files or more, and the printed ones in this file only, the printed one is doubtful.

Legitimate, and left alone: characters that form a word where they stand, and those that are common
words alone (您 for 你, 处 for 关); spellings that two files have, or that are nearly as frequent as
the other; names of persons, which are name-collision's (N020) and stray-name's (N021); texts in
traditional characters; frames of grammar (不过是一, 有如下的).

How sure: the more files have the other spelling, and the more the language model prefers it, the
surer.
---
一个词语，唯独这个文件的写法与别的文件不同：别处都是“岩坪矿业”，这里是“岩萍矿业”。

报纸会一期接一期地印同样的单位、地名、产品名。某个字在原处组不成词，就与它的形近字、音近字比较：如果
这次检查的文件中，只差这一个字的四个字出现过四次以上，见于另外两个以上的文件，而这里的写法只见于这个
文件，这里的写法就可疑。

以下不报告：在原处组得成词的字，以及自己就是常用词的字（您／你、处／关）；两个文件都有的写法，或者次
数相差不多的写法；人名，那由 name-collision（N020）和 stray-name（N021）来问；繁体字文本；
虚词搭成的四个字（不过是一、有如下的）。

把握：写法不同的文件越多、语言模型越赞成，把握越大。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from proofer.detectors.api import Corpus, Detector, bad, explanation, good, replace_span
from proofer.detectors.context import Context
from proofer.detectors.evidence import in_other_document, model_evidence
from proofer.document.document import Document
from proofer.document.lazy_pattern import lazy_regex
from proofer.document.spans import Span
from proofer.findings.finding import Evidence, Finding, Severity
from proofer.messages import Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LENGTH = 4
"""Han characters that are compared, the doubtful one among them."""
_ANY = "\0"
"""Stands for the doubtful character of a frame."""
_HAN_CHARACTER = lazy_regex(r"\p{Han}")
_HAN = lazy_regex(rf"\p{{Han}}{{{_LENGTH}}}")
_FEWEST, _DOCUMENTS, _SHARE = 4, 2, 4
"""How often the other spelling must occur, in how many other documents, and how much more often."""
_MOST_DOUBTFUL = 0.2
"""Share of the characters: more are no modern simplified text, or one that nobody can read."""
_SHORT_TEXT = 200
"""Shares of fewer characters say little."""
_ALIKE = 0.45
"""Similarity in shape from which one character may be misread as another: 1 pair in 100."""
_WORST_GAIN = -1.0
"""log10; a model that is more against the other spelling is believed."""
_GRAMMAR = frozenset(
    "的地得了着过是不没在有我你他她它们这那个就也都还又很把被给让和与或而但如若倘因为所以之其一"
)
"""Characters that few names and terms hold; frames of grammar (不过是一) are common anywhere."""
_SLOT_BITS = 20
"""Slots, a byte each, by which four characters are told from most others: a text has few frames."""
_SPREAD = 0x9E3779B97F4A7C15
"""2^64 by the golden ratio: multiplying by it spreads numbers over the upper bits."""
_COMMON = -4.65
"""log10 frequency of a character from which it is a common word that may stand alone anywhere."""


@dataclass(frozen=True, slots=True)
class _Window:
    """Four characters at `start` of a text, the one at `place` of them doubtful."""

    start: int
    place: int
    string: str

    @property
    def frame(self) -> str:
        """The window without its doubtful character."""
        return _framed(self.string, self.place)


def _framed(string: str, place: int) -> str:
    return string[:place] + _ANY + string[place + 1 :]


@dataclass(slots=True)
class _Spelling:
    """How often four characters stand in the corpus, and in which documents."""

    total: int = 0
    documents: set[int] = field(default_factory=set)


def survey(document: Document, context: Context) -> tuple[int, ...]:
    """Return the places of the rarer characters that belong to no word where they stand."""
    text, places = document.text, context.page(document).wordless
    if len(places) > _MOST_DOUBTFUL * max(len(text), _SHORT_TEXT):
        return ()
    characters = sorted({text[at] for at in places})
    frequencies = context.words.log_frequencies(characters).tolist()
    rare = {
        each for each, frequency in zip(characters, frequencies, strict=True) if frequency < _COMMON
    }
    return tuple(at for at in places if text[at] in rare)


def conclude(
    corpus: Sequence[tuple[Document, tuple[int, ...]]], context: Context
) -> Iterator[tuple[int, Finding]]:
    """Yield the places whose spelling one document has and several others have otherwise."""
    if len(corpus) <= _DOCUMENTS:
        return
    texts = [document.text for document, _ in corpus]
    windows = [
        list(_windows(text, places)) for text, (_, places) in zip(texts, corpus, strict=True)
    ]
    spellings = _spellings((window for row in windows for window in row), texts)
    for number, row in enumerate(windows):
        if row:
            yield from _findings(corpus, number, row, spellings, context)


def _windows(text: str, places: Iterable[int]) -> Iterator[_Window]:
    """Yield each string of four Han characters that holds one of `places`."""
    for at in places:
        for start in range(max(0, at - _LENGTH + 1), at + 1):
            string = text[start : start + _LENGTH]
            if _HAN.fullmatch(string):
                yield _Window(start, at - start, string)


def _spellings(windows: Iterable[_Window], texts: Sequence[str]) -> dict[str, dict[str, _Spelling]]:
    """Return by frame what stands in the corpus in the place of the doubtful characters."""
    import numpy as np

    from proofer.language.lexicon import code_points

    wanted: dict[int, set[str]] = {}
    for window in windows:
        wanted.setdefault(window.place, set()).add(window.frame)
    marked = {place: _marked(frames, place) for place, frames in wanted.items()}
    found: dict[str, dict[str, _Spelling]] = {}
    for number, text in enumerate(texts):
        codes = code_points(text).astype(np.uint64)
        for place, mark in marked.items():
            for start in np.flatnonzero(mark[_slots(codes, place)]).tolist():
                string = text[start : start + _LENGTH]
                if (frame := _framed(string, place)) in wanted[place]:
                    spelling = found.setdefault(frame, {}).setdefault(string, _Spelling())
                    spelling.total += 1
                    spelling.documents.add(number)
    return found


def _marked(frames: Iterable[str], place: int) -> NDArray[np.bool_]:
    """Return an array with the slots of frames marked; few others share them."""
    import numpy as np

    from proofer.language.lexicon import code_points

    marked = np.zeros(1 << _SLOT_BITS, np.bool_)
    codes = code_points("".join(sorted(frames))).astype(np.uint64)
    marked[_slots(codes, place)[::_LENGTH]] = True
    return marked


def _slots(codes: NDArray[np.uint64], place: int) -> NDArray[np.uint64]:
    """Return a slot for each four characters in a row, the one at `place` of them left aside."""
    import numpy as np

    slots = np.zeros(max(0, codes.size - _LENGTH + 1), np.uint64)
    for shift in range(_LENGTH):
        if shift != place:
            slots = (slots ^ codes[shift : shift + slots.size]) * np.uint64(_SPREAD)
    return slots >> np.uint64(64 - _SLOT_BITS)


def _findings(
    corpus: Sequence[tuple[Document, tuple[int, ...]]],
    number: int,
    windows: Sequence[_Window],
    spellings: dict[str, dict[str, _Spelling]],
    context: Context,
) -> Iterator[tuple[int, Finding]]:
    """Yield the findings of one document.

    Args:
        corpus: all documents with their doubtful characters.
        number: the document's index.
        windows: its windows.
        spellings: what the corpus has in each frame.
        context: the tables of the run.
    """
    document = corpus[number][0]
    best: dict[int, tuple[_Window, str]] = {}
    for window in windows:
        known = spellings[window.frame]
        for string, spelling in known.items():
            at = window.start + window.place
            held = best.get(at)
            better = held is None or spelling.total > spellings[held[0].frame][held[1]].total
            if (
                better
                and _is_usual(spelling, known[window.string])
                and _is_alike(window, string, context)
            ):
                best[at] = window, string
    chosen = [best[at] for at in sorted(best)]
    edits = [
        (each.start + each.place, each.start + each.place + 1, usual[each.place])
        for each, usual in chosen
    ]
    last = -1
    for (window, usual), gain in zip(
        chosen, context.model.gains(document.text, edits).tolist(), strict=True
    ):
        if gain >= _WORST_GAIN and window.start >= last:
            last = window.start + _LENGTH
            yield (
                number,
                _finding(corpus, number, window, (usual, spellings[window.frame][usual]), gain),
            )


def _is_usual(usual: _Spelling, rare: _Spelling) -> bool:
    return (
        usual.total >= max(_FEWEST, _SHARE * rare.total)
        and len(usual.documents - rare.documents) >= _DOCUMENTS
        and len(rare.documents) == 1
    )


def _is_alike(window: _Window, usual: str, context: Context) -> bool:
    """Return whether the doubtful character looks or sounds like the usual one."""
    from proofer.language.sounds import default_sounds

    seen, right = window.string[window.place], usual[window.place]
    if seen == right or not _HAN_CHARACTER.match(right) or not _GRAMMAR.isdisjoint(usual):
        return False
    return (
        context.shapes.similarity(seen, right) >= _ALIKE
        or default_sounds().similarity(seen, right) == 1
    )


def _finding(
    corpus: Sequence[tuple[Document, tuple[int, ...]]],
    number: int,
    window: _Window,
    usual: tuple[str, _Spelling],
    gain: float,
) -> Finding:
    """Return the finding for a spelling that only one document has.

    Args:
        corpus: all documents with their doubtful characters.
        number: the document's index.
        window: the doubtful spelling.
        usual: the other spelling, and where it occurs.
        gain: what the language model gains by it (log10).
    """
    document = corpus[number][0]
    right, spelling = usual
    files = len(spelling.documents)
    confidence = min(0.9, max(0.3, 0.5 + 0.05 * min(files, 4) + 0.05 * min(gain, 4.0)))
    other = corpus[min(spelling.documents)][0]
    span = Span(window.start, window.start + _LENGTH)
    at = window.start + window.place
    return DETECTOR.finding(
        document,
        span,
        Message(
            f"“{window.string}”只见于这个文件，别的文件写作“{right}”",
            f"{window.string} stands in this file only, others have {right}",
        ),
        confidence=confidence,
        suggestions=[replace_span(Span(at, at + 1), right[window.place], confidence * 0.95)],
        evidence=[
            Evidence(
                "corpus",
                Message(
                    f"“{right}”见于 {files} 个文件，共 {spelling.total} 处",
                    f"{right} stands in {files} files, {spelling.total} times",
                ),
                score=float(spelling.total),
            ),
            in_other_document(other, other.text.index(right), Message(right, f"reads {right}")),
            model_evidence(gain),
        ],
    )


CORPUS = Corpus(survey, conclude)
_OTHERS = (
    "岩坪矿业集团召开会议。岩坪矿业工会慰问职工。",
    "岩坪矿业集团选厂投产。",
    "矿区通车，岩坪矿业集团表示祝贺。",
)
EXAMPLES = (
    bad("岩萍矿业集团表彰先进。", "岩坪矿业集团表彰先进。", among=_OTHERS),
    good("岩坪矿业集团表彰先进。", among=_OTHERS),
    good("岩山矿业集团表彰先进。", among=_OTHERS),
    good(
        "停下来也不过舐一点油汗。",
        among=("这不过是一句空话，不过是一场戏。", "那不过是一件小事，不过是一阵风。"),
    ),
    good(
        "岩萍矿业集团表彰先进。岩萍矿业学校开学。",
        among=("岩萍矿业集团来访。", "岩坪矿业集团表彰先进。"),
    ),
)

DETECTOR = Detector(
    code="C004",
    name="two-spellings",
    title=Message("词语写法与别的文件不同", "Term spelt otherwise than in other files"),
    severity=Severity.WARNING,
    detect=CORPUS.detect,
    explanation=explanation(__doc__),
    examples=EXAMPLES,
    corpus=CORPUS,
)
