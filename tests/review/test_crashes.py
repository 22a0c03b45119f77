"""Whatever ends the program: what it had shown is there, and can be undone."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from proofer.config import Config
from proofer.errors import DecisionError, ProoferError
from proofer.review.collection import ReviewCollection, ReviewFile
from tests.review.pages import CHANGES, document, report

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")
NAMES = ("a.md", "b.md")


def opened(root: Path) -> ReviewCollection:
    config = Config(root=root)
    reports = [report(document(root / name)) for name in NAMES]
    return ReviewCollection(
        [ReviewFile(each.document.path, config, each) for each in reports], "editor"
    )


def press(pages: ReviewCollection, chance: random.Random) -> None:
    """Do what some key does."""
    file = chance.choice(pages.files)
    finding = chance.choice(pages.open(file).findings)
    keys = (
        lambda: pages.act(file, lambda session: session.accept(finding)),
        lambda: pages.act(file, lambda session: session.reject(finding)),
        lambda: pages.act(file, lambda session: session.defer(finding)),
        lambda: pages.accept_everywhere(pages.everywhere(finding)),
        pages.undo,
        pages.redo,
    )
    try:
        chance.choice(keys)()
    except ProoferError:
        return


def states(pages: ReviewCollection) -> list[str]:
    """Return what is decided in each file."""
    sessions = [pages.open(file) for file in pages.files]
    return [
        " ".join(session.verdict(each) or "-" for each in session.findings) for session in sessions
    ]


WRITER = """
import random, sys
from pathlib import Path
from tests.review.test_crashes import opened, press
chance = random.Random(int(sys.argv[2]))
with opened(Path(sys.argv[1])) as pages:
    for number in range(100000):
        press(pages, chance)
        print(number, flush=True)
"""


@POSIX
@pytest.mark.parametrize("seed", range(4))
def test_a_kill_at_any_moment_loses_at_most_the_key_being_pressed(
    tmp_path: Path, seed: int
) -> None:
    root = tmp_path / "killed"
    opened(root).close()
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(root), str(seed)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        threading.Timer(
            random.Random(seed).uniform(0, 0.3), writer.send_signal, [signal.SIGKILL]
        ).start()
        shown = [0, *map(int, writer.stdout.read().split("\n")[:-1])][-1]
    chance = random.Random(seed)
    with opened(tmp_path / "replayed") as pages:
        for _ in range(shown + 1):
            press(pages, chance)
        last = states(pages)
        press(pages, chance)
        following = states(pages)
    with opened(root) as pages:
        for kept, before, after in zip(states(pages), last, following, strict=True):
            assert kept in (before, after), f"after {shown + 1} keys"
        while pages.undo() is not None:
            pass
        assert pages.progress.decided == pages.progress.deferred == 0, "all of it can be undone"


LIMITED = """
import resource, sys
from pathlib import Path
from proofer.errors import DecisionError
from tests.review.test_crashes import opened, states
with opened(Path(sys.argv[1])) as pages:
    first, second = pages.files
    places = pages.everywhere(pages.open(first).findings[0])
    pages.accept_everywhere(places)
    before = states(pages)
    size = max(file.decisions_path.stat().st_size for file in pages.files)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50, resource.RLIM_INFINITY))
    for key in (pages.undo, lambda: pages.reject_everywhere(places)):
        try:
            key()
        except DecisionError as error:
            print("refused", states(pages) == before)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    pages.undo()
    print(states(pages)[0] == states(pages)[1], "accepted" in states(pages)[0])
"""


@POSIX
def test_a_full_disk_refuses_the_key_and_the_review_goes_on(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == ["refused True", "refused True", "True False"], done.stderr
    with opened(tmp_path) as pages:
        assert pages.progress.decided == 0
        pages.redo()
        assert pages.progress.decided == 2


def test_a_deed_that_could_not_be_written_in_all_files_is_no_step(tmp_path: Path) -> None:
    with opened(tmp_path) as pages:
        first, second = pages.files
        finding = pages.open(first).findings[0]
        pages.act(first, lambda session: session.reject(pages.open(first).findings[1]))
        pages.act(second, lambda session: session.reject(session.findings[1]))
        second.decisions_path.write_bytes(second.decisions_path.read_bytes() + b"{}\n")
        with pytest.raises(DecisionError, match="another program"):
            pages.accept_everywhere(pages.everywhere(finding))
        assert pages.open(first).verdict(finding) is None
    second.decisions_path.write_bytes(second.decisions_path.read_bytes().removesuffix(b"{}\n"))
    with opened(tmp_path) as pages:
        undone = pages.undo()
        assert undone is not None
        assert [(file.path.name, move.finding.quote) for file, move in undone.moves] == [
            ("b.md", CHANGES[1][1])
        ]
        assert pages.redo() is not None
        assert pages.redo() is None
