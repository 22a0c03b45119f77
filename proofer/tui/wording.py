"""How findings, decisions and edits are worded on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from proofer.document.document import Document
from proofer.document.edits import Edit
from proofer.document.spans import Span
from proofer.findings import Finding, Suggestion
from proofer.messages import Text
from proofer.review.collection import Deed, Sheet
from proofer.review.decisions import VERDICT_NAMES, Verdict, edits_at
from proofer.review.session import ReviewSession
from proofer.tui.cells import visible

if TYPE_CHECKING:
    from proofer.tui.deciding import Deciding

ARROW = "→"
NOTHING = "∅"
_SHOWN_EDITS = 4

SIGNS = {
    None: " ",
    Verdict.ACCEPTED: "✓",
    Verdict.EDITED: "✎",
    Verdict.REJECTED: "✗",
    Verdict.PRINTED: "=",
    Verdict.DEFERRED: "?",
}
"""A sign for each verdict: colours alone would vanish under NO_COLOR."""


def shown_edits(session: ReviewSession, finding: Finding) -> Sequence[Edit]:
    """Return the edits to show at `finding`: the decided ones, else those of the first suggestion; none if rejected."""
    decision = session.decision(finding)
    if decision is not None and decision.verdict is not Verdict.DEFERRED:
        return session.edits(finding)
    return finding.suggestions[0].edits if finding.suggestions else ()


def new_texts(finding: Finding, edits: Sequence[Edit]) -> list[tuple[Span, str]]:
    """Return what to show behind which text: the quote's new reading, or each edit where one lies outside the quote."""
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


def change(finding: Finding, edits: Sequence[Edit], text: str) -> str:
    """Return `old→new` on one line."""
    if not edits:
        return visible(finding.quote)
    shown = new_texts(finding, edits)
    if shown[0][0] == finding.span:
        return visible(finding.quote + shown[0][1])
    changes = [span.of(text) + new for span, new in shown]
    if len(set(changes)) == 1 and len(changes) > 1:
        return visible(f"{changes[0]} ×{len(changes)}")
    more = "…" if len(shown) > _SHOWN_EDITS else ""
    return visible("，".join(changes[:_SHOWN_EDITS])) + more


def surroundings(document: Document, span: Span, around: int) -> tuple[str, str, str]:
    """Return what stands before, at and behind `span`, at most `around` code points of its paragraphs on each side."""
    start = max(span.start - around, document.paragraph_at(span.start).span.start)
    end = min(span.end + around, document.paragraph_at(max(span.start, span.end - 1)).span.end)
    pieces = (Span(start, span.start), span, Span(span.end, max(span.end, end)))
    before, inside, behind = (visible(piece.of(document.text)) for piece in pieces)
    return before, inside, behind


def deed(done: Deed) -> Text:
    """Return what a deed did, in a few words."""
    taught = f"＋{visible(done.addition.term)}" if done.addition else ""
    if not done.moves:
        return Text(f"已加入词典：{taught}", f"added to the dictionary: {taught}")
    sheet, first = done.moves[0]
    verdict = first.after.verdict if first.after else Verdict.WITHDRAWN
    what = visible(first.finding.quote)
    if first.after is not None and first.after.changing and sheet.session is not None:
        text = sheet.session.document.text
        edits = edits_at(first.after, first.finding.span.start, text) or ()  # it may be undone: not the session's edits
        what = change(first.finding, edits, text)
    times = f" ×{len(done.moves)}" if len(done.moves) > 1 else ""
    files = len(done.steps)
    zh, en = (f"（{files} 个文件）", f" ({files} files)") if files > 1 else ("", "")
    name = VERDICT_NAMES[verdict]
    return Text(f"{name.zh}：{what}{times}{zh}{taught}", f"{name.en}: {what}{times}{en}{taught}")


def head(screen: Deciding) -> Text:
    """Return the head line: file, progress, errors in 10,000 characters, time left."""
    session, collection = screen.session, screen.collection
    progress = session.progress
    parts = [Text(visible(session.document.path.name), visible(session.document.path.name))]
    if len(collection.sheets) > 1:
        number, files = collection.sheets.index(screen.sheet) + 1, len(collection.sheets)
        parts.append(Text(f"文件 {number}/{files}", f"file {number}/{files}"))
        waiting = sum(sheet.waiting for sheet in collection.sheets)
        if waiting:
            parts.append(Text(f"检查中：余 {waiting}", f"checking: {waiting} left"))
    if screen.sheet.read_only is not None:
        parts.append(Text("只读", "read-only"))
    parts.append(Text(f"{progress.decided}/{progress.total}", f"{progress.decided}/{progress.total}"))
    if progress.deferred:
        parts.append(Text(f"缓议 {progress.deferred}", f"{progress.deferred} deferred"))
    if not screen.filter.shows_all:
        parts.append(Text(f"筛选 {len(screen.shown)}", f"filter: {len(screen.shown)}"))
    if session.orphans:
        parts.append(Text(f"失位 {len(session.orphans)}", f"{len(session.orphans)} lost their place"))
    rate = session.error_rate
    parts.append(Text(f"差错率 {rate:.1f}/万", f"{rate:.1f} errors/10k"))
    seconds = screen.pace.seconds_left(collection.progress.total - collection.progress.decided)
    if seconds is not None:
        minutes = max(1, round(seconds / 60))
        parts.append(Text(f"约剩 {minutes} 分钟", f"about {minutes} min left"))
    return Text("".join(f" {each.zh}  " for each in parts), "".join(f" {each.en}  " for each in parts))


def file_state(sheet: Sheet) -> Text:
    """Return how far a file is."""
    if sheet.failures:
        return Text(f"无法检查：{sheet.failures[0].message.zh}", f"failed: {sheet.failures[0].message.en}")
    if sheet.waiting:
        return Text("尚未检查", "waiting")
    progress = sheet.progress
    if not progress.total:
        return Text("没有可疑之处", "nothing doubtful")
    return Text(f"{progress.decided}/{progress.total}", f"{progress.decided}/{progress.total}")


TOUR = (
    Text("两分钟上手", "two minutes to start"),
    Text(
        "左边是可疑之处，同一错误归为一组；中间是版面，旧字反白、新字在旁；右边（或下边）是建议和依据。",
        "On the left the doubtful places, one error a group; in the middle the page, the new text beside the old;",
    ),
    Text(
        "a 接受第一条建议，数字接受另一条，r 不改，e 自拟，d 以后再说。定了就自动到下一处，随手存盘。",
        "right or below, suggestions and evidence. a accepts the first, a digit another, r rejects, e edits, d defers.",
    ),
    Text(
        "A、R 一次处理同一错误的各处（先列出来看）；u 撤销，U 重做。",
        "Each decision is saved at once. A and R decide the whole group after a look at it; u undoes, U redoes.",
    ),
    Text(
        "原件本来就错的按 o：照录不改，记入勘误表。w 写出改正后的文件，原文件不动。",
        "o keeps an error of the printed original and lists it in the errata. w writes the corrected file.",
    ),
)
"""The first lines of the help."""
