"""The head line of the review: the file, anything unusual, progress, error rate and time left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from proofer.messages import Message
from proofer.tui.widgets.cells import shorten, visible
from proofer.tui.wording import bar

if TYPE_CHECKING:
    from proofer.tui.actions.base import ReviewBase

_SPACIOUS = 110
"""Terminal cells of a head line that has room for a progress bar."""
_NAME_CELLS = 12
"""Terminal cells that a long file name keeps at least; the last parts go if they do not fit."""


def head(screen: ReviewBase, width: int) -> Message:
    """Return the head line, `width` cells wide: the file on the left, the rest on the right."""
    parts = [*_place_in_review(screen), *_standing(screen, spacious=width >= _SPACIOUS)]
    name = visible(screen.session.document.path.name)
    return Message(
        _justified(name, [part.zh for part in parts], width),
        _justified(name, [part.en for part in parts], width),
    )


def _justified(name: str, parts: Sequence[str], width: int) -> str:
    fitting = [*parts]
    while fitting and cell_len("   ".join(fitting)) > width - _NAME_CELLS - 4:
        fitting.pop()
    right = "   ".join(fitting)
    left = shorten(name, max(_NAME_CELLS, width - cell_len(right) - 4))
    return f" {left}{' ' * max(2, width - cell_len(left) - cell_len(right) - 2)}{right}"


def _place_in_review(screen: ReviewBase) -> Iterator[Message]:
    """Yield the number of the file among all, and anything unusual about it."""
    files = screen.collection.files
    if len(files) > 1:
        number, left = files.index(screen.file) + 1, sum(bool(file.undecided) for file in files)
        zh, en = (f"（余 {left}）", f" ({left} left)") if left else ("", "")
        yield Message(f"文件 {number}/{len(files)}{zh}", f"file {number}/{len(files)}{en}")
    if waiting := sum(file.waiting for file in files):
        yield Message(f"检查中：余 {waiting}", f"checking: {waiting} left")
    if screen.file.read_only is not None:
        yield Message("只读", "read-only")
    if not screen.filter.shows_all:
        yield Message(f"筛选 {len(screen.shown)}", f"filter: {len(screen.shown)}")
    if lost := len(screen.session.orphans):
        yield Message(f"失位 {lost}", f"{lost} lost their place")


def _standing(screen: ReviewBase, *, spacious: bool) -> Iterator[Message]:
    """Yield the progress of all files and of this one, its errors, and how long the rest takes."""
    progress, rate = screen.session.progress, screen.session.error_rate
    whole = screen.collection.progress
    if len(screen.collection.files) > 1:
        count = f"{whole.decided}/{whole.total}"
        yield Message(f"全部 {count}", f"all {count}")
    drawn = f"{bar(progress)} " if spacious and progress.decided else ""
    count = f"{progress.decided}/{progress.total}"
    yield Message(f"{drawn}已定 {count}", f"{drawn}{count} decided")
    if progress.deferred:
        yield Message(f"缓议 {progress.deferred}", f"{progress.deferred} deferred")
    seconds = screen.eta.seconds_left(whole.total - whole.decided)
    if seconds is not None:
        minutes = max(1, round(seconds / 60))
        yield Message(f"约剩 {minutes} 分钟", f"about {minutes} min left")
    if rate:
        yield Message(f"差错率 {rate:.1f}/万", f"{rate:.1f} errors/10k")
