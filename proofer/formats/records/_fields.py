"""Which fields of records hold the text: those that a user names, or the one with most Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from proofer.document.lazy_pattern import lazy_pattern
from proofer.formats.api import MalformedError
from proofer.messages import Message

MAY_BE_HAN = r"(?:[\x80-\xff]|\\u[2-9a-fA-F])"
"""A pattern of what may be Chinese in JSON, in any encoding, byte by byte, or escaped."""
_HAN = lazy_pattern("[㐀-鿿]")
_USUAL = frozenset({"text", "content", "ocr_text", "transcription", "文本", "正文", "内容"})
"""Names of the field with the text; one of them is taken from half of the most Chinese on."""
_MOST = 12
"""Fields that a message names."""


def chosen(
    found: Iterable[tuple[str, str]], named: Sequence[str]
) -> tuple[frozenset[str], Message | None]:
    """Return the fields to read, and a note on the choice if none is `named`.

    Args:
        found: the fields of the first records, each with one of its texts.
        named: the fields that a user names.

    Raises:
        MalformedError: if a named field is in none of the records, or none holds Chinese.
    """
    han: Counter[str] = Counter()
    for name, text in found:
        han[name] += len(_HAN.findall(text))
    missing = [name for name in named if name not in han]
    if missing:
        raise MalformedError(_missing(missing, list(han)))
    if named:
        return frozenset(named), None
    best = max(han, key=lambda name: han[name], default="")
    if not han[best]:
        raise MalformedError(_nothing(list(han)))
    usual = [name for name in han if name.rpartition(".")[2].lower() in _USUAL]
    best = next((name for name in usual if 2 * han[name] >= han[best]), best)
    others = [name for name in han if han[name] and name != best]
    return frozenset([best]), _note(best, others)


def _note(name: str, others: Sequence[str]) -> Message:
    zh, en = _listed(others)
    return Message(
        f"读的是字段 {name}" + (f"，{zh} 里也有汉字，没有读" if others else "")
        + "；可用 --field 指定。",
        f"the field {name} is read" + (f", not {en}, which hold Chinese too" if others else "")
        + "; name fields with --field.",
    )  # fmt: skip


def has_han(text: str) -> bool:
    """Return whether there is Chinese in `text`."""
    return _HAN.search(text) is not None


def with_unread(note: Message | None, names: Sequence[str]) -> Message:
    """Return a note with what stands beside the records, holds Chinese, and is not read."""
    zh, en = _listed(names)
    before = note or Message("", "")
    return Message(
        f"{before.zh}记录以外的 {zh} 里有汉字，没有读。",
        f"{before.en}{' ' if note else ''}Not read, beside the records: {en}.",
    )


def _missing(missing: Sequence[str], known: Sequence[str]) -> Message:
    zh, en = _listed(missing)
    known_zh, known_en = _listed(known)
    return Message(
        f"里没有字段 {zh}；有：{known_zh or '（无）'}。",
        f"has no field {en}; it has: {known_en or 'none'}.",
    )


def _nothing(known: Sequence[str]) -> Message:
    zh, en = _listed(known)
    return Message(
        f"里没有含汉字的字段（有：{zh or '（无）'}）；要读哪个，请用 --field 指定。",
        f"has no field with Chinese text (it has: {en or 'none'}); name the one to read "
        "with --field.",
    )


def _listed(names: Sequence[str]) -> tuple[str, str]:
    more = " …" if len(names) > _MOST else ""
    return "、".join(names[:_MOST]) + more, ", ".join(names[:_MOST]) + more
