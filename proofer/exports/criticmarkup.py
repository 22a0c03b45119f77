"""CriticMarkup (https://github.com/CriticMarkup/CriticMarkup-toolkit): changes inside the text.

Rejecting all changes gives the source, accepting all the corrected one. CriticMarkup has no way to
escape its own marks, so an empty comment splits those of the page: `{++` becomes `{{>><<}++`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from proofer.document.document import BREAK
from proofer.document.lazy_pattern import lazy_pattern
from proofer.document.spans import Span
from proofer.exports import _wording
from proofer.exports._annotations import Stretch, annotated, source_annotations, text_annotations
from proofer.exports.api import Exporter, Options
from proofer.messages import Language, Message
from proofer.rendering.places import is_source_shown
from proofer.rendering.terminal import visible
from proofer.review.reviewed import ReviewedDocument, ReviewedPlace

_OPENING = lazy_pattern(r"\{(?=\+\+|--|~~|==|>>)")
_EMPTY = "{>><<}"
_SPLIT = "{" + _EMPTY


def render(files: Sequence[ReviewedDocument], options: Options) -> bytes:
    """Return the text in UTF-8: the source if it can be read as it is, else the reading flow."""
    document = files[0].document
    shown = is_source_shown(document)
    text = document.source if shown else document.text
    found = source_annotations(files[0]) if shown else text_annotations(files[0].places)
    pieces = [
        _written(each, options.language, shown=shown)
        for each in annotated(text, Span(0, len(text)), found, None if shown else document.shown)
    ]
    return _joined(pieces).encode("utf-8", "replace")


def _joined(pieces: Iterable[str]) -> str:
    """Join the pieces; a mark that two of them would make together is split, too."""
    out: list[str] = []
    tail = ""
    for piece in filter(None, pieces):
        if any(
            match.start() < len(tail) < match.start() + 3
            for match in _OPENING.finditer(tail + piece[:2])
        ):
            out.append(_EMPTY)
        out.append(piece)
        tail = (tail + piece)[-2:]
    return "".join(out)


def _written(stretch: Stretch, language: Language, *, shown: bool) -> str:
    annotation, old = stretch.annotation, stretch.old
    if annotation is None:
        plain = _OPENING.sub(_SPLIT, old)
        return plain if shown else plain.replace(BREAK, "\n\n")
    remark = f"{{>>{_remark(annotation.place, language)}<<}}" if annotation.first else ""
    if annotation.new is None:
        plain = _OPENING.sub(_SPLIT, old)
        return (f"{{=={old}==}}" if old and plain == old and "==}" not in old else plain) + remark
    return _change(old, annotation.new) + remark


def _change(old: str, new: str) -> str:
    if old and new and not any(mark in old + new for mark in ("~>", "~~", "~}")):
        return f"{{~~{old}~>{new}~~}}"
    return _run("--", old) + _run("++", new)


def _run(mark: str, text: str) -> str:
    """Return `text` as one deletion or insertion, or several if it contains what would end it."""
    parts = re.split(rf"(?<={re.escape(mark[0])})(?={re.escape(mark[0])}\}})", text)
    return "".join(f"{{{mark}{part}{mark}}}" for part in parts if part)


def _remark(place: ReviewedPlace, language: Language) -> str:
    who = _wording.editor(place, language)
    remark = " — ".join(part for part in (_wording.comment(place, language), who) if part)
    return visible(remark.replace(BREAK, " ")).replace("<<}", "<< }")


EXPORTER = Exporter(
    "criticmarkup",
    ".critic.md",
    render,
    explains=True,
    title=Message("带批注的文本（CriticMarkup）", "text with changes (CriticMarkup)"),
)
