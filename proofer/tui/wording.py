"""How findings, decisions and edits are worded on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from rich.cells import cell_len

from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.findings.finding import Finding, Suggestion, series_key
from proofer.messages import Message
from proofer.review.collection import Operation, ReviewFile
from proofer.review.decisions import VERDICT_NAMES, Verdict, edits_at
from proofer.review.session import ReviewSession
from proofer.review.steps import Progress
from proofer.tui.widgets.cells import cropped, shorten, visible

ARROW = "→"
NOTHING = "∅"
_SHOWN_EDITS = 4
"""Edits of a change that are written out; an ellipsis stands for more."""
_SHORT = 24
"""Code points of a change, both readings together, that is written out."""
_BESIDE = 3
"""Code points that a longer one has beside what differs, at most."""
_NOTICE_CELLS = 40
"""Terminal cells of a change in the notice line, at most; what comes next stands behind it."""
_BAR = 16
"""Terminal cells of a progress bar."""
_NOTE_CELLS = 24
"""Terminal cells of a note in the notice line, at most."""

SIGNS = {
    None: " ",
    Verdict.ACCEPTED: "✓",
    Verdict.EDITED: "✎",
    Verdict.REJECTED: "✗",
    Verdict.AS_PRINTED: "=",
    Verdict.DEFERRED: "?",
}
"""A sign for each verdict, for NO_COLOR and for readers who do not see the colours."""


MIXED = "*"
"""The sign of a series whose places are all decided, but not alike."""


def shown_edits(session: ReviewSession, finding: Finding) -> Sequence[Edit]:
    """Return the edits to show at `finding`: the decided ones, or those of the first suggestion."""
    decision = session.decision(finding)
    if decision is not None and decision.verdict is not Verdict.DEFERRED:
        return session.edits(finding)
    return finding.suggestions[0].edits if finding.suggestions else ()


def new_texts(finding: Finding, edits: Sequence[Edit]) -> list[tuple[Span, str]]:
    """Return which new text to show behind which span.

    That is the new reading behind the quote, or each edit if one of them lies outside the quote.
    """
    if not edits:
        return []
    if all(finding.span.covers(edit.span) for edit in edits):
        new = finding.replacement(Suggestion(tuple(edits), 0.0))
        return [(finding.span, f"{ARROW}{new or NOTHING}")]
    return [(edit.span, _change(edit)) for edit in sorted(edits)]


def _change(edit: Edit) -> str:
    if not len(edit.span):
        return f"+{edit.replacement}"
    return f"{ARROW}{edit.replacement or NOTHING}"


def change(finding: Finding, edits: Sequence[Edit], text: str, width: int | None = None) -> str:
    """Return `old→new`, on one line, in at most `width` terminal cells if that is given."""
    if not edits:
        return _fitted(visible(finding.quote), width)
    shown = new_texts(finding, edits)
    if shown[0][0] == finding.span:
        new = shown[0][1].removeprefix(ARROW)
        return _differing(visible(finding.quote), visible(new), width)
    changes = [span.of(text) + new for span, new in shown]
    if len(set(changes)) == 1 and len(changes) > 1:
        return _fitted(visible(f"{changes[0]} ×{len(changes)}"), width)
    more = "…" if len(shown) > _SHOWN_EDITS else ""
    return _fitted(visible("，".join(changes[:_SHOWN_EDITS])) + more, width)


def _fitted(words: str, width: int | None) -> str:
    return words if width is None else shorten(words, width)


def _differing(old: str, new: str, width: int | None) -> str:
    """Return `old→new`, of long readings only where they differ with a little around that.

    In `width` cells what is around gets less, so that what differs and the arrow stay.
    """
    words = f"{old}{ARROW}{new}"
    if len(old) + len(new) > _SHORT:
        words = ARROW.join(_around_difference(old, new, _BESIDE))
    if width is None or cell_len(words) <= width:
        return words
    for beside in range(_BESIDE, -1, -1):
        words = ARROW.join(_around_difference(old, new, beside))
        if cell_len(words) <= width:
            return words
    old, new = _around_difference(old, new, 1)
    room = max(0, width - cell_len(ARROW))
    left = max(room // 2, room - cell_len(new))
    return f"{cropped(old, left)}{ARROW}{cropped(new, room - min(left, cell_len(old)))}"


def _around_difference(old: str, new: str, beside: int) -> tuple[str, str]:
    """Return both readings only where they differ, with `beside` code points on both sides."""
    before = _alike(old, new)
    behind = _alike(old[before:][::-1], new[before:][::-1])
    start, cut = max(0, before - beside), max(0, behind - beside)
    head, tail = "…" if start else "", "…" if cut else ""
    return (
        f"{head}{old[start : len(old) - cut]}{tail}",
        f"{head}{new[start : len(new) - cut]}{tail}",
    )


def _alike(one: str, other: str) -> int:
    """Return with how many equal code points both begin."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def surroundings(document: Document, span: Span, around: int) -> tuple[str, str, str]:
    """Return the text before, at and behind `span`: at most `around` code points on each side.

    The surroundings end with the paragraph.
    """
    start = max(span.start - around, document.paragraph_at(span.start).span.start)
    end = min(span.end + around, document.paragraph_at(max(span.start, span.end - 1)).span.end)
    pieces = (Span(start, span.start), span, Span(span.end, max(span.end, end)))
    before, inside, behind = (visible(piece.of(document.text)) for piece in pieces)
    return before, inside, behind


def describe(operation: Operation) -> Message:
    """Return what an operation did, in a few words."""
    parts = [_decided(operation)] if operation.moves else []
    if operation.addition is not None or not parts:
        term = visible(operation.addition.term) if operation.addition else ""
        parts.append(Message(f"词典加入：{term}", f"added to the dictionary: {term}"))
    zh, en = "；".join(part.zh for part in parts), "; ".join(part.en for part in parts)
    if count := operation.skipped:
        zh += f"（另有 {count} 处文字或决定已变，没有动）"
        en += f" ({count} more places changed since and are left as they are)"
    return Message(zh, en)


def _decided(operation: Operation) -> Message:
    """Return what was decided: verdict, change or number of places, files, new note."""
    file, first = operation.moves[0]
    verdict = first.after.verdict if first.after else Verdict.WITHDRAWN
    what = shorten(visible(first.finding.quote), _NOTICE_CELLS)
    if first.after is not None and first.after.changing and file.session is not None:
        text = file.session.document.text
        # Not the session's edits: the operation may be undone.
        edits = edits_at(first.after, first.finding.span.start, text) or ()
        what = change(first.finding, edits, text, _NOTICE_CELLS)
    places, count = len(operation.moves), len(operation.steps)
    zh, en = (f"（{count} 个文件）", f" ({count} files)") if count > 1 else ("", "")
    name = VERDICT_NAMES[verdict]
    if len({series_key(move.finding) for _, move in operation.moves}) > 1:
        decided = Message(f"{name.zh}：{places} 处{zh}", f"{name.en}: {places} places{en}")
    else:
        times = f" ×{places}" if places > 1 else ""
        decided = Message(f"{name.zh}：{what}{times}{zh}", f"{name.en}: {what}{times}{en}")
    if first.after is None or first.after.note == (first.before.note if first.before else ""):
        return decided
    note = shorten(visible(first.after.note), _NOTE_CELLS)
    return Message(f"{decided.zh}；附注：{note or '无'}", f"{decided.en}; note: {note or 'none'}")


def bar(progress: Progress) -> str:
    """Return a progress bar of what is decided."""
    full = _BAR * progress.decided // max(1, progress.total)
    return "█" * full + "░" * (_BAR - full)


def file_state(file: ReviewFile) -> Message:
    """Return the state of a file: how far it is, or that it failed."""
    if file.failures:
        return Message(
            f"无法检查：{file.failures[0].message.zh}", f"failed: {file.failures[0].message.en}"
        )
    if file.waiting:
        return Message("尚未检查", "waiting")
    progress = file.progress
    if not progress.total:
        return Message("没有疑问", "nothing doubtful")
    state = f"{bar(progress)} {progress.decided:>4}/{progress.total}"
    if not progress.deferred:
        return Message(state, state)
    return Message(f"{state}  缓议 {progress.deferred}", f"{state}  {progress.deferred} deferred")


def tour(key: Callable[[str], str]) -> list[Message]:
    """Return the first lines of the help: a tour of two minutes.

    `key` returns the name of the key with an id.
    """
    names = {name.replace("-", "_"): key(name) for name in _TOUR_KEYS}
    return [Message(each.zh.format(**names), each.en.format(**names)) for each in _TOUR]


_TOUR_KEYS = (
    *(
        "accept",
        "accept-1",
        "reject",
        "edit",
        "defer",
        "accept-series",
        "reject-series",
        "undo",
        "redo",
    ),
    *("printed", "reject-wider", "teach", "evidence", "filter", "export"),
)
_TOUR = (
    Message("两分钟上手", "two minutes to start"),
    Message(
        "一、左边是疑问，同一错误归为一组；中间是版面，当前一处旧字反白、新字在旁；"
        "右边（窄屏在下边）是建议和依据。",
        "1. On the left the doubtful places, those of one error together; in the middle the page, "
        "with the new text beside the old; on the right, or below, the suggestions and why.",
    ),
    Message(
        "二、{accept} 接受第一条建议，{accept_1}–9 接受第几条，{reject} 不改，{edit} 自己写，"
        "{defer} 以后再说。每定一处先存盘，再到下一处；随时可以退出，下次接着校。",
        "2. {accept} takes the first suggestion, {accept_1}–9 the one with that number, "
        "{reject} leaves the text, {edit} is for your own words, {defer} puts it off. "
        "Each decision is on disk before the next place comes: quit when you like.",
    ),
    Message(
        "三、同一错误不止一处：{accept_series} 全部接受，{reject_series} 全部不改，"
        "先列出来看，可以去掉几处。{undo} 撤销，{redo} 重做，一组也一次撤销。",
        "3. The same error in many places: {accept_series} accepts and {reject_series} rejects all "
        "of them, after a look at each, without those you leave out. {undo} undoes, {redo} redoes, "
        "also a whole series.",
    ),
    Message(
        "四、拿不准就按 {evidence} 看依据所在的别处。本来就对的，{reject_wider} 可以让全文件或"
        "全项目不再问，{teach} 收进词典；原件本来印错的按 {printed}，照录不改，记入勘误表。",
        "4. In doubt, {evidence} shows the other places that speak for it. What is right: "
        "{reject_wider} stops asking in the file or project, {teach} adds a word to the "
        "dictionary. What the original itself has wrong: {printed} keeps it and lists it in the "
        "errata.",
    ),
    Message(
        "五、{filter} 只看一类。校完按 {export} 写出改正后的文件，或修订稿、勘误表；原文件不动。",
        "5. {filter} shows one kind only. At the end {export} writes the corrected file, tracked "
        "changes or an errata list; the source stays as it is.",
    ),
)
