"""Evidence that several detectors give: by the language model, or by another document."""

from __future__ import annotations

from proofer.document.document import Document
from proofer.findings.finding import Evidence
from proofer.language.dictionary_format import Entry
from proofer.messages import Message

_MOST = 4.0
"""log10; to say how many times more tells nobody anything."""


def in_other_document(document: Document, offset: int, what: Message) -> Evidence:
    """Return `what` another document shows at `offset` of its text, as evidence."""
    line = document.position(offset).line
    detail = Message(
        f"{document.path.name} 第 {line} 行：{what.zh}",
        f"{document.path.name}, line {line}: {what.en}",
    )
    return Evidence("corpus", detail)


def dictionary_name(entry: Entry) -> str:
    """Return the file of a dictionary's entry as editors know it: confusions/ocr.tsv."""
    file, _, line = entry.origin.rpartition("dictionaries/")[2].rpartition(":")
    return file if line.isdigit() else entry.origin


def model_evidence(gain: float) -> Evidence:
    """Return what the language model says of a correction with a `gain` of log10 probability."""
    times = 10 ** min(abs(gain), _MOST)
    about = Message("约为", "about") if abs(gain) < _MOST else Message("不止", "more than")
    if times < 2:
        detail = Message("改前改后一样通顺", "both readings are about as likely")
    elif gain > 0:
        detail = Message(
            f"改后更通顺，可能性{about.zh}原文的 {_chinese_number(times)}倍",
            f"the corrected text is {about.en} {_two_digits(times):,} times as likely",
        )
    else:
        detail = Message(
            f"原文更通顺，可能性{about.zh}改后的 {_chinese_number(times)}倍",
            f"the text as it stands is {about.en} {_two_digits(times):,} times as likely",
        )
    return Evidence("language-model", detail, score=round(gain, 2))


def _two_digits(number: float) -> int:
    return int(float(f"{number:.1e}"))


def _chinese_number(number: float) -> str:
    return "1 万" if number >= 10**_MOST else f"{_two_digits(number)} "
