"""Evidence that several detectors give: by the language model, or by another document."""

from __future__ import annotations

from proofer.document.document import Document
from proofer.findings.finding import Evidence
from proofer.messages import Message


def in_other_document(document: Document, offset: int, what: Message) -> Evidence:
    """Return `what` another document shows at `offset` of its text, as evidence."""
    line = document.position(offset).line
    detail = Message(
        f"{document.path.name} 第 {line} 行：{what.zh}",
        f"{document.path.name}, line {line}: {what.en}",
    )
    return Evidence("corpus", detail)


def model_evidence(gain: float) -> Evidence:
    """Return what the language model says of a correction with a `gain` of log10 probability."""
    times = 10 ** min(abs(gain), 12.0)
    if times < 2:
        detail = Message("改前改后一样通顺", "both readings are about as likely")
    elif gain > 0:
        detail = Message(
            f"改后更通顺，可能性约为原文的 {_chinese_number(times)}倍",
            f"the corrected text is about {_two_digits(times):,} times as likely",
        )
    else:
        detail = Message(
            f"原文更通顺，可能性约为改后的 {_chinese_number(times)}倍",
            f"the text as it stands is about {_two_digits(times):,} times as likely",
        )
    return Evidence("language-model", detail, score=round(gain, 2))


def _two_digits(number: float) -> int:
    return int(float(f"{number:.1e}"))


def _chinese_number(number: float) -> str:
    for unit, name in ((1e8, "亿"), (1e4, "万")):
        if number >= unit:
            return f"{_two_digits(number / unit)} {name}"
    return f"{_two_digits(number)} "
