"""Which keys the foot of the screen names: those that do something where the editor is."""

from __future__ import annotations

from collections.abc import Iterator

from proofer.messages import Message
from proofer.review.keymap import Key, names
from proofer.tui.actions.base import ReviewBase
from proofer.tui.widgets.key_bar import Hint

KEPT = ("export", "help", "quit")
"""Keys that are named on the narrowest screen, at the end of the line."""
_ACCEPT_NUMBER = Message("选一条", "pick")
_OWN_WORDS = Message("改选中的", "correct it")


def key_hints(screen: ReviewBase) -> list[Hint]:
    """Return the hints in the order of their use; the last `KEPT` are always shown."""
    keys = {key.id: key for key in screen.KEYS}
    return [
        _numbers(screen) if each == "accept-number" else _hint(screen, keys[each])
        for each in (*_here(screen), *KEPT)
    ]


def _hint(screen: ReviewBase, key: Key) -> Hint:
    label = key.hint or key.label
    if key.id == "edit" and screen.has_cursor:
        label = _OWN_WORDS
    return Hint(names(key).partition(" ")[0], screen.say(label), key.action)


def _numbers(screen: ReviewBase) -> Hint:
    count = min(9, len(screen.current.suggestions))
    first, last = screen.key("accept-1"), screen.key(f"accept-{count}")
    return Hint(f"{first}–{last}", screen.say(_ACCEPT_NUMBER), "")


def _here(screen: ReviewBase) -> Iterator[str]:
    """Yield the ids of the keys for the cursor, the current finding, or a page without any."""
    writable = screen.file.read_only is None
    if screen.has_cursor:
        yield from ("edit", "cursor", "replace", "search")
    elif screen.has_findings and writable:
        yield from _for_finding(screen)
    if screen.has_findings:
        yield from ("filter", "order", "bulk") if writable else ("undecided", "filter", "order")
    if not screen.has_cursor:
        yield from ("cursor", "search")
    if len(screen.collection.files) > 1:
        yield "files"


def _for_finding(screen: ReviewBase) -> Iterator[str]:
    finding, session = screen.current, screen.session
    if screen.filter.folds_page:
        yield from ("defer", "reject", "undecided")
        return
    if finding.suggestions:
        yield "accept"
        if len(finding.suggestions) > 1:
            yield "accept-number"
    yield from ("reject", "edit", "defer")
    if len(session.same_series(finding)) > 1:
        yield from ("accept-series", "reject-series") if finding.suggestions else ("reject-series",)
    progress = session.progress
    if progress.decided or progress.deferred:
        yield "undo"
    if screen.has_undecided:
        yield "undecided"
    yield from ("printed", "reject-wider")
    if finding.related or any(each.span is not None for each in finding.evidence):
        yield "evidence"
    if screen.has_scan:
        yield "scan"
